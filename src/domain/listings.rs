//! Loads sessions from the database into the directory.

use super::{School, sessions::listing};
use crate::{
    clock,
    cluster::directory::{ENDED_IS_KNOWN, Listing},
    db::sessions,
    error::Failure,
    ids::SessionId,
};

/// Loads every session that has not ended, and those that ended recently, into the directory. Runs once, at the start.
///
/// # Errors
/// Only [`Failure::Fault`].
pub async fn load(school: &School) -> Result<usize, Failure> {
    let since = clock::now() - ENDED_IS_KNOWN;
    let (open, ended) = school
        .pool
        .run(move |connection| Ok((sessions::open(connection)?, sessions::ended_since(connection, since)?)))
        .await?;
    for (code, at) in ended {
        school.directory.remember_ended_code(code, at);
    }
    for (session, teacher) in &open {
        school.directory.list(listing(session, teacher)?);
    }
    Ok(open.len())
}

/// A session as it is in the database now; `None` if it was deleted.
///
/// # Errors
/// Only [`Failure::Fault`].
pub(super) async fn read(school: &School, id: SessionId) -> Result<Option<Listing>, Failure> {
    let found = school.pool.run(move |connection| sessions::with_teacher(connection, id)).await?;
    Ok(found.map(|(session, teacher)| listing(&session, &teacher)).transpose()?)
}
