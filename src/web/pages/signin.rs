//! Signing in and out in a browser.

use actix_web::{
    HttpResponse,
    http::StatusCode,
    web::{Data, Query},
};
use minijinja::context;
use serde::Deserialize;

use crate::{
    access::Role,
    domain::{
        School,
        accounts::{self, SignedIn},
        datetime, logins,
    },
    error::{Failure, Refusal},
    web::{
        errors::{PageError, PublicError},
        extract::{Form, PageContext},
        flash::Done,
        redirect::see_other,
        request::{self, LOGIN_COOKIE, local_path},
    },
};

#[derive(Deserialize)]
pub struct SignInQuery {
    #[serde(default)]
    next: String,
}

#[derive(Deserialize)]
pub struct Credentials {
    #[serde(default)]
    identifier: String,
    #[serde(default)]
    password: String,
    #[serde(default)]
    next: String,
    /// Of the browser, if it says so.
    #[serde(default)]
    time_zone: String,
}

/// The first page after signing in, if no other was asked for.
fn home_of(role: Role) -> &'static str {
    match role {
        Role::Administrator => "/admin",
        Role::Teacher => "/dashboard",
        Role::Student => "/lessons",
    }
}

pub async fn show(cx: PageContext, way: Query<SignInQuery>) -> HttpResponse {
    let next = local_path(&way.next);
    if let Some(identity) = &cx.identity {
        return see_other(next.unwrap_or(home_of(identity.role))).finish();
    }
    cx.page(StatusCode::OK, "signin.html", context! { next => next.unwrap_or_default() })
}

pub async fn sign_in(
    cx: PageContext,
    school: Data<School>,
    form: Form<Credentials>,
) -> Result<HttpResponse, PageError> {
    let Credentials { identifier, password, next, time_zone } = form.0;
    let source = request::sign_in_source(&cx.request);
    let known = request::known_browser(&cx.request);
    let signed_in = match accounts::sign_in(&school, source, known.as_deref(), &identifier, password).await {
        Ok(signed_in) => signed_in,
        Err(Failure::Refused(refusal)) => {
            let status = PublicError::from(refusal).status;
            let message = cx.refusal_text(refusal);
            let next = local_path(&next).unwrap_or_default();
            let unconfirmed = refusal == Refusal::Unconfirmed;
            return Ok(cx.page(status, "signin.html", context! { next, identifier, message, unconfirmed }));
        }
        Err(fault) => return Err(fault.into()),
    };
    let to = local_path(&next).unwrap_or(home_of(signed_in.identity.role));
    welcome(&cx, &school, signed_in, &time_zone, see_other(to).finish()).await
}

/// Signs in a person who has just chosen this password: nobody types it twice in a row. A person who may not sign in yet,
/// for example because they wait to be approved, goes to the page for signing in.
pub(super) async fn sign_in_at_once(
    cx: &PageContext,
    school: &School,
    identifier: &str,
    password: String,
    time_zone: &str,
    otherwise: Done,
) -> Result<HttpResponse, PageError> {
    let source = request::sign_in_source(&cx.request);
    let known = request::known_browser(&cx.request);
    match accounts::sign_in(school, source, known.as_deref(), identifier, password).await {
        Ok(signed_in) => {
            let response = cx.go(home_of(signed_in.identity.role), Done::PasswordChosen);
            welcome(cx, school, signed_in, time_zone, response).await
        }
        Err(Failure::Refused(_)) => Ok(cx.go("/signin", otherwise)),
        Err(fault) => Err(fault.into()),
    }
}

/// The response with the cookies of a new login.
pub(super) async fn welcome(
    cx: &PageContext,
    school: &School,
    signed_in: SignedIn,
    time_zone: &str,
    mut response: HttpResponse,
) -> Result<HttpResponse, PageError> {
    if let Ok(zone) = datetime::time_zone(time_zone) {
        accounts::suggest_time_zone(school, &signed_in.identity, zone).await?;
    }
    let login = signed_in.login;
    let cookie = request::login_cookie(&cx.request, login.cookie(school), login.expires);
    for cookie in [cookie, request::known_cookie(&cx.request, signed_in.known)] {
        response.add_cookie(&cookie).expect("a cookie of ours is a header's value");
    }
    Ok(response)
}

#[derive(Deserialize)]
pub struct EmptyForm {}

pub async fn sign_out(
    cx: PageContext,
    school: Data<School>,
    _form: Form<EmptyForm>,
) -> Result<HttpResponse, PageError> {
    if let Some(identity) = &cx.identity {
        logins::sign_out(&school, identity, identity.login).await?;
    }
    Ok(signed_out(&cx, Done::SignedOut))
}

pub async fn sign_out_everywhere(
    cx: PageContext,
    school: Data<School>,
    _form: Form<EmptyForm>,
) -> Result<HttpResponse, PageError> {
    logins::sign_out_everywhere(&school, cx.identity()?).await?;
    Ok(signed_out(&cx, Done::SignedOutEverywhere))
}

pub fn signed_out(cx: &PageContext, done: Done) -> HttpResponse {
    let mut gone = cx.cookie(LOGIN_COOKIE, String::new());
    gone.make_removal();
    let mut response = cx.go("/", done);
    response.add_cookie(&gone).expect("a cookie of ours is a header's value");
    response
}
