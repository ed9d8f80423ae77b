//! What rooms, forwarders and shards tell each other.

use actix::Message;

use super::transport::sdp::Form;
use crate::{
    error::Refusal,
    ids::{ConnectionId, ParticipantId},
};

// To a forwarder

/// A client offers, or for a `restart` offers new addresses of a peer that stands: the answer.
#[derive(Message)]
#[rtype(result = "Result<String, Refusal>")]
pub struct Negotiate {
    pub peer: ConnectionId,
    pub who: ParticipantId,
    pub sdp: String,
    pub restart: bool,
}

/// Whether this one may be heard.
#[derive(Message)]
#[rtype(result = "()")]
pub struct Open {
    pub peer: ConnectionId,
    pub open: bool,
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
    /// Who is in which slot, for those who listen in this form.
    Slots { form: Form, holders: Vec<Option<ConnectionId>> },
    /// Its path and its keys stand.
    Here(ConnectionId),
    /// Nothing is heard of it any more, or it has said goodbye.
    Gone(ConnectionId),
}

// Up, to the room

#[derive(Clone, Debug, PartialEq, Eq, Message)]
#[rtype(result = "()")]
pub enum MediaChanged {
    /// Who is in which slot of these listeners.
    Slots { to: Vec<ParticipantId>, slots: Vec<Option<ParticipantId>> },
    /// A peer is gone, though the connection may stand.
    Gone(ParticipantId, ConnectionId),
}
