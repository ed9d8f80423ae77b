//! A forgotten password: the page that mails a link, and the page of the link.

use actix_web::{
    HttpResponse,
    http::StatusCode,
    web::{Data, Path},
};
use minijinja::context;
use serde::Deserialize;

use super::signin::sign_in_at_once;
use crate::{
    domain::{School, recovery},
    error::{Failure, Refusal},
    web::{
        errors::{PageError, PublicError},
        extract::{Form, PageContext},
        flash::Done,
        request,
    },
};

#[derive(Deserialize)]
pub struct ForgotForm {
    #[serde(default)]
    identifier: String,
}

pub async fn forgot_form(cx: PageContext) -> HttpResponse {
    cx.page(StatusCode::OK, "password/forgot.html", context! {})
}

pub async fn forgot(cx: PageContext, school: Data<School>, whom: Form<ForgotForm>) -> Result<HttpResponse, PageError> {
    let identifier = whom.0.identifier;
    let (address, language) = (request::address(&cx.request), cx.language());
    match recovery::forgot(&school, address, &identifier, Some(language)).await {
        Ok(()) => {
            let minutes = school.settings.link_lifetime.num_minutes();
            Ok(cx.page(StatusCode::OK, "password/forgot.html", context! { asked => true, minutes }))
        }
        Err(Failure::Refused(refusal)) => {
            let (status, message) = (PublicError::from(refusal).status, cx.refusal_text(refusal));
            Ok(cx.page(status, "password/forgot.html", context! { identifier, message }))
        }
        Err(fault) => Err(fault.into()),
    }
}

pub async fn show(cx: PageContext, school: Data<School>, token: Path<String>) -> Result<HttpResponse, PageError> {
    form(&cx, &school, &token, None).await
}

#[derive(Deserialize)]
pub struct ResetForm {
    #[serde(default)]
    password: String,
    /// Of the browser, if it says so.
    #[serde(default)]
    time_zone: String,
}

pub async fn reset(
    cx: PageContext,
    school: Data<School>,
    token: Path<String>,
    new: Form<ResetForm>,
) -> Result<HttpResponse, PageError> {
    let address = request::address(&cx.request);
    let ResetForm { password, time_zone } = new.0;
    match recovery::reset(&school, address, &token, password.clone()).await {
        Ok(person) => sign_in_at_once(&cx, &school, &person.username, password, &time_zone, Done::PasswordReset).await,
        Err(Failure::Refused(refusal)) => form(&cx, &school, &token, Some(refusal)).await,
        Err(fault) => Err(fault.into()),
    }
}

/// The form, while the link works.
async fn form(
    cx: &PageContext,
    school: &School,
    token: &str,
    wrong: Option<Refusal>,
) -> Result<HttpResponse, PageError> {
    let person = match recovery::by_link(school, token).await {
        Ok(person) => person,
        Err(Failure::Refused(refusal)) => {
            let context = context! { dead => true, message => cx.refusal_text(refusal) };
            return Ok(cx.page(PublicError::from(refusal).status, "password/reset.html", context));
        }
        Err(fault) => return Err(fault.into()),
    };
    let status = wrong.map_or(StatusCode::OK, |refusal| PublicError::from(refusal).status);
    let context =
        context! { token, username => person.username, message => wrong.map(|refusal| cx.refusal_text(refusal)) };
    Ok(cx.page(status, "password/reset.html", context))
}
