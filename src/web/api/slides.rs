//! What a teacher brings to the screen of one lesson, and their notes about its pages.

use actix_web::{
    HttpResponse,
    web::{Data, Path},
};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::CodeMessage;
use crate::{
    domain::{
        School, session_items,
        slide_notes::{self, SlideNote},
    },
    error::Refusal,
    ids::{ItemId, UploadId},
    web::{
        describe::Description,
        errors::ApiError,
        extract::{Json, SignedIn, session_id},
    },
};

#[derive(Deserialize, ToSchema)]
#[schema(as = NewSessionItem)]
pub struct NewItem {
    /// The id of an upload of one's own.
    media: Option<String>,
}

#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = SessionItem)]
struct ItemJson {
    item_id: ItemId,
    /// Its page of the screen, from 0.
    page: usize,
}

#[derive(Serialize, Deserialize, ToSchema)]
#[schema(as = SlideNote)]
pub struct NoteJson {
    /// From 0.
    #[serde(default)]
    #[schema(maximum = 999)]
    page: u16,
    /// Empty: there is no note.
    #[serde(default)]
    text: String,
}

fn item_id(path: &str) -> Result<ItemId, Refusal> {
    path.parse().map_err(|_| Refusal::ContentUnknown)
}

pub async fn bring(
    school: Data<School>,
    caller: SignedIn,
    path: Path<String>,
    new: Json<NewItem>,
) -> Result<HttpResponse, ApiError> {
    let session = session_id(&path)?;
    // What is no id is the id of no upload.
    let upload = new.media.as_deref().and_then(|id| id.parse().ok()).unwrap_or_else(UploadId::fresh);
    let brought = session_items::bring(&school, &caller.once(&new), session, upload).await?;
    Ok(HttpResponse::Created().json(ItemJson { item_id: brought.item, page: brought.page }))
}

pub async fn notes(school: Data<School>, caller: SignedIn, path: Path<String>) -> Result<HttpResponse, ApiError> {
    let notes = slide_notes::all(&school, &caller.0, item_id(&path)?).await?;
    let notes: Vec<_> = notes.into_iter().map(|note| NoteJson { page: note.page, text: note.text }).collect();
    Ok(HttpResponse::Ok().json(notes))
}

pub async fn put_note(
    school: Data<School>,
    caller: SignedIn,
    path: Path<String>,
    note: Json<NoteJson>,
) -> Result<HttpResponse, ApiError> {
    let NoteJson { page, text } = note.0;
    slide_notes::put(&school, &caller.0, item_id(&path)?, SlideNote { page, text }).await?;
    Ok(HttpResponse::Ok().json(CodeMessage::of("the note is saved")))
}

pub fn describe(api: &mut Description) {
    api.about("Slides", "What a teacher brings to one lesson, and notes about its pages.");
    api.post("/sessions/{id}/items", "Bring a file to a lesson")
        .signed_in()
        .makes_once()
        .takes::<NewItem>()
        .gives::<ItemJson>(201, "Its place. The lesson's screen has the page now; `on.screenTurn` shows it.")
        .refuses(&[Refusal::SessionUnknown, Refusal::LessonEnded, Refusal::ContentBad, Refusal::ContentMany]);
    let path = "/items/{item}/notes";
    api.get(path, "See one's notes about a file")
        .signed_in()
        .gives_list::<NoteJson>(200, "The notes, by page. Nobody else gets them.")
        .refuses(&[Refusal::ContentUnknown]);
    api.put(path, "Note something about a page")
        .signed_in()
        .takes::<NoteJson>()
        .gives::<CodeMessage>(200, "It is saved.")
        .refuses(&[Refusal::ContentUnknown, Refusal::SlideUnknown, Refusal::BodyTooLong, Refusal::TextBad]);
}
