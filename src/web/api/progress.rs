//! A teacher's own students, and their progress over a series of lessons.

use actix_web::{
    HttpResponse,
    web::{Data, Path},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    clock::Time,
    domain::{
        School,
        progress::{self, LESSONS, LESSONS_OF_ONE, Lesson, Mark, Presence, Score, Student, Totals},
        series,
    },
    error::Refusal,
    ids::{PersonId, SessionId},
    web::{
        describe::Description,
        errors::ApiError,
        extract::{ApiQuery, SignedIn, student_id},
    },
};

#[derive(Serialize, ToSchema)]
#[schema(as = Student)]
struct StudentJson {
    id: PersonId,
    name: String,
    username: String,
    /// Since when they are one's student.
    #[schema(value_type = String, format = DateTime)]
    since: Time,
}

impl From<Student> for StudentJson {
    fn from(Student { id, name, username, since }: Student) -> Self {
        Self { id, name, username, since }
    }
}

#[derive(Serialize, ToSchema)]
struct Students {
    students: Vec<StudentJson>,
    total: i64,
}

#[derive(Serialize, ToSchema)]
#[schema(as = Series)]
struct SeriesJson {
    series: String,
    lessons: i64,
}

/// How many quizzes were asked, and how many of them were answered, and answered right.
#[derive(Serialize, ToSchema)]
struct Quizzes {
    asked: i32,
    answered: i32,
    right: i32,
}

impl From<Score> for Quizzes {
    fn from(Score { asked, answered, correct }: Score) -> Self {
        Self { asked, answered, right: correct }
    }
}

/// What is known of a student and a lesson: `before` they were one's student, or `unknown` because it is not kept any more.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "lowercase")]
#[schema(as = Presence)]
enum PresenceJson {
    Attended,
    Missed,
    Before,
    Unknown,
}

#[derive(Serialize, ToSchema)]
#[schema(as = Mark)]
struct MarkJson {
    session: SessionId,
    presence: PresenceJson,
    /// For how many seconds of the lesson they were there.
    seconds: i64,
    /// Unless that was not to be kept.
    quizzes: Option<Quizzes>,
}

impl MarkJson {
    fn of(lesson: &Lesson, Mark { presence, score }: Mark) -> Self {
        let (presence, seconds) = match presence {
            Presence::There(there) => (PresenceJson::Attended, there.num_seconds()),
            Presence::Missed => (PresenceJson::Missed, 0),
            Presence::Before => (PresenceJson::Before, 0),
            Presence::Unknown => (PresenceJson::Unknown, 0),
        };
        Self { session: lesson.past.id, presence, seconds, quizzes: score.map(Quizzes::from) }
    }
}

#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = MarksTogether)]
struct SumJson {
    attended: usize,
    missed: usize,
    /// For how many seconds they were in lessons.
    seconds: i64,
    /// How many those lessons had that they attended or missed.
    lesson_seconds: i64,
    quizzes: Option<Quizzes>,
}

impl From<Totals> for SumJson {
    fn from(from: Totals) -> Self {
        Self {
            attended: from.attended,
            missed: from.missed,
            seconds: from.there.num_seconds(),
            lesson_seconds: from.lasted.num_seconds(),
            quizzes: from.score.map(Quizzes::from),
        }
    }
}

#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = PastLesson)]
struct LessonJson {
    session: SessionId,
    session_title: String,
    series: Option<String>,
    #[schema(value_type = String, format = DateTime)]
    started_at: Time,
    #[schema(value_type = String, format = DateTime)]
    ended_at: Time,
    /// How many of one's own students were there; `null` if it is not known any more.
    students: Option<i64>,
    /// How many guests and others were there.
    others: Option<i64>,
}

impl From<Lesson> for LessonJson {
    fn from(Lesson { past, crowd }: Lesson) -> Self {
        Self {
            session: past.id,
            session_title: past.title,
            series: past.series,
            started_at: past.started_at,
            ended_at: past.ended_at,
            students: crowd.map(|crowd| crowd.students),
            others: crowd.map(|crowd| crowd.others),
        }
    }
}

#[derive(Serialize, ToSchema)]
#[schema(as = StudentsMarks)]
struct RowJson {
    student: StudentJson,
    together: SumJson,
    /// One for each lesson, in their order.
    marks: Vec<MarkJson>,
}

