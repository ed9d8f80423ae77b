//! The administrators' pages.

pub mod audit;
pub mod experiences;
pub mod invitations;
pub mod live;
pub mod mails;
pub mod members;
pub mod overview;
pub mod people;
pub mod settings;
pub mod sign_in_links;
