//! A teacher's students, and a form to invite another.

use actix_web::{
    HttpResponse,
    http::StatusCode,
    web::{Data, Query},
};
use minijinja::context;
use serde::Deserialize;

use crate::{
    domain::{School, invitations, progress},
    error::{Failure, Refusal},
    web::{
        errors::{PageError, Told},
        extract::{Form, Visit},
        flash::Done,
    },
};

#[derive(Deserialize)]
pub struct Whom {
    #[serde(default)]
    email: String,
}

#[derive(Deserialize)]
pub struct Asked {
    /// Counted from one.
    page: Option<u32>,
}

async fn page(
    visit: &Visit,
    school: &School,
    page: i64,
    email: &str,
    wrong: Option<Refusal>,
) -> Result<HttpResponse, PageError> {
    let (students, total) = progress::students(school, visit.identity()?, (page - 1) * progress::PAGE).await?;
    let told = |one: &progress::Student| {
        context! { id => one.id.to_string(), name => one.name.as_str(), username => one.username.as_str() }
    };
    let status = wrong.map_or(StatusCode::OK, |refusal| Told::from(refusal).status);
    let context = context! {
        students => students.iter().map(told).collect::<Vec<_>>(),
        page,
        pages => (total + progress::PAGE - 1) / progress::PAGE,
        email,
        message => wrong.map(|refusal| visit.told(refusal)),
    };
    Ok(visit.page(status, "dashboard/students.html", context))
}

pub async fn list(visit: Visit, school: Data<School>, asked: Query<Asked>) -> Result<HttpResponse, PageError> {
    page(&visit, &school, asked.page.unwrap_or(1).max(1).into(), "", None).await
}

pub async fn invite(visit: Visit, school: Data<School>, form: Form<Whom>) -> Result<HttpResponse, PageError> {
    let language = Some(visit.language());
    match invitations::invite(&school, visit.identity()?, &form.0.email, language).await {
        Ok(()) => Ok(visit.go("/dashboard/students", Done::Invited)),
        Err(Failure::Refused(refusal)) if refusal != Refusal::NotAllowed => {
            page(&visit, &school, 1, &form.0.email, Some(refusal)).await
        }
        Err(failure) => Err(failure.into()),
    }
}
