//! A teacher's experiences, and a form for one more.

use actix_web::{HttpResponse, http::StatusCode, web::Data};
use minijinja::{Value, context, value::Serde};
use serde::{Deserialize, Serialize};

use crate::{
    domain::{School, experiences},
    error::{Failure, Refusal},
    web::{
        errors::PageError,
        extract::{Form, Visit},
        flash::Done,
    },
};

#[derive(Default, Serialize, Deserialize)]
pub struct Fields {
    #[serde(default)]
    title: String,
    #[serde(default)]
    description: String,
    public: Option<String>,
}

async fn page(
    visit: &Visit,
    school: &School,
    fields: &Fields,
    wrong: Option<Refusal>,
) -> Result<HttpResponse, PageError> {
    let by = visit.identity()?;
    let (own, others) = experiences::shelf(school, by).await?;
    let tell = |one: &experiences::Experience| {
        context! { title => one.title.as_str(), description => one.description.as_str(), public => one.public }
    };
    let context = context! {
        own => own.iter().map(tell).collect::<Vec<_>>(),
        others => others.iter().map(tell).collect::<Vec<_>>(),
        fields => Value::from(Serde(fields)),
        wrong => wrong.map(|refusal| context! {
            message => refusal.message(),
            field => if refusal == Refusal::DescriptionTooLong { "description" } else { "title" },
        }),
    };
    let status = wrong.map_or(StatusCode::OK, |_| StatusCode::BAD_REQUEST);
    Ok(visit.page(status, "dashboard/experiences.html", context))
}

pub async fn list(visit: Visit, school: Data<School>) -> Result<HttpResponse, PageError> {
    page(&visit, &school, &Fields::default(), None).await
}

pub async fn create(visit: Visit, school: Data<School>, form: Form<Fields>) -> Result<HttpResponse, PageError> {
    let Fields { title, description, public } = &form.0;
    let draft = experiences::Draft { title: title.clone(), description: description.clone(), public: public.is_some() };
    match experiences::create(&school, visit.identity()?, draft).await {
        Ok(_) => Ok(visit.go("/dashboard/experiences", Done::ExperienceAdded)),
        Err(Failure::Refused(refusal)) if refusal != Refusal::NotAllowed => {
            page(&visit, &school, &form.0, Some(refusal)).await
        }
        Err(failure) => Err(failure.into()),
    }
}
