//! The experiences of all teachers: whose they are, how large, and whether everyone sees them.

use actix_web::{
    HttpResponse,
    http::StatusCode,
    web::{Data, Path, Query},
};
use minijinja::{Value, context};
use serde::Deserialize;

use crate::{
    domain::{
        School,
        library::{self, PAGE, Shelved},
    },
    error::Refusal,
    texts::Language,
    web::{
        errors::PageError,
        extract::{Form, Visit},
        flash::Done,
        pages::{
            experiences::{size, told as part},
            signin::Nothing,
        },
    },
};

const HERE: &str = "/admin/experiences";

#[derive(Deserialize)]
pub struct Asked {
    #[serde(default)]
    search: String,
    /// Counted from one.
    #[serde(default)]
    page: Option<u32>,
}

fn told(one: Shelved, language: Language) -> Value {
    context! {
        id => one.id.to_string(),
        title => one.title,
        owner => one.owner,
        public => one.public,
        parts => one.parts,
        size => size(language, u64::try_from(one.size).unwrap_or(0)),
        live => one.live,
    }
}

pub async fn list(visit: Visit, school: Data<School>, asked: Query<Asked>) -> Result<HttpResponse, PageError> {
    let by = visit.identity()?;
    let page = i64::from(asked.page.unwrap_or(1).max(1));
    let (found, total) = library::all(&school, by, &asked.search, (page - 1) * PAGE).await?;
    let context = context! {
        search => asked.search.as_str(),
        experiences => found.into_iter().map(|one| told(one, visit.language())).collect::<Vec<_>>(),
        total,
        page,
        pages => (total + PAGE - 1) / PAGE,
    };
    Ok(visit.page(StatusCode::OK, "admin/experiences.html", context))
}

/// One with all that is in it, to be looked at before it is deleted.
pub async fn show(visit: Visit, school: Data<School>, path: Path<String>) -> Result<HttpResponse, PageError> {
    let (id, language) = (path.parse().map_err(|_| Refusal::ExperienceUnknown)?, visit.language());
    let (shelved, whole) = library::look(&school, visit.identity()?, id).await?;
    let context = context! {
        description => whole.experience.description.as_str(),
        items => whole.content.iter().map(|item| part(language, item, true)).collect::<Vec<_>>(),
        one => told(shelved, language),
    };
    Ok(visit.page(StatusCode::OK, "admin/experience.html", context))
}

pub async fn hide(
    visit: Visit,
    school: Data<School>,
    path: Path<String>,
    _form: Form<Nothing>,
) -> Result<HttpResponse, PageError> {
    let id = path.parse().map_err(|_| Refusal::ExperienceUnknown)?;
    let went = library::hide(&school, visit.identity()?, id).await;
    visit.back(HERE, went, Done::ExperienceHidden, &[Refusal::NotAllowed])
}

pub async fn delete(
    visit: Visit,
    school: Data<School>,
    path: Path<String>,
    _form: Form<Nothing>,
) -> Result<HttpResponse, PageError> {
    let id = path.parse().map_err(|_| Refusal::ExperienceUnknown)?;
    let went = library::delete(&school, visit.identity()?, id).await;
    visit.back(HERE, went, Done::ExperienceDeleted, &[Refusal::NotAllowed])
}
