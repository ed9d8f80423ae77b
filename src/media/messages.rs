//! What rooms, forwarders and shards tell each other.

use actix::Message;

use super::transport::sdp::{Form, Part};
use crate::{
    error::Refusal,
    ids::{ConnectionId, ParticipantId},
};

// To a forwarder

/// A client offers, or for a `restart` offers new addresses of a peer that stands: the answer.
#[derive(Message)]
#[rtype(result = "Result<Answered, Refusal>")]
pub struct Negotiate {
    pub peer: ConnectionId,
    /// `None`: one who only listens, and is nobody in the room.
    pub who: Option<ParticipantId>,
    pub part: Part,
    pub sdp: String,
    pub restart: bool,
}

#[derive(Clone, Debug)]
pub struct Answered {
    pub sdp: String,
    pub ice: Ice,
    /// It sends a picture.
    pub shows: bool,
}

/// The names of both sides of one ICE session (RFC 8445): it is another after a restart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ice {
    pub ours: String,
    pub theirs: String,
}

/// A client restarts ICE, under this name: what it needs to know of ours (RFC 8840).
#[derive(Clone, Message)]
#[rtype(result = "Result<Answered, Refusal>")]
pub struct RestartIce {
    pub peer: ConnectionId,
    pub theirs: String,
}

/// Whether this one may be heard.
#[derive(Message)]
#[rtype(result = "()")]
pub struct Open {
    pub peer: ConnectionId,
    pub open: bool,
}

/// A peer sees these from now on, and nobody else: whom, and in which of their encodings, from the best on. The answer is who
/// is in which of its views.
#[derive(Message)]
#[rtype(result = "Result<Vec<Option<ParticipantId>>, Refusal>")]
pub struct Watch {
    pub peer: ConnectionId,
    pub whom: Vec<(ParticipantId, u8)>,
}

/// This one is gone, by whatever way.
#[derive(Message)]
#[rtype(result = "()")]
pub struct Leave(pub ConnectionId);

/// The room is over.
#[derive(Message)]
#[rtype(result = "()")]
pub struct Close;

// From a shard to a forwarder

#[derive(Clone, Debug, Message)]
#[rtype(result = "()")]
pub enum Noticed {
    /// Who is in which slot, for the audience of this number, who listen in this form.
    Slots { form: Form, number: u64, holders: Vec<Option<ConnectionId>> },
    /// Its path and its keys stand.
    Here(ConnectionId),
    /// Nothing is heard of it any more, or it has said goodbye.
    Gone { peer: ConnectionId, association: u64 },
}

// Up, to the room

#[derive(Clone, Debug, PartialEq, Eq, Message)]
#[rtype(result = "()")]
pub enum MediaChanged {
    /// Who is in which slot of these listeners.
    Slots { to: Vec<ParticipantId>, slots: Vec<Option<ParticipantId>> },
    /// A peer is gone, though the connection may stand.
    Gone(Option<ParticipantId>, ConnectionId),
}
