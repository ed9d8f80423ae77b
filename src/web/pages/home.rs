//! The front page: what this is, and the two ways in.

use actix_web::{HttpResponse, http::StatusCode};
use minijinja::context;

use crate::web::extract::Visit;

pub async fn show(visit: Visit) -> HttpResponse {
    visit.page(StatusCode::OK, "home.html", context! {})
}
