//! Code that the integration tests share.

pub mod aiortc;
pub mod app;
pub mod bombs;
pub mod client;
pub mod files;
pub mod http;
pub mod letters;
pub mod lines;
pub mod mail_server;
pub mod patience;
pub mod people;
pub mod postgres;
pub mod program;
pub mod progress;
pub mod s3_server;
pub mod scratch;
pub mod small_disk;
pub mod trail;
