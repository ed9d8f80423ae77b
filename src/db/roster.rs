//! The participants of a session, and their attendances.

use diesel::{
    dsl::{exists, not},
    prelude::*,
    sql_types::{Array, Timestamptz, Uuid},
};

use super::schema::{attendances, hand_ins, messages, participants, poll_voters, poll_votes, quiz_answers};
use crate::{
    clock::Time,
    ids::{AttendanceId, DeviceId, GroupStudentId, ParticipantId, PersonId, Seat, SessionId},
    protocol::{Avatar, roster::RoomRole},
};

diesel::define_sql_function! {
    /// The later of two times.
    fn greatest(one: Timestamptz, other: Timestamptz) -> Timestamptz;
}

#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = participants, check_for_backend(diesel::pg::Pg))]
pub struct ParticipantRow {
    pub id: ParticipantId,
    pub session_id: SessionId,
    pub person_id: Option<PersonId>,
    pub seat: i32,
    pub name: String,
    pub role: String,
    pub avatar: serde_json::Value,
    pub device: Option<DeviceId>,
    pub joined_at: Time,
    pub admitted_at: Option<Time>,
    pub removed_at: Option<Time>,
    pub stream: bool,
    /// Whether the teacher has muted them (`false`), or lets them speak although students in general may not (`true`).
    pub may_speak: Option<bool>,
    /// The place in a group of someone who came by a personal link.
    pub student_id: Option<GroupStudentId>,
}

#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = attendances, check_for_backend(diesel::pg::Pg))]
pub struct AttendanceRow {
    pub id: AttendanceId,
    pub participant_id: ParticipantId,
    pub joined_at: Time,
    pub left_at: Option<Time>,
}

/// A participant who joins a session for the first time.
#[derive(Clone, Debug, PartialEq)]
pub struct NewParticipant {
    pub id: ParticipantId,
    pub person: Option<PersonId>,
    /// The place in a group of someone without an account who came by a personal link.
    pub student: Option<GroupStudentId>,
    pub device: Option<DeviceId>,
    pub seat: Seat,
    pub name: String,
    pub role: RoomRole,
    pub avatar: Avatar,
    /// Whether it is a program that publishes, not a person.
    pub stream: bool,
    pub at: Time,
}

impl NewParticipant {
    /// The row in the table, admitted or not.
    pub fn row(self, session: SessionId, admitted_at: Option<Time>) -> ParticipantRow {
        ParticipantRow {
            id: self.id,
            session_id: session,
            person_id: self.person,
            seat: i32::from(self.seat.0),
            name: self.name,
            role: self.role.as_str().to_owned(),
            avatar: serde_json::to_value(self.avatar).expect("an avatar is JSON"),
            device: self.device,
            joined_at: self.at,
            admitted_at,
            removed_at: None,
            stream: self.stream,
            may_speak: None,
            student_id: self.student,
        }
    }
}

#[derive(Clone, Debug, PartialEq)]
pub enum Record {
    /// A participant joins for the first time, and waits.
    Arrived(Box<NewParticipant>),
    /// A participant is let in for good, and is present from now on.
    Entered {
        who: ParticipantId,
        /// Set when they join for the first time.
        newcomer: Option<Box<NewParticipant>>,
        attendance: AttendanceId,
        at: Time,
    },
    Gone {
        attendance: AttendanceId,
        at: Time,
    },
    /// Guests who have left and never did anything. Their seats are given to others.
    Forgotten {
        who: Vec<ParticipantId>,
        seats: Vec<Seat>,
    },
    /// They have joined from another browser, which a removal must also keep out.
    Device {
        who: ParticipantId,
        device: DeviceId,
    },
}

/// Writes records in their order; new rows of a kind in one statement.
///
/// # Errors
/// A database error.
pub fn write(connection: &mut PgConnection, records: Vec<(SessionId, Record)>) -> QueryResult<()> {
    let (mut newcomers, mut present, mut updates) = (Vec::new(), Vec::new(), Vec::new());
    for (session, record) in records {
        match record {
            Record::Arrived(new) => newcomers.push(new.row(session, None)),
            Record::Entered { who, newcomer, attendance, at } => {
                newcomers.extend(newcomer.map(|new| new.row(session, Some(at))));
                present.push(AttendanceRow { id: attendance, participant_id: who, joined_at: at, left_at: None });
            }
            update => updates.push(update),
        }
    }
    insert(connection, newcomers, present)?;
    updates.into_iter().try_for_each(|record| update(connection, record))
}

