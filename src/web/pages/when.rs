//! Times as people say them: on the clock of a zone, and how far from now.

use chrono::{Datelike, Duration};
use chrono_tz::{OffsetName, Tz};
use minijinja::{Value, context};

use crate::clock::Time;

/// A time for a template: `iso` for machines; `date`, `time`, `zone` and `hint` for people.
pub fn at(time: Time, zone: Tz, now: Time) -> Value {
    let local = time.with_timezone(&zone);
    let today = now.with_timezone(&zone);
    let date = match (local.date_naive() - today.date_naive()).num_days() {
        0 => "today".to_owned(),
        1 => "tomorrow".to_owned(),
        -1 => "yesterday".to_owned(),
        _ if local.year() == today.year() => local.format("%A %-d %B").to_string(),
        _ => local.format("%A %-d %B %Y").to_string(),
    };
    context! {
        iso => time.format("%Y-%m-%dT%H:%M:%SZ").to_string(),
        date,
        full_date => local.format("%A %-d %B %Y").to_string(),
        time => local.format("%H:%M").to_string(),
        day => local.format("%-d").to_string(),
        month => local.format("%b").to_string(),
        zone => place(zone),
        zone_short => local.offset().abbreviation().filter(|short| short.starts_with(char::is_alphabetic)).unwrap_or_default(),
        hint => from_now(time - now),
    }
}

/// A zone by the place that names it.
pub fn place(zone: Tz) -> String {
    if zone == Tz::UTC { "UTC".to_owned() } else { zone.name().replace('_', " ") }
}

/// How far from now, in the one unit that says it best.
pub fn from_now(distance: Duration) -> String {
    let minutes = distance.abs().num_minutes();
    let (count, unit) = match minutes {
        0 if distance > Duration::zero() => return "in a moment".to_owned(),
        0 => return "just now".to_owned(),
        1..=90 => (minutes, "minute"),
        91..=2159 => ((minutes + 30) / 60, "hour"),
        _ => ((minutes + 720) / 1440, "day"),
    };
    let plural = if count == 1 { "" } else { "s" };
    if distance > Duration::zero() {
        format!("in {count} {unit}{plural}")
    } else {
        format!("{count} {unit}{plural} ago")
    }
}

/// How long something lasted, in hours and minutes.
pub fn lasted(duration: Duration) -> String {
    let minutes = (duration.num_seconds() + 30) / 60;
    match (minutes / 60, minutes % 60) {
        (0, 0) => "under 1 min".to_owned(),
        (0, minutes) => format!("{minutes} min"),
        (hours, 0) => format!("{hours} h"),
        (hours, minutes) => format!("{hours} h {minutes} min"),
    }
}

/// The zones to choose from: those named after places, and UTC.
pub fn zones() -> Vec<&'static str> {
    const PARTS: [&str; 10] = [
        "Africa/",
        "America/",
        "Antarctica/",
        "Asia/",
        "Atlantic/",
        "Australia/",
        "Europe/",
        "Indian/",
        "Pacific/",
        "Arctic/",
    ];
    let names = chrono_tz::TZ_VARIANTS.iter().map(|zone| zone.name());
    std::iter::once("UTC").chain(names.filter(|name| PARTS.iter().any(|part| name.starts_with(part)))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn how_far_a_lesson_is_reads_as_people_say_it() {
        for (minutes, words) in [
            (0, "just now"),
            (1, "in 1 minute"),
            (90, "in 90 minutes"),
            (120, "in 2 hours"),
            (-60 * 24, "24 hours ago"),
            (60 * 48, "in 2 days"),
            (-5, "5 minutes ago"),
        ] {
            assert_eq!(from_now(Duration::minutes(minutes)), words);
        }
    }

    #[test]
    fn a_stay_is_told_in_hours_and_minutes() {
        for (seconds, words) in
            [(10, "under 1 min"), (45, "1 min"), (45 * 60, "45 min"), (3600, "1 h"), (3660, "1 h 1 min")]
        {
            assert_eq!(lasted(Duration::seconds(seconds)), words);
        }
    }

    #[test]
    fn every_zone_to_choose_is_one() {
        assert!(zones().len() > 300);
        for name in zones() {
            assert!(name.parse::<Tz>().is_ok(), "{name}");
        }
    }
}
