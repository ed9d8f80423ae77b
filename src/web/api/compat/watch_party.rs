//! Signing in, signing up and the profile as the watch-party design has them: thin wrappers around the same use cases
//! (docs/adr/0016). Pages have the same addresses; requests that send or accept JSON come here.

use actix_web::{
    HttpRequest, HttpResponse,
    guard::GuardContext,
    http::{Method, header},
    web::Data,
};
use serde::{Deserialize, Serialize};
use serde_json::json;
use utoipa::ToSchema;

use crate::{
    clock,
    db::people::Person,
    domain::{
        School, accounts, admission,
        profile::{self, Changes},
        registration::{self, SignUp},
        sessions::{self, Draft},
    },
    error::Refusal,
    outbound::email_address::REFUSALS as EMAIL_REFUSALS,
    web::{
        api::{self, present},
        describe::Description,
        errors::ApiError,
        extract::{ApiQuery, Json, SignedIn},
        language, request,
    },
};

/// Whether a request at an address that a page has too is for this API.
pub fn matches(ask: &GuardContext<'_>) -> bool {
    let head = ask.head();
    let says = |name, part: &str| {
        head.headers().get(name).and_then(|value| value.to_str().ok()).is_some_and(|value| value.contains(part))
    };
    let reads = [Method::GET, Method::HEAD].contains(&head.method);
    head.uri.path().starts_with("/api/")
        || if reads { !says(header::ACCEPT, "text/html") } else { says(header::CONTENT_TYPE, "json") }
}

/// Whoever it is, by their username or their email address.
#[derive(Deserialize, ToSchema)]
#[schema(as = PartySignIn)]
pub struct Credentials {
    username: Option<String>,
    email: Option<String>,
    password: String,
}

#[derive(Serialize, ToSchema)]
#[schema(as = PartyToken)]
struct Token {
    status: &'static str,
    token: String,
}

pub async fn sign_in(
    request: HttpRequest,
    school: Data<School>,
    given: Json<Credentials>,
) -> Result<HttpResponse, ApiError> {
    let Credentials { username, email, password } = given.0;
    let identifier = username.or(email).unwrap_or_default();
    let signed_in = api::sign_in(&request, &school, &identifier, password).await?;
    let known = request::known_cookie(&request, signed_in.known);
    let token = signed_in.login.tokens(&school).access;
    Ok(HttpResponse::Ok().cookie(known).json(Token { status: "success", token }))
}

#[derive(Deserialize, ToSchema)]
#[schema(as = PartySignUp)]
pub struct New {
    fullname: String,
    username: String,
    email: String,
    password: String,
    phone_number: Option<String>,
}

#[derive(Serialize, ToSchema)]
#[schema(as = PartyStatus)]
struct Status {
    status: &'static str,
    message: &'static str,
}

pub async fn sign_up(request: HttpRequest, school: Data<School>, new: Json<New>) -> Result<HttpResponse, ApiError> {
    let New { fullname, username, email, password, phone_number } = new.0;
    let phone = phone_number.unwrap_or_default();
    let sign_up = SignUp { name: fullname, username, email, phone, password, ..SignUp::default() };
    registration::register(&school, request::address(&request), sign_up).await?;
    let message = "Please confirm the email address, with the link that is mailed to it.";
    Ok(HttpResponse::Created().json(Status { status: "success", message }))
}

#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = PartyProfile)]
struct Profile {
    first_name: String,
    last_name: String,
    username: String,
    email: String,
    /// The picture of one's avatar.
    profile_image: Option<String>,
}

impl From<Person> for Profile {
    fn from(from: Person) -> Self {
        let (first, last) = from.name.split_once(' ').unwrap_or((&from.name, ""));
        Self {
            first_name: first.to_owned(),
            last_name: last.to_owned(),
            profile_image: from.avatar["textureUrl"].as_str().map(str::to_owned),
            username: from.username,
            email: from.email,
        }
    }
}

pub async fn profile(school: Data<School>, caller: SignedIn) -> Result<HttpResponse, ApiError> {
    let person = accounts::person(&school, &caller.0).await?;
    Ok(HttpResponse::Ok().json(Profile::from(person)))
}

#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = PartyNewProfile)]
pub struct NewProfile {
    first_name: Option<String>,
    last_name: Option<String>,
    /// The address of a picture that was brought to this server, for one's avatar; empty or `null`: none any more.
    #[serde(default, deserialize_with = "present")]
    #[schema(value_type = Option<String>)]
    profile_image: Option<Option<String>>,
}

