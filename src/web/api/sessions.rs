//! `/sessions`: a teacher's own sessions.

use actix_web::{
    HttpRequest, HttpResponse,
    web::{Data, Path},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{CodeMessage, Offset, experiences::ExperienceJson, present};
use crate::{
    access::Identity,
    clock::Time,
    domain::{
        School, datetime, experiences, lifecycle, series,
        sessions::{self, Draft, Planned, Scope, Session},
    },
    error::Refusal,
    ids::{ExperienceId, PersonId, SessionId},
    protocol::roster::SessionState,
    web::{
        describe::Description,
        errors::ApiError,
        extract::{ApiQuery, Json, SignedIn, session_id},
    },
};

#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Session)]
pub struct SessionJson {
    id: SessionId,
    session_code: String,
    session_title: String,
    description: String,
    #[schema(value_type = String, format = DateTime)]
    date_time_of_session: Time,
    time_zone: String,
    experiences: Option<ExperienceJson>,
    state: SessionState,
    guests_allowed: bool,
    waiting_room: bool,
    retention: String,
    capacity: i32,
    /// The name of the series that it is a part of.
    series: Option<String>,
    /// Whether it stays known after the end how each of one's own students did in its quizzes.
    keep_results: bool,
    /// How many minutes it is planned to last.
    minutes: i32,
    /// Whether its code alone lets people in; if not, it is for its groups only.
    by_code: bool,
    /// The rule by which it repeats (RFC 5545).
    recurrence: Option<String>,
    #[schema(value_type = Option<String>, format = DateTime)]
    started_at: Option<Time>,
    #[schema(value_type = Option<String>, format = DateTime)]
    ended_at: Option<Time>,
    user: PersonId,
    #[serde(rename = "created_by")]
    created_by: PersonId,
    #[serde(rename = "updated_by")]
    updated_by: PersonId,
}

impl SessionJson {
    fn of(session: Session, experience: Option<ExperienceJson>, recurrence: Option<String>) -> Self {
        Self {
            id: session.id,
            state: sessions::state_of(&session),
            session_code: session.code,
            session_title: session.title,
            description: session.description,
            date_time_of_session: session.starts_at,
            time_zone: session.time_zone,
            experiences: experience,
            guests_allowed: session.guests_allowed,
            waiting_room: session.waiting_room,
            retention: session.retention,
            capacity: session.capacity,
            series: session.series,
            keep_results: session.keep_results,
            minutes: session.minutes,
            by_code: session.by_code,
            recurrence,
            started_at: session.started_at,
            ended_at: session.ended_at,
            user: session.teacher_id,
            created_by: session.teacher_id,
            updated_by: session.teacher_id,
        }
    }
}

/// Sessions, each with its experience but without the experience's content.
async fn to_json(school: &School, planned: Vec<Planned>) -> Result<Vec<SessionJson>, ApiError> {
    let mut bare: Vec<_> = planned.iter().filter_map(|planned| planned.experience.clone()).collect();
    bare.sort_unstable_by_key(|experience| experience.id);
    bare.dedup_by_key(|experience| experience.id);
    let listed = experiences::with_files(school, bare).await?;
    let find = |id| listed.binary_search_by_key(&id, |one| one.experience.id).ok().map(|at| &listed[at]);
    let tell = |Planned { session, experience, recurrence }: Planned| {
        let experience = experience.and_then(|experience| find(experience.id));
        SessionJson::of(session, experience.map(ExperienceJson::listed), recurrence)
    };
    Ok(planned.into_iter().map(tell).collect())
}

/// A session with its experience and the experience's content.
async fn to_json_with_content(school: &School, by: &Identity, planned: Planned) -> Result<SessionJson, ApiError> {
    let Planned { session, experience, recurrence } = planned;
    let experience = match experience {
        Some(experience) => Some(ExperienceJson::of(experiences::fill(school, experience).await?, Some(by))),
        None => None,
    };
    Ok(SessionJson::of(session, experience, recurrence))
}

/// What a client may say of a session. Of an edit, what is absent stays.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = SessionDraft)]
pub struct Wanted {
    session_title: Option<String>,
    description: Option<String>,
    date_time_of_session: Option<String>,
    time_zone: Option<String>,
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = Option<Experiences>)]
    experiences: Option<Option<Experiences>>,
    guests_allowed: Option<bool>,
    waiting_room: Option<bool>,
    retention: Option<String>,
    /// A whole number may be written with a point, as JSON has no others.
    #[schema(value_type = Option<i64>, minimum = 1, maximum = 1000)]
    capacity: Option<f64>,
    /// The name of the series that it is a part of; empty or `null`: of none.
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = Option<String>)]
    series: Option<Option<String>>,
    keep_results: Option<bool>,
    /// How many minutes it is planned to last.
    #[schema(value_type = Option<i64>, minimum = 5, maximum = 1440)]
    minutes: Option<f64>,
    /// The ids of the groups that it is for.
    groups: Option<Vec<String>>,
    /// Whether its code alone lets people in; if not, it is for its groups only.
    by_code: Option<bool>,
    /// A rule by which it repeats (RFC 5545), such as `FREQ=WEEKLY;BYDAY=MO;COUNT=10`. It needs an end.
    recurrence: Option<String>,
    /// Of a lesson that repeats, which are changed: `one`, `following` or `all`.
    #[serde(default)]
    scope: String,
}

