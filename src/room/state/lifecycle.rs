//! Start, end, and the end by itself when everyone has gone.

use chrono::Duration;

use super::{Pending, Place, RoomState, Rules};
use crate::{
    access::Author,
    clock::Time,
    error::Refusal,
    ids::ParticipantId,
    protocol::{
        CloseReason, ServerEvent,
        client::Nothing,
        roster::{LeaveReason, Left, SessionState},
    },
    room::effect::{Effect, Record},
};

/// How long a room that is not live stays in memory with nobody there.
const EMPTY_LOBBY: Duration = Duration::minutes(1);
/// How often a live lesson writes that it still goes on.
const ALIVE_EVERY: Duration = Duration::seconds(15);

impl RoomState {
    fn ticket_of(&self, which: impl Fn(&Pending) -> bool) -> Option<Effect> {
        self.pending.iter().find(|(_, pending)| which(pending)).map(|(ticket, _)| Effect::Await(*ticket))
    }

    pub(super) fn start(&mut self, now: Time, by: Option<Author>) -> Result<Vec<Effect>, Refusal> {
        if self.phase == SessionState::Live {
            return Err(Refusal::AlreadyLive);
        }
        if let Some(under_way) = self.ticket_of(|pending| matches!(pending, Pending::Start { .. })) {
            return Ok(vec![under_way]);
        }
        let ticket = self.await_journal(Pending::Start { at: now });
        Ok(vec![Effect::Keep(ticket, Record::Started { at: now, by })])
    }

    pub(super) fn started(&mut self, now: Time, at: Time) -> Vec<Effect> {
        self.phase = SessionState::Live;
        self.alive_at = Some(at);
        self.empty_since = None;
        self.note_emptiness(now);
        let mut effects = vec![Effect::Started, self.tell_all(ServerEvent::SessionCreate(Nothing {}))];
        // Those outside learn that from now on it is the teacher's nod that they wait for.
        let outside = self.roster.waiting().filter_map(|member| member.place.connection());
        effects.extend(outside.map(|connection| Effect::Tell(connection, ServerEvent::SessionCreate(Nothing {}))));
        if !self.rules.waiting_room {
            effects.extend(self.let_in_all_who_fit(now));
        }
        effects
    }

    fn let_in_all_who_fit(&mut self, now: Time) -> Vec<Effect> {
        let free = self.rules.capacity.saturating_sub(self.roster.students_inside());
        let waiting: Vec<ParticipantId> = self.roster.waiting().map(|member| member.id).take(free).collect();
        self.let_in(now, &waiting)
    }

    pub(super) fn end(&mut self, now: Time, by: Option<Author>) -> Result<Vec<Effect>, Refusal> {
        if self.phase != SessionState::Live {
            return Err(Refusal::NotLive);
        }
        if let Some(under_way) = self.ticket_of(|pending| matches!(pending, Pending::End)) {
            return Ok(vec![under_way]);
        }
        let ticket = self.await_journal(Pending::End);
        Ok(vec![Effect::Keep(ticket, Record::Ended { at: now, keep_chat: self.rules.keep_chat, by })])
    }

    pub(super) fn ended(&mut self) -> Vec<Effect> {
        self.phase = SessionState::Ended;
        let mut effects = vec![self.tell_all(ServerEvent::SessionTerminate(Nothing {}))];
        let connections: Vec<_> = self.roster.iter().filter_map(|member| member.place.connection()).collect();
        effects.extend(connections.into_iter().map(|connection| Effect::Close(connection, CloseReason::Ended)));
        effects.push(Effect::Stop);
        effects
    }

    /// Remembers since when nobody is connected: a program left running is no lesson.
    pub(super) fn note_emptiness(&mut self, now: Time) {
        let anyone = self.roster.iter().any(|member| !member.stream && member.place.connection().is_some());
        self.empty_since = if anyone { None } else { self.empty_since.or(Some(now)) };
    }

    /// Ends graces that have run out, and a lesson that has been empty for too long.
    pub(super) fn pass(&mut self, now: Time) -> Vec<Effect> {
        self.note_emptiness(now);
        let mut effects = Vec::new();
        let grace = self.rules.grace;
        let over: Vec<_> = self
            .roster
            .iter()
            .filter(|member| matches!(member.place, Place::Lost { since } if now - since >= grace))
            .map(|member| member.id)
            .collect();
        for who in over {
            let member = self.roster.get_mut(who).expect("the roster was just asked");
            member.place = Place::Away;
            member.hand = None;
            effects.extend(member.sound.cut());
            effects.push(
                self.tell_all(ServerEvent::ParticipantLeave(Left { participant_id: who, why: LeaveReason::Lost })),
            );
        }
        effects.extend(self.silence_the_adrift(now));
        let empty_for = self.empty_since.map(|since| now - since);
        match self.phase {
            SessionState::Live => {
                if empty_for.zip(self.rules.empty_after).is_some_and(|(empty, limit)| empty >= limit) {
                    effects.extend(self.end(now, None).unwrap_or_default());
                } else if self.alive_at.is_none_or(|at| now - at >= ALIVE_EVERY) {
                    self.alive_at = Some(now);
                    let ticket = self.await_journal(Pending::Act);
                    effects.push(Effect::Keep(ticket, Record::Alive { at: now }));
                }
            }
            SessionState::Planned if empty_for.is_some_and(|empty| empty >= EMPTY_LOBBY) => effects.push(Effect::Stop),
            SessionState::Planned | SessionState::Ended => {}
        }
        effects
    }

    /// The teacher has edited the session. Without a waiting room any more, nobody waits.
    pub(super) fn reshape(&mut self, now: Time, rules: Rules) -> Vec<Effect> {
        let before = std::mem::replace(&mut self.rules, rules);
        let mut effects = Vec::new();
        if before.slides != self.rules.slides {
            effects.push(self.tell_screen());
        }
        if self.phase == SessionState::Live && !self.rules.waiting_room {
            effects.extend(self.let_in_all_who_fit(now));
        }
        effects
    }
}
