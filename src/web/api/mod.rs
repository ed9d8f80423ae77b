//! The JSON API: the paths, field names and answers of the designs that it serves.

pub mod accounts;
pub mod codes;
pub mod experiences;
pub mod health;
pub mod sessions;
pub mod stream_keys;

use serde::Serialize;

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

/// What a client sent of which only what was meant counts: absent is not the same as `null`.
pub fn present<'de, T: serde::Deserialize<'de>, D: serde::Deserializer<'de>>(from: D) -> Result<Option<T>, D::Error> {
    T::deserialize(from).map(Some)
}
