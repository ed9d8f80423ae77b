//! What a client may send: `{"event", "data", "id"?}`.

use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use ts_rs::TS;

use super::{chat, moderation, quiz, roster, rtc, screen};
use crate::error::Refusal;

/// A request's number, chosen by the client; the reply carries it back.
pub type RequestId = u32;

/// A text frame before its event is looked at.
#[derive(Deserialize)]
pub struct ClientFrame<'a> {
    pub event: std::borrow::Cow<'a, str>,
    #[serde(borrow, default)]
    pub data: Option<&'a RawValue>,
    #[serde(default)]
    pub id: Option<RequestId>,
}

impl<'a> ClientFrame<'a> {
    /// # Errors
    /// [`Refusal::FrameBad`] when the text is not JSON of that shape.
    pub fn parse(text: &'a str) -> Result<Self, Refusal> {
        serde_json::from_str(text).map_err(|_| Refusal::FrameBad)
    }
}

/// An event without data: `{}`, or no `data` at all.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize, TS)]
pub struct Nothing {}

macro_rules! client_events {
    ($($(#[$doc:meta])* $name:literal => $variant:ident($data:ty)),* $(,)?) => {
        /// Everything that a client may ask, as its event's name and its data.
        #[derive(Clone, Debug, PartialEq, Serialize, TS)]
        #[serde(tag = "event", content = "data")]
        pub enum ClientEvent {
            $($(#[$doc])* #[serde(rename = $name)] $variant($data)),*
        }

        impl ClientEvent {
            /// The names of all events, as docs/PROTOCOL.md has them.
            pub const NAMES: &'static [&'static str] = &[$($name),*];

            /// # Errors
            /// [`Refusal::EventUnknown`], or [`Refusal::DataBad`] when the data does not fit the event.
            pub fn parse(frame: &ClientFrame) -> Result<Self, Refusal> {
                let data = frame.data.map_or("{}", RawValue::get);
                match frame.event.as_ref() {
                    $($name => serde_json::from_str::<$data>(data).map(Self::$variant).map_err(|_| Refusal::DataBad),)*
                    _ => Err(Refusal::EventUnknown),
                }
            }
        }
    };
}

client_events! {
    /// The first message: come in by a code.
    "on.sessionJoin" => SessionJoin(roster::SessionJoin),
    /// The teacher starts the lesson.
    "on.sessionCreate" => SessionCreate(Nothing),
    /// The teacher ends it for all.
    "on.sessionTerminate" => SessionTerminate(Nothing),
    /// Say a line in the chat. The reply means: it is in PostgreSQL.
    "on.message" => Message(chat::Say),
    /// Change one's own line.
    "on.editMessage" => EditMessage(chat::Edit),
    /// Older lines of the chat.
    "on.messageHistory" => MessageHistory(chat::HistoryRequest),
    /// Raise one's hand.
    "on.handRaise" => HandRaise(Nothing),
    /// Lower one's own hand, or as teacher another's.
    "on.handLower" => HandLower(moderation::HandLower),
    /// The teacher removes someone, from the room or from the waiting room, and bans them for this session.
    "on.participantRemove" => ParticipantRemove(moderation::Whom),
    /// The teacher lets one in from the waiting room.
    "on.participantAdmit" => ParticipantAdmit(moderation::Whom),
    /// The teacher lets all in from the waiting room.
    "on.participantAdmitAll" => ParticipantAdmitAll(Nothing),
    /// The teacher lifts a removal.
    "on.participantReadmit" => ParticipantReadmit(moderation::Whom),
    /// The teacher turns the screen to a page.
    "on.screenTurn" => ScreenTurn(screen::Turn),
    /// Answer the quiz on the screen, or change one's answer.
    "on.quizAnswer" => QuizAnswer(quiz::QuizAnswer),
    /// The teacher shows which answer is right.
    "on.quizReveal" => QuizReveal(quiz::QuizReveal),
    /// Offer sound: the reply is the answer.
    "on.mediaOffer" => MediaOffer(rtc::Offer),
    /// Whose pictures one sees.
    "on.mediaWatch" => MediaWatch(rtc::Watch),
    /// Turn one's own microphone off or on, or as teacher mute another or let them speak.
    "on.participantMute" => ParticipantMute(rtc::Mute),
    /// The teacher mutes all students, or lets them speak.
    "on.participantMuteAll" => ParticipantMuteAll(rtc::MuteAll),
    /// The teacher allows students to turn their own microphones on, or forbids it.
    "on.unmutingAllow" => UnmutingAllow(rtc::Unmuting),
    /// The teacher asks how everyone's sound travels.
    "on.mediaStats" => MediaStats(Nothing),
    /// Leave for good, rather than by a lost connection.
    "on.participantLeave" => ParticipantLeave(Nothing),
    /// The whole room anew, after a gap in `seq`.
    "on.snapshot" => Snapshot(Nothing),
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Result<ClientEvent, Refusal> {
        ClientEvent::parse(&ClientFrame::parse(text)?)
    }

    #[test]
    fn an_event_without_data_may_leave_it_out() {
        let raised = Ok(ClientEvent::HandRaise(Nothing {}));
        assert_eq!(parse(r#"{"event":"on.handRaise"}"#), raised);
        assert_eq!(parse(r#"{"event":"on.handRaise","data":{},"id":7}"#), raised);
        assert_eq!(parse(r#"{"event":"on.handRaise","data":{"unknown":1},"more":2}"#), raised);
    }

    #[test]
    fn bad_frames_are_refused_by_what_is_wrong_with_them() {
        for (text, refusal) in [
            ("", Refusal::FrameBad),
            ("{", Refusal::FrameBad),
            ("[]", Refusal::FrameBad),
            (r#"{"data":{}}"#, Refusal::FrameBad),
            (r#"{"event":"on.message","data":{"message":"a"},"id":-1}"#, Refusal::FrameBad),
            (r#"{"event":"on.noSuchThing","data":{}}"#, Refusal::EventUnknown),
            (r#"{"event":"on.message","data":{}}"#, Refusal::DataBad),
            (r#"{"event":"on.message","data":{"message":7}}"#, Refusal::DataBad),
            (r#"{"event":"on.message"}"#, Refusal::DataBad),
        ] {
            assert_eq!(parse(text), Err(refusal), "{text}");
        }
    }
}
