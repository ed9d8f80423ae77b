//! The progress of a teacher's own students: who they are, the lessons that have ended, and attendances and scores. Every query
//! names the teacher.

use diesel::{
    prelude::*,
    sql_types::{Array, BigInt, Uuid},
};

use super::schema::{attendances, participants, people, results, sessions, students};
use crate::{
    clock::Time,
    error::Failure,
    ids::{PersonId, SessionId},
};

/// A person with an account who is a student of the teacher.
#[derive(Clone, Debug, PartialEq, Eq, Queryable)]
pub struct Student {
    pub id: PersonId,
    pub name: String,
    pub username: String,
    /// When they became this teacher's student.
    pub since: Time,
}

/// One page of a teacher's students, by name, and how many there are.
pub fn students_of(
    connection: &mut PgConnection,
    teacher: PersonId,
    offset: i64,
    limit: i64,
) -> Result<(Vec<Student>, i64), Failure> {
    let theirs = || students::table.filter(students::teacher_id.eq(teacher));
    let total = theirs().count().get_result(connection)?;
    let some = theirs()
        .inner_join(people::table.on(people::id.eq(students::student_id)))
        .order((people::name, people::id))
        .offset(offset)
        .limit(limit)
        .select((people::id, people::name, people::username, students::since))
        .load(connection)?;
    Ok((some, total))
}

/// One student of the teacher.
pub fn student(connection: &mut PgConnection, teacher: PersonId, id: PersonId) -> Result<Option<Student>, Failure> {
    Ok(students::table
        .find((teacher, id))
        .inner_join(people::table.on(people::id.eq(students::student_id)))
        .select((people::id, people::name, people::username, students::since))
        .first(connection)
        .optional()?)
}

/// A lesson that has ended.
#[derive(Clone, Debug, PartialEq, Eq, Queryable)]
pub struct EndedLesson {
    pub id: SessionId,
    pub title: String,
    pub series: Option<String>,
    pub started_at: Time,
    pub ended_at: Time,
    pub keeps_results: bool,
}

/// A teacher's lessons that have ended, of one series or of all, newest first.
pub fn past(
    connection: &mut PgConnection,
    teacher: PersonId,
    series: Option<&str>,
    limit: i64,
) -> Result<Vec<EndedLesson>, Failure> {
    let mut ended = sessions::table
        .filter(sessions::teacher_id.eq(teacher))
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
        .into_boxed();
    if let Some(series) = series {
        ended = ended.filter(sessions::series.eq(series.to_owned()));
    }
    Ok(ended.load(connection)?)
}

/// One attendance of a student.
#[derive(Clone, Debug, Queryable)]
pub struct StudentAttendance {
    pub session: SessionId,
    pub student: PersonId,
    pub joined_at: Time,
    /// `None` if a crash prevented its recording.
    pub left_at: Option<Time>,
    /// The last time at which the lesson is known to have been live.
    pub alive_at: Option<Time>,
}

/// The attendances of these students in these lessons of the teacher.
pub fn attendances_of(
    connection: &mut PgConnection,
    teacher: PersonId,
    lessons: &[SessionId],
    whose: &[PersonId],
) -> Result<Vec<StudentAttendance>, Failure> {
    Ok(attendances::table
        .inner_join(participants::table.inner_join(sessions::table))
        .filter(sessions::teacher_id.eq(teacher))
        .filter(sessions::id.eq_any(lessons))
        .filter(participants::person_id.eq_any(whose))
        .order((participants::id, attendances::joined_at))
        .select((
            sessions::id,
            participants::person_id.assume_not_null(),
            attendances::joined_at,
            attendances::left_at,
            sessions::alive_at,
        ))
        .load(connection)?)
}

/// A student's score in the quizzes of a lesson, and in its polls with a right answer.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Queryable)]
pub struct Score {
    pub asked: i32,
    pub answered: i32,
    pub correct: i32,
}

/// The scores of these students in these lessons of the teacher, as far as they are kept.
pub fn scores(
    connection: &mut PgConnection,
    teacher: PersonId,
    lessons: &[SessionId],
    whose: &[PersonId],
) -> Result<Vec<(SessionId, PersonId, Score)>, Failure> {
    Ok(results::table
        .inner_join(participants::table.inner_join(sessions::table))
        .filter(sessions::teacher_id.eq(teacher))
        .filter(sessions::id.eq_any(lessons))
        .filter(participants::person_id.eq_any(whose))
        .select((
            sessions::id,
            participants::person_id.assume_not_null(),
            (results::asked, results::answered, results::correct),
        ))
        .load(connection)?)
}

