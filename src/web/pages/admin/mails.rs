//! Mails that wait or have failed, with the reason and a button to try again; and sent mails, if they lie in a folder.

use actix_web::{
    HttpResponse,
    http::{StatusCode, header},
    web::{Data, Path, Query},
};
use minijinja::{Value, context};
use serde::Deserialize;

use crate::{
    clock::{self, Time},
    db::jobs::UnfinishedJob,
    domain::{
        School, accounts,
        mails::{self, MailHead},
    },
    error::Refusal,
    texts::Language,
    web::{
        errors::PageError,
        extract::{Form, PageContext},
        flash::Done,
        pages::{signin::EmptyForm, when},
    },
};

const PAGE: &str = "/admin/mails";
/// The policy of a mail in its frame: styles only, no scripts and no requests.
const FRAMED: &str = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'; \
    frame-ancestors 'self'; sandbox";

#[derive(Deserialize)]
pub struct ListQuery {
    #[serde(default)]
    before: String,
}

/// The purpose of a mail, in words.
pub(super) fn subject(language: Language, kind: &str) -> String {
    let key = match kind {
        "signed_up" | "confirm_again" => "mails-confirm",
        "forgot" => "mails-reset",
        "password_changed" => "mails-changed",
        "invite" => "mails-invite",
        "reminder" => "mails-reminder",
        other => return other.to_owned(),
    };
    language.text(key)
}

fn mail_values(mail: UnfinishedJob, language: Language, zone: chrono_tz::Tz, now: Time) -> Value {
    context! {
        id => mail.id.to_string(),
        subject => subject(language, &mail.kind),
        address => mail.address,
        given_up => mail.given_up,
        error => mail.error,
        tries => mail.tries,
        queued => when::at(language, mail.created_at, zone, now),
        next => when::at(language, mail.due_at, zone, now),
    }
}

fn sent_mail_values(head: &MailHead, language: Language, zone: chrono_tz::Tz, now: Time) -> Value {
    context! {
        id => head.id.to_string(),
        from => head.from.as_str(),
        to => head.to.as_str(),
        subject => head.subject.as_str(),
        at => head.at.map(|at| when::at(language, at, zone, now)),
    }
}

pub async fn list(cx: PageContext, school: Data<School>, asked: Query<ListQuery>) -> Result<HttpResponse, PageError> {
    let by = cx.identity()?;
    let (open, more) = mails::open(&school, by).await?;
    let sent = mails::sent(&school, by, asked.before.parse().ok()).await?;
    let zone = accounts::zone_of(&accounts::person(&school, by).await?);
    let now = clock::now();
    let language = cx.language();
    let mails: Vec<_> = open.into_iter().map(|mail| mail_values(mail, language, zone, now)).collect();
    let sent = sent.map(|(heads, more)| {
        let before = heads.last().map(|head| head.id.to_string()).filter(|_| more);
        let heads: Vec<_> = heads.iter().map(|head| sent_mail_values(head, language, zone, now)).collect();
        context! { heads, before, later => !asked.before.is_empty() }
    });
    Ok(cx.page(StatusCode::OK, "admin/mails.html", context! { mails, more, sent }))
}

/// A sent mail: its head, its text with our links, and its HTML in a frame.
pub async fn read(cx: PageContext, school: Data<School>, path: Path<String>) -> Result<HttpResponse, PageError> {
    let by = cx.identity()?;
    let opened = mails::read(&school, by, path.parse().ok()).await?;
    let zone = accounts::zone_of(&accounts::person(&school, by).await?);
    let ours = format!("{}/", school.settings.url);
    let lines = opened.text.lines().map(|line| {
        // A link has a line of its own.
        context! { text => line, link => line.starts_with(&ours) && !line.contains(char::is_whitespace) }
    });
    let context = context! {
        mail => sent_mail_values(&opened.head, cx.language(), zone, clock::now()),
        lines => lines.collect::<Vec<_>>(),
        html => !opened.html.is_empty(),
    };
    Ok(cx.page(StatusCode::OK, "admin/mail.html", context))
}

/// The HTML of a sent mail, for the frame.
pub async fn html(cx: PageContext, school: Data<School>, path: Path<String>) -> Result<HttpResponse, PageError> {
    let opened = mails::read(&school, cx.identity()?, path.parse().ok()).await?;
    Ok(HttpResponse::Ok()
        .insert_header((header::CONTENT_TYPE, "text/html; charset=utf-8"))
        .insert_header((header::CONTENT_SECURITY_POLICY, FRAMED))
        .insert_header((header::X_FRAME_OPTIONS, "SAMEORIGIN"))
        .body(opened.html))
}

pub async fn retry(
    cx: PageContext,
    school: Data<School>,
    path: Path<String>,
    _form: Form<EmptyForm>,
) -> Result<HttpResponse, PageError> {
    let id = path.parse().map_err(|_| Refusal::MailUnknown)?;
    let went = mails::again(&school, cx.identity()?, id).await;
    cx.back(PAGE, went, Done::MailHurried, &[Refusal::NotAllowed])
}
