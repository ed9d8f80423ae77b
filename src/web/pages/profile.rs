//! The own profile: name, language, avatar, password, export and erasure.

use actix_web::{
    HttpResponse,
    http::StatusCode,
    web::{Data, Path},
};
use chrono_tz::Tz;
use minijinja::{Value, context, value::Serde};
use serde::Deserialize;

use super::{
    register::field_of,
    reminders,
    signin::{EmptyForm, signed_out},
    when,
};
use crate::{
    clock,
    domain::{
        School, accounts, calendar_feeds, datetime, logins, personal_data,
        profile::{self, Changes},
    },
    error::{Failure, Refusal},
    protocol::avatar::{Glasses, Hairstyle, Hat, MouthShape},
    texts::Language,
    web::{
        errors::{PageError, PublicError},
        extract::{Form, PageContext},
        flash::Done,
        language,
    },
};

/// The name and the phone number, as typed.
#[derive(Deserialize)]
pub struct NameForm {
    #[serde(default)]
    name: String,
    /// Absent if the form does not ask for it.
    phone: Option<String>,
}

#[derive(Deserialize)]
pub struct PasswordForm {
    #[serde(default)]
    current_password: String,
    #[serde(default)]
    password: String,
}

/// The page, with the fields as typed and a refusal.
async fn page(
    cx: &PageContext,
    school: &School,
    typed: Option<&NameForm>,
    wrong: Option<Refusal>,
) -> Result<HttpResponse, PageError> {
    let field = |refusal| match refusal {
        Refusal::PasswordWrong => Some("current_password"),
        other => field_of(other),
    };
    page_about(cx, school, typed, wrong.map(|refusal| (refusal, field(refusal)))).await
}

/// The page after erasing the account was refused: the refusal is shown at its button.
async fn erasing(cx: &PageContext, school: &School, wrong: Refusal) -> Result<HttpResponse, PageError> {
    page_about(cx, school, None, Some((wrong, Some("erase_password")))).await
}

async fn page_about(
    cx: &PageContext,
    school: &School,
    typed: Option<&NameForm>,
    wrong: Option<(Refusal, Option<&str>)>,
) -> Result<HttpResponse, PageError> {
    let by = cx.identity()?;
    let person = accounts::person(school, by).await?;
    let (zone, now) = (accounts::zone_of(&person), clock::now());
    let devices = logins::devices(school, by).await?;
    let devices = devices.iter().map(|device| {
        context! {
            id => device.id.to_string(),
            name => device.device.as_deref(),
            used => when::at(cx.language(), device.used_at, zone, now),
            this => device.id == by.login,
        }
    });
    let context = context! {
        avatar => Value::from(Serde(&person.avatar)),
        looks => looks(cx.language()),
        name => typed.map_or(person.name.as_str(), |typed| &typed.name),
        phone => typed.and_then(|typed| typed.phone.as_ref()).or(person.phone_number.as_ref()),
        username => person.username,
        email => person.email,
        feed => calendar_feeds::own_address(school, by).await?,
        language => person.language,
        zone => zone.name(),
        zones => when::zones(),
        reminders => reminders::choices_values(school, by).await?,
        devices => devices.collect::<Vec<_>>(),
        wrong => wrong.map(|(refusal, field)| context! { message => cx.refusal_text(refusal), field }),
    };
    let status = wrong.map_or(StatusCode::OK, |(refusal, _)| PublicError::from(refusal).status);
    Ok(cx.page(status, "profile.html", context))
}

pub async fn show(cx: PageContext, school: Data<School>) -> Result<HttpResponse, PageError> {
    page(&cx, &school, None, None).await
}

pub async fn set_name(cx: PageContext, school: Data<School>, form: Form<NameForm>) -> Result<HttpResponse, PageError> {
    let NameForm { name, phone } = &form.0;
    let changes = Changes { name: Some(name.clone()), phone: phone.clone(), ..Changes::default() };
    change(&cx, &school, changes, Some(&form.0), Done::ProfileSaved).await
}

/// A language; empty for the browser's.
#[derive(Deserialize)]
pub struct LanguageForm {
    #[serde(default)]
    language: String,
}

