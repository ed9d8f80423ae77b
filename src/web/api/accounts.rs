//! Signing in, and the own profile.

use actix_web::{
    HttpRequest, HttpResponse,
    web::{Data, Path},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::{
    CodeMessage, NAME_REFUSALS, PASSWORD_REFUSALS, SIGN_IN_REFUSALS, present,
    user::{UserJson, user},
};
use crate::{
    clock::Time,
    domain::{
        School, accounts,
        logins::{self, Login, Tokens},
        profile::{self, Changes},
    },
    error::{Failure, Refusal},
    ids::LoginId,
    web::{
        describe::Description,
        errors::{ApiError, InvalidField},
        extract::{Json, SignedIn},
        request,
    },
};

#[derive(Deserialize, ToSchema)]
#[schema(as = SignIn)]
pub struct Credentials {
    identifier: String,
    password: String,
}

#[derive(Serialize, ToSchema)]
#[schema(as = SignedIn)]
struct Success {
    code: u16,
    message: &'static str,
    #[serde(flatten)]
    tokens: TokensJson,
    user: UserJson,
}

#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Tokens)]
struct TokensJson {
    jwt: String,
    /// Good once, for the next tokens.
    refresh_token: String,
    /// For how many seconds the `jwt` can be used.
    expires_in: i64,
}

impl TokensJson {
    fn of(school: &School, login: &Login) -> Self {
        let Tokens { access, refresh, seconds } = login.tokens(school);
        Self { jwt: access, refresh_token: refresh, expires_in: seconds }
    }
}

pub async fn sign_in(
    request: HttpRequest,
    school: Data<School>,
    given: Json<Credentials>,
) -> Result<HttpResponse, ApiError> {
    let Credentials { identifier, password } = given.0;
    let signed_in = super::sign_in(&request, &school, &identifier, password).await?;
    let known = request::known_cookie(&request, signed_in.known);
    let user = user(&school, &signed_in.identity, signed_in.person).await?;
    let tokens = TokensJson::of(&school, &signed_in.login);
    Ok(HttpResponse::Ok().cookie(known).json(Success { code: 0, message: "successful authentication", tokens, user }))
}

#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Renewal {
    refresh_token: String,
}

#[derive(Serialize, ToSchema)]
struct Renewed {
    code: u16,
    message: &'static str,
    #[serde(flatten)]
    tokens: TokensJson,
}

pub async fn refresh(school: Data<School>, given: Json<Renewal>) -> Result<HttpResponse, ApiError> {
    let login = logins::refresh(&school, &given.refresh_token).await?;
    let tokens = TokensJson::of(&school, &login);
    Ok(HttpResponse::Ok().json(Renewed { code: 0, message: "the sign-in is renewed", tokens }))
}

pub async fn sign_out(school: Data<School>, caller: SignedIn) -> Result<HttpResponse, ApiError> {
    logins::sign_out(&school, &caller.0, caller.0.login).await?;
    Ok(HttpResponse::Ok().json(CodeMessage::of("signed out")))
}

pub async fn sign_out_everywhere(school: Data<School>, caller: SignedIn) -> Result<HttpResponse, ApiError> {
    logins::sign_out_everywhere(&school, &caller.0).await?;
    Ok(HttpResponse::Ok().json(CodeMessage::of("signed out everywhere")))
}

#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Device)]
struct DeviceJson {
    id: LoginId,
    /// The browser and the system in words, if it is a browser.
    name: Option<String>,
    #[schema(value_type = String, format = DateTime)]
    signed_in_at: Time,
    /// When it was last used, to five minutes.
    #[schema(value_type = String, format = DateTime)]
    used_at: Time,
    /// Whether the request came from it.
    this: bool,
}

pub async fn devices(school: Data<School>, caller: SignedIn) -> Result<HttpResponse, ApiError> {
    let devices = logins::devices(&school, &caller.0).await?;
    let devices = devices.into_iter().map(|device| DeviceJson {
        id: device.id,
        name: device.device,
        signed_in_at: device.created_at,
        used_at: device.used_at,
        this: device.id == caller.0.login,
    });
    Ok(HttpResponse::Ok().json(devices.collect::<Vec<_>>()))
}

pub async fn sign_out_device(
    school: Data<School>,
    caller: SignedIn,
    device: Path<String>,
) -> Result<HttpResponse, ApiError> {
    let login = device.parse::<LoginId>().map_err(|_| Refusal::DeviceUnknown)?;
    logins::sign_out(&school, &caller.0, login).await?;
    Ok(HttpResponse::Ok().json(CodeMessage::of("signed out")))
}

