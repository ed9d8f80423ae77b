//! `/people`: everyone with an account, for administrators.

use actix_web::{
    HttpResponse,
    web::{Data, Path},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::Offset;
use crate::{
    access::Role,
    clock::Time,
    db::people::Account,
    domain::{
        School,
        people::{self, PeopleFilter},
        personal_data,
    },
    error::Refusal,
    ids::PersonId,
    web::{
        api::CodeMessage,
        describe::Description,
        errors::ApiError,
        extract::{ApiQuery, Json, SignedIn, person_id},
    },
};

#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Person)]
pub(super) struct AccountJson {
    id: PersonId,
    username: String,
    email: String,
    phone_number: Option<String>,
    name: String,
    role: String,
    confirmed: bool,
    /// Whether they cannot sign in before an administrator approves the account.
    awaits_approval: bool,
    /// An address that was entered for them, and that they have not confirmed yet.
    new_email: Option<String>,
    blocked: bool,
    blocked_reason: Option<String>,
    #[schema(value_type = Option<String>, format = DateTime)]
    blocked_at: Option<Time>,
    #[schema(value_type = String, format = DateTime)]
    created_at: Time,
}

impl From<Account> for AccountJson {
    fn from(from: Account) -> Self {
        Self {
            id: from.id,
            username: from.username,
            email: from.email,
            phone_number: from.phone_number,
            name: from.name,
            role: from.role,
            confirmed: from.confirmed,
            awaits_approval: from.awaits_approval,
            new_email: from.new_email,
            blocked: from.blocked_at.is_some(),
            blocked_reason: from.blocked_reason,
            blocked_at: from.blocked_at,
            created_at: from.created_at,
        }
    }
}

#[derive(Serialize, ToSchema)]
struct People {
    people: Vec<AccountJson>,
    total: i64,
}

#[derive(Deserialize)]
pub struct Whom {
    #[serde(default)]
    search: String,
    role: Option<String>,
    blocked: Option<bool>,
    #[serde(default)]
    waiting: bool,
    #[serde(default)]
    offset: Offset,
}

pub(super) fn role(text: &str) -> Result<Role, Refusal> {
    Role::parse(text).ok_or(Refusal::RoleUnknown)
}

pub(super) fn answer(account: Account) -> HttpResponse {
    HttpResponse::Ok().json(AccountJson::from(account))
}

pub async fn search(school: Data<School>, caller: SignedIn, whom: ApiQuery<Whom>) -> Result<HttpResponse, ApiError> {
    let Whom { search, role: wanted, blocked, waiting, offset } = whom.0;
    let role = wanted.as_deref().map(role).transpose()?;
    let wanted = PeopleFilter { text: search, role, blocked, waiting, offset: offset.0.into() };
    let page = people::search(&school, &caller.0, wanted).await?;
    let people = page.people.into_iter().map(AccountJson::from).collect();
    Ok(HttpResponse::Ok().json(People { people, total: page.total }))
}

pub async fn get(school: Data<School>, caller: SignedIn, path: Path<String>) -> Result<HttpResponse, ApiError> {
    Ok(answer(people::find(&school, &caller.0, person_id(&path)?).await?))
}

#[derive(Deserialize, ToSchema)]
pub struct NewRole {
    role: String,
}

pub async fn set_role(
    school: Data<School>,
    caller: SignedIn,
    path: Path<String>,
    new: Json<NewRole>,
) -> Result<HttpResponse, ApiError> {
    Ok(answer(people::set_role(&school, &caller.0, person_id(&path)?, role(&new.role)?).await?))
}

#[derive(Deserialize, ToSchema)]
#[schema(as = BlockReason)]
pub struct Why {
    reason: String,
}

pub async fn block(
    school: Data<School>,
    caller: SignedIn,
    path: Path<String>,
    why: Json<Why>,
) -> Result<HttpResponse, ApiError> {
    Ok(answer(people::block(&school, &caller.0, person_id(&path)?, &why.reason).await?))
}

pub async fn unblock(school: Data<School>, caller: SignedIn, path: Path<String>) -> Result<HttpResponse, ApiError> {
    Ok(answer(people::unblock(&school, &caller.0, person_id(&path)?).await?))
}

pub async fn reset_access(
    school: Data<School>,
    caller: SignedIn,
    path: Path<String>,
) -> Result<HttpResponse, ApiError> {
    Ok(answer(people::reset_access(&school, &caller.0, person_id(&path)?).await?))
}

pub async fn export(school: Data<School>, caller: SignedIn, path: Path<String>) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(personal_data::export(&school, &caller.0, person_id(&path)?).await?))
}

