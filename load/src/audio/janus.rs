//! The part of Janus' WebSocket API that its VideoRoom needs, which `scripts/bench janus` compares with Lyceum: a speaker is a
//! publisher, and a listener subscribes to all publishers in one peer connection, as a page with `janus.js` would do.

use std::{
    sync::mpsc,
    time::{Duration, Instant},
};

use futures_util::{SinkExt, StreamExt};
use serde::Deserialize;
use serde_json::{Value, json};
use tokio::{
    sync::watch,
    time::{interval, timeout},
};
use tokio_tungstenite::tungstenite::Message;

use super::voices::{Part, Voice};
use crate::connection::{self, Address, PATIENCE, Socket};

const SUBPROTOCOL: &str = "janus-protocol";
const PLUGIN: &str = "janus.plugin.videoroom";
/// Janus ends a session after a minute of silence.
const KEEP_ALIVE: Duration = Duration::from_secs(25);

/// A room, and the address of its server.
#[derive(Clone)]
pub struct Room {
    pub url: Address,
    pub number: u64,
    pub publishers: usize,
}

impl Room {
    /// Creates the room. It is destroyed when the returned caller has stayed.
    ///
    /// # Errors
    /// When a room with this number exists.
    pub async fn open(&self) -> Result<Caller, String> {
        let mut caller = Caller::ring(&self.url).await?;
        // The rest has Janus' defaults: Opus, audio levels, no recording.
        let room = json!({ "request": "create", "room": self.number, "publishers": self.publishers });
        caller.say(room, None).await?;
        caller.farewell = Some(json!({ "request": "destroy", "room": self.number }));
        Ok(caller)
    }

    /// Lets a speaker or a listener join; the voice goes to its thread.
    ///
    /// # Errors
    /// Why Janus refuses.
    pub async fn enter(&self, part: Part, voices: &mpsc::Sender<Voice>) -> Result<Caller, String> {
        let begun = Instant::now();
        let mut caller = Caller::ring(&self.url).await?;
        let join = |kind: &str| json!({ "room": self.number, "ptype": kind });
        let begin = |voice| voices.send(voice).map_err(|_| "the voices have failed");
        if part.speaks {
            let (offered, offer) = Voice::offer(part)?;
            let mut publish = join("publisher");
            publish["request"] = "joinandconfigure".into();
            publish["id"] = feed(part.number);
            let answer = caller.say(publish, Some(("offer", offer.as_str()))).await?;
            begin(offered.answered(&answer.sdp()?, begun)?)?;
        } else {
            // Nobody subscribes to themselves.
            let feeds = (0..self.publishers).filter(|number| *number != part.number);
            let mut subscribe = join("subscriber");
            subscribe["request"] = "join".into();
            subscribe["streams"] = feeds.map(|number| json!({ "feed": feed(number) })).collect();
            let offer = caller.say(subscribe, None).await?;
            let (voice, answer) = Voice::answer(part, &offer.sdp()?)?;
            begin(voice)?;
            caller.say(json!({ "request": "start" }), Some(("answer", answer.as_str()))).await?;
        }
        // Before that there is nobody to subscribe to.
        caller.up().await?;
        Ok(caller)
    }
}

/// The id of a publisher; zero is not valid.
fn feed(number: usize) -> Value {
    (number + 1).into()
}

/// A session with Janus, with one handle.
pub struct Caller {
    socket: Socket,
    session: u64,
    handle: u64,
    asked: u32,
    /// Whether media is established. Janus may say so before it answers.
    up: bool,
    farewell: Option<Value>,
}

impl Caller {
    async fn ring(url: &Address) -> Result<Self, String> {
        let socket = connection::open(url, "/", Some(SUBPROTOCOL)).await?;
        let mut caller = Self { socket, session: 0, handle: 0, asked: 0, up: false, farewell: None };
        caller.session = caller.ask(json!({ "janus": "create" })).await?.id()?;
        let attach = json!({ "janus": "attach", "session_id": caller.session, "plugin": PLUGIN });
        caller.handle = caller.ask(attach).await?.id()?;
        Ok(caller)
    }

    /// A message to the handle, perhaps with a description.
    fn message(&self, body: Value, description: Option<(&str, &str)>) -> Value {
        let mut message =
            json!({ "janus": "message", "session_id": self.session, "handle_id": self.handle, "body": body });
        if let Some((kind, sdp)) = description {
            message["jsep"] = json!({ "type": kind, "sdp": sdp });
        }
        message
    }

    async fn say(&mut self, body: Value, description: Option<(&str, &str)>) -> Result<Answer, String> {
        self.ask(self.message(body, description)).await
    }

    async fn ask(&mut self, mut request: Value) -> Result<Answer, String> {
        self.asked += 1;
        let transaction = self.asked.to_string();
        request["transaction"] = transaction.as_str().into();
        let all = async {
            connection::send(&mut self.socket, request.to_string()).await?;
            loop {
                let text = connection::next_text(&mut self.socket).await?;
                self.up |= is_up(&text);
                if let Some(answer) = answer_to(&transaction, &text) {
                    return answer;
                }
            }
        };
        timeout(PATIENCE, all).await.unwrap_or_else(|_| Err("no answer in time".into()))
    }

    /// Waits until Janus has established the peer's media.
    async fn up(&mut self) -> Result<(), String> {
        let all = async {
            while !self.up {
                self.up = is_up(&connection::next_text(&mut self.socket).await?);
            }
            Ok(())
        };
        timeout(PATIENCE, all).await.unwrap_or_else(|_| Err("no sound in time".into()))
    }

