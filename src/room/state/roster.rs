//! Everyone who has ever been in this session, and where they are now.

use std::collections::{BTreeMap, HashMap};

use chrono::Duration;

use crate::{
    access::RoomRole,
    clock::Time,
    db::roster::ParticipantRow,
    error::{Fault, Refusal},
    ids::{AttendanceId, ConnectionId, DeviceId, GroupStudentId, ParticipantId, PersonId, Seat},
    protocol::{
        Avatar, Pose,
        roster::{Connection, ERASED, Outsider, Participant},
    },
};

use super::MemberSound;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// Not here.
    Away,
    /// In the waiting room; the attendance begins when they are let in.
    Waiting { connection: ConnectionId, attendance: AttendanceId },
    /// In the room.
    Inside { connection: ConnectionId, attendance: AttendanceId },
    /// Their connection was lost a moment ago; their place is kept.
    Lost { since: Time },
}

impl Place {
    pub fn is_inside(self) -> bool {
        matches!(self, Place::Inside { .. })
    }

    /// Whether others see them in the room.
    pub fn is_seen(self) -> bool {
        matches!(self, Place::Inside { .. } | Place::Lost { .. })
    }

    pub fn connection(self) -> Option<ConnectionId> {
        match self {
            Place::Waiting { connection, .. } | Place::Inside { connection, .. } => Some(connection),
            Place::Away | Place::Lost { .. } => None,
        }
    }
}

#[derive(Clone, Debug, PartialEq)]
pub struct Member {
    pub id: ParticipantId,
    pub person: Option<PersonId>,
    /// The place in a group of someone without an account who came by a personal link.
    pub student: Option<GroupStudentId>,
    pub device: Option<DeviceId>,
    pub seat: Seat,
    pub name: String,
    pub role: RoomRole,
    pub avatar: Avatar,
    /// A program that publishes with one of the teacher's stream keys: it has sound, and no avatar, and never waits.
    pub stream: bool,
    /// They were let in once, so they need not wait again.
    pub admitted: bool,
    pub removed: bool,
    /// They have written, answered or raised their hand: something of theirs is there after they have left.
    pub acted: bool,
    /// Since when they are in the room, and how long they were in it before.
    pub inside_since: Option<Time>,
    pub stayed: Duration,
    pub place: Place,
    pub hand: Option<Time>,
    pub sound: MemberSound,
    pub pose: Pose,
}

impl Member {
    /// Builds a member from a row: not here, and without what features restore.
    ///
    /// # Errors
    /// For a row that this program did not write.
    pub fn restore(row: ParticipantRow) -> Result<Self, Fault> {
        let broken = |what: &str| Fault::Broken(format!("participant {}: {what}", row.id));
        let seat = u16::try_from(row.seat).map(Seat).map_err(|_| broken("seat"))?;
        let role = RoomRole::parse(&row.role).ok_or_else(|| broken("role"))?;
        Ok(Self {
            id: row.id,
            person: row.person_id,
            student: row.student_id.filter(|_| row.person_id.is_none()),
            device: row.device,
            seat,
            avatar: serde_json::from_value(row.avatar.clone()).map_err(|_| broken("avatar"))?,
            name: row.name,
            role,
            stream: row.stream,
            admitted: row.admitted_at.is_some(),
            removed: false,
            // What they did is not read again, so they are kept.
            acted: true,
            inside_since: None,
            stayed: Duration::zero(),
            place: Place::Away,
            hand: None,
            sound: MemberSound::default(),
            pose: Self::first_pose(seat, role),
        })
    }

    /// The member as everyone in the room sees them.
    pub fn shown(&self) -> Participant {
        Participant {
            participant_id: self.id,
            seat: self.seat,
            username: self.name.clone(),
            role: self.role,
            guest: self.is_guest() || self.stream,
            avatar: self.avatar.clone(),
            stream: self.stream,
            connection: if self.place.is_inside() { Connection::Here } else { Connection::Lost },
            microphone: self.sound.microphone(),
            camera: self.sound.camera(),
            screen: self.sound.shares_screen(),
            hand_raised_at: self.hand,
            pose: self.pose,
        }
    }

    /// Notes that they are no longer in the room.
    pub fn end_stay(&mut self, now: Time) {
        if let Some(since) = self.inside_since.take() {
            self.stayed += now - since;
        }
    }

