//! Raised hands, in the order in which they went up.

use super::RoomState;
use crate::{
    clock::Time,
    error::Refusal,
    ids::ParticipantId,
    protocol::{
        ServerEvent,
        moderation::{HandRaised, Whom},
        roster::SessionState,
    },
    room::effect::Effect,
};

impl RoomState {
    pub(super) fn raise_hand(&mut self, now: Time, who: ParticipantId) -> Result<Vec<Effect>, Refusal> {
        if self.phase != SessionState::Live {
            return Err(Refusal::NotLive);
        }
        let member = self.roster.get_mut(who).ok_or(Refusal::NotJoined)?;
        if member.hand.is_some() {
            return Ok(Vec::new());
        }
        member.hand = Some(now);
        Ok(vec![self.tell_all(ServerEvent::HandRaise(HandRaised { participant_id: who, hand_raised_at: now }))])
    }

    pub(super) fn lower_hand(&mut self, who: ParticipantId) -> Result<Vec<Effect>, Refusal> {
        let member = self.roster.get_mut(who).ok_or(Refusal::ParticipantUnknown)?;
        if member.hand.take().is_none() {
            return Ok(Vec::new());
        }
        Ok(vec![self.tell_all(ServerEvent::HandLower(Whom { participant_id: who }))])
    }
}