/// Repeats are left out: after a commit without an answer, the same rows are written again.
fn insert(
    connection: &mut PgConnection,
    mut newcomers: Vec<ParticipantRow>,
    present: Vec<AttendanceRow>,
) -> QueryResult<()> {
    // A place may have been removed meanwhile: a reference to it would fail the whole batch.
    let places: Vec<_> = newcomers.iter_mut().filter_map(|row| Some((row.id, row.student_id.take()?))).collect();
    if !newcomers.is_empty() {
        diesel::insert_into(participants::table)
            .values(newcomers)
            .on_conflict(participants::id)
            .do_nothing()
            .execute(connection)?;
    }
    if !places.is_empty() {
        let (who, whose): (Vec<_>, Vec<_>) = places.into_iter().unzip();
        let placed = "UPDATE participants p SET student_id = g.id FROM unnest($1, $2) AS n (participant, student)
             JOIN group_students g ON g.id = n.student WHERE p.id = n.participant";
        diesel::sql_query(placed).bind::<Array<Uuid>, _>(who).bind::<Array<Uuid>, _>(whose).execute(connection)?;
    }
    if let Some(at) = present.last().map(|row| row.joined_at) {
        let admitted: Vec<_> = present.iter().map(|row| row.participant_id).collect();
        diesel::insert_into(attendances::table).values(present).on_conflict_do_nothing().execute(connection)?;
        diesel::update(participants::table.filter(participants::id.eq_any(admitted)))
            .filter(participants::admitted_at.is_null())
            .set(participants::admitted_at.eq(at))
            .execute(connection)?;
    }
    Ok(())
}

fn update(connection: &mut PgConnection, record: Record) -> QueryResult<()> {
    match record {
        Record::Gone { attendance, at } => {
            diesel::update(attendances::table.find(attendance)).set(attendances::left_at.eq(at)).execute(connection)?;
        }
        Record::Device { who, device } => {
            diesel::update(participants::table.find(who)).set(participants::device.eq(device)).execute(connection)?;
        }
        // Their attendances go with them. Nothing else may: the room has seen that there is nothing.
        Record::Forgotten { who, .. } => {
            let written = messages::table.filter(messages::participant_id.eq(participants::id));
            let answered = quiz_answers::table.filter(quiz_answers::participant_id.eq(participants::id));
            let forgotten = participants::table.filter(participants::id.eq_any(who));
            let voted = poll_votes::table.filter(poll_votes::participant_id.eq(participants::id));
            let sealed = poll_voters::table.filter(poll_voters::participant_id.eq(participants::id));
            let handed_in = hand_ins::table.filter(hand_ins::participant_id.eq(participants::id));
            let forgotten = forgotten.filter(not(exists(handed_in)));
            let idle = forgotten.filter(not(exists(written))).filter(not(exists(answered)));
            diesel::delete(idle.filter(not(exists(voted))).filter(not(exists(sealed)))).execute(connection)?;
        }
        Record::Arrived(_) | Record::Entered { .. } => unreachable!("new rows are inserted"),
    }
    Ok(())
}

/// Loads the participants of a session.
///
/// # Errors
/// A database error.
pub fn load(connection: &mut PgConnection, session: SessionId) -> QueryResult<Vec<ParticipantRow>> {
    participants::table
        .filter(participants::session_id.eq(session))
        .select(ParticipantRow::as_select())
        .load(connection)
}

/// Ends the attendances that a crash or the end of the lesson left open.
///
/// # Errors
/// A database error.
pub fn close_attendances(connection: &mut PgConnection, session: SessionId, at: Time) -> QueryResult<usize> {
    let there = participants::table.filter(participants::session_id.eq(session)).select(participants::id);
    diesel::update(attendances::table)
        .filter(attendances::left_at.is_null())
        .filter(attendances::participant_id.eq_any(there))
        .set(attendances::left_at.eq(greatest(attendances::joined_at, at).nullable()))
        .execute(connection)
}

/// What an export has of a person `p`: the name of each list, and its rows.
pub const EXPORT: &[(&str, &str)] = &[(
    "attendance",
    "SELECT a.session_id AS \"session\", s.title, a.name, a.role, a.seat, a.avatar, a.device AS \"browser\",
             a.joined_at AS \"joinedAt\", a.admitted_at AS \"admittedAt\", a.removed_at AS \"removedAt\",
             (SELECT coalesce(jsonb_agg(jsonb_build_object('joinedAt', v.joined_at, 'leftAt', v.left_at)
                  ORDER BY v.joined_at), '[]') FROM attendances v WHERE v.participant_id = a.id) AS \"visits\"
         FROM participants a JOIN sessions s ON s.id = a.session_id WHERE a.person_id = p.id
         ORDER BY a.joined_at, a.id",
)];

/// Takes someone's name, avatar and browser out of the lessons in which they were.
///
/// # Errors
/// The database's.
pub fn erase(
    connection: &mut PgConnection,
    person: PersonId,
    name: &str,
    avatar: &serde_json::Value,
) -> QueryResult<()> {
    let nobody = (
        participants::person_id.eq(None::<PersonId>),
        participants::device.eq(None::<DeviceId>),
        participants::name.eq(name),
        participants::avatar.eq(avatar),
    );
    let theirs = participants::table.filter(participants::person_id.eq(person));
    diesel::update(theirs).set(nobody).execute(connection).map(drop)
}
