//! Tests of the JSON API as programs use it.

mod accounts;
mod calendar;
mod calendar_feeds;
mod case_folding;
mod codes;
mod compat;
mod content;
mod demo;
mod description;
mod email_addresses;
mod experiences;
mod files;
mod groups;
mod idempotency;
mod injection;
mod invalid_input;
mod invitations;
mod links;
mod logins;
pub mod matrix;
mod odd_texts;
mod office;
mod password_attempts;
mod people;
mod personal_data;
mod phone_numbers;
mod progress;
mod quota;
mod recovery;
mod recurrence;
mod registration;
mod sessions;
mod timing;

pub use matrix::table::{API as LINES, Expected, PAGES as PAGE_LINES};
