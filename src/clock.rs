//! Time as a value: the room is told what time it is, and a test says what it likes.

use chrono::{DateTime, SubsecRound, Utc};

/// An instant, in microseconds as PostgreSQL keeps it, so that what is written reads back equal.
pub type Time = DateTime<Utc>;

pub fn now() -> Time {
    Utc::now().trunc_subsecs(6)
}
