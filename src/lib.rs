//! Lyceum, a realtime classroom server.
//!
//! A file imports only from lower floors; `tests/floors.rs` holds it.
//!
//! ```text
//!  0 ids clock error features metrics config texts unicode     1 protocol     2 access     3 db     4 outbound
//!  5 media     6 room     7 cluster     8 domain     9 web worker     10 app main
//! ```

pub mod access;
pub mod app;
pub mod clock;
pub mod cluster;
pub mod config;
pub mod db;
pub mod domain;
pub mod error;
mod features;
pub mod ids;
pub mod media;
pub mod metrics;
pub mod outbound;
pub mod protocol;
pub mod room;
pub mod texts;
pub mod unicode;
pub mod web;
pub mod worker;
