//! Coming in, waiting, being lost, leaving.

use super::{Member, Pending, Place, RoomState, Sound};
use crate::{
    access::RoomRole,
    clock::Time,
    error::Refusal,
    ids::{AttendanceId, ConnectionId, DeviceId, ParticipantId, PersonId},
    protocol::{
        Avatar, CloseReason, ServerEvent,
        roster::{AvatarChanged, Connection, ConnectionChanged, LeaveReason, Left, SessionState},
    },
    room::effect::{Effect, NewParticipant, Record},
};

/// Someone at the door, whose name, avatar, person and resume token have been checked.
#[derive(Clone, Debug)]
pub struct Entrant {
    /// The id that they get if they have none in this session; with `resumes`, the one that they had.
    pub id: ParticipantId,
    pub resumes: bool,
    pub person: Option<PersonId>,
    pub device: Option<DeviceId>,
    /// `None` only with `resumes`.
    pub name: Option<String>,
    pub avatar: Avatar,
    /// A program with a stream key of the teacher's. Its id is the key's, whether it was here before or not.
    pub stream: bool,
    pub connection: ConnectionId,
    pub attendance: AttendanceId,
}

impl RoomState {
    pub(super) fn enter(&mut self, now: Time, entrant: Entrant) -> Result<Vec<Effect>, Refusal> {
        if entrant.person.is_some_and(|person| self.erased.contains(&person)) {
            return Err(Refusal::SignInNeeded);
        }
        let known = match entrant.person {
            Some(person) => self.roster.by_person(person),
            // Whoever was erased has no person any more, and is a guest no more than before.
            None => self
                .roster
                .get(entrant.id)
                .filter(|member| entrant.resumes && member.person.is_none() && !member.is_erased()),
        };
        let role = match entrant.person {
            Some(person) if person == self.rules.teacher => RoomRole::Teacher,
            _ => RoomRole::Student,
        };
        let banned = role == RoomRole::Student && self.roster.is_banned(entrant.device);
        if banned || known.is_some_and(|member| member.removed) {
            return Err(Refusal::Removed);
        }
        if entrant.stream && self.phase != SessionState::Live {
            return Err(Refusal::NotLive);
        }
        if entrant.person.is_none() && !entrant.stream && !self.rules.guests_allowed {
            return Err(Refusal::GuestsRefused);
        }
        let enters = role == RoomRole::Teacher
            || self.phase == SessionState::Live
                && (!self.rules.waiting_room || entrant.stream || known.is_some_and(|member| member.admitted));
        let keeps_place =
            known.is_some_and(|member| if enters { member.place.is_seen() } else { member.place != Place::Away });
        if role == RoomRole::Student && !keeps_place {
            let taken = if enters { self.roster.students_inside() } else { self.roster.waiting().count() };
            if taken >= self.rules.capacity {
                return Err(Refusal::RoomFull);
            }
        }
        match known.map(|member| member.id) {
            Some(who) => Ok(self.return_to(now, who, enters, entrant)),
            None => self.newcomer(now, role, enters, entrant),
        }
    }

    fn newcomer(&mut self, now: Time, role: RoomRole, enters: bool, entrant: Entrant) -> Result<Vec<Effect>, Refusal> {
        let name = entrant.name.ok_or(Refusal::ResumeUnknown)?;
        let seat = self.roster.free_seat().ok_or(Refusal::RoomFull)?;
        if self.roster.get(entrant.id).is_some() {
            return Err(Refusal::ResumeUnknown);
        }
        let (id, connection) = (entrant.id, entrant.connection);
        let row = Box::new(NewParticipant {
            id,
            person: entrant.person,
            device: entrant.device,
            seat,
            name: name.clone(),
            role,
            avatar: entrant.avatar.clone(),
            stream: entrant.stream,
            at: now,
        });
        self.roster.insert(Member {
            id,
            person: entrant.person,
            device: entrant.device,
            seat,
            name,
            role,
            avatar: entrant.avatar,
            stream: entrant.stream,
            admitted: enters,
            removed: false,
            place: Place::Waiting { connection, attendance: entrant.attendance },
            hand: None,
            sound: Sound::default(),
            pose: Member::first_pose(seat, role),
        });
        let ticket = self.await_journal(Pending::Entry { who: id, connection, newcomer: true });
        if !enters {
            return Ok(vec![Effect::Keep(ticket, Record::Participant(row)), Effect::OutsidersChanged]);
        }
        let attendance = entrant.attendance;
        let record = Record::Entered { who: id, newcomer: Some(row), attendance, at: now };
        let mut effects = vec![Effect::Keep(ticket, record)];
        effects.extend(self.seat(id, connection, attendance));
        Ok(effects)
    }

    fn return_to(&mut self, now: Time, who: ParticipantId, enters: bool, entrant: Entrant) -> Vec<Effect> {
        let Entrant { connection, attendance, device, .. } = entrant;
        let mut effects = self.note_device(who, device);
        let member = self.roster.get_mut(who).expect("the caller has looked them up");
        let before = member.place;
        if let Some(old) = before.connection() {
            effects.push(Effect::Close(old, CloseReason::Replaced));
            member.sound.set_adrift(now);
        }
        if !enters {
            member.place = Place::Waiting { connection, attendance };
            effects.extend([Effect::Welcome { who, connection, inside: false }, Effect::OutsidersChanged]);
            return effects;
        }
        member.admitted = true;
        if let Place::Inside { attendance: old, .. } = before {
            let ticket = self.await_journal(Pending::Act);
            effects.push(Effect::Keep(ticket, Record::Gone { attendance: old, at: now }));
        }
        let ticket = self.await_journal(Pending::Entry { who, connection, newcomer: false });
        effects.push(Effect::Keep(ticket, Record::Entered { who, newcomer: None, attendance, at: now }));
        effects.extend(self.seat(who, connection, attendance));
        effects
    }

