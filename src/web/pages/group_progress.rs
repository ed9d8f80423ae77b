//! The progress of a group: a table, a small chart, and a file for spreadsheets.

use actix_web::{
    HttpResponse,
    http::StatusCode,
    web::{Data, Path},
};
use minijinja::context;

use super::progress::{Teller, minutes};
use crate::{
    clock,
    domain::{
        School, group_progress,
        progress::{Presence, Score, Totals},
    },
    web::{
        csv::Csv,
        errors::PageError,
        extract::{PageContext, group_id},
    },
};

pub async fn show(cx: PageContext, school: Data<School>, path: Path<String>) -> Result<HttpResponse, PageError> {
    let by = cx.identity()?;
    let found = group_progress::of(&school, by, group_id(&path)?).await?;
    let teller = Teller::of(&cx, &school, by).await?;
    let rows = found.rows.iter().map(|row| {
        let marks = found.lessons.iter().zip(&row.marks).map(|(lesson, mark)| teller.mark(lesson, mark));
        context! {
            name => row.student.name.as_str(),
            person => row.student.person_id.map(|id| id.to_string()),
            marks => marks.collect::<Vec<_>>(),
            sum => teller.sum(&row.sum),
        }
    });
    let context = context! {
        group => context! { id => found.group.id.to_string(), name => found.group.name.as_str() },
        lessons => found.lessons.iter().map(|lesson| teller.lesson(lesson)).collect::<Vec<_>>(),
        rows => rows.collect::<Vec<_>>(),
        zone => super::when::place(teller.zone),
    };
    Ok(cx.page(StatusCode::OK, "dashboard/group_progress.html", context))
}

/// A table for a spreadsheet (RFC 4180): a line for each student, with the minutes that they attended each lesson.
pub async fn table(cx: PageContext, school: Data<School>, path: Path<String>) -> Result<HttpResponse, PageError> {
    let by = cx.identity()?;
    let found = group_progress::of(&school, by, group_id(&path)?).await?;
    let teller = Teller::of(&cx, &school, by).await?;
    let word = |key: &str| teller.language.text(key);
    let heads = ["lesson-name", "progress-attended", "progress-lessons", "progress-minutes"];
    let scores = ["progress-right", "progress-answered", "progress-asked"];
    let mut cells: Vec<String> = heads.iter().chain(&scores).map(|key| word(key)).collect();
    cells.extend(found.lessons.iter().map(|lesson| {
        format!("{} {}", lesson.past.started_at.with_timezone(&teller.zone).format("%Y-%m-%d"), lesson.past.title)
    }));
    let mut csv = Csv::new();
    csv.line(&cells);
    for row in &found.rows {
        let Totals { attended, missed, there, score, .. } = row.sum;
        let mut cells = vec![row.student.name.clone()];
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
    Ok(csv.download(&[&found.group.name, &day, &word("csv-progress")]))
}
