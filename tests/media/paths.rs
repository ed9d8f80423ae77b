//! A peer that uses more paths than it needs.

use std::{
    io::{Read, Write},
    net::TcpStream,
};

use rtc_stun::{
    attributes::{ATTR_USE_CANDIDATE, ATTR_USERNAME},
    fingerprint::FINGERPRINT,
    integrity::MessageIntegrity,
    message::{BINDING_REQUEST, Message, Setter, TransactionId},
    textattrs::TextAttribute,
};
use serde_json::json;
use str0m::net::Protocol;

use super::{
    Class, guest, in_order,
    voice::{Voice, candidate},
};
use crate::support::{client::Client, timeouts::PATIENCE};

/// How many paths of one peer the server keeps.
const KNOWN: usize = 8;

pub fn attribute(sdp: &str, name: &str) -> String {
    let line = sdp.lines().find_map(|line| line.strip_prefix(&format!("a={name}:")));
    line.expect("it is there").to_owned()
}

/// A binding request.
pub fn check(user: &str, password: &str, nominates: bool) -> Vec<u8> {
    let provider = rtc_crypto::default_provider().expect("there is some");
    let mut message = Message::new();
    let mut setters: Vec<Box<dyn Setter + '_>> = vec![
        Box::new(TransactionId::new()),
        Box::new(BINDING_REQUEST),
        Box::new(TextAttribute::new(ATTR_USERNAME, user.to_owned())),
    ];
    if nominates {
        setters.push(Box::new(TextAttribute::new(ATTR_USE_CANDIDATE, String::new())));
    }
    let integrity = MessageIntegrity::new_short_term_integrity_with_provider(password.to_owned(), provider.crypto());
    setters.push(Box::new(integrity));
    setters.push(Box::new(FINGERPRINT));
    message.build(&setters).expect("a request");
    message.raw
}

/// A binding request, with its length before it.
fn binding(user: &str, password: &str) -> Vec<u8> {
    let request = check(user, password, false);
    [&(request.len() as u16).to_be_bytes()[..], &request].concat()
}

#[actix_web::test]
async fn the_oldest_unused_path_is_closed_and_the_one_in_use_stays() {
    let Class { lesson, ben, .. } = Class::begin().await;
    let (mut client, _) = Client::join(&lesson.app.url, guest(&lesson, "Tove")).await;
    let (mut offered, mut answered) = (String::new(), String::new());
    let ask = async |offer: String| {
        let answer = client.ask("on.mediaOffer", json!({ "sdp": offer })).await.expect("an answer");
        offered = offer;
        answered = answer["sdp"].as_str().expect("a text").to_owned();
        answered.clone()
    };
    let tove = Voice::negotiate(Some(b't'), 0, Protocol::Udp, ask).await;
    tove.speak(true);
    client.ask("on.participantMute", json!({"muted": false})).await.expect("it is theirs");
    ben.voice.hears(b't', 5).await;

    let user = format!("{}:{}", attribute(&answered, "ice-ufrag"), attribute(&offered, "ice-ufrag"));
    let (password, there) = (attribute(&answered, "ice-pwd"), candidate(&answered, Protocol::Tcp));
    let mut ways = Vec::new();
    let mut answer = [0; 1024];
    for _ in 0..KNOWN + 4 {
        let mut way = TcpStream::connect(there).expect("the server listens");
        way.set_read_timeout(Some(PATIENCE)).expect("a time");
        way.write_all(&binding(&user, &password)).expect("it is open");
        assert!(way.read(&mut answer).expect("it is answered") > 0);
        ways.push(way);
    }
    // One of the paths that are kept is the one by which she speaks.
    let closed = ways.len() - (KNOWN - 1);
    for way in &mut ways[..closed] {
        assert_eq!(way.read(&mut answer).expect("it is closed"), 0);
    }
    for way in &mut ways[closed..] {
        way.write_all(&binding(&user, &password)).expect("it is open");
        assert!(way.read(&mut answer).expect("it is answered") > 0);
    }
    ben.voice.heard();
    in_order(&ben.voice.hears(b't', 25).await);
}
