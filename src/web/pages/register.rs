//! The sign-up form for teachers.

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
    outbound::email_address::REFUSALS as EMAIL_REFUSALS,
    texts::Language,
    web::{
        errors::{PageError, PublicError},
        extract::{Form, PageContext},
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
    pub(super) username: String,
    /// Shown again after a refusal, in a page that no cache keeps: who has to correct the address need not type it twice.
    #[serde(default)]
    pub(super) password: String,
    /// Of the browser, if it says so.
    #[serde(default)]
    pub(super) time_zone: String,
}

impl Fields {
    pub(super) fn with_email(email: String) -> Self {
        Self { email, ..Self::default() }
    }

    /// The fields as the account of a new administrator.
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
        let Self { name, email, phone, username, password, .. } = self;
        let (name, email, phone) = (name.clone(), email.clone(), phone.clone());
        let (username, password) = (username.clone(), password.clone());
        SignUp { username, email, name, phone, password, language: Some(language), ..SignUp::default() }
    }
}

/// The field next to which a refusal is shown.
pub(super) fn field_of(refusal: Refusal) -> Option<&'static str> {
    Some(match refusal {
        Refusal::NameEmpty | Refusal::NameTooLong | Refusal::NameBad => "name",
        refusal if EMAIL_REFUSALS.contains(&refusal) => "email",
        Refusal::PhoneBad => "phone",
        Refusal::UsernameBad | Refusal::UsernameTaken => "username",
        Refusal::PasswordTooShort | Refusal::PasswordTooLong | Refusal::PasswordCommon => "password",
        _ => return None,
    })
}

/// All that is wrong with a form of a new account: the sentences, and each one's field.
pub(super) fn problems(cx: &PageContext, fields: &Fields, wrong: Option<Refusal>) -> Vec<Value> {
    let Some(refusal) = wrong else { return Vec::new() };
    let mut all = fields.sign_up(cx.language()).problems();
    if !all.contains(&refusal) {
        all.insert(0, refusal);
    }
    let tell = |refusal: Refusal| context! { message => cx.refusal_text(refusal), field => field_of(refusal) };
    all.into_iter().map(tell).collect()
}

fn form(cx: &PageContext, fields: &Fields, wrong: Option<Refusal>) -> HttpResponse {
    let status = wrong.map_or(StatusCode::OK, |refusal| PublicError::from(refusal).status);
    let context = context! {
        fields => Value::from(Serde(fields)),
        problems => problems(cx, fields, wrong),
    };
    cx.page(status, "register.html", context)
}

pub async fn show(cx: PageContext) -> HttpResponse {
    form(&cx, &Fields::default(), None)
}

pub async fn register(cx: PageContext, school: Data<School>, fields: Form<Fields>) -> Result<HttpResponse, PageError> {
    let sign_up = SignUp { once: cx.once_of_stranger(), ..fields.0.sign_up(cx.language()) };
    match registration::register(&school, request::address(&cx.request), sign_up).await {
        Ok(signed_up) => Ok(see_other(&format!("/confirm?for={}", signed_up.registration.id)).finish()),
        Err(Failure::Refused(refusal)) => Ok(form(&cx, &fields.0, Some(refusal))),
        Err(fault) => Err(fault.into()),
    }
}
