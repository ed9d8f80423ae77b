//! Signing up, and confirming the email address.

use actix_web::{
    HttpRequest, HttpResponse,
    web::{Data, Json},
};
use serde::Deserialize;

use super::{CodeMessage, Whom, user::UserJson};
use crate::{
    domain::{
        School,
        registration::{self, SignUp},
    },
    web::{errors::ApiError, request},
};

#[derive(Deserialize)]
pub struct New {
    username: String,
    email: String,
    name: String,
    password: String,
    role: Option<String>,
    invitation: Option<String>,
}

pub async fn register(request: HttpRequest, school: Data<School>, new: Json<New>) -> Result<HttpResponse, ApiError> {
    let New { username, email, name, password, role, invitation } = new.into_inner();
    let sign_up = SignUp { username, email, name, password, role, invitation };
    let signed_up = registration::register(&school, request::address(&request), sign_up).await?;
    Ok(HttpResponse::Created().json(UserJson::from(signed_up)))
}

#[derive(Deserialize)]
pub struct Link {
    #[serde(alias = "token")]
    confirmation: String,
}

pub async fn confirm(school: Data<School>, link: Json<Link>) -> Result<HttpResponse, ApiError> {
    registration::confirm(&school, &link.confirmation).await?;
    Ok(HttpResponse::Ok().json(CodeMessage::of("The email address is confirmed.")))
}

pub async fn send_again(
    request: HttpRequest,
    school: Data<School>,
    whom: Json<Whom>,
) -> Result<HttpResponse, ApiError> {
    registration::send_again(&school, request::address(&request), whom.identifier()).await?;
    Ok(HttpResponse::Ok().json(CodeMessage::of("If someone has signed up with it, the mail is on its way.")))
}
