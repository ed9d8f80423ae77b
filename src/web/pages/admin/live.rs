//! The live lessons: who is in them, what waits to be sent, and a button to end one.

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
        live::{self, LessonAudio, LiveLesson, ParticipantAudio, RoomLoad},
    },
    error::{Failure, Refusal},
    media::stats::StreamStats,
    texts::Language,
    web::{
        errors::PageError,
        extract::{Form, PageContext, session_id},
        flash::Done,
        pages::{parts::size, signin::EmptyForm, when},
    },
};

const PAGE: &str = "/admin/live";

fn lesson_values(lesson: LiveLesson, language: Language, zone: Tz, now: Time) -> Value {
    let bytes = |bytes: usize| size(language, u64::try_from(bytes).unwrap_or(u64::MAX));
    let room = lesson.room.map(|RoomLoad { stats, answered_in, peers, .. }| {
        context! {
            people => stats.inside,
            waiting => stats.outside,
            connections => stats.connections,
            programs => stats.programs,
            peers,
            unread => bytes(stats.waiting_bytes),
            most_unread => bytes(stats.most_waiting_bytes),
            unwritten => stats.unwritten,
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

pub async fn list(cx: PageContext, school: Data<School>) -> Result<HttpResponse, PageError> {
    let by = cx.identity()?;
    let overview = live::all(&school, by).await?;
    let zone = accounts::zone_of(&accounts::person(&school, by).await?);
    let (language, now) = (cx.language(), clock::now());
    let lessons: Vec<_> =
        overview.lessons.into_iter().map(|lesson| lesson_values(lesson, language, zone, now)).collect();
    let context = context! { lessons, unwritten => overview.unwritten, at => when::at(language, now, zone, now) };
    Ok(cx.page(StatusCode::OK, "admin/live.html", context))
}

fn heard(ParticipantAudio { name, stats }: ParticipantAudio) -> Value {
    let travel = |travel: StreamStats| {
        let stats = travel.to_protocol();
        context! { packets => stats.packets, lost => stats.lost_percent, jitter => stats.jitter_ms }
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

pub async fn peers(cx: PageContext, school: Data<School>, path: Path<String>) -> Result<HttpResponse, PageError> {
    let id = session_id(&path)?;
    let LessonAudio { title, voices } = match live::sound(&school, cx.identity()?, id).await {
        // It ended meanwhile: back to the list.
        Err(failure @ Failure::Refused(Refusal::NotLive | Refusal::SessionUnknown | Refusal::Busy)) => {
            return cx.go_refused(PAGE, failure);
        }
        seen => seen?,
    };
    let voices: Vec<_> = voices.into_iter().map(heard).collect();
    Ok(cx.page(StatusCode::OK, "admin/sound.html", context! { id => id.to_string(), title, voices }))
}

pub async fn close(
    cx: PageContext,
    school: Data<School>,
    path: Path<String>,
    _form: Form<EmptyForm>,
) -> Result<HttpResponse, PageError> {
    let id = session_id(&path)?;
    let went = live::close(&school, cx.identity()?, id).await;
    cx.back(PAGE, went, Done::LessonClosed, &[Refusal::NotAllowed])
}
