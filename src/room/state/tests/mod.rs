//! Lessons played without a socket or a database.

use chrono::{DateTime, Duration};

use super::*;
use crate::{
    ids::{AttendanceId, DeviceId},
    protocol::{Avatar, CloseReason},
    room::effect::{Answer, Record},
};

mod chat;
mod entry;
mod erasure;
mod lifecycle;
mod moderation;
mod properties;
mod quiz;
mod screen;
mod sound;
mod stream;

/// A room, its clock, and everything that it has asked for so far. The journal keeps everything at once, unless it is told
/// to be `stuck`.
pub(super) struct Classroom {
    pub state: RoomState,
    pub now: Time,
    pub owner: PersonId,
    pub effects: Vec<Effect>,
    pub stuck: bool,
    pub unsettled: Vec<Ticket>,
}

pub(super) fn rules(owner: PersonId) -> Rules {
    Rules {
        slides: ["one", "two", "three"].map(|word| Slide::Text { html: format!("<p>{word}</p>") }).into(),
        teacher: owner,
        capacity: 300,
        guests_allowed: true,
        waiting_room: false,
        keep_chat: false,
        grace: Duration::seconds(30),
        empty_after: Some(Duration::minutes(10)),
    }
}

impl Classroom {
    pub fn planned_by(rules: Rules) -> Self {
        let owner = rules.teacher;
        let state = RoomState::restore(rules, SessionState::Planned, Vec::new(), Vec::new());
        let now = DateTime::from_timestamp(1_790_000_000, 0).expect("a time");
        Self { state, now, owner, effects: Vec::new(), stuck: false, unsettled: Vec::new() }
    }

    pub fn planned() -> Self {
        Self::planned_by(rules(PersonId::fresh()))
    }

    /// A live lesson with its teacher and so many students in the room.
    pub fn live(students: usize) -> (Self, ParticipantId, Vec<ParticipantId>) {
        Self::live_by(rules(PersonId::fresh()), students)
    }

    pub fn live_by(rules: Rules, students: usize) -> (Self, ParticipantId, Vec<ParticipantId>) {
        let mut class = Self::planned_by(rules);
        let teacher = class.teacher_enters();
        class.act(teacher, Command::Start).expect("the teacher starts");
        let students =
            (0..students).map(|i| class.guest_enters(&format!("Student {i}")).expect("there is room")).collect();
        class.effects.clear();
        (class, teacher, students)
    }

    pub fn apply(&mut self, from: Caller, command: Command) -> Result<(), Refusal> {
        let effects = self.state.apply(self.now, from, command)?;
        self.take(effects);
        Ok(())
    }

