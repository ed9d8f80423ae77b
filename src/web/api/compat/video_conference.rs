//! Accounts as the video-conferencing design has them: an email address and a password give an `account_id`, and a client can ask
//! whether a token is valid now (docs/adr/0016).

use actix_web::{HttpRequest, HttpResponse, web::Data};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    domain::{
        School,
        registration::{self, SignUp},
    },
    error::Refusal,
    ids::PersonId,
    outbound::email_address::REFUSALS as EMAIL_REFUSALS,
    web::{
        api,
        describe::Description,
        errors::ApiError,
        extract::{Json, SignedIn},
        request,
    },
};

#[derive(Deserialize, ToSchema)]
#[schema(as = AccountCredentials)]
pub struct Credentials {
    email: String,
    password: String,
}

#[derive(Serialize, ToSchema)]
#[schema(as = AccountId)]
struct Account {
    account_id: PersonId,
    #[serde(skip_serializing_if = "Option::is_none")]
    token: Option<String>,
}

/// Signs up. This design has no usernames, so the server makes one up.
pub async fn create(
    request: HttpRequest,
    school: Data<School>,
    given: Json<Credentials>,
) -> Result<HttpResponse, ApiError> {
    let Credentials { email, password } = given.0;
    let local = email.split('@').next().unwrap_or_default();
    let name: String = local.chars().filter(|c| !c.is_control()).take(40).collect();
    let letters: String = local.chars().filter(char::is_ascii_alphanumeric).take(20).collect();
    let username = format!("{letters}-{:08x}", rand::random::<u32>());
    let sign_up = SignUp { username, name, email, password, ..SignUp::default() };
    let signed_up = registration::register(&school, request::address(&request), sign_up).await?;
    let account = Account { account_id: signed_up.registration.id.into(), token: None };
    Ok(HttpResponse::Created().json(account))
}

pub async fn sign_in(
    request: HttpRequest,
    school: Data<School>,
    given: Json<Credentials>,
) -> Result<HttpResponse, ApiError> {
    let Credentials { email, password } = given.0;
    let signed_in = api::sign_in(&request, &school, &email, password).await?;
    let known = request::known_cookie(&request, signed_in.known);
    let token = Some(signed_in.login.tokens(&school).access);
    Ok(HttpResponse::Ok().cookie(known).json(Account { account_id: signed_in.person.id, token }))
}

/// Refused unless the token is valid now.
pub async fn check_token(caller: SignedIn) -> HttpResponse {
    HttpResponse::Ok().json(Account { account_id: caller.0.person, token: None })
}

pub fn describe(api: &mut Description) {
    api.about("Accounts of conference clients", "An email address and a password give an `account_id`.");
    let sign_up = [Refusal::TooManyMails, Refusal::Busy];
    api.post("/accounts", "Sign up with an email address and a password")
        .takes::<Credentials>()
        .gives::<Account>(201, "The account, once its address is confirmed.")
        .refuses(
            &[&sign_up[..], &EMAIL_REFUSALS, api::NAME_REFUSALS, api::PASSWORD_REFUSALS, &[Refusal::UsernameTaken]]
                .concat(),
        );
    api.post("/accounts/token", "Sign in with an email address and a password")
        .takes::<Credentials>()
        .gives::<Account>(200, "The account, and a token.")
        .refuses(api::SIGN_IN_REFUSALS);
    api.get("/accounts/me", "Ask whether a token is good now")
        .signed_in()
        .gives::<Account>(200, "It is, and this is whose.")
        .refuses(&[]);
}
