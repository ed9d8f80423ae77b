//! Sessions: planned, live and ended. Every query names the teacher, so that nobody reaches another teacher's sessions.

use std::collections::HashMap;

use diesel::prelude::*;

use super::{
    experiences::Experience,
    schema::{attendances, experiences, participants, people, recurrences, results, schedules, sessions, settings},
};
use crate::{
    clock::Time,
    error::Failure,
    ids::{ExperienceId, JoinCode, ParticipantId, PersonId, SessionId},
};

/// What becomes of a session's chat and answers at its end.
pub const DURING_SESSION: &str = "during session";
pub const KEEP: &str = "keep";

#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = sessions, check_for_backend(diesel::pg::Pg))]
pub struct Session {
    pub id: SessionId,
    pub teacher_id: PersonId,
    pub experience_id: Option<ExperienceId>,
    pub title: String,
    pub description: String,
    pub starts_at: Time,
    pub time_zone: String,
    pub code: String,
    pub state: String,
    pub guests_allowed: bool,
    pub waiting_room: bool,
    pub retention: String,
    pub capacity: i32,
    pub started_at: Option<Time>,
    pub ended_at: Option<Time>,
    /// The name of its series.
    pub series: Option<String>,
    pub keep_results: bool,
    /// How long it is planned to be.
    pub minutes: i32,
    /// Whether its code alone lets people in; if not, it is for its groups only.
    pub by_code: bool,
}

/// The columns that an edit may change.
#[derive(Clone, AsChangeset)]
#[diesel(table_name = sessions)]
#[diesel(treat_none_as_null = true)]
pub struct Changes {
    pub experience_id: Option<ExperienceId>,
    pub title: String,
    pub description: String,
    pub starts_at: Time,
    pub time_zone: String,
    pub guests_allowed: bool,
    pub waiting_room: bool,
    pub retention: String,
    pub capacity: i32,
    pub series: Option<String>,
    pub keep_results: bool,
    pub minutes: i32,
    pub by_code: bool,
    pub updated_at: Time,
}

/// Inserts a session with the school's rules for cameras and screens. Returns `false` if its code is in use.
pub fn insert(connection: &mut PgConnection, session: &Session) -> Result<bool, Failure> {
    let cameras = settings::table.select(settings::cameras).single_value().assume_not_null();
    let screens = settings::table.select(settings::screens).single_value().assume_not_null();
    let values = (session, sessions::cameras.eq(cameras), sessions::screens.eq(screens));
    // An error would abort the caller's transaction.
    Ok(diesel::insert_into(sessions::table).values(values).on_conflict_do_nothing().execute(connection)? > 0)
}

/// A teacher's own session; `lock` locks it until the transaction ends.
pub fn own(
    connection: &mut PgConnection,
    id: SessionId,
    teacher: PersonId,
    lock: bool,
) -> Result<Option<Session>, Failure> {
    let query = sessions::table.find(id).filter(sessions::teacher_id.eq(teacher)).select(Session::as_select());
    let found = if lock { query.for_update().first(connection) } else { query.first(connection) };
    Ok(found.optional()?)
}

/// Makes a session that has ended live again. Scores whose answers are kept are deleted: they are counted anew at its next end.
/// Those whose answers are gone stay as they were counted. Returns the session.
pub fn reopen(connection: &mut PgConnection, id: SessionId, now: Time) -> Result<Session, Failure> {
    let there = participants::table
        .inner_join(sessions::table)
        .filter(sessions::id.eq(id).and(sessions::retention.eq("keep")))
        .select(participants::id);
    diesel::delete(results::table.filter(results::participant_id.eq_any(there))).execute(connection)?;
    let live = (sessions::state.eq("live"), sessions::ended_at.eq(None::<Time>), sessions::alive_at.eq(now));
    Ok(diesel::update(sessions::table.find(id)).set(live).returning(Session::as_returning()).get_result(connection)?)
}

/// A session, its experience, and the rule by which it repeats.
pub type Listed = (Session, Option<Experience>, Option<String>);

