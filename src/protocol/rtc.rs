//! How media find their way and how well they travel: what sound and video share.

use serde::{Deserialize, Serialize};
use ts_rs::TS;
use utoipa::ToSchema;

use crate::ids::ParticipantId;

/// A server that helps sound to find its way (RFC 8656), as `RTCConfiguration` has it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct IceServer {
    pub urls: Vec<String>,
    pub username: String,
    /// Keep it secret. It is good for twelve hours, or for a minute before one has joined.
    pub credential: String,
}

/// How many pictures one may see at once.
pub const VIEWS: usize = 49;

/// How well someone's sound travels, in one word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum Quality {
    Good,
    Weak,
    Bad,
}

/// By which way someone's packets come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum Way {
    Udp,
    Tcp,
    Relay,
}

/// One direction of someone's sound.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Travel {
    #[ts(type = "number")]
    pub packets: u64,
    #[ts(type = "number")]
    pub bytes: u64,
    /// What was lost of late, in percent.
    pub lost_percent: u8,
    pub jitter_ms: u16,
}

/// How someone's sound travels.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct MediaConnection {
    pub participant_id: ParticipantId,
    pub quality: Quality,
    /// Absent before the first packet has come.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub way: Option<Way>,
    /// To the server, and from it.
    pub up: Travel,
    pub down: Travel,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub round_trip_ms: Option<u16>,
}

/// The reply to `on.mediaStats`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct MediaStats {
    pub connections: Vec<MediaConnection>,
    /// How many programs listen that are nobody in the room.
    pub listeners: u16,
}
