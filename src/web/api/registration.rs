//! Signing up, and confirming the email address.

use actix_web::{HttpRequest, HttpResponse, web::Data};
use serde::Deserialize;
use utoipa::ToSchema;

use super::{CodeMessage, Whom, user::UserJson};
use crate::{
    domain::{
        School,
        registration::{self, SignUp},
    },
    error::Refusal,
    outbound::email_address::REFUSALS as EMAIL_REFUSALS,
    web::{describe::Description, errors::ApiError, extract::Json, request},
};

#[derive(Deserialize, ToSchema)]
#[schema(as = SignUp)]
pub struct New {
    username: String,
    email: String,
    name: String,
    password: String,
    role: Option<String>,
    invitation: Option<String>,
    /// 6 to 15 digits, perhaps after a plus.
    phone_number: Option<String>,
}

pub async fn register(request: HttpRequest, school: Data<School>, new: Json<New>) -> Result<HttpResponse, ApiError> {
    let New { username, email, name, password, role, invitation, phone_number } = new.0;
    let phone = phone_number.unwrap_or_default();
    let sign_up = SignUp { username, email, name, phone, password, role, invitation, ..SignUp::default() };
    let signed_up = registration::register(&school, request::address(&request), sign_up).await?;
    Ok(HttpResponse::Created().json(UserJson::from(signed_up)))
}

#[derive(Deserialize, ToSchema)]
#[schema(as = ConfirmationLink)]
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

pub fn describe(api: &mut Description) {
    let sign_up = [
        Refusal::UsernameBad,
        Refusal::UsernameTaken,
        Refusal::PhoneBad,
        Refusal::RoleRefused,
        Refusal::TooManyMails,
        Refusal::Busy,
        Refusal::LinkDead,
        Refusal::AccountExists,
    ];
    api.about("Signing up", "Teachers sign up, and students whom they have invited.");
    api.post("/auth/local/register", "Sign up")
        .takes::<New>()
        .gives::<UserJson>(201, "Who one is, or will be once the address is confirmed.")
        .refuses(&[&sign_up[..], &EMAIL_REFUSALS, super::NAME_REFUSALS, super::PASSWORD_REFUSALS].concat());
    api.post("/auth/email-confirmation", "Confirm the email address with the link")
        .takes::<Link>()
        .gives::<CodeMessage>(200, "It is confirmed.")
        .refuses(&[Refusal::LinkDead, Refusal::AccountExists]);
    api.post("/auth/send-email-confirmation", "Have the link mailed again")
        .takes::<Whom>()
        .gives::<CodeMessage>(200, "If somebody has signed up with it, it is.")
        .refuses(&[Refusal::IdentifierBad, Refusal::TooManyMails]);
}
