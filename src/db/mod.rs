//! Rows and queries, one file per group of tables. It contains no rules of the classroom.

pub mod address_links;
pub mod audit;
pub mod board;
pub mod chat;
pub mod conversions;
pub mod data_dir;
pub mod disk;
pub mod embedded;
pub mod experiences;
mod folding;
pub mod guests;
pub mod hand_in;
pub mod idempotency;
pub mod invitations;
pub mod items;
pub mod jobs;
pub mod kept;
pub mod kept_polls;
pub mod lifecycle;
pub mod logins;
pub mod moderation;
pub mod own_lessons;
pub mod password_resets;
pub mod people;
pub mod personal_data;
pub mod poll;
pub mod pool;
pub mod progress;
pub mod quiz;
pub mod registrations;
pub mod rooms;
pub mod roster;
pub mod setup_links;
#[rustfmt::skip]
pub mod schema;
pub mod database_lock;
pub mod screen;
pub mod session_items;
pub mod sessions;
pub mod settings;
pub mod showing;
pub mod slide_notes;
pub mod sound;
pub mod stream_keys;
pub mod uploads;

pub use pool::Pool;
