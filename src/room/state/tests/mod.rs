//! Lessons played without a socket or a database.

use chrono::{DateTime, Duration};

use super::*;
use crate::{
    clock::Time,
    db::{self, rooms::Record, roster::ParticipantRow},
    ids::{AttendanceId, DeviceId, HandInId, ItemId, MessageId, PollId, SessionId},
    media::messages::Sends,
    protocol::{Avatar, CloseReason, ServerEvent, screen::Slide, session},
    room::effect::{Audience, Ticket},
};

pub(super) mod ask;
mod board;
mod chat;
mod entry;
mod erasure;
mod hand_in;
mod lifecycle;
mod moderation;
mod poll;
mod properties;
mod quiz;
mod screen;
mod showing;
mod sound;
mod speaking;
mod steps;
mod stream;

const SOUND: Sends = Sends { audio: true, video: false };
const SOUND_AND_PICTURE: Sends = Sends { audio: true, video: true };

/// A room, its clock, and everything that it has asked for so far. The journal keeps everything at once, unless it is told
/// to be `stuck`.
pub(super) struct Classroom {
    pub state: RoomState,
    pub now: Time,
    pub owner: PersonId,
    pub effects: Vec<Effect>,
    pub stuck: bool,
    pub unresolved: Vec<(Ticket, Record)>,
    /// What the journal has written, in its order.
    pub kept: Vec<Record>,
    /// Whether it has ever failed to write one.
    pub lost: bool,
}

/// An item of the content, which is this slide.
pub(super) fn item(slide: Slide) -> ScreenItem {
    let id = if let Slide::Quiz { quiz_id, .. } = slide { quiz_id } else { ItemId::fresh() };
    ScreenItem { id, slide }
}

pub(super) fn presentation() -> ScreenItem {
    item(Slide::Presentation { url: "/files/moons.pdf".into(), name: "moons.pdf".into(), caption: String::new() })
}

pub(super) fn rules(owner: PersonId) -> Rules {
    Rules {
        slides: ["one", "two", "three"].map(|word| item(Slide::Text { html: format!("<p>{word}</p>") })).into(),
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
        Self {
            state,
            now,
            owner,
            effects: Vec::new(),
            stuck: false,
            unresolved: Vec::new(),
            kept: Vec::new(),
            lost: false,
        }
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
        class.act(teacher, Command::start()).expect("the teacher starts");
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
            if let Effect::Persist(ticket, record) = &effect {
                self.unresolved.push((*ticket, record.clone()));
            }
            self.effects.push(effect);
        }
        if !self.stuck {
            self.resolve(true);
        }
    }

    /// Lets the journal speak.
    pub fn resolve(&mut self, kept: bool) {
        while !self.unresolved.is_empty() {
            let (ticket, record) = self.unresolved.remove(0);
            if kept {
                self.kept.push(record);
            } else {
                self.lost = true;
            }
            let command = if kept { Command::Committed(ticket) } else { Command::Failed(ticket) };
            let effects = self.state.apply(self.now, Caller::Server, command).expect("the journal is always heard");
            for effect in effects {
                if let Effect::Persist(ticket, record) = &effect {
                    self.unresolved.push((*ticket, record.clone()));
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
            student: None,
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
        self.apply(Caller::Server, Command::ConnectionLost(who, connection)).expect("losing cannot be refused");
    }

    pub fn pass(&mut self, time: Duration) {
        self.now += time;
        self.apply(Caller::Server, Command::CheckTimeouts).expect("time cannot be refused");
    }

    pub fn says(&mut self, who: ParticipantId, message: &str) -> Result<(), Refusal> {
        self.act(who, ask::say(None, message))
    }

    pub fn place(&self, who: ParticipantId) -> Place {
        self.state.member(who).expect("a member").place
    }

    /// The news told since the effects were last cleared.
    pub fn news(&self) -> Vec<&ServerEvent> {
        self.effects
            .iter()
            .filter_map(|effect| if let Effect::Tell(Audience::All(_), event) = effect { Some(event) } else { None })
            .collect()
    }

    pub fn records(&self) -> Vec<&Record> {
        self.effects
            .iter()
            .filter_map(|effect| if let Effect::Persist(_, record) = effect { Some(record) } else { None })
            .collect()
    }

    /// What the tables have of the teacher's decisions about microphones once all that was asked for is written: of whom, and
    /// whether students may turn their own on.
    pub fn decisions(&self) -> (BTreeMap<ParticipantId, bool>, bool) {
        use db::sound::Record::{MaySpeak, Unmuting};
        let (mut decided, mut unmuting) = (BTreeMap::new(), true);
        for record in self.records() {
            match record {
                Record::Sound(MaySpeak { whom, may: Some(may) }) => decided.extend(whom.iter().map(|who| (*who, *may))),
                Record::Sound(MaySpeak { whom, may: None }) => decided.retain(|who, _| !whom.contains(who)),
                Record::Sound(Unmuting { allowed }) => {
                    unmuting = *allowed;
                    decided.retain(|_, may| !*may);
                }
                _ => {}
            }
        }
        (decided, unmuting)
    }

    /// The participants as the tables have them.
    fn rows(&self) -> Vec<ParticipantRow> {
        let mut rows = BTreeMap::new();
        for record in &self.kept {
            match record {
                Record::Roster(db::roster::Record::Arrived(new)) => {
                    rows.insert(new.id, (**new).clone().row(SessionId::fresh(), None));
                }
                Record::Roster(db::roster::Record::Entered { newcomer: Some(new), at, .. }) => {
                    rows.insert(new.id, (**new).clone().row(SessionId::fresh(), Some(*at)));
                }
                Record::Roster(db::roster::Record::Entered { who, at, .. }) => {
                    rows.get_mut(who).expect("they have arrived").admitted_at = Some(*at);
                }
                Record::Roster(db::roster::Record::Device { who, device }) => {
                    rows.get_mut(who).expect("they have arrived").device = Some(*device);
                }
                Record::Roster(db::roster::Record::Forgotten { who, .. }) => {
                    rows.retain(|id, _| !who.contains(id));
                }
                _ => {}
            }
        }
        rows.into_values().collect()
    }

    /// The room as it is opened again from what was written, after the server died.
    pub fn reopened(&self) -> RoomState {
        let members = self.rows().into_iter().map(|row| Member::restore(row).expect("a row of ours")).collect();
        RoomState::restore(self.state.rules.clone(), self.state.phase, members, self.kept.clone())
            .since(self.state.started_at)
    }

    pub fn dies(mut self) -> Self {
        self.state = self.reopened();
        self
    }

    pub fn closed(&self, connection: ConnectionId) -> Option<CloseReason> {
        self.effects.iter().find_map(|effect| match effect {
            Effect::Close(closed, reason) if *closed == connection => Some(*reason),
            _ => None,
        })
    }

    /// The replies that were given, as JSON.
    pub fn answers(&self) -> Vec<serde_json::Value> {
        let answers = self.effects.iter().filter_map(|effect| match effect {
            Effect::Answer(answer) => Some(serde_json::from_str(answer.0.get()).expect("JSON")),
            _ => None,
        });
        answers.collect()
    }

    /// The data of the last reply.
    pub fn last_answer<T: serde::de::DeserializeOwned>(&self) -> T {
        serde_json::from_value(self.answers().pop().expect("an answer")).expect("a reply of this shape")
    }
}

pub(super) fn device() -> Option<DeviceId> {
    Some(DeviceId::fresh())
}
