//! Private calendar feeds, what is in them, and the lessons that were cancelled.

use diesel::prelude::*;

use super::{
    schema::{calendar_feeds, cancelled_sessions, group_students, schedules, session_groups, sessions, students},
    sessions::Session,
};
use crate::{
    clock::Time,
    error::Failure,
    ids::{PersonId, SessionId},
};

/// The most lessons in one feed.
const MOST: i64 = 2000;

/// A lesson that was planned and deleted.
#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = cancelled_sessions, check_for_backend(diesel::pg::Pg))]
pub struct CancelledSession {
    pub id: SessionId,
    pub teacher_id: PersonId,
    pub title: String,
    pub starts_at: Time,
    pub minutes: i32,
    pub time_zone: String,
    pub sequence: i32,
}

/// The token of a person's feed; `fresh` becomes it if they have none.
pub fn token(connection: &mut PgConnection, person: PersonId, fresh: &str) -> Result<String, Failure> {
    let row = (calendar_feeds::person_id.eq(person), calendar_feeds::token.eq(fresh));
    diesel::insert_into(calendar_feeds::table).values(row).on_conflict_do_nothing().execute(connection)?;
    Ok(calendar_feeds::table.find(person).select(calendar_feeds::token).first(connection)?)
}

/// Replaces the token of a person's feed: the old one is dead.
pub fn reset(connection: &mut PgConnection, person: PersonId, fresh: &str) -> Result<(), Failure> {
    let row = (calendar_feeds::person_id.eq(person), calendar_feeds::token.eq(fresh));
    diesel::insert_into(calendar_feeds::table)
        .values(row)
        .on_conflict(calendar_feeds::person_id)
        .do_update()
        .set(calendar_feeds::token.eq(fresh))
        .execute(connection)?;
    Ok(())
}

pub fn owner(connection: &mut PgConnection, token: &str) -> Result<Option<PersonId>, Failure> {
    let found = calendar_feeds::table.filter(calendar_feeds::token.eq(token)).select(calendar_feeds::person_id);
    Ok(found.first(connection).optional()?)
}

/// The lessons that someone teaches, or that are for them as a student, with how often each was changed.
pub fn lessons(
    connection: &mut PgConnection,
    person: PersonId,
    from: Time,
    to: Time,
) -> Result<Vec<(Session, Option<i32>)>, Failure> {
    let teachers = students::table.filter(students::student_id.eq(person)).select(students::teacher_id);
    let for_groups = session_groups::table
        .inner_join(group_students::table.on(group_students::group_id.eq(session_groups::group_id)))
        .filter(group_students::person_id.eq(person))
        .select(session_groups::session_id);
    let theirs =
        sessions::teacher_id.eq(person).or(sessions::teacher_id.eq_any(teachers)).or(sessions::id.eq_any(for_groups));
    Ok(sessions::table
        .left_join(schedules::table)
        .filter(theirs)
        .filter(sessions::starts_at.between(from, to))
        .order((sessions::starts_at, sessions::id))
        .limit(MOST)
        .select((Session::as_select(), schedules::sequence.nullable()))
        .load(connection)?)
}

/// The cancelled lessons of someone and of their teachers.
pub fn cancelled(
    connection: &mut PgConnection,
    person: PersonId,
    from: Time,
) -> Result<Vec<CancelledSession>, Failure> {
    let teachers = students::table.filter(students::student_id.eq(person)).select(students::teacher_id);
    Ok(cancelled_sessions::table
        .filter(cancelled_sessions::teacher_id.eq(person).or(cancelled_sessions::teacher_id.eq_any(teachers)))
        .filter(cancelled_sessions::starts_at.gt(from))
        .order((cancelled_sessions::starts_at, cancelled_sessions::id))
        .limit(MOST)
        .select(CancelledSession::as_select())
        .load(connection)?)
}

/// Within the transaction that deletes a planned session: calendars learn that it is cancelled.
pub fn cancel(connection: &mut PgConnection, session: &Session) -> Result<(), Failure> {
    let sequence = schedules::table.find(session.id).select(schedules::sequence).first::<i32>(connection).optional()?;
    let row = CancelledSession {
        id: session.id,
        teacher_id: session.teacher_id,
        title: session.title.clone(),
        starts_at: session.starts_at,
        minutes: session.minutes,
        time_zone: session.time_zone.clone(),
        sequence: sequence.unwrap_or(0) + 1,
    };
    diesel::insert_into(cancelled_sessions::table).values(row).on_conflict_do_nothing().execute(connection)?;
    Ok(())
}

/// Deletes the cancelled lessons that would have been before this time.
pub fn forget_cancelled(connection: &mut PgConnection, before: Time) -> Result<(), Failure> {
    let old = cancelled_sessions::table.filter(cancelled_sessions::starts_at.lt(before));
    diesel::delete(old).execute(connection)?;
    Ok(())
}

/// What an export has of a person `p`: the name of each list, and its rows.
pub const EXPORT: &[(&str, &str)] = &[
    ("calendarFeeds", "SELECT f.token FROM calendar_feeds f WHERE f.person_id = p.id"),
    (
        "cancelledSessions",
        "SELECT c.title, c.starts_at AS \"startsAt\", c.minutes, c.time_zone AS \"timeZone\"
         FROM cancelled_sessions c WHERE c.teacher_id = p.id ORDER BY c.starts_at, c.id",
    ),
];
