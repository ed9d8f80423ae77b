//! The commands that a room carries out, and who gives them.

use super::{Entrant, Rules};
use crate::{
    access::Author,
    db::hand_in::Work,
    ids::{ConnectionId, ParticipantId, PersonId},
    media::messages::Sends,
    protocol::{Avatar, ClientEvent, Nothing, session},
    room::effect::Ticket,
};

/// Who gives a command.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Caller {
    Participant(ParticipantId),
    /// Someone who may start and end the lesson from outside the room: its teacher or an administrator.
    Outside(Author),
    /// This server.
    Server,
}

/// What a room can be told to do.
#[derive(Clone, Debug)]
pub enum Command {
    /// A request of a participant, or of someone outside the room.
    Ask(ClientEvent),
    /// A participant hands in a file that is stored.
    HandOver(Box<Work>),
    // From this server
    Enter(Box<Entrant>),
    /// A connection is gone.
    ConnectionLost(ParticipantId, ConnectionId),
    /// The journal has committed a record.
    Committed(Ticket),
    /// The journal could not write a record.
    Failed(Ticket),
    /// An offer was answered; whether the peer sends video.
    PeerNegotiated(ParticipantId, ConnectionId, Sends),
    /// The offer of a screen was answered with this peer.
    ScreenNegotiated(ParticipantId, ConnectionId, ConnectionId, Sends),
    /// A peer continues from new addresses.
    PeerRestarted(ParticipantId, ConnectionId),
    /// A peer's media stopped.
    PeerGone(ParticipantId, ConnectionId),
    /// Handle timeouts: sent once a second.
    CheckTimeouts,
    /// Send what features have changed since the last tick.
    Refresh,
    /// The session was edited.
    UpdateRules(Rules),
    /// Someone with an account has another avatar; their row has it already.
    UpdateAvatar(PersonId, Box<Avatar>),
    /// Someone with an account leaves for good, and does not say so over their connection.
    Depart(PersonId),
    /// Someone with an account is erased: they leave for good, and nothing in the room names them any more.
    Erase(PersonId),
}

impl Command {
    pub fn start() -> Self {
        Self::Ask(session::Request::Start(Nothing {}).into())
    }

    /// Without a choice, the lesson's own setting says whether chat and answers are kept.
    pub fn end(keep_chat: Option<bool>) -> Self {
        Self::Ask(session::Request::End(session::End { keep_chat }).into())
    }
}

impl<T: Into<ClientEvent>> From<T> for Command {
    fn from(request: T) -> Self {
        Self::Ask(request.into())
    }
}
