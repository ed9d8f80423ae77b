//! A teacher's lessons: the list by state, and the page of one lesson.

use actix_web::{
    HttpResponse,
    http::StatusCode,
    web::{Data, Path, Query},
};
use chrono::Duration;
use chrono_tz::Tz;
use minijinja::{Value, context};
use serde::Deserialize;

use super::{
    kept::{self, KeptQuery},
    qr, repeat_fields,
    signin::EmptyForm,
    when,
};
use crate::{
    access::StreamKind,
    clock::{self, Time},
    domain::{
        self, School, accounts, attendance, calendar, lifecycle, series,
        sessions::{self, Planned, Scope},
        streams::{self, StreamKey},
        waiting,
    },
    error::{Failure, Refusal},
    ids::SessionId,
    protocol::roster::{Outsider, SessionState},
    texts::Language,
    web::{
        api::stream_keys::url as stream_url,
        errors::PageError,
        extract::{Form, PageContext, session_id},
        flash::Done,
        redirect::see_other,
        request,
    },
};

/// A session for a template, with times in `zone`.
pub fn session_values(planned: &Planned, language: Language, zone: Tz, now: Time) -> Value {
    let session = &planned.session;
    // A lesson that is over shows when it was held and not when it was planned.
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
        repeats => planned.recurrence.as_deref().and_then(|rule| repeat_fields::in_words(language, rule)),
        keeps_results => session.keep_results,
        length => when::lasted(language, Duration::minutes(session.minutes.into())),
        until => when::at(language, session.starts_at + Duration::minutes(session.minutes.into()), zone, now),
        can_reopen => lifecycle::can_reopen(session, now),
    }
}

/// A stream key for a template.
pub(super) fn stream_key(key: &StreamKey) -> Value {
    context! { id => key.id.to_string(), name => key.name.as_str(), kind => key.kind.as_str() }
}

#[derive(Deserialize)]
pub struct ListQuery {
    #[serde(default)]
    offset: String,
}

pub async fn list(cx: PageContext, school: Data<School>, asked: Query<ListQuery>) -> Result<HttpResponse, PageError> {
    let by = cx.identity()?;
    let offset = asked.offset.parse().unwrap_or(0);
    let (all, more) = sessions::list(&school, by, None, offset).await?;
    let zone = accounts::zone_of(&accounts::person(&school, by).await?);
    let now = clock::now();
    let of = |state| all.iter().filter(move |planned| sessions::state_of(&planned.session) == state);
    let tell = |planned: &Planned| session_values(planned, cx.language(), zone, now);
    let over = of(SessionState::Ended).map(|planned| planned.session.id).collect();
    let kept_in = domain::kept::kept_in(&school, by, over).await?;
    let past = |planned: &Planned| {
        let id = planned.session.id;
        context! {
            chat => kept_in.chat.contains(&id),
            answers => kept_in.answers.contains(&id),
            polls => kept_in.polls.contains(&id),
            hand_ins => kept_in.hand_ins.contains(&id),
            boards => kept_in.boards.contains(&id),
            ..tell(planned)
        }
    };
    let context = context! {
        live => of(SessionState::Live).map(tell).collect::<Vec<_>>(),
        // The next lesson first.
        planned => of(SessionState::Planned).collect::<Vec<_>>().into_iter().rev().map(tell).collect::<Vec<_>>(),
        ended => of(SessionState::Ended).map(past).collect::<Vec<_>>(),
        zone => when::place(zone),
        later => offset > 0,
        next => Some(u64::from(offset) + all.len() as u64).filter(|_| more),
    };
    Ok(cx.page(StatusCode::OK, "dashboard/list.html", context))
}

