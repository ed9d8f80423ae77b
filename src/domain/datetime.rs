//! Dates, times and time zones as people and programs write them.

use chrono::{DateTime, Datelike, MappedLocalTime, NaiveDate, NaiveDateTime, NaiveTime, TimeZone};
use chrono_tz::Tz;

use crate::{
    clock::Time,
    error::Refusal,
    texts::{Args, Language},
};

/// The instant at which clocks in `zone` show this date (`2026-11-20`) and time (`09:00`); the earlier one if there are two.
///
/// # Errors
/// [`Refusal::TimeZoneUnknown`]; [`Refusal::TimeBad`] when it is no date and time, or clocks skip it.
pub fn local(date: &str, time: &str, zone: &str) -> Result<(Time, Tz), Refusal> {
    let zone = time_zone(zone)?;
    let date = NaiveDate::parse_from_str(date.trim(), "%Y-%m-%d").map_err(|_| Refusal::TimeBad)?;
    let time = ["%H:%M", "%H:%M:%S"].iter().find_map(|format| NaiveTime::parse_from_str(time.trim(), format).ok());
    let local = NaiveDateTime::new(date, time.ok_or(Refusal::TimeBad)?);
    match zone.from_local_datetime(&local) {
        MappedLocalTime::Single(at) | MappedLocalTime::Ambiguous(at, _) => Ok((at.to_utc(), zone)),
        MappedLocalTime::None => Err(Refusal::TimeBad),
    }
}

/// # Errors
/// [`Refusal::TimeZoneUnknown`].
pub fn time_zone(name: &str) -> Result<Tz, Refusal> {
    name.trim().parse().map_err(|_| Refusal::TimeZoneUnknown)
}

/// # Errors
/// [`Refusal::TimeBad`] unless it is RFC 3339.
pub fn instant(text: &str) -> Result<Time, Refusal> {
    DateTime::parse_from_rfc3339(text.trim()).map(|at| at.to_utc()).map_err(|_| Refusal::TimeBad)
}

/// The date and the time that clocks in `zone` show, as a mail says them.
pub fn in_words(language: Language, at: Time, zone: Tz) -> (String, String) {
    let local = at.with_timezone(&zone);
    let mut args = Args::new();
    args.set("weekday", language.text(&format!("weekday-{}", local.weekday().number_from_monday())));
    args.set("day", local.day());
    args.set("month", language.text(&format!("month-{}", local.month())));
    args.set("year", local.year().to_string());
    (language.tell("date-full", &args), local.format("%H:%M").to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lesson_at_nine_is_at_nine_on_the_teachers_clock() {
        let (at, zone) = local("2026-11-20", "09:00", "Europe/Athens").expect("a moment");
        assert_eq!((at.to_rfc3339().as_str(), zone), ("2026-11-20T07:00:00+00:00", chrono_tz::Europe::Athens));
    }

    #[test]
    fn a_skipped_hour_is_refused_and_a_repeated_one_means_the_first() {
        assert_eq!(local("2026-03-29", "03:30", "Europe/Athens").err(), Some(Refusal::TimeBad));
        let (twice, _) = local("2026-10-25", "03:30", "Europe/Athens").expect("a moment");
        assert_eq!(twice.to_rfc3339(), "2026-10-25T00:30:00+00:00");
    }

    #[test]
    fn invalid_dates_times_and_zones_are_refused() {
        for (date, time) in
            [("", "09:00"), ("2026-02-30", "09:00"), ("2026-11-20", ""), ("2026-11-20", "25:00"), ("20.11.2026", "9")]
        {
            assert_eq!(local(date, time, "UTC").err(), Some(Refusal::TimeBad), "{date} {time}");
        }
        assert_eq!(local("2026-11-20", "09:00", "Mars/Olympus").err(), Some(Refusal::TimeZoneUnknown));
        assert_eq!(instant("tomorrow").err(), Some(Refusal::TimeBad));
    }
}
