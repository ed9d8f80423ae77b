//! A student's own lessons.

use actix_web::{HttpResponse, http::StatusCode, web::Data};
use chrono::Duration;
use minijinja::context;

use super::when;
use crate::{
    clock,
    domain::{School, accounts, own_lessons},
    web::{errors::PageError, extract::PageContext},
};

pub async fn show(cx: PageContext, school: Data<School>) -> Result<HttpResponse, PageError> {
    let by = cx.identity()?;
    let (next, past) = own_lessons::list(&school, by).await?;
    let zone = accounts::zone_of(&accounts::person(&school, by).await?);
    let (language, now) = (cx.language(), clock::now());
    let next = next.iter().map(|lesson| {
        context! {
            title => lesson.title.as_str(),
            teacher => lesson.teacher.as_str(),
            code => lesson.code.as_str(),
            live => lesson.state == "live",
            when => when::at(language, lesson.starts_at, zone, now),
            until => when::at(language, lesson.starts_at + Duration::minutes(lesson.minutes.into()), zone, now),
        }
    });
    let past = past.iter().map(|lesson| {
        context! {
            title => lesson.title.as_str(),
            teacher => lesson.teacher.as_str(),
            when => lesson.started_at.map(|at| when::at(language, at, zone, now)),
            score => lesson.score.map(|score| context! { asked => score.asked, correct => score.correct }),
        }
    });
    let context = context! {
        next => next.collect::<Vec<_>>(),
        past => past.collect::<Vec<_>>(),
        zone => when::place(zone),
    };
    Ok(cx.page(StatusCode::OK, "lessons.html", context))
}
