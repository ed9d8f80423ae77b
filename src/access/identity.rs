//! The caller's identity.

use std::net::IpAddr;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::IdempotencyKey;
use crate::ids::{LoginId, PersonId};

/// A person's role in the school.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum Role {
    Administrator,
    Teacher,
    Student,
}

impl Role {
    pub const ALL: [Role; 3] = [Role::Administrator, Role::Teacher, Role::Student];

    /// The role's name in the database.
    pub fn as_str(self) -> &'static str {
        match self {
            Role::Administrator => "administrator",
            Role::Teacher => "teacher",
            Role::Student => "student",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.as_str() == text)
    }
}

/// A signed-in person, as every door passes them to `domain`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    pub person: PersonId,
    pub login: LoginId,
    pub role: Role,
    pub name: String,
    /// The address of the request, if the door passes it.
    pub from: Option<IpAddr>,
    /// The idempotency key of the request, if it has one.
    pub once: Option<IdempotencyKey>,
}

impl Identity {
    /// The author for the audit trail.
    pub fn author(&self) -> Author {
        Author { person: self.person, from: self.from }
    }
}

/// The person who did something, and their address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Author {
    pub person: PersonId,
    pub from: Option<IpAddr>,
}

/// What a stream key is good for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "lowercase")]
pub enum StreamKind {
    Publish,
    View,
}

impl StreamKind {
    /// The kind's name in the database.
    pub fn as_str(self) -> &'static str {
        match self {
            StreamKind::Publish => "publish",
            StreamKind::View => "view",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        [StreamKind::Publish, StreamKind::View].into_iter().find(|kind| kind.as_str() == text)
    }
}
