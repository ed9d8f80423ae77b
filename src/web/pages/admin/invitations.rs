//! The invitations of all teachers: who was invited by whom, what became of it, and a button to take one back.

use actix_web::{
    HttpResponse,
    http::StatusCode,
    web::{Data, Path, Query},
};
use chrono_tz::Tz;
use minijinja::{Value, context};
use serde::Deserialize;

use crate::{
    clock::{self, Time},
    domain::{
        School, accounts,
        invitations::{self, Fate, Told},
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

const PAGE: &str = "/admin/invitations";
/// As addresses have them, and their texts.
const FATES: [(Fate, &str, &str); 4] = [
    (Fate::Open, "open", "invitations-open"),
    (Fate::Used, "used", "invitations-used"),
    (Fate::Expired, "expired", "invitations-expired"),
    (Fate::Revoked, "revoked", "invitations-revoked"),
];

#[derive(Deserialize)]
pub struct Asked {
    #[serde(default)]
    state: String,
    #[serde(default)]
    before: String,
}

fn told(one: Told, language: Language, zone: Tz, now: Time) -> Value {
    let word =
        FATES.iter().find(|(fate, ..)| *fate == one.fate).map_or_else(String::new, |(_, _, word)| language.text(word));
    let since = one.sent.used_at.or(one.sent.revoked_at);
    context! {
        id => one.sent.id.to_string(),
        email => one.sent.email,
        teacher => one.sent.teacher_name,
        teacher_id => one.sent.teacher.to_string(),
        sent => when::at(language, one.sent.created_at, zone, now),
        open => one.fate == Fate::Open,
        word,
        since => since.map(|at| when::at(language, at, zone, now)),
    }
}

pub async fn list(visit: Visit, school: Data<School>, asked: Query<Asked>) -> Result<HttpResponse, PageError> {
    let by = visit.identity()?;
    let fate = FATES.iter().find(|(_, name, _)| *name == asked.state).map(|(fate, ..)| *fate);
    let (found, more) = invitations::all(&school, by, fate, asked.before.parse().ok()).await?;
    let zone = accounts::zone_of(&accounts::person(&school, by).await?);
    let (language, now) = (visit.language(), clock::now());
    let states = FATES.iter().map(|(_, name, word)| context! { name => *name, word => language.text(word) });
    let last = found.last().map(|one| one.sent.id.to_string());
    let context = context! {
        states => states.collect::<Vec<_>>(),
        state => asked.state.as_str(),
        later => !asked.before.is_empty(),
        before => last.filter(|_| more),
        invitations => found.into_iter().map(|one| told(one, language, zone, now)).collect::<Vec<_>>(),
    };
    Ok(visit.page(StatusCode::OK, "admin/invitations.html", context))
}

pub async fn revoke(
    visit: Visit,
    school: Data<School>,
    path: Path<String>,
    _form: Form<Nothing>,
) -> Result<HttpResponse, PageError> {
    let by = visit.identity()?;
    let went = match path.parse() {
        Ok(id) => invitations::revoke(&school, by, id).await,
        Err(_) => Err(Refusal::InvitationOver.into()),
    };
    visit.back(PAGE, went, Done::InvitationRevoked, &[Refusal::NotAllowed])
}
