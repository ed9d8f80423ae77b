//! Reminders before lessons: the choices in the profile, and the page of the link that ends them. That link works without signing
//! in, and its POST without a form, because mail programs send it (RFC 8058). Its GET changes nothing: mail scanners follow links.

use actix_web::{
    HttpResponse,
    http::StatusCode,
    web::{Data, Path},
};
use minijinja::{Value, context};
use serde::Deserialize;

use crate::{
    access::Identity,
    domain::{
        School,
        reminders::{self, ReminderChoices},
    },
    error::{Failure, Refusal},
    web::{
        errors::{PageError, PublicError},
        extract::{Form, PageContext},
        flash::Done,
    },
};

const PAGE: &str = "confirm/unsubscribe.html";

/// The choices of a person, for their profile.
pub(super) async fn choices_values(school: &School, by: &Identity) -> Result<Value, Failure> {
    let ReminderChoices { by_mail, minutes } = reminders::choices(school, by).await?;
    Ok(context! { by_mail, minutes, teaches => reminders::teaches(by) })
}

/// Checkboxes: each is absent unless it is ticked.
#[derive(Deserialize)]
pub struct ChoicesForm {
    by_mail: Option<String>,
    week: Option<String>,
    day: Option<String>,
    hour: Option<String>,
    quarter: Option<String>,
}

pub async fn choose(cx: PageContext, school: Data<School>, form: Form<ChoicesForm>) -> Result<HttpResponse, PageError> {
    let ChoicesForm { by_mail, week, day, hour, quarter } = form.0;
    let ticked = [(week, 7 * 24 * 60), (day, 24 * 60), (hour, 60), (quarter, 15)];
    let minutes = ticked.into_iter().filter_map(|(tick, minutes)| tick.map(|_| minutes)).collect();
    let choices = ReminderChoices { by_mail: by_mail.is_some(), minutes };
    reminders::choose(&school, cx.identity()?, choices).await?;
    Ok(cx.go("/profile", Done::ProfileSaved))
}

pub async fn show(cx: PageContext, school: Data<School>, token: Path<String>) -> Result<HttpResponse, PageError> {
    match reminders::check_link(&school, &token).await {
        Ok(()) => Ok(cx.page(StatusCode::OK, PAGE, context! { token => token.as_str() })),
        Err(failure) => dead(&cx, failure),
    }
}

pub async fn unsubscribe(
    cx: PageContext,
    school: Data<School>,
    token: Path<String>,
) -> Result<HttpResponse, PageError> {
    match reminders::unsubscribe(&school, &token).await {
        Ok(()) => Ok(cx.page(StatusCode::OK, PAGE, context! { done => true })),
        Err(failure) => dead(&cx, failure),
    }
}

fn dead(cx: &PageContext, failure: Failure) -> Result<HttpResponse, PageError> {
    match failure {
        Failure::Refused(refusal @ Refusal::LinkDead) => {
            let context = context! { dead => cx.refusal_text(refusal) };
            Ok(cx.page(PublicError::from(refusal).status, PAGE, context))
        }
        failure => Err(failure.into()),
    }
}
