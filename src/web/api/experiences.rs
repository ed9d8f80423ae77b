//! `/experiences`, in the design's own spelling.

use actix_web::{HttpResponse, web::Data};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{
    db::experiences::Experience,
    domain::{School, experiences},
    error::Refusal,
    ids::{ExperienceId, PersonId},
    web::{
        describe::Description,
        errors::ApiError,
        extract::{Caller, Json, KnownCaller},
    },
};

#[derive(Serialize, ToSchema)]
#[schema(as = Experience)]
pub struct ExperienceJson {
    id: ExperienceId,
    #[serde(rename = "Title")]
    title: String,
    #[serde(rename = "Discription")]
    description: String,
    public: bool,
    /// Pictures, videos and documents; none can be uploaded yet.
    #[serde(rename = "Media")]
    #[schema(value_type = Vec<String>)]
    media: [(); 0],
    created_by: Option<PersonId>,
    updated_by: Option<PersonId>,
}

impl From<Experience> for ExperienceJson {
    fn from(from: Experience) -> Self {
        Self {
            id: from.id,
            title: from.title,
            description: from.description,
            public: from.public,
            media: [],
            created_by: from.owner_id,
            updated_by: from.owner_id,
        }
    }
}

#[derive(Deserialize, ToSchema)]
pub struct NewExperience {
    #[serde(rename = "Title", alias = "title")]
    title: String,
    #[serde(rename = "Discription", alias = "description", default)]
    description: String,
    #[serde(default)]
    public: bool,
}

pub async fn list(school: Data<School>, caller: Caller) -> Result<HttpResponse, ApiError> {
    let found = experiences::list(&school, caller.0.as_ref()).await?;
    Ok(HttpResponse::Ok().json(found.into_iter().map(ExperienceJson::from).collect::<Vec<_>>()))
}

pub async fn create(
    school: Data<School>,
    caller: KnownCaller,
    new: Json<NewExperience>,
) -> Result<HttpResponse, ApiError> {
    let NewExperience { title, description, public } = new.0;
    let made = experiences::create(&school, &caller.0, experiences::Draft { title, description, public }).await?;
    Ok(HttpResponse::Created().json(ExperienceJson::from(made)))
}

pub fn describe(api: &mut Description) {
    api.about("Experiences", "What teachers prepare.");
    api.get("/experiences", "List experiences")
        .known_or_not()
        .gives_list::<ExperienceJson>("The public ones, and one's own.")
        .refuses(&[]);
    api.post("/experiences", "Make an experience")
        .signed_in()
        .takes::<NewExperience>()
        .gives::<ExperienceJson>(201, "The experience.")
        .refuses(&[Refusal::TitleEmpty, Refusal::TitleTooLong, Refusal::DescriptionTooLong, Refusal::TextBad]);
}
