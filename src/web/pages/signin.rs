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
    domain::{School, accounts, datetime, logins},
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
    if let Ok(zone) = datetime::time_zone(&time_zone) {
        accounts::suggest_time_zone(&school, &signed_in.identity, zone).await?;
    }
    let login = signed_in.login;
    let cookie = request::login_cookie(&cx.request, login.cookie(&school), login.expires);
    let to = local_path(&next).unwrap_or(home_of(signed_in.identity.role));
    let known = request::known_cookie(&cx.request, signed_in.known);
    Ok(see_other(to).cookie(cookie).cookie(known).finish())
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
