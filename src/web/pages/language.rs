//! The language links in each page's footer. They change the language of this browser and, for a person who is signed in, of their
//! profile.

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
        extract::{Form, PageContext},
        language,
        redirect::see_other,
        request::local_path,
    },
};

#[derive(Deserialize)]
pub struct LanguageForm {
    #[serde(default)]
    language: String,
    #[serde(default)]
    next: String,
}

pub async fn choose(
    cx: PageContext,
    school: Data<School>,
    Form(wish): Form<LanguageForm>,
) -> Result<HttpResponse, PageError> {
    let wanted = Language::parse(&wish.language).ok_or(Refusal::LanguageUnknown)?;
    if let Some(by) = &cx.identity {
        let changes = Changes { language: Some(Some(wanted)), ..Changes::default() };
        profile::change(&school, by, changes).await?;
    }
    let mut cookie = cx.cookie(language::COOKIE, wanted.code().to_owned());
    cookie.set_max_age(Duration::days(365));
    Ok(see_other(local_path(&wish.next).unwrap_or("/")).cookie(cookie).finish())
}
