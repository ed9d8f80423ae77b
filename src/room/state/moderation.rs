//! The teacher lets people in, removes them, and lifts removals.

use super::{Context, Feature, FeatureName, Member, Place, RoomState};
use crate::{
    access::{RoomAct, RoomRole},
    db::{moderation::Record, roster},
    error::Refusal,
    ids::ParticipantId,
    protocol::{
        CloseReason,
        moderation::{Event, Outsiders, Request, View},
        roster::LeaveReason,
    },
    room::effect::Effect,
};

/// The state is in each member. A removal takes effect with the request, and its record follows.
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
    /// Who waits, and who was removed and could be readmitted.
    pub fn outsiders(&self) -> Outsiders {
        let removed = self.roster.iter().filter(|member| member.removed && !member.is_erased());
        Outsiders {
            waiting: self.roster.waiting().map(|member| member.outsider()).collect(),
            removed: removed.map(|member| member.outsider()).collect(),
        }
    }
}

pub(super) fn view(room: &RoomState, of: &Member) -> View {
    if of.role == RoomRole::Teacher { room.outsiders() } else { View::default() }
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

    /// Moves people from the waiting room into the room. Each gets the snapshot after all are in, so that nobody enters a
    /// half-filled room.
    pub(super) fn let_in(&mut self, who: &[ParticipantId]) {
        let mut entered = Vec::new();
        for id in who {
            let Some(member) = self.room.roster.get_mut(*id) else { continue };
            let Place::Waiting { connection, attendance } = member.place else { continue };
            member.admitted = true;
            self.persist(roster::Record::Entered { who: *id, newcomer: None, attendance, at: self.now });
            self.seat(*id, connection, attendance);
            entered.push(Effect::LetIn { who: *id, connection });
        }
        self.effects.extend(entered);
    }

    /// Removes someone and bans their seat, their account and their browser from this session. A second request writes the
    /// record again: the first record may have failed.
    fn remove(&mut self, who: ParticipantId) -> Result<(), Refusal> {
        let member = self.room.roster.get(who).ok_or(Refusal::ParticipantUnknown)?;
        if member.role == RoomRole::Teacher {
            return Err(Refusal::NotAllowed);
        }
        let close = if member.admitted { CloseReason::Removed } else { CloseReason::TurnedAway };
        self.put_out(who, close, LeaveReason::Removed);
        self.room.roster.set_removed(who, true);
        self.note_emptiness();
        self.persist(Record::Removed { who, at: self.now });
        self.stale(FeatureName::Moderation);
        Ok(())
    }

    /// Lifts a removal. A second request writes the record again, as with removing.
    fn readmit(&mut self, who: ParticipantId) -> Result<(), Refusal> {
        self.room.roster.get(who).ok_or(Refusal::ParticipantUnknown)?;
        self.room.roster.set_removed(who, false);
        self.persist(Record::Readmitted { who });
        self.stale(FeatureName::Moderation);
        Ok(())
    }
}
