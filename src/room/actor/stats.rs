//! How many people are in a room, and how much waits for them: for administrators and metrics. Who waits: for the dashboard.

use std::{collections::HashMap, iter::Sum};

use actix::{Context, Handler, Message, MessageResponse, MessageResult};

use serde::{Deserialize, Serialize};

use super::RoomActor;
use crate::{ids::ConnectionId, protocol::roster::Outsider, room::state::Place};

/// Of one room, or the sum of several.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, MessageResponse, Serialize, Deserialize)]
pub struct RoomStats {
    pub rooms: usize,
    /// People who are visible in the room: those in it, and those with a lost connection whose place is kept. Without programs.
    pub seats: usize,
    /// People in the room with a connection, and people who wait to be let in. Without programs.
    pub inside: usize,
    pub outside: usize,
    /// WebSockets, joins under way included.
    pub connections: usize,
    /// Programs that stream.
    pub programs: usize,
    /// Requests that wait for the journal.
    pub unwritten: usize,
    /// Bytes that wait for all connections, and for the slowest one.
    pub waiting_bytes: usize,
    pub most_waiting_bytes: usize,
}

impl Sum for RoomStats {
    fn sum<I: Iterator<Item = RoomStats>>(all: I) -> Self {
        all.fold(RoomStats::default(), |all, one| RoomStats {
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

/// Asks a room for its [`RoomStats`].
#[derive(Message)]
#[rtype(result = "RoomStats")]
pub struct GetStats;

impl Handler<GetStats> for RoomActor {
    type Result = RoomStats;

    fn handle(&mut self, _: GetStats, _: &mut Context<Self>) -> RoomStats {
        let waiting = || self.links.values().map(|link| link.outbox.waiting());
        let people = || self.state.members().filter(|member| !member.stream);
        RoomStats {
            rooms: 1,
            seats: people().filter(|member| member.place.is_seen()).count(),
            inside: people().filter(|member| member.place.is_inside()).count(),
            outside: people().filter(|member| matches!(member.place, Place::Waiting { .. })).count(),
            connections: self.links.len() + self.pending_joins.len(),
            programs: self.streams.len(),
            unwritten: self.awaiting.values().map(Vec::len).sum(),
            waiting_bytes: waiting().sum(),
            most_waiting_bytes: waiting().max().unwrap_or_default(),
        }
    }
}

/// Asks for the names of those who have a peer, by that peer.
#[derive(Message)]
#[rtype(result = "HashMap<ConnectionId, String>")]
pub struct SpeakerNames;

impl Handler<SpeakerNames> for RoomActor {
    type Result = MessageResult<SpeakerNames>;

    fn handle(&mut self, _: SpeakerNames, _: &mut Context<Self>) -> Self::Result {
        let voices = self.state.members().filter_map(|member| Some((member.sound.peer()?, member.name.clone())));
        MessageResult(voices.collect())
    }
}

/// Asks for the people who wait to be let in.
#[derive(Message)]
#[rtype(result = "Vec<Outsider>")]
pub struct Waiting;

impl Handler<Waiting> for RoomActor {
    type Result = MessageResult<Waiting>;

    fn handle(&mut self, _: Waiting, _: &mut Context<Self>) -> Self::Result {
        MessageResult(self.state.outsiders().waiting)
    }
}
