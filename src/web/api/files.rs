//! `POST /upload`: uploads files in a multipart form. Files that no experience uses within a day are deleted.

use actix_multipart::{Field, Multipart, MultipartError};
use actix_web::{
    HttpResponse,
    web::{Bytes, Data},
};
use futures_util::{Stream, StreamExt, TryStreamExt};
use serde::Serialize;
use serde_json::json;
use utoipa::ToSchema;

use crate::{
    access::{IdempotencyKey, Identity, idempotency::KEY_LIMIT},
    domain::{
        School,
        files::{self, FileDescription, Upload},
        slides::FILES,
    },
    error::{Failure, Refusal},
    ids::{ExperienceId, PersonId, UploadId},
    outbound::storage::FileName,
    protocol::text::CAPTION_LIMIT,
    web::{
        describe::Description,
        errors::ApiError,
        extract::SignedIn,
        multipart::{MultipartForm, PartNames},
    },
};

/// How many files one request may have.
const AT_ONCE: usize = 20;
/// The largest field beside the files, in bytes.
const FIELD: usize = 4096;
/// How much of a refused body is read, so that the sender gets the refusal, in bytes.
const LEFTOVER: usize = 64 * 1024 * 1024;

/// "Media" of the designs.
#[derive(Serialize, ToSchema)]
#[schema(as = Media)]
pub struct MediaJson {
    id: UploadId,
    name: String,
    #[serde(rename = "alternativeText")]
    alternative_text: String,
    caption: String,
    width: Option<i32>,
    height: Option<i32>,
    formats: serde_json::Value,
    hash: String,
    ext: String,
    mime: String,
    /// In kilobytes, as the designs have it.
    size: f64,
    url: String,
    provider_metadata: serde_json::Value,
    related: Vec<ExperienceId>,
    created_by: PersonId,
    updated_by: PersonId,
}

/// The path of a file.
pub fn url(file: &str) -> String {
    format!("{FILES}{file}")
}

fn kilobytes(size: i64) -> f64 {
    (size as f64 / 10.0).round() / 100.0
}

impl MediaJson {
    pub fn of(upload: &Upload, related: Vec<ExperienceId>) -> Self {
        let parts = |file: &str| {
            let name = FileName::parse(file);
            name.map_or_else(Default::default, |name| (name.hash().to_owned(), format!(".{}", name.extension())))
        };
        let (hash, ext) = parts(&upload.file);
        let small = &upload.thumbnail;
        let formats = small.thumbnail.as_deref().map_or_else(
            || json!({}),
            |file| {
                let (hash, ext) = parts(file);
                json!({ "thumbnail": {
                    "hash": hash, "ext": ext, "mime": upload.mime, "url": url(file),
                    "width": small.thumbnail_width, "height": small.thumbnail_height,
                    "size": small.thumbnail_size.map(kilobytes),
                }})
            },
        );
        Self {
            id: upload.id,
            name: upload.name.clone(),
            alternative_text: upload.alternative_text.clone(),
            caption: upload.caption.clone(),
            width: upload.width,
            height: upload.height,
            formats,
            hash,
            ext,
            mime: upload.mime.clone(),
            size: kilobytes(upload.size),
            url: url(&upload.file),
            provider_metadata: json!({}),
            related,
            created_by: upload.owner_id,
            updated_by: upload.owner_id,
        }
    }
}

/// A multipart form. Its files are stored as they arrive; a field applies to the files after it.
pub struct UploadForm<'s> {
    pub school: &'s School,
    pub by: Identity,
    /// The path of the page whose form this is.
    pub page: Option<&'s str>,
    pub about: FileDescription,
    /// The hidden token of a page's form.
    pub form_token: Option<String>,
    /// Checks the form's token before the first file; the API's callers need none.
    pub check: &'s dyn Fn(Option<&str>) -> Result<(), Refusal>,
}

