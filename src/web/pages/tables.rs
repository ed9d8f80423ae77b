//! The tables of a lesson to download: its attendance, its chat and its answers. Their times are in the reader's zone, which the
//! heads of the columns name.

use actix_web::{
    HttpResponse,
    web::{Data, Path},
};
use chrono_tz::Tz;

use super::{
    kept::{letter, name, zone},
    kept_polls::words,
    when,
};
use crate::{
    clock::Time,
    domain::{School, attendance, kept, sessions},
    ids::SessionId,
    texts::Language,
    web::{
        csv::Csv,
        errors::PageError,
        extract::{PageContext, session_id},
    },
};

/// What all tables of a lesson share.
struct Table {
    language: Language,
    zone: Tz,
    title: String,
    held_at: Time,
    csv: Csv,
}

impl Table {
    async fn of(cx: &PageContext, school: &School, id: SessionId) -> Result<Self, PageError> {
        let by = cx.identity()?;
        let session = sessions::get(school, by, id).await?.session;
        let held_at = session.started_at.unwrap_or(session.starts_at);
        let (language, zone) = (cx.language(), zone(school, by).await?);
        Ok(Self { language, zone, title: session.title, held_at, csv: Csv::new() })
    }

    fn text(&self, key: &str) -> String {
        self.language.text(key)
    }

    /// The head of a column of times.
    fn time_head(&self, key: &str) -> String {
        format!("{} ({})", self.text(key), when::place(self.zone))
    }

    fn time(&self, at: Time) -> String {
        at.with_timezone(&self.zone).format("%Y-%m-%d %H:%M:%S").to_string()
    }

    fn download(self, what: &str) -> HttpResponse {
        let day = self.held_at.with_timezone(&self.zone).format("%Y-%m-%d").to_string();
        let what = self.text(what);
        self.csv.download(&[&self.title, &day, &what])
    }
}

pub async fn attendance(cx: PageContext, school: Data<School>, path: Path<String>) -> Result<HttpResponse, PageError> {
    let id = session_id(&path)?;
    let (attendees, guests) = attendance::of(&school, cx.identity()?, id).await?;
    let mut table = Table::of(&cx, &school, id).await?;
    let times = [table.time_head("lesson-came"), table.time_head("lesson-left")];
    let [name, role, minutes, visits] =
        ["lesson-name", "people-role", "progress-minutes", "csv-visits"].map(|key| table.text(key));
    let [came, left] = times;
    table.csv.line(&[name, role, came, left, minutes, visits]);
    for one in attendees {
        let role = match (one.role.as_str(), one.guest && one.name.is_some()) {
            ("teacher", _) => "lesson-tag-teacher",
            (_, true) => "lesson-tag-guest",
            _ => "csv-student",
        };
        let cells = [
            one.name.clone().unwrap_or_else(|| table.text("somebody-erased")),
            table.text(role),
            table.time(one.first_joined),
            one.last_left.map(|at| table.time(at)).unwrap_or_default(),
            ((one.total.num_seconds() + 30) / 60).to_string(),
            one.visits.to_string(),
        ];
        table.csv.line(&cells);
    }
    if guests > 0 {
        // Their names and times are deleted at the end of the lesson.
        let number = table.language.count("lesson-guests-number", guests);
        table.csv.line(&[number, table.text("lesson-tag-guest")]);
    }
    Ok(table.download("csv-attendance"))
}

pub async fn chat(cx: PageContext, school: Data<School>, path: Path<String>) -> Result<HttpResponse, PageError> {
    let id = session_id(&path)?;
    let lines = kept::whole_chat(&school, cx.identity()?, id).await?;
    let mut table = Table::of(&cx, &school, id).await?;
    table.csv.line(&[table.time_head("kept-time"), table.text("lesson-name"), table.text("kept-message")]);
    for (message, who) in &lines {
        let words = if message.deleted_at.is_some() { table.text("kept-removed") } else { message.body.clone() };
        table.csv.line(&[table.time(message.sent_at), name(table.language, who), words]);
    }
    Ok(table.download("csv-chat"))
}

pub async fn answers(cx: PageContext, school: Data<School>, path: Path<String>) -> Result<HttpResponse, PageError> {
    let id = session_id(&path)?;
    let questions = kept::answers(&school, cx.identity()?, id, "").await?;
    let mut table = Table::of(&cx, &school, id).await?;
    let [question, who, answer, right] =
        ["kept-question", "lesson-name", "kept-answer", "kept-right"].map(|key| table.text(key));
    table.csv.line(&[question, who, answer, right, table.time_head("kept-time")]);
    for question in &questions {
        let asked = question.quiz.as_ref();
        for answer in &question.answers {
            let chosen = asked.and_then(|quiz| quiz.options.get(answer.choice));
            let right = question.is_right(answer.choice);
            let right = right.map(|right| table.text(if right { "kept-yes" } else { "kept-no" }));
            let cells = [
                asked.map_or_else(|| table.text("kept-deleted"), |quiz| quiz.question.clone()),
                name(table.language, &answer.who),
                chosen.cloned().unwrap_or_else(|| letter(answer.choice)),
                right.unwrap_or_default(),
                table.time(answer.at),
            ];
            table.csv.line(&cells);
        }
    }
    Ok(table.download("csv-answers"))
}

/// Each vote in a line. Anonymous ones have neither name nor time, and their order tells nothing.
pub async fn polls(cx: PageContext, school: Data<School>, path: Path<String>) -> Result<HttpResponse, PageError> {
    let id = session_id(&path)?;
    let polls = kept::polls(&school, cx.identity()?, id).await?;
    let mut table = Table::of(&cx, &school, id).await?;
    let heads = ["kept-question", "lesson-name", "kept-answer", "kept-right"].map(|key| table.text(key));
    let [question, who, answer, right] = heads;
    table.csv.line(&[question, who, answer, right, table.time_head("kept-time")]);
    for poll in &polls {
        let (asked, language) = (&poll.question, table.language);
        let right = |right: Option<bool>| {
            right.map(|right| language.text(if right { "kept-yes" } else { "kept-no" })).unwrap_or_default()
        };
        for vote in &poll.votes {
            let cells = [
                asked.question.clone(),
                name(language, &vote.who),
                words(language, asked, &vote.answer),
                right(vote.correct),
                table.time(vote.at),
            ];
            table.csv.line(&cells);
        }
        for answer in &poll.ballots {
            let cells = [
                asked.question.clone(),
                language.text("kept-anonymous"),
                words(language, asked, answer),
                right(asked.is_right(answer)),
                String::new(),
            ];
            table.csv.line(&cells);
        }
    }
    Ok(table.download("csv-polls"))
}