#[derive(Serialize, ToSchema)]
#[schema(as = Progress)]
struct OverviewJson {
    /// The earliest first.
    lessons: Vec<LessonJson>,
    students: Vec<RowJson>,
    /// How many students there are.
    total: i64,
}

#[derive(Serialize, ToSchema)]
#[schema(as = StudentsProgress)]
struct ReportJson {
    /// The latest first.
    lessons: Vec<LessonJson>,
    student: StudentJson,
    together: SumJson,
    /// One for each lesson, in their order.
    marks: Vec<MarkJson>,
}

#[derive(Deserialize)]
pub struct ProgressQuery {
    #[serde(default)]
    series: String,
    #[serde(default)]
    offset: i32,
}

pub async fn students(
    school: Data<School>,
    caller: SignedIn,
    which: ApiQuery<ProgressQuery>,
) -> Result<HttpResponse, ApiError> {
    let (some, total) = progress::students(&school, &caller.0, which.offset.into()).await?;
    Ok(HttpResponse::Ok().json(Students { students: some.into_iter().map(StudentJson::from).collect(), total }))
}

pub async fn all_series(school: Data<School>, caller: SignedIn) -> Result<HttpResponse, ApiError> {
    let all = series::all(&school, &caller.0).await?;
    let all: Vec<_> = all.into_iter().map(|(series, lessons)| SeriesJson { series, lessons }).collect();
    Ok(HttpResponse::Ok().json(all))
}

pub async fn overview(
    school: Data<School>,
    caller: SignedIn,
    which: ApiQuery<ProgressQuery>,
) -> Result<HttpResponse, ApiError> {
    let found = progress::overview(&school, &caller.0, &which.series, which.offset.into()).await?;
    let row = |row: progress::Row| RowJson {
        marks: marks(&found.lessons, &row.marks),
        student: row.student.into(),
        together: row.sum.into(),
    };
    let students = found.rows.into_iter().map(row).collect();
    let lessons = found.lessons.into_iter().map(LessonJson::from).collect();
    Ok(HttpResponse::Ok().json(OverviewJson { lessons, students, total: found.total }))
}

fn marks(lessons: &[Lesson], marks: &[Mark]) -> Vec<MarkJson> {
    lessons.iter().zip(marks).map(|(lesson, mark)| MarkJson::of(lesson, *mark)).collect()
}

pub async fn report(
    school: Data<School>,
    caller: SignedIn,
    path: Path<String>,
    which: ApiQuery<ProgressQuery>,
) -> Result<HttpResponse, ApiError> {
    let progress::StudentProgress { lessons, row } =
        progress::report(&school, &caller.0, student_id(&path)?, &which.series).await?;
    let marks = marks(&lessons, &row.marks);
    let lessons = lessons.into_iter().map(LessonJson::from).collect();
    let report = ReportJson { lessons, student: row.student.into(), together: row.sum.into(), marks };
    Ok(HttpResponse::Ok().json(report))
}

pub fn describe(api: &mut Description) {
    let wrong = [Refusal::SeriesTooLong, Refusal::TextBad];
    api.about("Progress", "How a teacher's own students get on over a series of lessons.");
    api.get("/series", "List one's series of lessons")
        .signed_in()
        .gives_list::<SeriesJson>(200, "Two hundred of them at most; that with the latest lesson first.")
        .refuses(&[]);
    api.get("/students", "List one's students")
        .signed_in()
        .query::<i32>("offset", "How many to pass over.")
        .gives::<Students>(200, "Fifty of them at most, by name, and how many there are.")
        .refuses(&[]);
    let latest = format!("Of the latest lessons that have ended, {LESSONS} at most, and of fifty students at most.");
    api.get("/progress", "See how one's students got on")
        .signed_in()
        .query::<String>("series", "Only in lessons of this series.")
        .query::<i32>("offset", "How many students to pass over.")
        .gives::<OverviewJson>(200, &latest)
        .refuses(&wrong);
    let latest = format!("Of the latest lessons that have ended, {LESSONS_OF_ONE} at most.");
    api.get("/students/{student}/progress", "See how one of one's students got on")
        .signed_in()
        .query::<String>("series", "Only in lessons of this series.")
        .gives::<ReportJson>(200, &latest)
        .refuses(&[&wrong[..], &[Refusal::StudentUnknown]].concat());
}
