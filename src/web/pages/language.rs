//! The links at the foot of each page: this browser goes on in another language, and so does the profile of whoever is
//! signed in.

use actix_web::{HttpResponse, cookie::time::Duration, web::Data};
use serde::Deserialize;

use crate::{
    domain::{
        School,
        profile::{self, Changes},
    },
    error::Refusal,
    texts::Language,
    web::{
        errors::PageError,
        extract::{Form, Visit},
        language,
        redirect::see_other,
        request::local_path,
    },
};

#[derive(Deserialize)]
pub struct Wish {
    #[serde(default)]
    language: String,
    #[serde(default)]
    next: String,
}

pub async fn choose(visit: Visit, school: Data<School>, Form(wish): Form<Wish>) -> Result<HttpResponse, PageError> {
    let wanted = Language::parse(&wish.language).ok_or(Refusal::LanguageUnknown)?;
    if let Some(by) = &visit.identity {
        let changes = Changes { language: Some(Some(wanted)), ..Changes::default() };
        profile::change(&school, by, changes).await?;
    }
    let mut cookie = visit.cookie(language::COOKIE, wanted.code().to_owned());
    cookie.set_max_age(Duration::days(365));
    Ok(see_other(local_path(&wish.next).unwrap_or("/")).cookie(cookie).finish())
}
