//! Health checks for monitoring: is the server alive, and can it serve.

use actix_web::{HttpResponse, web::Data};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    domain::School,
    web::{describe::Description, errors::ApiError},
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

pub fn describe(api: &mut Description) {
    api.get("/healthz", "Ask whether the server lives").gives::<Health>(200, "It does.").refuses(&[]);
    api.get("/readyz", "Ask whether the server can serve")
        .gives::<Health>(200, "Its database answers, and has room.")
        .refuses(&[]);
}
