//! How a lesson repeats, as fields of the planning form: a choice of the usual rules, the days of the week, and an end.

use chrono::{Datelike, NaiveDate, Weekday};
use serde::{Deserialize, Serialize};

use crate::{
    domain::sessions::recurrence::{End, Every, Rule, RuleDay, week_of, weekday_code},
    error::Refusal,
    texts::{Args, Language},
};

const DAYS: [Weekday; 7] =
    [Weekday::Mon, Weekday::Tue, Weekday::Wed, Weekday::Thu, Weekday::Fri, Weekday::Sat, Weekday::Sun];

/// The choices, in the order of the list; `other` is a rule that the form cannot show.
pub const KINDS: [&str; 6] = ["never", "daily", "weekly", "fortnightly", "monthly-date", "monthly-day"];

/// The fields as they were typed.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct RepeatFields {
    #[serde(default)]
    repeat: String,
    day_mo: Option<String>,
    day_tu: Option<String>,
    day_we: Option<String>,
    day_th: Option<String>,
    day_fr: Option<String>,
    day_sa: Option<String>,
    day_su: Option<String>,
    /// `until` or `count`.
    #[serde(default)]
    ends: String,
    #[serde(default)]
    until: String,
    #[serde(default)]
    count: String,
    /// A rule that these fields cannot show.
    #[serde(default)]
    other_rule: String,
}

impl RepeatFields {
    /// The fields of a stored rule.
    pub fn of(rule: Option<&str>) -> Self {
        let Some(rule) = rule.and_then(|text| Rule::parse(text).ok()) else {
            return Self { repeat: "never".to_owned(), ends: "count".to_owned(), ..Self::default() };
        };
        let kind = kind_of(&rule);
        let ticked = |day: Weekday| {
            (kind.contains("eekly") && rule.days.iter().any(|one| one.day == day)).then(|| "on".to_owned())
        };
        let [day_mo, day_tu, day_we, day_th, day_fr, day_sa, day_su] = DAYS.map(ticked);
        let (ends, until, count) = match rule.end {
            End::Until(day) => ("until", day.to_string(), String::new()),
            End::Count(count) => ("count", String::new(), count.to_string()),
        };
        Self {
            repeat: kind.to_owned(),
            day_mo,
            day_tu,
            day_we,
            day_th,
            day_fr,
            day_sa,
            day_su,
            ends: ends.to_owned(),
            until,
            count,
            other_rule: if kind == "other" { rule.to_string() } else { String::new() },
        }
    }

    fn days(&self) -> Vec<RuleDay> {
        let all = [&self.day_mo, &self.day_tu, &self.day_we, &self.day_th, &self.day_fr, &self.day_sa, &self.day_su];
        let ticked = DAYS.into_iter().zip(all).filter(|(_, field)| field.is_some());
        ticked.map(|(day, _)| RuleDay { week: 0, day }).collect()
    }

    /// The rule that the fields describe for a lesson on this day; `None` for one that does not repeat.
    ///
    /// # Errors
    /// [`Refusal::RecurrenceBad`], [`Refusal::RecurrenceEndless`].
    pub fn rule(&self, day: NaiveDate) -> Result<Option<String>, Refusal> {
        let (every, interval, days) = match self.repeat.as_str() {
            "" | "never" => return Ok(None),
            "other" => return Rule::parse(&self.other_rule).map(|rule| Some(rule.to_string())),
            "daily" => (Every::Day, 1, Vec::new()),
            "weekly" => (Every::Week, 1, self.days()),
            "fortnightly" => (Every::Week, 2, self.days()),
            "monthly-date" => (Every::Month, 1, Vec::new()),
            // The fifth weekday is the last one: most months have only four.
            "monthly-day" => {
                let week = if week_of(day) == 5 { -1 } else { week_of(day) };
                (Every::Month, 1, vec![RuleDay { week, day: day.weekday() }])
            }
            _ => return Err(Refusal::RecurrenceBad),
        };
        let end = match self.ends.as_str() {
            "until" => End::Until(self.until.trim().parse::<NaiveDate>().map_err(|_| Refusal::RecurrenceEndless)?),
            _ => End::Count(self.count.trim().parse().map_err(|_| Refusal::RecurrenceEndless)?),
        };
        // Without days, the rule has that of the first lesson.
        let days =
            if days.is_empty() && every == Every::Week { vec![RuleDay { week: 0, day: day.weekday() }] } else { days };
        let month_day = (self.repeat == "monthly-date").then(|| day.day() as i8);
        Ok(Some(Rule { every, interval, days, month_day, end }.to_string()))
    }
}

fn kind_of(rule: &Rule) -> &'static str {
    match (rule.every, rule.interval, rule.days.as_slice(), rule.month_day) {
        (Every::Day, 1, [], None) => "daily",
        (Every::Week, 1, ..) => "weekly",
        (Every::Week, 2, ..) => "fortnightly",
        (Every::Month, 1, [], _) => "monthly-date",
        (Every::Month, 1, [_], None) => "monthly-day",
        _ => "other",
    }
}

/// A rule in words: how often, on which days, and until when.
pub fn in_words(language: Language, rule: &str) -> Option<String> {
    let rule = Rule::parse(rule).ok()?;
    let how = language.text(&format!("repeat-{}", kind_of(&rule)));
    let days: Vec<_> = match rule.every {
        Every::Week => {
            rule.days.iter().map(|one| language.text(&format!("weekday-{}", one.day.number_from_monday()))).collect()
        }
        Every::Day | Every::Month => Vec::new(),
    };
    let mut args = Args::new();
    args.set("how", if days.is_empty() { how } else { format!("{how} ({})", days.join(", ")) });
    Some(match rule.end {
        End::Count(count) => {
            args.set("count", i64::from(count));
            language.tell("repeats-times", &args)
        }
        End::Until(day) => {
            args.set("day", super::when::date(language, "date-full", day));
            language.tell("repeats-until", &args)
        }
    })
}

/// The days of the week with their fields' names, for the form.
pub fn weekdays(language: Language) -> Vec<(String, String)> {
    let name = |day: Weekday| language.text(&format!("weekday-{}", day.number_from_monday()));
    DAYS.into_iter().map(|day| (format!("day_{}", weekday_code(day).to_lowercase()), name(day))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_of_the_form_read_back_into_its_fields() {
        let day = NaiveDate::from_ymd_opt(2027, 1, 4).expect("a date");
        for rule in [
            "FREQ=DAILY;COUNT=5",
            "FREQ=WEEKLY;BYDAY=MO,WE;UNTIL=20270620",
            "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO;COUNT=5",
            "FREQ=MONTHLY;BYMONTHDAY=4;COUNT=5",
            "FREQ=MONTHLY;BYDAY=1MO;UNTIL=20270620",
            "FREQ=DAILY;INTERVAL=3;COUNT=5",
        ] {
            assert_eq!(RepeatFields::of(Some(rule)).rule(day), Ok(Some(rule.to_owned())));
        }
        assert_eq!(RepeatFields::of(None).rule(day), Ok(None));
        let endless = RepeatFields { repeat: "daily".to_owned(), ..RepeatFields::default() };
        assert_eq!(endless.rule(day), Err(Refusal::RecurrenceEndless));
    }
}