    /// Whether nothing is lost when the room forgets them: a guest who has left and never did anything.
    fn can_be_forgotten(&self) -> bool {
        let decided = self.removed || self.sound.is_decided();
        self.is_guest() && !self.stream && !self.acted && !decided && !self.is_erased() && self.place == Place::Away
    }

    /// Whether nobody knows who they are: they have neither an account nor a place in a group.
    pub fn is_guest(&self) -> bool {
        self.person.is_none() && self.student.is_none()
    }

    /// Why they may not come in, once they were removed. Who was never let in is told just that.
    pub fn out(&self) -> Refusal {
        if self.admitted { Refusal::Removed } else { Refusal::TurnedAway }
    }

    /// Whether their person was erased. An erased member has no name and does not come back.
    pub fn is_erased(&self) -> bool {
        self.name == ERASED
    }

    /// Where a seat's avatar first stands: the teacher in front of the blackboard, the others in rows that face it, the front
    /// row first and from the middle outwards. The middle half of the rows with desks fills before the sides, so that a small
    /// class is together in front of the board. Once the rows are full, further rows stand between them.
    pub fn first_pose(seat: Seat, role: RoomRole) -> Pose {
        const COLUMNS: u16 = 12;
        const ROWS: u16 = 10;
        const DESKS: u16 = 48;
        if role == RoomRole::Teacher {
            return Pose::standing((seat.0 % 7) as i16 * 60, -900, 0.0);
        }
        let (place, round) = (seat.0 % (COLUMNS * ROWS), seat.0 / (COLUMNS * ROWS) % 4);
        let (half, within) = (COLUMNS / 2, place % (DESKS / 2));
        let (row, outwards) = if place < DESKS {
            (within / half, within % half + place / (DESKS / 2) * half)
        } else {
            (place / COLUMNS, place % COLUMNS)
        };
        let column = if outwards % 2 == 0 { half + outwards / 2 } else { half - 1 - outwards / 2 };
        let x = column as i16 * 200 - 1100 + round as i16 % 2 * 100;
        let z = row as i16 * 190 - 500 + round as i16 / 2 * 95;
        Pose::standing(x, z, std::f32::consts::PI)
    }

    pub fn outsider(&self) -> Outsider {
        Outsider { participant_id: self.id, username: self.name.clone(), guest: self.is_guest() }
    }
}

#[derive(Debug, Default)]
pub struct Roster {
    members: BTreeMap<ParticipantId, Member>,
    people: HashMap<PersonId, ParticipantId>,
    students: HashMap<GroupStudentId, ParticipantId>,
    /// The browsers of removed members, and whose they are.
    banned: HashMap<DeviceId, ParticipantId>,
    next_seat: u32,
    /// The seats of forgotten guests, which are given again.
    free_seats: Vec<Seat>,
    /// When there are so many members, some guests are forgotten.
    forget_at: usize,
}

/// A guest who was inside for less than this keeps no place in a full room.
const MOMENT: Duration = Duration::seconds(10);
/// How many members a room keeps before it forgets guests who have left and never did anything: many times as many as a lesson
/// has. Without this, guests who come and go would use up the 65,536 seats, and nobody could come any more.
pub const KEPT_MEMBERS: usize = 4096;
/// How many are forgotten at a time.
const FORGOTTEN_AT_ONCE: usize = 1024;
/// The seats from this one on are for people with an account, and for programs.
const GUEST_SEATS: u32 = 60_000;

impl Roster {
    pub fn restore(members: Vec<Member>) -> Self {
        let mut roster = Self::default();
        for member in members {
            roster.insert(member);
        }
        roster.find_banned();
        roster
    }

    /// The next newcomer's seat; `None` when all numbers are used.
    pub fn free_seat(&self, guest: bool) -> Option<Seat> {
        let fresh = || u16::try_from(self.next_seat).ok().filter(|_| !guest || self.next_seat < GUEST_SEATS).map(Seat);
        self.free_seats.last().copied().or_else(fresh)
    }