impl UploadForm<'_> {
    /// # Errors
    /// What [`files::upload`] refuses; [`Refusal::BodyBad`]. Then none of them is there, for nobody knows what they are called.
    pub async fn receive(&mut self, parts: Multipart) -> Result<Vec<Upload>, Failure> {
        let (mut coming, mut brought) = (FormParts::new(parts), Vec::new());
        match self.receive_each(&mut coming, &mut brought).await {
            Ok(()) => Ok(brought),
            Err(failure) => {
                files::discard_uploads(self.school, &self.by, &brought).await;
                coming.read_out().await;
                Err(failure)
            }
        }
    }

    async fn receive_each(&mut self, parts: &mut FormParts, brought: &mut Vec<Upload>) -> Result<(), Failure> {
        while let Some(mut field) = parts.next().await? {
            let PartNames { field: name_of_field, file } = PartNames::of(field.headers()).ok_or(Refusal::BodyBad)?;
            let Some(name) = file else {
                let text = field.bytes(FIELD).await.map_err(|_| Refusal::BodyTooBig)?.map_err(broken)?;
                let text = String::from_utf8(text.to_vec()).map_err(|_| Refusal::BodyBad)?;
                match name_of_field.as_str() {
                    "alternativeText" => self.about.alternative_text = text,
                    "caption" => self.about.caption = text,
                    "form_token" => self.form_token = Some(text),
                    "idempotency_key" if (1..=KEY_LIMIT).contains(&text.len()) => {
                        let once = self.page.map(|page| IdempotencyKey::new(self.by.person.as_uuid(), page, &text));
                        self.by.once = once.or(self.by.once.take());
                    }
                    _ => {}
                }
                continue;
            };
            (self.check)(self.form_token.as_deref())?;
            if brought.len() >= AT_ONCE {
                return Err(Refusal::BodyTooBig.into());
            }
            // A browser sends an empty file field as a file without a name.
            if name.is_empty() {
                continue;
            }
            let about = FileDescription { name, ..self.about.clone() };
            brought.push(files::upload(self.school, &self.by, about, bytes(&mut field)).await?);
        }
        (self.check)(self.form_token.as_deref())?;
        if brought.is_empty() { Err(Refusal::UploadEmpty.into()) } else { Ok(()) }
    }
}

/// The bytes of a field as they arrive.
pub fn bytes(field: &mut Field) -> impl Stream<Item = Result<Bytes, Refusal>> + Unpin {
    field.map(|part| part.map_err(broken))
}

fn broken(_: MultipartError) -> Refusal {
    Refusal::BodyBad
}

/// The fields of a form as they arrive. After a field that cannot be read the form is over: its reader must not be polled again.
pub struct FormParts {
    parts: Multipart,
    over: bool,
}

impl FormParts {
    pub fn new(parts: Multipart) -> Self {
        Self { parts, over: false }
    }

    pub async fn next(&mut self) -> Result<Option<Field>, Refusal> {
        if self.over {
            return Ok(None);
        }
        let next = self.parts.try_next().await.map_err(broken);
        self.over = !matches!(next, Ok(Some(_)));
        next
    }

    /// Reads the rest of a refused body: a client that is cut off while it sends does not read the response.
    pub async fn read_out(&mut self) {
        let mut left = LEFTOVER;
        while let Ok(Some(mut field)) = self.next().await {
            while let Some(Ok(part)) = field.next().await {
                left = left.saturating_sub(part.len());
                if left == 0 {
                    return;
                }
            }
        }
    }
}

pub async fn upload(
    school: Data<School>,
    caller: SignedIn,
    MultipartForm(parts): MultipartForm,
) -> Result<HttpResponse, ApiError> {
    let mut form = UploadForm {
        school: &school,
        by: caller.0,
        page: None,
        about: FileDescription::default(),
        form_token: None,
        check: &|_| Ok(()),
    };
    let brought = form.receive(parts).await?;
    let brought: Vec<_> = brought.iter().map(|upload| MediaJson::of(upload, Vec::new())).collect();
    Ok(HttpResponse::Created().json(brought))
}

pub fn describe(api: &mut Description) {
    api.post("/upload", "Bring files")
        .signed_in()
        .makes_once()
        .takes_files(AT_ONCE, &[("alternativeText", CAPTION_LIMIT), ("caption", CAPTION_LIMIT)])
        .gives_list::<MediaJson>(
            201,
            "What was brought, to be named in an experience within a day. What a file is, its first bytes say. The texts \
             are said of the files that come after them. Where one is refused, none is taken.",
        )
        .refuses(&[
            Refusal::UploadEmpty,
            Refusal::UploadTooBig,
            Refusal::QuotaFull,
            Refusal::StorageFull,
            Refusal::FileKindBad,
            Refusal::PictureBad,
            Refusal::PictureTooLarge,
            Refusal::PictureHeif,
            Refusal::VideoBad,
            Refusal::VideoMpeg4,
            Refusal::VideoMpeg2,
            Refusal::VideoH263,
            Refusal::VideoProres,
            Refusal::VideoDolbyVision,
            Refusal::VideoMotionJpeg,
            Refusal::VideoCodecUnknown,
            Refusal::VideoSoundAmr,
            Refusal::VideoSoundDolby,
            Refusal::VideoSoundAlac,
            Refusal::VideoSoundUnknown,
            Refusal::VideoProtected,
            Refusal::CaptionTooLong,
            Refusal::TextBad,
            Refusal::Busy,
        ]);
}
