//! The slide that the room's screen shows.

use diesel::prelude::*;

use super::schema::sessions;
use crate::ids::{PersonId, SessionId};

#[derive(Clone, Debug, PartialEq)]
pub enum Record {
    /// The screen shows this slide, and of a presentation this page; both from 0.
    Turned { page: u16, pdf_page: u16 },
}

/// Writes records: only the last slide of each session counts.
///
/// # Errors
/// A database error.
pub fn write(connection: &mut PgConnection, records: Vec<(SessionId, Record)>) -> QueryResult<()> {
    let last: std::collections::BTreeMap<_, _> = records.into_iter().collect();
    for (session, Record::Turned { page, pdf_page }) in last {
        let shown = (sessions::page.eq(i32::from(page)), sessions::pdf_page.eq(i32::from(pdf_page)));
        diesel::update(sessions::table.find(session)).set(shown).execute(connection)?;
    }
    Ok(())
}

/// Loads the slide.
///
/// # Errors
/// A database error.
pub fn load(connection: &mut PgConnection, session: SessionId) -> QueryResult<Vec<Record>> {
    let shown = sessions::table.find(session).select((sessions::page, sessions::pdf_page));
    let (page, pdf_page): (i32, i32) = shown.first(connection)?;
    let number = |page| u16::try_from(page).unwrap_or(0);
    Ok(vec![Record::Turned { page: number(page), pdf_page: number(pdf_page) }])
}

/// Keeps the slide: it is harmless.
///
/// # Errors
/// None.
pub fn end(_: &mut PgConnection, _: SessionId, _keeps: bool) -> QueryResult<()> {
    Ok(())
}

/// The page is nobody's.
pub const EXPORT: &[(&str, &str)] = &[];

/// The page is nobody's.
///
/// # Errors
/// None.
pub fn erase(_: &mut PgConnection, _: PersonId) -> QueryResult<()> {
    Ok(())
}
