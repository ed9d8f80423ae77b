//! What only the teacher does: letting in, removing, letting in again.

use super::{Pending, Place, RoomState};
use crate::{
    access::RoomRole,
    clock::Time,
    error::Refusal,
    ids::ParticipantId,
    protocol::{
        CloseReason,
        moderation::Outsiders,
        roster::{LeaveReason, SessionState},
    },
    room::effect::{Effect, Record},
};

impl RoomState {
    /// Who waits, and who is removed and could be let in again.
    pub fn outsiders(&self) -> Outsiders {
        Outsiders {
            waiting: self.roster.waiting().map(|member| member.outsider()).collect(),
            removed: self
                .roster
                .iter()
                .filter(|member| member.removed && !member.is_erased())
                .map(|member| member.outsider())
                .collect(),
        }
    }

    pub(super) fn admit_all(&mut self, now: Time) -> Result<Vec<Effect>, Refusal> {
        let waiting: Vec<_> = self.roster.waiting().map(|member| member.id).collect();
        let free = self.rules.capacity.saturating_sub(self.roster.students_inside());
        if free == 0 && !waiting.is_empty() {
            return Err(Refusal::RoomFull);
        }
        self.admit(now, &waiting[..waiting.len().min(free)])
    }

    pub(super) fn admit(&mut self, now: Time, who: &[ParticipantId]) -> Result<Vec<Effect>, Refusal> {
        if self.phase != SessionState::Live {
            return Err(Refusal::NotLive);
        }
        let waits =
            |id: &ParticipantId| matches!(self.roster.get(*id).map(|member| member.place), Some(Place::Waiting { .. }));
        if !who.iter().all(waits) {
            return Err(Refusal::ParticipantUnknown);
        }
        if self.roster.students_inside() + who.len() > self.rules.capacity {
            return Err(Refusal::RoomFull);
        }
        Ok(self.let_in(now, who))
    }

    /// Moves those who wait into the room. Whoever is told sees all of them, so that nobody enters a half-filled room.
    pub(super) fn let_in(&mut self, now: Time, who: &[ParticipantId]) -> Vec<Effect> {
        let mut effects = Vec::new();
        let mut entered = Vec::new();
        for id in who {
            let Some(member) = self.roster.get_mut(*id) else { continue };
            let Place::Waiting { connection, attendance } = member.place else { continue };
            member.admitted = true;
            let ticket = self.await_journal(Pending::Act);
            effects.push(Effect::Keep(ticket, Record::Entered { who: *id, newcomer: None, attendance, at: now }));
            effects.extend(self.seat(*id, connection, attendance));
            entered.push(Effect::LetIn { who: *id, connection });
        }
        effects.extend(entered);
        effects
    }

    /// Removes someone and bans them for this session: their seat, their account and their browser. Who is removed already
    /// is written down once more: the first time it may not have been kept.
    pub(super) fn remove(&mut self, now: Time, who: ParticipantId) -> Result<Vec<Effect>, Refusal> {
        let member = self.roster.get(who).ok_or(Refusal::ParticipantUnknown)?;
        if member.role == RoomRole::Teacher {
            return Err(Refusal::NotAllowed);
        }
        let mut effects = self.put_out(now, who, CloseReason::Removed, LeaveReason::Removed);
        self.roster.set_removed(who, true);
        self.note_emptiness(now);
        let ticket = self.await_journal(Pending::Act);
        effects.extend([Effect::Keep(ticket, Record::Removed { who, at: now }), Effect::OutsidersChanged]);
        Ok(effects)
    }

    /// Lifts a removal; once more, if need be, as removing does.
    pub(super) fn readmit(&mut self, who: ParticipantId) -> Result<Vec<Effect>, Refusal> {
        self.roster.get(who).ok_or(Refusal::ParticipantUnknown)?;
        self.roster.set_removed(who, false);
        let ticket = self.await_journal(Pending::Act);
        Ok(vec![Effect::Keep(ticket, Record::Readmitted { who }), Effect::OutsidersChanged])
    }
}
