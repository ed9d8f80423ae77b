//! Signing in, and one's own profile, as the designs have them.

use actix_web::{
    HttpRequest, HttpResponse,
    web::{Data, Json},
};
use serde::{Deserialize, Serialize};

use super::sessions::{self, SessionJson};
use crate::{
    access::{Act, Identity, Role, allows},
    db::people::Person,
    domain::{School, accounts},
    error::Refusal,
    ids::PersonId,
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

/// "User" of the designs. There is no field for a password or its hash.
#[derive(Serialize)]
struct UserJson {
    id: PersonId,
    username: String,
    email: String,
    provider: &'static str,
    confirmed: bool,
    blocked: bool,
    role: RoleJson,
    #[serde(rename = "Avatar")]
    avatar: serde_json::Value,
    name: String,
    sessions: Vec<SessionJson>,
}

#[derive(Serialize)]
struct RoleJson {
    id: u8,
    name: &'static str,
    description: &'static str,
    r#type: &'static str,
    permissions: Vec<&'static str>,
    created_by: Option<PersonId>,
    updated_by: Option<PersonId>,
}

impl From<Role> for RoleJson {
    fn from(role: Role) -> Self {
        let (id, name, description) = match role {
            Role::Administrator => (1, "Administrator", "Looks after the school and its accounts"),
            Role::Teacher => (2, "Teacher", "Plans lessons and gives them"),
            Role::Student => (3, "Student", "Takes part in lessons"),
        };
        let permissions = [
            (Act::SeePublicExperiences, "see_public_experiences"),
            (Act::SeeOwnProfile, "see_own_profile"),
            (Act::PlanExperiences, "plan_experiences"),
            (Act::PlanSessions, "plan_sessions"),
        ];
        let permissions = permissions.into_iter().filter(|(act, _)| allows(Some(role), *act)).map(|(_, name)| name);
        let permissions = permissions.collect();
        Self { id, name, description, r#type: role.as_str(), permissions, created_by: None, updated_by: None }
    }
}

async fn user(school: &School, identity: &Identity, person: Person) -> Result<UserJson, ApiError> {
    let plans = allows(Some(identity.role), Act::PlanSessions);
    let sessions = if plans { sessions::all(school, identity, None).await? } else { Vec::new() };
    Ok(UserJson {
        id: person.id,
        username: person.username,
        email: person.email,
        provider: "local",
        confirmed: person.confirmed,
        blocked: person.blocked_at.is_some(),
        role: identity.role.into(),
        avatar: person.avatar,
        name: person.name,
        sessions,
    })
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
