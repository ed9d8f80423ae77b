//! One's own profile: the name, and the password.

use actix_web::{HttpResponse, http::StatusCode, web::Data};
use minijinja::context;
use serde::Deserialize;

use super::register::field_of;
use crate::{
    domain::{
        School, accounts,
        profile::{self, Changes},
    },
    error::{Failure, Refusal},
    web::{
        errors::{PageError, Told},
        extract::{Form, Visit},
        flash::Done,
    },
};

#[derive(Deserialize)]
pub struct Name {
    #[serde(default)]
    name: String,
}

#[derive(Deserialize)]
pub struct Passwords {
    #[serde(default)]
    current_password: String,
    #[serde(default)]
    password: String,
}

/// The page, with the name as it was typed, if it was, and what was wrong.
async fn page(
    visit: &Visit,
    school: &School,
    typed: Option<&str>,
    wrong: Option<Refusal>,
) -> Result<HttpResponse, PageError> {
    let person = accounts::person(school, visit.identity()?).await?;
    let field = |refusal| match refusal {
        Refusal::PasswordWrong => Some("current_password"),
        other => field_of(other),
    };
    let context = context! {
        name => typed.unwrap_or(&person.name),
        username => person.username,
        email => person.email,
        wrong => wrong.map(|refusal| context! { message => refusal.message(), field => field(refusal) }),
    };
    let status = wrong.map_or(StatusCode::OK, |refusal| Told::from(refusal).status);
    Ok(visit.page(status, "profile.html", context))
}

pub async fn show(visit: Visit, school: Data<School>) -> Result<HttpResponse, PageError> {
    page(&visit, &school, None, None).await
}

pub async fn rename(visit: Visit, school: Data<School>, form: Form<Name>) -> Result<HttpResponse, PageError> {
    let changes = Changes { name: Some(form.0.name.clone()), ..Changes::default() };
    change(&visit, &school, changes, Some(&form.0.name), Done::ProfileSaved).await
}

pub async fn change_password(
    visit: Visit,
    school: Data<School>,
    form: Form<Passwords>,
) -> Result<HttpResponse, PageError> {
    let Passwords { current_password, password } = form.0;
    let changes = Changes { name: None, password: Some(password), current_password: Some(current_password) };
    change(&visit, &school, changes, None, Done::PasswordChanged).await
}

async fn change(
    visit: &Visit,
    school: &School,
    changes: Changes,
    typed: Option<&str>,
    done: Done,
) -> Result<HttpResponse, PageError> {
    match profile::change(school, visit.identity()?, changes).await {
        Ok(_) => Ok(visit.go("/profile", done)),
        Err(Failure::Refused(refusal)) if refusal != Refusal::SignInNeeded => {
            page(visit, school, typed, Some(refusal)).await
        }
        Err(failure) => Err(failure.into()),
    }
}
