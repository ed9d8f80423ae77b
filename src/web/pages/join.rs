//! The students' way in: a page for the code, and the lesson's own page.

use actix_web::{
    HttpResponse,
    cookie::time::Duration,
    http::{
        StatusCode,
        header::{self, HeaderValue},
    },
    web::{Data, Path, Query},
};
use minijinja::{Value, context, value::Serde};
use serde::{Deserialize, Serialize};

use crate::{
    cluster::directory::Listing,
    domain::{School, accounts, admission},
    error::Refusal,
    ids::{DeviceId, JoinCode},
    protocol::roster::{RoomRole, SessionCard},
    web::{
        errors::{PageError, Told},
        extract::Visit,
        headers::LESSON_POLICY,
        redirect::see_other,
        request,
    },
};

/// By which a browser is known again that the teacher has removed.
pub const DEVICE_COOKIE: &str = "lyceum_device";

#[derive(Deserialize)]
pub struct Asked {
    #[serde(default)]
    code: String,
}

/// What the lesson's script finds in its page.
#[derive(Serialize)]
struct PageData<'a> {
    card: &'a SessionCard,
    you: Option<You>,
    /// What the page can be in, each by its code and its own name.
    languages: Vec<[&'static str; 2]>,
    /// For the form that changes the language.
    form_token: String,
}

/// Who is signed in, and so need not say who they are.
#[derive(Serialize)]
struct You {
    username: String,
    avatar: serde_json::Value,
    role: RoomRole,
}

pub async fn ask(visit: Visit, asked: Query<Asked>) -> HttpResponse {
    let typed = asked.code.trim();
    if typed.is_empty() {
        return visit.page(StatusCode::OK, "join/code.html", context! {});
    }
    match JoinCode::parse(typed) {
        Some(code) => see_other(&format!("/join/{code}")).finish(),
        None => visit.page(StatusCode::BAD_REQUEST, "join/code.html", context! { typed, wrong => true }),
    }
}

pub async fn enter(visit: Visit, school: Data<School>, path: Path<String>) -> Result<HttpResponse, PageError> {
    let listing = match find(&visit, &school, &path) {
        Ok(listing) => listing,
        Err(refusal) => return Ok(refuse(&visit, &path, refusal)),
    };
    let mut you = None;
    if let Some(identity) = &visit.identity {
        let person = accounts::person(&school, identity).await?;
        let role = if listing.teacher == identity.person { RoomRole::Teacher } else { RoomRole::Student };
        you = Some(You { username: person.name, avatar: person.avatar, role });
    }
    let languages = school.choices().offered().iter().map(|one| [one.code(), one.name()]).collect();
    let page = PageData { card: &listing.card, you, languages, form_token: visit.form_token() };
    let context = context! { title => listing.card.session_title.as_str(), page => Value::from(Serde(&page)) };
    let mut response = visit.page(StatusCode::OK, "join/room.html", context);
    let policy = HeaderValue::from_static(LESSON_POLICY);
    response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, policy);
    if visit.request.cookie(DEVICE_COOKIE).is_none_or(|cookie| cookie.value().parse::<DeviceId>().is_err()) {
        let mut cookie = visit.cookie(DEVICE_COOKIE, DeviceId::fresh().to_string());
        cookie.set_max_age(Duration::days(1));
        response.add_cookie(&cookie).expect("a cookie of ours is a header's value");
    }
    Ok(response)
}

fn find(visit: &Visit, school: &School, typed: &str) -> Result<std::sync::Arc<Listing>, Refusal> {
    let address = request::address(&visit.request);
    let owns = |listing: &Listing| visit.identity.as_ref().is_some_and(|by| by.person == listing.teacher);
    let listing = admission::find(school, typed, address, owns)?;
    if visit.identity.is_none() && !listing.card.guests_allowed {
        return Err(Refusal::GuestsRefused);
    }
    Ok(listing)
}

fn refuse(visit: &Visit, typed: &str, refusal: Refusal) -> HttpResponse {
    let code = JoinCode::parse(typed);
    let title = match refusal {
        Refusal::CodeUnknown => "join-unknown-title",
        Refusal::LessonEnded => "join-ended-title",
        Refusal::GuestsRefused => "join-guests-title",
        _ => "join-wait-title",
    };
    let context = context! {
        title => visit.language().text(title),
        code => code.map(|code| code.to_string()),
        reason => refusal.code(),
        message => visit.told(refusal),
    };
    visit.page(Told::from(refusal).status, "join/refused.html", context)
}
