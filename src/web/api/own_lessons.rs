//! A student's own lessons.

use actix_web::{HttpResponse, web::Data};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    clock::Time,
    domain::{School, own_lessons},
    ids::SessionId,
    web::{describe::Description, errors::ApiError, extract::SignedIn},
};

#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = NextLesson)]
struct NextJson {
    id: SessionId,
    session_title: String,
    teacher: String,
    session_code: String,
    /// `planned` or `live`.
    state: String,
    #[schema(value_type = String, format = DateTime)]
    date_time_of_session: Time,
    minutes: i32,
}

#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = QuizScore)]
struct ScoreJson {
    asked: i32,
    answered: i32,
    correct: i32,
}

#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = AttendedLesson)]
struct PastJson {
    id: SessionId,
    session_title: String,
    teacher: String,
    #[schema(value_type = Option<String>, format = DateTime)]
    started_at: Option<Time>,
    /// How one did in its quizzes, if the teacher keeps that.
    score: Option<ScoreJson>,
}

#[derive(Serialize, ToSchema)]
#[schema(as = OwnLessons)]
struct OwnLessonsJson {
    next: Vec<NextJson>,
    past: Vec<PastJson>,
}

pub async fn list(school: Data<School>, caller: SignedIn) -> Result<HttpResponse, ApiError> {
    let (next, past) = own_lessons::list(&school, &caller.0).await?;
    let next = next.into_iter().map(|lesson| NextJson {
        id: lesson.id,
        session_title: lesson.title,
        teacher: lesson.teacher,
        session_code: lesson.code,
        state: lesson.state,
        date_time_of_session: lesson.starts_at,
        minutes: lesson.minutes,
    });
    let past = past.into_iter().map(|lesson| PastJson {
        id: lesson.id,
        session_title: lesson.title,
        teacher: lesson.teacher,
        started_at: lesson.started_at,
        score: lesson.score.map(|score| ScoreJson {
            asked: score.asked,
            answered: score.answered,
            correct: score.correct,
        }),
    });
    Ok(HttpResponse::Ok().json(OwnLessonsJson { next: next.collect(), past: past.collect() }))
}

pub fn describe(api: &mut Description) {
    let what = "Those of one's teachers that are live or planned, the next first; and those in which one was, the latest first.";
    api.get("/users/me/lessons", "For students: see one's lessons")
        .signed_in()
        .gives::<OwnLessonsJson>(200, what)
        .refuses(&[]);
}
