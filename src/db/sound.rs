//! Who may speak.

use diesel::prelude::*;

use super::schema::{participants, sessions};
use crate::ids::{ParticipantId, PersonId, SessionId};

#[derive(Clone, Debug, PartialEq)]
pub enum Record {
    /// What the teacher decided about microphones: muted, let speak though students in general may not turn theirs on, or
    /// neither any more.
    MaySpeak { whom: Vec<ParticipantId>, may: Option<bool> },
    /// Whether students may turn their own microphones on. It takes back what single students were allowed.
    Unmuting { allowed: bool },
}

/// Writes records in their order. What comes after the lesson's end is left out: nothing would take it away any more.
///
/// # Errors
/// The database's.
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

/// Reads what holds.
///
/// # Errors
/// The database's.
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

/// Takes back what was decided: it holds for one lesson.
///
/// # Errors
/// The database's.
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
