//! What is to be mailed and has not been: why, and a button to try again. And what was, where it lies as files.

use actix_web::{
    HttpResponse,
    http::{StatusCode, header},
    web::{Data, Path, Query},
};
use minijinja::{Value, context};
use serde::Deserialize;

use crate::{
    clock::{self, Time},
    db::jobs::Open,
    domain::{
        School, accounts,
        mails::{self, MailHead},
    },
    error::Refusal,
    texts::Language,
    web::{
        errors::PageError,
        extract::{Form, Visit},
        flash::Done,
        pages::{signin::Nothing, when},
    },
};

const PAGE: &str = "/admin/mails";
/// A mail in its frame: it may look as it likes, and nothing else. Ours alone is the page around it.
const FRAMED: &str = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; \
    frame-ancestors 'self'; sandbox";

#[derive(Deserialize)]
pub struct Asked {
    #[serde(default)]
    before: String,
}

/// What a mail is for, in words.
pub(super) fn subject(language: Language, kind: &str) -> String {
    let key = match kind {
        "signed_up" | "confirm_again" => "mails-confirm",
        "forgot" => "mails-reset",
        "password_changed" => "mails-changed",
        "invite" => "mails-invite",
        other => return other.to_owned(),
    };
    language.text(key)
}

fn told(mail: Open, language: Language, zone: chrono_tz::Tz, now: Time) -> Value {
    context! {
        id => mail.id.to_string(),
        subject => subject(language, &mail.kind),
        given_up => mail.given_up,
        error => mail.error,
        tries => mail.tries,
        queued => when::at(language, mail.created_at, zone, now),
        next => when::at(language, mail.due_at, zone, now),
    }
}

fn told_sent(head: &MailHead, language: Language, zone: chrono_tz::Tz, now: Time) -> Value {
    context! {
        id => head.id.to_string(),
        from => head.from.as_str(),
        to => head.to.as_str(),
        subject => head.subject.as_str(),
        at => head.at.map(|at| when::at(language, at, zone, now)),
    }
}

pub async fn list(visit: Visit, school: Data<School>, asked: Query<Asked>) -> Result<HttpResponse, PageError> {
    let by = visit.identity()?;
    let (open, more) = mails::open(&school, by).await?;
    let sent = mails::sent(&school, by, asked.before.parse().ok()).await?;
    let zone = accounts::zone_of(&accounts::person(&school, by).await?);
    let now = clock::now();
    let language = visit.language();
    let mails: Vec<_> = open.into_iter().map(|mail| told(mail, language, zone, now)).collect();
    let sent = sent.map(|(heads, more)| {
        let before = heads.last().map(|head| head.id.to_string()).filter(|_| more);
        let heads: Vec<_> = heads.iter().map(|head| told_sent(head, language, zone, now)).collect();
        context! { heads, before, later => !asked.before.is_empty() }
    });
    Ok(visit.page(StatusCode::OK, "admin/mails.html", context! { mails, more, sent }))
}

/// One that was sent: its head, its text with the links that are ours, and its HTML in a frame.
pub async fn read(visit: Visit, school: Data<School>, path: Path<String>) -> Result<HttpResponse, PageError> {
    let by = visit.identity()?;
    let opened = mails::read(&school, by, path.parse().ok()).await?;
    let zone = accounts::zone_of(&accounts::person(&school, by).await?);
    let ours = format!("{}/", school.settings.url);
    let lines = opened.text.lines().map(|line| {
        // A link stands on a line of its own.
        context! { text => line, link => line.starts_with(&ours) && !line.contains(char::is_whitespace) }
    });
    let context = context! {
        mail => told_sent(&opened.head, visit.language(), zone, clock::now()),
        lines => lines.collect::<Vec<_>>(),
        html => !opened.html.is_empty(),
    };
    Ok(visit.page(StatusCode::OK, "admin/mail.html", context))
}

/// Its HTML alone, for that frame.
pub async fn framed(visit: Visit, school: Data<School>, path: Path<String>) -> Result<HttpResponse, PageError> {
    let opened = mails::read(&school, visit.identity()?, path.parse().ok()).await?;
    Ok(HttpResponse::Ok()
        .insert_header((header::CONTENT_TYPE, "text/html; charset=utf-8"))
        .insert_header((header::CONTENT_SECURITY_POLICY, FRAMED))
        .insert_header((header::X_FRAME_OPTIONS, "SAMEORIGIN"))
        .body(opened.html))
}

pub async fn again(
    visit: Visit,
    school: Data<School>,
    path: Path<String>,
    _form: Form<Nothing>,
) -> Result<HttpResponse, PageError> {
    let id = path.parse().map_err(|_| Refusal::MailUnknown)?;
    let went = mails::again(&school, visit.identity()?, id).await;
    visit.back(PAGE, went, Done::MailHurried, &[Refusal::NotAllowed])
}
