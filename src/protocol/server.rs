//! What the server sends: replies `{"reply", "data"}` or `{"reply", "error"}`, and news `{"event", "data", "seq"}`.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{
    RequestId, chat,
    client::Nothing,
    moderation, quiz,
    roster::{self, Snapshot},
    rtc, screen,
};
use crate::error::Refusal;

/// News.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(tag = "event", content = "data")]
pub enum ServerEvent {
    /// One who waited is in: the room.
    #[serde(rename = "on.sessionEnter")]
    SessionEnter(Box<Snapshot>),
    /// The lesson has started. Those who are let in at once also get `on.sessionEnter`.
    #[serde(rename = "on.sessionCreate")]
    SessionCreate(Nothing),
    /// The lesson has ended; the connection closes.
    #[serde(rename = "on.sessionTerminate")]
    SessionTerminate(Nothing),
    #[serde(rename = "on.participantJoin")]
    ParticipantJoin(Box<roster::Participant>),
    #[serde(rename = "on.participantLeave")]
    ParticipantLeave(roster::Left),
    #[serde(rename = "on.participantConnection")]
    ParticipantConnection(roster::ConnectionChanged),
    /// New lines, oldest first.
    #[serde(rename = "on.message")]
    Message(Vec<chat::Line>),
    #[serde(rename = "on.editMessage")]
    EditMessage(chat::Edited),
    /// Someone looks different from now on.
    #[serde(rename = "on.participantAvatar")]
    ParticipantAvatar(Box<roster::AvatarChanged>),
    /// Someone has another name from now on, in what they have said, too.
    #[serde(rename = "on.participantRename")]
    ParticipantRename(roster::Renamed),
    /// The screen shows another page.
    #[serde(rename = "on.screenTurn")]
    ScreenTurn(Box<screen::Turned>),
    /// For the teacher.
    #[serde(rename = "on.quizCount")]
    QuizCount(quiz::QuizCount),
    #[serde(rename = "on.handRaise")]
    HandRaise(moderation::HandRaised),
    #[serde(rename = "on.handLower")]
    HandLower(moderation::Whom),
    /// Whether someone can be heard has changed.
    #[serde(rename = "on.participantMute")]
    ParticipantMute(rtc::MicrophoneChanged),
    #[serde(rename = "on.unmutingAllow")]
    UnmutingAllow(rtc::Unmuting),
    /// Who is in which of the receiver's slots.
    #[serde(rename = "on.mediaSlots")]
    MediaSlots(rtc::MediaSlots),
    /// Whether someone sends a picture has changed.
    #[serde(rename = "on.participantCamera")]
    ParticipantCamera(rtc::CameraChanged),
    /// The receiver's media have broken off: offer again.
    #[serde(rename = "on.mediaEnd")]
    MediaEnd(Nothing),
    /// For the teacher.
    #[serde(rename = "on.waitingChange")]
    WaitingChange(moderation::Outsiders),
    /// A frame without an id was refused.
    #[serde(rename = "on.refused")]
    Refused(Error),
    /// The server is about to restart: come back with `resume` after the connection closes.
    #[serde(rename = "on.serverRestart")]
    ServerRestart(Nothing),
}

/// A refusal on the wire.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Error {
    pub code: String,
    pub message: String,
}

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Self {
        Self { code: refusal.code().into(), message: refusal.message().into() }
    }
}

/// News with its number. News for everyone counts up by one; news for some repeats the latest number. A number more
/// than one higher than the last means that something was missed.
#[derive(Serialize)]
pub struct News<'a> {
    #[serde(flatten)]
    pub event: &'a ServerEvent,
    pub seq: u64,
}

#[derive(Serialize)]
#[serde(untagged)]
pub enum Reply<T> {
    Data { reply: RequestId, data: T },
    Error { reply: RequestId, error: Error },
}

/// Why the server closes a connection: the close frame's code and its reason, as the client acts upon it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum CloseReason {
    /// The lesson has ended.
    Ended,
    /// The teacher has removed this person.
    Removed,
    /// The same person came in elsewhere.
    Replaced,
    /// They left by their own wish.
    Left,
    /// The client did not read fast enough.
    TooSlow,
    /// Too much or too bad input.
    Abusive,
    /// No `on.sessionJoin` in time.
    JoinTimeout,
    /// Nothing was heard of the client for too long.
    Silent,
    /// The server restarts: come back.
    Restarting,
}

impl CloseReason {
    pub const ALL: &'static [CloseReason] = &[
        CloseReason::Ended,
        CloseReason::Removed,
        CloseReason::Replaced,
        CloseReason::Left,
        CloseReason::TooSlow,
        CloseReason::Abusive,
        CloseReason::JoinTimeout,
        CloseReason::Silent,
        CloseReason::Restarting,
    ];

    /// The close code, of the range that RFC 6455 (7.4.2) leaves to applications.
    pub fn code(self) -> u16 {
        match self {
            CloseReason::Ended => 4001,
            CloseReason::Removed => 4002,
            CloseReason::Replaced => 4003,
            CloseReason::Left => 4004,
            CloseReason::TooSlow => 4005,
            CloseReason::Abusive => 4006,
            CloseReason::JoinTimeout => 4007,
            CloseReason::Silent => 4008,
            CloseReason::Restarting => 4009,
        }
    }

    pub fn name(self) -> &'static str {
        match self {
            CloseReason::Ended => "ended",
            CloseReason::Removed => "removed",
            CloseReason::Replaced => "replaced",
            CloseReason::Left => "left",
            CloseReason::TooSlow => "too_slow",
            CloseReason::Abusive => "abusive",
            CloseReason::JoinTimeout => "join_timeout",
            CloseReason::Silent => "silent",
            CloseReason::Restarting => "restarting",
        }
    }
}
