//! Redirects to other pages.

use actix_web::{HttpResponse, HttpResponseBuilder, http::header};

use super::request::local_path;

/// Redirects to another page (RFC 9110, 15.4.4).
pub fn see_other(to: &str) -> HttpResponseBuilder {
    let mut response = HttpResponse::SeeOther();
    response.insert_header((header::LOCATION, to)).insert_header((header::CACHE_CONTROL, "no-store"));
    response
}

/// Redirects to the sign-in page, and from there to `next`.
pub fn to_sign_in(next: &str) -> HttpResponse {
    let Some(next) = local_path(next) else { return see_other("/signin").finish() };
    let escaped: String = next
        .bytes()
        .map(|b| match b {
            b if b.is_ascii_alphanumeric() || b"/-_.".contains(&b) => char::from(b).to_string(),
            b => format!("%{b:02X}"),
        })
        .collect();
    see_other(&format!("/signin?next={escaped}")).finish()
}
