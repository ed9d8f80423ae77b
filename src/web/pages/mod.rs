//! The pages: semantic HTML that works without a script.

pub mod admin;
pub mod confirm;
pub mod dashboard;
pub mod experiences;
pub mod home;
pub mod invitation;
pub mod join;
pub mod kept;
mod kept_polls;
pub mod language;
pub mod own_lessons;
pub mod parts;
pub mod password;
pub mod planning;
mod poll_fields;
pub mod profile;
pub mod progress;
pub mod qr;
pub mod register;
pub mod school_texts;
pub mod signin;
pub mod stream_keys;
pub mod students;
pub mod tables;
pub mod welcome;
pub mod when;
