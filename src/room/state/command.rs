//! What may be wanted of a room, by whom, and what the table of permissions is asked for it.

use super::{Entrant, Rules};
use crate::{
    access::{Act, Author},
    ids::{ConnectionId, ItemId, MessageId, ParticipantId, PersonId},
    protocol::{Avatar, quiz::QuizAnswer},
    room::effect::Ticket,
};

/// Who wants it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Caller {
    Participant(ParticipantId),
    /// Someone who may, from outside the room: its teacher, or whoever looks after the school.
    Outside(Author),
    /// This server.
    Server,
}

/// What is wanted.
#[derive(Clone, Debug)]
pub enum Command {
    Start,
    End,
    Say {
        id: MessageId,
        client_id: Option<String>,
        message: String,
    },
    Edit {
        id: MessageId,
        message: String,
    },
    History {
        before: MessageId,
    },
    RaiseHand,
    LowerHand(Option<ParticipantId>),
    Admit(ParticipantId),
    AdmitAll,
    Remove(ParticipantId),
    Readmit(ParticipantId),
    Offer {
        sdp: String,
        /// For the sound that they have already.
        restart: bool,
    },
    /// To see these, each in one of their encodings, and nobody else.
    Watch(Vec<(ParticipantId, u8)>),
    /// One's own microphone.
    MuteOwn(bool),
    /// Another's.
    Mute(ParticipantId, bool),
    MuteAll {
        muted: bool,
        except: Vec<ParticipantId>,
    },
    AllowUnmuting(bool),
    /// How everyone's sound travels.
    Measure,
    /// The screen, to this page, from 0.
    Turn(u16),
    /// The quiz on the screen.
    Choose(QuizAnswer),
    /// Which answer is right.
    Reveal(ItemId),
    Leave,
    Snapshot,
    // The server's
    Enter(Box<Entrant>),
    /// A connection is gone.
    Lose(ParticipantId, ConnectionId),
    Kept(Ticket),
    NotKept(Ticket),
    /// An offer was answered, of one who sends a picture or not.
    Offered(ParticipantId, ConnectionId, bool),
    /// A peer's new addresses are known.
    Restarted(ParticipantId, ConnectionId),
    /// Media have broken off.
    BrokeOff(ParticipantId, ConnectionId),
    /// Time passes.
    Pass,
    /// The session was edited.
    Reshape(Rules),
    /// Someone with an account looks like this from now on; their row says so already.
    Redress(PersonId, Box<Avatar>),
    /// Someone with an account is erased: they are out, for good, and nothing of the room names them.
    Erase(PersonId),
}

impl Command {
    /// What the table of permissions is asked; `None` for what only the server does.
    pub(super) fn act(&self) -> Option<Act> {
        match self {
            Command::Start | Command::End => Some(Act::StartAndEnd),
            Command::Say { .. } | Command::History { .. } => Some(Act::Speak),
            Command::Edit { .. } => Some(Act::EditOwnMessage),
            Command::RaiseHand | Command::LowerHand(None) => Some(Act::RaiseHand),
            Command::LowerHand(Some(_)) => Some(Act::LowerAnyHand),
            Command::Admit(_) | Command::AdmitAll => Some(Act::Admit),
            Command::Remove(_) | Command::Readmit(_) => Some(Act::Remove),
            Command::Offer { .. } | Command::MuteOwn(_) => Some(Act::UseMicrophone),
            Command::Watch(_) => Some(Act::Watch),
            Command::Mute(..) | Command::MuteAll { .. } | Command::AllowUnmuting(_) => Some(Act::MuteOthers),
            Command::Measure => Some(Act::SeeConnections),
            Command::Turn(_) => Some(Act::TurnScreen),
            Command::Choose(_) => Some(Act::AnswerQuizzes),
            Command::Reveal(_) => Some(Act::ShowAnswers),
            Command::Leave | Command::Snapshot => Some(Act::Leave),
            Command::Enter(_)
            | Command::Lose(..)
            | Command::Kept(_)
            | Command::NotKept(_)
            | Command::Offered(..)
            | Command::Restarted(..)
            | Command::BrokeOff(..)
            | Command::Pass
            | Command::Reshape(_)
            | Command::Redress(..)
            | Command::Erase(_) => None,
        }
    }

    /// Whether it brings something new into the tables of the session.
    pub(super) fn writes(&self) -> bool {
        matches!(
            self,
            Command::Enter(_)
                | Command::Say { .. }
                | Command::Edit { .. }
                | Command::Choose(_)
                | Command::Reveal(_)
                | Command::Admit(_)
                | Command::AdmitAll
        )
    }
}

/// Lowering a hand by id is a teacher's act, unless it is one's own.
pub(super) fn own_hand(by: ParticipantId, command: &Command) -> bool {
    matches!(command, Command::LowerHand(Some(whose)) if *whose == by)
}
