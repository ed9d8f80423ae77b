//! Video: which participants one watches, and who sends a picture.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::event::{events, requests};
use crate::ids::ParticipantId;

requests! {
    /// Choose whose pictures one sees.
    "on.mediaWatch" => Watch(Watch) -> Views,
}

events! {
    /// Whether someone sends a picture has changed.
    "on.participantCamera" => Camera(CameraChanged),
}

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
