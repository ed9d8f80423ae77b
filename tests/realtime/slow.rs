//! A client that stops reading is closed, and harms nobody.

use std::{
    io::{Read, Write},
    net::TcpStream,
    time::{Duration, Instant},
};

use serde_json::json;
use socket2::SockRef;

use super::Lesson;
use crate::support::client::{Client, PATIENCE};

/// Joins over a bare socket with a small buffer, and then reads no more.
fn joins_and_stops_reading(url: &str, code: &str) -> TcpStream {
    let address = url.trim_start_matches("http://");
    let socket = socket2::Socket::new(socket2::Domain::IPV4, socket2::Type::STREAM, None).expect("a socket");
    socket.set_recv_buffer_size(2048).expect("a small buffer");
    socket.connect(&address.parse::<std::net::SocketAddr>().expect("an address").into()).expect("connected");
    let mut stream = TcpStream::from(socket);
    let handshake = format!(
        "GET /ws HTTP/1.1\r\nhost: {address}\r\nconnection: upgrade\r\nupgrade: websocket\r\nsec-websocket-version: 13\r\n\
         sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\nsec-websocket-protocol: lyceum.v1\r\n\r\n"
    );
    stream.write_all(handshake.as_bytes()).expect("sent");
    say(&mut stream, &json!({"event": "on.sessionJoin", "data": {"sessionId": code, "username": "Sleeper"}}));
    let mut some = [0; 512];
    let read = stream.read(&mut some).expect("an answer");
    assert!(some[..read].starts_with(b"HTTP/1.1 101"));
    stream
}

/// Writes a text frame. A mask of zeros changes nothing.
fn say(stream: &mut TcpStream, what: &serde_json::Value) {
    let text = what.to_string();
    let mut frame = vec![0x81, 0x80 | 126];
    frame.extend_from_slice(&(text.len() as u16).to_be_bytes());
    frame.extend_from_slice(&[0; 4]);
    frame.extend_from_slice(text.as_bytes());
    // Its own writing stops too, once the server does not read it any more.
    let _ = stream.write_all(&frame);
}

fn asks_for_everything(stream: &mut TcpStream) {
    stream.set_nonblocking(true).expect("a socket");
    say(stream, &json!({"event": "on.snapshot", "id": 1}));
}

#[actix_web::test]
async fn a_client_that_does_not_read_is_cut_and_nobody_waits_for_it() {
    let (lesson, mut teacher) = Lesson::live().await;
    let begun = Instant::now();
    let mut sleeper = joins_and_stops_reading(&lesson.app.url, &lesson.code);
    let who = loop {
        let joined = teacher.hear("on.participantJoin").await;
        if joined["username"] == "Sleeper" {
            break joined["participantId"].clone();
        }
    };
    // Ten talk without a pause, each slowly enough, so that every tick has news; the sleeper's own requests fill its socket.
    let mut talkers = Vec::new();
    for name in ["A", "B", "C", "D", "E", "F", "G", "H", "I", "J"] {
        talkers.push(Client::guest(&lesson.app.url, &lesson.code, name).await.0);
    }
    let line = "All work and no play makes Jack a dull boy. ".repeat(45);
    let (mut lines, mut lost) = (0_u32, false);
    while !lost {
        assert!(begun.elapsed() < PATIENCE * 3, "the sleeper is still thought to be here");
        asks_for_everything(&mut sleeper);
        for talker in &mut talkers {
            talker.ask("on.message", json!({"message": line})).await.expect("nobody else is held up");
            lines += 1;
            tokio::time::sleep(Duration::from_millis(35)).await;
        }
        let room = teacher.ask("on.snapshot", json!({})).await.expect("nobody else is held up");
        let sleeping =
            room["participants"].as_array().and_then(|all| all.iter().find(|one| one["participantId"] == who));
        lost = sleeping.is_none_or(|one| one["connection"] == "lost");
    }
    assert!(lines > 100);
    // Its socket is cut by the server, although it never read why.
    SockRef::from(&sleeper).set_nonblocking(false).expect("a socket");
    sleeper.set_read_timeout(Some(PATIENCE)).expect("a socket");
    let ended = std::io::copy(&mut &sleeper, &mut std::io::sink());
    assert!(ended.is_ok() || ended.is_err_and(|error| error.kind() == std::io::ErrorKind::ConnectionReset));
}
