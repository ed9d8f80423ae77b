//! "User" of the designs, as every answer shows it.

use serde::Serialize;
use utoipa::ToSchema;

use super::sessions::{self, SessionJson};
use crate::{
    access::{Identity, Role, SchoolAct, allows},
    db::people::Person,
    domain::{School, registration::SignedUp},
    ids::PersonId,
    web::errors::ApiError,
};

/// "User" of the designs. There is no field for a password or its hash.
#[derive(Serialize, ToSchema)]
#[schema(as = User)]
pub struct UserJson {
    id: PersonId,
    username: String,
    email: String,
    phone_number: Option<String>,
    provider: &'static str,
    confirmed: bool,
    blocked: bool,
    role: RoleJson,
    #[serde(rename = "Avatar")]
    avatar: serde_json::Value,
    name: String,
    /// The latest of a teacher's own; `GET /sessions` has all of them, page by page.
    #[schema(max_items = 100)]
    sessions: Vec<SessionJson>,
    /// Whether there are more of them than are told here.
    #[serde(rename = "moreSessions")]
    more_sessions: bool,
}

#[derive(Serialize, ToSchema)]
#[schema(as = UserRole)]
struct RoleJson {
    id: u8,
    name: &'static str,
    description: &'static str,
    r#type: &'static str,
    permissions: Vec<&'static str>,
    created_by: Option<PersonId>,
    updated_by: Option<PersonId>,
}

impl From<SignedUp> for UserJson {
    /// The person as they are, or will be once they have confirmed their address.
    fn from(SignedUp { registration: from, confirmed }: SignedUp) -> Self {
        Self {
            id: from.id.into(),
            username: from.username,
            email: from.email,
            phone_number: from.phone_number,
            provider: "local",
            confirmed,
            blocked: false,
            role: Role::parse(&from.role).unwrap_or(Role::Student).into(),
            avatar: from.avatar,
            name: from.name,
            sessions: Vec::new(),
            more_sessions: false,
        }
    }
}

impl From<Role> for RoleJson {
    fn from(role: Role) -> Self {
        let (id, name, description) = match role {
            Role::Administrator => (1, "Administrator", "Looks after the school and its accounts"),
            Role::Teacher => (2, "Teacher", "Plans lessons and gives them"),
            Role::Student => (3, "Student", "Takes part in lessons"),
        };
        let allowed = SchoolAct::ALL.iter().filter(|(act, _)| allows(Some(role), *act));
        let permissions = allowed.map(|(_, name)| *name).collect();
        Self { id, name, description, r#type: role.as_str(), permissions, created_by: None, updated_by: None }
    }
}

/// The profile of the person who asks.
///
/// # Errors
/// The database's.
pub async fn user(school: &School, identity: &Identity, person: Person) -> Result<UserJson, ApiError> {
    let plans = allows(Some(identity.role), SchoolAct::PlanSessions);
    let (sessions, more_sessions) = if plans { sessions::latest(school, identity).await? } else { (Vec::new(), false) };
    Ok(UserJson {
        id: person.id,
        username: person.username,
        email: person.email,
        phone_number: person.phone_number,
        provider: "local",
        confirmed: person.confirmed,
        blocked: person.blocked_at.is_some(),
        role: identity.role.into(),
        avatar: person.avatar,
        name: person.name,
        sessions,
        more_sessions,
    })
}
