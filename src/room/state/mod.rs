//! The rules of a classroom, without a clock, I/O or actors. `apply` validates everything first: nothing can fail after the first
//! change.
//!
//! What must survive a crash is written before anyone is told: a rule has a record written (`Effect::Persist`), and the record
//! waits under its ticket. The journal's result arrives as `Command::Committed` or `Command::Failed`, and a committed record is
//! applied and sent to the room.
//!
//! This file, `entry`, `lifecycle`, `roster` and `erasure` are the kernel: who is there, and whether the lesson goes on.
//! Everything else is a feature (`feature.rs`).

use std::{
    collections::{BTreeMap, BTreeSet},
    sync::{Arc, OnceLock},
};

use chrono::{DateTime, Duration};

use crate::{
    access::{Author, allows_in_room},
    clock::Time,
    db::{lifecycle as lifecycle_records, rooms::Record},
    error::Refusal,
    ids::{ConnectionId, ParticipantId, PersonId},
    protocol::{ClientEvent, Pose, roster::SessionState, screen::ScreenItem, session, snapshot::SharedView},
    room::effect::{Effect, Ticket},
};

mod board;
mod chat;
mod command;
mod context;
mod entry;
mod erasure;
mod feature;
mod features;
mod hand_in;
mod hands;
mod lifecycle;
mod member_sound;
mod moderation;
mod pointer;
mod poll;
mod quiz;
mod reactions;
mod roster;
mod screen;
mod showing;
mod snapshot;
mod sound;
mod speaking;
#[cfg(test)]
mod tests;
mod video;

pub use command::{Caller, Command};
pub use context::{Context, FeatureName};
pub use entry::Entrant;
pub use feature::{Feature, Never};
pub use features::Features;
pub use hand_in::HandInTerms;
pub use member_sound::MemberSound;
pub use roster::{Member, Place};

use roster::Roster;

/// What the teacher and the administrators have set.
#[derive(Clone, Debug, PartialEq)]
pub struct Rules {
    /// The screen's pages: the content of the session's experience.
    pub slides: Arc<[ScreenItem]>,
    pub teacher: PersonId,
    /// How many students may be in at once.
    pub capacity: usize,
    pub guests_allowed: bool,
    pub waiting_room: bool,
    pub keep_chat: bool,
    /// How long the place of a lost connection is kept.
    pub grace: Duration,
    /// How long a live lesson may be empty before it ends by itself; `None`: without limit.
    pub empty_after: Option<Duration>,
}

/// A record that waits for the journal.
#[derive(Clone, Debug)]
struct Pending {
    record: Record,
    /// The connection that enters with it, if it is an entry.
    connection: Option<ConnectionId>,
}

/// A room.
#[derive(Debug)]
pub struct RoomState {
    rules: Rules,
    phase: SessionState,
    /// When the lesson started; `None` before.
    started_at: Option<Time>,
    roster: Roster,
    features: Features,
    /// The number of the latest event for everyone.
    seq: u64,
    next_ticket: u64,
    pending: BTreeMap<Ticket, Pending>,
    /// The records of the start and the end, while they wait for the journal.
    starting: Option<Ticket>,
    ending: Option<Ticket>,
    /// Features whose `refresh` the next tick calls.
    stale: BTreeSet<FeatureName>,
    empty_since: Option<Time>,
    alive_at: Option<Time>,
    /// People who were erased while the room was open. One who was just joining is refused.
    erased: BTreeSet<PersonId>,
    /// The common part of snapshots of the current state. Events for everyone and poses make it obsolete.
    shared_view: OnceLock<SharedView>,
}

impl RoomState {
    /// Builds a room from the database, for the first time or after a crash.
    pub fn restore(rules: Rules, phase: SessionState, members: Vec<Member>, records: Vec<Record>) -> Self {
        let mut room = Self {
            rules,
            phase,
            started_at: None,
            roster: Roster::restore(members),
            features: Features::default(),
            seq: 0,
            next_ticket: 0,
            pending: BTreeMap::new(),
            starting: None,
            ending: None,
            stale: BTreeSet::new(),
            empty_since: None,
            alive_at: None,
            erased: BTreeSet::new(),
            shared_view: OnceLock::new(),
        };
        // Records contain their own times.
        let mut cx = Context::new(DateTime::UNIX_EPOCH, &mut room);
        for record in records {
            cx.restored(record);
            cx.effects.clear();
        }
        room.stale.clear();
        room.seq = 0;
        room
    }