    /// Holds the session until the lesson is over.
    pub async fn stay(mut self, mut held: watch::Receiver<()>) {
        let mut alive = interval(KEEP_ALIVE);
        let here = json!({ "janus": "keepalive", "session_id": self.session, "transaction": "here" }).to_string();
        loop {
            tokio::select! {
                _ = held.changed() => break,
                _ = alive.tick() => drop(self.socket.send(Message::text(here.as_str())).await),
                heard = self.socket.next() => if heard.is_none() { return },
            }
        }
        if let Some(farewell) = self.farewell.take() {
            let _ = self.say(farewell, None).await;
        }
        let _ = self.socket.close(None).await;
    }
}

/// The fields that are needed of Janus' messages.
#[derive(Deserialize)]
struct Frame {
    janus: String,
    transaction: Option<String>,
    data: Option<Made>,
    error: Option<Refusal>,
    plugindata: Option<Plugin>,
    jsep: Option<Description>,
}

#[derive(Deserialize)]
struct Made {
    id: u64,
}

#[derive(Deserialize)]
struct Refusal {
    reason: String,
}

#[derive(Deserialize)]
struct Plugin {
    data: Outcome,
}

#[derive(Deserialize)]
struct Outcome {
    error: Option<String>,
}

#[derive(Deserialize)]
struct Description {
    sdp: String,
}

#[derive(Debug, Default, PartialEq, Eq)]
struct Answer {
    id: Option<u64>,
    sdp: Option<String>,
}

impl Answer {
    fn id(&self) -> Result<u64, String> {
        self.id.ok_or_else(|| "made nothing".into())
    }

    fn sdp(self) -> Result<String, String> {
        self.sdp.ok_or_else(|| "described nothing".into())
    }
}

/// The result of a transaction, if this text is its result: the created id and the description, or the error. Acknowledgements
/// and events about others are skipped.
fn answer_to(transaction: &str, text: &str) -> Option<Result<Answer, String>> {
    let frame: Frame = match serde_json::from_str(text) {
        Ok(frame) => frame,
        Err(error) => return Some(Err(format!("not of Janus: {error}"))),
    };
    if frame.transaction.as_deref() != Some(transaction) || frame.janus == "ack" {
        return None;
    }
    let refused = frame.error.map(|refusal| refusal.reason);
    Some(match refused.or(frame.plugindata.and_then(|plugin| plugin.data.error)) {
        Some(reason) => Err(reason),
        None => Ok(Answer { id: frame.data.map(|made| made.id), sdp: frame.jsep.map(|description| description.sdp) }),
    })
}

fn is_up(text: &str) -> bool {
    serde_json::from_str(text).is_ok_and(|frame: Frame| frame.janus == "webrtcup")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_and_descriptions_are_read() {
        let made = |id| Answer { id: Some(id), ..Answer::default() };
        let attached = r#"{"janus":"success","session_id":7,"transaction":"2","data":{"id":5127483951062387}}"#;
        assert_eq!(answer_to("2", attached), Some(Ok(made(5_127_483_951_062_387))));
        let joined = r#"{"janus":"event","session_id":7,"transaction":"3","sender":8,
            "plugindata":{"plugin":"janus.plugin.videoroom","data":{"videoroom":"attached","room":1,"streams":[]}},
            "jsep":{"type":"offer","sdp":"v=0\r\n"}}"#;
        let described = Answer { sdp: Some("v=0\r\n".into()), ..Answer::default() };
        assert_eq!(answer_to("3", joined), Some(Ok(described)));
        let created = r#"{"janus":"success","transaction":"4","sender":8,
            "plugindata":{"plugin":"janus.plugin.videoroom","data":{"videoroom":"created","room":1,"permanent":false}}}"#;
        assert_eq!(answer_to("4", created), Some(Ok(Answer::default())));
        assert!(Answer::default().id().is_err() && Answer::default().sdp().is_err());
    }

    #[test]
    fn errors_have_their_reason() {
        let why = |text| answer_to("2", text).expect("an answer").expect_err("a refusal");
        let unknown = r#"{"janus":"error","transaction":"2","error":{"code":458,"reason":"No such session 7"}}"#;
        assert_eq!(why(unknown), "No such session 7");
        let taken = r#"{"janus":"success","transaction":"2","sender":8,"plugindata":{"plugin":"janus.plugin.videoroom",
            "data":{"videoroom":"event","error_code":427,"error":"Room 1 already exists"}}}"#;
        assert_eq!(why(taken), "Room 1 already exists");
        assert!(why("hello").starts_with("not of Janus"));
    }

    #[test]
    fn acknowledgements_and_other_events_are_skipped() {
        for text in [
            r#"{"janus":"ack","session_id":7,"transaction":"2"}"#,
            r#"{"janus":"success","transaction":"1","data":{"id":5}}"#,
            r#"{"janus":"webrtcup","session_id":7,"sender":8}"#,
            r#"{"janus":"event","session_id":7,"sender":8,"plugindata":{"plugin":"janus.plugin.videoroom",
                "data":{"videoroom":"event","room":1,"publishers":[{"id":2,"streams":[]}]}}}"#,
        ] {
            assert_eq!(answer_to("2", text), None, "{text}");
        }
    }

    #[test]
    fn established_media_is_announced_by_one_event() {
        assert!(is_up(r#"{"janus":"webrtcup","session_id":7,"sender":8}"#));
        let others = r#"{"janus":"media","session_id":7,"sender":8,"mid":"0","type":"audio","receiving":true}"#;
        assert!(!is_up(others) && !is_up(r#"{"janus":"ack","transaction":"webrtcup"}"#) && !is_up("webrtcup"));
    }
}