    /// A removal keeps out the browser that they came from last.
    fn note_device(&mut self, who: ParticipantId, device: Option<DeviceId>) -> Vec<Effect> {
        let member = self.roster.get_mut(who).expect("the caller has looked them up");
        let Some(device) = device.filter(|device| member.device != Some(*device)) else { return Vec::new() };
        member.device = Some(device);
        let ticket = self.await_journal(Pending::Act);
        vec![Effect::Keep(ticket, Record::Device { who, device })]
    }

    /// Puts a member into the room, and tells everyone who did not see them there.
    pub(super) fn seat(
        &mut self,
        who: ParticipantId,
        connection: ConnectionId,
        attendance: AttendanceId,
    ) -> Vec<Effect> {
        let member = self.roster.get_mut(who).expect("only members are seated");
        let before = std::mem::replace(&mut member.place, Place::Inside { connection, attendance });
        let shown = member.shown();
        match before {
            Place::Inside { .. } => Vec::new(),
            Place::Lost { .. } => {
                let changed = ConnectionChanged { participant_id: who, connection: Connection::Here };
                vec![self.tell_all(ServerEvent::ParticipantConnection(changed))]
            }
            Place::Waiting { .. } | Place::Away => {
                vec![self.tell_all(ServerEvent::ParticipantJoin(Box::new(shown))), Effect::OutsidersChanged]
            }
        }
    }

    /// Someone has changed how they look.
    pub(super) fn redress(&mut self, person: PersonId, avatar: Avatar) -> Vec<Effect> {
        let Some(who) = self.roster.by_person(person).map(|member| member.id) else { return Vec::new() };
        let member = self.roster.get_mut(who).expect("the roster was just asked");
        if member.avatar == avatar {
            return Vec::new();
        }
        member.avatar = avatar.clone();
        if !member.place.is_seen() {
            return Vec::new();
        }
        vec![self.tell_all(ServerEvent::ParticipantAvatar(Box::new(AvatarChanged { participant_id: who, avatar })))]
    }

    /// The journal has kept an entry: now it may be answered, unless they are gone already.
    pub(super) fn entered(&mut self, who: ParticipantId, connection: ConnectionId) -> Vec<Effect> {
        match self.roster.get(who).map(|member| member.place) {
            Some(place) if place.connection() == Some(connection) => {
                vec![Effect::Welcome { who, connection, inside: place.is_inside() }]
            }
            _ => Vec::new(),
        }
    }

    /// The journal could not keep an entry: they are out again, and may try once more.
    pub(super) fn turned_away(
        &mut self,
        now: Time,
        who: ParticipantId,
        at: ConnectionId,
        newcomer: bool,
    ) -> Vec<Effect> {
        let mut effects = Vec::new();
        // A newcomer is nowhere now, even if they have come a second time meanwhile.
        if newcomer || self.roster.get(who).is_some_and(|member| member.place.connection() == Some(at)) {
            effects = self.put_out(now, who, CloseReason::Restarting, LeaveReason::Lost);
            effects.push(Effect::OutsidersChanged);
        }
        if newcomer {
            self.roster.forget(who);
        }
        self.note_emptiness(now);
        effects
    }

    /// A connection is gone. Its place is kept for the grace period.
    pub(super) fn lose(&mut self, now: Time, who: ParticipantId, connection: ConnectionId) -> Vec<Effect> {
        let Some(member) = self.roster.get_mut(who).filter(|member| member.place.connection() == Some(connection))
        else {
            return Vec::new();
        };
        let effects = match member.place {
            Place::Inside { attendance, .. } => {
                member.place = Place::Lost { since: now };
                member.sound.set_adrift(now);
                let changed = ConnectionChanged { participant_id: who, connection: Connection::Lost };
                let ticket = self.await_journal(Pending::Act);
                vec![
                    Effect::Keep(ticket, Record::Gone { attendance, at: now }),
                    self.tell_all(ServerEvent::ParticipantConnection(changed)),
                ]
            }
            _ => {
                member.place = Place::Away;
                vec![Effect::OutsidersChanged]
            }
        };
        self.note_emptiness(now);
        effects
    }

    pub(super) fn leave(&mut self, now: Time, who: ParticipantId) -> Result<Vec<Effect>, Refusal> {
        let mut effects = self.put_out(now, who, CloseReason::Left, LeaveReason::Left);
        self.note_emptiness(now);
        effects.push(Effect::OutsidersChanged);
        Ok(effects)
    }

    /// Takes someone out of the room or the waiting room; their attendance, if any, is closed by a record of its own.
    pub(super) fn put_out(
        &mut self,
        now: Time,
        who: ParticipantId,
        close: CloseReason,
        why: LeaveReason,
    ) -> Vec<Effect> {
        let Some(member) = self.roster.get_mut(who) else { return Vec::new() };
        let before = std::mem::replace(&mut member.place, Place::Away);
        member.hand = None;
        let mut effects: Vec<_> = member.sound.cut().into_iter().collect();
        if let Place::Inside { attendance, .. } = before {
            let ticket = self.await_journal(Pending::Act);
            effects.push(Effect::Keep(ticket, Record::Gone { attendance, at: now }));
        }
        if before.is_seen() {
            effects.push(self.tell_all(ServerEvent::ParticipantLeave(Left { participant_id: who, why })));
        }
        if let Some(connection) = before.connection() {
            effects.push(Effect::Close(connection, close));
        }
        effects
    }
}