pub async fn show(
    cx: PageContext,
    school: Data<School>,
    path: Path<String>,
    asked: Query<KeptQuery>,
) -> Result<HttpResponse, PageError> {
    let by = cx.identity()?;
    let id = session_id(&path)?;
    let planned = sessions::get(&school, by, id).await?;
    let keys = streams::list(&school, by, id).await?;
    let ended = sessions::state_of(&planned.session) == SessionState::Ended;
    let waiting = if ended { Vec::new() } else { waiting::of(&school, by, id).await? };
    let (attendees, guests) = attendance::of(&school, by, id).await?;
    let kept = if ended { kept::values(&cx, &school, id, &asked).await? } else { None };
    let overlaps = calendar::at_the_time_of(&school, by, &planned.session).await?;
    let zone = accounts::zone_of(&accounts::person(&school, by).await?);
    let now = clock::now();
    let language = cx.language();
    let base = request::base_url(&cx.request);
    let link = format!("{base}/join/{}", planned.session.code);
    let attended = attendees.iter().map(|one| {
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
        session => session_values(&planned, language, zone, now),
        short_link => link.split_once("://").map_or(link.as_str(), |(_, rest)| rest),
        join_page => base.split_once("://").map_or(base.as_str(), |(_, rest)| rest),
        qr => qr::svg(&link),
        link,
        stream_keys => keys.iter().map(stream_key).collect::<Vec<_>>(),
        whip => stream_url(&base, StreamKind::Publish, &planned.session.code),
        whep => stream_url(&base, StreamKind::View, &planned.session.code),
        all_series => series::names(&school, by).await?,
        waiting => waiting.iter().map(outsider).collect::<Vec<_>>(),
        overlaps => overlaps.iter().map(|one| context! {
            id => one.id.to_string(), title => one.title.as_str(), when => when::at(language, one.starts_at, zone, now)
        }).collect::<Vec<_>>(),
        attended => attended.collect::<Vec<_>>(),
        guests,
        kept,
        zone => when::place(zone),
    };
    Ok(cx.page(StatusCode::OK, "dashboard/show.html", context))
}

/// A person who waits, for a template.
fn outsider(one: &Outsider) -> Value {
    context! { id => one.participant_id.to_string(), name => one.username.as_str(), guest => one.guest }
}

/// The part of a session's page with those who wait, for the script that fetches it again and again. It is empty once the
/// lesson has ended.
pub async fn waiting(cx: PageContext, school: Data<School>, path: Path<String>) -> Result<HttpResponse, PageError> {
    let (by, id) = (cx.identity()?, session_id(&path)?);
    let planned = sessions::get(&school, by, id).await?;
    if sessions::state_of(&planned.session) == SessionState::Ended {
        return Ok(HttpResponse::NoContent().finish());
    }
    let waiting = waiting::of(&school, by, id).await?;
    let session = &planned.session;
    let context = context! {
        session => context! {
            id => id.to_string(), state => session.state.as_str(), waiting_room => session.waiting_room
        },
        waiting => waiting.iter().map(outsider).collect::<Vec<_>>(),
    };
    Ok(cx.page(StatusCode::OK, "dashboard/waiting.html", context))
}

pub async fn start(
    cx: PageContext,
    school: Data<School>,
    path: Path<String>,
    _form: Form<EmptyForm>,
) -> Result<HttpResponse, PageError> {
    let id = session_id(&path)?;
    let by = cx.identity()?;
    match lifecycle::start(&school, by, id).await {
        // Who starts a lesson wants to be in it.
        Ok(()) => {
            let planned = sessions::get(&school, by, id).await?;
            Ok(see_other(&format!("/join/{}", planned.session.code)).finish())
        }
        Err(Failure::Refused(refusal)) if NO_PAGE.contains(&refusal) => Err(refusal.into()),
        Err(failure) => cx.go_refused(&page_of(id), failure),
    }
}

/// What the teacher chose to do with chat and answers: `yes` keeps them, `no` deletes them.
#[derive(Deserialize)]
pub struct EndForm {
    keep: Option<String>,
}

pub async fn end(
    cx: PageContext,
    school: Data<School>,
    path: Path<String>,
    form: Form<EndForm>,
) -> Result<HttpResponse, PageError> {
    let id = session_id(&path)?;
    let keep_chat = form.0.keep.map(|choice| choice == "yes");
    let ended = lifecycle::end(&school, cx.identity()?, id, keep_chat).await;
    and_back(&cx, id, ended, Done::Ended)
}

pub async fn reopen(
    cx: PageContext,
    school: Data<School>,
    path: Path<String>,
    _form: Form<EmptyForm>,
) -> Result<HttpResponse, PageError> {
    let id = session_id(&path)?;
    let reopened = lifecycle::reopen(&school, cx.identity()?, id).await;
    and_back(&cx, id, reopened, Done::Reopened)
}

/// Which lessons of a rule are deleted.
#[derive(Deserialize)]
pub struct DeleteForm {
    #[serde(default)]
    scope: String,
}

pub async fn delete(
    cx: PageContext,
    school: Data<School>,
    path: Path<String>,
    form: Form<DeleteForm>,
) -> Result<HttpResponse, PageError> {
    let id = session_id(&path)?;
    let scope = Scope::parse(&form.0.scope)?;
    match sessions::delete(&school, cx.identity()?, id, scope).await {
        Ok(()) => Ok(cx.go("/dashboard", Done::Deleted)),
        refused => and_back(&cx, id, refused, Done::Deleted),
    }
}

/// The field with the name of the session's series.
#[derive(Deserialize)]
pub struct Series {
    #[serde(default)]
    series: String,
}

pub async fn set_series(
    cx: PageContext,
    school: Data<School>,
    path: Path<String>,
    field: Form<Series>,
) -> Result<HttpResponse, PageError> {
    let id = session_id(&path)?;
    let set = series::set(&school, cx.identity()?, id, &field.0.series).await;
    and_back(&cx, id, set.map(drop), Done::SeriesSet)
}

/// Redirects to the session's page, which shows the result, unless there is no such page.
pub(super) fn and_back(
    cx: &PageContext,
    id: SessionId,
    went: Result<(), Failure>,
    done: Done,
) -> Result<HttpResponse, PageError> {
    cx.back(&page_of(id), went, done, NO_PAGE)
}

/// After these refusals there is no page of the session to go back to.
const NO_PAGE: &[Refusal] = &[Refusal::SessionUnknown, Refusal::NotAllowed];

fn page_of(id: SessionId) -> String {
    format!("/dashboard/sessions/{id}")
}