    fn take(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            if let Effect::Keep(ticket, _) = &effect {
                self.unsettled.push(*ticket);
            }
            self.effects.push(effect);
        }
        if !self.stuck {
            self.settle(true);
        }
    }

    /// Lets the journal speak.
    pub fn settle(&mut self, kept: bool) {
        while !self.unsettled.is_empty() {
            let ticket = self.unsettled.remove(0);
            let command = if kept { Command::Kept(ticket) } else { Command::NotKept(ticket) };
            let effects = self.state.apply(self.now, Caller::Server, command).expect("the journal is always heard");
            for effect in effects {
                if let Effect::Keep(ticket, _) = &effect {
                    self.unsettled.push(*ticket);
                }
                self.effects.push(effect);
            }
        }
    }

    /// Whose lesson it is, from the dashboard.
    pub fn outside(&self) -> Caller {
        Caller::Outside(Author { person: self.owner, from: None })
    }

    pub fn act(&mut self, who: ParticipantId, command: Command) -> Result<(), Refusal> {
        self.apply(Caller::Participant(who), command)
    }

    pub fn entrant(&self, name: &str) -> Entrant {
        Entrant {
            id: ParticipantId::fresh(),
            resumes: false,
            person: None,
            device: None,
            name: Some(name.to_owned()),
            avatar: Avatar::random(&mut rand::rng()),
            stream: false,
            connection: ConnectionId::fresh(),
            attendance: AttendanceId::fresh(),
        }
    }

    pub fn enter(&mut self, entrant: Entrant) -> Result<ParticipantId, Refusal> {
        let connection = entrant.connection;
        self.apply(Caller::Server, Command::Enter(Box::new(entrant)))?;
        let found = self.state.members().find(|member| member.place.connection() == Some(connection));
        Ok(found.expect("whoever is not refused has a place").id)
    }

    pub fn guest_enters(&mut self, name: &str) -> Result<ParticipantId, Refusal> {
        self.enter(self.entrant(name))
    }

    pub fn teacher_enters(&mut self) -> ParticipantId {
        let entrant = Entrant { person: Some(self.owner), ..self.entrant("Ms Teacher") };
        self.enter(entrant).expect("the teacher may always come in")
    }

    /// The same guest again, on a new connection.
    pub fn returns(&mut self, who: ParticipantId) -> Result<ParticipantId, Refusal> {
        self.enter(Entrant { id: who, resumes: true, name: None, ..self.entrant("") })
    }

    pub fn connection(&self, who: ParticipantId) -> ConnectionId {
        self.state.member(who).and_then(|member| member.place.connection()).expect("they are connected")
    }

    pub fn loses(&mut self, who: ParticipantId) {
        let connection = self.connection(who);
        self.apply(Caller::Server, Command::Lose(who, connection)).expect("losing cannot be refused");
    }

    pub fn pass(&mut self, time: Duration) {
        self.now += time;
        self.apply(Caller::Server, Command::Pass).expect("time cannot be refused");
    }

    pub fn says(&mut self, who: ParticipantId, message: &str) -> Result<(), Refusal> {
        self.act(who, Command::Say { id: MessageId::fresh(), client_id: None, message: message.into() })
    }

    pub fn place(&self, who: ParticipantId) -> Place {
        self.state.member(who).expect("a member").place
    }

    /// The news told since the effects were last cleared.
    pub fn news(&self) -> Vec<&ServerEvent> {
        self.effects
            .iter()
            .filter_map(|effect| if let Effect::TellAll(_, event) = effect { Some(event) } else { None })
            .collect()
    }

    pub fn records(&self) -> Vec<&Record> {
        self.effects
            .iter()
            .filter_map(|effect| if let Effect::Keep(_, record) = effect { Some(record) } else { None })
            .collect()
    }

    /// What the tables have of the teacher's words about microphones, once all that came is written: whose there are, and
    /// whether students may turn their own on.
    pub fn words(&self) -> (BTreeMap<ParticipantId, bool>, bool) {
        let (mut words, mut unmuting) = (BTreeMap::new(), true);
        for record in self.records() {
            match record {
                Record::MaySpeak { whom, may: Some(may) } => words.extend(whom.iter().map(|who| (*who, *may))),
                Record::MaySpeak { whom, may: None } => words.retain(|who, _| !whom.contains(who)),
                Record::Unmuting { allowed } => {
                    unmuting = *allowed;
                    words.retain(|_, may| !*may);
                }
                _ => {}
            }
        }
        (words, unmuting)
    }

    /// The room as it is opened again from what was written since the effects were last cleared, after the server died.
    pub fn dies(mut self) -> Self {
        let (words, unmuting) = self.words();
        let members = self.state.members().cloned().map(|member| Member {
            place: Place::Away,
            hand: None,
            sound: Sound::under(words.get(&member.id).copied()),
            ..member
        });
        let state = RoomState::restore(self.state.rules.clone(), self.state.phase, members.collect(), Vec::new());
        self.state = state.letting_unmute(unmuting);
        self
    }

    pub fn closed(&self, connection: ConnectionId) -> Option<CloseReason> {
        self.effects.iter().find_map(|effect| match effect {
            Effect::Close(closed, reason) if *closed == connection => Some(*reason),
            _ => None,
        })
    }

    pub fn answers(&self) -> Vec<&Answer> {
        self.effects
            .iter()
            .filter_map(|effect| if let Effect::Answer(answer) = effect { Some(answer) } else { None })
            .collect()
    }
}

pub(super) fn device() -> Option<DeviceId> {
    Some(DeviceId::fresh())
}
