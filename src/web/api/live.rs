//! `/live`: the live lessons, for administrators.

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
        live::{self, LessonAudio, LiveLesson, ParticipantAudio, RoomLoad},
    },
    error::Refusal,
    ids::SessionId,
    media::stats::StreamStats,
    protocol::rtc::{self, Quality, Transport},
    web::{
        describe::Description,
        errors::ApiError,
        extract::{SignedIn, session_id},
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

impl From<RoomLoad> for RoomJson {
    fn from(from: RoomLoad) -> Self {
        let stats = from.stats;
        Self {
            people: stats.inside,
            waiting: stats.outside,
            connections: stats.connections,
            programs: stats.programs,
            peers: from.peers,
            waiting_bytes: stats.waiting_bytes,
            most_waiting_bytes: stats.most_waiting_bytes,
            unwritten: stats.unwritten,
            answered_in_ms: u64::try_from(from.answered_in.as_millis()).unwrap_or(u64::MAX),
        }
    }
}

impl From<LiveLesson> for LiveJson {
    fn from(from: LiveLesson) -> Self {
        let LiveLesson { id, title, teacher, since, room } = from;
        Self { id, session_title: title, teacher, started_at: since, room: room.map(RoomJson::from) }
    }
}

pub async fn list(school: Data<School>, caller: SignedIn) -> Result<HttpResponse, ApiError> {
    let overview = live::all(&school, &caller.0).await?;
    let lessons = overview.lessons.into_iter().map(LiveJson::from).collect();
    Ok(HttpResponse::Ok().json(OverviewJson { lessons, unwritten: overview.unwritten }))
}

#[derive(Serialize, ToSchema)]
#[schema(as = VoiceTravel)]
#[serde(rename_all = "camelCase")]
struct TravelJson {
    packets: u64,
    bytes: u64,
    /// What was lost of late.
    lost_percent: u8,
    jitter_ms: u16,
}

#[derive(Serialize, ToSchema)]
#[schema(as = Voice)]
#[serde(rename_all = "camelCase")]
struct VoiceJson {
    name: String,
    /// `good`, `weak` or `bad`.
    #[schema(value_type = String)]
    quality: Quality,
    /// `udp`, `tcp` or `relay`, and from which address; `null` before the first packet.
    #[schema(value_type = Option<String>)]
    way: Option<Transport>,
    address: Option<String>,
    /// To the server, and from it.
    up: TravelJson,
    down: TravelJson,
    round_trip_ms: Option<u16>,
}

#[derive(Serialize, ToSchema)]
#[schema(as = LiveSound)]
#[serde(rename_all = "camelCase")]
struct SoundJson {
    session_title: String,
    voices: Vec<VoiceJson>,
}

impl From<StreamStats> for TravelJson {
    fn from(from: StreamStats) -> Self {
        let rtc::TrackStats { packets, bytes, lost_percent, jitter_ms } = from.to_protocol();
        Self { packets, bytes, lost_percent, jitter_ms }
    }
}

impl From<ParticipantAudio> for VoiceJson {
    fn from(ParticipantAudio { name, stats }: ParticipantAudio) -> Self {
        Self {
            name,
            quality: stats.quality(),
            way: stats.way(),
            address: stats.from.map(|(address, _)| address.to_string()),
            up: stats.up.into(),
            down: stats.down.into(),
            round_trip_ms: stats.round_trip.map(|ms| ms.round() as u16),
        }
    }
}

pub async fn peers(school: Data<School>, caller: SignedIn, path: Path<String>) -> Result<HttpResponse, ApiError> {
    let LessonAudio { title, voices } = live::sound(&school, &caller.0, session_id(&path)?).await?;
    let voices = voices.into_iter().map(VoiceJson::from).collect();
    Ok(HttpResponse::Ok().json(SoundJson { session_title: title, voices }))
}

pub async fn close(school: Data<School>, caller: SignedIn, path: Path<String>) -> Result<HttpResponse, ApiError> {
    live::close(&school, &caller.0, session_id(&path)?).await?;
    Ok(HttpResponse::Ok().json(CodeMessage::of("the lesson has ended")))
}

pub fn describe(api: &mut Description) {
    api.about("Live lessons", "For administrators: the lessons that are live, and what waits in them.");
    api.get("/live", "List the lessons that are live")
        .signed_in()
        .gives::<OverviewJson>(200, "They, the longest first.")
        .refuses(&[]);
    api.get("/live/{id}", "See how the sound of each in a live lesson travels")
        .signed_in()
        .gives::<SoundJson>(200, "They, the worst first.")
        .refuses(&[Refusal::SessionUnknown, Refusal::NotLive, Refusal::Busy]);
    api.post("/live/{id}/close", "End a lesson as its teacher does")
        .signed_in()
        .gives::<CodeMessage>(200, "It has ended, and everyone in it was told.")
        .refuses(&[Refusal::SessionUnknown, Refusal::NotLive, Refusal::LessonEnded]);
}
