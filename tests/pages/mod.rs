//! Tests of the pages in a browser without scripts.

mod admin;
mod assets;
mod audit;
mod dashboard;
mod experiences;
mod forgery;
mod greek;
mod hostile_text;
mod invitations;
mod joining;
mod long;
mod mails;
mod ownership;
mod planning;
mod progress;
mod protected;
mod recovery;
mod registration;
mod safety;
mod settings;
mod texts;
