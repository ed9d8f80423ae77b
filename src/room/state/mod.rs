//! The rules of a classroom, pure: no clock, no I/O, no actor. `apply` validates whole, then mutates: nothing after the
//! first mutation can fail.
//!
//! What must outlive a crash is kept first and told afterwards: `apply` answers with `Effect::Keep` and remembers under a
//! ticket what is pending; the journal's word comes back as `Command::Kept` or `Command::NotKept`.

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

use chrono::Duration;

use crate::{
    access::{Author, RoomRole, allows_in_room},
    clock::Time,
    error::Refusal,
    ids::{ConnectionId, ItemId, MessageId, ParticipantId, PersonId},
    protocol::{
        Pose, ServerEvent,
        chat::Line,
        quiz::QuizAnswer,
        roster::{SessionState, Snapshot},
        screen::Slide,
    },
    room::effect::{Effect, Ticket},
};

mod chat;
mod command;
mod entry;
mod erasure;
mod hands;
mod lifecycle;
mod moderation;
mod quiz;
mod roster;
mod screen;
mod sound;
#[cfg(test)]
mod tests;

pub use command::{Caller, Command};
pub use entry::Entrant;
pub use quiz::Quizzes;
pub use roster::{Member, Place};
pub use sound::Sound;

use chat::Chat;
use command::own_hand;
use roster::Roster;

/// What the teacher and the administrator have set.
#[derive(Clone, Debug, PartialEq)]
pub struct Rules {
    /// The pages of the screen: the content that the session is based on.
    pub slides: Arc<[Slide]>,
    pub teacher: PersonId,
    /// How many students may be in at once.
    pub capacity: usize,
    pub guests_allowed: bool,
    pub waiting_room: bool,
    pub keep_chat: bool,
    /// How long a lost connection's place is kept.
    pub grace: Duration,
    /// How long a live lesson may be empty before it ends by itself; `None`: for ever.
    pub empty_after: Option<Duration>,
}

/// What waits for the journal.
#[derive(Clone, Debug)]
enum Pending {
    Entry {
        who: ParticipantId,
        connection: ConnectionId,
        newcomer: bool,
    },
    Line {
        line: Line,
        client_id: Option<String>,
    },
    Edit {
        id: MessageId,
        message: String,
        at: Time,
    },
    Start {
        at: Time,
    },
    Turn {
        page: u16,
    },
    Choice {
        who: ParticipantId,
        answer: QuizAnswer,
    },
    Reveal {
        quiz: ItemId,
    },
    End,
    /// Done already; only the answer waits.
    Act,
}

/// A room.
#[derive(Debug)]
pub struct RoomState {
    rules: Rules,
    phase: SessionState,
    roster: Roster,
    chat: Chat,
    /// The number of the latest news.
    seq: u64,
    /// That the screen shows.
    page: u16,
    quizzes: Quizzes,
    /// Whether students may turn their own microphones on.
    unmuting: bool,
    next_ticket: u64,
    pending: BTreeMap<Ticket, Pending>,
    empty_since: Option<Time>,
    alive_at: Option<Time>,
    /// Those who were erased while it was open: whoever was just coming in does not come in any more.
    erased: BTreeSet<PersonId>,
}

impl RoomState {
    /// A room as the database has it: the first time, or again after a crash.
    pub fn restore(
        rules: Rules,
        phase: SessionState,
        members: Vec<Member>,
        lines: Vec<(Line, Option<String>)>,
    ) -> Self {
        Self {
            rules,
            phase,
            roster: Roster::restore(members),
            chat: Chat::restore(lines),
            seq: 0,
            page: 0,
            quizzes: Quizzes::default(),
            unmuting: true,
            next_ticket: 0,
            pending: BTreeMap::new(),
            empty_since: None,
            alive_at: None,
            erased: BTreeSet::new(),
        }
    }

    /// With the screen as it was left.
    pub fn turned_to(self, page: u16) -> Self {
        Self { page, ..self }
    }

