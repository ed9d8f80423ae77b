//! The program as a process: its output, and how it starts, stops, and recovers.

mod audit;
mod backup;
mod bombs;
mod crashes;
mod database;
mod figures;
mod first;
mod full_disk;
mod indexes;
mod keys;
mod lesson;
mod lifecycle;
mod person;
mod prompt;
mod relay;
mod setup;
mod sound;
mod tls;
mod trace;
mod unit;
mod values;