/// An experience by its id, as an object that has one, or as a list of at most one of these.
#[derive(Deserialize, ToSchema)]
#[serde(untagged)]
#[schema(as = ExperienceChoice)]
enum Experiences {
    One(Chosen),
    List(Vec<Chosen>),
}

#[derive(Deserialize, ToSchema)]
#[serde(untagged)]
#[schema(as = ChosenExperience)]
enum Chosen {
    Id(String),
    Object { id: String },
}

impl Chosen {
    fn id(self) -> Result<ExperienceId, Refusal> {
        let (Self::Id(id) | Self::Object { id }) = self;
        id.parse().map_err(|_| Refusal::ExperienceUnknown)
    }
}

impl Experiences {
    fn id(self) -> Result<Option<ExperienceId>, Refusal> {
        match self {
            Self::One(one) => one.id().map(Some),
            Self::List(mut list) => match (list.pop(), list.is_empty()) {
                (None, _) => Ok(None),
                (Some(one), true) => one.id().map(Some),
                (Some(_), false) => Err(Refusal::ExperiencesMany),
            },
        }
    }
}

impl Wanted {
    fn over(self, draft: Draft) -> Result<Draft, Refusal> {
        Ok(Draft {
            title: self.session_title.unwrap_or(draft.title),
            description: self.description.unwrap_or(draft.description),
            starts_at: self.date_time_of_session.map_or(Ok(draft.starts_at), |text| datetime::instant(&text))?,
            time_zone: self.time_zone.map_or(Ok(draft.time_zone), |name| datetime::time_zone(&name))?,
            experience: match self.experiences {
                Some(wanted) => wanted.map_or(Ok(None), Experiences::id)?,
                None => draft.experience,
            },
            guests_allowed: self.guests_allowed.unwrap_or(draft.guests_allowed),
            waiting_room: self.waiting_room.unwrap_or(draft.waiting_room),
            retention: self.retention.unwrap_or(draft.retention),
            capacity: match self.capacity {
                Some(wanted) => whole(wanted).ok_or(Refusal::CapacityBad)?,
                None => draft.capacity,
            },
            series: self.series.map_or(draft.series, Option::unwrap_or_default),
            keep_results: self.keep_results.unwrap_or(draft.keep_results),
            recurrence: self.recurrence.filter(|rule| !rule.is_empty()),
            scope: Scope::parse(&self.scope)?,
            minutes: match self.minutes {
                Some(wanted) => whole(wanted).ok_or(Refusal::LengthBad)?,
                None => draft.minutes,
            },
            groups: match self.groups {
                Some(ids) => {
                    Some(ids.iter().map(|id| id.parse()).collect::<Result<_, _>>().map_err(|_| Refusal::GroupUnknown)?)
                }
                None => draft.groups,
            },
            by_code: self.by_code.unwrap_or(draft.by_code),
        })
    }
}

