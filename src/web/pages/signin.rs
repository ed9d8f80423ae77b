//! Signing in and out by the browser.

use actix_web::{
    HttpResponse,
    http::StatusCode,
    web::{Data, Query},
};
use minijinja::context;
use serde::Deserialize;

use crate::{
    access::{Role, SchoolAct, allows},
    domain::{School, accounts, logins},
    error::{Failure, Refusal},
    web::{
        errors::{PageError, Told},
        extract::{Form, Visit},
        flash::Done,
        redirect::see_other,
        request::{self, LOGIN_COOKIE, local_path},
    },
};

#[derive(Deserialize)]
pub struct Way {
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
}

/// Where someone goes on to who did not come from anywhere.
fn home_of(role: Role) -> &'static str {
    if allows(Some(role), SchoolAct::PlanSessions) { "/dashboard" } else { "/join" }
}

pub async fn show(visit: Visit, way: Query<Way>) -> HttpResponse {
    let next = local_path(&way.next);
    if let Some(identity) = &visit.identity {
        return see_other(next.unwrap_or(home_of(identity.role))).finish();
    }
    visit.page(StatusCode::OK, "signin.html", context! { next => next.unwrap_or_default() })
}

pub async fn sign_in(visit: Visit, school: Data<School>, form: Form<Credentials>) -> Result<HttpResponse, PageError> {
    let Credentials { identifier, password, next } = form.0;
    let address = request::address(&visit.request);
    let known = request::known(&visit.request);
    let signed_in = match accounts::sign_in(&school, address, known.as_deref(), &identifier, password).await {
        Ok(signed_in) => signed_in,
        Err(Failure::Refused(refusal)) => {
            let status = Told::from(refusal).status;
            let message = visit.told(refusal);
            let next = local_path(&next).unwrap_or_default();
            let unconfirmed = refusal == Refusal::Unconfirmed;
            return Ok(visit.page(status, "signin.html", context! { next, identifier, message, unconfirmed }));
        }
        Err(fault) => return Err(fault.into()),
    };
    let login = signed_in.login;
    let cookie = request::login_cookie(&visit.request, login.cookie(&school), login.expires);
    let to = local_path(&next).unwrap_or(home_of(signed_in.identity.role));
    let known = request::known_cookie(&visit.request, signed_in.known);
    Ok(see_other(to).cookie(cookie).cookie(known).finish())
}

#[derive(Deserialize)]
pub struct Nothing {}

pub async fn sign_out(visit: Visit, school: Data<School>, _form: Form<Nothing>) -> Result<HttpResponse, PageError> {
    if let Some(identity) = &visit.identity {
        logins::sign_out(&school, identity).await?;
    }
    Ok(signed_out(&visit, Done::SignedOut))
}

pub fn signed_out(visit: &Visit, done: Done) -> HttpResponse {
    let mut gone = visit.cookie(LOGIN_COOKIE, String::new());
    gone.make_removal();
    let mut response = visit.go("/", done);
    response.add_cookie(&gone).expect("a cookie of ours is a header's value");
    response
}
