//! How many are in a room, and how much waits to be read by them: for whoever looks after the server.

use std::{collections::HashMap, iter::Sum};

use actix::{Context, Handler, Message, MessageResponse, MessageResult};

use serde::{Deserialize, Serialize};

use super::RoomActor;
use crate::{ids::ConnectionId, room::state::Place};

/// Of one room, or of several.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, MessageResponse, Serialize, Deserialize)]
pub struct Census {
    pub rooms: usize,
    /// People who are seen in the room: in it, or lost a moment ago, whose place is kept; programs apart.
    pub seats: usize,
    /// Those of them who are in the room now, and those who wait to be let in; programs apart.
    pub inside: usize,
    pub outside: usize,
    /// Their connections, and those of people who wait outside.
    pub connections: usize,
    /// Programs that stream.
    pub programs: usize,
    /// Requests that wait until the journal has written something.
    pub unwritten: usize,
    /// What waits for all connections, and for the slowest.
    pub waiting_bytes: usize,
    pub most_waiting_bytes: usize,
}

impl Sum for Census {
    fn sum<I: Iterator<Item = Census>>(all: I) -> Self {
        all.fold(Census::default(), |all, one| Census {
            rooms: all.rooms + one.rooms,
            seats: all.seats + one.seats,
            inside: all.inside + one.inside,
            outside: all.outside + one.outside,
            connections: all.connections + one.connections,
            programs: all.programs + one.programs,
            unwritten: all.unwritten + one.unwritten,
            waiting_bytes: all.waiting_bytes + one.waiting_bytes,
            most_waiting_bytes: all.most_waiting_bytes.max(one.most_waiting_bytes),
        })
    }
}

/// Asks for it.
#[derive(Message)]
#[rtype(result = "Census")]
pub struct Count;

impl Handler<Count> for RoomActor {
    type Result = Census;

    fn handle(&mut self, _: Count, _: &mut Context<Self>) -> Census {
        let waiting = || self.links.values().map(|link| link.outbox.waiting());
        let people = || self.state.members().filter(|member| !member.stream);
        Census {
            rooms: 1,
            seats: people().filter(|member| member.place.is_seen()).count(),
            inside: people().filter(|member| member.place.is_inside()).count(),
            outside: people().filter(|member| matches!(member.place, Place::Waiting { .. })).count(),
            connections: self.links.len() + self.arrivals.len(),
            programs: self.streams.len(),
            unwritten: self.awaiting.values().map(Vec::len).sum(),
            waiting_bytes: waiting().sum(),
            most_waiting_bytes: waiting().max().unwrap_or_default(),
        }
    }
}

/// Asks for the names of those who have sound, by their peers.
#[derive(Message)]
#[rtype(result = "HashMap<ConnectionId, String>")]
pub struct Voices;

impl Handler<Voices> for RoomActor {
    type Result = MessageResult<Voices>;

    fn handle(&mut self, _: Voices, _: &mut Context<Self>) -> Self::Result {
        let voices = self.state.members().filter_map(|member| Some((member.sound.peer()?, member.name.clone())));
        MessageResult(voices.collect())
    }
}
