//! The lessons that are live: who is in them, what waits where, and a button to end one.

use actix_web::{
    HttpResponse,
    http::StatusCode,
    web::{Data, Path},
};
use chrono_tz::Tz;
use minijinja::{Value, context, value::Serde};

use crate::{
    clock::{self, Time},
    domain::{
        School, accounts,
        live::{self, Live, RoomLoad, Sound, Voice},
    },
    error::{Failure, Refusal},
    media::stats::StreamStats,
    texts::Language,
    web::{
        errors::PageError,
        extract::{Form, Visit, session_id},
        flash::Done,
        pages::{experiences::size, signin::Nothing, when},
    },
};

const PAGE: &str = "/admin/live";

fn told(lesson: Live, language: Language, zone: Tz, now: Time) -> Value {
    let bytes = |bytes: usize| size(language, u64::try_from(bytes).unwrap_or(u64::MAX));
    let room = lesson.room.map(|RoomLoad { census, answered_in, peers, .. }| {
        context! {
            people => census.inside,
            waiting => census.outside,
            connections => census.connections,
            programs => census.programs,
            peers,
            unread => bytes(census.waiting_bytes),
            most_unread => bytes(census.most_waiting_bytes),
            unwritten => census.unwritten,
            answered_in => u64::try_from(answered_in.as_millis()).unwrap_or(u64::MAX),
        }
    });
    context! {
        id => lesson.id.to_string(),
        title => lesson.title,
        teacher => lesson.teacher,
        since => lesson.since.map(|at| when::at(language, at, zone, now)),
        room,
    }
}

pub async fn list(visit: Visit, school: Data<School>) -> Result<HttpResponse, PageError> {
    let by = visit.identity()?;
    let overview = live::all(&school, by).await?;
    let zone = accounts::zone_of(&accounts::person(&school, by).await?);
    let (language, now) = (visit.language(), clock::now());
    let lessons: Vec<_> = overview.lessons.into_iter().map(|lesson| told(lesson, language, zone, now)).collect();
    let context = context! { lessons, unwritten => overview.unwritten, at => when::at(language, now, zone, now) };
    Ok(visit.page(StatusCode::OK, "admin/live.html", context))
}

fn heard(Voice { name, stats }: Voice) -> Value {
    let travel = |travel: StreamStats| {
        let told = travel.to_protocol();
        context! { packets => told.packets, lost => told.lost_percent, jitter => told.jitter_ms }
    };
    context! {
        name,
        quality => Value::from(Serde(stats.quality())),
        way => stats.way().map(|way| Value::from(Serde(way))),
        address => stats.from.map(|(address, _)| address.to_string()),
        up => travel(stats.up),
        down => travel(stats.down),
        round_trip => stats.round_trip.map(|ms| ms.round() as u16),
    }
}

pub async fn sound(visit: Visit, school: Data<School>, path: Path<String>) -> Result<HttpResponse, PageError> {
    let id = session_id(&path)?;
    let Sound { title, voices } = match live::sound(&school, visit.identity()?, id).await {
        // Whoever looked on while it ended sees what is live now.
        Err(failure @ Failure::Refused(Refusal::NotLive | Refusal::SessionUnknown | Refusal::Busy)) => {
            return visit.go_refused(PAGE, failure);
        }
        seen => seen?,
    };
    let voices: Vec<_> = voices.into_iter().map(heard).collect();
    Ok(visit.page(StatusCode::OK, "admin/sound.html", context! { id => id.to_string(), title, voices }))
}

pub async fn close(
    visit: Visit,
    school: Data<School>,
    path: Path<String>,
    _form: Form<Nothing>,
) -> Result<HttpResponse, PageError> {
    let id = session_id(&path)?;
    let went = live::close(&school, visit.identity()?, id).await;
    visit.back(PAGE, went, Done::LessonClosed, &[Refusal::NotAllowed])
}
