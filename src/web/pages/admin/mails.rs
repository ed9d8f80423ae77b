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
    web::{
        errors::PageError,
        extract::{Form, Visit},
        flash::Done,
        pages::{signin::Nothing, when},
    },
};

const PAGE: &str = "/admin/mails";

/// What a mail is for, in words.
fn subject(kind: &str) -> &str {
    match kind {
        "signed_up" | "confirm_again" => "Confirm an email address",
        "forgot" => "Choose a new password",
        "password_changed" => "The password was changed",
        "invite" => "An invitation",
        other => other,
    }
}

fn told(mail: Open, zone: chrono_tz::Tz, now: Time) -> Value {
    context! {
        id => mail.id.to_string(),
        subject => subject(&mail.kind),
        given_up => mail.given_up,
        error => mail.error,
        tries => mail.tries,
        queued => when::at(mail.created_at, zone, now),
        next => when::at(mail.due_at, zone, now),
    }
}

pub async fn list(visit: Visit, school: Data<School>) -> Result<HttpResponse, PageError> {
    let by = visit.identity()?;
    let open = mails::open(&school, by).await?;
    let zone = accounts::zone_of(&accounts::person(&school, by).await?);
    let now = clock::now();
    let mails: Vec<_> = open.into_iter().map(|mail| told(mail, zone, now)).collect();
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
