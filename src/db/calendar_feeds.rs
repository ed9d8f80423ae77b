//! Private calendar feeds, what is in them, and the lessons that were cancelled.

use std::collections::HashSet;

use diesel::prelude::*;

use super::{
    schema::{
        calendar_feeds, cancelled_session_groups, cancelled_sessions, group_students, groups, schedules,
        session_groups, sessions, students,
    },
    sessions::Session,
};
use crate::{
    clock::Time,
    error::Failure,
    ids::{GroupId, GroupStudentId, PersonId, SessionId},
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

/// Whose feed it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FeedOwner {
    Person(PersonId),
    Group(GroupId),
    /// A place in a group: its student needs no account.
    Student(GroupStudentId),
}

impl FeedOwner {
    fn columns(self) -> (Option<PersonId>, Option<GroupId>, Option<GroupStudentId>) {
        match self {
            Self::Person(person) => (Some(person), None, None),
            Self::Group(group) => (None, Some(group), None),
            Self::Student(student) => (None, None, Some(student)),
        }
    }
}

/// The token of a feed; `fresh` becomes it if there is none.
pub fn token(connection: &mut PgConnection, owner: FeedOwner, fresh: &str) -> Result<String, Failure> {
    insert(connection, owner, fresh)?;
    let found = calendar_feeds::table.select(calendar_feeds::token);
    Ok(match owner {
        FeedOwner::Person(person) => found.filter(calendar_feeds::person_id.eq(person)).first(connection),
        FeedOwner::Group(group) => found.filter(calendar_feeds::group_id.eq(group)).first(connection),
        FeedOwner::Student(student) => found.filter(calendar_feeds::student_id.eq(student)).first(connection),
    }?)
}

fn insert(connection: &mut PgConnection, owner: FeedOwner, token: &str) -> Result<(), Failure> {
    let (person, group, student) = owner.columns();
    let row = (
        calendar_feeds::person_id.eq(person),
        calendar_feeds::group_id.eq(group),
        calendar_feeds::student_id.eq(student),
        calendar_feeds::token.eq(token),
    );
    diesel::insert_into(calendar_feeds::table).values(row).on_conflict_do_nothing().execute(connection)?;
    Ok(())
}

/// Within a transaction: replaces the token of a feed. The old one is dead.
pub fn reset(connection: &mut PgConnection, owner: FeedOwner, fresh: &str) -> Result<(), Failure> {
    let feeds = diesel::delete(calendar_feeds::table);
    match owner {
        FeedOwner::Person(person) => feeds.filter(calendar_feeds::person_id.eq(person)).execute(connection),
        FeedOwner::Group(group) => feeds.filter(calendar_feeds::group_id.eq(group)).execute(connection),
        FeedOwner::Student(student) => feeds.filter(calendar_feeds::student_id.eq(student)).execute(connection),
    }?;
    insert(connection, owner, fresh)
}

/// A feed's owner: a person, or a group with its name. A student's place reads the feed of its group.
pub fn owner(connection: &mut PgConnection, token: &str) -> Result<Option<(FeedOwner, Option<String>)>, Failure> {
    let found = calendar_feeds::table
        .left_join(group_students::table)
        .filter(calendar_feeds::token.eq(token))
        .select((calendar_feeds::person_id, calendar_feeds::group_id, group_students::group_id.nullable()));
    let found = found.first::<(Option<PersonId>, Option<GroupId>, Option<GroupId>)>(connection).optional()?;
    let Some((person, group, students)) = found else { return Ok(None) };
    if let Some(person) = person {
        return Ok(Some((FeedOwner::Person(person), None)));
    }
    let Some(id) = group.or(students) else { return Ok(None) };
    let name = groups::table.find(id).select(groups::name).first(connection).optional()?;
    Ok(Some((FeedOwner::Group(id), name)))
}