/// The whole number that a JSON number means, within the limits.
fn whole(number: f64) -> Option<i64> {
    (0..=1440_i32).find(|one| f64::from(*one) == number).map(i64::from)
}

#[derive(Deserialize)]
pub struct ListQuery {
    state: Option<String>,
    #[serde(default)]
    offset: Offset,
}

pub async fn list(
    request: HttpRequest,
    school: Data<School>,
    caller: SignedIn,
    which: ApiQuery<ListQuery>,
) -> Result<HttpResponse, ApiError> {
    let state = which.state.as_deref().map(|text| SessionState::parse(text).ok_or(Refusal::BodyBad)).transpose()?;
    let (planned, more) = sessions::list(&school, &caller.0, state, which.offset.0).await?;
    let list = to_json(&school, planned).await?;
    Ok(super::listed(&request, which.offset.0, &list, more))
}

/// The latest sessions for the profile, and whether there are more.
pub async fn latest(school: &School, by: &Identity) -> Result<(Vec<SessionJson>, bool), ApiError> {
    let (planned, more) = sessions::list(school, by, None, 0).await?;
    Ok((to_json(school, planned).await?, more))
}

pub async fn create(school: Data<School>, caller: SignedIn, wanted: Json<Wanted>) -> Result<HttpResponse, ApiError> {
    if wanted.date_time_of_session.is_none() {
        return Err(Refusal::TimeBad.into());
    }
    let by = caller.once(&wanted);
    let draft = wanted.0.over(sessions::blank(&school, &by).await?)?;
    let planned = sessions::create(&school, &by, draft).await?;
    Ok(HttpResponse::Created().json(to_json_with_content(&school, &caller.0, planned).await?))
}

pub async fn get(school: Data<School>, caller: SignedIn, path: Path<String>) -> Result<HttpResponse, ApiError> {
    let planned = sessions::get(&school, &caller.0, session_id(&path)?).await?;
    Ok(HttpResponse::Ok().json(to_json_with_content(&school, &caller.0, planned).await?))
}

pub async fn edit(
    school: Data<School>,
    caller: SignedIn,
    path: Path<String>,
    wanted: Json<Wanted>,
) -> Result<HttpResponse, ApiError> {
    let id = session_id(&path)?;
    let old = sessions::get(&school, &caller.0, id).await?;
    let draft = wanted.0.over(Draft::of(&old.session))?;
    let planned = sessions::edit(&school, &caller.0, id, draft).await?;
    Ok(HttpResponse::Ok().json(to_json_with_content(&school, &caller.0, planned).await?))
}

#[derive(Deserialize, ToSchema)]
#[schema(as = SeriesName)]
pub struct Series {
    /// Empty or `null`: of none.
    series: Option<String>,
}

pub async fn set_series(
    school: Data<School>,
    caller: SignedIn,
    path: Path<String>,
    wanted: Json<Series>,
) -> Result<HttpResponse, ApiError> {
    let name = wanted.0.series.unwrap_or_default();
    let planned = series::set(&school, &caller.0, session_id(&path)?, &name).await?;
    Ok(HttpResponse::Ok().json(to_json_with_content(&school, &caller.0, planned).await?))
}

#[derive(Deserialize)]
pub struct DeleteQuery {
    #[serde(default)]
    scope: String,
}

