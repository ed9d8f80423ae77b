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
    domain::{School, members, registration},
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

pub async fn wait(cx: PageContext, school: Data<School>, whose: Query<WaitQuery>) -> Result<HttpResponse, PageError> {
    waiting(&cx, &school, whose.registration.parse().ok(), None).await
}

/// The page that waits, with the address that was mailed, and with a refused correction of it.
async fn waiting(
    cx: &PageContext,
    school: &School,
    id: Option<RegistrationId>,
    wrong: Option<(&str, Refusal)>,
) -> Result<HttpResponse, PageError> {
    let found = match id {
        Some(id) => registration::pending(school, id).await?,
        None => None,
    };
    let context = context! {
        registration => id.map(|id| id.to_string()),
        email => found.as_ref().map(|found| found.email.as_str()),
        typed => wrong.map(|(typed, _)| typed),
        wrong => wrong.map(|(_, refusal)| cx.refusal_text(refusal)),
        minutes => school.settings.link_lifetime.num_minutes(),
    };
    let status = wrong.map_or(StatusCode::OK, |(_, refusal)| PublicError::from(refusal).status);
    Ok(cx.page(status, "confirm/wait.html", context))
}

#[derive(Deserialize)]
pub struct Correction {
    #[serde(default)]
    identifier: String,
    #[serde(default)]
    email: String,
}

pub async fn correct(cx: PageContext, school: Data<School>, form: Form<Correction>) -> Result<HttpResponse, PageError> {
    let Correction { identifier, email } = form.0;
    let Ok(id) = identifier.parse::<RegistrationId>() else { return dead(&cx, Refusal::LinkDead.into()) };
    match registration::correct_address(&school, request::address(&cx.request), id, &email).await {
        Ok(()) => Ok(cx.go(&format!("/confirm?for={id}"), Done::AddressCorrected)),
        Err(failure @ Failure::Refused(Refusal::LinkDead)) => dead(&cx, failure),
        Err(Failure::Refused(refusal)) => waiting(&cx, &school, Some(id), Some((&email, refusal))).await,
        Err(fault) => Err(fault.into()),
    }
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

/// The page of a link that confirms an address which an administrator has entered.
pub async fn show_address(
    cx: PageContext,
    school: Data<School>,
    token: Path<String>,
) -> Result<HttpResponse, PageError> {
    match members::address_of_link(&school, &token).await {
        Ok(email) => Ok(cx.page(StatusCode::OK, "confirm/address.html", context! { token => token.as_str(), email })),
        Err(failure) => dead(&cx, failure),
    }
}

pub async fn confirm_address(
    cx: PageContext,
    school: Data<School>,
    token: Path<String>,
    _form: Form<EmptyForm>,
) -> Result<HttpResponse, PageError> {
    match members::confirm_address(&school, request::address(&cx.request), &token).await {
        Ok(None) => Ok(cx.go("/signin", Done::AddressConfirmed)),
        Ok(Some(first)) => Ok(cx.go(&format!("/reset-password/{first}"), Done::AddressConfirmed)),
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
