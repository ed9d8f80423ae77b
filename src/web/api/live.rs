//! `/live`: the lessons that are live, for administrators.

use actix_web::{
    HttpResponse,
    web::{Data, Path},
};
use serde::Serialize;
use utoipa::ToSchema;

use super::CodeMessage;
use crate::{
    clock::Time,
    domain::{
        School,
        live::{self, Figures, Live},
    },
    error::Refusal,
    ids::SessionId,
    web::{
        describe::Description,
        errors::ApiError,
        extract::{KnownCaller, session_id},
    },
};

#[derive(Serialize, ToSchema)]
#[schema(as = LiveRoom)]
#[serde(rename_all = "camelCase")]
struct RoomJson {
    /// People in the room, and people who wait to be let in.
    people: usize,
    waiting: usize,
    /// WebSockets, programs that stream, and those who have sound.
    connections: usize,
    programs: usize,
    peers: usize,
    /// What waits to be read by all of them, and by the slowest, in bytes.
    waiting_bytes: usize,
    most_waiting_bytes: usize,
    /// Requests that are answered once something is written.
    unwritten: usize,
    /// For how long what is told to the room waits.
    answered_in_ms: u64,
}

#[derive(Serialize, ToSchema)]
#[schema(as = LiveLesson)]
#[serde(rename_all = "camelCase")]
struct LiveJson {
    id: SessionId,
    session_title: String,
    teacher: String,
    #[schema(value_type = Option<String>, format = DateTime)]
    started_at: Option<Time>,
    /// `null`: the room has not answered in time.
    room: Option<RoomJson>,
}

#[derive(Serialize, ToSchema)]
#[schema(as = Live)]
#[serde(rename_all = "camelCase")]
struct OverviewJson {
    lessons: Vec<LiveJson>,
    /// Records of all rooms that wait for the database.
    unwritten: u64,
}

impl From<Figures> for RoomJson {
    fn from(from: Figures) -> Self {
        let census = from.census;
        Self {
            people: census.inside,
            waiting: census.outside,
            connections: census.connections,
            programs: census.programs,
            peers: from.peers,
            waiting_bytes: census.waiting_bytes,
            most_waiting_bytes: census.most_waiting_bytes,
            unwritten: census.unwritten,
            answered_in_ms: u64::try_from(from.answered_in.as_millis()).unwrap_or(u64::MAX),
        }
    }
}

impl From<Live> for LiveJson {
    fn from(from: Live) -> Self {
        let Live { id, title, teacher, since, room } = from;
        Self { id, session_title: title, teacher, started_at: since, room: room.map(RoomJson::from) }
    }
}

pub async fn list(school: Data<School>, caller: KnownCaller) -> Result<HttpResponse, ApiError> {
    let overview = live::all(&school, &caller.0).await?;
    let lessons = overview.lessons.into_iter().map(LiveJson::from).collect();
    Ok(HttpResponse::Ok().json(OverviewJson { lessons, unwritten: overview.unwritten }))
}

pub async fn close(school: Data<School>, caller: KnownCaller, path: Path<String>) -> Result<HttpResponse, ApiError> {
    live::close(&school, &caller.0, session_id(&path)?).await?;
    Ok(HttpResponse::Ok().json(CodeMessage::of("the lesson has ended")))
}

pub fn describe(api: &mut Description) {
    api.about("Live lessons", "For administrators: the lessons that are live, and what waits in them.");
    api.get("/live", "List the lessons that are live")
        .signed_in()
        .gives::<OverviewJson>(200, "They, the longest first.")
        .refuses(&[]);
    api.post("/live/{id}/close", "End a lesson as its teacher does")
        .signed_in()
        .gives::<CodeMessage>(200, "It has ended, and everyone in it was told.")
        .refuses(&[Refusal::SessionUnknown, Refusal::NotLive, Refusal::LessonEnded]);
}
