//! Requests whose end two programs could see at different places. A proxy in front of the server may read such a request another way,
//! and would then take what follows for the request of somebody else: so it is refused, and nothing after it is read.

use std::io::{Read, Write};

use super::connections::connect;
use crate::support::program::{Data, Server, serve};

/// What stands after the ambiguous request: its answer would be a page of ours.
const HIDDEN: &str = "GET /healthz HTTP/1.1\r\nHost: lyceum\r\n\r\n";

/// The lines of a head that are ambiguous, and the body.
fn ambiguous() -> Vec<(&'static str, String)> {
    let chunked = format!("0\r\n\r\n{HIDDEN}");
    let whole = format!("Content-Length: {}\r\n", chunked.len());
    let head = |lines: &str| format!("{lines}\r\n");
    vec![
        ("both lengths", head(&format!("{whole}Transfer-Encoding: chunked\r\n")) + &chunked),
        ("both lengths, the other first", head(&format!("Transfer-Encoding: chunked\r\n{whole}")) + &chunked),
        ("two lengths", head("Content-Length: 0\r\nContent-Length: 5\r\n") + HIDDEN),
        ("a list of lengths", head("Content-Length: 0, 5\r\n") + HIDDEN),
        ("a length with a sign", head("Content-Length: +0\r\n") + HIDDEN),
        ("a negative length", head("Content-Length: -1\r\n") + HIDDEN),
        ("a length in another notation", head("Content-Length: 0x0\r\n") + HIDDEN),
        ("an encoding nobody knows", head("Transfer-Encoding: xchunked\r\n") + HIDDEN),
        ("chunked, and then something else", head("Transfer-Encoding: chunked, identity\r\n") + &chunked),
        ("two encodings", head("Transfer-Encoding: identity\r\nTransfer-Encoding: chunked\r\n") + &chunked),
        ("a blank before the colon", head("Transfer-Encoding : chunked\r\n") + &chunked),
        ("a folded line", head("X-Folded: a\r\n Transfer-Encoding: chunked\r\n") + &chunked),
        ("a chunk's length with a sign", head("Transfer-Encoding: chunked\r\n") + "+0\r\n\r\n" + HIDDEN),
        ("a chunk's length in another notation", head("Transfer-Encoding: chunked\r\n") + "0x0\r\n\r\n" + HIDDEN),
        ("a chunk that is longer than it says", head("Transfer-Encoding: chunked\r\n") + "1\r\nab0\r\n\r\n" + HIDDEN),
    ]
}

#[test]
fn nothing_is_read_after_a_request_whose_end_is_ambiguous() {
    let data = Data::prepared();
    let server = Server::start(&mut serve(&data));
    let mut hidden = Vec::new();
    for (what, rest) in ambiguous() {
        let mut stream = connect([127, 0, 0, 1], server.address).expect("it listens");
        let first = format!("POST /auth/local HTTP/1.1\r\nHost: lyceum\r\nContent-Type: application/json\r\n{rest}");
        stream.write_all(first.as_bytes()).expect("it is open");
        // It ends the connection, or waits for what never comes.
        let _ = stream.shutdown(std::net::Shutdown::Write);
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer);
        let answer = String::from_utf8_lossy(&answer);
        let answers = answer.matches("HTTP/1.1 ").count();
        if answers != 1 || !answer.starts_with("HTTP/1.1 4") {
            hidden.push((what, answers, answer.lines().next().unwrap_or_default().to_owned()));
        }
    }
    assert_eq!(hidden, [], "these were read as two requests, or taken");
    server.stop();
}
