//! The waiting room, and removals.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{
    event::{Nothing, events, requests},
    roster::Outsider,
};
use crate::ids::ParticipantId;

requests! {
    /// The teacher removes a participant from the room or from the waiting room, and bans them for this session.
    "on.participantRemove" => Remove(Whom),
    /// The teacher lets a participant in from the waiting room.
    "on.participantAdmit" => Admit(Whom),
    /// The teacher lets everyone in from the waiting room.
    "on.participantAdmitAll" => AdmitAll(Nothing),
    /// The teacher lifts a removal.
    "on.participantReadmit" => Readmit(Whom),
}

events! {
    /// Only for the teacher.
    "on.waitingChange" => WaitingChange(Outsiders),
}

/// Moderation's part of a snapshot; empty for everyone but the teacher.
pub type View = Outsiders;

/// The participant that an act is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Whom {
    pub participant_id: ParticipantId,
}

/// `on.waitingChange`, only for the teacher: the whole list of who waits and who is removed.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct Outsiders {
    pub waiting: Vec<Outsider>,
    pub removed: Vec<Outsider>,
}
