//! Everyone with an account: search, roles, blocks, access, export and erasure.

use actix_web::{
    HttpResponse,
    http::StatusCode,
    web::{Data, Path, Query},
};
use minijinja::{Value, context};
use serde::Deserialize;

use crate::{
    access::{Identity, Role},
    clock::{self, Time},
    db::people::Account,
    domain::{
        School, accounts,
        invitations::{self, InvitationFilter, InvitationState, InvitationStatus},
        people::{self, PAGE, PeopleFilter},
        personal_data, sign_in_links,
    },
    error::{Failure, Refusal},
    ids::PersonId,
    texts::Language,
    web::{
        errors::{PageError, PublicError},
        extract::{Form, PageContext, person_id},
        flash::Done,
        pages::{profile::document, signin::EmptyForm, when},
    },
};

#[derive(Deserialize)]
pub struct ListQuery {
    #[serde(default)]
    search: String,
    #[serde(default)]
    role: String,
    #[serde(default)]
    blocked: bool,
    /// Only those who wait to be approved.
    #[serde(default)]
    waiting: bool,
    /// Counted from one.
    #[serde(default)]
    page: Option<u32>,
}

#[derive(Deserialize)]
pub struct RoleField {
    #[serde(default)]
    role: String,
}

#[derive(Deserialize)]
pub struct Reason {
    #[serde(default)]
    reason: String,
}

fn person_values(account: Account, language: Language, zone: chrono_tz::Tz, now: Time) -> Value {
    context! {
        id => account.id.to_string(),
        name => account.name,
        username => account.username,
        email => account.email,
        phone => account.phone_number,
        role => account.role,
        confirmed => account.confirmed,
        awaits_approval => account.awaits_approval,
        new_email => account.new_email,
        blocked => account.blocked_at.map(|at| when::at(language, at, zone, now)),
        reason => account.blocked_reason,
        since => when::at(language, account.created_at, zone, now),
    }
}

pub async fn list(cx: PageContext, school: Data<School>, asked: Query<ListQuery>) -> Result<HttpResponse, PageError> {
    let (by, asked) = (cx.identity()?, asked.into_inner());
    let page = i64::from(asked.page.unwrap_or(1).max(1));
    let wanted = PeopleFilter {
        text: asked.search.clone(),
        role: Role::parse(&asked.role),
        blocked: asked.blocked.then_some(true),
        waiting: asked.waiting,
        offset: (page - 1) * PAGE,
    };
    let found = people::search(&school, by, wanted).await?;
    let zone = accounts::zone_of(&accounts::person(&school, by).await?);
    let now = clock::now();
    // The people who are invited and have no account yet stand above the first page of those who have one.
    let invited =
        if page > 1 || asked.blocked || asked.waiting { Vec::new() } else { invited(&school, by, &asked).await? };
    let invited = invited.into_iter().map(|one| {
        context! { email => one.sent.email, role => one.sent.role, sent => when::at(cx.language(), one.sent.created_at, zone, now) }
    });
    let context = context! {
        invited => invited.collect::<Vec<_>>(),
        people => found.people.into_iter().map(|account| person_values(account, cx.language(), zone, now)).collect::<Vec<_>>(),
        total => found.total,
        asked => context! { search => asked.search, role => asked.role, blocked => asked.blocked, waiting => asked.waiting },
        page,
        pages => (found.total + PAGE - 1) / PAGE,
    };
    Ok(cx.page(StatusCode::OK, "admin/people.html", context))
}

async fn invited(school: &School, by: &Identity, asked: &ListQuery) -> Result<Vec<InvitationStatus>, Failure> {
    let filter = InvitationFilter {
        fate: Some(InvitationState::Open),
        text: asked.search.trim().to_owned(),
        role: Role::parse(&asked.role).map(Role::as_str),
        before: None,
    };
    Ok(invitations::all(school, by, filter).await?.0)
}

/// A form of the person's page that was refused, as it was typed.
#[derive(Clone, Copy)]
pub(super) enum Problem<'a> {
    Reason { reason: &'a str, refusal: Refusal },
    Details { name: &'a str, email: &'a str, refusal: Refusal },
}

impl Problem<'_> {
    fn refusal(self) -> Refusal {
        match self {
            Problem::Reason { refusal, .. } | Problem::Details { refusal, .. } => refusal,
        }
    }
}