/// A teacher's sessions, newest first.
pub fn all_of(
    connection: &mut PgConnection,
    teacher: PersonId,
    state: Option<&str>,
    offset: i64,
    limit: i64,
) -> Result<Vec<Listed>, Failure> {
    let mut query = sessions::table
        .left_join(experiences::table)
        .left_join(schedules::table.left_join(recurrences::table))
        .filter(sessions::teacher_id.eq(teacher))
        .select((Session::as_select(), Option::<Experience>::as_select(), recurrences::rule.nullable()))
        .order((sessions::starts_at.desc(), sessions::id.desc()))
        .offset(offset)
        .limit(limit)
        .into_boxed();
    if let Some(state) = state {
        query = query.filter(sessions::state.eq(state.to_owned()));
    }
    Ok(query.load(connection)?)
}

pub fn experience_of(connection: &mut PgConnection, session: &Session) -> Result<Option<Experience>, Failure> {
    let Some(id) = session.experience_id else { return Ok(None) };
    Ok(experiences::table.find(id).select(Experience::as_select()).first(connection).optional()?)
}

/// The experience that a session is based on, if any.
pub fn experience_id(connection: &mut PgConnection, id: SessionId) -> Result<Option<ExperienceId>, Failure> {
    Ok(sessions::table.find(id).select(sessions::experience_id).first::<Option<_>>(connection).optional()?.flatten())
}

pub fn update(
    connection: &mut PgConnection,
    id: SessionId,
    teacher: PersonId,
    changes: &Changes,
) -> Result<Session, Failure> {
    Ok(diesel::update(sessions::table.find(id).filter(sessions::teacher_id.eq(teacher)))
        .set(changes)
        .returning(Session::as_returning())
        .get_result(connection)?)
}

/// Moves a session into this series, or out of any; in whatever state the session is.
pub fn set_series(
    connection: &mut PgConnection,
    id: SessionId,
    teacher: PersonId,
    series: Option<&str>,
) -> Result<Option<Session>, Failure> {
    Ok(diesel::update(sessions::table.find(id).filter(sessions::teacher_id.eq(teacher)))
        .set((sessions::series.eq(series), sessions::updated_at.eq(diesel::dsl::now)))
        .returning(Session::as_returning())
        .get_result(connection)
        .optional()?)
}

/// The names of a teacher's series, each with its number of lessons; the series with the latest lesson comes first.
pub fn series_of(connection: &mut PgConnection, teacher: PersonId, limit: i64) -> Result<Vec<(String, i64)>, Failure> {
    let named = sessions::table.filter(sessions::teacher_id.eq(teacher)).filter(sessions::series.is_not_null());
    let rows: Vec<(Option<String>, i64)> = named
        .group_by(sessions::series)
        .order((diesel::dsl::max(sessions::starts_at).desc(), sessions::series))
        .limit(limit)
        .select((sessions::series, diesel::dsl::count_star()))
        .load(connection)?;
    Ok(rows.into_iter().filter_map(|(name, lessons)| Some((name?, lessons))).collect())
}

/// How many of a teacher's sessions have not ended.
pub fn count_open(connection: &mut PgConnection, teacher: PersonId) -> Result<i64, Failure> {
    let open = sessions::table.filter(sessions::teacher_id.eq(teacher)).filter(sessions::state.ne("ended"));
    Ok(open.count().get_result(connection)?)
}

pub fn delete(connection: &mut PgConnection, id: SessionId, teacher: PersonId) -> Result<(), Failure> {
    diesel::delete(sessions::table.find(id).filter(sessions::teacher_id.eq(teacher))).execute(connection)?;
    Ok(())
}

/// Every session that has not ended, with its teacher's name.
pub fn open(connection: &mut PgConnection) -> Result<Vec<(Session, String)>, Failure> {
    Ok(sessions::table
        .inner_join(people::table)
        .filter(sessions::state.ne("ended"))
        .select((Session::as_select(), people::name))
        .load(connection)?)
}

/// A session with its teacher's name.
pub fn with_teacher(connection: &mut PgConnection, id: SessionId) -> Result<Option<(Session, String)>, Failure> {
    let found = sessions::table
        .inner_join(people::table)
        .filter(sessions::id.eq(id))
        .select((Session::as_select(), people::name))
        .first(connection);
    Ok(found.optional()?)
}

