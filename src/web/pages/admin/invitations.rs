//! The invitations of all teachers: the teacher, the address, the state, and a button to revoke one.

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
        invitations::{self, InvitationFilter, InvitationState, InvitationStatus},
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

const PAGE: &str = "/admin/invitations";
/// The states as they appear in the query, with their texts.
const FATES: [(InvitationState, &str, &str); 4] = [
    (InvitationState::Open, "open", "invitations-open"),
    (InvitationState::Used, "used", "invitations-used"),
    (InvitationState::Expired, "expired", "invitations-expired"),
    (InvitationState::Revoked, "revoked", "invitations-revoked"),
];

#[derive(Deserialize)]
pub struct ListQuery {
    #[serde(default)]
    state: String,
    #[serde(default)]
    before: String,
}

fn invitation_values(one: InvitationStatus, language: Language, zone: Tz, now: Time) -> Value {
    let word =
        FATES.iter().find(|(fate, ..)| *fate == one.fate).map_or_else(String::new, |(_, _, word)| language.text(word));
    let since = one.sent.used_at.or(one.sent.revoked_at);
    context! {
        id => one.sent.id.to_string(),
        email => one.sent.email,
        teacher => one.sent.teacher_name,
        teacher_id => one.sent.teacher.to_string(),
        sent => when::at(language, one.sent.created_at, zone, now),
        open => one.fate == InvitationState::Open,
        word,
        since => since.map(|at| when::at(language, at, zone, now)),
    }
}

pub async fn list(cx: PageContext, school: Data<School>, asked: Query<ListQuery>) -> Result<HttpResponse, PageError> {
    let by = cx.identity()?;
    let fate = FATES.iter().find(|(_, name, _)| *name == asked.state).map(|(fate, ..)| *fate);
    let filter = InvitationFilter { fate, before: asked.before.parse().ok(), ..InvitationFilter::default() };
    let (found, more) = invitations::all(&school, by, filter).await?;
    let zone = accounts::zone_of(&accounts::person(&school, by).await?);
    let (language, now) = (cx.language(), clock::now());
    let states = FATES.iter().map(|(_, name, word)| context! { name => *name, word => language.text(word) });
    let last = found.last().map(|one| one.sent.id.to_string());
    let context = context! {
        states => states.collect::<Vec<_>>(),
        state => asked.state.as_str(),
        later => !asked.before.is_empty(),
        before => last.filter(|_| more),
        invitations => found.into_iter().map(|one| invitation_values(one, language, zone, now)).collect::<Vec<_>>(),
    };
    Ok(cx.page(StatusCode::OK, "admin/invitations.html", context))
}

pub async fn revoke(
    cx: PageContext,
    school: Data<School>,
    path: Path<String>,
    _form: Form<EmptyForm>,
) -> Result<HttpResponse, PageError> {
    let by = cx.identity()?;
    let went = match path.parse() {
        Ok(id) => invitations::revoke(&school, by, id).await,
        Err(_) => Err(Refusal::InvitationOver.into()),
    };
    cx.back(PAGE, went, Done::InvitationRevoked, &[Refusal::NotAllowed])
}
