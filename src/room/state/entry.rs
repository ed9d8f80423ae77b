//! Entering, waiting, losing the connection, leaving.

use chrono::Duration;

use super::{Context, FeatureName, Member, MemberSound, Place};
use crate::{
    access::RoomRole,
    db::roster::{NewParticipant, Record},
    error::Refusal,
    ids::{AttendanceId, ConnectionId, DeviceId, GroupStudentId, ParticipantId, PersonId},
    protocol::{
        Avatar, CloseReason,
        roster::{AvatarChanged, Connection, ConnectionChanged, LeaveReason, Left, SessionState},
        session::Event,
    },
    room::effect::Effect,
};

/// Someone who joins, after their name, avatar, person and resume token were checked.
#[derive(Clone, Debug)]
pub struct Entrant {
    /// The id for a newcomer or, with `resumes`, the id that they had in this session.
    pub id: ParticipantId,
    pub resumes: bool,
    pub person: Option<PersonId>,
    /// The place in a group of someone without an account who came by a personal link.
    pub student: Option<GroupStudentId>,
    pub device: Option<DeviceId>,
    /// `None` only with `resumes`.
    pub name: Option<String>,
    pub avatar: Avatar,
    /// A program with one of the teacher's stream keys. Its id is always the key's.
    pub stream: bool,
    pub connection: ConnectionId,
    pub attendance: AttendanceId,
}

