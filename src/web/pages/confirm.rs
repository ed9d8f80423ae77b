//! Confirming an email address: the page that waits for it and can send the mail again, and the page of the mailed link. The link
//! alone changes nothing: mail scanners follow links, but press no buttons.

use actix_web::{
    HttpResponse,
    http::StatusCode,
    web::{Data, Path, Query},
};
use minijinja::context;
use serde::Deserialize;

use super::signin::EmptyForm;
use crate::{
    domain::{School, registration},
    error::{Failure, Refusal},
    ids::RegistrationId,
    web::{
        errors::{PageError, PublicError},
        extract::{Form, PageContext},
        flash::Done,
        request,
    },
};

#[derive(Deserialize)]
pub struct WaitQuery {
    #[serde(rename = "for", default)]
    registration: String,
}

#[derive(Deserialize)]
pub struct ResendForm {
    #[serde(default)]
    identifier: String,
}

pub async fn wait(cx: PageContext, school: Data<School>, whose: Query<WaitQuery>) -> HttpResponse {
    let known = whose.registration.parse::<RegistrationId>().ok();
    let context = context! {
        registration => known.map(|id| id.to_string()),
        minutes => school.settings.link_lifetime.num_minutes(),
    };
    cx.page(StatusCode::OK, "confirm/wait.html", context)
}

pub async fn send_again(
    cx: PageContext,
    school: Data<School>,
    whom: Form<ResendForm>,
) -> Result<HttpResponse, PageError> {
    let address = request::address(&cx.request);
    let back = match whom.0.identifier.parse::<RegistrationId>() {
        Ok(id) => format!("/confirm?for={id}"),
        Err(_) => "/confirm".to_owned(),
    };
    match registration::send_again(&school, address, &whom.0.identifier).await {
        Ok(()) => Ok(cx.go(&back, Done::SentAgain)),
        Err(failure) => cx.go_refused(&back, failure),
    }
}

pub async fn show(cx: PageContext, school: Data<School>, token: Path<String>) -> Result<HttpResponse, PageError> {
    match registration::by_link(&school, &token).await {
        Ok(found) => {
            let context = context! { token => token.as_str(), username => found.username, email => found.email };
            Ok(cx.page(StatusCode::OK, "confirm/link.html", context))
        }
        Err(failure) => dead(&cx, failure),
    }
}

pub async fn confirm(
    cx: PageContext,
    school: Data<School>,
    token: Path<String>,
    _form: Form<EmptyForm>,
) -> Result<HttpResponse, PageError> {
    match registration::confirm(&school, &token).await {
        Ok(_) => Ok(cx.go("/signin", Done::Confirmed)),
        Err(failure) => dead(&cx, failure),
    }
}

/// The page of a link that does not work any more, with a way to get another one.
fn dead(cx: &PageContext, failure: Failure) -> Result<HttpResponse, PageError> {
    match failure {
        Failure::Refused(refusal @ (Refusal::LinkDead | Refusal::AccountExists)) => {
            let context = context! { message => cx.refusal_text(refusal), dead => refusal == Refusal::LinkDead };
            Ok(cx.page(PublicError::from(refusal).status, "confirm/dead.html", context))
        }
        failure => Err(failure.into()),
    }
}
