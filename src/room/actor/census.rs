//! How many are in a room, and how much waits to be read by them: for whoever looks after the server.

use std::iter::Sum;

use actix::{Context, Handler, Message, MessageResponse};

use super::RoomActor;

/// Of one room, or of several.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, MessageResponse)]
pub struct Census {
    pub rooms: usize,
    /// People who have a place, connected or not.
    pub seats: usize,
    /// Their connections, and those of people who wait outside.
    pub connections: usize,
    /// Programs that stream.
    pub programs: usize,
    /// What waits for all connections, and for the slowest.
    pub waiting_bytes: usize,
    pub most_waiting_bytes: usize,
}

impl Sum for Census {
    fn sum<I: Iterator<Item = Census>>(all: I) -> Self {
        all.fold(Census::default(), |all, one| Census {
            rooms: all.rooms + one.rooms,
            seats: all.seats + one.seats,
            connections: all.connections + one.connections,
            programs: all.programs + one.programs,
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
        Census {
            rooms: 1,
            seats: self.state.members().count(),
            connections: self.links.len() + self.arrivals.len(),
            programs: self.streams.len(),
            waiting_bytes: waiting().sum(),
            most_waiting_bytes: waiting().max().unwrap_or_default(),
        }
    }
}
