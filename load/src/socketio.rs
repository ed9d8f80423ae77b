//! The part of Engine.IO 4 and Socket.IO 5 over WebSocket that load/baseline/server.mjs needs: the packets that a browser's
//! socket.io-client would send for the same work.

use std::borrow::Cow;

use bytes::Bytes;
use serde::Deserialize;
use tokio_tungstenite::tungstenite::{Message, Utf8Bytes};

use crate::{listener::Listener, stamp};

/// Engine.IO "message", Socket.IO "connect" to the main namespace.
pub const CONNECT: &str = "40";
pub const LEAVE: &str = "41";
/// The id of the first acknowledgement.
pub const JOIN_ID: u32 = 0;

/// A binary event: its head as text, then the attachment.
pub fn pose(pose: &[u8; stamp::POSE_LEN]) -> [Message; 2] {
    const HEAD: Utf8Bytes = Utf8Bytes::from_static(r#"451-["pose",{"_placeholder":true,"num":0}]"#);
    [Message::Text(HEAD), Message::Binary(Bytes::copy_from_slice(pose))]
}

fn request(event: &str, id: u32, text: &str) -> String {
    format!("42{id}{}", serde_json::to_string(&(event, text)).expect("a pair of texts is JSON"))
}

pub fn say(id: u32, text: &str) -> String {
    request("message", id, text)
}

pub fn join(username: &str) -> String {
    request("join", JOIN_ID, username)
}

#[derive(Deserialize)]
struct Line<'a> {
    #[serde(borrow)]
    message: Cow<'a, str>,
}

#[derive(Deserialize)]
struct Joined {
    seat: u16,
}

/// A message before the person has joined.
#[derive(Debug, PartialEq)]
pub enum Step {
    /// The transport is open: connect to the namespace.
    Open,
    /// Connected: join.
    Connected,
    /// Joined, with this seat.
    In(u16),
    Refused(String),
    Other,
}

pub fn step(text: &str) -> Step {
    if text.starts_with("0{") {
        Step::Open
    } else if text.starts_with("40") {
        Step::Connected
    } else if text.starts_with("44") {
        Step::Refused(text.to_owned())
    } else if let Some((JOIN_ID, data)) = acknowledgement(text) {
        match serde_json::from_str::<(Joined,)>(data) {
            Ok((joined,)) => Step::In(joined.seat),
            Err(error) => Step::Refused(error.to_string()),
        }
    } else {
        Step::Other
    }
}

/// The id and the data of "43ID[...]".
fn acknowledgement(text: &str) -> Option<(u32, &str)> {
    let rest = text.strip_prefix("43")?;
    let (id, data) = rest.split_at(rest.find('[')?);
    Some((id.parse().ok()?, data))
}

pub fn read(text: &str, listener: &mut impl Listener) -> Option<Message> {
    if let Some(data) = text.strip_prefix("42") {
        match serde_json::from_str::<(&str, Vec<Line>)>(data) {
            Ok(("message", lines)) => lines.iter().for_each(|line| listener.on_chat_message(&line.message)),
            _ => listener.on_unknown_frame(),
        }
    } else if let Some((id, _)) = acknowledgement(text) {
        listener.on_reply(id, None);
    } else if text == "2" {
        return Some(Message::text("3"));
    } else if !text.starts_with("451-") {
        // The head of a binary event carries no data: the server sends only one kind, for poses.
        listener.on_unknown_frame();
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::listener::tests::Recorder;

    fn heard(text: &str) -> (Vec<String>, Option<Message>) {
        let mut recorder = Recorder::default();
        let answer = read(text, &mut recorder);
        (recorder.0, answer)
    }

    #[test]
    fn packets_are_written_as_socket_io_does() {
        assert_eq!(say(12, "a \"b\""), r#"4212["message","a \"b\""]"#);
        assert_eq!(join("Anna"), r#"420["join","Anna"]"#);
        assert_eq!(pose(&[9; 10])[1], Message::binary(vec![9; 10]));
    }

    #[test]
    fn the_steps_of_joining_are_recognised() {
        assert_eq!(step(r#"0{"sid":"x","upgrades":[],"pingInterval":25000}"#), Step::Open);
        assert_eq!(step(r#"40{"sid":"y"}"#), Step::Connected);
        assert_eq!(step(r#"430[{"seat":17}]"#), Step::In(17));
        assert_eq!(step(r#"451-["poses",{"_placeholder":true,"num":0}]"#), Step::Other);
        assert!(matches!(step(r#"44{"message":"no"}"#), Step::Refused(_)));
        assert!(matches!(step(r#"430[]"#), Step::Refused(_)));
    }

    #[test]
    fn packets_are_read() {
        assert_eq!(heard(r#"42["message",[{"messageId":3,"message":"x\n"}]]"#), (vec!["line x\n".into()], None));
        assert_eq!(heard(r#"4312[{"messageId":3}]"#), (vec!["reply 12 None".into()], None));
        assert_eq!(heard(r#"451-["poses",{"_placeholder":true,"num":0}]"#), (vec![], None));
        assert_eq!(heard("2"), (vec![], Some(Message::text("3"))));
        assert_eq!(heard("9").0, ["strange"]);
    }
}
