//! The program as a process: its output, and how it starts, stops, and recovers.

mod attacks;
mod audit;
mod backup;
mod board;
mod connections;
mod crashes;
mod database;
mod decompression_bombs;
mod folding;
mod full_disk;
mod indexes;
mod invalid_values;
mod keys;
mod lesson;
mod lifecycle;
mod log_floods;
mod media_addresses;
mod metrics;
mod person;
mod prompt;
mod relay;
mod request_ids;
mod setup;
mod setup_link;
mod systemd_unit;
mod tls;
