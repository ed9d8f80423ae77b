//! Health checks for monitoring: is the server alive, and can it serve.

use actix_web::{
    HttpRequest, HttpResponse,
    http::{StatusCode, header},
    web::Data,
};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    domain::School,
    web::{
        describe::Description,
        errors::{ApiError, PublicError},
        request,
    },
};

#[derive(Serialize, ToSchema)]
struct Health {
    status: &'static str,
}

/// Liveness. It does not ask the database: a restart would not bring a database back.
pub async fn healthz() -> HttpResponse {
    HttpResponse::Ok().json(Health { status: "ok" })
}

/// Readiness: the database answers, and its disk has room.
pub async fn readyz(school: Data<School>) -> Result<HttpResponse, ApiError> {
    school.pool.ping().await?;
    Ok(HttpResponse::Ok().json(Health { status: "ok" }))
}

/// For a server that waits for room on its disk: it is not ready, and nothing else is there yet.
pub async fn waiting(request: HttpRequest) -> HttpResponse {
    let why = PublicError {
        status: StatusCode::SERVICE_UNAVAILABLE,
        code: "disk_full",
        message: "The server’s disk is full. The server starts by itself once there is room.",
    };
    let mut response = if request::wants_page(&request) { why.as_page(&request) } else { why.as_json() };
    response.headers_mut().insert(header::RETRY_AFTER, header::HeaderValue::from_static("10"));
    response
}

pub fn describe(api: &mut Description) {
    api.get("/healthz", "Ask whether the server lives").gives::<Health>(200, "It does.").refuses(&[]);
    api.get("/readyz", "Ask whether the server can serve")
        .gives::<Health>(200, "Its database answers, and has room.")
        .refuses(&[]);
}
