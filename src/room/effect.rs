//! What the state machine asks `RoomActor` to do. The state never waits for it.

use serde::Serialize;
use serde_json::value::RawValue;

use crate::{
    clock::Time,
    db::rooms::Record,
    ids::{ConnectionId, ParticipantId},
    media::messages::WantedVideo,
    protocol::{CloseReason, ServerEvent},
};

/// The number of a record that waits for the journal's result.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Ticket(pub u64);

#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    Tell(Audience, ServerEvent),
    /// Answer the current request, or those that wait for the ticket that was just committed.
    Answer(Answer),
    /// Write this record. The current request is answered once it is committed.
    Persist(Ticket, Record),
    /// Answer the current request once this earlier record is committed.
    Await(Ticket),
    /// A newcomer has a place: answer their join, with the room if they are in it.
    Welcome {
        who: ParticipantId,
        connection: ConnectionId,
        inside: bool,
    },
    /// Someone who waited was let in: send them the room.
    LetIn {
        who: ParticipantId,
        connection: ConnectionId,
    },
    /// An SDP offer for a new peer, or with new addresses for the peer `restarts`. The current request gets the SDP answer.
    Negotiate {
        who: ParticipantId,
        connection: ConnectionId,
        restarts: Option<ConnectionId>,
        sdp: String,
    },
    /// An SDP offer for a peer that sends a screen. The current request gets the SDP answer.
    NegotiateScreen {
        who: ParticipantId,
        connection: ConnectionId,
        sdp: String,
    },
    /// The peer watches these. The current request is answered with who is in which of its views.
    Watch(ConnectionId, Vec<WantedVideo>),
    /// Answer the current request with everyone's media statistics.
    Measure,
    /// Whether this peer's audio is forwarded.
    SetAudible(ConnectionId, bool),
    /// Whether this peer's video is forwarded.
    SetVisible(ConnectionId, bool),
    /// Close this peer.
    ClosePeer(ConnectionId),
    Close(ConnectionId, CloseReason),
    /// The lesson is live since then.
    Started(Time),
    /// The room is over; nobody can enter any more.
    Stop,
}

/// Who receives an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Audience {
    /// Everyone in the room, with this `seq`.
    All(u64),
    /// The teachers in the room, after the news of this tick.
    Teachers,
    /// As `Teachers`, and one connection more.
    TeachersAnd(ConnectionId),
    /// One connection, at once.
    One(ConnectionId),
}

/// The data of a reply, as JSON.
#[derive(Clone, Debug)]
pub struct Answer(pub Box<RawValue>);

impl Answer {
    pub fn of(data: &impl Serialize) -> Self {
        Self(serde_json::value::to_raw_value(data).expect("what we answer is JSON"))
    }
}

impl PartialEq for Answer {
    fn eq(&self, other: &Self) -> bool {
        self.0.get() == other.0.get()
    }
}
