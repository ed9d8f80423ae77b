//! One's own profile: the name, the language, the looks, the password, and what is held about oneself.

use actix_web::{HttpResponse, http::StatusCode, web::Data};
use minijinja::{Value, context, value::Serde};
use serde::Deserialize;

use super::{register::field_of, signin::signed_out};
use crate::{
    domain::{
        School, accounts,
        profile::{self, Changes},
        rights,
    },
    error::{Failure, Refusal},
    protocol::avatar::{Glasses, Hairstyle, Hat, MouthShape},
    texts::Language,
    web::{
        errors::{PageError, Told},
        extract::{Form, Visit},
        flash::Done,
        language,
    },
};

/// Who one is and how one can be called, as it was typed.
#[derive(Deserialize)]
pub struct About {
    #[serde(default)]
    name: String,
    /// A form that does not ask for it says nothing of it.
    phone: Option<String>,
}

#[derive(Deserialize)]
pub struct Passwords {
    #[serde(default)]
    current_password: String,
    #[serde(default)]
    password: String,
}

/// The page, with what was typed, if it was, and what was wrong.
async fn page(
    visit: &Visit,
    school: &School,
    typed: Option<&About>,
    wrong: Option<Refusal>,
) -> Result<HttpResponse, PageError> {
    let field = |refusal| match refusal {
        Refusal::PasswordWrong => Some("current_password"),
        other => field_of(other),
    };
    page_about(visit, school, typed, wrong.map(|refusal| (refusal, field(refusal)))).await
}

/// What was wrong when the account was to be deleted stands beside that button.
async fn erasing(visit: &Visit, school: &School, wrong: Refusal) -> Result<HttpResponse, PageError> {
    page_about(visit, school, None, Some((wrong, Some("erase_password")))).await
}

async fn page_about(
    visit: &Visit,
    school: &School,
    typed: Option<&About>,
    wrong: Option<(Refusal, Option<&str>)>,
) -> Result<HttpResponse, PageError> {
    let person = accounts::person(school, visit.identity()?).await?;
    let context = context! {
        avatar => Value::from(Serde(&person.avatar)),
        looks => looks(visit.language()),
        name => typed.map_or(person.name.as_str(), |typed| &typed.name),
        phone => typed.and_then(|typed| typed.phone.as_ref()).or(person.phone_number.as_ref()),
        username => person.username,
        email => person.email,
        language => person.language,
        wrong => wrong.map(|(refusal, field)| context! { message => visit.told(refusal), field }),
    };
    let status = wrong.map_or(StatusCode::OK, |(refusal, _)| Told::from(refusal).status);
    Ok(visit.page(status, "profile.html", context))
}

pub async fn show(visit: Visit, school: Data<School>) -> Result<HttpResponse, PageError> {
    page(&visit, &school, None, None).await
}

pub async fn rename(visit: Visit, school: Data<School>, form: Form<About>) -> Result<HttpResponse, PageError> {
    let About { name, phone } = &form.0;
    let changes = Changes { name: Some(name.clone()), phone: phone.clone(), ..Changes::default() };
    change(&visit, &school, changes, Some(&form.0), Done::ProfileSaved).await
}

/// A language, or none for the browser's.
#[derive(Deserialize)]
pub struct Tongue {
    #[serde(default)]
    language: String,
}

pub async fn speak(visit: Visit, school: Data<School>, form: Form<Tongue>) -> Result<HttpResponse, PageError> {
    let wanted = match form.0.language.as_str() {
        "" => None,
        code => match Language::parse(code) {
            Some(language) => Some(language),
            None => return page(&visit, &school, None, Some(Refusal::LanguageUnknown)).await,
        },
    };
    let changes = Changes { language: Some(wanted), ..Changes::default() };
    let mut response = change(&visit, &school, changes, None, Done::ProfileSaved).await?;
    // What was once chosen at the foot of a page would come before the browser's wish.
    let mut gone = visit.cookie(language::COOKIE, String::new());
    gone.make_removal();
    response.add_cookie(&gone).expect("a cookie of ours is a header's value");
    Ok(response)
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
fn looks(language: Language) -> Value {
    macro_rules! all {
        ($kind:ty, $of:literal) => {
            <$kind>::ALL
                .iter()
                .map(|one| {
                    let id = serde_json::json!(one).as_str().unwrap_or_default().to_owned();
                    context! { word => language.text(&format!("{}-{id}", $of)), id }
                })
                .collect::<Vec<_>>()
        };
    }
    context! {
        mouths => all!(MouthShape, "mouth"),
        hairstyles => all!(Hairstyle, "hairstyle"),
        hats => all!(Hat, "hat"),
        glasses => all!(Glasses, "glasses"),
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
    typed: Option<&About>,
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

/// What is held about somebody, as a file to keep.
pub fn document(held: &serde_json::Value) -> HttpResponse {
    let username = held["account"]["username"].as_str().unwrap_or("person");
    HttpResponse::Ok()
        .insert_header(("content-disposition", format!("attachment; filename=\"lyceum-{username}.json\"")))
        .content_type("application/json")
        .body(format!("{held:#}\n"))
}

pub async fn export(visit: Visit, school: Data<School>) -> Result<HttpResponse, PageError> {
    Ok(document(&rights::export_own(&school, visit.identity()?).await?))
}

#[derive(Deserialize)]
pub struct Proof {
    #[serde(default)]
    erase_password: String,
}

pub async fn erase(visit: Visit, school: Data<School>, form: Form<Proof>) -> Result<HttpResponse, PageError> {
    match rights::erase_own(&school, visit.identity()?, form.0.erase_password).await {
        Ok(()) => Ok(signed_out(&visit, Done::AccountErased)),
        Err(Failure::Refused(refusal)) if refusal != Refusal::SignInNeeded => erasing(&visit, &school, refusal).await,
        Err(failure) => Err(failure.into()),
    }
}
