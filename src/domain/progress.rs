//! How a teacher's own students progress over a series of lessons (docs/adr/0025): their attendances, and their quiz results
//! where the teacher has chosen to keep them. It uses only what is kept anyway. Guests and students of other teachers are
//! counted, and never followed from lesson to lesson.

use std::collections::HashMap;

use chrono::Duration;
use diesel::PgConnection;

use super::School;
pub use crate::db::progress::{AttendeeCount, EndedLesson, Score, Student};
use crate::{
    access::{Identity, SchoolAct, allows},
    clock::Time,
    db::progress::{self, StudentAttendance},
    error::{Failure, Refusal},
    ids::{PersonId, SessionId},
    protocol::text,
};

/// Students in one answer.
pub const PAGE: i64 = 50;
/// How many past lessons are shown: for all students, and for one student.
pub const LESSONS: i64 = 60;
pub const LESSONS_OF_ONE: i64 = 500;
/// The most students in a table for download.
const TABLE: i64 = 5000;

/// The attendance of a student in one lesson.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Presence {
    /// The time that they attended, out of the time that the lesson lasted.
    There(Duration),
    Missed,
    /// The lesson had ended before they became this teacher's student.
    Before,
    /// Nobody attended the lesson, or its attendances are not kept any more.
    Unknown,
}

/// The result of a student in one lesson.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mark {
    pub presence: Presence,
    pub score: Option<Score>,
}

/// A student's marks, summed up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Totals {
    pub attended: usize,
    pub missed: usize,
    /// How long they attended, and how long the lessons lasted that they attended or missed.
    pub there: Duration,
    pub lasted: Duration,
    pub score: Option<Score>,
}

/// A lesson that has ended, and how many attended it; `None` if nobody did or it is not known any more.
#[derive(Clone, Debug)]
pub struct Lesson {
    pub past: EndedLesson,
    pub crowd: Option<AttendeeCount>,
}

#[derive(Clone, Debug)]
pub struct Row {
    pub student: Student,
    /// One mark per lesson, in the order of the lessons.
    pub marks: Vec<Mark>,
    pub sum: Totals,
}

/// Some of a teacher's students with their progress.
#[derive(Clone, Debug)]
pub struct ClassProgress {
    /// The earliest first.
    pub lessons: Vec<Lesson>,
    pub rows: Vec<Row>,
    /// How many students there are.
    pub total: i64,
}

/// The progress of one student.
#[derive(Clone, Debug)]
pub struct StudentProgress {
    /// The latest first.
    pub lessons: Vec<Lesson>,
    pub row: Row,
}

/// The caller's students by name, [`PAGE`] at most, and how many there are.
///
/// # Errors
/// [`Refusal::NotAllowed`].
pub async fn students(school: &School, by: &Identity, offset: i64) -> Result<(Vec<Student>, i64), Failure> {
    permit(by)?;
    let teacher = by.person;
    school.pool.run(move |connection| progress::students_of(connection, teacher, offset.max(0), PAGE)).await
}

/// The progress of the caller's students over the latest lessons, [`LESSONS`] at most, of this series or, if it is empty, of all.
/// [`PAGE`] students at most.
///
/// # Errors
/// [`Refusal::NotAllowed`]; the refusal of an invalid name.
pub async fn overview(school: &School, by: &Identity, series: &str, offset: i64) -> Result<ClassProgress, Failure> {
    overview_of(school, by, series, offset.max(0), PAGE).await
}

/// The same for all students, as a table for download.
///
/// # Errors
/// As [`overview`].
pub async fn table(school: &School, by: &Identity, series: &str) -> Result<ClassProgress, Failure> {
    overview_of(school, by, series, 0, TABLE).await
}

async fn overview_of(
    school: &School,
    by: &Identity,
    series: &str,
    offset: i64,
    limit: i64,
) -> Result<ClassProgress, Failure> {
    permit(by)?;
    let (teacher, series) = (by.person, text::series(series)?);
    let read = move |connection: &mut PgConnection| {
        let (students, total) = progress::students_of(connection, teacher, offset, limit)?;
        let mut lessons = lessons(connection, teacher, series.as_deref(), LESSONS)?;
        lessons.reverse();
        let rows = rows(connection, teacher, &lessons, students)?;
        Ok(ClassProgress { lessons, rows, total })
    };
    school.pool.run(read).await
}

/// The progress of one of the caller's students over the latest lessons, [`LESSONS_OF_ONE`] at most, of this series or, if it is
/// empty, of all.
///
/// # Errors
/// [`Refusal::NotAllowed`]; [`Refusal::StudentUnknown`], also for a student of another teacher; the refusal of an invalid name.
pub async fn report(
    school: &School,
    by: &Identity,
    student: PersonId,
    series: &str,
) -> Result<StudentProgress, Failure> {
    permit(by)?;
    let (teacher, series) = (by.person, text::series(series)?);
    let read = move |connection: &mut PgConnection| {
        let student = progress::student(connection, teacher, student)?.ok_or(Refusal::StudentUnknown)?;
        let lessons = lessons(connection, teacher, series.as_deref(), LESSONS_OF_ONE)?;
        let row = rows(connection, teacher, &lessons, vec![student])?.pop().expect("one for each student");
        Ok(StudentProgress { lessons, row })
    };
    school.pool.run(read).await
}

