//! What only the teacher does: letting in, removing, letting in again.

use super::{Context, Feature, FeatureName, Place, RoomState};
use crate::{
    access::{RoomAct, RoomRole},
    db::{moderation::Record, roster},
    error::Refusal,
    ids::ParticipantId,
    protocol::{
        CloseReason,
        moderation::{Event, Outsiders, Request},
        roster::LeaveReason,
    },
    room::effect::Effect,
};

/// Removal and admission are the member's own: a removal holds from the request on, and its record follows.
#[derive(Debug, Default)]
pub struct Moderation;

impl Feature for Moderation {
    type Request = Request;
    type Record = Record;

    fn act(_: ParticipantId, request: &Request) -> RoomAct {
        match request {
            Request::Admit(_) | Request::AdmitAll(_) => RoomAct::Admit,
            Request::Remove(_) | Request::Readmit(_) => RoomAct::Remove,
        }
    }

    fn request(cx: &mut Context, _: ParticipantId, request: Request) -> Result<(), Refusal> {
        match request {
            Request::Admit(whom) => cx.admit(&[whom.participant_id]),
            Request::AdmitAll(_) => cx.admit_all(),
            Request::Remove(whom) => cx.remove(whom.participant_id),
            Request::Readmit(whom) => cx.readmit(whom.participant_id),
        }
    }

    fn committed(_: &mut Context, _: Record) {}

    fn restored(cx: &mut Context, record: Record) {
        let (who, removed) = match record {
            Record::Removed { who, .. } => (who, true),
            Record::Readmitted { who } => (who, false),
        };
        cx.room.roster.set_removed(who, removed);
    }

    fn refresh(cx: &mut Context) {
        let outsiders = cx.room.outsiders();
        cx.tell_teachers(Event::WaitingChange(outsiders));
    }
}

impl RoomState {
    /// Who waits, and who is removed and could be let in again.
    pub fn outsiders(&self) -> Outsiders {
        let removed = self.roster.iter().filter(|member| member.removed && !member.is_erased());
        Outsiders {
            waiting: self.roster.waiting().map(|member| member.outsider()).collect(),
            removed: removed.map(|member| member.outsider()).collect(),
        }
    }
}

impl Context<'_> {
    fn admit_all(&mut self) -> Result<(), Refusal> {
        let waiting: Vec<_> = self.room.roster.waiting().map(|member| member.id).collect();
        let free = self.room.rules.capacity.saturating_sub(self.room.roster.students_inside());
        if free == 0 && !waiting.is_empty() {
            return Err(Refusal::RoomFull);
        }
        self.admit(&waiting[..waiting.len().min(free)])
    }

    fn admit(&mut self, who: &[ParticipantId]) -> Result<(), Refusal> {
        self.live()?;
        let roster = &self.room.roster;
        let waits =
            |id: &ParticipantId| matches!(roster.get(*id).map(|member| member.place), Some(Place::Waiting { .. }));
        if !who.iter().all(waits) {
            return Err(Refusal::ParticipantUnknown);
        }
        if roster.students_inside() + who.len() > self.room.rules.capacity {
            return Err(Refusal::RoomFull);
        }
        self.let_in(who);
        Ok(())
    }

    /// Moves those who wait into the room. Each is told when all are in, so that nobody enters a half-filled room.
    pub(super) fn let_in(&mut self, who: &[ParticipantId]) {
        let mut entered = Vec::new();
        for id in who {
            let Some(member) = self.room.roster.get_mut(*id) else { continue };
            let Place::Waiting { connection, attendance } = member.place else { continue };
            member.admitted = true;
            self.keep(roster::Record::Entered { who: *id, newcomer: None, attendance, at: self.now });
            self.seat(*id, connection, attendance);
            entered.push(Effect::LetIn { who: *id, connection });
        }
        self.effects.extend(entered);
    }

    /// Removes someone and bans them for this session: their seat, their account and their browser. The record is written
    /// again for someone who is removed already: the first one may not have been kept.
    fn remove(&mut self, who: ParticipantId) -> Result<(), Refusal> {
        let member = self.room.roster.get(who).ok_or(Refusal::ParticipantUnknown)?;
        if member.role == RoomRole::Teacher {
            return Err(Refusal::NotAllowed);
        }
        self.put_out(who, CloseReason::Removed, LeaveReason::Removed);
        self.room.roster.set_removed(who, true);
        self.note_emptiness();
        self.keep(Record::Removed { who, at: self.now });
        self.stale(FeatureName::Moderation);
        Ok(())
    }

    /// Lifts a removal; again, if need be, as with removing.
    fn readmit(&mut self, who: ParticipantId) -> Result<(), Refusal> {
        self.room.roster.get(who).ok_or(Refusal::ParticipantUnknown)?;
        self.room.roster.set_removed(who, false);
        self.keep(Record::Readmitted { who });
        self.stale(FeatureName::Moderation);
        Ok(())
    }
}
