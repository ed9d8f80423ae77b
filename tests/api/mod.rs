//! The JSON API, as a program meets it.

mod accounts;
mod bodies;
mod codes;
mod content;
mod description;
mod designs;
mod experiences;
mod files;
mod hostile;
mod invitations;
mod logins;
mod matrix;
mod people;
mod phones;
mod progress;
mod recovery;
mod registration;
mod rights;
mod sessions;
mod sign_ins;
