//! What teachers have noted about the pages of files. Each sees only their own.

use diesel::prelude::*;

use super::{
    experiences,
    schema::{items, session_items, sessions, slide_notes},
};
use crate::{
    error::Failure,
    ids::{ExperienceId, ItemId, PersonId, UploadId},
};

/// The file that an item of a lesson or of an experience shows, if this person may see it.
pub fn file_of(connection: &mut PgConnection, item: ItemId, person: PersonId) -> Result<Option<UploadId>, Failure> {
    let own_lessons = session_items::table
        .inner_join(sessions::table)
        .filter(session_items::id.eq(item))
        .filter(sessions::teacher_id.eq(person))
        .select(session_items::upload_id);
    if let Some(upload) = own_lessons.first(connection).optional()? {
        return Ok(Some(upload));
    }
    let found: Option<(ExperienceId, Option<UploadId>)> =
        items::table.find(item).select((items::experience_id, items::upload_id)).first(connection).optional()?;
    match found {
        Some((experience, upload)) if experiences::is_visible(connection, experience, person)? => Ok(upload),
        _ => Ok(None),
    }
}

/// A person's notes about a file, each with its page.
pub fn of(connection: &mut PgConnection, person: PersonId, upload: UploadId) -> Result<Vec<(i32, String)>, Failure> {
    let own = slide_notes::table.filter(slide_notes::person_id.eq(person)).filter(slide_notes::upload_id.eq(upload));
    Ok(own.order(slide_notes::page).select((slide_notes::page, slide_notes::body)).load(connection)?)
}

/// Replaces the note about one page; an empty one deletes it.
pub fn put(
    connection: &mut PgConnection,
    person: PersonId,
    upload: UploadId,
    page: i32,
    body: &str,
) -> Result<(), Failure> {
    if body.is_empty() {
        diesel::delete(slide_notes::table.find((person, upload, page))).execute(connection)?;
        return Ok(());
    }
    let key = (slide_notes::person_id.eq(person), slide_notes::upload_id.eq(upload), slide_notes::page.eq(page));
    diesel::insert_into(slide_notes::table)
        .values((key, slide_notes::body.eq(body)))
        .on_conflict((slide_notes::person_id, slide_notes::upload_id, slide_notes::page))
        .do_update()
        .set(slide_notes::body.eq(body))
        .execute(connection)?;
    Ok(())
}

/// What an export has of a person `p`: the name of each list, and its rows.
pub const EXPORT: &[(&str, &str)] = &[(
    "slideNotes",
    "SELECT n.upload_id AS \"upload\", n.page, n.body AS \"text\"
         FROM slide_notes n WHERE n.person_id = p.id ORDER BY n.upload_id, n.page",
)];
