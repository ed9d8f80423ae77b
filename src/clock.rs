//! Time as a value: the caller of a room passes the current time, and a test passes any time it likes.

use chrono::{DateTime, SubsecRound, Utc};

/// An instant in microseconds, as PostgreSQL stores it, so that a time reads back equal.
pub type Time = DateTime<Utc>;

pub fn now() -> Time {
    Utc::now().trunc_subsecs(6)
}
