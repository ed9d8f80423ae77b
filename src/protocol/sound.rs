//! Audio: offers and answers, who is in which slot, who may speak.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{
    event::{Nothing, events, requests},
    roster::Microphone,
};
use crate::ids::ParticipantId;

requests! {
    /// Offer media; the reply is the answer.
    "on.mediaOffer" => Offer(Offer) -> Description,
    /// Mute or unmute one's own microphone or, as the teacher, mute another participant or allow them to unmute.
    "on.participantMute" => Mute(Mute),
    /// The teacher mutes all students, or allows them to unmute.
    "on.participantMuteAll" => MuteAll(MuteAll),
    /// The teacher allows students to unmute themselves, or forbids it.
    "on.unmutingAllow" => AllowUnmuting(Unmuting),
    /// The teacher asks for the quality of everyone's audio.
    "on.mediaStats" => Measure(Nothing) -> super::rtc::MediaStats,
}

events! {
    /// Whether a participant can be heard has changed.
    "on.participantMute" => Microphone(MicrophoneChanged),
    "on.unmutingAllow" => UnmutingAllowed(Unmuting),
    /// Who is in which of the receiver's slots.
    "on.mediaSlots" => Slots(MediaSlots),
    /// The receiver's media connection has failed: offer again.
    "on.mediaEnd" => MediaEnd(Nothing),
}

/// Audio's part of a snapshot.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct View {
    /// Whether students may unmute themselves.
    pub unmuting_allowed: bool,
}

/// `on.mediaOffer`: a session description (RFC 8866).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Offer {
    pub sdp: String,
    /// Continues the existing media connection from new addresses: an ICE restart (RFC 8445, 9).
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    #[ts(optional, as = "Option<bool>")]
    pub restart: bool,
    /// Whether one's camera is on as soon as the offer is answered, if it may be: it is, unless the offer says otherwise.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub camera: Option<bool>,
}

/// The reply to `on.mediaOffer`: a session description.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Description {
    pub sdp: String,
}

/// `on.participantMute` as the client sends it: without an id, it means one's own microphone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Mute {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub participant_id: Option<ParticipantId>,
    pub muted: bool,
}

/// `on.participantMuteAll`: every student except these.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct MuteAll {
    pub muted: bool,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[ts(optional, as = "Option<Vec<ParticipantId>>")]
    pub except: Vec<ParticipantId>,
}

/// `on.unmutingAllow`, in both directions: whether students may unmute themselves.
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

/// `on.mediaSlots`: the speaker in each of the receiver's slots, in the order of its offer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct MediaSlots {
    pub slots: Vec<Option<ParticipantId>>,
}
