//! Confirming an email address: the page to wait on, where the mail can be asked for again, and the page that a link
//! leads to. The link alone does nothing: mail scanners follow links, but press no buttons.

use actix_web::{
    HttpResponse,
    http::StatusCode,
    web::{Data, Path, Query},
};
use minijinja::context;
use serde::Deserialize;

use super::signin::Nothing;
use crate::{
    domain::{School, registration},
    error::{Failure, Refusal},
    ids::RegistrationId,
    web::{
        errors::{PageError, Told},
        extract::{Form, Visit},
        flash::Done,
        request,
    },
};

#[derive(Deserialize)]
pub struct Whose {
    #[serde(rename = "for", default)]
    registration: String,
}

#[derive(Deserialize)]
pub struct Whom {
    #[serde(default)]
    identifier: String,
}

pub async fn wait(visit: Visit, school: Data<School>, whose: Query<Whose>) -> HttpResponse {
    let known = whose.registration.parse::<RegistrationId>().ok();
    let context = context! {
        registration => known.map(|id| id.to_string()),
        minutes => school.settings.link_lifetime.num_minutes(),
    };
    visit.page(StatusCode::OK, "confirm/wait.html", context)
}

pub async fn send_again(visit: Visit, school: Data<School>, whom: Form<Whom>) -> Result<HttpResponse, PageError> {
    let address = request::address(&visit.request);
    let back = match whom.0.identifier.parse::<RegistrationId>() {
        Ok(id) => format!("/confirm?for={id}"),
        Err(_) => "/confirm".to_owned(),
    };
    match registration::send_again(&school, address, &whom.0.identifier).await {
        Ok(()) => Ok(visit.go(&back, Done::SentAgain)),
        Err(failure) => visit.go_refused(&back, failure),
    }
}

pub async fn show(visit: Visit, school: Data<School>, token: Path<String>) -> Result<HttpResponse, PageError> {
    match registration::by_link(&school, &token).await {
        Ok(found) => {
            let context = context! { token => token.as_str(), username => found.username, email => found.email };
            Ok(visit.page(StatusCode::OK, "confirm/link.html", context))
        }
        Err(failure) => dead(&visit, failure),
    }
}

pub async fn confirm(
    visit: Visit,
    school: Data<School>,
    token: Path<String>,
    _form: Form<Nothing>,
) -> Result<HttpResponse, PageError> {
    match registration::confirm(&school, &token).await {
        Ok(_) => Ok(visit.go("/signin", Done::Confirmed)),
        Err(failure) => dead(&visit, failure),
    }
}

/// A link that does nothing any more, with a way to get another.
fn dead(visit: &Visit, failure: Failure) -> Result<HttpResponse, PageError> {
    match failure {
        Failure::Refused(refusal @ (Refusal::LinkDead | Refusal::AccountExists)) => {
            let context = context! { message => visit.told(refusal), dead => refusal == Refusal::LinkDead };
            Ok(visit.page(Told::from(refusal).status, "confirm/dead.html", context))
        }
        failure => Err(failure.into()),
    }
}
