//! A person's calendar feed: what calendars of phones read, and the button that gives it another address.

use actix_web::{
    HttpResponse,
    http::header,
    web::{Data, Path},
};

use super::signin::EmptyForm;
use crate::{
    domain::{School, calendar_feeds},
    web::{
        errors::PageError,
        extract::{Form, PageContext},
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
    let went = calendar_feeds::reset(&school, cx.identity()?).await;
    cx.back("/profile", went, Done::FeedReset, &[])
}
