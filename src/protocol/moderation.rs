//! The waiting room, and removal.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{
    event::{Nothing, events, requests},
    roster::Outsider,
};
use crate::ids::ParticipantId;

requests! {
    /// The teacher removes someone, from the room or from the waiting room, and bans them for this session.
    "on.participantRemove" => Remove(Whom),
    /// The teacher lets one in from the waiting room.
    "on.participantAdmit" => Admit(Whom),
    /// The teacher lets all in from the waiting room.
    "on.participantAdmitAll" => AdmitAll(Nothing),
    /// The teacher lifts a removal.
    "on.participantReadmit" => Readmit(Whom),
}

events! {
    /// For the teacher.
    "on.waitingChange" => WaitingChange(Outsiders),
}

/// Moderation's part of a snapshot: empty for all but the teacher.
pub type View = Outsiders;

/// The one whom an act is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Whom {
    pub participant_id: ParticipantId,
}

/// `on.waitingChange`, for the teacher: who waits and who is removed, whole.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Outsiders {
    pub waiting: Vec<Outsider>,
    pub removed: Vec<Outsider>,
}
