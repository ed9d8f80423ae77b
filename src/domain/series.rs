//! Series of lessons: those of one teacher that share a name (docs/adr/0025).

use diesel::{Connection, PgConnection};

use super::{
    School,
    sessions::{Planned, as_called_before, note, permit},
};
use crate::{
    access::Identity,
    db::{audit::Deed, sessions},
    error::{Failure, Refusal},
    ids::SessionId,
    protocol::text,
};

/// Of so many series the names are told.
const TOLD: i64 = 200;

/// The names of one's series, each with how many lessons it has; that with the latest lesson first.
///
/// # Errors
/// [`Refusal::NotAllowed`].
pub async fn all(school: &School, by: &Identity) -> Result<Vec<(String, i64)>, Failure> {
    permit(by)?;
    let teacher = by.person;
    school.pool.run(move |connection| sessions::series_of(connection, teacher, TOLD)).await
}

/// Their names only.
///
/// # Errors
/// [`Refusal::NotAllowed`].
pub async fn names(school: &School, by: &Identity) -> Result<Vec<String>, Failure> {
    Ok(all(school, by).await?.into_iter().map(|(name, _)| name).collect())
}

/// Makes a session a part of another series or, with an empty name, of none. That may be thought of after it has ended, too.
///
/// # Errors
/// [`Refusal::NotAllowed`]; [`Refusal::SessionUnknown`] also for another's; what is wrong with the name.
pub async fn set(school: &School, by: &Identity, id: SessionId, name: &str) -> Result<Planned, Failure> {
    permit(by)?;
    let (teacher, author, name) = (by.person, by.author(), text::series(name)?);
    let set = move |connection: &mut PgConnection| {
        connection.transaction(|connection| {
            let name = as_called_before(connection, teacher, name)?;
            let changed = sessions::set_series(connection, id, teacher, name.as_deref())?;
            let session = changed.ok_or(Refusal::SessionUnknown)?;
            note(connection, author, Deed::SessionChanged, &session)?;
            let experience = sessions::experience_of(connection, &session)?;
            Ok::<_, Failure>(Planned { session, experience })
        })
    };
    school.pool.run(set).await
}
