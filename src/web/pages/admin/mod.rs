//! The pages of those who look after the school.

pub mod mails;
pub mod people;
