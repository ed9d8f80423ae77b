//! Times in words, in each language: in a time zone, and relative to now.

use chrono::{Datelike, Duration, NaiveDate};
use chrono_tz::{OffsetName, Tz};
use minijinja::{Value, context};

use crate::{
    clock::Time,
    texts::{Args, Language},
};

/// A time for a template: `iso` for machines; `date`, `time`, `zone` and `hint` for people.
pub fn at(language: Language, time: Time, zone: Tz, now: Time) -> Value {
    let local = time.with_timezone(&zone);
    let today = now.with_timezone(&zone);
    let date = match (local.date_naive() - today.date_naive()).num_days() {
        0 => language.text("date-today"),
        1 => language.text("date-tomorrow"),
        -1 => language.text("date-yesterday"),
        _ if local.year() == today.year() => date(language, "date-this-year", local.date_naive()),
        _ => date(language, "date-full", local.date_naive()),
    };
    context! {
        iso => time.format("%Y-%m-%dT%H:%M:%SZ").to_string(),
        date,
        full_date => self::date(language, "date-full", local.date_naive()),
        time => local.format("%H:%M").to_string(),
        day => local.format("%-d").to_string(),
        month => language.text(&format!("month-short-{}", local.month())),
        zone => place(zone),
        zone_short => local.offset().abbreviation().filter(|short| short.starts_with(char::is_alphabetic)).unwrap_or_default(),
        hint => from_now(language, time - now),
    }
}

/// A day in words.
fn date(language: Language, key: &str, day: NaiveDate) -> String {
    let mut args = Args::new();
    args.set("weekday", language.text(&format!("weekday-{}", day.weekday().number_from_monday())));
    args.set("day", day.day());
    args.set("month", language.text(&format!("month-{}", day.month())));
    args.set("year", day.year().to_string());
    language.tell(key, &args)
}

/// A zone's name for people.
pub fn place(zone: Tz) -> String {
    if zone == Tz::UTC { "UTC".to_owned() } else { zone.name().replace('_', " ") }
}

/// The distance from now, in one fitting unit.
pub fn from_now(language: Language, distance: Duration) -> String {
    let minutes = distance.abs().num_minutes();
    let (count, unit) = match minutes {
        0 if distance > Duration::zero() => return language.text("in-a-moment"),
        0 => return language.text("just-now"),
        1..=90 => (minutes, "minutes"),
        91..=2159 => ((minutes + 30) / 60, "hours"),
        _ => ((minutes + 720) / 1440, "days"),
    };
    let way = if distance > Duration::zero() { "in" } else { "ago" };
    language.count(&format!("{way}-{unit}"), count)
}

/// A duration in hours and minutes.
pub fn lasted(language: Language, duration: Duration) -> String {
    let minutes = (duration.num_seconds() + 30) / 60;
    let (hours, minutes) = (minutes / 60, minutes % 60);
    let key = match (hours, minutes) {
        (0, 0) => "lasted-moment",
        (0, _) => "lasted-minutes",
        (_, 0) => "lasted-hours",
        _ => "lasted-both",
    };
    language.tell(key, &[("hours", hours), ("minutes", minutes)].into_iter().collect())
}

/// The zones to choose from: those that are named after places, and UTC.
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

    fn greek() -> Language {
        Language::parse("el").expect("there is Greek")
    }

    #[test]
    fn how_far_a_lesson_is_reads_as_people_say_it() {
        for (minutes, english, in_greek) in [
            (0, "just now", "μόλις τώρα"),
            (1, "in 1 minute", "σε 1 λεπτό"),
            (90, "in 90 minutes", "σε 90 λεπτά"),
            (120, "in 2 hours", "σε 2 ώρες"),
            (-60 * 24, "24 hours ago", "πριν από 24 ώρες"),
            (60 * 48, "in 2 days", "σε 2 ημέρες"),
            (-5, "5 minutes ago", "πριν από 5 λεπτά"),
        ] {
            assert_eq!(from_now(Language::ENGLISH, Duration::minutes(minutes)), english);
            assert_eq!(from_now(greek(), Duration::minutes(minutes)), in_greek);
        }
    }

    #[test]
    fn a_stay_is_told_in_hours_and_minutes() {
        for (seconds, english, in_greek) in [
            (10, "under 1 min", "κάτω από 1 λεπτό"),
            (45, "1 min", "1 λεπτό"),
            (45 * 60, "45 min", "45 λεπτά"),
            (3600, "1 h", "1 ώρα"),
            (3660, "1 h 1 min", "1 ώ. 1 λ."),
        ] {
            assert_eq!(lasted(Language::ENGLISH, Duration::seconds(seconds)), english);
            assert_eq!(lasted(greek(), Duration::seconds(seconds)), in_greek);
        }
    }

    #[test]
    fn a_day_has_its_names_in_each_language() {
        let day = NaiveDate::from_ymd_opt(2026, 5, 3).expect("a day");
        assert_eq!(date(Language::ENGLISH, "date-full", day), "Sunday 3 May 2026");
        assert_eq!(date(greek(), "date-full", day), "Κυριακή 3 Μαΐου 2026");
        assert_eq!(date(greek(), "date-this-year", day), "Κυριακή 3 Μαΐου");
    }

    #[test]
    fn every_zone_to_choose_is_one() {
        assert!(zones().len() > 300);
        for name in zones() {
            assert!(name.parse::<Tz>().is_ok(), "{name}");
        }
    }
}
