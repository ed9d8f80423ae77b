//! Tests of the JSON API as programs use it.

mod accounts;
mod bodies;
mod codes;
mod content;
mod description;
mod designs;
mod equal;
mod experiences;
mod files;
mod hostile;
mod invitations;
mod logins;
pub mod matrix;
mod people;
mod phones;
mod progress;
mod quota;
mod recovery;
mod registration;
mod rights;
mod sessions;
mod sign_ins;

pub use matrix::table::{API as LINES, Fate, PAGES as PAGE_LINES};
