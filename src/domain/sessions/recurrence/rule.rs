//! Recurrence rules (RFC 5545, 3.3.10): the part of them that lessons need. A rule is computed on the wall clock, and each time is then
//! placed in the time zone: so a lesson at 09:00 stays at 09:00 when clocks change.

use std::fmt;

use chrono::{Datelike, Days, Duration, MappedLocalTime, NaiveDate, NaiveDateTime, TimeZone, Weekday};
use chrono_tz::Tz;
use rrule::{Frequency, NWeekday, RRule, RRuleSet, Unvalidated};

use crate::{clock::Time, error::Refusal};

/// How many lessons one rule may have.
pub const LESSONS: usize = 300;
/// How far after its first lesson a rule may end, in days.
pub const DAYS: i64 = 731;
/// The longest text of a rule.
const TEXT_LIMIT: usize = 200;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Every {
    Day,
    Week,
    Month,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum End {
    /// After so many lessons.
    Count(u32),
    /// On this day, which may have a lesson itself.
    Until(NaiveDate),
}

/// A day of the week; in a rule of months with the number of the week, counted from the month's end if it is negative.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RuleDay {
    pub week: i8,
    pub day: Weekday,
}

/// A rule with an end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    pub every: Every,
    pub interval: u16,
    /// The days of the week; empty means that of the first lesson.
    pub days: Vec<RuleDay>,
    /// The day of the month, for a rule of months without days of the week; `None` means that of the first lesson.
    pub month_day: Option<i8>,
    pub end: End,
}

const WEEKDAYS: [(&str, Weekday); 7] = [
    ("MO", Weekday::Mon),
    ("TU", Weekday::Tue),
    ("WE", Weekday::Wed),
    ("TH", Weekday::Thu),
    ("FR", Weekday::Fri),
    ("SA", Weekday::Sat),
    ("SU", Weekday::Sun),
];

/// The two letters of a day of the week in a rule.
pub fn weekday_code(day: Weekday) -> &'static str {
    WEEKDAYS[day.num_days_from_monday() as usize].0
}

impl Rule {
    /// Reads the value of an `RRULE`, with or without this name before it.
    ///
    /// # Errors
    /// [`Refusal::RecurrenceBad`] for one that is none, or has parts that lessons do not need; [`Refusal::RecurrenceEndless`].
    pub fn parse(text: &str) -> Result<Self, Refusal> {
        let text = text.trim();
        let text = text.strip_prefix("RRULE:").unwrap_or(text);
        if text.len() > TEXT_LIMIT || !text.is_ascii() || text.contains(char::is_control) {
            return Err(Refusal::RecurrenceBad);
        }
        let rule: RRule<Unvalidated> = text.parse().map_err(|_| Refusal::RecurrenceBad)?;
        let every = match rule.get_freq() {
            Frequency::Daily => Every::Day,
            Frequency::Weekly => Every::Week,
            Frequency::Monthly => Every::Month,
            _ => return Err(Refusal::RecurrenceBad),
        };
        let further = !rule.get_by_set_pos().is_empty()
            || !rule.get_by_month().is_empty()
            || !rule.get_by_year_day().is_empty()
            || !rule.get_by_week_no().is_empty()
            || !rule.get_by_hour().is_empty()
            || !rule.get_by_minute().is_empty()
            || !rule.get_by_second().is_empty();
        let days: Option<Vec<_>> = rule.get_by_weekday().iter().map(|day| rule_day(*day, every)).collect();
        let (days, month_day) = match (days, rule.get_by_month_day(), every) {
            (Some(days), [], _) => (days, None),
            (Some(days), [one], Every::Month) if days.is_empty() => (days, Some(*one)),
            _ => return Err(Refusal::RecurrenceBad),
        };
        if further || !(1..=52).contains(&rule.get_interval()) {
            return Err(Refusal::RecurrenceBad);
        }
        let end = match (rule.get_count(), rule.get_until()) {
            (Some(count), None) => End::Count(count),
            (None, Some(until)) => End::Until(until.date_naive()),
            (None, None) => return Err(Refusal::RecurrenceEndless),
            (Some(_), Some(_)) => return Err(Refusal::RecurrenceBad),
        };
        Ok(Self { every, interval: rule.get_interval(), days, month_day, end })
    }

