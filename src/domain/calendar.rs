//! A teacher's calendar: the lessons of a range of days, those that overlap, and the school's holidays.

use std::collections::HashSet;

use chrono::{Duration, NaiveDate, NaiveDateTime, NaiveTime};
use chrono_tz::Tz;

use super::{
    School, accounts,
    holidays::Holiday,
    sessions::{self, Draft, Planned, Scope, recurrence},
};
pub use crate::db::calendar::CalendarLesson;
use crate::{
    access::Identity,
    clock::Time,
    db::calendar,
    error::{Failure, Refusal},
    ids::SessionId,
    protocol::roster::SessionState,
};

/// How many days a client can ask for at once.
const DAYS: i64 = 100;
/// The most lessons that are shown.
const LESSONS: i64 = 2000;
/// How long a lesson can be.
const LONGEST: Duration = Duration::hours(24);

/// A lesson in a calendar.
#[derive(Clone, Debug)]
pub struct Entry {
    pub lesson: CalendarLesson,
    /// Whether another lesson of the teacher is at the same time.
    pub overlaps: bool,
}

/// What a teacher has in a range of days.
#[derive(Clone, Debug)]
pub struct Calendar {
    /// The zone of the teacher's clock.
    pub zone: Tz,
    pub entries: Vec<Entry>,
    pub holidays: Vec<Holiday>,
}

/// The caller's lessons from the day `from` until the day before `to`, on their own clock.
///
/// # Errors
/// [`Refusal::NotAllowed`]; [`Refusal::TimeBad`] for a range that is empty or too long.
pub async fn read(school: &School, by: &Identity, from: NaiveDate, to: NaiveDate) -> Result<Calendar, Failure> {
    sessions::permit(by)?;
    if from >= to || to - from > Duration::days(DAYS) {
        return Err(Refusal::TimeBad.into());
    }
    let zone = accounts::zone_of(&accounts::person(school, by).await?);
    let midnight = |day: NaiveDate| recurrence::instant(day.and_time(NaiveTime::MIN), zone);
    let (start, end, teacher) = (midnight(from), midnight(to), by.person);
    let read = move |connection: &mut diesel::PgConnection| {
        calendar::between(connection, teacher, start - LONGEST, end, LESSONS)
    };
    let lessons = school.pool.run(read).await?;
    let overlapping = overlapping(&lessons);
    let seen = lessons.into_iter().filter(|lesson| end_of(lesson) > start);
    let entries = seen.map(|lesson| Entry { overlaps: overlapping.contains(&lesson.id), lesson });
    let holidays = recurrence::holidays_of(school);
    let holidays = holidays.into_iter().filter(|one| one.from < to && one.to >= from);
    Ok(Calendar { zone, entries: entries.collect(), holidays: holidays.collect() })
}

/// The caller's other lessons at the time of this one.
///
/// # Errors
/// [`Refusal::NotAllowed`].
pub async fn at_the_time_of(
    school: &School,
    by: &Identity,
    session: &sessions::Session,
) -> Result<Vec<CalendarLesson>, Failure> {
    sessions::permit(by)?;
    let (teacher, id, start) = (by.person, session.id, session.starts_at);
    let end = start + Duration::minutes(session.minutes.into());
    if sessions::state_of(session) == SessionState::Ended {
        return Ok(Vec::new());
    }
    let read = move |connection: &mut diesel::PgConnection| {
        calendar::between(connection, teacher, start - LONGEST, end, LESSONS)
    };
    let all = school.pool.run(read).await?;
    let others = all.into_iter().filter(|one| one.id != id && is_open(one) && end_of(one) > start);
    Ok(others.collect())
}

/// Moves a lesson to what clocks of the caller's zone show, or makes it longer or shorter; with a scope, also others of its rule.
///
/// # Errors
/// As [`sessions::edit`]; [`Refusal::TimeBad`] for a time that clocks skip.
pub async fn move_lesson(
    school: &School,
    by: &Identity,
    id: SessionId,
    (start, minutes, scope): (NaiveDateTime, Option<i64>, Scope),
) -> Result<Planned, Failure> {
    let planned = sessions::get(school, by, id).await?;
    let zone = accounts::zone_of(&accounts::person(school, by).await?);
    let starts_at = recurrence::instant(start, zone);
    if starts_at.with_timezone(&zone).naive_local() != start {
        return Err(Refusal::TimeBad.into());
    }
    let old = Draft::of(&planned.session);
    let minutes = minutes.unwrap_or(old.minutes);
    sessions::edit(school, by, id, Draft { starts_at, minutes, scope, ..old }).await
}

pub fn end_of(lesson: &CalendarLesson) -> Time {
    lesson.starts_at + Duration::minutes(lesson.minutes.into())
}

fn is_open(lesson: &CalendarLesson) -> bool {
    lesson.state != SessionState::Ended.as_str()
}

/// The lessons, ordered by their start, that are at the same time as another that has not ended.
fn overlapping(lessons: &[CalendarLesson]) -> HashSet<SessionId> {
    let mut found = HashSet::new();
    let mut running: Vec<&CalendarLesson> = Vec::new();
    for lesson in lessons.iter().filter(|lesson| is_open(lesson)) {
        running.retain(|one| end_of(one) > lesson.starts_at);
        if !running.is_empty() {
            found.extend(running.iter().map(|one| one.id));
            found.insert(lesson.id);
        }
        running.push(lesson);
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lesson(start: &str, minutes: i32, state: &str) -> CalendarLesson {
        let (title, starts_at) = (start.to_owned(), format!("2030-03-25T{start}:00Z").parse().expect("a time"));
        CalendarLesson {
            id: SessionId::fresh(),
            title,
            starts_at,
            minutes,
            state: state.to_owned(),
            repeats: false,
            groups: Vec::new(),
        }
    }

    #[test]
    fn lessons_at_the_same_time_overlap_and_one_after_the_other_does_not() {
        let all = [
            lesson("08:00", 60, "ended"),
            lesson("08:30", 30, "planned"),
            lesson("09:00", 180, "planned"),
            lesson("10:00", 30, "live"),
            lesson("11:00", 30, "planned"),
            lesson("12:00", 30, "planned"),
        ];
        let found = overlapping(&all);
        let starts: Vec<_> = all.iter().filter(|one| found.contains(&one.id)).map(|one| one.title.as_str()).collect();
        assert_eq!(starts, ["09:00", "10:00", "11:00"]);
    }
}
