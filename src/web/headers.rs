//! The middleware of all but the fastest routes: security headers, and a line in the log. The log names the route, not the path,
//! since a path may contain a join code.

use std::time::Instant;

use actix_web::{
    Error, HttpMessage,
    body::{EitherBody, MessageBody},
    dev::{ServiceRequest, ServiceResponse},
    http::header::{self, HeaderMap, HeaderName, HeaderValue},
    middleware::Next,
    web::Data,
};

use super::{errors, extract::Renewed, request, whip};
use crate::{domain::School, room::ConnectionHandle};

const POLICY: &str = "default-src 'self'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; \
    connect-src 'self' ws: wss:; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'self'";

/// The lesson's policy also allows WebAssembly, which removes noise from voices (docs/adr/0008).
pub const LESSON_POLICY: &str = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; \
    img-src 'self' data: blob:; connect-src 'self' ws: wss:; object-src 'none'; base-uri 'none'; \
    frame-ancestors 'none'; form-action 'self'";

const SAFE: &[(&str, &str)] = &[
    ("content-security-policy", POLICY),
    ("x-content-type-options", "nosniff"),
    ("x-frame-options", "DENY"),
    ("referrer-policy", "same-origin"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    ("permissions-policy", "camera=(self), display-capture=(self), geolocation=(), microphone=(self)"),
];

fn add(headers: &mut HeaderMap) {
    // A handler may have set these itself.
    let own = [header::CONTENT_SECURITY_POLICY, header::X_FRAME_OPTIONS, header::REFERRER_POLICY];
    for (name, value) in SAFE {
        let name = HeaderName::from_static(name);
        if !own.contains(&name) || !headers.contains_key(&name) {
            headers.insert(name, HeaderValue::from_static(value));
        }
    }
    if !headers.contains_key(header::CACHE_CONTROL) {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    }
}

/// The middleware of routes that set their own headers on success. Only refusals get the common ones.
///
/// # Errors
/// What the service within returns.
pub async fn secure_refusals<B: MessageBody>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<EitherBody<B>>, Error> {
    let mut response = errors::with_error_pages(next.call(request).await?);
    if response.status().is_client_error() || response.status().is_server_error() {
        add(response.headers_mut());
    }
    Ok(response)
}

/// Sends a renewed login cookie, unless the response itself signs in or out.
fn renew_login<B>(response: &mut ServiceResponse<B>) {
    let Some(Renewed(cookie)) = response.request().extensions_mut().remove::<Renewed>() else { return };
    let set = response.headers().get_all(header::SET_COOKIE);
    let settled = set
        .filter_map(|set| set.to_str().ok())
        .any(|set| set.strip_prefix(cookie.name()).is_some_and(|rest| rest.starts_with('=')));
    if !settled && let Err(error) = response.response_mut().add_cookie(&cookie) {
        tracing::error!(%error, "a login's cookie could not be renewed");
    }
}

/// The middleware of the pages and the API.
///
/// # Errors
/// What the service within returns.
pub async fn secure<B: MessageBody>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<EitherBody<B>>, Error> {
    let begun = Instant::now();
    let connection = request.conn_data::<ConnectionHandle>().cloned();
    let answering = next.call(request);
    let answered = match connection {
        Some(connection) => connection.answering(answering).await,
        None => answering.await,
    };
    let mut response = errors::with_error_pages(answered?);
    add(response.headers_mut());
    if whip::is_stream(response.request().path()) {
        whip::add_headers(&mut response);
    }
    renew_login(&mut response);
    if request::is_secure(response.request()) {
        response.headers_mut().insert(header::STRICT_TRANSPORT_SECURITY, HeaderValue::from_static("max-age=31536000"));
    }
    let route = response.request().match_pattern();
    let (status, took) = (response.status().as_u16(), begun.elapsed());
    if let Some(school) = response.request().app_data::<Data<School>>() {
        school.metrics.record_response(response.request().method().as_str(), route.as_deref(), status);
        school.metrics.record_response_time(took);
    }
    let micros = u64::try_from(took.as_micros()).unwrap_or(u64::MAX);
    tracing::debug!(route = route.as_deref().unwrap_or("none"), status, micros, "answered");
    Ok(response)
}