    /// The same room of a lesson that started then.
    #[must_use]
    pub fn since(self, started_at: Option<Time>) -> Self {
        Self { started_at, ..self }
    }

    /// Carries out a command, if `from` is allowed to give it.
    ///
    /// # Errors
    /// The refusal, and then nothing has changed.
    pub fn apply(&mut self, now: Time, from: Caller, command: Command) -> Result<Vec<Effect>, Refusal> {
        let mut cx = Context::new(now, self);
        match (from, command) {
            (Caller::Server, command) => cx.serve(command)?,
            (Caller::Participant(who), Command::Ask(event)) => {
                cx.permit(who, &event)?;
                let acts = matches!(
                    event,
                    ClientEvent::Board(_)
                        | ClientEvent::Chat(_)
                        | ClientEvent::HandIn(_)
                        | ClientEvent::Poll(_)
                        | ClientEvent::Quiz(_)
                        | ClientEvent::Hands(_)
                );
                cx.request(who, event)?;
                if let Some(member) = cx.room.roster.get_mut(who).filter(|_| acts) {
                    member.acted = true;
                }
            }
            (Caller::Participant(who), Command::HandOver(work)) => cx.hand_in(who, *work)?,
            (Caller::Outside(author), Command::Ask(event)) => cx.ask_from_outside(author, &event)?,
            (Caller::Participant(_) | Caller::Outside(_), _) => return Err(Refusal::NotAllowed),
        }
        Ok(cx.effects)
    }

    /// Sets a participant's pose. It cannot be refused, and does nothing for someone who is not in the room. Returns whether
    /// the pose changed.
    pub fn set_pose(&mut self, who: ParticipantId, pose: Pose) -> bool {
        let member = self.roster.get_mut(who).filter(|member| member.place.is_inside() && member.pose != pose);
        let Some(member) = member else { return false };
        member.pose = pose;
        self.shared_view.take();
        true
    }

    pub fn phase(&self) -> SessionState {
        self.phase
    }

    pub fn seq(&self) -> u64 {
        self.seq
    }

    /// Whether this tick has to call [`Command::Refresh`].
    pub fn is_stale(&self) -> bool {
        !self.stale.is_empty()
    }

    pub fn members(&self) -> impl Iterator<Item = &Member> {
        self.roster.iter()
    }

    pub fn member(&self, who: ParticipantId) -> Option<&Member> {
        self.roster.get(who)
    }
}

