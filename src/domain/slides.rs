//! Converts the content of a lesson to the slides of its room's screen.

use std::sync::Arc;

use super::{
    School,
    content::{Item, Part, Quiz},
    files::Kind,
    markdown, session_items,
};
use crate::{
    error::Failure,
    ids::SessionId,
    protocol::screen::{ScreenItem, Slide},
};

/// The path under which files are served.
pub const FILES: &str = "/files/";

/// The slides of a session.
///
/// # Errors
/// A database error.
pub(super) async fn of(school: &School, id: SessionId) -> Result<Arc<[ScreenItem]>, Failure> {
    let content = school.pool.run(move |connection| session_items::content_of(connection, id)).await?;
    Ok(content.into_iter().map(|item| ScreenItem { id: item.id, slide: slide(item) }).collect())
}

fn slide(item: Item) -> Slide {
    let upload = match item.part {
        Part::Text(text) => return Slide::Text { html: markdown::html(&text) },
        Part::Quiz(Quiz { question, options, answer }) => {
            // A quiz has eight answers at most.
            let right = u8::try_from(answer).unwrap_or(u8::MAX);
            return Slide::Quiz { quiz_id: item.id, question, options, right };
        }
        Part::Poll(mut question) => {
            let right = question.right.take();
            return Slide::Poll { item_id: item.id, question, right };
        }
        Part::File(upload) => *upload,
    };
    let url = format!("{FILES}{}", upload.file);
    let side = |side: Option<i32>| side.and_then(|side| u32::try_from(side).ok()).unwrap_or(0);
    match upload.kind() {
        Kind::Photo => Slide::Photo {
            url,
            width: side(upload.width),
            height: side(upload.height),
            alternative_text: upload.alternative_text,
            caption: upload.caption,
        },
        Kind::Video => {
            Slide::Video { url, mime: upload.mime, alternative_text: upload.alternative_text, caption: upload.caption }
        }
        Kind::Presentation => Slide::Presentation { url, name: upload.name, caption: upload.caption },
    }
}
