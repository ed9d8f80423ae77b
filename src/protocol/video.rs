//! Video: which people one watches, and who sends video.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::event::{events, requests};
use crate::ids::ParticipantId;

requests! {
    /// Choose whose video one receives.
    "on.mediaWatch" => Watch(Watch) -> Views,
}

events! {
    /// Whether a participant sends video has changed.
    "on.participantCamera" => Camera(CameraChanged),
    /// Only to one watcher: the watcher's line is too narrow for a participant's video, or carries it again.
    "on.mediaPaused" => Paused(MediaPaused),
}

/// The preferred encoding of a participant's video: if there are fewer, the nearest one is sent.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub enum Size {
    #[default]
    Large,
    Medium,
    Small,
}

/// A participant whose video one wants to receive.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Wanted {
    pub participant_id: ParticipantId,
    /// Their screen instead of their camera.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    #[ts(optional, as = "Option<bool>")]
    pub screen: bool,
    #[serde(default)]
    #[ts(optional, as = "Option<Size>")]
    pub size: Size,
    /// On a narrow line it comes before the others: the receiver or the teacher shows it large.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    #[ts(optional, as = "Option<bool>")]
    pub pinned: bool,
}

/// `on.mediaWatch`: exactly these participants are watched from now on.
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
    /// The numbers of the views, from 0, that show a screen.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    #[ts(optional, as = "Option<Vec<usize>>")]
    pub screens: Vec<usize>,
}

/// `on.participantCamera`: whether a participant sends video.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct CameraChanged {
    pub participant_id: ParticipantId,
    pub camera: bool,
}

/// `on.mediaPaused`: whether the video of a watched participant rests because the line does not carry it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct MediaPaused {
    pub participant_id: ParticipantId,
    /// Their screen instead of their camera.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    #[ts(optional, as = "Option<bool>")]
    pub screen: bool,
    pub paused: bool,
}