    /// Does what is wanted, if `from` may.
    ///
    /// # Errors
    /// The refusal, and then nothing has changed.
    pub fn apply(&mut self, now: Time, from: Caller, command: Command) -> Result<Vec<Effect>, Refusal> {
        let by = self.permit(from, &command)?;
        match command {
            Command::Start => self.start(now, self.author(from)),
            Command::End => self.end(now, self.author(from)),
            Command::Say { id, client_id, message } => self.say(now, by?, id, client_id, &message),
            Command::Edit { id, message } => self.edit(now, by?, id, &message),
            Command::History { before } => self.history(before),
            Command::RaiseHand => self.raise_hand(now, by?),
            Command::LowerHand(whose) => self.lower_hand(whose.map_or(by, Ok)?),
            Command::Admit(who) => self.admit(now, &[who]),
            Command::AdmitAll => self.admit_all(now),
            Command::Remove(who) => self.remove(now, who),
            Command::Readmit(who) => self.readmit(who),
            Command::Offer { sdp, restart } => self.offer(by?, sdp, restart),
            Command::MuteOwn(muted) => self.mute_own(by?, muted),
            Command::Mute(who, muted) => self.mute(who, muted),
            Command::MuteAll { muted, except } => Ok(self.mute_all(muted, &except)),
            Command::AllowUnmuting(allowed) => Ok(self.allow_unmuting(allowed)),
            Command::Turn(page) => self.turn(page),
            Command::Choose(answer) => self.answer(now, by?, answer),
            Command::Reveal(quiz) => self.reveal(quiz),
            Command::Watch(whom) => self.watch(by?, whom),
            Command::Offered(who, connection, shows) => Ok(self.offered(who, connection, shows)),
            Command::Restarted(who, peer) => {
                self.restarted(who, peer);
                Ok(Vec::new())
            }
            Command::BrokeOff(who, peer) => Ok(self.broke_off(who, peer)),
            Command::Measure => Ok(vec![Effect::Measure]),
            Command::Leave => self.leave(now, by?),
            Command::Snapshot => self.answer_snapshot(by?),
            Command::Enter(entrant) => self.enter(now, *entrant),
            Command::Lose(who, connection) => Ok(self.lose(now, who, connection)),
            Command::Kept(ticket) => Ok(self.kept(now, ticket)),
            Command::NotKept(ticket) => Ok(self.not_kept(now, ticket)),
            Command::Pass => Ok(self.pass(now)),
            Command::Reshape(rules) => Ok(self.reshape(now, rules)),
            Command::Redress(person, avatar) => Ok(self.redress(person, *avatar)),
            Command::Erase(person) => Ok(self.erase(now, person)),
        }
    }

    /// Checks the caller against the table. `Ok(Ok(_))` is a participant's id, `Ok(Err(_))` a caller without one.
    fn permit(&self, from: Caller, command: &Command) -> Result<Result<ParticipantId, Refusal>, Refusal> {
        let settles = matches!(command, Command::Kept(_) | Command::NotKept(_) | Command::Lose(..) | Command::Pass);
        if self.phase == SessionState::Ended && !settles {
            return Err(Refusal::LessonEnded);
        }
        // What came into the tables after the end's own record would stay there for ever.
        if command.writes() && self.pending.values().any(|pending| matches!(pending, Pending::End)) {
            return Err(Refusal::Busy);
        }
        match (from, command.act()) {
            (Caller::Server, None) => Ok(Err(Refusal::NotAllowed)),
            (Caller::Outside(_), Some(act)) if allows_in_room(RoomRole::Teacher, act) => Ok(Err(Refusal::NotJoined)),
            (Caller::Participant(id), Some(act)) => {
                let member = self.roster.get(id).ok_or(Refusal::NotJoined)?;
                let leaves = matches!(command, Command::Leave);
                match member.place {
                    _ if member.removed => Err(Refusal::Removed),
                    Place::Waiting { .. } if !leaves => Err(Refusal::Waiting),
                    // A program that has lost its sound may still say that it ends.
                    Place::Lost { .. } if leaves => Ok(Ok(id)),
                    Place::Away | Place::Lost { .. } => Err(Refusal::NotJoined),
                    _ if own_hand(id, command) || allows_in_room(member.role, act) => Ok(Ok(id)),
                    _ => Err(Refusal::NotAllowed),
                }
            }
            _ => Err(Refusal::NotAllowed),
        }
    }

