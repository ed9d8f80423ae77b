//! What is to be mailed and has not been: why, and a button to try again.

use actix_web::{
    HttpResponse,
    http::StatusCode,
    web::{Data, Path},
};
use minijinja::{Value, context};

use crate::{
    clock::{self, Time},
    db::jobs::Open,
    domain::{School, accounts, mails},
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

pub async fn list(visit: Visit, school: Data<School>) -> Result<HttpResponse, PageError> {
    let by = visit.identity()?;
    let open = mails::open(&school, by).await?;
    let zone = accounts::zone_of(&accounts::person(&school, by).await?);
    let now = clock::now();
    let language = visit.language();
    let mails: Vec<_> = open.into_iter().map(|mail| told(mail, language, zone, now)).collect();
    Ok(visit.page(StatusCode::OK, "admin/mails.html", context! { mails }))
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
