//! The whiteboards of a lesson that keeps them.

use actix_web::{
    HttpResponse,
    http::header::CONTENT_TYPE,
    web::{Data, Path},
};
use serde::Serialize;
use utoipa::ToSchema;

use crate::{
    domain::{
        School, boards,
        kept::{self, KeptBoard},
        slides::FILES,
    },
    error::Refusal,
    web::{
        describe::{Description, JSON},
        errors::ApiError,
        extract::{SignedIn, session_id},
    },
};

#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = KeptBoard)]
struct BoardJson {
    page: u16,
    /// Empty if the teacher gave it none.
    name: String,
    /// What is printed on it, as `on.boardAdd` has it.
    template: &'static str,
    /// Present for what was drawn over the screen.
    over: Option<OverJson>,
    /// How many elements are on it.
    elements: u64,
    /// The first of what is written on it.
    texts: Vec<String>,
}

#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = KeptBoardOver)]
struct OverJson {
    /// `null` if the file was deleted after the lesson.
    url: Option<String>,
    /// The page of a PDF, from 0.
    pdf_page: u16,
}

impl From<KeptBoard> for BoardJson {
    fn from(board: KeptBoard) -> Self {
        let over = board.over.map(|over| OverJson {
            url: over.file.map(|upload| format!("{FILES}{}", upload.file)),
            pdf_page: over.pdf_page,
        });
        let KeptBoard { page, name, template, elements, texts, .. } = board;
        Self { page, name, template: template.as_str(), over, elements, texts }
    }
}

pub async fn list(school: Data<School>, caller: SignedIn, path: Path<String>) -> Result<HttpResponse, ApiError> {
    let boards = kept::boards(&school, &caller.0, session_id(&path)?).await?;
    Ok(HttpResponse::Ok().json(boards.into_iter().map(BoardJson::from).collect::<Vec<_>>()))
}

pub async fn content(
    school: Data<School>,
    caller: SignedIn,
    path: Path<(String, String)>,
) -> Result<HttpResponse, ApiError> {
    let session = path.0.parse().map_err(|_| Refusal::SessionUnknown)?;
    let content = kept::board(&school, &caller.0, session, path.1.parse().ok()).await?;
    Ok(HttpResponse::Ok().insert_header((CONTENT_TYPE, JSON)).body(boards::json(content).await?))
}

pub fn describe(api: &mut Description) {
    api.get("/sessions/{id}/boards", "Read a lesson's whiteboards")
        .signed_in()
        .gives_list::<BoardJson>(
            200,
            "The whiteboards on which there is something, and what was drawn over the screen.",
        )
        .refuses(&[Refusal::SessionUnknown, Refusal::NothingKept]);
    api.get("/sessions/{id}/boards/{page}", "Read what is on a whiteboard")
        .signed_in()
        .gives_object(
            "What `GET /boards/{session}/pages/{page}` gives during the lesson, without what was deleted or hidden.",
        )
        .refuses(&[Refusal::SessionUnknown, Refusal::NothingKept, Refusal::BoardUnknown]);
}