/// How many people were in a lesson.
#[derive(Clone, Copy, Debug, QueryableByName)]
pub struct AttendeeCount {
    #[diesel(sql_type = Uuid)]
    pub session: SessionId,
    /// The teacher's own students.
    #[diesel(sql_type = BigInt)]
    pub students: i64,
    /// Guests, and everyone else with an account.
    #[diesel(sql_type = BigInt)]
    pub others: i64,
}

/// How many people were in each of these lessons of the teacher. Lessons whose attendances are deleted are left out.
pub fn attendee_counts(
    connection: &mut PgConnection,
    teacher: PersonId,
    lessons: &[SessionId],
) -> Result<Vec<AttendeeCount>, Failure> {
    let count = "SELECT l.id AS session,
             count(DISTINCT p.id) FILTER (WHERE t.student_id IS NOT NULL AND p.role = 'student') AS students,
             count(DISTINCT p.id) FILTER (WHERE t.student_id IS NULL AND p.role = 'student' AND NOT p.stream) AS others
         FROM sessions l
         JOIN participants p ON p.session_id = l.id
             -- Guests may be forgotten but for their number.
             AND (EXISTS (SELECT FROM attendances a WHERE a.participant_id = p.id)
                 OR p.person_id IS NULL AND p.admitted_at IS NOT NULL)
         LEFT JOIN students t ON t.teacher_id = l.teacher_id AND t.student_id = p.person_id
         WHERE l.teacher_id = $1 AND l.id = ANY($2)
         GROUP BY l.id";
    Ok(diesel::sql_query(count).bind::<Uuid, _>(teacher).bind::<Array<Uuid>, _>(lessons).load(connection)?)
}

/// Runs within a lesson's last transaction, before its answers are deleted: stores the quiz score of each of the teacher's own
/// students, if the teacher has chosen to keep them.
pub fn keep_scores(connection: &mut PgConnection, session: SessionId) -> QueryResult<usize> {
    let keep = "WITH asked AS (
             SELECT i.id, (i.quiz ->> 'answer')::int AS answer FROM items i
             WHERE i.quiz IS NOT NULL AND i.id IN (
                 SELECT r.quiz FROM quiz_reveals r WHERE r.session_id = $1
                 UNION SELECT q.quiz FROM quiz_answers q JOIN participants p ON p.id = q.participant_id
                 WHERE p.session_id = $1)),
         -- Polls with a right answer in which somebody has voted by name.
         scored AS (
             SELECT q.id FROM polls q WHERE q.session_id = $1 AND q.question -> 'right' IS NOT NULL
                 AND EXISTS (SELECT FROM poll_votes v WHERE v.poll_id = q.id)),
         given AS (
             SELECT q.participant_id, q.choice = k.answer AS correct FROM quiz_answers q JOIN asked k ON k.id = q.quiz
             UNION ALL
             SELECT v.participant_id, v.correct FROM poll_votes v JOIN scored k ON k.id = v.poll_id)
         INSERT INTO results (participant_id, asked, answered, correct)
         SELECT p.id, (SELECT count(*) FROM asked) + (SELECT count(*) FROM scored), count(g.participant_id),
             count(g.participant_id) FILTER (WHERE g.correct)
         FROM sessions l
         JOIN participants p ON p.session_id = l.id AND p.role = 'student'
             -- The teacher's own students, and those of the groups that the lesson is for.
             AND (p.student_id IS NOT NULL
                 OR EXISTS (SELECT FROM students t WHERE t.teacher_id = l.teacher_id AND t.student_id = p.person_id)
                 OR EXISTS (SELECT FROM session_groups f JOIN group_students g ON g.group_id = f.group_id
                     WHERE f.session_id = l.id AND g.person_id = p.person_id))
         LEFT JOIN given g ON g.participant_id = p.id
         WHERE l.id = $1 AND l.keep_results AND p.admitted_at IS NOT NULL
             AND (EXISTS (SELECT FROM asked) OR EXISTS (SELECT FROM scored))
         GROUP BY p.id
         ON CONFLICT (participant_id) DO NOTHING";
    diesel::sql_query(keep).bind::<Uuid, _>(session).execute(connection)
}

/// What an export has of a person `p`: the name of each list, and its rows.
pub const EXPORT: &[(&str, &str)] = &[(
    "results",
    "SELECT a.session_id AS \"session\", r.asked, r.answered, r.correct AS \"right\"
         FROM results r JOIN participants a ON a.id = r.participant_id WHERE a.person_id = p.id
         ORDER BY a.joined_at, a.id",
)];

/// Forgets how someone did.
///
/// # Errors
/// The database's.
pub fn erase(connection: &mut PgConnection, person: PersonId) -> QueryResult<()> {
    let theirs = participants::table.filter(participants::person_id.eq(person)).select(participants::id);
    diesel::delete(results::table.filter(results::participant_id.eq_any(theirs))).execute(connection).map(drop)
}
