//! Inviting a student.

use actix_web::{
    HttpRequest, HttpResponse,
    web::{Data, Json},
};
use serde::Deserialize;

use super::CodeMessage;
use crate::{
    domain::{School, invitations},
    web::{errors::ApiError, extract::KnownCaller, request},
};

#[derive(Deserialize)]
pub struct Whom {
    email: String,
}

pub async fn invite(
    request: HttpRequest,
    school: Data<School>,
    caller: KnownCaller,
    whom: Json<Whom>,
) -> Result<HttpResponse, ApiError> {
    invitations::invite(&school, &caller.0, request::address(&request), &whom.email).await?;
    Ok(HttpResponse::Ok().json(CodeMessage::of("The invitation is on its way.")))
}
