//! The experiences of all teachers, with their owner, their size, and whether they are public.

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
        all_experiences::{self, ManagedExperience, PAGE},
    },
    error::Refusal,
    texts::Language,
    web::{
        errors::PageError,
        extract::{Form, PageContext},
        flash::Done,
        pages::{
            parts::{part_values, size},
            signin::EmptyForm,
        },
    },
};

const HERE: &str = "/admin/experiences";

#[derive(Deserialize)]
pub struct ListQuery {
    #[serde(default)]
    search: String,
    /// Counted from one.
    #[serde(default)]
    page: Option<u32>,
}

fn experience_values(one: ManagedExperience, language: Language) -> Value {
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

pub async fn list(cx: PageContext, school: Data<School>, asked: Query<ListQuery>) -> Result<HttpResponse, PageError> {
    let by = cx.identity()?;
    let page = i64::from(asked.page.unwrap_or(1).max(1));
    let (found, total) = all_experiences::all(&school, by, &asked.search, (page - 1) * PAGE).await?;
    let context = context! {
        search => asked.search.as_str(),
        experiences => found.into_iter().map(|one| experience_values(one, cx.language())).collect::<Vec<_>>(),
        total,
        page,
        pages => (total + PAGE - 1) / PAGE,
    };
    Ok(cx.page(StatusCode::OK, "admin/experiences.html", context))
}

/// One experience with its content, to look at before deleting it.
pub async fn show(cx: PageContext, school: Data<School>, path: Path<String>) -> Result<HttpResponse, PageError> {
    let (id, language) = (path.parse().map_err(|_| Refusal::ExperienceUnknown)?, cx.language());
    let (shelved, whole) = all_experiences::look(&school, cx.identity()?, id).await?;
    let context = context! {
        description => whole.experience.description.as_str(),
        items => whole.content.iter().map(|item| part_values(language, item, true)).collect::<Vec<_>>(),
        one => experience_values(shelved, language),
    };
    Ok(cx.page(StatusCode::OK, "admin/experience.html", context))
}

pub async fn hide(
    cx: PageContext,
    school: Data<School>,
    path: Path<String>,
    _form: Form<EmptyForm>,
) -> Result<HttpResponse, PageError> {
    let id = path.parse().map_err(|_| Refusal::ExperienceUnknown)?;
    let went = all_experiences::hide(&school, cx.identity()?, id).await;
    cx.back(HERE, went, Done::ExperienceHidden, &[Refusal::NotAllowed])
}

pub async fn delete(
    cx: PageContext,
    school: Data<School>,
    path: Path<String>,
    _form: Form<EmptyForm>,
) -> Result<HttpResponse, PageError> {
    let id = path.parse().map_err(|_| Refusal::ExperienceUnknown)?;
    let went = all_experiences::delete(&school, cx.identity()?, id).await;
    cx.back(HERE, went, Done::ExperienceDeleted, &[Refusal::NotAllowed])
}
