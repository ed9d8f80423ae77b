//! The participants who were removed from a session.

use diesel::prelude::*;

use super::schema::participants;
use crate::{
    clock::Time,
    ids::{ParticipantId, PersonId, SessionId},
};

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
    for (_, record) in records {
        let (who, at) = match record {
            Record::Removed { who, at } => (who, Some(at)),
            Record::Readmitted { who } => (who, None),
        };
        diesel::update(participants::table.find(who)).set(participants::removed_at.eq(at)).execute(connection)?;
    }
    Ok(())
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
