//! A forgotten password, and another one.

use actix_web::{
    HttpRequest, HttpResponse,
    web::{Data, Json},
};
use serde::Deserialize;

use super::{CodeMessage, Whom};
use crate::{
    domain::{School, recovery},
    web::{errors::ApiError, request},
};

pub async fn forgot(request: HttpRequest, school: Data<School>, whom: Json<Whom>) -> Result<HttpResponse, ApiError> {
    recovery::forgot(&school, request::address(&request), whom.identifier()).await?;
    Ok(HttpResponse::Ok().json(CodeMessage::of("If there is such an account, a mail is on its way.")))
}

#[derive(Deserialize)]
pub struct New {
    #[serde(alias = "token")]
    code: String,
    password: String,
}

pub async fn reset(school: Data<School>, new: Json<New>) -> Result<HttpResponse, ApiError> {
    let New { code, password } = new.into_inner();
    recovery::reset(&school, &code, password).await?;
    Ok(HttpResponse::Ok().json(CodeMessage::of("The password is changed.")))
}
