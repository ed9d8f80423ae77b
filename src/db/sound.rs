//! The participants who may speak.

use diesel::prelude::*;

use super::schema::{participants, sessions};
use crate::ids::{ParticipantId, PersonId, SessionId};

#[derive(Clone, Debug, PartialEq)]
pub enum Record {
    /// What the teacher decided about microphones: muted, allowed to speak although students in general may not unmute
    /// themselves, or neither any more.
    MaySpeak { whom: Vec<ParticipantId>, may: Option<bool> },
    /// Whether students may unmute themselves. Revokes the permissions of single students.
    Unmuting { allowed: bool },
}

/// Writes records in their order. A record that comes after the end of the lesson is left out, because nothing would revoke it
/// any more.
///
/// # Errors
/// A database error.
pub fn write(connection: &mut PgConnection, records: Vec<(SessionId, Record)>) -> QueryResult<()> {
    for (session, record) in records {
        match record {
            Record::MaySpeak { whom, may } => {
                let open = sessions::table.find(session).filter(sessions::state.ne("ended")).select(sessions::id);
                diesel::update(participants::table.filter(participants::id.eq_any(whom)))
                    .filter(participants::session_id.eq_any(open))
                    .set(participants::may_speak.eq(may))
                    .execute(connection)?;
            }
            Record::Unmuting { allowed } => {
                diesel::update(participants::table.filter(participants::session_id.eq(session)))
                    .filter(participants::may_speak.eq(true))
                    .set(participants::may_speak.eq(None::<bool>))
                    .execute(connection)?;
                diesel::update(sessions::table.find(session).filter(sessions::state.ne("ended")))
                    .set(sessions::unmuting.eq(allowed))
                    .execute(connection)?;
            }
        }
    }
    Ok(())
}

/// Loads what is in force.
///
/// # Errors
/// A database error.
pub fn load(connection: &mut PgConnection, session: SessionId) -> QueryResult<Vec<Record>> {
    let allowed: bool = sessions::table.find(session).select(sessions::unmuting).first(connection)?;
    let decided: Vec<(ParticipantId, bool)> = participants::table
        .filter(participants::session_id.eq(session))
        .filter(participants::may_speak.is_not_null())
        .select((participants::id, participants::may_speak.assume_not_null()))
        .load(connection)?;
    let (may, muted): (Vec<_>, Vec<_>) = decided.into_iter().partition(|(_, may)| *may);
    let of = |whom: Vec<(ParticipantId, bool)>, may| Record::MaySpeak {
        whom: whom.into_iter().map(|(who, _)| who).collect(),
        may: Some(may),
    };
    Ok(vec![Record::Unmuting { allowed }, of(may, true), of(muted, false)])
}

/// Revokes all decisions: they are in force for one lesson.
///
/// # Errors
/// A database error.
pub fn end(connection: &mut PgConnection, session: SessionId, _keeps: bool) -> QueryResult<()> {
    diesel::update(participants::table.filter(participants::session_id.eq(session)))
        .filter(participants::may_speak.is_not_null())
        .set(participants::may_speak.eq(None::<bool>))
        .execute(connection)?;
    diesel::update(sessions::table.find(session)).set(sessions::unmuting.eq(true)).execute(connection)?;
    Ok(())
}

/// What a teacher decided about a microphone lasts as long as the lesson, and is not exported.
pub const EXPORT: &[(&str, &str)] = &[];

/// It goes with the lesson.
///
/// # Errors
/// None.
pub fn erase(_: &mut PgConnection, _: PersonId) -> QueryResult<()> {
    Ok(())
}
