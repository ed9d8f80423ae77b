//! The progress of a teacher's students: all students over a series, one student lesson by lesson, and a table to download.

use actix_web::{
    HttpResponse,
    http::StatusCode,
    web::{Data, Path, Query},
};
use chrono::Duration;
use chrono_tz::Tz;
use minijinja::{Value, context};
use serde::Deserialize;

use super::when;
use crate::{
    access::Identity,
    clock,
    domain::{
        School, accounts,
        progress::{self, LESSONS, Lesson, Mark, PAGE, Presence, Row, Score, Totals},
        series,
    },
    texts::Language,
    web::{
        csv::Csv,
        errors::PageError,
        extract::{PageContext, student_id},
    },
};

#[derive(Deserialize)]
pub struct ProgressQuery {
    /// The name of a series; empty: all lessons.
    #[serde(default)]
    series: String,
    /// Counted from one.
    page: Option<u32>,
}

impl ProgressQuery {
    fn page(&self) -> i64 {
        self.page.unwrap_or(1).max(1).into()
    }
}

/// The time zone and the language of a page.
pub(super) struct Teller {
    pub(super) language: Language,
    pub(super) zone: Tz,
}

impl Teller {
    pub(super) async fn of(cx: &PageContext, school: &School, by: &Identity) -> Result<Self, PageError> {
        let zone = accounts::zone_of(&accounts::person(school, by).await?);
        Ok(Self { language: cx.language(), zone })
    }

    pub(super) fn lesson(&self, lesson: &Lesson) -> Value {
        let past = &lesson.past;
        context! {
            id => past.id.to_string(),
            title => past.title.as_str(),
            series => past.series.as_deref(),
            when => when::at(self.language, past.started_at, self.zone, clock::now()),
            lasted => when::lasted(self.language, past.lasted()),
            students => lesson.crowd.map(|crowd| crowd.students),
            others => lesson.crowd.map(|crowd| crowd.others),
            keeps_results => past.keeps_results,
        }
    }

    pub(super) fn mark(&self, lesson: &Lesson, mark: &Mark) -> Value {
        let (presence, there) = match mark.presence {
            Presence::There(there) => ("there", Some(there)),
            Presence::Missed => ("missed", None),
            Presence::Before => ("before", None),
            Presence::Unknown => ("unknown", None),
        };
        context! {
            presence,
            title => lesson.past.title.as_str(),
            time => there.map(|there| when::lasted(self.language, there)),
            share => there.map(|there| progress::share(there, lesson.past.lasted())),
            score => mark.score.map(score_values),
        }
    }

    pub(super) fn sum(&self, sum: &Totals) -> Value {
        let counted = sum.attended + sum.missed;
        context! {
            attended => sum.attended,
            lessons => counted,
            time => when::lasted(self.language, sum.there),
            share => (counted > 0).then(|| progress::share(sum.there, sum.lasted)),
            score => sum.score.map(score_values),
        }
    }

    fn row(&self, lessons: &[Lesson], row: &Row) -> Value {
        let marks = lessons.iter().zip(&row.marks).map(|(lesson, mark)| self.mark(lesson, mark));
        context! {
            id => row.student.id.to_string(),
            name => row.student.name.as_str(),
            username => row.student.username.as_str(),
            marks => marks.collect::<Vec<_>>(),
            sum => self.sum(&row.sum),
        }
    }
}

fn score_values(score: Score) -> Value {
    context! { asked => score.asked, answered => score.answered, correct => score.correct }
}

fn pages(total: i64) -> i64 {
    (total + PAGE - 1) / PAGE
}

