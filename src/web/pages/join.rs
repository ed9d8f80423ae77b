//! The page for the join code, and the lesson's own page.

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

use super::{personal_link::STUDENT_COOKIE, qr};
use crate::{
    cluster::directory::Listing,
    domain::{
        School, accounts, admission,
        groups::{self, Place},
    },
    error::{Failure, Refusal},
    ids::{DeviceId, JoinCode},
    protocol::roster::{RoomRole, SessionCard},
    web::{
        errors::{PageError, PublicError},
        extract::PageContext,
        headers::LESSON_POLICY,
        redirect::see_other,
        request,
    },
};

/// Recognises a guest's browser, so that a removed guest stays out.
pub const DEVICE_COOKIE: &str = "lyceum_device";

#[derive(Deserialize)]
pub struct CodeQuery {
    #[serde(default)]
    code: String,
}

/// The data in the page for the lesson's script.
#[derive(Serialize)]
struct PageData<'a> {
    card: &'a SessionCard,
    you: Option<You>,
    /// For how many days after the lesson a guest's name is kept, and whether the teacher keeps the chat.
    guest_days: i32,
    keeps_chat: bool,
    /// For the teacher: the link as a QR code, which is an SVG.
    #[serde(skip_serializing_if = "Option::is_none")]
    qr: Option<String>,
    /// The languages to choose from: their codes and their own names.
    languages: Vec<[&'static str; 2]>,
    /// The token of the form that changes the language.
    form_token: String,
}

/// The person who is signed in, and so need not give a name.
#[derive(Serialize)]
struct You {
    username: String,
    avatar: serde_json::Value,
    role: RoomRole,
}

pub async fn code_form(cx: PageContext, asked: Query<CodeQuery>) -> HttpResponse {
    let typed = asked.code.trim();
    if typed.is_empty() {
        return cx.page(StatusCode::OK, "join/code.html", context! {});
    }
    match JoinCode::parse(typed) {
        Some(code) => see_other(&format!("/join/{code}")).finish(),
        None => cx.page(StatusCode::BAD_REQUEST, "join/code.html", context! { typed, wrong => true }),
    }
}

pub async fn enter(cx: PageContext, school: Data<School>, path: Path<String>) -> Result<HttpResponse, PageError> {
    let listing = match find(&cx, &school, &path) {
        Ok(listing) => listing,
        Err(refusal) => return Ok(refuse(&cx, &path, refusal, None)),
    };
    let place = match request::sent_cookie(&cx.request, STUDENT_COOKIE).filter(|_| cx.identity.is_none()) {
        Some(token) => groups::place_of(&school, &token).await?.filter(|place| groups::is_for(&listing, place)),
        None => None,
    };
    if place.is_none() {
        match groups::may_enter(&school, &listing, cx.identity.as_ref()).await {
            Err(Failure::Refused(refusal)) => return Ok(refuse(&cx, &path, refusal, None)),
            other => other?,
        }
        if cx.identity.is_none() && !listing.card.guests_allowed {
            return Ok(refuse(&cx, &path, Refusal::GuestsRefused, Some(&listing.card)));
        }
    }
    let mut you = None;
    if let Some(Place { student, .. }) = place {
        let avatar = serde_json::to_value(groups::avatar_of(student.id)).expect("an avatar is JSON");
        you = Some(You { username: student.name, avatar, role: RoomRole::Student });
    }
    if let Some(identity) = &cx.identity {
        let person = accounts::person(&school, identity).await?;
        let role = if listing.teacher == identity.person { RoomRole::Teacher } else { RoomRole::Student };
        you = Some(You { username: person.name, avatar: person.avatar, role });
    }
    let link = format!("{}/join/{}", request::base_url(&cx.request), listing.card.session_code.0);
    let teaches = you.as_ref().is_some_and(|you| you.role == RoomRole::Teacher);
    let settings = school.current_settings();
    let languages = settings.offered().iter().map(|one| [one.code(), one.name()]).collect();
    let page = PageData {
        card: &listing.card,
        you,
        guest_days: settings.guest_days,
        keeps_chat: listing.keeps_chat,
        qr: if teaches { qr::svg(&link) } else { None },
        languages,
        form_token: cx.form_token(),
    };
    let context = context! { title => listing.card.session_title.as_str(), page => Value::from(Serde(&page)) };
    let mut response = cx.page(StatusCode::OK, "join/room.html", context);
    let policy = HeaderValue::from_static(LESSON_POLICY);
    response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, policy);
    if request::sent_cookie(&cx.request, DEVICE_COOKIE).is_none_or(|device| device.parse::<DeviceId>().is_err()) {
        let mut cookie = cx.cookie(DEVICE_COOKIE, DeviceId::fresh().to_string());
        cookie.set_max_age(Duration::days(1));
        response.add_cookie(&cookie).expect("a cookie of ours is a header's value");
    }
    Ok(response)
}

fn find(cx: &PageContext, school: &School, typed: &str) -> Result<std::sync::Arc<Listing>, Refusal> {
    let address = request::address(&cx.request);
    let owns = |listing: &Listing| cx.identity.as_ref().is_some_and(|by| by.person == listing.teacher);
    admission::find(school, typed, address, owns)
}

fn refuse(cx: &PageContext, typed: &str, refusal: Refusal, card: Option<&SessionCard>) -> HttpResponse {
    let code = JoinCode::parse(typed);
    let title = match refusal {
        Refusal::CodeUnknown => "join-unknown-title",
        Refusal::LessonEnded => "join-ended-title",
        Refusal::GuestsRefused => "join-guests-title",
        Refusal::GroupOther => "join-group-title",
        _ => "join-wait-title",
    };
    let context = context! {
        title => cx.language().text(title),
        code => code.map(|code| code.to_string()),
        reason => refusal.code(),
        message => cx.refusal_text(refusal),
        // The message of the invitation, which is not lost while they sign in.
        invitation => card.map(|card| context! {
            title => card.session_title.as_str(), teacher => card.teacher.as_str(), message => card.description.as_str()
        }),
    };
    cx.page(PublicError::from(refusal).status, "join/refused.html", context)
}
