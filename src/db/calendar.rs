//! The lessons of a range of time.

use diesel::{
    dsl::sql,
    prelude::*,
    sql_types::{Array, Text},
};

use super::schema::{schedules, sessions};
use crate::{
    clock::Time,
    error::Failure,
    ids::{PersonId, SessionId},
};

/// What a calendar shows of a session.
#[derive(Clone, Debug, Queryable)]
pub struct CalendarLesson {
    pub id: SessionId,
    pub title: String,
    pub starts_at: Time,
    pub minutes: i32,
    pub state: String,
    /// Whether a rule repeats it.
    pub repeats: bool,
    /// The names of the groups that it is for.
    pub groups: Vec<String>,
}

/// A teacher's lessons that start in a range, the first one first.
pub fn between(
    connection: &mut PgConnection,
    teacher: PersonId,
    from: Time,
    to: Time,
    limit: i64,
) -> Result<Vec<CalendarLesson>, Failure> {
    // An index finds each row of a subquery; a join may read the whole table.
    let schedule = schedules::table.filter(schedules::session_id.eq(sessions::id));
    Ok(sessions::table
        .filter(sessions::teacher_id.eq(teacher))
        .filter(sessions::starts_at.ge(from))
        .filter(sessions::starts_at.lt(to))
        .order((sessions::starts_at, sessions::id))
        .limit(limit)
        .select((
            sessions::id,
            sessions::title,
            sessions::starts_at,
            sessions::minutes,
            sessions::state,
            schedule.select(schedules::recurrence_id).single_value().is_not_null(),
            sql::<Array<Text>>(
                "ARRAY(SELECT groups.name FROM session_groups JOIN groups ON groups.id = session_groups.group_id
                 WHERE session_groups.session_id = sessions.id ORDER BY groups.name, groups.id)",
            ),
        ))
        .load(connection)?)
}
