//! A forgotten password: the page to ask for a link, and the page that it leads to.

use actix_web::{
    HttpResponse,
    http::StatusCode,
    web::{Data, Path},
};
use minijinja::context;
use serde::Deserialize;

use crate::{
    domain::{School, recovery},
    error::{Failure, Refusal},
    web::{
        errors::{PageError, Told},
        extract::{Form, Visit},
        flash::Done,
        request,
    },
};

#[derive(Deserialize)]
pub struct Whom {
    #[serde(default)]
    identifier: String,
}

pub async fn ask(visit: Visit) -> HttpResponse {
    visit.page(StatusCode::OK, "password/forgot.html", context! {})
}

pub async fn forgot(visit: Visit, school: Data<School>, whom: Form<Whom>) -> Result<HttpResponse, PageError> {
    let identifier = whom.0.identifier;
    let (address, language) = (request::address(&visit.request), visit.language());
    match recovery::forgot(&school, address, &identifier, Some(language)).await {
        Ok(()) => {
            let minutes = school.settings.link_lifetime.num_minutes();
            Ok(visit.page(StatusCode::OK, "password/forgot.html", context! { asked => true, minutes }))
        }
        Err(Failure::Refused(refusal)) => {
            let (status, message) = (Told::from(refusal).status, visit.told(refusal));
            Ok(visit.page(status, "password/forgot.html", context! { identifier, message }))
        }
        Err(fault) => Err(fault.into()),
    }
}

pub async fn show(visit: Visit, school: Data<School>, token: Path<String>) -> Result<HttpResponse, PageError> {
    form(&visit, &school, &token, None).await
}

#[derive(Deserialize)]
pub struct New {
    #[serde(default)]
    password: String,
}

pub async fn reset(
    visit: Visit,
    school: Data<School>,
    token: Path<String>,
    new: Form<New>,
) -> Result<HttpResponse, PageError> {
    let address = request::address(&visit.request);
    match recovery::reset(&school, address, &token, new.0.password).await {
        Ok(()) => Ok(visit.go("/signin", Done::PasswordReset)),
        Err(Failure::Refused(refusal)) => form(&visit, &school, &token, Some(refusal)).await,
        Err(fault) => Err(fault.into()),
    }
}

/// The form, for as long as the link does something.
async fn form(visit: &Visit, school: &School, token: &str, wrong: Option<Refusal>) -> Result<HttpResponse, PageError> {
    let person = match recovery::by_link(school, token).await {
        Ok(person) => person,
        Err(Failure::Refused(refusal)) => {
            let context = context! { dead => true, message => visit.told(refusal) };
            return Ok(visit.page(Told::from(refusal).status, "password/reset.html", context));
        }
        Err(fault) => return Err(fault.into()),
    };
    let status = wrong.map_or(StatusCode::OK, |refusal| Told::from(refusal).status);
    let context = context! { token, username => person.username, message => wrong.map(|refusal| visit.told(refusal)) };
    Ok(visit.page(status, "password/reset.html", context))
}
