//! Lessons of a group: starting one, and how its students get on over them.

use actix_web::{
    HttpRequest, HttpResponse,
    web::{Data, Path},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::groups::UNKNOWN;
use crate::{
    clock::Time,
    domain::{
        School,
        group_progress::{self, GroupRow},
        groups,
        progress::{Lesson, Mark, Presence},
    },
    error::Refusal,
    ids::{GroupStudentId, SessionId},
    web::{
        describe::Description,
        errors::ApiError,
        extract::{Json, SignedIn, group_id},
        language,
        pages::groups::title as group_title,
        request,
    },
};

#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct StartedLesson {
    session: SessionId,
    session_code: String,
    join_link: String,
}

#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct LessonToStart {
    /// Empty: a title is made of the group and the time.
    #[serde(default)]
    session_title: String,
}

pub async fn start(
    request: HttpRequest,
    school: Data<School>,
    caller: SignedIn,
    path: Path<String>,
    lesson: Json<LessonToStart>,
) -> Result<HttpResponse, ApiError> {
    let by = caller.once(&lesson);
    let (group, mut draft) = groups::lesson_draft(&school, &by, group_id(&path)?).await?;
    draft.title = match lesson.session_title.trim() {
        "" => group_title(language::of(&request), &group, draft.time_zone),
        title => title.to_owned(),
    };
    let session = groups::start_lesson(&school, &by, draft).await?.session;
    let join_link = format!("{}/join/{}", request::base_url(&request), session.code);
    Ok(HttpResponse::Created().json(StartedLesson { session: session.id, session_code: session.code, join_link }))
}

#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = GroupStudentProgress)]
struct ProgressRow {
    student: GroupStudentId,
    name: String,
    /// How many lessons they attended, and how many they missed.
    attended: usize,
    missed: usize,
    /// For how many seconds they were in lessons.
    seconds: i64,
    /// The seconds that they attended each lesson, in their order; `null` where that is not known or was before their time.
    lessons: Vec<Option<i64>>,
    asked: Option<i32>,
    answered: Option<i32>,
    right: Option<i32>,
}

#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct GroupLesson {
    session: SessionId,
    session_title: String,
    #[schema(value_type = String, format = DateTime)]
    started_at: Time,
    #[schema(value_type = String, format = DateTime)]
    ended_at: Time,
}

#[derive(Serialize, ToSchema)]
#[schema(as = GroupProgress)]
struct ProgressJson {
    lessons: Vec<GroupLesson>,
    students: Vec<ProgressRow>,
}

pub async fn progress(school: Data<School>, caller: SignedIn, path: Path<String>) -> Result<HttpResponse, ApiError> {
    let found = group_progress::of(&school, &caller.0, group_id(&path)?).await?;
    let seconds = |mark: &Mark| match mark.presence {
        Presence::There(there) => Some(there.num_seconds()),
        Presence::Missed => Some(0),
        Presence::Before | Presence::Unknown => None,
    };
    let row = |row: &GroupRow| ProgressRow {
        student: row.student.id,
        name: row.student.name.clone(),
        attended: row.sum.attended,
        missed: row.sum.missed,
        seconds: row.sum.there.num_seconds(),
        lessons: row.marks.iter().map(seconds).collect(),
        asked: row.sum.score.map(|score| score.asked),
        answered: row.sum.score.map(|score| score.answered),
        right: row.sum.score.map(|score| score.correct),
    };
    let lesson = |lesson: &Lesson| GroupLesson {
        session: lesson.past.id,
        session_title: lesson.past.title.clone(),
        started_at: lesson.past.started_at,
        ended_at: lesson.past.ended_at,
    };
    let (lessons, students) = (found.lessons.iter().map(lesson).collect(), found.rows.iter().map(row).collect());
    Ok(HttpResponse::Ok().json(ProgressJson { lessons, students }))
}

pub fn describe(api: &mut Description) {
    api.post("/groups/{group}/start", "Start a lesson for a group")
        .signed_in()
        .makes_once()
        .takes::<LessonToStart>()
        .gives::<StartedLesson>(201, "The lesson, which is live. Those of the group who wait are in it.")
        .refuses(
            &[
                UNKNOWN,
                &[
                    Refusal::GroupArchived,
                    Refusal::TitleTooLong,
                    Refusal::TextBad,
                    Refusal::SessionsFull,
                    Refusal::SessionUnknown,
                ],
            ]
            .concat(),
        );
    api.get("/groups/{group}/progress", "How a group's students get on over its lessons")
        .signed_in()
        .gives::<ProgressJson>(200, "The lessons that have ended, the earliest first, and the students by name.")
        .refuses(UNKNOWN);
}
