//! The form for teachers to sign up.

use actix_web::{HttpResponse, http::StatusCode, web::Data};
use minijinja::{Value, context, value::Serde};
use serde::{Deserialize, Serialize};

use crate::{
    access::Role,
    domain::{
        School,
        accounts::NewAccount,
        registration::{self, SignUp},
    },
    error::{Failure, Refusal},
    texts::Language,
    web::{
        errors::{PageError, Told},
        extract::{Form, Visit},
        redirect::see_other,
        request,
    },
};

/// The form's fields as they were typed.
#[derive(Default, Serialize, Deserialize)]
pub struct Fields {
    #[serde(default)]
    name: String,
    #[serde(default)]
    email: String,
    #[serde(default)]
    phone: String,
    #[serde(default)]
    username: String,
    /// Never shown again.
    #[serde(default, skip_serializing)]
    password: String,
}

impl Fields {
    pub(super) fn with_email(email: String) -> Self {
        Self { email, ..Self::default() }
    }

    /// The same of somebody who looks after the school from now on.
    pub(super) fn administrator(&self) -> NewAccount {
        let Self { name, email, username, password, .. } = self;
        NewAccount {
            username: username.clone(),
            email: email.clone(),
            name: name.clone(),
            password: password.clone(),
            role: Role::Administrator,
            confirmed: true,
            time_zone: chrono_tz::UTC,
        }
    }

    pub(super) fn sign_up(&self, language: Language) -> SignUp {
        let Self { name, email, phone, username, password } = self;
        let (name, email, phone) = (name.clone(), email.clone(), phone.clone());
        let (username, password) = (username.clone(), password.clone());
        SignUp { username, email, name, phone, password, language: Some(language), ..SignUp::default() }
    }
}

/// The field that a refusal is about, so that it is shown there.
pub(super) fn field_of(refusal: Refusal) -> Option<&'static str> {
    Some(match refusal {
        Refusal::NameEmpty | Refusal::NameTooLong | Refusal::NameBad => "name",
        Refusal::EmailBad => "email",
        Refusal::PhoneBad => "phone",
        Refusal::UsernameBad | Refusal::UsernameTaken => "username",
        Refusal::PasswordTooShort | Refusal::PasswordTooLong | Refusal::PasswordCommon => "password",
        _ => return None,
    })
}

fn form(visit: &Visit, fields: &Fields, wrong: Option<Refusal>) -> HttpResponse {
    let status = wrong.map_or(StatusCode::OK, |refusal| Told::from(refusal).status);
    let context = context! {
        fields => Value::from(Serde(fields)),
        wrong => wrong.map(|refusal| context! { message => visit.told(refusal), field => field_of(refusal) }),
    };
    visit.page(status, "register.html", context)
}

pub async fn show(visit: Visit) -> HttpResponse {
    form(&visit, &Fields::default(), None)
}

pub async fn register(visit: Visit, school: Data<School>, fields: Form<Fields>) -> Result<HttpResponse, PageError> {
    let sign_up = fields.0.sign_up(visit.language());
    match registration::register(&school, request::address(&visit.request), sign_up).await {
        Ok(signed_up) => Ok(see_other(&format!("/confirm?for={}", signed_up.registration.id)).finish()),
        Err(Failure::Refused(refusal)) => Ok(form(&visit, &fields.0, Some(refusal))),
        Err(fault) => Err(fault.into()),
    }
}
