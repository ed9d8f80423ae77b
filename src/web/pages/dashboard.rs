//! A teacher's lessons: all of them by state, and one with everything about it.

use actix_web::{
    HttpResponse,
    http::StatusCode,
    web::{Data, Path, Query},
};
use chrono_tz::Tz;
use minijinja::{Value, context};
use serde::Deserialize;

use super::{qr, signin::Nothing, when};
use crate::{
    access::StreamKind,
    clock::{self, Time},
    domain::{
        School, accounts, attendance, lifecycle, series,
        sessions::{self, Planned},
        streams::{self, StreamKey},
    },
    error::{Failure, Refusal},
    ids::SessionId,
    protocol::roster::SessionState,
    texts::Language,
    web::{
        api::stream_keys::url as stream_url,
        errors::PageError,
        extract::{Form, Visit, session_id},
        flash::Done,
        request,
    },
};

/// A session for a template, on the clock of `zone`.
pub fn told(planned: &Planned, language: Language, zone: Tz, now: Time) -> Value {
    let session = &planned.session;
    // What is over was when it was held, whatever was planned.
    let held = session.ended_at.and(session.started_at);
    context! {
        id => session.id.to_string(),
        title => session.title.as_str(),
        description => session.description.as_str(),
        code => session.code.as_str(),
        state => session.state.as_str(),
        when => when::at(language, held.unwrap_or(session.starts_at), zone, now),
        late => session.starts_at < now,
        started => session.started_at.map(|at| when::at(language, at, zone, now)),
        ended => session.ended_at.map(|at| when::at(language, at, zone, now)),
        lasted => session.started_at.zip(session.ended_at).map(|(from, to)| when::lasted(language, to - from)),
        experience => planned.experience.as_ref().map(|experience| experience.title.as_str()),
        guests_allowed => session.guests_allowed,
        waiting_room => session.waiting_room,
        keeps_chat => session.retention == sessions::KEEP,
        capacity => session.capacity,
        series => session.series.as_deref(),
        keeps_results => session.keep_results,
    }
}

/// A key for a template.
pub(super) fn stream_key(key: &StreamKey) -> Value {
    context! { id => key.id.to_string(), name => key.name.as_str(), kind => key.kind.as_str() }
}

#[derive(Deserialize)]
pub struct Asked {
    #[serde(default)]
    offset: String,
}

pub async fn list(visit: Visit, school: Data<School>, asked: Query<Asked>) -> Result<HttpResponse, PageError> {
    let by = visit.identity()?;
    let offset = asked.offset.parse().unwrap_or(0);
    let (all, more) = sessions::list(&school, by, None, offset).await?;
    let zone = accounts::zone_of(&accounts::person(&school, by).await?);
    let now = clock::now();
    let of = |state| all.iter().filter(move |planned| sessions::state_of(&planned.session) == state);
    let tell = |planned: &Planned| told(planned, visit.language(), zone, now);
    let context = context! {
        live => of(SessionState::Live).map(tell).collect::<Vec<_>>(),
        // The next one first.
        planned => of(SessionState::Planned).collect::<Vec<_>>().into_iter().rev().map(tell).collect::<Vec<_>>(),
        ended => of(SessionState::Ended).map(tell).collect::<Vec<_>>(),
        zone => when::place(zone),
        later => offset > 0,
        next => Some(u64::from(offset) + all.len() as u64).filter(|_| more),
    };
    Ok(visit.page(StatusCode::OK, "dashboard/list.html", context))
}

pub async fn show(visit: Visit, school: Data<School>, path: Path<String>) -> Result<HttpResponse, PageError> {
    let by = visit.identity()?;
    let id = session_id(&path)?;
    let planned = sessions::get(&school, by, id).await?;
    let keys = streams::list(&school, by, id).await?;
    let attendees = attendance::of(&school, by, id).await?;
    let zone = accounts::zone_of(&accounts::person(&school, by).await?);
    let now = clock::now();
    let language = visit.language();
    let base = request::base_url(&visit.request);
    let link = format!("{base}/join/{}", planned.session.code);
    let was_there = attendees.iter().map(|one| {
        context! {
            name => one.name.clone().unwrap_or_else(|| language.text("somebody-erased")),
            teacher => one.role == "teacher",
            guest => one.guest && one.name.is_some(),
            joined => when::at(language, one.first_joined, zone, now),
            left => one.last_left.map(|at| when::at(language, at, zone, now)),
            total => when::lasted(language, one.total),
            visits => one.visits,
        }
    });
    let context = context! {
        session => told(&planned, language, zone, now),
        short_link => link.split_once("://").map_or(link.as_str(), |(_, rest)| rest),
        join_page => base.split_once("://").map_or(base.as_str(), |(_, rest)| rest),
        qr => qr::svg(&link),
        link,
        stream_keys => keys.iter().map(stream_key).collect::<Vec<_>>(),
        whip => stream_url(&base, StreamKind::Publish, &planned.session.code),
        whep => stream_url(&base, StreamKind::View, &planned.session.code),
        all_series => series::names(&school, by).await?,
        was_there => was_there.collect::<Vec<_>>(),
        zone => when::place(zone),
    };
    Ok(visit.page(StatusCode::OK, "dashboard/show.html", context))
}

pub async fn start(
    visit: Visit,
    school: Data<School>,
    path: Path<String>,
    _form: Form<Nothing>,
) -> Result<HttpResponse, PageError> {
    let id = session_id(&path)?;
    let started = lifecycle::start(&school, visit.identity()?, id).await;
    and_back(&visit, id, started, Done::Started)
}

pub async fn end(
    visit: Visit,
    school: Data<School>,
    path: Path<String>,
    _form: Form<Nothing>,
) -> Result<HttpResponse, PageError> {
    let id = session_id(&path)?;
    let ended = lifecycle::end(&school, visit.identity()?, id).await;
    and_back(&visit, id, ended, Done::Ended)
}

pub async fn delete(
    visit: Visit,
    school: Data<School>,
    path: Path<String>,
    _form: Form<Nothing>,
) -> Result<HttpResponse, PageError> {
    let id = session_id(&path)?;
    match sessions::delete(&school, visit.identity()?, id).await {
        Ok(()) => Ok(visit.go("/dashboard", Done::Deleted)),
        refused => and_back(&visit, id, refused, Done::Deleted),
    }
}

/// The field that says of which series a session is a part.
#[derive(Deserialize)]
pub struct Series {
    #[serde(default)]
    series: String,
}

pub async fn set_series(
    visit: Visit,
    school: Data<School>,
    path: Path<String>,
    field: Form<Series>,
) -> Result<HttpResponse, PageError> {
    let id = session_id(&path)?;
    let set = series::set(&school, visit.identity()?, id, &field.0.series).await;
    and_back(&visit, id, set.map(drop), Done::SeriesSet)
}

/// Back to the session's page, which tells how it went; unless there is no such page.
pub(super) fn and_back(
    visit: &Visit,
    id: SessionId,
    went: Result<(), Failure>,
    done: Done,
) -> Result<HttpResponse, PageError> {
    let page = format!("/dashboard/sessions/{id}");
    visit.back(&page, went, done, &[Refusal::SessionUnknown, Refusal::NotAllowed])
}
