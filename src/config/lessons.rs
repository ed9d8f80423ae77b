//! The timeouts of lessons.

use chrono::Duration;
use clap::{Args, value_parser};

#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "Lessons")]
pub struct Lessons {
    /// After how many minutes a live lesson with nobody in it ends by itself; 0 is never; without it, what administrators
    /// set (10 at first)
    #[arg(long, env = "LYCEUM_EMPTY_ROOM_MINUTES", value_name = "N", value_parser = value_parser!(u32).range(..=10_080))]
    pub empty_room_minutes: Option<u32>,
    /// For how many seconds the seat of someone whose connection was lost is kept
    #[arg(long, env = "LYCEUM_SEAT_GRACE_SECONDS", value_name = "N", default_value_t = 30, value_parser = value_parser!(u32).range(..=3_600))]
    pub seat_grace_seconds: u32,
}

impl Lessons {
    /// `Some(None)` means never.
    pub fn empty_room(&self) -> Option<Option<Duration>> {
        self.empty_room_minutes.map(|minutes| (minutes > 0).then(|| Duration::minutes(minutes.into())))
    }

    pub fn seat_grace(&self) -> Duration {
        Duration::seconds(self.seat_grace_seconds.into())
    }
}
