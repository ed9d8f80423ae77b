//! A forgotten password: mailing a link, and setting a new password with it.

use actix_web::{HttpRequest, HttpResponse, web::Data};
use serde::Deserialize;
use utoipa::ToSchema;

use super::{CodeMessage, Whom};
use crate::{
    domain::{School, recovery},
    error::Refusal,
    web::{describe::Description, errors::ApiError, extract::Json, request},
};

pub async fn forgot(request: HttpRequest, school: Data<School>, whom: Json<Whom>) -> Result<HttpResponse, ApiError> {
    recovery::forgot(&school, request::address(&request), whom.identifier(), None).await?;
    Ok(HttpResponse::Ok().json(CodeMessage::of("If there is such an account, a mail is on its way.")))
}

#[derive(Deserialize, ToSchema)]
#[schema(as = NewPassword)]
pub struct New {
    #[serde(alias = "token")]
    code: String,
    password: String,
}

pub async fn reset(request: HttpRequest, school: Data<School>, new: Json<New>) -> Result<HttpResponse, ApiError> {
    let New { code, password } = new.0;
    recovery::reset(&school, request::address(&request), &code, password).await?;
    Ok(HttpResponse::Ok().json(CodeMessage::of("The password is changed.")))
}

pub fn describe(api: &mut Description) {
    api.about("Forgotten passwords", "A link is mailed, and with it another password is chosen.");
    api.post("/auth/forgot-password", "Have a link mailed")
        .takes::<Whom>()
        .gives::<CodeMessage>(200, "If there is such an account, it is.")
        .refuses(&[Refusal::IdentifierBad, Refusal::TooManyMails]);
    api.post("/auth/reset-password", "Choose another password with the link")
        .takes::<New>()
        .gives::<CodeMessage>(200, "It is changed, and all logins have ended.")
        .refuses(&[super::PASSWORD_REFUSALS, &[Refusal::LinkDead, Refusal::Busy]].concat());
}