pub async fn change(school: Data<School>, caller: SignedIn, given: Json<NewProfile>) -> Result<HttpResponse, ApiError> {
    let NewProfile { first_name, last_name, profile_image } = given.0;
    let old = Profile::from(accounts::person(&school, &caller.0).await?);
    let name = format!("{} {}", first_name.unwrap_or(old.first_name), last_name.unwrap_or(old.last_name));
    let texture = profile_image.map(|image| image.filter(|address| !address.is_empty()));
    let avatar = texture.map(|address| json!({ "textureUrl": address }));
    let changes = Changes { name: Some(name.trim().to_owned()), avatar, ..Changes::default() };
    let person = profile::change(&school, &caller.0, changes).await?;
    Ok(HttpResponse::Ok().json(Profile::from(person)))
}

#[derive(Deserialize, ToSchema)]
#[schema(as = PartyNewRoom)]
pub struct NewRoom {
    /// Shown to those who are invited, before they join.
    #[serde(default)]
    message: String,
}

#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = PartyNewRoomLink)]
struct NewRoomLink {
    status: &'static str,
    join_link: String,
}

/// How many letters of a message make the title of its lesson.
const TITLE: usize = 60;

/// Plans a lesson for now, with a message for those who are invited.
pub async fn make_room(
    request: HttpRequest,
    school: Data<School>,
    caller: SignedIn,
    new: Json<NewRoom>,
) -> Result<HttpResponse, ApiError> {
    let by = caller.once(&new);
    let message = new.0.message.trim().to_owned();
    let first = message.lines().next().unwrap_or_default();
    let title = match first.chars().nth(TITLE) {
        _ if first.is_empty() => language::of(&request).text("room-title"),
        Some(_) => first.chars().take(TITLE).collect::<String>() + "…",
        None => first.to_owned(),
    };
    let draft = Draft { title, description: message, starts_at: clock::now(), ..sessions::blank(&school, &by).await? };
    let planned = sessions::create(&school, &by, draft).await?;
    let join_link = format!("{}/join/{}", request::base_url(&request), planned.session.code);
    Ok(HttpResponse::Created().json(NewRoomLink { status: "success", join_link }))
}

#[derive(Deserialize)]
pub struct RoomQuery {
    /// The last part of the join link.
    #[serde(default)]
    id: String,
}

#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = PartyRoom)]
struct Room {
    status: &'static str,
    message: String,
    title: String,
    creator: String,
}

/// The message of a lesson, for someone who is invited.
pub async fn room(
    request: HttpRequest,
    school: Data<School>,
    which: ApiQuery<RoomQuery>,
) -> Result<HttpResponse, ApiError> {
    let card = &admission::find(&school, &which.id, request::address(&request), |_| false)?.card;
    let (message, title, creator) = (card.description.clone(), card.session_title.clone(), card.teacher.clone());
    Ok(HttpResponse::Ok().json(Room { status: "success", message, title, creator }))
}

pub fn describe(api: &mut Description) {
    api.about("Accounts of watch-party clients", "The same as above in other words.");
    api.post("/signin", "Sign in")
        .takes::<Credentials>()
        .gives::<Token>(200, "A token.")
        .refuses(api::SIGN_IN_REFUSALS);
    let sign_up =
        [Refusal::PhoneBad, Refusal::UsernameBad, Refusal::UsernameTaken, Refusal::TooManyMails, Refusal::Busy];
    api.post("/signup", "Sign up")
        .takes::<New>()
        .gives::<Status>(201, "A link to confirm the address is mailed.")
        .refuses(&[&sign_up[..], &EMAIL_REFUSALS, api::NAME_REFUSALS, api::PASSWORD_REFUSALS].concat());
    api.get("/profile", "See one's profile").signed_in().gives::<Profile>(200, "Who one is.").refuses(&[]);
    api.post("/room", "Plan a lesson for now, with a message for those who are invited")
        .signed_in()
        .makes_once()
        .takes::<NewRoom>()
        .gives::<NewRoomLink>(201, "The link with which they join.")
        .refuses(&[Refusal::DescriptionTooLong, Refusal::TextBad, Refusal::SessionsFull, Refusal::SessionUnknown]);
    api.get("/room", "Read the message of a lesson before joining")
        .query::<String>("id", "The last part of the join link.")
        .gives::<Room>(200, "The message.")
        .refuses(&[Refusal::CodeUnknown, Refusal::LessonEnded, Refusal::TooManyGuesses]);
    api.put("/profile", "Change one's name and picture")
        .signed_in()
        .takes::<NewProfile>()
        .gives::<Profile>(200, "Who one is now.")
        .refuses(&[api::NAME_REFUSALS, &[Refusal::AvatarBad]].concat());
}
