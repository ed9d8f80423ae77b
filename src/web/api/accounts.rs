//! Signing in, and one's own profile, as the designs have them.

use actix_web::{
    HttpRequest, HttpResponse,
    web::{Data, Json},
};
use serde::{Deserialize, Serialize};

use super::user::{UserJson, user};
use crate::{
    domain::{
        School, accounts,
        profile::{self, Changes},
    },
    error::Refusal,
    web::{errors::ApiError, extract::KnownCaller, request},
};

#[derive(Deserialize)]
pub struct Credentials {
    identifier: String,
    password: String,
}

#[derive(Serialize)]
struct Success {
    code: u16,
    message: &'static str,
    jwt: String,
    user: UserJson,
}

pub async fn sign_in(
    request: HttpRequest,
    school: Data<School>,
    given: Json<Credentials>,
) -> Result<HttpResponse, ApiError> {
    let Credentials { identifier, password } = given.into_inner();
    let signed_in = accounts::sign_in(&school, request::address(&request), &identifier, password).await?;
    let identity = accounts::identify(&school, &signed_in.token).await?.ok_or(Refusal::SignInNeeded)?;
    let user = user(&school, &identity, signed_in.person).await?;
    Ok(HttpResponse::Ok().json(Success { code: 0, message: "successful authentication", jwt: signed_in.token, user }))
}

pub async fn me(school: Data<School>, caller: KnownCaller) -> Result<HttpResponse, ApiError> {
    let person = accounts::person(&school, &caller.0).await?;
    Ok(HttpResponse::Ok().json(user(&school, &caller.0, person).await?))
}

#[derive(Deserialize)]
pub struct Update {
    name: Option<String>,
    password: Option<String>,
}

pub async fn update(school: Data<School>, caller: KnownCaller, given: Json<Update>) -> Result<HttpResponse, ApiError> {
    let Update { name, password } = given.into_inner();
    let changes = Changes { name, password, current_password: None };
    let person = profile::change(&school, &caller.0, changes).await?;
    Ok(HttpResponse::Ok().json(user(&school, &caller.0, person).await?))
}