fn lessons(
    connection: &mut PgConnection,
    teacher: PersonId,
    series: Option<&str>,
    limit: i64,
) -> Result<Vec<Lesson>, Failure> {
    let past = progress::past(connection, teacher, series, limit)?;
    let ids: Vec<_> = past.iter().map(|past| past.id).collect();
    let attendee_counts = progress::attendee_counts(connection, teacher, &ids)?;
    let attendee_counts: HashMap<_, _> = attendee_counts.into_iter().map(|crowd| (crowd.session, crowd)).collect();
    Ok(past.into_iter().map(|past| Lesson { crowd: attendee_counts.get(&past.id).copied(), past }).collect())
}

fn rows(
    connection: &mut PgConnection,
    teacher: PersonId,
    lessons: &[Lesson],
    students: Vec<Student>,
) -> Result<Vec<Row>, Failure> {
    let ids: Vec<_> = lessons.iter().map(|lesson| lesson.past.id).collect();
    let whose: Vec<_> = students.iter().map(|student| student.id).collect();
    let mut stays: HashMap<(SessionId, PersonId), Vec<StudentAttendance>> = HashMap::new();
    for stay in progress::attendances_of(connection, teacher, &ids, &whose)? {
        stays.entry((stay.session, stay.student)).or_default().push(stay);
    }
    let scores = progress::scores(connection, teacher, &ids, &whose)?;
    let scores: HashMap<_, _> = scores.into_iter().map(|(session, who, score)| ((session, who), score)).collect();
    let row = |student: Student| {
        let mark = |lesson: &Lesson| {
            let key = (lesson.past.id, student.id);
            let stays = stays.get(&key).map_or(&[][..], Vec::as_slice);
            Mark { presence: presence(lesson, &student, stays), score: scores.get(&key).copied() }
        };
        let marks: Vec<_> = lessons.iter().map(mark).collect();
        let sum = sum(lessons, &marks);
        Row { student, marks, sum }
    };
    Ok(students.into_iter().map(row).collect())
}

fn presence(lesson: &Lesson, student: &Student, stays: &[StudentAttendance]) -> Presence {
    let ended_at = lesson.past.ended_at;
    let left = |stay: &StudentAttendance| stay.left_at.or(stay.alive_at).unwrap_or(ended_at);
    let visits: Vec<_> = stays.iter().map(|stay| (stay.joined_at, left(stay))).collect();
    presence_since(lesson, student.since, visits)
}

/// The presence of a student with these visits, who can have missed the lesson if they belonged to the class before its end.
pub(super) fn presence_since(lesson: &Lesson, since: Time, visits: Vec<(Time, Time)>) -> Presence {
    let EndedLesson { started_at, ended_at, .. } = lesson.past;
    match covered_time(visits, started_at, ended_at) {
        Some(there) => Presence::There(there),
        None if lesson.crowd.is_none() => Presence::Unknown,
        None if ended_at < since => Presence::Before,
        None => Presence::Missed,
    }
}

/// The time covered by visits, which may overlap, between `from` and `to`; `None` if there was no visit.
fn covered_time(mut visits: Vec<(Time, Time)>, from: Time, to: Time) -> Option<Duration> {
    visits.retain(|(joined, left)| *joined <= to && *left >= from);
    visits.sort_unstable();
    let mut until = from;
    let mut total = None;
    for (joined, left) in visits {
        let begin = joined.max(until);
        let end = left.min(to);
        *total.get_or_insert(Duration::zero()) += (end - begin).max(Duration::zero());
        until = until.max(end);
    }
    total
}

pub(super) fn sum(lessons: &[Lesson], marks: &[Mark]) -> Totals {
    let (zero, nothing) = (Duration::zero(), None::<Score>);
    let mut sum = Totals { attended: 0, missed: 0, there: zero, lasted: zero, score: nothing };
    for (lesson, mark) in lessons.iter().zip(marks) {
        match mark.presence {
            Presence::There(there) => {
                sum.attended += 1;
                sum.there += there;
                sum.lasted += lesson.past.lasted();
            }
            Presence::Missed => {
                sum.missed += 1;
                sum.lasted += lesson.past.lasted();
            }
            Presence::Before | Presence::Unknown => {}
        }
        if let Some(score) = mark.score {
            let all = sum.score.get_or_insert_default();
            all.asked += score.asked;
            all.answered += score.answered;
            all.correct += score.correct;
        }
    }
    sum
}

impl EndedLesson {
    pub fn lasted(&self) -> Duration {
        (self.ended_at - self.started_at).max(Duration::zero())
    }
}

