//! What may be wanted of a room, and by whom.

use super::{Entrant, Rules};
use crate::{
    access::Author,
    ids::{ConnectionId, ParticipantId, PersonId},
    protocol::{Avatar, ClientEvent, Nothing, session},
    room::effect::Ticket,
};

/// Who wants it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Caller {
    Participant(ParticipantId),
    /// Someone who may start and end the lesson from outside the room: its teacher, or an administrator.
    Outside(Author),
    /// This server.
    Server,
}

/// What is wanted.
#[derive(Clone, Debug)]
pub enum Command {
    /// By a participant, or by someone outside.
    Ask(ClientEvent),
    // By the server
    Enter(Box<Entrant>),
    /// A connection is gone.
    Lose(ParticipantId, ConnectionId),
    /// The journal has written a record.
    Committed(Ticket),
    /// The journal could not write a record.
    Failed(Ticket),
    /// An offer was answered, of one who sends a picture or not.
    Offered(ParticipantId, ConnectionId, bool),
    /// A peer's new addresses are known.
    Restarted(ParticipantId, ConnectionId),
    /// Media have broken off.
    BrokeOff(ParticipantId, ConnectionId),
    /// Time passes.
    Pass,
    /// A tick: features tell what has changed since the last one.
    Refresh,
    /// The session was edited.
    UpdateRules(Rules),
    /// Someone with an account looks like this from now on; their row says so already.
    UpdateAvatar(PersonId, Box<Avatar>),
    /// Someone with an account is erased: they are out, for good, and nothing of the room names them.
    Erase(PersonId),
}

impl Command {
    pub fn start() -> Self {
        Self::Ask(session::Request::Start(Nothing {}).into())
    }

    pub fn end() -> Self {
        Self::Ask(session::Request::End(Nothing {}).into())
    }
}

impl<T: Into<ClientEvent>> From<T> for Command {
    fn from(request: T) -> Self {
        Self::Ask(request.into())
    }
}
