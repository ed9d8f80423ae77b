//! The JSON API, as a program meets it.

mod accounts;
mod bodies;
mod codes;
mod experiences;
mod invitations;
mod matrix;
mod recovery;
mod registration;
mod sessions;
