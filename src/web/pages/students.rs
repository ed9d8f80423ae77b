//! A teacher's students, and a form to invite another.

use actix_web::{HttpResponse, http::StatusCode, web::Data};
use minijinja::context;
use serde::Deserialize;

use crate::{
    domain::{School, invitations},
    error::{Failure, Refusal},
    web::{
        errors::{PageError, Told},
        extract::{Form, Visit},
        flash::Done,
        request,
    },
};

#[derive(Deserialize)]
pub struct Whom {
    #[serde(default)]
    email: String,
}

async fn page(visit: &Visit, school: &School, email: &str, wrong: Option<Refusal>) -> Result<HttpResponse, PageError> {
    let students = invitations::students(school, visit.identity()?).await?;
    let students: Vec<_> = students.iter().map(|(name, username)| context! { name, username }).collect();
    let status = wrong.map_or(StatusCode::OK, |refusal| Told::from(refusal).status);
    let context = context! { students, email, message => wrong.map(|refusal| visit.told(refusal)) };
    Ok(visit.page(status, "dashboard/students.html", context))
}

pub async fn list(visit: Visit, school: Data<School>) -> Result<HttpResponse, PageError> {
    page(&visit, &school, "", None).await
}

pub async fn invite(visit: Visit, school: Data<School>, form: Form<Whom>) -> Result<HttpResponse, PageError> {
    let address = request::address(&visit.request);
    let language = Some(visit.language());
    match invitations::invite(&school, visit.identity()?, address, &form.0.email, language).await {
        Ok(()) => Ok(visit.go("/dashboard/students", Done::Invited)),
        Err(Failure::Refused(refusal)) if refusal != Refusal::NotAllowed => {
            page(&visit, &school, &form.0.email, Some(refusal)).await
        }
        Err(failure) => Err(failure.into()),
    }
}
