//! The participants of a room, and how they join.

use serde::{Deserialize, Serialize};
use ts_rs::TS;
use utoipa::ToSchema;

use super::{Avatar, Pose};
use crate::{
    clock::Time,
    ids::{JoinCode, ParticipantId, Seat, SessionId},
};

/// The name in place of an erased person's. Nobody else can have an empty name, and each client shows it in its own language.
pub const ERASED: &str = "";

/// `on.sessionJoin`. A guest gives `username` and perhaps `avatar`; for a registered person, `token` (or the dashboard's cookie)
/// determines both; `resume`, from an earlier reply, takes the same seat again.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct SessionJoin {
    /// The five-character code, in any case.
    pub session_id: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub username: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub avatar: Option<Avatar>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub token: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub resume: Option<String>,
}

/// A participant's role in one room: the teacher of this session, or a student, whatever their role in the school.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum RoomRole {
    Teacher,
    Student,
}

impl RoomRole {
    /// The role's name in the database.
    pub fn as_str(self) -> &'static str {
        match self {
            RoomRole::Teacher => "teacher",
            RoomRole::Student => "student",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        [RoomRole::Teacher, RoomRole::Student].into_iter().find(|role| role.as_str() == text)
    }
}

/// How far a session is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum SessionState {
    Planned,
    Live,
    Ended,
}

impl SessionState {
    /// The state's name in the database.
    pub fn as_str(self) -> &'static str {
        match self {
            SessionState::Planned => "planned",
            SessionState::Live => "live",
            SessionState::Ended => "ended",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        [SessionState::Planned, SessionState::Live, SessionState::Ended]
            .into_iter()
            .find(|state| state.as_str() == text)
    }
}

/// What everyone who knows the code may know of a session.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SessionCard {
    pub id: SessionId,
    #[ts(type = "string")]
    #[schema(value_type = String)]
    pub session_code: JoinCodeText,
    pub session_title: String,
    pub description: String,
    /// The teacher's name.
    pub teacher: String,
    #[ts(type = "string")]
    #[schema(value_type = String, format = DateTime)]
    pub date_time_of_session: Time,
    /// When the lesson started; absent before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional, as = "Option<String>")]
    #[schema(value_type = Option<String>, format = DateTime)]
    pub started_at: Option<Time>,
    pub state: SessionState,
    pub guests_allowed: bool,
    pub waiting_room: bool,
}

impl SessionCard {
    /// Takes over how far the session is from another card of it: an edit does not change that.
    pub fn keep_progress_of(&mut self, other: &Self) {
        self.state = other.state;
        self.started_at = other.started_at;
    }
}

/// A join code on the wire.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct JoinCodeText(pub JoinCode);

impl Serialize for JoinCodeText {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

impl<'de> Deserialize<'de> for JoinCodeText {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        JoinCode::parse(&text).map(Self).ok_or_else(|| serde::de::Error::custom("not a join code"))
    }
}

/// The state of a participant's connection.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum Connection {
    /// Connected.
    Here,
    /// Lost a moment ago: the seat is kept for the grace period.
    Lost,
}

/// Whether a participant can be heard.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum Microphone {
    /// Without a microphone, at least until now.
    None,
    Muted,
    On,
}

/// A participant in the room, as everyone sees them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Participant {
    pub participant_id: ParticipantId,
    pub seat: Seat,
    pub username: String,
    pub role: RoomRole,
    /// Whether they have no account.
    pub guest: bool,
    pub avatar: Avatar,
    /// A program that sends audio for the teacher, not a person: it has no avatar in the room.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    #[ts(optional, as = "Option<bool>")]
    pub stream: bool,
    pub connection: Connection,
    pub microphone: Microphone,
    /// Whether they send video.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    #[ts(optional, as = "Option<bool>")]
    pub camera: bool,
    /// Whether they share a screen.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    #[ts(optional, as = "Option<bool>")]
    pub screen: bool,
    /// When they raised their hand; absent while it is down.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional, type = "string")]
    pub hand_raised_at: Option<Time>,
    pub pose: Pose,
}

/// A participant who waits to be let in or was removed, as the teacher sees them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Outsider {
    pub participant_id: ParticipantId,
    pub username: String,
    pub guest: bool,
}

/// `on.participantAvatar`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct AvatarChanged {
    pub participant_id: ParticipantId,
    pub avatar: Avatar,
}

/// `on.participantRename`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Renamed {
    pub participant_id: ParticipantId,
    pub username: String,
}

/// `on.participantLeave`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Left {
    pub participant_id: ParticipantId,
    pub why: LeaveReason,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum LeaveReason {
    /// They left on their own.
    Left,
    /// The connection was lost, and the grace period has passed.
    Lost,
    /// The teacher removed them.
    Removed,
}

/// `on.participantConnection`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct ConnectionChanged {
    pub participant_id: ParticipantId,
    pub connection: Connection,
}