/// The share of the time that was attended, in per cent.
pub fn share(there: Duration, lasted: Duration) -> i64 {
    let (there, lasted) = (there.num_seconds(), lasted.num_seconds());
    if lasted == 0 { 100 } else { (there * 100 + lasted / 2) / lasted }
}

fn permit(by: &Identity) -> Result<(), Refusal> {
    if allows(Some(by.role), SchoolAct::SeeProgress) { Ok(()) } else { Err(Refusal::NotAllowed) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(minute: u32) -> Time {
        format!("2026-11-20T09:{minute:02}:00Z").parse().expect("a time")
    }

    fn lesson(from: u32, to: u32, known: bool) -> Lesson {
        let id = SessionId::fresh();
        let (title, series, keeps_results) = ("Volcanoes".to_owned(), None, false);
        let past = EndedLesson { id, title, series, started_at: at(from), ended_at: at(to), keeps_results };
        Lesson { past, crowd: known.then_some(AttendeeCount { session: id, students: 1, others: 0 }) }
    }

    fn student(since: u32) -> Student {
        Student { id: PersonId::fresh(), name: "Ana".to_owned(), username: "ana".to_owned(), since: at(since) }
    }

    fn stay(
        lesson: &Lesson,
        student: &Student,
        joined: u32,
        left: Option<u32>,
        alive: Option<u32>,
    ) -> StudentAttendance {
        StudentAttendance {
            session: lesson.past.id,
            student: student.id,
            joined_at: at(joined),
            left_at: left.map(at),
            alive_at: alive.map(at),
        }
    }

    fn minutes(visits: &[(u32, u32)]) -> Option<i64> {
        let visits = visits.iter().map(|(joined, left)| (at(*joined), at(*left))).collect();
        covered_time(visits, at(10), at(50)).map(|there| there.num_minutes())
    }

    #[test]
    fn visits_add_up_and_overlaps_count_once() {
        for (visits, expected) in [
            (&[][..], None),
            (&[(10, 50)], Some(40)),
            (&[(10, 20), (30, 45)], Some(25)),
            (&[(10, 30), (20, 40)], Some(30)),
            (&[(20, 40), (10, 50)], Some(40)),
            (&[(15, 20), (15, 20), (20, 25)], Some(10)),
        ] {
            assert_eq!(minutes(visits), expected, "{visits:?}");
        }
    }

    #[test]
    fn time_before_the_start_of_the_lesson_does_not_count() {
        assert_eq!(minutes(&[(0, 20)]), Some(10));
        assert_eq!(minutes(&[(40, 59)]), Some(10));
        assert_eq!(minutes(&[(0, 9)]), None, "they left before it began");
        assert_eq!(minutes(&[(20, 20)]), Some(0), "they looked in");
    }

    #[test]
    fn only_students_from_before_the_lesson_can_miss_it() {
        let (lesson, forgotten) = (lesson(10, 50, true), self::lesson(10, 50, false));
        let (early, late) = (student(0), student(55));
        assert_eq!(presence(&lesson, &early, &[]), Presence::Missed);
        assert_eq!(presence(&lesson, &late, &[]), Presence::Before);
        assert_eq!(presence(&forgotten, &early, &[]), Presence::Unknown);
        let came = stay(&lesson, &late, 20, Some(30), None);
        assert_eq!(presence(&lesson, &late, &[came]), Presence::There(Duration::minutes(10)), "by the code, before");
    }

    #[test]
    fn a_visit_cut_off_by_a_crash_lasts_until_the_last_sign_of_life() {
        let (lesson, ana) = (lesson(10, 50, true), student(0));
        let hidden = stay(&lesson, &ana, 20, None, Some(35));
        assert_eq!(presence(&lesson, &ana, &[hidden]), Presence::There(Duration::minutes(15)));
        let open = stay(&lesson, &ana, 20, None, None);
        assert_eq!(presence(&lesson, &ana, &[open]), Presence::There(Duration::minutes(30)));
    }

    #[test]
    fn a_sum_skips_lessons_that_the_student_could_not_attend() {
        let lessons = [lesson(0, 20, true), lesson(20, 40, true), lesson(40, 50, true), lesson(50, 59, false)];
        let score = |asked, answered, correct| Some(Score { asked, answered, correct });
        let marks = [
            Mark { presence: Presence::Before, score: None },
            Mark { presence: Presence::There(Duration::minutes(15)), score: score(4, 3, 2) },
            Mark { presence: Presence::Missed, score: None },
            Mark { presence: Presence::Unknown, score: score(1, 1, 1) },
        ];
        let sum = sum(&lessons, &marks);
        assert_eq!((sum.attended, sum.missed), (1, 1));
        assert_eq!((sum.there.num_minutes(), sum.lasted.num_minutes()), (15, 30));
        assert_eq!(sum.score, score(5, 4, 3));
        assert_eq!((share(sum.there, sum.lasted), share(Duration::zero(), Duration::zero())), (50, 100));
    }
}
