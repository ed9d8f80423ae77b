//! Adding and inviting people, several at once, and changing their names and addresses.

use actix_web::{
    HttpResponse,
    http::StatusCode,
    web::{Data, Path},
};
use minijinja::context;
use serde::Deserialize;

use super::people::{Problem, back, page};
use crate::{
    access::Role,
    domain::{
        School,
        members::{self, BadLine},
        people,
    },
    error::{Failure, Refusal},
    web::{
        errors::{PageError, PublicError},
        extract::{Form, PageContext, person_id},
        flash::Done,
        pages::signin::EmptyForm,
    },
};

/// The people as typed, one on each line, and what they become.
#[derive(Default, Deserialize)]
pub struct NewPeople {
    #[serde(default)]
    people: String,
    #[serde(default)]
    role: String,
}

fn render(cx: &PageContext, typed: &NewPeople, wrong: &[BadLine]) -> HttpResponse {
    let language = cx.language();
    let problems = wrong.iter().map(|(line, refusal)| {
        let message = cx.refusal_text(*refusal);
        let of_line = || language.tell("people-line", &[("line", line.to_string())].into_iter().collect());
        if *line == 0 { message } else { format!("{} {message}", of_line()) }
    });
    let status = wrong.first().map_or(StatusCode::OK, |(_, refusal)| PublicError::from(*refusal).status);
    let context = context! {
        typed => typed.people.as_str(),
        role => Role::parse(&typed.role).unwrap_or(Role::Teacher).as_str(),
        problems => problems.collect::<Vec<_>>(),
    };
    cx.page(status, "admin/add_people.html", context)
}

pub async fn form(cx: PageContext) -> Result<HttpResponse, PageError> {
    people::permit(cx.identity()?).map_err(Failure::from)?;
    Ok(render(&cx, &NewPeople::default(), &[]))
}

pub async fn add(cx: PageContext, school: Data<School>, form: Form<NewPeople>) -> Result<HttpResponse, PageError> {
    let by = cx.identity_once()?;
    let role = Role::parse(&form.0.role).unwrap_or(Role::Administrator);
    match members::add(&school, &by, role, &form.0.people, Some(cx.language())).await {
        Ok(Ok(_)) => Ok(cx.go("/admin/people", Done::PeopleAdded)),
        Ok(Err(wrong)) => Ok(render(&cx, &form.0, &wrong)),
        Err(Failure::Refused(refusal @ Refusal::RoleRefused)) => Ok(render(&cx, &form.0, &[(0, refusal)])),
        Err(failure) => Err(failure.into()),
    }
}

#[derive(Deserialize)]
pub struct Details {
    #[serde(default)]
    name: String,
    #[serde(default)]
    email: String,
}

pub async fn edit(
    cx: PageContext,
    school: Data<School>,
    path: Path<String>,
    form: Form<Details>,
) -> Result<HttpResponse, PageError> {
    let (id, Details { name, email }) = (person_id(&path)?, form.0);
    match members::edit(&school, cx.identity()?, id, &name, &email).await {
        Err(Failure::Refused(refusal)) if ![Refusal::PersonUnknown, Refusal::NotAllowed].contains(&refusal) => {
            page(&cx, &school, id, Some(Problem::Details { name: &name, email: &email, refusal })).await
        }
        went => back(&cx, id, went, Done::PersonChanged),
    }
}

pub async fn approve(
    cx: PageContext,
    school: Data<School>,
    path: Path<String>,
    _form: Form<EmptyForm>,
) -> Result<HttpResponse, PageError> {
    let id = person_id(&path)?;
    back(&cx, id, members::approve(&school, cx.identity()?, id).await, Done::PersonApproved)
}
