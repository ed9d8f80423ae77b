//! What the state machine asks of the world. `RoomActor` carries it out; the state never waits for it.

use serde::Serialize;
use serde_json::value::RawValue;

use crate::{
    db::rooms::Record,
    ids::{ConnectionId, ParticipantId},
    protocol::{CloseReason, ServerEvent},
};

/// Names a record that is on its way into PostgreSQL, until the journal says what became of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Ticket(pub u64);

#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    Tell(Audience, ServerEvent),
    /// Answers the present request, or those that wait for the ticket just kept.
    Answer(Answer),
    /// Write this. The present request is answered once it is kept.
    Keep(Ticket, Record),
    /// The present request is answered once this earlier record is kept.
    Await(Ticket),
    /// This newcomer has a place: answer their join, with the room if they are in it.
    Welcome {
        who: ParticipantId,
        connection: ConnectionId,
        inside: bool,
    },
    /// One who waited is in: send the room.
    LetIn {
        who: ParticipantId,
        connection: ConnectionId,
    },
    /// This one's offer of sound, or of new addresses for the peer that `restarts`: the present request is answered with
    /// the answer.
    Negotiate {
        who: ParticipantId,
        connection: ConnectionId,
        restarts: Option<ConnectionId>,
        /// Whether they may show a picture.
        shows: bool,
        sdp: String,
    },
    /// This peer sees these: the present request is answered with who is in which of its views.
    Watch(ConnectionId, Vec<(ParticipantId, u8)>),
    /// The present request is answered with how everyone's sound travels.
    Measure,
    /// Whether what comes from this peer is forwarded.
    Open(ConnectionId, bool),
    /// This peer neither speaks nor hears any more.
    Silence(ConnectionId),
    Close(ConnectionId, CloseReason),
    /// The lesson has become live.
    Started,
    /// The room is over; nobody can come any more.
    Stop,
}

/// Who is told something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Audience {
    /// Everyone in the room, as the news of this number.
    All(u64),
    /// The teachers in the room, after the news of the tick.
    Teachers,
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
