//! A teacher's students, and the form to invite another one.

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
        errors::{PageError, PublicError},
        extract::{Form, PageContext},
        flash::Done,
    },
};

#[derive(Deserialize)]
pub struct InviteForm {
    #[serde(default)]
    email: String,
}

#[derive(Deserialize)]
pub struct ListQuery {
    /// Counted from one.
    page: Option<u32>,
}

async fn page(
    cx: &PageContext,
    school: &School,
    page: i64,
    email: &str,
    wrong: Option<Refusal>,
) -> Result<HttpResponse, PageError> {
    let (students, total) = progress::students(school, cx.identity()?, (page - 1) * progress::PAGE).await?;
    let student_values = |one: &progress::Student| {
        context! { id => one.id.to_string(), name => one.name.as_str(), username => one.username.as_str() }
    };
    let status = wrong.map_or(StatusCode::OK, |refusal| PublicError::from(refusal).status);
    let context = context! {
        students => students.iter().map(student_values).collect::<Vec<_>>(),
        page,
        pages => (total + progress::PAGE - 1) / progress::PAGE,
        email,
        message => wrong.map(|refusal| cx.refusal_text(refusal)),
    };
    Ok(cx.page(status, "dashboard/students.html", context))
}

pub async fn list(cx: PageContext, school: Data<School>, asked: Query<ListQuery>) -> Result<HttpResponse, PageError> {
    page(&cx, &school, asked.page.unwrap_or(1).max(1).into(), "", None).await
}

pub async fn invite(cx: PageContext, school: Data<School>, form: Form<InviteForm>) -> Result<HttpResponse, PageError> {
    let language = Some(cx.language());
    match invitations::invite(&school, &cx.identity_once()?, &form.0.email, language).await {
        Ok(()) => Ok(cx.go("/dashboard/students", Done::Invited)),
        Err(Failure::Refused(refusal)) if refusal != Refusal::NotAllowed => {
            page(&cx, &school, 1, &form.0.email, Some(refusal)).await
        }
        Err(failure) => Err(failure.into()),
    }
}
