//! The messages to the room and to the journal: a verb asks, a fact tells. Messages to a connection are in `outbox`.
//!
//! No message names an actor: an address in a message is a `Recipient`. So each actor imports the messages, and no actor imports
//! another because of them.

use std::sync::Arc;

use actix::{Message, Recipient};
use tokio::sync::oneshot;

use super::{
    effect::Ticket,
    outbox::Outbox,
    pose_cell::PoseCell,
    state::{Command, Entrant, HandInTerms, Rules},
};
use crate::{
    access::{Author, StreamKind},
    clock::Time,
    db::{hand_in::Work, rooms::Record},
    error::Refusal,
    ids::{ConnectionId, GroupStudentId, LoginId, ParticipantId, PersonId, SessionId, StreamId, StreamKeyId},
    media::{messages::SdpAnswer, transport::sdp::IceCredentials},
    protocol::{Avatar, ClientEvent, RequestId, roster::SessionCard},
};

// To the room

/// Someone whose join was checked wants to come in. The room answers through the outbox.
#[derive(Message)]
#[rtype(result = "()")]
pub struct Join {
    pub entrant: Box<Entrant>,
    /// The login that identified them, if they have an account.
    pub login: Option<LoginId>,
    pub request: Option<RequestId>,
    pub outbox: Outbox,
    pub poses: Arc<PoseCell>,
    /// Told when the room has the message. Dropped if the room stops before.
    pub received: oneshot::Sender<()>,
}

/// A participant's request.
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

/// A request from outside the room, by someone who is allowed to make it. Answered once it is committed.
#[derive(Message)]
#[rtype(result = "Result<(), Refusal>")]
pub struct Order(pub Command, pub Author);

/// What someone may hand in now.
#[derive(Message)]
#[rtype(result = "Result<HandInTerms, Refusal>")]
pub struct GetHandInTerms(pub ParticipantId);

/// Someone hands in a file that is stored. Answered once it is committed.
#[derive(Message)]
#[rtype(result = "Result<(), Refusal>")]
pub struct HandOver(pub Work);

/// The session was edited.
#[derive(Message)]
#[rtype(result = "()")]
pub struct UpdateRules {
    pub rules: Rules,
    pub card: SessionCard,
}

/// The session was deleted: tell those who wait that there will be no lesson.
#[derive(Message)]
#[rtype(result = "()")]
pub struct CancelSession;

/// The journal's result for some records.
#[derive(Message)]
#[rtype(result = "()")]
pub struct Resolved {
    pub committed: Vec<Ticket>,
    pub failed: Vec<Ticket>,
}

/// Close connections, so that they connect again, if they still may. Their seats are kept.
#[derive(Clone, Copy, Message)]
#[rtype(result = "()")]
pub enum Reconnect {
    /// Of everyone with an account.
    Accounts,
    Person(PersonId),
    /// Only those that identified themselves by this login.
    Login(LoginId),
    /// Of those who came by this student's personal link.
    Student(GroupStudentId),
}

/// Someone with an account has another avatar.
#[derive(Message)]
#[rtype(result = "()")]
pub struct UpdateAvatar {
    pub person: PersonId,
    pub avatar: Avatar,
}

/// Someone with an account leaves, without saying so over their connection.
#[derive(Message)]
#[rtype(result = "()")]
pub struct Depart(pub PersonId);

/// Erase someone with an account: they leave, and nothing in the room names them any more.
#[derive(Message)]
#[rtype(result = "()")]
pub struct Erase(pub PersonId);

/// The server stops: tell everyone, and write that they left.
#[derive(Message)]
#[rtype(result = "()")]
pub struct Drain;

// To the room, about programs that stream

/// A program with a stream key wants to publish or to listen. Answers its offer.
#[derive(Message)]
#[rtype(result = "Result<SdpAnswer, Refusal>")]
pub struct OpenStream {
    pub id: StreamId,
    pub key: StreamKeyId,
    pub kind: StreamKind,
    /// Its name in the list of participants, if it publishes.
    pub name: String,
    pub sdp: String,
}

/// A program adds to its offer. The answer is `None` if there is nothing to say.
#[derive(Message)]
#[rtype(result = "Result<Option<SdpAnswer>, Refusal>")]
pub struct AmendStream {
    pub id: StreamId,
    pub key: StreamKeyId,
    /// Our ufrag of the ICE session that it means; `None`: the current one.
    pub tag: Option<String>,
    /// Its own ICE credentials. Others than before restart ICE.
    pub theirs: IceCredentials,
}

/// A program ends its stream.
#[derive(Message)]
#[rtype(result = "Result<(), Refusal>")]
pub struct CloseStream {
    pub id: StreamId,
    pub key: StreamKeyId,
}

/// A stream key is no longer valid: end its streams.
#[derive(Message)]
#[rtype(result = "()")]
pub struct RevokeKey(pub StreamKeyId);

// To the journal

/// Write these records, in this order, and tell the room the result.
#[derive(Message)]
#[rtype(result = "()")]
pub struct Write {
    pub session: SessionId,
    pub records: Vec<(Ticket, Record)>,
    /// Gets the result. Shared, because cloning a `Recipient` allocates and the journal holds one for each record.
    pub room: Arc<Recipient<Resolved>>,
}

/// Answered once the results of all records that arrived before it are known.
#[derive(Message)]
#[rtype(result = "()")]
pub struct Flush;

// Up, to the registry that opened the room

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
    Started(Time),
    Ended,
    /// Nobody is there, and the session is still planned.
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
