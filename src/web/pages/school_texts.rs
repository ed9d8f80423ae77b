//! What the school itself says: help, privacy, and how to reach it. A text that is empty has no page.

use actix_web::{HttpResponse, http::StatusCode, web::Data};
use minijinja::context;

use crate::{
    domain::{School, markdown},
    error::{Failure, Refusal},
    web::{errors::PageError, extract::PageContext},
};

fn page(cx: &PageContext, title: &str, text: &str) -> Result<HttpResponse, PageError> {
    if text.is_empty() {
        return Err(Failure::from(Refusal::PageUnknown).into());
    }
    let title = cx.language().text(title);
    Ok(cx.page(StatusCode::OK, "school_text.html", context! { title, html => markdown::html(text) }))
}

pub async fn help(cx: PageContext, school: Data<School>) -> Result<HttpResponse, PageError> {
    page(&cx, "school-help", &school.current_settings().help_text)
}

pub async fn privacy(cx: PageContext, school: Data<School>) -> Result<HttpResponse, PageError> {
    page(&cx, "school-privacy", &school.current_settings().privacy_text)
}

pub async fn contact(cx: PageContext, school: Data<School>) -> Result<HttpResponse, PageError> {
    page(&cx, "school-contact", &school.current_settings().contact_text)
}
