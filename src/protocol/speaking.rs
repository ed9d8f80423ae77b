//! Giving the floor: the teacher invites someone to speak, and only that person turns their microphone on.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::{
    event::{Nothing, events, requests},
    moderation::Whom,
};
use crate::ids::ParticipantId;

requests! {
    /// The teacher invites a student to speak.
    "on.speakInvite" => Invite(Whom),
    /// The teacher takes an invitation back.
    "on.speakWithdraw" => Withdraw(Whom),
    /// Decline an invitation. Who turns their microphone on accepts it.
    "on.speakDecline" => Decline(Nothing),
}

events! {
    /// For the teacher and the person who is invited.
    "on.speakInvite" => Invited(Whom),
    /// For the teacher and the person who was invited.
    "on.speakInviteEnd" => Ended(InviteEnded),
}

/// The open invitations: all of them for the teacher, for a student their own.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct View {
    pub invited_to_speak: Vec<ParticipantId>,
}

/// What became of an invitation to speak.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum InviteOutcome {
    /// Their microphone is on.
    Accepted,
    Declined,
    /// By the teacher, or by the teacher's mute.
    Withdrawn,
}

/// `on.speakInviteEnd`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "camelCase")]
pub struct InviteEnded {
    pub participant_id: ParticipantId,
    pub outcome: InviteOutcome,
}