/// The codes of the lessons that have ended since this time, and when.
pub fn ended_since(connection: &mut PgConnection, since: Time) -> Result<Vec<(JoinCode, Time)>, Failure> {
    let rows: Vec<(String, Option<Time>)> = sessions::table
        .filter(sessions::state.eq("ended"))
        .filter(sessions::ended_at.gt(since))
        .select((sessions::code, sessions::ended_at))
        .load(connection)?;
    Ok(rows.into_iter().filter_map(|(code, at)| Some((JoinCode::parse(&code)?, at?))).collect())
}

/// One attendance of a participant.
#[derive(Clone, Debug)]
pub struct Attendance {
    pub participant: ParticipantId,
    pub name: String,
    pub role: String,
    pub guest: bool,
    pub joined_at: Time,
    /// `None` while they are in the room, and after a crash until the session has ended.
    pub left_at: Option<Time>,
}

/// The attendances of a session; participants in the order in which they first joined.
pub fn visits(connection: &mut PgConnection, session: SessionId) -> Result<Vec<Attendance>, Failure> {
    type Row = (ParticipantId, String, String, Option<PersonId>, Time, Option<Time>);
    let rows: Vec<Row> = attendances::table
        .inner_join(participants::table)
        .filter(participants::session_id.eq(session))
        .select((
            participants::id,
            participants::name,
            participants::role,
            participants::person_id,
            attendances::joined_at,
            attendances::left_at,
        ))
        .order((participants::joined_at, participants::id, attendances::joined_at))
        .load(connection)?;
    Ok(rows
        .into_iter()
        .map(|(participant, name, role, person, joined_at, left_at)| Attendance {
            participant,
            name,
            role,
            guest: person.is_none(),
            joined_at,
            left_at,
        })
        .collect())
}

/// When each of these sessions started, without those that have not.
pub fn started(connection: &mut PgConnection, ids: &[SessionId]) -> Result<HashMap<SessionId, Time>, Failure> {
    let started = sessions::table.filter(sessions::id.eq_any(ids)).filter(sessions::started_at.is_not_null());
    let rows = started.select((sessions::id, sessions::started_at.assume_not_null())).load(connection)?;
    Ok(rows.into_iter().collect())
}

/// When the server last recorded that this session is alive.
pub fn alive_at(connection: &mut PgConnection, id: SessionId) -> Result<Option<Time>, Failure> {
    Ok(sessions::table.find(id).select(sessions::alive_at).first::<Option<Time>>(connection).optional()?.flatten())
}

/// What an export has of a person `p`: the name of each list, and its rows.
pub const EXPORT: &[(&str, &str)] = &[(
    "sessions",
    "SELECT s.id, s.title, s.description, s.starts_at AS \"startsAt\", s.time_zone AS \"timeZone\", s.code, s.state,
             s.series, s.keep_results AS \"keepResults\", s.minutes, s.guests_allowed AS \"guestsAllowed\",
             s.waiting_room AS \"waitingRoom\", s.retention, s.capacity,
             s.started_at AS \"startedAt\", s.ended_at AS \"endedAt\", s.created_at AS \"createdAt\"
         FROM sessions s WHERE s.teacher_id = p.id ORDER BY s.starts_at, s.id",
)];

/// Within an erasure: a teacher's lessons that have not ended. Their rows go with the teacher's own.
///
/// # Errors
/// The database's.
pub fn open_of(connection: &mut PgConnection, teacher: PersonId) -> QueryResult<Vec<SessionId>> {
    let theirs = sessions::table.filter(sessions::teacher_id.eq(teacher)).filter(sessions::state.ne("ended"));
    theirs.select(sessions::id).load(connection)
}

/// Within an erasure: the lessons of others that have not ended and are based on content of this person's.
///
/// # Errors
/// The database's.
pub fn open_with_content_of(connection: &mut PgConnection, owner: PersonId) -> QueryResult<Vec<SessionId>> {
    sessions::table
        .inner_join(experiences::table)
        .filter(experiences::owner_id.eq(owner))
        .filter(sessions::teacher_id.ne(owner))
        .filter(sessions::state.ne("ended"))
        .select(sessions::id)
        .load(connection)
}
