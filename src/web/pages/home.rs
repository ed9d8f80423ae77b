//! The front page.

use actix_web::{HttpResponse, http::StatusCode};
use minijinja::context;

use crate::web::extract::PageContext;

pub async fn show(cx: PageContext) -> HttpResponse {
    cx.page(StatusCode::OK, "home.html", context! {})
}