    /// Forgets guests who have left and never did anything, those with the shortest stay first, if there are too many members.
    /// Their seats are free once [`Roster::release_seats`] says so.
    pub fn forget_idle_guests(&mut self) -> Vec<(ParticipantId, Seat)> {
        if self.members.len() < self.forget_at.max(KEPT_MEMBERS) {
            return Vec::new();
        }
        let mut idle: Vec<_> = self.members.values().filter(|member| member.can_be_forgotten()).collect();
        idle.sort_by_key(|member| (member.stayed, member.id));
        let idle: Vec<_> = idle.into_iter().take(FORGOTTEN_AT_ONCE).map(|member| (member.id, member.seat)).collect();
        self.forget_at = self.members.len() - idle.len() + FORGOTTEN_AT_ONCE;
        idle.iter().for_each(|(who, _)| drop(self.members.remove(who)));
        idle
    }

    /// These seats are nobody's any more.
    pub fn release_seats(&mut self, seats: impl IntoIterator<Item = Seat>) {
        self.free_seats.extend(seats);
    }

    pub fn insert(&mut self, member: Member) {
        self.next_seat = self.next_seat.max(u32::from(member.seat.0) + 1);
        if self.free_seats.last() == Some(&member.seat) {
            self.free_seats.pop();
        }
        if let Some(person) = member.person {
            self.people.insert(person, member.id);
        }
        if let Some(student) = member.student {
            self.students.insert(student, member.id);
        }
        self.members.insert(member.id, member);
    }

    /// Removes a member that the database does not have. The number of their seat stays used.
    pub fn forget(&mut self, who: ParticipantId) {
        let Some(member) = self.members.remove(&who) else { return };
        member.person.and_then(|person| self.people.remove(&person));
        member.student.and_then(|student| self.students.remove(&student));
    }

    pub fn get(&self, who: ParticipantId) -> Option<&Member> {
        self.members.get(&who)
    }

    pub fn get_mut(&mut self, who: ParticipantId) -> Option<&mut Member> {
        self.members.get_mut(&who)
    }

    pub fn by_person(&self, person: PersonId) -> Option<&Member> {
        self.members.get(self.people.get(&person)?)
    }

    pub fn by_student(&self, student: GroupStudentId) -> Option<&Member> {
        self.members.get(self.students.get(&student)?)
    }

    pub fn iter_mut(&mut self) -> impl Iterator<Item = &mut Member> {
        self.members.values_mut()
    }

    /// In the order in which they first came.
    pub fn iter(&self) -> impl Iterator<Item = &Member> {
        self.members.values()
    }

    pub fn set_removed(&mut self, who: ParticipantId, removed: bool) {
        if let Some(member) = self.members.get_mut(&who) {
            member.removed = removed;
        }
        self.find_banned();
    }

    fn find_banned(&mut self) {
        let removed = self.members.values().filter(|member| member.removed);
        self.banned = removed.filter_map(|member| Some((member.device?, member.id))).collect();
    }

    /// The removed member who last came from this browser.
    pub fn banned(&self, device: Option<DeviceId>) -> Option<&Member> {
        self.members.get(self.banned.get(&device?)?)
    }

    /// How many students are in the room, those with a lost connection included.
    pub fn students_inside(&self) -> usize {
        self.members.values().filter(|member| member.role == RoomRole::Student && member.place.is_seen()).count()
    }

    /// The guests from this browser whose connection was lost and who may still return.
    pub fn lost_guests(&self, device: Option<DeviceId>) -> impl Iterator<Item = &Member> {
        self.members.values().filter(move |member| {
            let lost = matches!(member.place, Place::Lost { .. });
            lost && member.is_guest() && device.is_some() && member.device == device
        })
    }

    /// A guest who was inside only for a moment, did nothing and whose connection is lost: in a full room their place is not kept.
    /// Otherwise a stranger who comes and goes under many names would keep everybody out.
    pub fn passing_guest(&self) -> Option<ParticipantId> {
        let passed = |member: &&Member| matches!(member.place, Place::Lost { .. }) && member.stayed < MOMENT;
        let free = |member: &&Member| member.is_guest() && !member.stream && !member.acted;
        self.members.values().filter(free).filter(passed).map(|member| member.id).min()
    }

    pub fn waiting(&self) -> impl Iterator<Item = &Member> {
        self.members.values().filter(|member| matches!(member.place, Place::Waiting { .. }))
    }
}
