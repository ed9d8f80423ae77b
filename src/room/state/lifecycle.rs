//! The start and the end of a lesson, and its end by itself after everyone left.

use chrono::Duration;

use super::{Context, Place, Rules};
use crate::{
    access::Author,
    clock::Time,
    db::lifecycle::Record,
    error::Refusal,
    ids::ParticipantId,
    protocol::{
        CloseReason,
        roster::{LeaveReason, Left, SessionState},
        session::{Ended, Event, Retention, Started},
    },
    room::effect::Effect,
};

/// How long a room that is not live stays in memory while nobody is there.
const EMPTY_LOBBY: Duration = Duration::minutes(1);
/// How often a live lesson writes that it still goes on, which dates its end after a crash.
const ALIVE_EVERY: Duration = Duration::seconds(15);

impl Context<'_> {
    pub(super) fn start(&mut self, by: Option<Author>) -> Result<(), Refusal> {
        if self.room.phase == SessionState::Live {
            return Err(Refusal::AlreadyLive);
        }
        match self.room.starting {
            Some(under_way) => self.wait_for(under_way),
            None => self.room.starting = Some(self.persist(Record::Started { at: self.now, by })),
        }
        Ok(())
    }

    pub(super) fn started(&mut self, at: Time) {
        self.room.starting = None;
        self.room.phase = SessionState::Live;
        self.room.started_at = Some(at);
        self.room.alive_at = Some(at);
        self.room.empty_since = None;
        self.note_emptiness();
        self.effect(Effect::Started(at));
        let started = Event::Start(Started { started_at: at });
        self.tell(started.clone());
        // Those who wait learn that they now wait for the teacher to let them in.
        let outside: Vec<_> = self.room.roster.waiting().filter_map(|member| member.place.connection()).collect();
        for connection in outside {
            self.tell_one(connection, started.clone());
        }
        if !self.room.rules.waiting_room {
            self.let_in_all_who_fit();
        }
    }

    fn let_in_all_who_fit(&mut self) {
        let free = self.room.rules.capacity.saturating_sub(self.room.roster.students_inside());
        let waiting: Vec<ParticipantId> = self.room.roster.waiting().map(|member| member.id).take(free).collect();
        self.let_in(&waiting);
    }

    /// Without a choice, the lesson's own setting says whether chat and answers are kept.
    pub(super) fn end(&mut self, by: Option<Author>, keep_chat: Option<bool>) -> Result<(), Refusal> {
        self.live()?;
        match self.room.ending {
            Some(under_way) => self.wait_for(under_way),
            None => {
                let keeps = keep_chat.unwrap_or(self.room.rules.keep_chat);
                self.room.ending = Some(self.persist(Record::Ended { at: self.now, keeps, by }));
            }
        }
        Ok(())
    }

    pub(super) fn ended(&mut self, at: Time, keeps_chat: bool) {
        self.room.ending = None;
        self.room.phase = SessionState::Ended;
        self.tell(Event::End(Ended { ended_at: at, keeps_chat }));
        let connections = self.room.roster.iter().filter_map(|member| member.place.connection());
        self.effects.extend(connections.map(|connection| Effect::Close(connection, CloseReason::Ended)));
        self.effect(Effect::Stop);
    }

    /// Notes since when the room is empty. A program does not count, and in a live lesson neither does somebody who waits: a stream
    /// or a waiting page that was left open does not make a lesson to which nobody came.
    pub(super) fn note_emptiness(&mut self) {
        let room = &mut *self.room;
        let live = room.phase == SessionState::Live;
        let anyone = room.roster.iter().any(|member| {
            let there = if live { member.place.is_inside() } else { member.place.connection().is_some() };
            there && !member.stream
        });
        room.empty_since = if anyone { None } else { room.empty_since.or(Some(self.now)) };
    }

    /// Handles timeouts: ends grace periods, and a lesson that was empty for too long.
    pub(super) fn check_timeouts(&mut self) {
        let now = self.now;
        // An idle room does not hold a large text that nobody may need again.
        self.room.shared_view.take();
        self.note_emptiness();
        self.end_graces();
        self.close_unclaimed_peers();
        self.close_late_poll();
        let empty_for = self.room.empty_since.map(|since| now - since);
        match self.room.phase {
            SessionState::Live => {
                if empty_for.zip(self.room.rules.empty_after).is_some_and(|(empty, limit)| empty >= limit) {
                    self.end(None, None).expect("it is live");
                } else if self.room.alive_at.is_none_or(|at| now - at >= ALIVE_EVERY) {
                    self.room.alive_at = Some(now);
                    self.persist(Record::Alive { at: now });
                }
            }
            // A room that stopped while its start is being written would leave a live lesson behind that no room ends.
            SessionState::Planned
                if self.room.starting.is_none() && empty_for.is_some_and(|empty| empty >= EMPTY_LOBBY) =>
            {
                self.effect(Effect::Stop);
            }
            SessionState::Planned | SessionState::Ended => {}
        }
    }

    fn end_graces(&mut self) {
        let (now, grace) = (self.now, self.room.rules.grace);
        let over = self
            .room
            .roster
            .iter()
            .filter(|member| matches!(member.place, Place::Lost { since } if now - since >= grace));
        let over: Vec<_> = over.map(|member| member.id).collect();
        for who in over {
            let member = self.room.roster.get_mut(who).expect("the roster was just asked");
            member.place = Place::Away;
            member.hand = None;
            self.effects.extend(member.sound.close_all());
            self.left(who);
            self.tell(Event::Leave(Left { participant_id: who, why: LeaveReason::Lost }));
        }
    }

    /// The teacher has edited the session. If it has no waiting room any more, those who wait are let in.
    pub(super) fn update_rules(&mut self, rules: Rules) {
        let before = std::mem::replace(&mut self.room.rules, rules);
        if before.slides != self.room.rules.slides {
            self.tell_screen();
        }
        let keeps_chat = self.room.rules.keep_chat;
        if before.keep_chat != keeps_chat {
            self.tell(Event::Retention(Retention { keeps_chat }));
        }
        if self.room.phase == SessionState::Live && !self.room.rules.waiting_room {
            self.let_in_all_who_fit();
        }
    }
}
