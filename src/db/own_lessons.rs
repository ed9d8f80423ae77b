//! A student's own lessons: those that their teachers have planned, and those in which they were.

use diesel::prelude::*;

use super::{
    progress::Score,
    schema::{participants, people, results, sessions, students},
};
use crate::{
    clock::Time,
    error::Failure,
    ids::{PersonId, SessionId},
};

/// A lesson of a teacher of theirs or one that they have joined, planned or live.
#[derive(Clone, Debug, Queryable)]
pub struct NextLesson {
    pub id: SessionId,
    pub title: String,
    pub teacher: String,
    pub starts_at: Time,
    pub minutes: i32,
    pub code: String,
    pub state: String,
}

/// A lesson that has ended, in which they were.
#[derive(Clone, Debug, Queryable)]
pub struct PastLesson {
    pub id: SessionId,
    pub title: String,
    pub teacher: String,
    pub started_at: Option<Time>,
    /// How they did in its quizzes, if that is kept.
    pub score: Option<Score>,
}

/// The lessons of their teachers, and those that they have joined, that have not ended and did not stay planned since before
/// `old`, the next first. Being a student of a teacher is all that is known of invitations: nobody is invited to a single
/// lesson.
pub fn next(
    connection: &mut PgConnection,
    student: PersonId,
    old: Time,
    limit: i64,
) -> Result<Vec<NextLesson>, Failure> {
    let teachers = students::table.filter(students::student_id.eq(student)).select(students::teacher_id);
    let joined = participants::table
        .filter(participants::person_id.eq(student))
        .filter(participants::admitted_at.is_not_null())
        .filter(participants::removed_at.is_null())
        .select(participants::session_id);
    Ok(sessions::table
        .inner_join(people::table)
        .filter(sessions::teacher_id.eq_any(teachers).or(sessions::id.eq_any(joined)))
        .filter(sessions::state.eq("live").or(sessions::state.eq("planned").and(sessions::starts_at.gt(old))))
        .order((sessions::starts_at, sessions::id))
        .limit(limit)
        .select((
            sessions::id,
            sessions::title,
            people::name,
            sessions::starts_at,
            sessions::minutes,
            sessions::code,
            sessions::state,
        ))
        .load(connection)?)
}

/// The lessons in which they were and that have ended, the latest first.
pub fn past(connection: &mut PgConnection, student: PersonId, limit: i64) -> Result<Vec<PastLesson>, Failure> {
    Ok(participants::table
        .inner_join(sessions::table.inner_join(people::table))
        .left_join(results::table)
        .filter(participants::person_id.eq(student))
        .filter(participants::admitted_at.is_not_null())
        .filter(sessions::state.eq("ended"))
        .order((sessions::ended_at.desc(), sessions::id))
        .limit(limit)
        .select((
            sessions::id,
            sessions::title,
            people::name,
            sessions::started_at,
            (results::asked, results::answered, results::correct).nullable(),
        ))
        .load(connection)?)
}