    /// Who it is, for the audit trail: of those inside, only the teacher starts and ends.
    fn author(&self, from: Caller) -> Option<Author> {
        match from {
            Caller::Participant(_) => Some(Author { person: self.rules.teacher, from: None }),
            Caller::Outside(author) => Some(author),
            Caller::Server => None,
        }
    }

    /// The place that a participant has just taken. Unlike a command it cannot be refused: who is not in the room has none.
    /// Says whether it was a change.
    pub fn place(&mut self, who: ParticipantId, pose: Pose) -> bool {
        self.roster.get_mut(who).filter(|member| member.place.is_inside()).is_some_and(|member| {
            let changed = member.pose != pose;
            member.pose = pose;
            changed
        })
    }

    pub fn phase(&self) -> SessionState {
        self.phase
    }

    pub fn seq(&self) -> u64 {
        self.seq
    }

    pub fn members(&self) -> impl Iterator<Item = &Member> {
        self.roster.iter()
    }

    pub fn member(&self, who: ParticipantId) -> Option<&Member> {
        self.roster.get(who)
    }

    /// The whole room as `who` may see it.
    pub fn snapshot(&self, who: &Member) -> Snapshot {
        let (messages, more_messages) = self.chat.latest();
        let outsiders = match who.role {
            RoomRole::Teacher => self.outsiders(),
            RoomRole::Student => Default::default(),
        };
        Snapshot {
            seq: self.seq,
            state: self.phase,
            seat: who.seat,
            participants: self.roster.iter().filter(|member| member.place.is_seen()).map(Member::shown).collect(),
            messages,
            more_messages,
            unmuting_allowed: self.unmuting,
            screen: self.screen(),
            answers: self.quizzes.of(who.id),
            count: self.count_for(who.role),
            waiting: outsiders.waiting,
            removed: outsiders.removed,
        }
    }

    fn answer_snapshot(&self, by: ParticipantId) -> Result<Vec<Effect>, Refusal> {
        let member = self.roster.get(by).ok_or(Refusal::NotJoined)?;
        Ok(vec![Effect::Answer(super::effect::Answer::Snapshot(Box::new(self.snapshot(member))))])
    }

    fn tell_all(&mut self, event: ServerEvent) -> Effect {
        self.seq += 1;
        Effect::TellAll(self.seq, event)
    }

    fn await_journal(&mut self, pending: Pending) -> Ticket {
        self.next_ticket += 1;
        let ticket = Ticket(self.next_ticket);
        self.pending.insert(ticket, pending);
        ticket
    }

    fn kept(&mut self, now: Time, ticket: Ticket) -> Vec<Effect> {
        match self.pending.remove(&ticket) {
            Some(Pending::Entry { who, connection, .. }) => self.entered(who, connection),
            Some(Pending::Line { line, client_id }) => self.said(line, client_id),
            Some(Pending::Edit { id, message, at }) => self.edited(id, message, at),
            Some(Pending::Start { at }) => self.started(now, at),
            Some(Pending::Turn { page }) => self.turned(page),
            Some(Pending::Choice { who, answer }) => self.chosen(who, answer),
            Some(Pending::Reveal { quiz }) => self.revealed(quiz),
            Some(Pending::End) => self.ended(),
            Some(Pending::Act) | None => Vec::new(),
        }
    }

    fn not_kept(&mut self, now: Time, ticket: Ticket) -> Vec<Effect> {
        match self.pending.remove(&ticket) {
            Some(Pending::Entry { who, connection, newcomer }) => self.turned_away(now, who, connection, newcomer),
            Some(
                Pending::Line { .. }
                | Pending::Edit { .. }
                | Pending::Start { .. }
                | Pending::Turn { .. }
                | Pending::Choice { .. }
                | Pending::Reveal { .. }
                | Pending::End
                | Pending::Act,
            )
            | None => Vec::new(),
        }
    }
}
