//! Links that sign a teacher in, for administrators.

use actix_web::{
    HttpRequest, HttpResponse,
    web::{Data, Path},
};
use serde::Serialize;
use utoipa::ToSchema;

use super::CodeMessage;
use crate::{
    domain::{School, sign_in_links},
    error::Refusal,
    web::{
        describe::Description,
        errors::ApiError,
        extract::{SignedIn, person_id},
        request,
    },
};

#[derive(Serialize, ToSchema)]
struct SignInLink {
    link: String,
}

pub async fn issue(
    request: HttpRequest,
    school: Data<School>,
    caller: SignedIn,
    path: Path<String>,
) -> Result<HttpResponse, ApiError> {
    let token = sign_in_links::issue(&school, &caller.0, person_id(&path)?).await?;
    let link = format!("{}/l/{}", request::base_url(&request), token.to_text());
    Ok(HttpResponse::Created().json(SignInLink { link }))
}

pub async fn revoke(school: Data<School>, caller: SignedIn, path: Path<String>) -> Result<HttpResponse, ApiError> {
    sign_in_links::revoke(&school, &caller.0, person_id(&path)?).await?;
    Ok(HttpResponse::Ok().json(CodeMessage::of("revoked")))
}

pub fn describe(api: &mut Description) {
    api.post("/people/{person}/link", "Make a link that signs a teacher in, in place of the one that they had")
        .signed_in()
        .gives::<SignInLink>(201, "It is shown this once.")
        .refuses(&[Refusal::PersonUnknown, Refusal::SignInLinkRole]);
    api.delete("/people/{person}/link", "Revoke a teacher's link to sign in")
        .signed_in()
        .gives::<CodeMessage>(200, "Those who have signed in with it are signed out.")
        .refuses(&[Refusal::PersonUnknown]);
}
