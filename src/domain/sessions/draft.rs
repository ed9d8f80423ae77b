//! A session as a teacher plans it, and what is valid.

use chrono::Datelike;
use chrono_tz::Tz;

use super::{DURING_SESSION, KEEP, Session, zone_of};
use crate::{
    clock::{self, Time},
    error::Refusal,
    ids::{ExperienceId, GroupId},
    protocol::text,
};

pub const USUAL_CAPACITY: i64 = 300;
const USUAL_MINUTES: i64 = 60;
/// How long a lesson can be planned to be, in minutes.
const MINUTES: std::ops::RangeInclusive<i32> = 5..=1440;

/// Which lessons of a rule an edit or a deletion is about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Scope {
    #[default]
    One,
    Following,
    All,
}

impl Scope {
    /// # Errors
    /// [`Refusal::ScopeBad`].
    pub fn parse(text: &str) -> Result<Self, Refusal> {
        match text {
            "" | "one" => Ok(Self::One),
            "following" => Ok(Self::Following),
            "all" => Ok(Self::All),
            _ => Err(Refusal::ScopeBad),
        }
    }
}

/// A session as a teacher plans it.
#[derive(Clone, Debug)]
pub struct Draft {
    pub title: String,
    pub description: String,
    pub starts_at: Time,
    pub time_zone: Tz,
    pub experience: Option<ExperienceId>,
    pub guests_allowed: bool,
    pub waiting_room: bool,
    pub retention: String,
    pub capacity: i64,
    /// The name of its series; empty if it belongs to none.
    pub series: String,
    /// Whether the quiz results of the teacher's own students are kept.
    pub keep_results: bool,
    /// How long it is planned to be.
    pub minutes: i64,
    /// The groups that it is for; `None` leaves them as they are.
    pub groups: Option<Vec<GroupId>>,
    /// Whether its code alone lets people in; if not, it is for its groups only.
    pub by_code: bool,
    /// The rule by which it repeats; `None` leaves it as it is.
    pub recurrence: Option<String>,
    /// Which lessons of its rule a change is about.
    pub scope: Scope,
}

pub(in crate::domain) struct Checked {
    pub title: String,
    pub description: String,
    pub capacity: i32,
    pub minutes: i32,
    pub series: Option<String>,
}

impl Draft {
    /// The defaults of a new session.
    pub fn blank() -> Self {
        Self {
            title: String::new(),
            description: String::new(),
            starts_at: clock::now(),
            time_zone: Tz::UTC,
            experience: None,
            guests_allowed: true,
            waiting_room: false,
            retention: DURING_SESSION.to_owned(),
            capacity: USUAL_CAPACITY,
            series: String::new(),
            keep_results: false,
            minutes: USUAL_MINUTES,
            groups: None,
            by_code: true,
            recurrence: None,
            scope: Scope::One,
        }
    }

    /// An existing session, for editing.
    pub fn of(session: &Session) -> Self {
        Self {
            title: session.title.clone(),
            description: session.description.clone(),
            starts_at: session.starts_at,
            time_zone: zone_of(session),
            experience: session.experience_id,
            guests_allowed: session.guests_allowed,
            waiting_room: session.waiting_room,
            retention: session.retention.clone(),
            capacity: session.capacity.into(),
            series: session.series.clone().unwrap_or_default(),
            keep_results: session.keep_results,
            minutes: session.minutes.into(),
            groups: None,
            by_code: session.by_code,
            recurrence: None,
            scope: Scope::One,
        }
    }

    pub(in crate::domain) fn check(&self) -> Result<Checked, Refusal> {
        if ![DURING_SESSION, KEEP].contains(&self.retention.as_str()) {
            return Err(Refusal::RetentionBad);
        }
        if !(2000..=2200).contains(&self.starts_at.year()) {
            return Err(Refusal::TimeBad);
        }
        let capacity = i32::try_from(self.capacity).ok().filter(|capacity| (1..=1000).contains(capacity));
        let capacity = capacity.ok_or(Refusal::CapacityBad)?;
        let minutes = i32::try_from(self.minutes).ok().filter(|minutes| MINUTES.contains(minutes));
        let minutes = minutes.ok_or(Refusal::LengthBad)?;
        let (title, description) = (text::title(&self.title)?, text::description(&self.description)?);
        Ok(Checked { title, description, capacity, minutes, series: text::series(&self.series)? })
    }
}
