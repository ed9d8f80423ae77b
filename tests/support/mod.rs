//! Code that the integration tests share.

pub mod aiortc;
pub mod app;
pub mod audit_trail;
pub mod client;
pub mod decompression_bombs;
pub mod files;
pub mod http;
pub mod mail_server;
pub mod mails;
pub mod output_lines;
pub mod people;
pub mod postgres;
pub mod program;
pub mod progress;
pub mod s3_server;
pub mod small_disk;
pub mod temp_dirs;
pub mod timeouts;
