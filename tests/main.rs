//! The integration tests, in one binary, so that all share one PostgreSQL.

mod api;
mod cluster;
mod mail;
mod media;
mod pages;
mod process;
mod realtime;
mod support;
