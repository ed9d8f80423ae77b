//! One's own profile: the name, and the password.

use actix_web::{HttpResponse, http::StatusCode, web::Data};
use minijinja::{Value, context, value::Serde};
use serde::Deserialize;

use super::register::field_of;
use crate::{
    domain::{
        School, accounts,
        profile::{self, Changes},
    },
    error::{Failure, Refusal},
    protocol::avatar::{Glasses, Hairstyle, Hat, MouthShape},
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
        avatar => Value::from(Serde(&person.avatar)),
        looks => looks(),
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
    let changes = Changes { password: Some(password), current_password: Some(current_password), ..Changes::default() };
    change(&visit, &school, changes, None, Done::PasswordChanged).await
}

/// How someone looks, as the form says it: everything that it shows.
#[derive(Deserialize)]
pub struct Look {
    skin: String,
    eyes_colour: String,
    eyes_size: i32,
    eyes_placement: i32,
    mouth_shape: String,
    mouth_colour: String,
    mouth_size: i32,
    mouth_position: i32,
    mouth_rotation: i32,
    hairstyle: String,
    hair_colour: String,
    hat: String,
    glasses: String,
}

/// What there is to choose from, with words for people.
fn looks() -> Value {
    let named = |kinds: Vec<serde_json::Value>| {
        let named = kinds.into_iter().map(|kind| {
            let id = kind.as_str().unwrap_or_default().to_owned();
            let mut word = id.clone();
            if let Some(first) = word.get_mut(..1) {
                first.make_ascii_uppercase();
            }
            context! { id, word }
        });
        named.collect::<Vec<_>>()
    };
    macro_rules! all {
        ($kind:ty) => {
            named(<$kind>::ALL.iter().map(|one| serde_json::json!(one)).collect())
        };
    }
    context! {
        mouths => all!(MouthShape),
        hairstyles => all!(Hairstyle),
        hats => all!(Hat),
        glasses => all!(Glasses),
    }
}

pub async fn dress(visit: Visit, school: Data<School>, form: Form<Look>) -> Result<HttpResponse, PageError> {
    let look = form.0;
    let avatar = serde_json::json!({
        "skinColour": look.skin,
        "eyes": { "colour": look.eyes_colour, "size": look.eyes_size, "placement": look.eyes_placement },
        "mouth": {
            "shape": look.mouth_shape, "colour": look.mouth_colour, "size": look.mouth_size,
            "position": look.mouth_position, "rotation": look.mouth_rotation,
        },
        "hair": { "style": look.hairstyle, "colour": look.hair_colour },
        "accessories": { "hat": look.hat, "glasses": look.glasses },
    });
    let changes = Changes { avatar: Some(avatar), ..Changes::default() };
    change(&visit, &school, changes, None, Done::AvatarSaved).await
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
