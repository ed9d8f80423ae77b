//! `GET /boards/{session}/pages/{page}`: what is on a whiteboard, for someone in the lesson. The tag is the number of the page's
//! last operation.

use actix_web::{
    HttpRequest, HttpResponse,
    http::header::{self, ETag, EntityTag, Header, IfNoneMatch},
    web::{Data, Path},
};

use super::{errors, request};
use crate::{
    domain::{School, boards},
    error::{Failure, Refusal},
};

pub async fn page(request: HttpRequest, school: Data<School>, path: Path<(String, String)>) -> HttpResponse {
    match answer(&request, &school, &path).await {
        Ok(response) => response,
        Err(failure) => errors::failure_response(&request, failure),
    }
}

async fn answer(request: &HttpRequest, school: &School, path: &(String, String)) -> Result<HttpResponse, Failure> {
    let session = path.0.parse().map_err(|_| Refusal::BoardUnknown)?;
    let page = path.1.parse().map_err(|_| Refusal::BoardUnknown)?;
    let content = boards::page(school, request::bearer(request), session, page).await?;
    let tag = EntityTag::new_strong(content.number.to_string());
    let known = match IfNoneMatch::parse(request) {
        Ok(IfNoneMatch::Items(tags)) => tags.iter().any(|known| known.weak_eq(&tag)),
        Ok(IfNoneMatch::Any) | Err(_) => false,
    };
    let mut response = if known { HttpResponse::NotModified() } else { HttpResponse::Ok() };
    response.insert_header(ETag(tag)).insert_header((header::CACHE_CONTROL, "private, no-cache"));
    if known {
        return Ok(response.finish());
    }
    Ok(response
        .insert_header((header::CONTENT_TYPE, "application/json"))
        .insert_header((header::X_CONTENT_TYPE_OPTIONS, "nosniff"))
        .body(boards::json(content).await?))
}
