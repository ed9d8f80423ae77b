//! Series of lessons: one teacher's sessions that share a name (docs/adr/0025).

use diesel::{Connection, PgConnection};

use super::{
    School,
    sessions::{Planned, existing_spelling, note, permit, planned},
};
use crate::{
    access::Identity,
    db::{audit::AuditAction, sessions},
    error::{Failure, Refusal},
    ids::SessionId,
    protocol::text,
};

/// How many series are listed.
const TOLD: i64 = 200;

/// The names of the caller's series, each with its number of lessons; the series with the latest lesson comes first.
///
/// # Errors
/// [`Refusal::NotAllowed`].
pub async fn all(school: &School, by: &Identity) -> Result<Vec<(String, i64)>, Failure> {
    permit(by)?;
    let teacher = by.person;
    school.pool.run(move |connection| sessions::series_of(connection, teacher, TOLD)).await
}

/// Only the names of the caller's series.
///
/// # Errors
/// [`Refusal::NotAllowed`].
pub async fn names(school: &School, by: &Identity) -> Result<Vec<String>, Failure> {
    Ok(all(school, by).await?.into_iter().map(|(name, _)| name).collect())
}

/// Moves a session into another series or, with an empty name, out of its series. Allowed after the session has ended, too.
///
/// # Errors
/// [`Refusal::NotAllowed`]; [`Refusal::SessionUnknown`], also for a session of another teacher; the refusal of an invalid name.
pub async fn set(school: &School, by: &Identity, id: SessionId, name: &str) -> Result<Planned, Failure> {
    permit(by)?;
    let (teacher, author, name) = (by.person, by.author(), text::series(name)?);
    let set = move |connection: &mut PgConnection| {
        connection.transaction(|connection| {
            let name = existing_spelling(connection, teacher, name)?;
            let changed = sessions::set_series(connection, id, teacher, name.as_deref())?;
            let session = changed.ok_or(Refusal::SessionUnknown)?;
            note(connection, author, AuditAction::SessionChanged, &session)?;
            planned(connection, session)
        })
    };
    school.pool.run(set).await
}
