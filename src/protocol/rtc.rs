//! Sound: offers and their answers, who is in which slot, who may be heard.

use serde::{Deserialize, Serialize};
use ts_rs::TS;
use utoipa::ToSchema;

use super::roster::Microphone;
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

/// `on.mediaOffer`: a session description (RFC 8866).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Offer {
    pub sdp: String,
    /// For the sound that one has already, from new addresses: an ICE restart (RFC 8445, 9).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    #[ts(optional, as = "Option<bool>")]
    pub restart: bool,
}

/// The reply to `on.mediaOffer`: a session description.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Description {
    pub sdp: String,
}

/// `on.participantMute` as the client sends it: without an id, one's own microphone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Mute {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub participant_id: Option<ParticipantId>,
    pub muted: bool,
}

/// `on.participantMuteAll`: every student but these.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct MuteAll {
    pub muted: bool,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[ts(optional, as = "Option<Vec<ParticipantId>>")]
    pub except: Vec<ParticipantId>,
}

/// `on.unmutingAllow`, both ways: whether students may turn their own microphones on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Unmuting {
    pub allowed: bool,
}

/// `on.participantMute` as everyone receives it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct MicrophoneChanged {
    pub participant_id: ParticipantId,
    pub microphone: Microphone,
}

/// `on.mediaSlots`: whose sound each of the receiver's slots has, in the order of its offer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct MediaSlots {
    pub slots: Vec<Option<ParticipantId>>,
}

/// How many pictures one may see at once.
pub const VIEWS: usize = 49;

/// In which of someone's encodings one would like to see them: where there are fewer, it is the nearest.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum Size {
    #[default]
    Large,
    Medium,
    Small,
}

/// One whom one would like to see.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Wanted {
    pub participant_id: ParticipantId,
    #[serde(default)]
    #[ts(optional, as = "Option<Size>")]
    pub size: Size,
}

/// `on.mediaWatch`: these are to be seen from now on, and nobody else.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Watch {
    pub participants: Vec<Wanted>,
}

/// The reply to `on.mediaWatch`: who is in which of the receiver's views, in the order of its offer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Views {
    pub views: Vec<Option<ParticipantId>>,
}

/// `on.participantCamera`: whether someone sends a picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CameraChanged {
    pub participant_id: ParticipantId,
    pub camera: bool,
}

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
