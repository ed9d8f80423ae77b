//! For whoever watches the server: does it answer, and does its database.

use actix_web::{HttpResponse, web::Data};
use serde_json::json;

use crate::{domain::School, web::errors::ApiError};

pub async fn healthz(school: Data<School>) -> Result<HttpResponse, ApiError> {
    school.pool.ping().await?;
    Ok(HttpResponse::Ok().json(json!({ "status": "ok" })))
}
