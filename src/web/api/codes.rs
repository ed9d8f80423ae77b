//! Looks a join code up: from memory, with as little work as possible.

use actix_web::{
    HttpRequest, HttpResponse,
    http::header::{CACHE_CONTROL, CONTENT_TYPE, HeaderValue, X_CONTENT_TYPE_OPTIONS},
    web::Data,
};

use crate::{
    domain::{School, admission},
    error::Refusal,
    protocol::roster::SessionCard,
    web::{describe::Description, errors::PublicError, request},
};

pub async fn card(request: HttpRequest, school: Data<School>) -> HttpResponse {
    let code = request.match_info().get("code").unwrap_or_default();
    match admission::card(&school, code, request::address(&request)) {
        Ok(json) => {
            school.metrics.codes_found.inc();
            HttpResponse::Ok()
                .insert_header((CONTENT_TYPE, HeaderValue::from_static("application/json")))
                .insert_header((CACHE_CONTROL, HeaderValue::from_static("no-store")))
                .insert_header((X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")))
                .body(json)
        }
        Err(refusal) => {
            let answer = PublicError::from(refusal).as_json();
            school.metrics.record_response("GET", Some("/codes/{code}"), answer.status().as_u16());
            answer
        }
    }
}

pub fn describe(api: &mut Description) {
    api.get("/codes/{code}", "Look a join code up")
        .gives::<SessionCard>(200, "What everyone who has the code may know of its lesson.")
        .refuses(&[Refusal::CodeUnknown, Refusal::LessonEnded, Refusal::TooManyGuesses]);
}
