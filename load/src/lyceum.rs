//! Lyceum's own protocol, `lyceum.v1`, as in docs/PROTOCOL.md.

use std::borrow::Cow;

use bytes::Bytes;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use tokio_tungstenite::tungstenite::Message;

use crate::{listener::Listener, stamp};

pub const SUBPROTOCOL: &str = "lyceum.v1";
pub const LEAVE: &str = r#"{"event":"on.participantLeave","data":{}}"#;
/// The id of the first request.
pub const JOIN_ID: u32 = 0;

pub fn pose(pose: &[u8; stamp::POSE_LEN]) -> Message {
    let mut frame = [stamp::POSE_UP; 1 + stamp::POSE_LEN];
    frame[1..].copy_from_slice(pose);
    Message::Binary(Bytes::copy_from_slice(&frame))
}

#[derive(Serialize)]
struct Request<'a, T> {
    event: &'a str,
    data: T,
    id: u32,
}

fn request(event: &str, data: impl Serialize, id: u32) -> String {
    serde_json::to_string(&Request { event, data, id }).expect("a request is JSON")
}

pub fn say(id: u32, text: &str) -> String {
    #[derive(Serialize)]
    #[serde(rename_all = "camelCase")]
    struct Say<'a> {
        message: &'a str,
        client_id: String,
    }
    request("on.message", Say { message: text, client_id: format!("load-{id}") }, id)
}

pub fn history(id: u32, before: &str) -> String {
    request("on.messageHistory", serde_json::json!({ "before": before }), id)
}

pub fn offer(id: u32, sdp: &str) -> String {
    request("on.mediaOffer", serde_json::json!({ "sdp": sdp }), id)
}

pub fn unmute(id: u32) -> String {
    request("on.participantMute", serde_json::json!({ "muted": false }), id)
}

/// Asks for the video of these participants, in the best encoding.
pub fn watch(id: u32, participants: &[String]) -> String {
    let participants: Vec<_> = participants.iter().map(|who| serde_json::json!({ "participantId": who })).collect();
    request("on.mediaWatch", serde_json::json!({ "participants": participants }), id)
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct SessionJoin<'a> {
    session_id: &'a str,
    username: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    resume: Option<&'a str>,
}

pub fn join(code: &str, username: &str, resume: Option<&str>) -> String {
    request("on.sessionJoin", SessionJoin { session_id: code, username, resume }, JOIN_ID)
}

/// Any text message of the server.
#[derive(Deserialize)]
struct Frame<'a> {
    event: Option<&'a str>,
    seq: Option<u64>,
    reply: Option<u32>,
    #[serde(borrow)]
    data: Option<&'a RawValue>,
    #[serde(borrow)]
    error: Option<Refusal<'a>>,
}

#[derive(Deserialize)]
struct Refusal<'a> {
    code: &'a str,
}

#[derive(Deserialize)]
struct Line<'a> {
    #[serde(borrow)]
    message: Cow<'a, str>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Said<'a> {
    message_id: Option<&'a str>,
}

/// The fields that are needed of the reply to `on.sessionJoin`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Joined {
    #[serde(default)]
    pub participant_id: String,
    pub username: String,
    pub resume: String,
    /// Absent when the person has to wait.
    pub room: Option<Room>,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Room {
    pub seq: u64,
    pub seat: u16,
    pub messages: Vec<Kept>,
    pub more_messages: bool,
}

/// A chat line in the history.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Kept {
    pub message_id: String,
}

/// The reply to `on.messageHistory`.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct History {
    pub messages: Vec<Kept>,
    pub more_messages: bool,
}

/// The reply to the request `id`, if this text is the reply: its data, or the code of the refusal.
pub fn reply_to<T: for<'a> Deserialize<'a>>(id: u32, text: &str) -> Option<Result<T, String>> {
    let frame: Frame = match serde_json::from_str(text) {
        Ok(frame) => frame,
        Err(error) => return Some(Err(format!("not a frame: {error}"))),
    };
    if frame.event == Some("on.refused") {
        return Some(Err(code_of(frame.data)));
    }
    if frame.reply != Some(id) {
        return None;
    }
    Some(match (frame.error, frame.data) {
        (Some(error), _) => Err(error.code.to_owned()),
        (None, data) => {
            serde_json::from_str(data.map_or("null", RawValue::get)).map_err(|e| format!("not the reply: {e}"))
        }
    })
}