impl Context<'_> {
    /// Checks a participant's request against the table.
    fn permit(&self, who: ParticipantId, event: &ClientEvent) -> Result<(), Refusal> {
        self.permit_at_all(event)?;
        let member = self.member(who)?;
        let leaves = matches!(event, ClientEvent::Session(session::Request::Leave(_)));
        match member.place {
            _ if member.removed => Err(member.out()),
            Place::Waiting { .. } if !leaves => Err(Refusal::Waiting),
            // A program whose media stopped may still end its stream.
            Place::Lost { .. } if leaves => Ok(()),
            Place::Away | Place::Lost { .. } => Err(Refusal::NotJoined),
            _ if allows_in_room(member.role, features::act(who, event)) => Ok(()),
            _ => Err(Refusal::NotAllowed),
        }
    }

    /// Refuses a request that comes after the lesson's end was requested: a row written after the record of the end would never
    /// be purged.
    fn permit_at_all(&self, event: &ClientEvent) -> Result<(), Refusal> {
        use session::Request::{End, Leave, Snapshot};
        match event {
            _ if self.room.phase == SessionState::Ended => Err(Refusal::LessonEnded),
            ClientEvent::Session(End(_) | Leave(_) | Snapshot(_)) => Ok(()),
            _ if self.room.ending.is_some() => Err(Refusal::Busy),
            _ => Ok(()),
        }
    }

    /// A request from outside the room can only start or end the lesson. The caller has checked the person.
    fn ask_from_outside(&mut self, author: Author, event: &ClientEvent) -> Result<(), Refusal> {
        self.permit_at_all(event)?;
        match event {
            ClientEvent::Session(session::Request::Start(_)) => self.start(Some(author)),
            ClientEvent::Session(session::Request::End(end)) => self.end(Some(author), end.keep_chat),
            _ => Err(Refusal::NotJoined),
        }
    }

    /// Handles participants' requests to the kernel.
    fn session_request(&mut self, by: ParticipantId, request: session::Request) -> Result<(), Refusal> {
        match request {
            session::Request::Join(_) => Err(Refusal::AlreadyJoined),
            session::Request::Start(_) => self.start(self.author(by)),
            session::Request::End(end) => self.end(self.author(by), end.keep_chat),
            session::Request::Leave(_) => {
                self.leave(by);
                Ok(())
            }
            session::Request::Snapshot(_) => {
                let snapshot = self.room.snapshot(self.member(by)?);
                self.answer(&snapshot);
                Ok(())
            }
        }
    }

    /// The author for the audit trail.
    fn author(&self, who: ParticipantId) -> Option<Author> {
        let person = self.member(who).ok()?.person?;
        Some(Author { person, from: None })
    }

    /// Carries out a command of this server.
    fn serve(&mut self, command: Command) -> Result<(), Refusal> {
        let settles = matches!(
            command,
            Command::Committed(_)
                | Command::Failed(_)
                | Command::ConnectionLost(..)
                | Command::CheckTimeouts
                | Command::Refresh
        );
        if self.room.phase == SessionState::Ended && !settles {
            return Err(Refusal::LessonEnded);
        }
        match command {
            Command::Ask(_) | Command::HandOver(_) => return Err(Refusal::NotAllowed),
            Command::Enter(_) if self.room.ending.is_some() => return Err(Refusal::Busy),
            Command::Enter(entrant) => return self.enter(*entrant),
            Command::ConnectionLost(who, connection) => self.lose(who, connection),
            Command::Committed(ticket) => self.committed(ticket),
            Command::Failed(ticket) => self.failed(ticket),
            Command::PeerNegotiated(who, connection, sends) => self.peer_negotiated(who, connection, sends),
            Command::ScreenNegotiated(who, connection, peer, sends) => {
                self.screen_negotiated(who, connection, peer, sends);
            }
            Command::PeerRestarted(who, peer) => self.peer_restarted(who, peer),
            Command::PeerGone(who, peer) => self.peer_gone(who, peer),
            Command::CheckTimeouts => self.check_timeouts(),
            Command::Refresh => self.refresh(),
            Command::UpdateRules(rules) => self.update_rules(rules),
            Command::UpdateAvatar(person, avatar) => self.update_avatar(person, *avatar),
            Command::Depart(person) => {
                let who = self.room.roster.by_person(person).map(|member| member.id);
                who.into_iter().for_each(|who| self.leave(who));
            }
            Command::Erase(person) => self.erase(person),
        }
        Ok(())
    }

    fn committed(&mut self, ticket: Ticket) {
        let Some(Pending { record, connection }) = self.room.pending.remove(&ticket) else { return };
        match record {
            Record::Roster(record) => self.entry_committed(&record, connection),
            Record::Lifecycle(lifecycle_records::Record::Started { at, .. }) => self.started(at),
            Record::Lifecycle(lifecycle_records::Record::Ended { at, keeps, .. }) => self.ended(at, keeps),
            Record::Lifecycle(lifecycle_records::Record::Alive { .. }) => {}
            record => self.feature_committed(record),
        }
    }

    fn failed(&mut self, ticket: Ticket) {
        let Some(Pending { record, connection }) = self.room.pending.remove(&ticket) else { return };
        match record {
            Record::Roster(record) => self.entry_failed(&record, connection),
            Record::Lifecycle(lifecycle_records::Record::Started { .. }) => self.room.starting = None,
            Record::Lifecycle(lifecycle_records::Record::Ended { .. }) => self.room.ending = None,
            Record::Lifecycle(lifecycle_records::Record::Alive { .. }) => {}
            record => self.feature_failed(record),
        }
    }
}
