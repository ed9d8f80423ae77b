//! `/office`: office files, which are converted to PDF.

use actix_web::{
    HttpResponse,
    web::{Data, Path},
};
use serde::Serialize;
use utoipa::ToSchema;

use super::files::{FormParts, MediaJson, bytes};
use crate::{
    domain::{
        School,
        files::FileDescription,
        office::{self, Progress},
    },
    error::Refusal,
    ids::ConversionId,
    web::{
        describe::Description,
        errors::ApiError,
        extract::SignedIn,
        multipart::{MultipartForm, PartNames},
    },
};

#[derive(Serialize, ToSchema)]
#[schema(as = Conversion)]
struct ConversionJson {
    id: ConversionId,
    /// `waiting`, `converting`, `done` or `failed`.
    state: &'static str,
    /// How many files are converted before it.
    before: i64,
    /// The PDF, once it is done.
    media: Option<MediaJson>,
    /// Why it has failed.
    error: Option<ReasonJson>,
}

#[derive(Serialize, ToSchema)]
#[schema(as = ConversionError)]
struct ReasonJson {
    code: &'static str,
    details: &'static str,
}

impl ConversionJson {
    fn of(id: ConversionId, progress: Progress) -> Self {
        let bare = |state| Self { id, state, before: 0, media: None, error: None };
        match progress {
            Progress::Waiting(before) => Self { before, ..bare("waiting") },
            Progress::Converting => bare("converting"),
            Progress::Done(upload) => Self { media: Some(MediaJson::of(&upload, Vec::new())), ..bare("done") },
            Progress::Failed(refusal) => {
                let error = ReasonJson { code: refusal.code(), details: refusal.message() };
                Self { error: Some(error), ..bare("failed") }
            }
        }
    }
}

pub async fn receive(
    school: Data<School>,
    caller: SignedIn,
    MultipartForm(parts): MultipartForm,
) -> Result<HttpResponse, ApiError> {
    let mut coming = FormParts::new(parts);
    let received = async {
        while let Some(mut field) = coming.next().await? {
            let PartNames { file, .. } = PartNames::of(field.headers()).ok_or(Refusal::BodyBad)?;
            let Some(name) = file.filter(|name| !name.is_empty()) else { continue };
            let about = FileDescription { name, ..FileDescription::default() };
            return office::receive(&school, &caller.0, about, bytes(&mut field)).await;
        }
        Err(Refusal::UploadEmpty.into())
    };
    let received = received.await;
    coming.read_out().await;
    let id = received?;
    Ok(HttpResponse::Accepted().json(ConversionJson::of(id, office::progress(&school, &caller.0, id).await?)))
}

pub async fn progress(school: Data<School>, caller: SignedIn, path: Path<String>) -> Result<HttpResponse, ApiError> {
    let id = path.parse().map_err(|_| Refusal::ConversionUnknown)?;
    Ok(HttpResponse::Ok().json(ConversionJson::of(id, office::progress(&school, &caller.0, id).await?)))
}

pub fn describe(api: &mut Description) {
    api.about("Office files", "Presentations, texts and tables of office programs become PDFs.");
    api.post("/office", "Bring an office file")
        .signed_in()
        .takes_files(1, &[])
        .gives::<ConversionJson>(202, "It waits to be converted. The original is not kept.")
        .refuses(&[
            Refusal::OfficeMissing,
            Refusal::OfficeBad,
            Refusal::UploadEmpty,
            Refusal::UploadTooBig,
            Refusal::StorageFull,
            Refusal::TextBad,
            Refusal::Busy,
        ]);
    api.get("/office/{conversion}", "See how far an office file is")
        .signed_in()
        .gives::<ConversionJson>(200, "How far it is. It is forgotten after a day.")
        .refuses(&[Refusal::ConversionUnknown]);
}