impl Context<'_> {
    pub(super) fn enter(&mut self, entrant: Entrant) -> Result<(), Refusal> {
        if entrant.person.is_some_and(|person| self.room.erased.contains(&person)) {
            return Err(Refusal::SignInNeeded);
        }
        let (rules, roster) = (&self.room.rules, &self.room.roster);
        let live = self.room.phase == SessionState::Live;
        let known = match entrant.person {
            Some(person) => roster.by_person(person),
            None if entrant.student.is_some() => entrant.student.and_then(|student| roster.by_student(student)),
            // An erased member has no person any more, but is not a guest either.
            None => roster.get(entrant.id).filter(|member| entrant.resumes && member.is_guest() && !member.is_erased()),
        };
        let role = match entrant.person {
            Some(person) if person == rules.teacher => RoomRole::Teacher,
            _ => RoomRole::Student,
        };
        let banned = roster.banned(entrant.device).filter(|_| role == RoomRole::Student);
        if let Some(removed) = known.filter(|member| member.removed).or(banned) {
            return Err(removed.out());
        }
        if entrant.stream && !live {
            return Err(Refusal::NotLive);
        }
        let guest = entrant.person.is_none() && entrant.student.is_none() && !entrant.stream;
        if guest && !rules.guests_allowed {
            return Err(Refusal::GuestsRefused);
        }
        let admitted = !rules.waiting_room || entrant.stream || known.is_some_and(|member| member.admitted);
        let enters = role == RoomRole::Teacher || live && admitted;
        let keeps_place =
            known.is_some_and(|member| if enters { member.place.is_seen() } else { member.place != Place::Away });
        let mut replaced = None;
        if role == RoomRole::Student && !keeps_place {
            // A guest who comes anew from the same browser takes the place of the connection that they lost.
            let released = || roster.lost_guests(entrant.device).count();
            let taken = if enters { roster.students_inside() - released() } else { roster.waiting().count() };
            if taken >= rules.capacity {
                replaced = Some(enters.then(|| roster.passing_guest()).flatten().ok_or(Refusal::RoomFull)?);
            }
        }
        match known.map(|member| member.id) {
            Some(who) => {
                self.replace(replaced);
                self.return_to(who, enters, entrant);
                Ok(())
            }
            None => self.newcomer(role, enters, entrant, replaced),
        }
    }

    /// Puts a guest out whose place somebody else takes.
    fn replace(&mut self, whom: Option<ParticipantId>) {
        if let Some(who) = whom {
            self.put_out(who, CloseReason::Replaced, LeaveReason::Lost);
        }
    }

    fn newcomer(
        &mut self,
        role: RoomRole,
        enters: bool,
        entrant: Entrant,
        replaced: Option<ParticipantId>,
    ) -> Result<(), Refusal> {
        let name = entrant.name.ok_or(Refusal::ResumeUnknown)?;
        let guest = entrant.person.is_none() && entrant.student.is_none() && !entrant.stream;
        let seat = self.room.roster.free_seat(guest).ok_or(Refusal::RoomFull)?;
        if self.room.roster.get(entrant.id).is_some() {
            return Err(Refusal::ResumeUnknown);
        }
        self.replace(replaced);
        self.release_lost(entrant.device);
        self.forget_idle_guests();
        // The row of a guest who was forgotten may not be deleted yet.
        let id = if entrant.resumes && guest { ParticipantId::fresh() } else { entrant.id };
        let (connection, attendance) = (entrant.connection, entrant.attendance);
        let newcomer = Box::new(NewParticipant {
            id,
            person: entrant.person,
            student: entrant.student,
            device: entrant.device,
            seat,
            name: name.clone(),
            role,
            avatar: entrant.avatar.clone(),
            stream: entrant.stream,
            at: self.now,
        });
        self.room.roster.insert(Member {
            id,
            person: entrant.person,
            student: entrant.student,
            device: entrant.device,
            seat,
            name,
            role,
            avatar: entrant.avatar,
            stream: entrant.stream,
            admitted: enters,
            removed: false,
            acted: false,
            inside_since: None,
            stayed: Duration::zero(),
            place: Place::Waiting { connection, attendance },
            hand: None,
            sound: MemberSound::default(),
            pose: Member::first_pose(seat, role),
        });
        if enters {
            let at = self.now;
            self.persist_for(Some(connection), Record::Entered { who: id, newcomer: Some(newcomer), attendance, at });
            self.seat(id, connection, attendance);
        } else {
            self.persist_for(Some(connection), Record::Arrived(newcomer));
            self.stale(FeatureName::Moderation);
        }
        Ok(())
    }

    /// Forgets guests who came and went, if the room has very many. Their seats are given again once their rows are deleted.
    fn forget_idle_guests(&mut self) {
        let (who, seats): (Vec<_>, Vec<_>) = self.room.roster.forget_idle_guests().into_iter().unzip();
        if !who.is_empty() {
            self.persist(Record::Forgotten { who, seats });
        }
    }

    /// A guest who closed the page and joins anew from the same browser does not stand beside the place that is still kept for
    /// them. Should it be another child at the same computer, the first one can still come back.
    fn release_lost(&mut self, device: Option<DeviceId>) {
        let lost: Vec<_> = self.room.roster.lost_guests(device).map(|member| member.id).collect();
        lost.into_iter().for_each(|who| self.put_out(who, CloseReason::Replaced, LeaveReason::Lost));
    }

    fn return_to(&mut self, who: ParticipantId, enters: bool, entrant: Entrant) {
        let Entrant { connection, attendance, device, .. } = entrant;
        self.note_device(who, device);
        let member = self.room.roster.get_mut(who).expect("the caller has looked them up");
        let before = member.place;
        if let Some(old) = before.connection() {
            member.sound.unclaim(self.now);
            self.effects.push(Effect::Close(old, CloseReason::Replaced));
        }
        if !enters {
            member.place = Place::Waiting { connection, attendance };
            self.effect(Effect::Welcome { who, connection, inside: false });
            return self.stale(FeatureName::Moderation);
        }
        member.admitted = true;
        let at = self.now;
        if let Place::Inside { attendance, .. } = before {
            self.persist(Record::Gone { attendance, at });
        }
        self.persist_for(Some(connection), Record::Entered { who, newcomer: None, attendance, at });
        self.seat(who, connection, attendance);
    }

    /// Stores the browser that a member last came from: a removal bans it.
    fn note_device(&mut self, who: ParticipantId, device: Option<DeviceId>) {
        let member = self.room.roster.get_mut(who).expect("the caller has looked them up");
        let Some(device) = device.filter(|device| member.device != Some(*device)) else { return };
        member.device = Some(device);
        self.persist(Record::Device { who, device });
    }

    /// Puts a member into the room, and tells everyone unless they were there already.
    pub(super) fn seat(&mut self, who: ParticipantId, connection: ConnectionId, attendance: AttendanceId) {
        let member = self.room.roster.get_mut(who).expect("only members are seated");
        let before = std::mem::replace(&mut member.place, Place::Inside { connection, attendance });
        member.inside_since = member.inside_since.or(Some(self.now));
        let shown = member.shown();
        match before {
            Place::Inside { .. } => {}
            Place::Lost { .. } => {
                self.tell(Event::Connection(ConnectionChanged { participant_id: who, connection: Connection::Here }));
            }
            Place::Waiting { .. } | Place::Away => {
                self.tell(Event::Join(Box::new(shown)));
                self.stale(FeatureName::Moderation);
            }
        }
    }

    /// Someone has another avatar.
    pub(super) fn update_avatar(&mut self, person: PersonId, avatar: Avatar) {
        let Some(who) = self.room.roster.by_person(person).map(|member| member.id) else { return };
        let member = self.room.roster.get_mut(who).expect("the roster was just asked");
        if member.avatar == avatar {
            return;
        }
        member.avatar = avatar.clone();
        if member.place.is_seen() {
            self.tell(Event::Avatar(Box::new(AvatarChanged { participant_id: who, avatar })));
        }
    }

    /// An entry was committed: answers the join, unless the connection is gone already.
    pub(super) fn entry_committed(&mut self, record: &Record, connection: Option<ConnectionId>) {
        if let Record::Forgotten { seats, .. } = record {
            self.room.roster.release_seats(seats.iter().copied());
        }
        let (Some((who, _)), Some(connection)) = (entry_of(record), connection) else { return };
        let place = self.room.roster.get(who).map(|member| member.place);
        if let Some(place) = place.filter(|place| place.connection() == Some(connection)) {
            self.effect(Effect::Welcome { who, connection, inside: place.is_inside() });
        }
    }

    /// An entry could not be written: takes the member out again. They may try once more.
    pub(super) fn entry_failed(&mut self, record: &Record, connection: Option<ConnectionId>) {
        let (Some((who, newcomer)), Some(connection)) = (entry_of(record), connection) else { return };
        let here = self.room.roster.get(who).is_some_and(|member| member.place.connection() == Some(connection));
        // A newcomer has no row, even if they joined a second time meanwhile.
        if newcomer || here {
            self.put_out(who, CloseReason::Restarting, LeaveReason::Lost);
            self.stale(FeatureName::Moderation);
        }
        if newcomer {
            self.room.roster.forget(who);
        }
        self.note_emptiness();
    }

    /// A connection is gone. The member's place is kept for the grace period.
    pub(super) fn lose(&mut self, who: ParticipantId, connection: ConnectionId) {
        let now = self.now;
        let Some(member) = self.room.roster.get_mut(who).filter(|member| member.place.connection() == Some(connection))
        else {
            return;
        };
        if let Place::Inside { attendance, .. } = member.place {
            member.place = Place::Lost { since: now };
            member.end_stay(now);
            member.sound.unclaim(now);
            self.persist(Record::Gone { attendance, at: now });
            self.tell(Event::Connection(ConnectionChanged { participant_id: who, connection: Connection::Lost }));
        } else {
            member.place = Place::Away;
            self.stale(FeatureName::Moderation);
        }
        self.note_emptiness();
    }

    pub(super) fn leave(&mut self, who: ParticipantId) {
        self.put_out(who, CloseReason::Left, LeaveReason::Left);
        self.note_emptiness();
        self.stale(FeatureName::Moderation);
    }

    /// Takes someone out of the room or the waiting room, and closes their attendance.
    pub(super) fn put_out(&mut self, who: ParticipantId, close: CloseReason, why: LeaveReason) {
        let Some(member) = self.room.roster.get_mut(who) else { return };
        let before = std::mem::replace(&mut member.place, Place::Away);
        member.end_stay(self.now);
        member.hand = None;
        self.effects.extend(member.sound.close_all());
        if let Place::Inside { attendance, .. } = before {
            self.persist(Record::Gone { attendance, at: self.now });
        }
        if before.is_seen() {
            self.left(who);
            self.tell(Event::Leave(Left { participant_id: who, why }));
        }
        if let Some(connection) = before.connection() {
            self.effect(Effect::Close(connection, close));
        }
    }
}

/// Who enters with a record, and whether for the first time.
fn entry_of(record: &Record) -> Option<(ParticipantId, bool)> {
    match record {
        Record::Arrived(newcomer) => Some((newcomer.id, true)),
        Record::Entered { who, newcomer, .. } => Some((*who, newcomer.is_some())),
        Record::Gone { .. } | Record::Device { .. } | Record::Forgotten { .. } => None,
    }
}
