//! The integration tests: one binary, so that one PostgreSQL serves them all.

mod api;
mod cluster;
mod mail;
mod media;
mod pages;
mod process;
mod realtime;
mod support;
