//! For whoever watches the server: does it live, and can it serve.

use actix_web::{HttpResponse, web::Data};
use serde_json::json;

use crate::{domain::School, web::errors::ApiError};

/// It lives. To start it anew would not bring a database back.
pub async fn healthz() -> HttpResponse {
    HttpResponse::Ok().json(json!({ "status": "ok" }))
}

/// It can serve: its database answers.
pub async fn readyz(school: Data<School>) -> Result<HttpResponse, ApiError> {
    school.pool.ping().await?;
    Ok(HttpResponse::Ok().json(json!({ "status": "ok" })))
}
