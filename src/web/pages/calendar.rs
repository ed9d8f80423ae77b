//! A teacher's calendar. The script shows months, weeks and lists, and moves lessons; without it there is the list of a month.

use actix_web::{
    HttpResponse,
    http::StatusCode,
    web::{Data, Query},
};
use chrono::{Datelike, Duration, Months, NaiveDate};
use minijinja::context;
use serde::Deserialize;

use super::when;
use crate::{
    clock,
    domain::{
        School, accounts,
        calendar::{self, end_of},
    },
    error::Refusal,
    web::{errors::PageError, extract::PageContext},
};

/// What the script says: a word of its own, and the text for it.
const WORDS: [(&str, &str); 7] = [
    ("overlaps", "calendar-overlaps"),
    ("repeats", "calendar-repeats"),
    ("live", "lesson-state-live"),
    ("ended", "lesson-state-ended"),
    ("moved", "calendar-moved"),
    ("failed", "calendar-failed"),
    ("lost", "calendar-lost"),
];
/// Why a lesson cannot be moved.
const REFUSALS: [Refusal; 7] = [
    Refusal::TimeBad,
    Refusal::LengthBad,
    Refusal::SessionLive,
    Refusal::LessonEnded,
    Refusal::SessionUnknown,
    Refusal::RecurrenceNever,
    Refusal::RecurrenceLong,
];

#[derive(Deserialize)]
pub struct MonthQuery {
    /// Such as `2030-03`.
    #[serde(default)]
    month: String,
}

pub async fn show(cx: PageContext, school: Data<School>, asked: Query<MonthQuery>) -> Result<HttpResponse, PageError> {
    let by = cx.identity()?;
    let zone = accounts::zone_of(&accounts::person(&school, by).await?);
    let (language, now) = (cx.language(), clock::now());
    let today = now.with_timezone(&zone).date_naive();
    let asked = format!("{}-01", asked.month).parse::<NaiveDate>().ok();
    let first = asked.filter(|day| (2000..=2200).contains(&day.year())).or(today.with_day(1)).unwrap_or(today);
    let next = first + Months::new(1);
    let found = calendar::read(&school, by, first, next).await?;
    let entries = found.entries.iter().map(|entry| {
        let lesson = &entry.lesson;
        context! {
            id => lesson.id.to_string(),
            title => lesson.title.as_str(),
            state => lesson.state.as_str(),
            repeats => lesson.repeats,
            overlaps => entry.overlaps,
            groups => entry.lesson.groups.join(", "),
            when => when::at(language, lesson.starts_at, zone, now),
            until => when::at(language, end_of(lesson), zone, now),
        }
    });
    let holidays = found.holidays.iter().map(|one| {
        context! {
            name => one.name.as_str(),
            from => when::date(language, "date-full", one.from),
            to => (one.to != one.from).then(|| when::date(language, "date-full", one.to)),
        }
    });
    let words = WORDS.iter().map(|(word, key)| (*word, language.text(key)));
    let refusals = REFUSALS.iter().map(|refusal| (refusal.code(), cx.refusal_text(*refusal)));
    let words: serde_json::Map<_, _> =
        words.chain(refusals).map(|(word, text)| (word.to_owned(), text.into())).collect();
    let month = |day: NaiveDate| day.format("%Y-%m").to_string();
    let context = context! {
        now => now.with_timezone(&zone).format("%Y-%m-%dT%H:%M:%S").to_string(),
        words => serde_json::Value::Object(words).to_string(),
        zone => when::place(zone),
        month => language.text(&format!("month-alone-{}", first.month())),
        year => first.year().to_string(),
        first => first.to_string(),
        before => month(first - Duration::days(1)),
        after => month(next),
        entries => entries.collect::<Vec<_>>(),
        holidays => holidays.collect::<Vec<_>>(),
    };
    Ok(cx.page(StatusCode::OK, "dashboard/calendar.html", context))
}