pub async fn me(school: Data<School>, caller: SignedIn) -> Result<HttpResponse, ApiError> {
    let person = accounts::person(&school, &caller.0).await?;
    Ok(HttpResponse::Ok().json(user(&school, &caller.0, person).await?))
}

#[derive(Deserialize, ToSchema)]
#[schema(as = ProfileChange)]
pub struct Update {
    name: Option<String>,
    password: Option<String>,
    /// Needed for another password, unless a token says who one is.
    #[serde(rename = "currentPassword")]
    current_password: Option<String>,
    #[serde(rename = "Avatar", alias = "avatar")]
    #[schema(value_type = Option<Object>)]
    avatar: Option<serde_json::Map<String, serde_json::Value>>,
    /// 6 to 15 digits, perhaps after a plus; empty or `null`: none any more.
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = Option<String>)]
    phone_number: Option<Option<String>>,
}

pub async fn update(
    request: HttpRequest,
    school: Data<School>,
    caller: SignedIn,
    given: Json<Update>,
) -> Result<HttpResponse, ApiError> {
    let Update { name, password, current_password, avatar, phone_number } = given.0;
    // Another person may be using the browser.
    if password.is_some() && current_password.is_none() && request::bearer(&request).is_none() {
        return Err(Refusal::CurrentPasswordNeeded.into());
    }
    let phone = phone_number.map(Option::unwrap_or_default);
    let avatar = avatar.map(serde_json::Value::Object);
    let changes = Changes { name, phone, password, current_password, avatar: avatar.clone(), ..Changes::default() };
    let changed = profile::change(&school, &caller.0, changes).await;
    let person = changed.map_err(|failure| {
        let bad = matches!(failure, Failure::Refused(Refusal::AvatarBad));
        let part = avatar.filter(|_| bad).and_then(profile::first_invalid_part);
        let wrong = part.map(|(path, message)| InvalidField {
            path: format!("Avatar.{path}").trim_end_matches('.').to_owned(),
            message,
        });
        ApiError(failure, wrong.into_iter().collect())
    })?;
    Ok(HttpResponse::Ok().json(user(&school, &caller.0, person).await?))
}

pub fn describe(api: &mut Description) {
    api.about("Signing in", "Access tokens, which last minutes, and what renews them.");
    api.post("/auth/local", "Sign in by username or email address")
        .takes::<Credentials>()
        .gives::<Success>(200, "The tokens, and who one is.")
        .refuses(SIGN_IN_REFUSALS);
    api.post("/auth/refresh", "Get the next tokens")
        .takes::<Renewal>()
        .gives::<Renewed>(
            200,
            "The tokens. The refresh token that was shown is used up; shown again, it ends the login.",
        )
        .refuses(&[Refusal::SignInNeeded]);
    api.post("/auth/logout", "Sign out")
        .signed_in()
        .gives::<CodeMessage>(200, "This login and its connections have ended. Others go on.")
        .refuses(&[]);
    api.post("/auth/logout-everywhere", "Sign out on all devices")
        .signed_in()
        .gives::<CodeMessage>(200, "All logins and connections of the person have ended.")
        .refuses(&[]);
    api.get("/users/me/devices", "See where one is signed in")
        .signed_in()
        .gives_list::<DeviceJson>(200, "The devices: this one, and then the last used, 100 at most.")
        .refuses(&[]);
    api.delete("/users/me/devices/{device}", "Sign out on one device")
        .signed_in()
        .gives::<CodeMessage>(200, "That login and its connections have ended.")
        .refuses(&[Refusal::DeviceUnknown]);
}

/// Further refusals of a change of the profile.
const CHANGE_REFUSALS: [Refusal; 7] = [
    Refusal::PhoneBad,
    Refusal::AvatarBad,
    Refusal::CurrentPasswordNeeded,
    Refusal::PasswordWrong,
    Refusal::TooManySignIns,
    Refusal::TooManyMails,
    Refusal::Busy,
];

pub fn describe_profile(api: &mut Description) {
    api.about("Oneself", "One's own profile.");
    for path in ["/usersme", "/users/me"] {
        api.get(path, "See one's profile").signed_in().gives::<UserJson>(200, "Who one is.").refuses(&[]);
    }
    api.put("/updateme", "Change one's name, phone number or password")
        .signed_in()
        .takes::<Update>()
        .gives::<UserJson>(200, "Who one is now. Another password has ended all other logins.")
        .refuses(&[NAME_REFUSALS, PASSWORD_REFUSALS, &CHANGE_REFUSALS].concat());
}
