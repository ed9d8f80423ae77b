//! What the room and the journal are told: verbs to do, facts that were. What a connection is told stands in `outbox`.
//!
//! No message names an actor: an address that a message brings is a `Recipient`, so that each actor imports the messages and
//! none imports another for their sake.

use std::sync::Arc;

use actix::{Message, Recipient};

use super::{
    effect::Ticket,
    outbox::Outbox,
    pose_cell::PoseCell,
    state::{Command, Entrant, Rules},
};
use crate::{
    access::{Author, StreamKind},
    db::rooms::Record,
    error::Refusal,
    ids::{ConnectionId, ParticipantId, PersonId, SessionId, StreamId, StreamKeyId},
    media::messages::SdpAnswer,
    protocol::{Avatar, ClientEvent, RequestId, roster::SessionCard},
};

// To the room

/// Someone with a right to knock wants to come in.
#[derive(Message)]
#[rtype(result = "()")]
pub struct Join {
    pub entrant: Box<Entrant>,
    pub request: Option<RequestId>,
    pub outbox: Outbox,
    pub poses: Arc<PoseCell>,
}

/// A participant wants something.
#[derive(Message)]
#[rtype(result = "()")]
pub struct Act {
    pub who: ParticipantId,
    pub connection: ConnectionId,
    pub request: Option<RequestId>,
    pub event: ClientEvent,
}

/// A connection is gone.
#[derive(Message)]
#[rtype(result = "()")]
pub struct Gone {
    pub connection: ConnectionId,
}

/// Someone who may wants something from outside the room; the answer comes when it is kept.
#[derive(Message)]
#[rtype(result = "Result<(), Refusal>")]
pub struct Order(pub Command, pub Author);

/// The session was edited.
#[derive(Message)]
#[rtype(result = "()")]
pub struct Reshape {
    pub rules: Rules,
    pub card: SessionCard,
}

/// The session is deleted: those who wait are told that there will be no lesson.
#[derive(Message)]
#[rtype(result = "()")]
pub struct Dissolve;

/// What became of records.
#[derive(Message)]
#[rtype(result = "()")]
pub struct Settled {
    pub kept: Vec<Ticket>,
    pub lost: Vec<Ticket>,
}

/// The connections of a person, or of everyone with an account, are to be made again, if they still may: seats are kept.
#[derive(Message)]
#[rtype(result = "()")]
pub struct SendBack(pub Option<PersonId>);

/// Someone with an account looks like this from now on.
#[derive(Message)]
#[rtype(result = "()")]
pub struct Redress {
    pub person: PersonId,
    pub avatar: Avatar,
}

/// Someone with an account is erased: they are out, and nothing of the room names them.
#[derive(Message)]
#[rtype(result = "()")]
pub struct Erase(pub PersonId);

/// The server stops: everyone is told, and their goings are written.
#[derive(Message)]
#[rtype(result = "()")]
pub struct Drain;

// To the room, of programs that stream

/// A program with a stream key wants to publish or to listen: the answer to its offer.
#[derive(Message)]
#[rtype(result = "Result<SdpAnswer, Refusal>")]
pub struct OpenStream {
    pub id: StreamId,
    pub key: StreamKeyId,
    pub kind: StreamKind,
    /// What people read, if it publishes.
    pub name: String,
    pub sdp: String,
}

/// A program tells more of its offer. `None`: there is nothing to be answered.
#[derive(Message)]
#[rtype(result = "Result<Option<SdpAnswer>, Refusal>")]
pub struct AmendStream {
    pub id: StreamId,
    pub key: StreamKeyId,
    /// The ICE session that it means, by our name in it; `None`: whichever there is.
    pub tag: Option<String>,
    /// Its own name in the ICE session. Another than before: it begins anew.
    pub theirs: String,
}

/// A program has finished.
#[derive(Message)]
#[rtype(result = "Result<(), Refusal>")]
pub struct CloseStream {
    pub id: StreamId,
    pub key: StreamKeyId,
}

/// A key is no longer good.
#[derive(Message)]
#[rtype(result = "()")]
pub struct RevokeKey(pub StreamKeyId);

// To the journal

/// Write these, in this order, and tell the room.
#[derive(Message)]
#[rtype(result = "()")]
pub struct Write {
    pub session: SessionId,
    pub records: Vec<(Ticket, Record)>,
    /// Told what became of them. Shared: to clone a `Recipient` costs an allocation, and the journal has one for each record.
    pub room: Arc<Recipient<Settled>>,
}

/// Answered once it is known what became of everything that has come until now.
#[derive(Message)]
#[rtype(result = "()")]
pub struct Settle;

// Up, to whoever started the room

/// A room has changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Message)]
#[rtype(result = "()")]
pub struct RoomChanged {
    pub session: SessionId,
    pub generation: RoomGeneration,
    pub change: Change,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    Started,
    Ended,
    /// Nobody needs it for now: the session is still planned.
    Idle,
}

/// Tells the rooms apart that one session has had on this node.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RoomGeneration(u64);

impl RoomGeneration {
    pub fn next(self) -> Self {
        Self(self.0 + 1)
    }
}