pub(super) async fn page(
    cx: &PageContext,
    school: &School,
    id: PersonId,
    problem: Option<Problem<'_>>,
) -> Result<HttpResponse, PageError> {
    let by = cx.identity()?;
    let account = people::find(school, by, id).await?;
    let zone = accounts::zone_of(&accounts::person(school, by).await?);
    let status = problem.map_or(StatusCode::OK, |problem| PublicError::from(problem.refusal()).status);
    let message = |problem: Problem| cx.refusal_text(problem.refusal());
    let (reason, details) = match problem {
        Some(problem @ Problem::Reason { reason, .. }) => (Some((reason, message(problem))), None),
        Some(problem @ Problem::Details { name, email, .. }) => (None, Some((name, email, message(problem)))),
        None => (None, None),
    };
    let link = sign_in_links::since(school, by, id).await?;
    let context = context! {
        link => link.map(|at| when::at(cx.language(), at, zone, clock::now())),
        person => person_values(account, cx.language(), zone, clock::now()),
        own => by.person == id,
        typed => reason.as_ref().map(|(typed, _)| *typed),
        message => reason.as_ref().map(|(_, message)| message.as_str()),
        details => details.map(|(name, email, message)| context! { name, email, message }),
    };
    Ok(cx.page(status, "admin/person.html", context))
}

pub async fn show(cx: PageContext, school: Data<School>, path: Path<String>) -> Result<HttpResponse, PageError> {
    let id = person_id(&path)?;
    page(&cx, &school, id, None).await
}

/// Redirects to the person's page, which shows the result.
pub(super) fn back(
    cx: &PageContext,
    id: PersonId,
    went: Result<Account, Failure>,
    done: Done,
) -> Result<HttpResponse, PageError> {
    cx.back(&format!("/admin/people/{id}"), went, done, &[Refusal::PersonUnknown, Refusal::NotAllowed])
}

pub async fn set_role(
    cx: PageContext,
    school: Data<School>,
    path: Path<String>,
    Form(field): Form<RoleField>,
) -> Result<HttpResponse, PageError> {
    let id = person_id(&path)?;
    let went = match Role::parse(&field.role) {
        Some(role) => people::set_role(&school, cx.identity()?, id, role).await,
        None => Err(Refusal::RoleUnknown.into()),
    };
    back(&cx, id, went, Done::RoleChanged)
}

pub async fn block(
    cx: PageContext,
    school: Data<School>,
    path: Path<String>,
    Form(field): Form<Reason>,
) -> Result<HttpResponse, PageError> {
    let id = person_id(&path)?;
    match people::block(&school, cx.identity()?, id, &field.reason).await {
        Err(Failure::Refused(refusal @ Refusal::ReasonBad)) => {
            page(&cx, &school, id, Some(Problem::Reason { reason: &field.reason, refusal })).await
        }
        went => back(&cx, id, went, Done::PersonBlocked),
    }
}

pub async fn unblock(
    cx: PageContext,
    school: Data<School>,
    path: Path<String>,
    _form: Form<EmptyForm>,
) -> Result<HttpResponse, PageError> {
    let id = person_id(&path)?;
    back(&cx, id, people::unblock(&school, cx.identity()?, id).await, Done::PersonUnblocked)
}

pub async fn reset(
    cx: PageContext,
    school: Data<School>,
    path: Path<String>,
    _form: Form<EmptyForm>,
) -> Result<HttpResponse, PageError> {
    let id = person_id(&path)?;
    back(&cx, id, people::reset_access(&school, cx.identity()?, id).await, Done::AccessReset)
}

pub async fn export(cx: PageContext, school: Data<School>, path: Path<String>) -> Result<HttpResponse, PageError> {
    Ok(document(&personal_data::export(&school, cx.identity()?, person_id(&path)?).await?))
}

pub async fn erase(
    cx: PageContext,
    school: Data<School>,
    path: Path<String>,
    _form: Form<EmptyForm>,
) -> Result<HttpResponse, PageError> {
    let id = person_id(&path)?;
    match personal_data::erase(&school, cx.identity()?, id).await {
        Ok(()) => Ok(cx.go("/admin/people", Done::PersonErased)),
        went => cx.back(
            &format!("/admin/people/{id}"),
            went,
            Done::PersonErased,
            &[Refusal::PersonUnknown, Refusal::NotAllowed],
        ),
    }
}
