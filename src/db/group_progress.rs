//! The lessons of a group that have ended, and who of its students attended them: by their account, or by their place in the group.

use diesel::{
    prelude::*,
    sql_types::{Array, Integer, Nullable, Timestamptz, Uuid},
};

use super::{
    progress::{AttendeeCount, EndedLesson},
    schema::{session_groups, sessions},
};
use crate::{
    clock::Time,
    error::Failure,
    ids::{GroupId, GroupStudentId, SessionId},
};

/// The lessons of a group that have ended, newest first.
pub fn past(connection: &mut PgConnection, group: GroupId, limit: i64) -> Result<Vec<EndedLesson>, Failure> {
    Ok(session_groups::table
        .inner_join(sessions::table)
        .filter(session_groups::group_id.eq(group))
        .filter(sessions::state.eq("ended"))
        .filter(sessions::started_at.is_not_null())
        .filter(sessions::ended_at.is_not_null())
        .order((sessions::ended_at.desc(), sessions::id.desc()))
        .limit(limit)
        .select((
            sessions::id,
            sessions::title,
            sessions::series,
            sessions::started_at.assume_not_null(),
            sessions::ended_at.assume_not_null(),
            sessions::keep_results,
        ))
        .load(connection)?)
}

/// One attendance of a student of the group, or the score of one.
#[derive(Clone, Debug, QueryableByName)]
pub struct GroupAttendance {
    #[diesel(sql_type = Uuid)]
    pub session: SessionId,
    #[diesel(sql_type = Uuid)]
    pub student: GroupStudentId,
    #[diesel(sql_type = Timestamptz)]
    pub joined_at: Time,
    /// `None` if a crash prevented its recording.
    #[diesel(sql_type = Nullable<Timestamptz>)]
    pub left_at: Option<Time>,
    /// The last time at which the lesson is known to have been live.
    #[diesel(sql_type = Nullable<Timestamptz>)]
    pub alive_at: Option<Time>,
}

/// The participants of these lessons who are students of the group.
const THEIRS: &str = "participants p
         JOIN group_students g ON g.group_id = $1 AND (g.id = p.student_id OR g.person_id = p.person_id)";

/// The attendances of a group's students in these lessons.
pub fn attendances(
    connection: &mut PgConnection,
    group: GroupId,
    lessons: &[SessionId],
) -> Result<Vec<GroupAttendance>, Failure> {
    let theirs = format!(
        "SELECT p.session_id AS session, g.id AS student, a.joined_at, a.left_at, s.alive_at
         FROM {THEIRS} JOIN attendances a ON a.participant_id = p.id JOIN sessions s ON s.id = p.session_id
         WHERE p.session_id = ANY($2) ORDER BY p.session_id, g.id, a.joined_at"
    );
    Ok(diesel::sql_query(theirs).bind::<Uuid, _>(group).bind::<Array<Uuid>, _>(lessons).load(connection)?)
}

/// The score of a student of the group in one lesson.
#[derive(Clone, Copy, Debug, QueryableByName)]
pub struct GroupScore {
    #[diesel(sql_type = Uuid)]
    pub session: SessionId,
    #[diesel(sql_type = Uuid)]
    pub student: GroupStudentId,
    #[diesel(sql_type = Integer)]
    pub asked: i32,
    #[diesel(sql_type = Integer)]
    pub answered: i32,
    #[diesel(sql_type = Integer)]
    pub correct: i32,
}

/// The scores of a group's students in these lessons, as far as they are kept.
pub fn scores(
    connection: &mut PgConnection,
    group: GroupId,
    lessons: &[SessionId],
) -> Result<Vec<GroupScore>, Failure> {
    let theirs = format!(
        "SELECT p.session_id AS session, g.id AS student, r.asked, r.answered, r.correct
         FROM {THEIRS} JOIN results r ON r.participant_id = p.id WHERE p.session_id = ANY($2)"
    );
    Ok(diesel::sql_query(theirs).bind::<Uuid, _>(group).bind::<Array<Uuid>, _>(lessons).load(connection)?)
}

/// How many of the group's students and how many others were in each of these lessons. Lessons whose attendances are deleted are
/// left out.
pub fn attendee_counts(
    connection: &mut PgConnection,
    group: GroupId,
    lessons: &[SessionId],
) -> Result<Vec<AttendeeCount>, Failure> {
    let count = "SELECT p.session_id AS session,
             count(DISTINCT p.id) FILTER (WHERE g.id IS NOT NULL) AS students,
             count(DISTINCT p.id) FILTER (WHERE g.id IS NULL) AS others
         FROM participants p
         LEFT JOIN group_students g ON g.group_id = $1 AND (g.id = p.student_id OR g.person_id = p.person_id)
         WHERE p.session_id = ANY($2) AND p.role = 'student' AND NOT p.stream
             -- Guests may be forgotten but for their number.
             AND (EXISTS (SELECT FROM attendances a WHERE a.participant_id = p.id)
                 OR p.person_id IS NULL AND p.student_id IS NULL AND p.admitted_at IS NOT NULL)
         GROUP BY p.session_id";
    Ok(diesel::sql_query(count).bind::<Uuid, _>(group).bind::<Array<Uuid>, _>(lessons).load(connection)?)
}
