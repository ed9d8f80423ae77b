//! What a rule works with: the time, the room, and the effects that come of it.

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

    /// Tells everyone in the room, with the next number.
    pub fn tell(&mut self, event: impl Into<ServerEvent>) {
        self.room.seq += 1;
        self.room.shared_view.take();
        self.effects.push(Effect::Tell(Audience::All(self.room.seq), event.into()));
    }

    /// Tells the teachers in the room, after the news of this tick.
    pub fn tell_teachers(&mut self, event: impl Into<ServerEvent>) {
        self.effects.push(Effect::Tell(Audience::Teachers, event.into()));
    }

    /// Tells one connection at once.
    pub fn tell_one(&mut self, connection: ConnectionId, event: impl Into<ServerEvent>) {
        self.effects.push(Effect::Tell(Audience::One(connection), event.into()));
    }

    /// Answers the present request, or those that wait for the record just committed.
    pub fn answer(&mut self, data: &impl Serialize) {
        self.effects.push(Effect::Answer(Answer::of(data)));
    }

    /// Has the journal write a record. The present request is answered once it is committed.
    pub fn keep(&mut self, record: impl Into<Record>) -> Ticket {
        self.keep_for(None, record)
    }

    /// As [`Self::keep`], of a record that concerns this connection.
    pub(super) fn keep_for(&mut self, connection: Option<ConnectionId>, record: impl Into<Record>) -> Ticket {
        let record = record.into();
        self.room.next_ticket += 1;
        let ticket = Ticket(self.room.next_ticket);
        self.room.pending.insert(ticket, Pending { record: record.clone(), connection });
        self.effects.push(Effect::Keep(ticket, record));
        ticket
    }

    /// Answers the present request once this earlier record is committed.
    pub fn wait_for(&mut self, ticket: Ticket) {
        self.effects.push(Effect::Await(ticket));
    }

    /// Has a feature tell at the next tick what has changed of it, however often it changes until then.
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