fn code_of(data: Option<&RawValue>) -> String {
    let refusal = data.and_then(|data| serde_json::from_str::<Refusal>(data.get()).ok());
    refusal.map_or_else(|| "without a code".into(), |refusal| refusal.code.to_owned())
}

pub fn read(text: &str, listener: &mut impl Listener) {
    let Ok(frame) = serde_json::from_str::<Frame>(text) else { return listener.on_unknown_frame() };
    if let Some(id) = frame.reply {
        match frame.error {
            Some(error) => listener.on_refusal(Some(id), error.code),
            None => {
                let said = frame.data.and_then(|data| serde_json::from_str::<Said>(data.get()).ok());
                listener.on_reply(id, said.and_then(|said| said.message_id));
            }
        }
        return;
    }
    match frame.event {
        Some("on.message") => match frame.data.map(|data| serde_json::from_str::<Vec<Line>>(data.get())) {
            Some(Ok(lines)) => lines.iter().for_each(|line| listener.on_chat_message(&line.message)),
            _ => listener.on_unknown_frame(),
        },
        Some("on.refused") => listener.on_refusal(None, &code_of(frame.data)),
        Some(_) => {}
        None => return listener.on_unknown_frame(),
    }
    if let Some(seq) = frame.seq {
        listener.on_sequence(seq);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::listener::tests::Recorder;

    fn heard(text: &str) -> Vec<String> {
        let mut recorder = Recorder::default();
        read(text, &mut recorder);
        recorder.0
    }

    #[test]
    fn requests_follow_the_protocol_document() {
        assert_eq!(
            say(7, "a \"b\""),
            r#"{"event":"on.message","data":{"message":"a \"b\"","clientId":"load-7"},"id":7}"#
        );
        assert_eq!(
            join("AB29Z", "Anna", None),
            r#"{"event":"on.sessionJoin","data":{"sessionId":"AB29Z","username":"Anna"},"id":0}"#
        );
        assert_eq!(pose(&[9; 10]), Message::binary([&[1][..], &[9; 10]].concat()));
    }

    #[test]
    fn events_and_replies_are_read() {
        assert_eq!(
            heard(r#"{"event":"on.message","data":[{"messageId":"m","message":"x \u00e9"},{"message":"y"}],"seq":4}"#),
            ["line x é", "line y", "seq 4"]
        );
        assert_eq!(heard(r#"{"event":"on.handRaise","data":{"participantId":"p"},"seq":5}"#), ["seq 5"]);
        assert_eq!(heard(r#"{"reply":3,"data":{"messageId":"m","sentAt":"t"}}"#), [r#"reply 3 Some("m")"#]);
        assert_eq!(heard(r#"{"reply":3,"data":{}}"#), ["reply 3 None"]);
        assert_eq!(heard(r#"{"reply":3,"error":{"code":"too_fast","message":"m"}}"#), ["refused Some(3) too_fast"]);
        assert_eq!(
            heard(r#"{"event":"on.refused","data":{"code":"pose_bad","message":"m"},"seq":5}"#),
            ["refused None pose_bad", "seq 5"]
        );
    }

    #[test]
    fn messages_outside_the_protocol_are_reported() {
        for text in ["", "{", "[]", "{}", r#"{"event":"on.message","data":{},"seq":1}"#] {
            assert!(heard(text).contains(&"strange".into()), "{text}");
        }
    }

    #[test]
    fn joining_waits_for_its_own_reply() {
        assert!(reply_to::<Joined>(0, r#"{"event":"on.handRaise","data":{},"seq":1}"#).is_none());
        assert!(reply_to::<Joined>(0, r#"{"reply":1,"data":{}}"#).is_none());
        let refused = reply_to::<Joined>(0, r#"{"reply":0,"error":{"code":"room_full","message":"m"}}"#);
        assert_eq!(refused.expect("a reply").expect_err("a refusal"), "room_full");
        let joined = r#"{"reply":0,"data":{"username":"Anna","resume":"r","session":{},"room":{"seq":9,"seat":3,"participants":[],"messages":[{"messageId":"m","message":"x"}],"moreMessages":false}}}"#;
        let room = reply_to::<Joined>(0, joined).expect("a reply").expect("joined").room.expect("in the room");
        assert_eq!((room.seq, room.seat, room.messages[0].message_id.as_str()), (9, 3, "m"));
        let waits = reply_to::<Joined>(0, r#"{"reply":0,"data":{"username":"Anna","resume":"r","session":{}}}"#);
        assert!(waits.expect("a reply").expect("joined").room.is_none());
    }
}