    /// The times of the rule on the wall clock, from `start` on. A day that a month does not have is passed over.
    ///
    /// # Errors
    /// [`Refusal::RecurrenceNever`] when there is none; [`Refusal::RecurrenceLong`] when there are too many, or it ends too late.
    pub fn occurrences(&self, start: NaiveDateTime) -> Result<Vec<NaiveDateTime>, Refusal> {
        let last = start.date() + Duration::days(DAYS);
        let (until, count) = match self.end {
            End::Until(day) if day > last => return Err(Refusal::RecurrenceLong),
            End::Until(day) => (day, LESSONS + 1),
            End::Count(0) => return Err(Refusal::RecurrenceNever),
            End::Count(count) if count as usize > LESSONS => return Err(Refusal::RecurrenceLong),
            End::Count(count) => (last, count as usize),
        };
        if until < start.date() {
            return Err(Refusal::RecurrenceNever);
        }
        // In UTC, which has no changes of the clock. The end keeps a rule that never holds from being searched for ever.
        let text = format!(
            "DTSTART:{}Z\nRRULE:{};UNTIL={}T235959Z",
            start.format("%Y%m%dT%H%M%S"),
            self.without_end(),
            until.format("%Y%m%d")
        );
        let set: RRuleSet = text.parse().map_err(|_| Refusal::RecurrenceBad)?;
        let all = set.all(u16::try_from(count).expect("it is at most one more than the limit")).dates;
        let all: Vec<_> = all.into_iter().map(|at| at.naive_utc()).collect();
        match (all.len(), self.end) {
            (0, _) => Err(Refusal::RecurrenceNever),
            (found, End::Count(count)) if found < count as usize => Err(Refusal::RecurrenceLong),
            (found, _) if found > LESSONS => Err(Refusal::RecurrenceLong),
            _ => Ok(all),
        }
    }

    /// The same rule for lessons that are moved from one day to another: their days of the week, or of the month, move too.
    pub fn moved(&self, from: NaiveDate, to: NaiveDate) -> Self {
        let turn = |day: Weekday| {
            let apart = (to - from).num_days().rem_euclid(7) as usize;
            WEEKDAYS[(day.num_days_from_monday() as usize + apart) % 7].1
        };
        let days = match self.every {
            Every::Month if self.days.len() == 1 && from != to => {
                let last = to.checked_add_days(Days::new(7)).is_none_or(|next| next.month() != to.month());
                let week = if self.days[0].week < 0 && last { -1 } else { week_of(to) };
                vec![RuleDay { week, day: to.weekday() }]
            }
            Every::Month | Every::Day => self.days.clone(),
            Every::Week => self.days.iter().map(|one| RuleDay { week: 0, day: turn(one.day) }).collect(),
        };
        let month_day = if from == to { self.month_day } else { self.month_day.map(|_| to.day() as i8) };
        Self { days, month_day, ..self.clone() }
    }

    /// What is left of the rule once this many of its lessons are others'.
    pub fn rest(&self, before: usize) -> Self {
        let end = match self.end {
            End::Count(count) => End::Count(count.saturating_sub(u32::try_from(before).unwrap_or(u32::MAX))),
            until => until,
        };
        Self { end, ..self.clone() }
    }

    fn without_end(&self) -> String {
        let mut text = match self.every {
            Every::Day => "FREQ=DAILY".to_owned(),
            Every::Week => "FREQ=WEEKLY".to_owned(),
            Every::Month => "FREQ=MONTHLY".to_owned(),
        };
        if self.interval > 1 {
            text.push_str(&format!(";INTERVAL={}", self.interval));
        }
        if !self.days.is_empty() {
            let names: Vec<_> = self.days.iter().map(RuleDay::to_string).collect();
            text.push_str(&format!(";BYDAY={}", names.join(",")));
        }
        if let Some(day) = self.month_day {
            text.push_str(&format!(";BYMONTHDAY={day}"));
        }
        text
    }
}

impl fmt::Display for RuleDay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.week != 0 {
            write!(f, "{}", self.week)?;
        }
        f.write_str(weekday_code(self.day))
    }
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.end {
            End::Count(count) => write!(f, "{};COUNT={count}", self.without_end()),
            End::Until(day) => write!(f, "{};UNTIL={}", self.without_end(), day.format("%Y%m%d")),
        }
    }
}

fn rule_day(day: NWeekday, every: Every) -> Option<RuleDay> {
    match (day, every) {
        (NWeekday::Every(day), Every::Day | Every::Week) => Some(RuleDay { week: 0, day }),
        (NWeekday::Nth(week @ (-1 | 1..=5), day), Every::Month) => Some(RuleDay { week: week as i8, day }),
        _ => None,
    }
}

/// Which of its weekdays in its month a day is, from 1 to 5.
pub fn week_of(day: NaiveDate) -> i8 {
    (day.day0() / 7 + 1) as i8
}

/// The instant at which clocks in the zone show this: the first of two; and for an hour that they skip, the time that has passed
/// since before it (RFC 5545, 3.3.5).
pub fn instant(local: NaiveDateTime, zone: Tz) -> Time {
    match zone.from_local_datetime(&local) {
        MappedLocalTime::Single(at) | MappedLocalTime::Ambiguous(at, _) => at.to_utc(),
        MappedLocalTime::None => {
            let day = Duration::days(1);
            zone.from_local_datetime(&(local - day)).earliest().map_or_else(|| local.and_utc(), |at| at.to_utc() + day)
        }
    }
}

