//! What the state machine asks of the world. `RoomActor` carries it out; the state never waits for it.

use crate::{
    access::Author,
    clock::Time,
    ids::{AttendanceId, ConnectionId, DeviceId, ItemId, MessageId, ParticipantId, PersonId, Seat},
    protocol::{
        Avatar, CloseReason, ServerEvent,
        chat::{History, Said},
        quiz::QuizAnswer,
        roster::{RoomRole, Snapshot},
    },
};

/// Names a record that is on its way into PostgreSQL, until the journal says what became of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Ticket(pub u64);

#[derive(Clone, Debug, PartialEq)]
pub enum Effect {
    /// News for everyone in the room, with its number.
    TellAll(u64, ServerEvent),
    /// News for one.
    Tell(ConnectionId, ServerEvent),
    /// Who waits or is removed has changed: the teacher is told, at the next tick.
    OutsidersChanged,
    /// What the teacher sees of the quiz on the screen may have changed: they are told at the next tick.
    CountChanged,
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

#[derive(Clone, Debug, PartialEq)]
pub enum Answer {
    Said(Said),
    History(History),
    Snapshot(Box<Snapshot>),
}

/// A row to be written, or changed, before what it says may be relied upon.
#[derive(Clone, Debug, PartialEq)]
pub enum Record {
    /// Someone's first coming.
    Participant(Box<NewParticipant>),
    /// Let in: for good, and present from now on.
    Entered {
        who: ParticipantId,
        newcomer: Option<Box<NewParticipant>>,
        attendance: AttendanceId,
        at: Time,
    },
    Gone {
        attendance: AttendanceId,
        at: Time,
    },
    Removed {
        who: ParticipantId,
        at: Time,
    },
    Readmitted {
        who: ParticipantId,
    },
    /// They have come from another browser, which a removal is to keep out.
    Device {
        who: ParticipantId,
        device: DeviceId,
    },
    Said {
        id: MessageId,
        by: ParticipantId,
        client_id: Option<String>,
        body: String,
        at: Time,
    },
    Edited {
        id: MessageId,
        body: String,
        at: Time,
    },
    Started {
        at: Time,
        /// Nobody, when it was this server.
        by: Option<Author>,
    },
    /// The screen shows this page.
    Turned {
        page: u16,
    },
    /// Someone's answer to a quiz, in the place of an earlier one.
    Answered {
        who: ParticipantId,
        answer: QuizAnswer,
        at: Time,
    },
    /// Everyone may see which answer is right.
    Revealed {
        quiz: ItemId,
    },
    /// The teacher's word about microphones: muted, let speak though students in general may not turn theirs on, or neither
    /// any more.
    MaySpeak {
        whom: Vec<ParticipantId>,
        may: Option<bool>,
    },
    /// Whether students may turn their own microphones on. Nobody's right of their own outlasts it.
    Unmuting {
        allowed: bool,
    },
    /// The end: attendances are closed and, unless it is to be kept, the chat is purged.
    Ended {
        at: Time,
        keep_chat: bool,
        by: Option<Author>,
    },
    /// The lesson was still going on at this time.
    Alive {
        at: Time,
    },
}

/// A participant's row.
#[derive(Clone, Debug, PartialEq)]
pub struct NewParticipant {
    pub id: ParticipantId,
    pub person: Option<PersonId>,
    pub device: Option<DeviceId>,
    pub seat: Seat,
    pub name: String,
    pub role: RoomRole,
    pub avatar: Avatar,
    /// A program that publishes, and nobody.
    pub stream: bool,
    pub at: Time,
}
