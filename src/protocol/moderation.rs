//! Hands, the waiting room, removal.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::roster::Outsider;
use crate::{clock::Time, ids::ParticipantId};

/// The one whom an act is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Whom {
    pub participant_id: ParticipantId,
}

/// `on.handLower` as the client sends it: without an id, one's own.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct HandLower {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[ts(optional)]
    pub participant_id: Option<ParticipantId>,
}

/// `on.handRaise` as everyone receives it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct HandRaised {
    pub participant_id: ParticipantId,
    #[ts(type = "string")]
    pub hand_raised_at: Time,
}

/// `on.waitingChange`, for the teacher: who waits and who is removed, whole.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Outsiders {
    pub waiting: Vec<Outsider>,
    pub removed: Vec<Outsider>,
}
