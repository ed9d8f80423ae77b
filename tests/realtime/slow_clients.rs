//! The server closes a client that stops reading, and nobody else is affected.

use std::{
    io::{ErrorKind, Read, Write},
    net::TcpStream,
    time::Duration,
};

use serde_json::{Value, json};
use tokio::task::JoinHandle;

use super::Lesson;
use crate::support::{
    client::Client,
    timeouts::{Deadline, PATIENCE, until},
};

/// Joins over a bare socket with a small buffer, and then stops reading.
fn joins_and_stops_reading(url: &str, code: &str, name: &str) -> TcpStream {
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
    say(&mut stream, &json!({"event": "on.sessionJoin", "data": {"sessionId": code, "username": name}})).expect("sent");
    let mut some = [0; 512];
    let read = stream.read(&mut some).expect("an answer");
    assert!(some[..read].starts_with(b"HTTP/1.1 101"));
    stream
}

/// Writes a text frame. A mask of zeros changes nothing.
fn say(stream: &mut TcpStream, what: &serde_json::Value) -> std::io::Result<()> {
    let text = what.to_string();
    let mut frame = vec![0x81, 0x80 | 126];
    frame.extend_from_slice(&(text.len() as u16).to_be_bytes());
    frame.extend_from_slice(&[0; 4]);
    frame.extend_from_slice(text.as_bytes());
    stream.write_all(&frame)
}

/// Its own writes block too, once the server does not read them any more.
fn asks_for_everything(stream: &mut TcpStream) -> std::io::Result<()> {
    stream.set_nonblocking(true).expect("a socket");
    say(stream, &json!({"event": "on.snapshot", "id": 1}))
}

/// Reads what still arrives, until the server ends the connection.
fn reads_on(stream: &mut TcpStream) -> Vec<u8> {
    stream.set_nonblocking(false).expect("a socket");
    let deadline = Deadline::after(PATIENCE);
    let (mut heard, mut some) = (Vec::new(), [0; 4096]);
    loop {
        stream.set_read_timeout(Some(deadline.left("the end of the connection"))).expect("a socket");
        match stream.read(&mut some) {
            Ok(0) => return heard,
            Ok(length) => heard.extend_from_slice(&some[..length]),
            Err(error) if error.kind() == ErrorKind::ConnectionReset => return heard,
            Err(error) => panic!("the connection does not end: {error}"),
        }
    }
}

/// Whether the server has closed the connection, detected by writing only.
fn is_cut(stream: &mut TcpStream) -> bool {
    asks_for_everything(stream).is_err_and(|error| error.kind() != ErrorKind::WouldBlock)
}

/// Whichever of several joins first: the news of the others stays.
async fn arrived(teacher: &mut Client, name: &str) -> Value {
    teacher.hear_where("on.participantJoin", |data| data["username"] == name).await["participantId"].clone()
}

fn is_lost(room: &Value, who: &Value) -> bool {
    let one = room["participants"].as_array().and_then(|all| all.iter().find(|one| one["participantId"] == *who));
    one.is_none_or(|one| one["connection"] == "lost")
}

#[actix_web::test]
async fn clients_that_do_not_read_are_closed_without_delaying_others() {
    let (lesson, mut teacher) = Lesson::live().await;
    let mut dreamer = joins_and_stops_reading(&lesson.app.url, &lesson.code, "Dreamer");
    let mut sleeper = joins_and_stops_reading(&lesson.app.url, &lesson.code, "Sleeper");
    let both = [arrived(&mut teacher, "Dreamer").await, arrived(&mut teacher, "Sleeper").await];
    // Ten students talk without a pause, slowly enough for the limits, so that every tick has news; the slow clients' own
    // requests fill their sockets.
    let mut talkers = Vec::new();
    for name in ["A", "B", "C", "D", "E", "F", "G", "H", "I", "J"] {
        talkers.push(Client::guest(&lesson.app.url, &lesson.code, name).await.0);
    }
    let line = "All work and no play makes Jack a dull boy. ".repeat(45);
    let (mut lines, mut lost, mut heard) = (0_u32, false, None);
    // Administrators see how much waits.
    let head = lesson.app.account("head", "administrator").await;
    let mut most = 0;
    let deadline = Deadline::after(PATIENCE * 3);
    while !lost {
        deadline.left("the loss of both connections");
        let _ = asks_for_everything(&mut sleeper);
        if heard.is_none() {
            let _ = asks_for_everything(&mut dreamer);
        }
        for talker in &mut talkers {
            talker.ask("on.message", json!({"message": line})).await.expect("other clients are not delayed");
            lines += 1;
            tokio::time::sleep(Duration::from_millis(35)).await;
        }
        let live = lesson.app.get("/live", Some(&head)).await.1;
        let told = &live["lessons"][0]["room"];
        most = most.max(told["mostWaitingBytes"].as_u64().unwrap_or_default());
        assert!(told["waitingBytes"].as_u64() >= told["mostWaitingBytes"].as_u64(), "{live}");
        let room = teacher.ask("on.snapshot", json!({})).await.expect("other clients are not delayed");
        // One of them reads again as soon as the server has given it up.
        if heard.is_none() && is_lost(&room, &both[0]) {
            heard = Some(reads_on_elsewhere(&dreamer));
        }
        lost = both.iter().all(|who| is_lost(&room, who));
    }
    assert!(lines > 100 && most > 10_000, "{lines} lines, {most} bytes");
    // The client that reads again receives the reason, and nothing after it.
    let heard = heard.expect("the server gave it up").await.expect("it reads to the end");
    let mut goodbye = vec![0x88, 10];
    goodbye.extend_from_slice(&4005_u16.to_be_bytes());
    goodbye.extend_from_slice(b"too_slow");
    assert!(heard.ends_with(&goodbye), "{:?}", String::from_utf8_lossy(&heard[heard.len().saturating_sub(200)..]));
    // The client that never reads is disconnected all the same.
    until("the end of the sleeper's connection", async || is_cut(&mut sleeper).then_some(()).ok_or("open")).await;
}

/// Reads on another thread, because the test's own thread must wait for others.
fn reads_on_elsewhere(stream: &TcpStream) -> JoinHandle<Vec<u8>> {
    let mut stream = stream.try_clone().expect("a handle");
    tokio::task::spawn_blocking(move || reads_on(&mut stream))
}
