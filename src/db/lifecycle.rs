//! The start and the end of a lesson.

use diesel::prelude::*;

use super::{
    audit::{self, AuditAction, AuditSubject, NewAuditEntry},
    guests, progress, roster,
    schema::{sessions, stream_keys},
    sessions::{DURING_SESSION, KEEP},
};
use crate::{access::Author, clock::Time, features::with_records, ids::SessionId};

#[derive(Clone, Debug, PartialEq)]
pub enum Record {
    Started {
        at: Time,
        /// `None` if this server started it.
        by: Option<Author>,
    },
    /// The lesson ends: open attendances end, chat and answers are deleted unless `keeps`, which is then the session's setting,
    /// and guests are forgotten unless the school keeps them.
    Ended { at: Time, keeps: bool, by: Option<Author> },
    /// The lesson was still running at this time.
    Alive { at: Time },
}

/// Writes records in their order.
///
/// # Errors
/// A database error.
pub fn write(connection: &mut PgConnection, records: Vec<(SessionId, Record)>) -> QueryResult<()> {
    for (session, record) in records {
        match record {
            Record::Started { at, by } => {
                let started = diesel::update(sessions::table.find(session))
                    .filter(sessions::state.eq("planned"))
                    .set((sessions::state.eq("live"), sessions::started_at.eq(at), sessions::alive_at.eq(at)))
                    .returning(sessions::title)
                    .get_result::<String>(connection)
                    .optional()?;
                note(connection, session, started, AuditAction::SessionStarted, by, at)?;
            }
            Record::Alive { at } => {
                diesel::update(sessions::table.find(session)).set(sessions::alive_at.eq(at)).execute(connection)?;
            }
            Record::Ended { at, keeps, by } => {
                roster::close_attendances(connection, session, at)?;
                // The scores come from answers that may be deleted next.
                progress::keep_scores(connection, session)?;
                end_features(connection, session, keeps)?;
                guests::end(connection, session)?;
                diesel::delete(stream_keys::table.filter(stream_keys::session_id.eq(session))).execute(connection)?;
                let ended = diesel::update(sessions::table.find(session))
                    .filter(sessions::state.ne("ended"))
                    .set((
                        sessions::state.eq("ended"),
                        sessions::ended_at.eq(at),
                        sessions::retention.eq(if keeps { KEEP } else { DURING_SESSION }),
                    ))
                    .returning(sessions::title)
                    .get_result::<String>(connection)
                    .optional()?;
                note(connection, session, ended, AuditAction::SessionEnded, by, at)?;
            }
        }
    }
    Ok(())
}

macro_rules! compose {
    ($($module:ident: $feature:ident,)*) => {
        fn end_features(connection: &mut PgConnection, session: SessionId, keeps: bool) -> QueryResult<()> {
            $(super::$module::end(connection, session, keeps)?;)*
            Ok(())
        }
    };
}

with_records!(compose);

/// Writes a line of the audit trail if something has changed: after a commit without an answer, the same record is written again.
fn note(
    connection: &mut PgConnection,
    session: SessionId,
    changed: Option<String>,
    deed: AuditAction,
    by: Option<Author>,
    at: Time,
) -> QueryResult<()> {
    let Some(title) = changed else { return Ok(()) };
    audit::insert(connection, at, NewAuditEntry { by, deed, about: AuditSubject::Session(session, &title), detail: "" })
        .map(drop)
}
