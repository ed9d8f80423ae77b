//! How media connections are established and how well they work, for audio and video.

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

/// How many videos one may watch at once.
pub const VIEWS: usize = 49;

/// The quality of a participant's audio, in one word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum Quality {
    Good,
    Weak,
    Bad,
}

/// The transport of a participant's packets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum Transport {
    Udp,
    Tcp,
    Relay,
}

/// One direction of a participant's audio.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct TrackStats {
    #[ts(type = "number")]
    pub packets: u64,
    #[ts(type = "number")]
    pub bytes: u64,
    /// The recent packet loss, in per cent.
    pub lost_percent: u8,
    pub jitter_ms: u16,
}

/// The audio connection of a participant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct MediaConnection {
    pub participant_id: ParticipantId,
    pub quality: Quality,
    /// Absent before the first packet.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub way: Option<Transport>,
    /// To the server, and from it.
    pub up: TrackStats,
    pub down: TrackStats,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub round_trip_ms: Option<u16>,
}

/// The reply to `on.mediaStats`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct MediaStats {
    pub connections: Vec<MediaConnection>,
    /// How many programs listen that are not participants.
    pub listeners: u16,
}
