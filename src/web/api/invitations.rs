//! Inviting a student.

use actix_web::{HttpResponse, web::Data};
use serde::Deserialize;
use utoipa::ToSchema;

use super::CodeMessage;
use crate::{
    domain::{School, invitations},
    error::Refusal,
    outbound::email_address::REFUSALS as EMAIL_REFUSALS,
    web::{
        describe::Description,
        errors::ApiError,
        extract::{Json, SignedIn},
    },
};

#[derive(Deserialize, ToSchema)]
#[schema(as = Invited)]
pub struct Whom {
    email: String,
}

pub async fn invite(school: Data<School>, caller: SignedIn, whom: Json<Whom>) -> Result<HttpResponse, ApiError> {
    invitations::invite(&school, &caller.once(&whom), &whom.email, None).await?;
    Ok(HttpResponse::Ok().json(CodeMessage::of("The invitation is on its way.")))
}

pub fn describe(api: &mut Description) {
    api.about("Invitations", "Teachers invite students by mail.");
    api.post("/invite", "Invite a student")
        .signed_in()
        .makes_once()
        .takes::<Whom>()
        .gives::<CodeMessage>(200, "The mail is on its way.")
        .refuses(&[&EMAIL_REFUSALS[..], &[Refusal::TooManyMails]].concat());
}