/// Whose lessons are in a feed: those of these teachers, and those of these groups.
fn sources(connection: &mut PgConnection, owner: FeedOwner) -> Result<(Vec<PersonId>, Vec<GroupId>), Failure> {
    Ok(match owner {
        FeedOwner::Person(person) => {
            let teachers = students::table.filter(students::student_id.eq(person)).select(students::teacher_id);
            let mut teachers: Vec<PersonId> = teachers.load(connection)?;
            teachers.push(person);
            let groups = group_students::table.filter(group_students::person_id.eq(person));
            (teachers, groups.select(group_students::group_id).load(connection)?)
        }
        FeedOwner::Group(group) => (Vec::new(), vec![group]),
        FeedOwner::Student(student) => {
            let place = group_students::table.find(student).select(group_students::group_id);
            (Vec::new(), place.load(connection)?)
        }
    })
}

/// The lessons that someone teaches, that are for them as a student, or that are for a group; with how often each was changed.
pub fn lessons(
    connection: &mut PgConnection,
    owner: FeedOwner,
    from: Time,
    to: Time,
) -> Result<Vec<(Session, Option<i32>)>, Failure> {
    let (teachers, groups) = sources(connection, owner)?;
    let theirs = session_groups::table.filter(session_groups::group_id.eq_any(groups));
    let theirs: Vec<SessionId> = theirs.select(session_groups::session_id).load(connection)?;
    // Two queries: of one with both conditions the database would read the whole table.
    // An index finds each row of a subquery; a join may read the whole table.
    let schedule = schedules::table.filter(schedules::session_id.eq(sessions::id));
    let in_range = sessions::table
        .filter(sessions::starts_at.between(from, to))
        .order((sessions::starts_at, sessions::id))
        .limit(MOST)
        .select((Session::as_select(), schedule.select(schedules::sequence).single_value()));
    let mut all: Vec<(Session, Option<i32>)> =
        in_range.filter(sessions::teacher_id.eq_any(teachers)).load(connection)?;
    let more: Vec<(Session, Option<i32>)> = in_range.filter(sessions::id.eq_any(theirs)).load(connection)?;
    let known: HashSet<_> = all.iter().map(|(session, _)| session.id).collect();
    all.extend(more.into_iter().filter(|(session, _)| !known.contains(&session.id)));
    all.sort_by_key(|(session, _)| (session.starts_at, session.id));
    Ok(all)
}

/// The cancelled lessons of someone, of their teachers and of their groups, or of a group.
pub fn cancelled(
    connection: &mut PgConnection,
    owner: FeedOwner,
    from: Time,
) -> Result<Vec<CancelledSession>, Failure> {
    let (teachers, groups) = sources(connection, owner)?;
    let theirs = cancelled_session_groups::table.filter(cancelled_session_groups::group_id.eq_any(groups));
    let theirs: Vec<SessionId> = theirs.select(cancelled_session_groups::session_id).load(connection)?;
    let in_range = cancelled_sessions::table
        .filter(cancelled_sessions::starts_at.gt(from))
        .order((cancelled_sessions::starts_at, cancelled_sessions::id))
        .limit(MOST)
        .select(CancelledSession::as_select());
    let mut all: Vec<CancelledSession> =
        in_range.filter(cancelled_sessions::teacher_id.eq_any(teachers)).load(connection)?;
    let more: Vec<CancelledSession> = in_range.filter(cancelled_sessions::id.eq_any(theirs)).load(connection)?;
    let known: HashSet<_> = all.iter().map(|one| one.id).collect();
    all.extend(more.into_iter().filter(|one| !known.contains(&one.id)));
    all.sort_by_key(|one| (one.starts_at, one.id));
    Ok(all)
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
    let its_groups = session_groups::table
        .filter(session_groups::session_id.eq(session.id))
        .select((session_groups::session_id, session_groups::group_id));
    diesel::insert_into(cancelled_session_groups::table)
        .values(its_groups)
        .into_columns((cancelled_session_groups::session_id, cancelled_session_groups::group_id))
        .on_conflict_do_nothing()
        .execute(connection)?;
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