pub async fn overview(
    cx: PageContext,
    school: Data<School>,
    which: Query<ProgressQuery>,
) -> Result<HttpResponse, PageError> {
    let by = cx.identity()?;
    let teller = Teller::of(&cx, &school, by).await?;
    let found = progress::overview(&school, by, &which.series, (which.page() - 1) * PAGE).await?;
    let context = context! {
        series => which.series.as_str(),
        all_series => series::names(&school, by).await?,
        lessons => found.lessons.iter().map(|lesson| teller.lesson(lesson)).collect::<Vec<_>>(),
        all_lessons => (found.lessons.len() as i64) < LESSONS,
        most => LESSONS,
        rows => found.rows.iter().map(|row| teller.row(&found.lessons, row)).collect::<Vec<_>>(),
        page => which.page(),
        pages => pages(found.total),
        zone => when::place(teller.zone),
    };
    Ok(cx.page(StatusCode::OK, "dashboard/progress.html", context))
}

pub async fn student(
    cx: PageContext,
    school: Data<School>,
    path: Path<String>,
    which: Query<ProgressQuery>,
) -> Result<HttpResponse, PageError> {
    let by = cx.identity()?;
    let found = progress::report(&school, by, student_id(&path)?, &which.series).await?;
    let teller = Teller::of(&cx, &school, by).await?;
    let since = when::at(teller.language, found.row.student.since, teller.zone, clock::now());
    let before = usize::try_from((which.page() - 1) * PAGE).unwrap_or(usize::MAX);
    let all = found.lessons.iter().zip(&found.row.marks);
    let some = all.skip(before).take(PAGE as usize);
    let lessons = some.map(|(lesson, mark)| {
        context! { lesson => teller.lesson(lesson), mark => teller.mark(lesson, mark) }
    });
    let context = context! {
        student => context! {
            id => found.row.student.id.to_string(),
            name => found.row.student.name.as_str(),
            username => found.row.student.username.as_str(),
            since,
        },
        sum => teller.sum(&found.row.sum),
        series => which.series.as_str(),
        all_series => series::names(&school, by).await?,
        lessons => lessons.collect::<Vec<_>>(),
        page => which.page(),
        pages => pages(found.lessons.len() as i64),
        zone => when::place(teller.zone),
    };
    Ok(cx.page(StatusCode::OK, "dashboard/student.html", context))
}

/// A table for a spreadsheet (RFC 4180): a line for each student, with the minutes that they attended each lesson.
pub async fn table(
    cx: PageContext,
    school: Data<School>,
    which: Query<ProgressQuery>,
) -> Result<HttpResponse, PageError> {
    let by = cx.identity()?;
    let found = progress::table(&school, by, &which.series).await?;
    let teller = Teller::of(&cx, &school, by).await?;
    let word = |key: &str| teller.language.text(key);
    let heads = ["lesson-name", "account-username", "progress-attended", "progress-lessons", "progress-minutes"];
    let scores = ["progress-right", "progress-answered", "progress-asked"];
    let mut cells: Vec<String> = heads.iter().chain(&scores).map(|key| word(key)).collect();
    cells.extend(found.lessons.iter().map(|Lesson { past, .. }| {
        format!("{} {}", past.started_at.with_timezone(&teller.zone).format("%Y-%m-%d"), past.title)
    }));
    let mut csv = Csv::new();
    csv.line(&cells);
    for row in &found.rows {
        let Totals { attended, missed, there, score, .. } = row.sum;
        let mut cells = vec![row.student.name.clone(), row.student.username.clone()];
        cells.extend([attended.to_string(), (attended + missed).to_string(), minutes(there)]);
        let cell = |of: fn(Score) -> i32| score.map_or_else(String::new, |score| of(score).to_string());
        cells.extend([cell(|score| score.correct), cell(|score| score.answered), cell(|score| score.asked)]);
        cells.extend(row.marks.iter().map(|mark| match mark.presence {
            Presence::There(there) => minutes(there),
            Presence::Missed => "0".to_owned(),
            Presence::Before | Presence::Unknown => String::new(),
        }));
        csv.line(&cells);
    }
    let day = clock::now().with_timezone(&teller.zone).format("%Y-%m-%d").to_string();
    Ok(csv.download(&[&which.series, &day, &word("csv-progress")]))
}

pub(super) fn minutes(time: Duration) -> String {
    ((time.num_seconds() + 30) / 60).to_string()
}
