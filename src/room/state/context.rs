//! What a rule works with: the time, the room, and the effects it asks for.

use serde::Serialize;

use super::{Member, Pending, RoomState};
use crate::{
    clock::Time,
    db::rooms::Record,
    error::Refusal,
    features::with_features,
    ids::{ConnectionId, ParticipantId},
    protocol::{ServerEvent, roster::SessionState},
    room::effect::{Answer, Audience, Effect, Ticket},
};

macro_rules! name {
    ($($module:ident: $feature:ident,)*) => {
        /// A feature's name, for [`Context::stale`].
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum FeatureName {
            $($feature),*
        }
    };
}

with_features!(name);

pub struct Context<'a> {
    pub now: Time,
    pub room: &'a mut RoomState,
    pub(super) effects: Vec<Effect>,
}

impl<'a> Context<'a> {
    pub(super) fn new(now: Time, room: &'a mut RoomState) -> Self {
        Self { now, room, effects: Vec::new() }
    }

    pub fn effect(&mut self, effect: Effect) {
        self.effects.push(effect);
    }

    /// Sends an event to everyone in the room, with the next `seq`.
    pub fn tell(&mut self, event: impl Into<ServerEvent>) {
        self.room.seq += 1;
        self.room.shared_view.take();
        self.effects.push(Effect::Tell(Audience::All(self.room.seq), event.into()));
    }

    /// Sends an event to the teachers in the room, after the news of this tick.
    pub fn tell_teachers(&mut self, event: impl Into<ServerEvent>) {
        self.effects.push(Effect::Tell(Audience::Teachers, event.into()));
    }

    /// Sends an event to the teachers in the room and to someone else in it, after the news of this tick.
    pub fn tell_teachers_and(&mut self, who: ParticipantId, event: impl Into<ServerEvent>) {
        let connection = self.room.roster.get(who).and_then(|member| member.place.connection());
        let audience = connection.map_or(Audience::Teachers, Audience::TeachersAnd);
        self.effects.push(Effect::Tell(audience, event.into()));
    }

    /// Sends an event to one connection at once.
    pub fn tell_one(&mut self, connection: ConnectionId, event: impl Into<ServerEvent>) {
        self.effects.push(Effect::Tell(Audience::One(connection), event.into()));
    }

    /// Answers the current request, or those that wait for the record that was just committed.
    pub fn answer(&mut self, data: &impl Serialize) {
        self.effects.push(Effect::Answer(Answer::of(data)));
    }

    /// Has the journal write a record. The current request is answered once it is committed.
    pub fn persist(&mut self, record: impl Into<Record>) -> Ticket {
        self.persist_for(None, record)
    }

    /// As [`Self::persist`], for a connection that enters with the record.
    pub(super) fn persist_for(&mut self, connection: Option<ConnectionId>, record: impl Into<Record>) -> Ticket {
        let record = record.into();
        self.room.next_ticket += 1;
        let ticket = Ticket(self.room.next_ticket);
        self.room.pending.insert(ticket, Pending { record: record.clone(), connection });
        self.effects.push(Effect::Persist(ticket, record));
        ticket
    }

    /// Answers the current request once this earlier record is committed.
    pub fn wait_for(&mut self, ticket: Ticket) {
        self.effects.push(Effect::Await(ticket));
    }

    /// Has the next tick call a feature's `refresh`, once, however often this is called until then.
    pub fn stale(&mut self, feature: FeatureName) {
        self.room.stale.insert(feature);
    }

    /// # Errors
    /// [`Refusal::NotLive`] while the lesson has not started.
    pub fn live(&self) -> Result<(), Refusal> {
        if self.room.phase == SessionState::Live { Ok(()) } else { Err(Refusal::NotLive) }
    }

    /// # Errors
    /// [`Refusal::NotJoined`] for someone the room does not know.
    pub fn member(&self, who: ParticipantId) -> Result<&Member, Refusal> {
        self.room.roster.get(who).ok_or(Refusal::NotJoined)
    }
}
