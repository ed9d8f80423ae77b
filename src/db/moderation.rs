//! The participants who were removed from a session.

use diesel::prelude::*;

use super::{
    audit::{self, AuditAction, AuditSubject, NewAuditEntry},
    schema::{participants, sessions},
};
use crate::{
    access::Author,
    clock::Time,
    ids::{ParticipantId, PersonId, SessionId},
};

/// The detail of a trail's line about the removal of a guest.
pub const GUEST: &str = "guest";

#[derive(Clone, Debug, PartialEq)]
pub enum Record {
    Removed { who: ParticipantId, at: Time },
    Readmitted { who: ParticipantId },
}

/// Writes records in their order.
///
/// # Errors
/// A database error.
pub fn write(connection: &mut PgConnection, records: Vec<(SessionId, Record)>) -> QueryResult<()> {
    for (session, record) in records {
        match record {
            Record::Removed { who, at } => remove(connection, session, who, at)?,
            Record::Readmitted { who } => {
                let removed = participants::removed_at.eq(None::<Time>);
                diesel::update(participants::table.find(who)).set(removed).execute(connection)?;
            }
        }
    }
    Ok(())
}

/// Removes a participant, and adds a line to the audit trail unless they are removed already: after a commit without an answer, the
/// same record is written again. The line names a person with an account. A guest's name is not kept beyond the lesson's own
/// records, so the line of a guest names the lesson.
fn remove(connection: &mut PgConnection, session: SessionId, who: ParticipantId, at: Time) -> QueryResult<()> {
    let inside = participants::table.find(who).filter(participants::removed_at.is_null());
    let removed = diesel::update(inside).set(participants::removed_at.eq(at)).returning(participants::person_id);
    let Some(person) = removed.get_result::<Option<PersonId>>(connection).optional()? else { return Ok(()) };
    let (teacher, title): (PersonId, String) =
        sessions::table.find(session).select((sessions::teacher_id, sessions::title)).first(connection)?;
    let (about, detail) = match person {
        Some(person) => (AuditSubject::Person(person), title.as_str()),
        None => (AuditSubject::Session(session, &title), GUEST),
    };
    let by = Some(Author { person: teacher, from: None });
    audit::insert(connection, at, NewAuditEntry { by, deed: AuditAction::ParticipantRemoved, about, detail }).map(drop)
}

/// Loads the removals that are in force.
///
/// # Errors
/// A database error.
pub fn load(connection: &mut PgConnection, session: SessionId) -> QueryResult<Vec<Record>> {
    let removed: Vec<(ParticipantId, Time)> = participants::table
        .filter(participants::session_id.eq(session))
        .filter(participants::removed_at.is_not_null())
        .select((participants::id, participants::removed_at.assume_not_null()))
        .load(connection)?;
    Ok(removed.into_iter().map(|(who, at)| Record::Removed { who, at }).collect())
}

/// Keeps removals after the lesson: they are part of the attendance.
///
/// # Errors
/// None.
pub fn end(_: &mut PgConnection, _: SessionId, _keeps: bool) -> QueryResult<()> {
    Ok(())
}

/// A removal is part of the attendance, which the roster exports.
pub const EXPORT: &[(&str, &str)] = &[];

/// It stays with a participant who has no name any more.
///
/// # Errors
/// None.
pub fn erase(_: &mut PgConnection, _: PersonId) -> QueryResult<()> {
    Ok(())
}
