//! What a teacher notes about the pages of a presentation, for themselves. The notes are in no room: nobody else ever gets them.

use diesel::{Connection, PgConnection};

use super::School;
use crate::{
    access::{Identity, SchoolAct, allows},
    db::slide_notes,
    error::{Failure, Refusal},
    ids::ItemId,
    protocol::{screen::PDF_PAGES, text},
};

/// A note about one page, counted from 0.
#[derive(Clone, Debug)]
pub struct SlideNote {
    pub page: u16,
    pub text: String,
}

fn permit(by: &Identity) -> Result<(), Refusal> {
    if allows(Some(by.role), SchoolAct::PlanExperiences) { Ok(()) } else { Err(Refusal::NotAllowed) }
}

/// The caller's notes about an item of a lesson of theirs or of an experience that they can see.
///
/// # Errors
/// [`Refusal::NotAllowed`]; [`Refusal::ContentUnknown`].
pub async fn all(school: &School, by: &Identity, item: ItemId) -> Result<Vec<SlideNote>, Failure> {
    permit(by)?;
    let person = by.person;
    let read = move |connection: &mut PgConnection| {
        let upload = slide_notes::file_of(connection, item, person)?.ok_or(Refusal::ContentUnknown)?;
        slide_notes::of(connection, person, upload)
    };
    let notes = school.pool.run(read).await?;
    let note = |(page, text)| Some(SlideNote { page: u16::try_from(page).ok()?, text });
    Ok(notes.into_iter().filter_map(note).collect())
}

/// Replaces the caller's note about one page; an empty text deletes it.
///
/// # Errors
/// As [`all`]; [`Refusal::SlideUnknown`] for a page beyond those that can be shown; the refusal of an invalid text.
pub async fn put(school: &School, by: &Identity, item: ItemId, note: SlideNote) -> Result<(), Failure> {
    permit(by)?;
    if note.page >= PDF_PAGES {
        return Err(Refusal::SlideUnknown.into());
    }
    let body = if note.text.trim().is_empty() { String::new() } else { text::body(&note.text)? };
    let person = by.person;
    let write = move |connection: &mut PgConnection| {
        let upload = slide_notes::file_of(connection, item, person)?.ok_or(Refusal::ContentUnknown)?;
        slide_notes::put(connection, person, upload, note.page.into(), &body)
    };
    school.pool.run(move |connection| connection.transaction(write)).await
}
