//! Calendar feeds: what calendars of phones read, and the buttons that give a feed another address.

use actix_web::{
    HttpResponse,
    http::header,
    web::{Data, Path},
};

use super::{personal_link::place_of, signin::EmptyForm};
use crate::{
    domain::{School, calendar_feeds},
    error::Refusal,
    web::{
        errors::PageError,
        extract::{Form, PageContext, group_id},
        flash::Done,
    },
};

pub async fn read(school: Data<School>, token: Path<String>) -> Result<HttpResponse, PageError> {
    let text = calendar_feeds::read(&school, &token).await?;
    Ok(HttpResponse::Ok()
        .insert_header((header::CONTENT_TYPE, "text/calendar; charset=utf-8"))
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .body(text))
}

pub async fn reset(cx: PageContext, school: Data<School>, _form: Form<EmptyForm>) -> Result<HttpResponse, PageError> {
    let went = calendar_feeds::reset_own(&school, cx.identity()?).await;
    cx.back("/profile", went, Done::FeedReset, &[])
}

/// Gives the feed of a group another address.
pub async fn reset_group(
    cx: PageContext,
    school: Data<School>,
    path: Path<String>,
    _form: Form<EmptyForm>,
) -> Result<HttpResponse, PageError> {
    let group = group_id(&path)?;
    calendar_feeds::reset_group(&school, cx.identity()?, group).await?;
    Ok(cx.go(&format!("/dashboard/groups/{group}"), Done::FeedReset))
}

/// Gives the feed of the student whose link was opened in this browser another address.
pub async fn reset_student(
    cx: PageContext,
    school: Data<School>,
    _form: Form<EmptyForm>,
) -> Result<HttpResponse, PageError> {
    let place = place_of(&cx, &school).await?.ok_or(Refusal::LinkUnknown)?;
    calendar_feeds::reset_student(&school, &place).await?;
    Ok(cx.go("/limbo", Done::FeedReset))
}
