//! Loads sessions from the database into the directory.

use std::collections::HashMap;

use diesel::PgConnection;

use super::{School, sessions::listing};
use crate::{
    clock,
    cluster::directory::{ENDED_IS_KNOWN, Listing},
    db::{groups, sessions},
    error::Failure,
    ids::{GroupId, SessionId},
};

/// Loads every session that has not ended, and those that ended recently, into the directory. Runs once, at the start.
///
/// # Errors
/// Only [`Failure::Fault`].
pub async fn load(school: &School) -> Result<usize, Failure> {
    let since = clock::now() - ENDED_IS_KNOWN;
    let read = move |connection: &mut PgConnection| {
        let groups = groups::of_open_sessions(connection)?;
        Ok((sessions::open(connection)?, groups, sessions::ended_since(connection, since)?))
    };
    let (open, groups, ended) = school.pool.run(read).await?;
    let mut groups_of: HashMap<SessionId, Vec<GroupId>> = HashMap::new();
    for (session, group) in groups {
        groups_of.entry(session).or_default().push(group);
    }
    for (code, at) in ended {
        school.directory.remember_ended_code(code, at);
    }
    for (session, teacher) in &open {
        school.directory.list(listing(session, teacher, groups_of.remove(&session.id).unwrap_or_default())?);
    }
    Ok(open.len())
}

/// A session as it is in the database now; `None` if it was deleted.
///
/// # Errors
/// Only [`Failure::Fault`].
pub(super) async fn read(school: &School, id: SessionId) -> Result<Option<Listing>, Failure> {
    let read = move |connection: &mut PgConnection| {
        let groups = groups::of_session(connection, id)?.into_iter().map(|group| group.id).collect();
        Ok((sessions::with_teacher(connection, id)?, groups))
    };
    let (found, groups) = school.pool.run(read).await?;
    Ok(found.map(|(session, teacher)| listing(&session, &teacher, groups)).transpose()?)
}
