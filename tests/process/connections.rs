//! Connections of one address, to the real program.

use std::{
    io::{Read, Write},
    net::{IpAddr, SocketAddr, TcpStream},
    time::Duration,
};

use socket2::{Domain, Socket, Type};

use crate::support::{
    program::{Data, Server, eventually, serve},
    timeouts::PATIENCE,
};

/// A connection from this address of the machine.
pub fn connect(from: [u8; 4], to: SocketAddr) -> Option<TcpStream> {
    let socket = Socket::new(Domain::IPV4, Type::STREAM, None).ok()?;
    socket.bind(&SocketAddr::from((IpAddr::from(from), 0)).into()).ok()?;
    socket.connect_timeout(&to.into(), PATIENCE).ok()?;
    let stream = TcpStream::from(socket);
    stream.set_read_timeout(Some(PATIENCE)).ok()?;
    Some(stream)
}

/// The status of a GET on this connection; `None` when it is closed instead.
pub fn ask(stream: &mut TcpStream, path: &str) -> Option<u16> {
    write!(stream, "GET {path} HTTP/1.1\r\nHost: lyceum\r\n\r\n").ok()?;
    let mut answer = [0; 64 * 1024];
    let read = stream.read(&mut answer).ok()?;
    std::str::from_utf8(&answer[..read]).ok()?.split(' ').nth(1)?.parse().ok()
}

#[test]
fn an_address_has_a_limit_of_connections_that_others_do_not_share() {
    let data = Data::prepared();
    let server = Server::start(serve(&data).env("LYCEUM_CONNECTIONS_PER_ADDRESS", "20"));
    let mut first = connect([127, 0, 0, 9], server.address).expect("it listens");
    assert_eq!(ask(&mut first, "/healthz"), Some(200));
    let mut many: Vec<_> = (0..60).filter_map(|_| connect([127, 0, 0, 9], server.address)).collect();
    assert_eq!(ask(&mut first, "/healthz"), Some(200), "what is open stays open");
    let answered = many.iter_mut().filter_map(|stream| ask(stream, "/healthz")).count();
    assert_eq!(answered, 19);
    let mut other = connect([127, 0, 0, 10], server.address).expect("it listens");
    assert_eq!(ask(&mut other, "/healthz"), Some(200));
    drop(many);
    eventually("room again", || {
        ask(&mut connect([127, 0, 0, 9], server.address)?, "/healthz").filter(|status| *status == 200)
    });
    server.stop();
}

/// How many bytes are sent, one each second, until the server closes the connection.
fn trickle(mut stream: TcpStream, byte: &[u8]) -> usize {
    stream.set_read_timeout(Some(Duration::from_secs(1))).expect("a time");
    let mut answer = [0; 64 * 1024];
    (0..60)
        .take_while(|_| {
            let closed = match stream.read(&mut answer) {
                Ok(read) => read == 0,
                Err(error) => !matches!(error.kind(), std::io::ErrorKind::WouldBlock | std::io::ErrorKind::TimedOut),
            };
            !closed && stream.write_all(byte).is_ok()
        })
        .count()
}

#[test]
#[ignore = "takes long: make test-long"]
fn trickled_heads_and_bodies_are_cut_soon() {
    let data = Data::prepared();
    let server = Server::start(&mut serve(&data));
    let open = |request: &str| {
        let mut stream = connect([127, 0, 0, 9], server.address).expect("it listens");
        stream.write_all(request.as_bytes()).expect("it is open");
        stream
    };
    let chunked =
        |path: &str| open(&format!("POST {path} HTTP/1.1\r\nHost: lyceum\r\nTransfer-Encoding: chunked\r\n\r\n"));
    let mut second = connect([127, 0, 0, 9], server.address).expect("it listens");
    assert_eq!(ask(&mut second, "/healthz"), Some(200));
    second.write_all(b"GET /healthz HTTP/1.1\r\nx: ").expect("it is open");
    let slow = [
        ("an upload without a login", chunked("/upload"), &b"1\r\na\r\n"[..]),
        ("a sign-in", chunked("/auth/local"), b"1\r\na\r\n"),
        ("a page", chunked("/signin"), b"1\r\na\r\n"),
        ("a code", chunked("/codes/ZZZZZ"), b"1\r\na\r\n"),
        ("a WebSocket", chunked("/ws"), b"1\r\na\r\n"),
        ("nothing", chunked("/nowhere"), b"1\r\na\r\n"),
        ("a head", open("GET /healthz HTTP/1.1\r\nx: "), b"x"),
        ("the head of a second request", second, b"x"),
    ];
    let slow = slow.map(|(what, stream, byte)| (what, std::thread::spawn(move || trickle(stream, byte))));
    for (what, sent) in slow {
        let sent = sent.join().expect("it has ended");
        println!("{what}: closed after {sent} bytes");
        assert!(sent < 40, "{what}: {sent} bytes, one a second");
    }
    server.stop();
}