pub async fn erase(school: Data<School>, caller: SignedIn, path: Path<String>) -> Result<HttpResponse, ApiError> {
    personal_data::erase(&school, &caller.0, person_id(&path)?).await?;
    Ok(HttpResponse::Ok().json(CodeMessage::of("erased")))
}

pub async fn export_own(school: Data<School>, caller: SignedIn) -> Result<HttpResponse, ApiError> {
    Ok(HttpResponse::Ok().json(personal_data::export_own(&school, &caller.0).await?))
}

#[derive(Deserialize, ToSchema)]
#[schema(as = OwnPassword)]
pub struct Proof {
    password: String,
}

pub async fn erase_own(school: Data<School>, caller: SignedIn, proof: Json<Proof>) -> Result<HttpResponse, ApiError> {
    personal_data::erase_own(&school, &caller.0, proof.0.password).await?;
    Ok(HttpResponse::Ok().json(CodeMessage::of("erased")))
}

pub fn describe_own(api: &mut Description) {
    api.get("/users/me/export", "Get all that is held about oneself")
        .signed_in()
        .gives_object("All of it, part by part.")
        .refuses(&[Refusal::TooFast]);
    api.post("/users/me/erase", "Delete one's account, with all that is held about oneself")
        .signed_in()
        .takes::<Proof>()
        .gives::<CodeMessage>(200, "It is gone.")
        .refuses(&[Refusal::PasswordWrong, Refusal::TooManySignIns, Refusal::LastAdministrator, Refusal::Busy]);
}

pub fn describe(api: &mut Description) {
    api.about("People", "For administrators: those with an account.");
    api.get("/people", "Search people")
        .signed_in()
        .query::<String>("search", "A part of the username, the name or the email address.")
        .query::<Role>("role", "Only those of this role.")
        .query::<bool>("blocked", "Only those who are blocked, or who are not.")
        .query::<bool>("waiting", "Only those who wait to be approved.")
        .query::<u32>("offset", "How many to pass over.")
        .gives::<People>(200, "Fifty of them at most, by name, and how many there are.")
        .refuses(&[Refusal::RoleUnknown]);
    api.get("/people/{person}", "See a person").signed_in().gives::<AccountJson>(200, "They.").refuses(UNKNOWN);
    api.put("/people/{person}/role", "Give a person another role")
        .signed_in()
        .takes::<NewRole>()
        .gives::<AccountJson>(200, "They, with that role.")
        .refuses(&[UNKNOWN, &[Refusal::RoleUnknown, Refusal::OwnAccount, Refusal::LastAdministrator]].concat());
    api.put("/people/{person}/block", "Block a person")
        .signed_in()
        .takes::<Why>()
        .gives::<AccountJson>(200, "They cannot sign in nor join, and are out of every lesson.")
        .refuses(&[UNKNOWN, &[Refusal::ReasonBad, Refusal::OwnAccount, Refusal::LastAdministrator]].concat());
    api.delete("/people/{person}/block", "Unblock a person")
        .signed_in()
        .gives::<AccountJson>(200, "They can sign in again.")
        .refuses(UNKNOWN);
    api.post("/people/{person}/reset-access", "Take a person's access back, and let them make it anew")
        .signed_in()
        .gives::<AccountJson>(200, "Their password and logins are worth nothing, and a link for another is mailed.")
        .refuses(&[UNKNOWN, &[Refusal::PersonBlocked, Refusal::OwnAccount]].concat());
    api.get("/people/{person}/export", "Get all that is held about a person")
        .signed_in()
        .gives_object("All of it, part by part, but for what their password is checked by.")
        .refuses(&[UNKNOWN, &[Refusal::TooFast]].concat());
    api.delete("/people/{person}", "Erase a person")
        .signed_in()
        .gives::<CodeMessage>(
            200,
            "They are gone, with their lessons and experiences. In the lessons of others nobody is named.",
        )
        .refuses(&[UNKNOWN, &[Refusal::OwnAccount, Refusal::LastAdministrator]].concat());
}

pub(super) const UNKNOWN: &[Refusal] = &[Refusal::PersonUnknown];
