//! The session itself: joining, starting, ending, and who is present.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{
    Avatar,
    event::{Error, Nothing, events, requests},
    roster::{self, RoomRole, SessionCard},
    rtc::IceServer,
    snapshot::Snapshot,
};
use crate::{clock::Time, ids::ParticipantId};

requests! {
    /// The first message: join with a code.
    "on.sessionJoin" => Join(roster::SessionJoin) -> Joined,
    /// The teacher starts the lesson.
    "on.sessionCreate" => Start(Nothing),
    /// The teacher ends the lesson for everyone.
    "on.sessionTerminate" => End(End),
    /// Leave for good, unlike a lost connection.
    "on.participantLeave" => Leave(Nothing),
    /// The whole room again, after a gap in `seq`.
    "on.snapshot" => Snapshot(Nothing) -> Snapshot,
}

events! {
    /// A waiting participant is let in, and receives the room.
    "on.sessionEnter" => Enter(Box<Snapshot>),
    /// The lesson has started. Participants who are let in at once also get `on.sessionEnter`.
    "on.sessionCreate" => Start(Started),
    /// The teacher has chosen anew whether chat and answers outlive the lesson.
    "on.sessionRetention" => Retention(Retention),
    /// The lesson has ended; the connection closes.
    "on.sessionTerminate" => End(Ended),
    "on.participantJoin" => Join(Box<roster::Participant>),
    "on.participantLeave" => Leave(roster::Left),
    "on.participantConnection" => Connection(roster::ConnectionChanged),
    /// A participant has changed their avatar.
    "on.participantAvatar" => Avatar(Box<roster::AvatarChanged>),
    /// A participant has changed their name, also on their earlier messages.
    "on.participantRename" => Rename(roster::Renamed),
    /// A frame without an id was refused.
    "on.refused" => Refused(Error),
    /// The server is about to restart: come back with `resume` after the connection closes.
    "on.serverRestart" => Restart(Nothing),
}

/// `on.sessionCreate` as everyone receives it.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Started {
    #[ts(type = "string")]
    pub started_at: Time,
}

/// `on.sessionTerminate` as the teacher asks it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct End {
    /// Whether chat and answers are kept. Without it, the lesson's own setting holds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub keep_chat: Option<bool>,
}

/// `on.sessionTerminate` as everyone receives it.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Ended {
    #[ts(type = "string")]
    pub ended_at: Time,
    /// Whether chat and answers were kept.
    pub keeps_chat: bool,
}

/// Whether chat and answers outlive the lesson.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Retention {
    pub keeps_chat: bool,
}

/// The reply to `on.sessionJoin`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Joined {
    pub participant_id: ParticipantId,
    pub username: String,
    pub role: RoomRole,
    pub avatar: Avatar,
    /// Give it in the next `on.sessionJoin` to take the same seat. Keep it secret.
    pub resume: String,
    pub session: SessionCard,
    /// What sound may need to find its way.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[ts(optional, as = "Option<Vec<IceServer>>")]
    pub ice_servers: Vec<IceServer>,
    /// The room, or nothing while one waits: then `on.sessionEnter` brings it.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub room: Option<Snapshot>,
}
