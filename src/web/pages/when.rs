//! Times in words, in each language: in a time zone, and relative to now.

use chrono::{Datelike, Duration, NaiveDate};
use chrono_tz::{OffsetName, Tz};
use minijinja::{Value, context};

use crate::{
    clock::Time,
    texts::{Args, Language},
};

/// A distance up to which people count minutes. What is further away has a day and a time.
const NEAR: Duration = Duration::minutes(90);

/// A time for a template: `iso` for machines; `date`, `time`, `zone` and `hint` for people. `near` tells whether the hint says
/// something else than the date and the time.
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
    let clock = local.format("%H:%M").to_string();
    let near = minutes_from_now(language, time - now);
    context! {
        iso => time.format("%Y-%m-%dT%H:%M:%SZ").to_string(),
        near => near.is_some(),
        hint => near.unwrap_or_else(|| format!("{date}, {clock}")),
        date,
        full_date => self::date(language, "date-full", local.date_naive()),
        time => clock,
        day => local.format("%-d").to_string(),
        month => language.text(&format!("month-short-{}", local.month())),
        zone => place(zone),
        zone_short => local.offset().abbreviation().filter(|short| short.starts_with(char::is_alphabetic)).unwrap_or_default(),
    }
}

/// A day in words.
pub fn date(language: Language, key: &str, day: NaiveDate) -> String {
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

/// The distance from now in minutes, if that is near.
fn minutes_from_now(language: Language, distance: Duration) -> Option<String> {
    if distance.abs() > NEAR {
        return None;
    }
    let coming = distance > Duration::zero();
    Some(match distance.abs().num_minutes() {
        0 => language.text(if coming { "in-a-moment" } else { "just-now" }),
        minutes => language.count(if coming { "in-minutes" } else { "ago-minutes" }, minutes),
    })
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
    fn what_is_near_is_told_in_minutes_and_the_rest_by_day_and_time() {
        let now = "2026-05-04T05:00:00Z".parse::<Time>().expect("a time");
        for (minutes, english, in_greek) in [
            (0, "just now", "μόλις τώρα"),
            (1, "in 1 minute", "σε 1 λεπτό"),
            (90, "in 90 minutes", "σε 90 λεπτά"),
            (-5, "5 minutes ago", "πριν από 5 λεπτά"),
            (120, "today, 10:00", "σήμερα, 10:00"),
            (24 * 60, "tomorrow, 08:00", "αύριο, 08:00"),
            (-9 * 60, "yesterday, 23:00", "χθες, 23:00"),
            (-2 * 24 * 60, "Saturday 2 May, 08:00", "Σάββατο 2 Μαΐου, 08:00"),
        ] {
            for (language, hint) in [(Language::ENGLISH, english), (greek(), in_greek)] {
                let told = at(language, now + Duration::minutes(minutes), Tz::Europe__Athens, now);
                assert_eq!(told.get_attr("hint").expect("a hint").to_string(), hint);
                assert_eq!(told.get_attr("near").expect("near or not").is_true(), minutes.abs() <= 90, "{hint}");
            }
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