pub async fn delete(
    school: Data<School>,
    caller: SignedIn,
    path: Path<String>,
    which: ApiQuery<DeleteQuery>,
) -> Result<HttpResponse, ApiError> {
    sessions::delete(&school, &caller.0, session_id(&path)?, Scope::parse(&which.scope)?).await?;
    Ok(HttpResponse::Ok().json(CodeMessage::of("the session is deleted")))
}

pub async fn reopen(school: Data<School>, caller: SignedIn, path: Path<String>) -> Result<HttpResponse, ApiError> {
    let id = session_id(&path)?;
    lifecycle::reopen(&school, &caller.0, id).await?;
    let planned = sessions::get(&school, &caller.0, id).await?;
    Ok(HttpResponse::Ok().json(to_json_with_content(&school, &caller.0, planned).await?))
}

pub fn describe(api: &mut Description) {
    let wrong = [
        Refusal::TitleEmpty,
        Refusal::TitleTooLong,
        Refusal::DescriptionTooLong,
        Refusal::TextBad,
        Refusal::TimeBad,
        Refusal::TimeZoneUnknown,
        Refusal::CapacityBad,
        Refusal::CapacityTooHigh,
        Refusal::RetentionBad,
        Refusal::LengthBad,
        Refusal::RecurrenceBad,
        Refusal::RecurrenceEndless,
        Refusal::RecurrenceNever,
        Refusal::RecurrenceLong,
        Refusal::ScopeBad,
        Refusal::SeriesTooLong,
        Refusal::ExperienceUnknown,
        Refusal::ExperiencesMany,
        Refusal::SessionsFull,
        Refusal::GroupUnknown,
        Refusal::AudienceEmpty,
        Refusal::AudienceMany,
    ];
    api.about("Sessions", "A teacher's own lessons.");
    api.get("/sessions", "List one's sessions")
        .signed_in()
        .query::<SessionState>("state", "Only those in this state.")
        .query::<u32>("offset", "How many to pass over.")
        .gives_list::<SessionJson>(
            200,
            &super::in_pages(
                "One's sessions, the latest first, each with its experience but for the `content` of that.",
                sessions::LIST_LIMIT,
            ),
        )
        .refuses(&[]);
    api.post("/sessions", "Plan a session")
        .signed_in()
        .makes_once()
        .takes::<Wanted>()
        .gives::<SessionJson>(201, "The session.")
        .refuses(&[&wrong[..], &[Refusal::SessionUnknown]].concat());
    let path = "/sessions/{id}";
    api.get(path, "See a session").signed_in().gives::<SessionJson>(200, "It.").refuses(&[Refusal::SessionUnknown]);
    api.put(path, "Change a session")
        .signed_in()
        .takes::<Wanted>()
        .gives::<SessionJson>(200, "The session as it is now. What was not said stays.")
        .refuses(&[&wrong[..], &[Refusal::SessionUnknown, Refusal::SessionLive, Refusal::LessonEnded]].concat());
    api.put("/sessions/{id}/series", "Make a session a part of a series, also after it has ended")
        .signed_in()
        .takes::<Series>()
        .gives::<SessionJson>(200, "The session as it is now.")
        .refuses(&[Refusal::SessionUnknown, Refusal::SeriesTooLong, Refusal::TextBad]);
    api.post("/sessions/{id}/reopen", "Make a session live again that ended within the last hour")
        .signed_in()
        .gives::<SessionJson>(200, "The session, live and with its code.")
        .refuses(&[Refusal::SessionUnknown, Refusal::ReopenLate, Refusal::AlreadyLive, Refusal::NotLive]);
    api.delete(path, "Delete a session")
        .signed_in()
        .query::<String>("scope", "Of a lesson that repeats: `one`, `following` or `all`.")
        .gives::<CodeMessage>(200, "It is deleted.")
        .refuses(&[Refusal::SessionUnknown, Refusal::SessionLive, Refusal::ScopeBad]);
}
