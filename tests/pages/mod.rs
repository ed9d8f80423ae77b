//! Tests of the pages in a browser without scripts.

mod admin;
mod assets;
mod audit;
mod csrf;
mod dashboard;
mod double_click;
mod experiences;
mod hostile_text;
mod invitations;
mod joining;
mod languages;
mod live_experiences;
mod mails;
mod members;
mod own_lessons;
mod ownership;
mod pagination;
mod planning;
mod plans;
mod progress;
mod recovery;
mod registration;
mod security;
mod settings;
mod texts;
mod time_zones;