#[cfg(test)]
mod tests {
    use chrono::Timelike;
    use proptest::prelude::*;

    use super::*;

    fn at(text: &str) -> NaiveDateTime {
        NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").expect("a date and a time")
    }

    fn days(rule: &str, start: &str) -> Vec<String> {
        let rule = Rule::parse(rule).expect("a rule");
        let all = rule.occurrences(at(start)).expect("it has lessons");
        all.iter().map(|at| at.format("%Y-%m-%d %H:%M").to_string()).collect()
    }

    #[test]
    fn lessons_repeat_daily_weekly_every_other_week_and_monthly() {
        assert_eq!(days("FREQ=DAILY;COUNT=2", "2027-02-28 09:00"), ["2027-02-28 09:00", "2027-03-01 09:00"]);
        let weekly = days("FREQ=WEEKLY;BYDAY=MO,WE;UNTIL=20270113", "2027-01-04 09:00");
        assert_eq!(weekly, ["2027-01-04 09:00", "2027-01-06 09:00", "2027-01-11 09:00", "2027-01-13 09:00"]);
        let other = days("RRULE:FREQ=WEEKLY;INTERVAL=2;COUNT=3", "2027-01-04 09:00");
        assert_eq!(other, ["2027-01-04 09:00", "2027-01-18 09:00", "2027-02-01 09:00"]);
        let third = days("FREQ=MONTHLY;BYDAY=3TU;COUNT=2", "2027-01-19 09:00");
        assert_eq!(third, ["2027-01-19 09:00", "2027-02-16 09:00"]);
        let last = days("FREQ=MONTHLY;BYDAY=-1FR;COUNT=2", "2027-01-29 09:00");
        assert_eq!(last, ["2027-01-29 09:00", "2027-02-26 09:00"]);
        // The first lesson is the first that fits the rule.
        assert_eq!(days("FREQ=WEEKLY;BYDAY=FR;COUNT=1", "2027-01-04 09:00"), ["2027-01-08 09:00"]);
    }

    #[test]
    fn a_day_that_a_month_does_not_have_is_passed_over() {
        assert_eq!(
            days("FREQ=MONTHLY;BYMONTHDAY=31;COUNT=2", "2027-01-31 09:00"),
            ["2027-01-31 09:00", "2027-03-31 09:00"]
        );
        let leap = days("FREQ=MONTHLY;BYMONTHDAY=29;UNTIL=20280301", "2027-01-29 09:00");
        assert!(!leap.iter().any(|day| day.starts_with("2027-02")) && leap.contains(&"2028-02-29 09:00".to_owned()));
        assert_eq!(days("FREQ=MONTHLY;COUNT=2", "2028-02-29 09:00"), ["2028-02-29 09:00", "2028-03-29 09:00"]);
    }

    #[test]
    fn a_rule_for_ever_or_never_or_too_long_is_refused() {
        for (rule, refusal) in [
            ("FREQ=DAILY", Refusal::RecurrenceEndless),
            ("FREQ=DAILY;COUNT=0", Refusal::RecurrenceNever),
            ("FREQ=DAILY;UNTIL=20260101", Refusal::RecurrenceNever),
            // Only in Februaries, which have no 30th.
            ("FREQ=MONTHLY;INTERVAL=12;BYMONTHDAY=30;UNTIL=20281230", Refusal::RecurrenceNever),
            ("FREQ=DAILY;COUNT=301", Refusal::RecurrenceLong),
            ("FREQ=DAILY;UNTIL=20280301", Refusal::RecurrenceLong),
            ("FREQ=WEEKLY;UNTIL=20990101", Refusal::RecurrenceLong),
            ("FREQ=MONTHLY;COUNT=300", Refusal::RecurrenceLong),
        ] {
            let read = Rule::parse(rule).and_then(|rule| rule.occurrences(at("2027-02-28 09:00")));
            assert_eq!(read.err(), Some(refusal), "{rule}");
        }
    }

    #[test]
    fn what_is_no_rule_for_lessons_is_refused() {
        for text in [
            "",
            "weekly",
            "FREQ=SECONDLY;COUNT=2",
            "FREQ=YEARLY;COUNT=2",
            "FREQ=DAILY;COUNT=2;UNTIL=20270101",
            "FREQ=DAILY;INTERVAL=0;COUNT=1",
            "FREQ=DAILY;INTERVAL=53;COUNT=1",
            "FREQ=DAILY;BYHOUR=1,2;COUNT=9",
            "FREQ=MONTHLY;BYDAY=MO;COUNT=2",
            "FREQ=WEEKLY;BYDAY=2MO;COUNT=2",
            "FREQ=MONTHLY;BYDAY=6MO;COUNT=2",
            "FREQ=MONTHLY;BYMONTHDAY=1,2;COUNT=2",
            "FREQ=DAILY;COUNT=2\nEXRULE:FREQ=DAILY",
            "FREQ=DAILY;COUNT=é",
        ] {
            assert_eq!(Rule::parse(text), Err(Refusal::RecurrenceBad), "{text:?}");
        }
    }

