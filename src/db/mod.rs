//! Rows and queries, one file a table family. No rule of the classroom lives here.

pub mod audit;
pub mod data_dir;
pub mod disk;
pub mod embedded;
pub mod experiences;
pub mod first;
pub mod invitations;
pub mod items;
pub mod jobs;
pub mod logins;
pub mod people;
pub mod pool;
pub mod progress;
pub mod registrations;
pub mod resets;
pub mod rights;
pub mod rooms;
#[rustfmt::skip]
pub mod schema;
pub mod sessions;
pub mod settings;
pub mod sole;
pub mod stream_keys;
pub mod uploads;

pub use pool::Pool;
