//! The JSON API: the paths, field names and answers of the designs that it serves.

pub mod accounts;
pub mod codes;
pub mod experiences;
pub mod health;
pub mod invitations;
pub mod paths;
pub mod recovery;
pub mod registration;
pub mod sessions;
pub mod stream_keys;
pub mod user;

use serde::{Deserialize, Serialize};

/// The plain answer of a success: `{"code": 0, "message": "..."}`.
#[derive(Serialize)]
pub struct CodeMessage {
    pub code: u16,
    pub message: &'static str,
}

impl CodeMessage {
    pub fn of(message: &'static str) -> Self {
        Self { code: 0, message }
    }
}

/// Someone whom a mail is for, by whatever a client knows of them.
#[derive(Deserialize)]
pub struct Whom {
    email: Option<String>,
    identifier: Option<String>,
    id: Option<String>,
}

impl Whom {
    /// Empty when nothing was said.
    pub fn identifier(&self) -> &str {
        let known = self.email.as_ref().or(self.identifier.as_ref()).or(self.id.as_ref());
        known.map_or("", String::as_str)
    }
}

/// What a client sent of which only what was meant counts: absent is not the same as `null`.
pub fn present<'de, T: serde::Deserialize<'de>, D: serde::Deserializer<'de>>(from: D) -> Result<Option<T>, D::Error> {
    T::deserialize(from).map(Some)
}
