//! Personal links. `/{token}` remembers the student in this browser and leads on without the token, into the lesson of their group
//! that runs or to where they wait for the next one. `/l/{token}` signs a teacher in.

use actix_web::{
    HttpResponse,
    cookie::time::Duration,
    http::{
        StatusCode,
        header::{self, HeaderValue},
    },
    web::{Data, Path, Query},
};
use minijinja::context;
use serde::Deserialize;

use super::{signin::welcome, when};
use crate::{
    clock,
    domain::{
        School, calendar_feeds,
        groups::{self, Place},
        sign_in_links,
    },
    error::{Failure, Refusal},
    ids::GroupId,
    web::{
        errors::{PageError, PublicError},
        extract::PageContext,
        redirect::see_other,
        request,
    },
};

/// Holds the token of a student's personal link.
pub const STUDENT_COOKIE: &str = "lyceum_student";
/// For how long a browser remembers whose link was opened in it: a school year.
const REMEMBERED: Duration = Duration::days(300);

/// Opens a student's link.
pub async fn open(cx: PageContext, school: Data<School>, token: Path<String>) -> Result<HttpResponse, PageError> {
    match groups::open_link(&school, &token, request::address(&cx.request)).await {
        Ok(_) => {
            let mut cookie = cx.cookie(STUDENT_COOKIE, token.to_ascii_lowercase());
            cookie.set_max_age(REMEMBERED);
            Ok(without_referrer(see_other("/limbo").cookie(cookie).finish()))
        }
        Err(Failure::Refused(refusal)) => Ok(without_referrer(refuse(&cx, refusal))),
        Err(fault) => Err(fault.into()),
    }
}

/// The address had the token, and no other page may learn it.
fn without_referrer(mut response: HttpResponse) -> HttpResponse {
    response.headers_mut().insert(header::REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
    response
}

fn refuse(cx: &PageContext, refusal: Refusal) -> HttpResponse {
    let message = cx.refusal_text(refusal);
    cx.page(PublicError::from(refusal).status, "join/link.html", context! { message })
}

/// Whose link was opened in this browser.
pub(super) async fn place_of(cx: &PageContext, school: &School) -> Result<Option<Place>, Failure> {
    match request::sent_cookie(&cx.request, STUDENT_COOKIE) {
        Some(token) => groups::place_of(school, &token).await,
        None => Ok(None),
    }
}

/// Where a student waits, or the way into the lesson that runs.
pub async fn limbo(cx: PageContext, school: Data<School>) -> Result<HttpResponse, PageError> {
    let Some(place) = place_of(&cx, &school).await? else { return Ok(refuse(&cx, Refusal::LinkUnknown)) };
    let feed = calendar_feeds::student_address(&school, &place).await?;
    let Place { student, group } = place;
    let (live, next) = school.directory.of_group(group.id, clock::now());
    if let Some(live) = live {
        return Ok(see_other(&format!("/join/{}", live.card.session_code.0)).finish());
    }
    let next = next.map(|next| {
        let at = when::at(cx.language(), next.card.date_time_of_session, chrono_tz::Tz::UTC, clock::now());
        context! { title => next.card.session_title.as_str(), teacher => next.card.teacher.as_str(), at }
    });
    let context = context! { name => student.name, group => group.name, next, feed };
    Ok(cx.page(StatusCode::OK, "join/limbo.html", context))
}

#[derive(Deserialize)]
pub struct SignInQuery {
    /// The group to land on.
    #[serde(default)]
    g: String,
}

/// Opens a teacher's link.
pub async fn sign_in(
    cx: PageContext,
    school: Data<School>,
    token: Path<String>,
    way: Query<SignInQuery>,
) -> Result<HttpResponse, PageError> {
    let to = match way.g.parse::<GroupId>() {
        Ok(group) => format!("/dashboard/groups/{group}"),
        Err(_) => "/dashboard".to_owned(),
    };
    let source = request::sign_in_source(&cx.request);
    let known = request::known_browser(&cx.request);
    match sign_in_links::sign_in(&school, source, known.as_deref(), &token).await {
        Ok(signed_in) => Ok(without_referrer(welcome(&cx, &school, signed_in, "", see_other(&to).finish()).await?)),
        Err(Failure::Refused(refusal)) => Ok(without_referrer(refuse(&cx, refusal))),
        Err(fault) => Err(fault.into()),
    }
}