pub async fn set_language(
    cx: PageContext,
    school: Data<School>,
    form: Form<LanguageForm>,
) -> Result<HttpResponse, PageError> {
    let wanted = match form.0.language.as_str() {
        "" => None,
        code => match Language::parse(code) {
            Some(language) => Some(language),
            None => return page(&cx, &school, None, Some(Refusal::LanguageUnknown)).await,
        },
    };
    let changes = Changes { language: Some(wanted), ..Changes::default() };
    let mut response = change(&cx, &school, changes, None, Done::ProfileSaved).await?;
    // A language that was chosen in the footer would override the browser's.
    let mut gone = cx.cookie(language::COOKIE, String::new());
    gone.make_removal();
    response.add_cookie(&gone).expect("a cookie of ours is a header's value");
    Ok(response)
}

#[derive(Deserialize)]
pub struct ZoneForm {
    #[serde(default)]
    time_zone: String,
}

pub async fn set_time_zone(
    cx: PageContext,
    school: Data<School>,
    form: Form<ZoneForm>,
) -> Result<HttpResponse, PageError> {
    let zone = match datetime::time_zone(&form.0.time_zone) {
        // "UTC" itself means that no zone is known yet.
        Ok(Tz::UTC) => Tz::Etc__UTC,
        Ok(zone) => zone,
        Err(refusal) => return page(&cx, &school, None, Some(refusal)).await,
    };
    let changes = Changes { time_zone: Some(zone), ..Changes::default() };
    change(&cx, &school, changes, None, Done::ProfileSaved).await
}

pub async fn change_password(
    cx: PageContext,
    school: Data<School>,
    form: Form<PasswordForm>,
) -> Result<HttpResponse, PageError> {
    let PasswordForm { current_password, password } = form.0;
    let changes = Changes { password: Some(password), current_password: Some(current_password), ..Changes::default() };
    change(&cx, &school, changes, None, Done::PasswordChanged).await
}

/// The avatar's form, with all its fields.
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

/// The avatar's options, with their names.
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

pub async fn set_avatar(cx: PageContext, school: Data<School>, form: Form<Look>) -> Result<HttpResponse, PageError> {
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
    change(&cx, &school, changes, None, Done::AvatarSaved).await
}

pub async fn sign_out_device(
    cx: PageContext,
    school: Data<School>,
    device: Path<String>,
    _form: Form<EmptyForm>,
) -> Result<HttpResponse, PageError> {
    let by = cx.identity()?;
    let signed_off = match device.parse() {
        Ok(login) => logins::sign_out(&school, by, login).await.map(|()| login),
        Err(_) => Err(Refusal::DeviceUnknown.into()),
    };
    match signed_off {
        Ok(login) if login == by.login => Ok(signed_out(&cx, Done::SignedOut)),
        done => cx.back("/profile", done, Done::DeviceSignedOut, &[]),
    }
}

async fn change(
    cx: &PageContext,
    school: &School,
    changes: Changes,
    typed: Option<&NameForm>,
    done: Done,
) -> Result<HttpResponse, PageError> {
    match profile::change(school, cx.identity()?, changes).await {
        Ok(_) => Ok(cx.go("/profile", done)),
        Err(Failure::Refused(refusal)) if refusal != Refusal::SignInNeeded => {
            page(cx, school, typed, Some(refusal)).await
        }
        Err(failure) => Err(failure.into()),
    }
}

/// A person's export, as a download.
pub fn document(held: &serde_json::Value) -> HttpResponse {
    let username = held["account"]["username"].as_str().unwrap_or("person");
    HttpResponse::Ok()
        .insert_header(("content-disposition", format!("attachment; filename=\"lyceum-{username}.json\"")))
        .content_type("application/json")
        .body(format!("{held:#}\n"))
}

pub async fn export(cx: PageContext, school: Data<School>) -> Result<HttpResponse, PageError> {
    Ok(document(&personal_data::export_own(&school, cx.identity()?).await?))
}

#[derive(Deserialize)]
pub struct EraseForm {
    #[serde(default)]
    erase_password: String,
}

pub async fn erase(cx: PageContext, school: Data<School>, form: Form<EraseForm>) -> Result<HttpResponse, PageError> {
    match personal_data::erase_own(&school, cx.identity()?, form.0.erase_password).await {
        Ok(()) => Ok(signed_out(&cx, Done::AccountErased)),
        Err(Failure::Refused(refusal)) if refusal != Refusal::SignInNeeded => erasing(&cx, &school, refusal).await,
        Err(failure) => Err(failure.into()),
    }
}