    #[test]
    fn nine_stays_nine_when_clocks_change() {
        let zone = chrono_tz::Europe::Athens;
        let clock = |local: &str| instant(at(local), zone).to_rfc3339();
        assert_eq!(clock("2027-03-27 09:00"), "2027-03-27T07:00:00+00:00");
        assert_eq!(clock("2027-03-29 09:00"), "2027-03-29T06:00:00+00:00");
        assert_eq!(clock("2027-10-30 09:00"), "2027-10-30T06:00:00+00:00");
        assert_eq!(clock("2027-11-01 09:00"), "2027-11-01T07:00:00+00:00");
    }

    #[test]
    fn a_skipped_hour_is_one_hour_later_and_of_a_repeated_one_the_first_counts() {
        let zone = chrono_tz::Europe::Athens;
        let clock = |local: &str| instant(at(local), zone).with_timezone(&zone).format("%H:%M %z").to_string();
        assert_eq!(clock("2027-03-28 03:30"), "04:30 +0300");
        assert_eq!(clock("2027-10-31 03:30"), "03:30 +0300");
        // Samoa has no 30 December 2011 at all.
        let samoa = chrono_tz::Pacific::Apia;
        assert_eq!(instant(at("2011-12-30 09:00"), samoa).to_rfc3339(), "2011-12-30T19:00:00+00:00");
    }

    #[test]
    fn a_rule_moves_with_its_lessons() {
        let day = |text: &str| NaiveDate::parse_from_str(text, "%Y-%m-%d").expect("a date");
        for (rule, from, to, moved) in [
            ("FREQ=WEEKLY;BYDAY=MO,WE;COUNT=4", "2027-01-04", "2027-01-05", "FREQ=WEEKLY;BYDAY=TU,TH;COUNT=4"),
            ("FREQ=WEEKLY;BYDAY=MO;COUNT=4", "2027-01-04", "2027-01-03", "FREQ=WEEKLY;BYDAY=SU;COUNT=4"),
            ("FREQ=MONTHLY;BYDAY=1MO;COUNT=4", "2027-01-04", "2027-01-12", "FREQ=MONTHLY;BYDAY=2TU;COUNT=4"),
            ("FREQ=MONTHLY;BYDAY=-1FR;COUNT=4", "2027-01-29", "2027-01-28", "FREQ=MONTHLY;BYDAY=-1TH;COUNT=4"),
            ("FREQ=MONTHLY;BYMONTHDAY=4;COUNT=4", "2027-01-04", "2027-01-05", "FREQ=MONTHLY;BYMONTHDAY=5;COUNT=4"),
            ("FREQ=DAILY;COUNT=4", "2027-01-04", "2027-01-05", "FREQ=DAILY;COUNT=4"),
        ] {
            assert_eq!(Rule::parse(rule).expect("a rule").moved(day(from), day(to)).to_string(), moved);
        }
    }

    proptest! {
        #[test]
        fn rules_read_back_and_keep_their_hour_in_every_zone(
            every in 0..3_usize, interval in 1..8_u16, days in proptest::sample::subsequence((0..7).collect::<Vec<usize>>(), 0..4),
            count in 1..60_u32, day in 0..1000_i64, minute in 0..1440_i64, zone in proptest::sample::select(chrono_tz::TZ_VARIANTS.to_vec()),
        ) {
            let every = [Every::Day, Every::Week, Every::Month][every];
            let days = if every == Every::Week { days.iter().map(|day| RuleDay { week: 0, day: WEEKDAYS[*day].1 }).collect() } else { Vec::new() };
            let rule = Rule { every, interval, days, month_day: None, end: End::Count(count) };
            prop_assert_eq!(&Rule::parse(&rule.to_string()).expect("it reads back"), &rule);
            let start = at("2026-01-01 00:00") + Duration::days(day) + Duration::minutes(minute);
            if let Ok(all) = rule.occurrences(start) {
                prop_assert!(all.len() == count as usize && all.is_sorted() && all[0] >= start);
                for local in all {
                    let shown = instant(local, zone).with_timezone(&zone).naive_local();
                    // Only within a change of the clock may the hour be another.
                    prop_assert!(shown.minute() == local.minute() || (shown - local).abs() <= Duration::hours(24), "{local} is {shown} in {zone}");
                    prop_assert!(local.time() == start.time());
                }
            }
        }
    }
}
