//! Raised hands.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{
    event::{Nothing, events, requests},
    moderation::Whom,
};
use crate::{clock::Time, ids::ParticipantId};

requests! {
    /// Raise one's hand.
    "on.handRaise" => Raise(Nothing),
    /// Lower one's own hand or, as the teacher, someone else's.
    "on.handLower" => Lower(HandLower),
    /// The teacher lowers every hand. Everyone receives one `on.handLower` for each.
    "on.handLowerAll" => LowerAll(Nothing),
}

events! {
    "on.handRaise" => Raise(HandRaised),
    "on.handLower" => Lower(Whom),
}

/// `on.handLower` as the client sends it: without an id, it means one's own hand.
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
