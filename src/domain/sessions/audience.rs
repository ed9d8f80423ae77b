//! The groups that a lesson is for.

use diesel::PgConnection;

use crate::{
    db::{groups, sessions::Session},
    error::{Failure, Refusal},
    ids::GroupId,
};

/// For how many groups one lesson can be.
const AUDIENCE: usize = 50;

/// The groups of a draft, each once.
pub(in crate::domain) fn audience(groups: Option<Vec<GroupId>>) -> Result<Option<Vec<GroupId>>, Refusal> {
    let Some(mut groups) = groups else { return Ok(None) };
    groups.sort_unstable();
    groups.dedup();
    if groups.len() > AUDIENCE { Err(Refusal::AudienceMany) } else { Ok(Some(groups)) }
}

/// Within a transaction: sets the groups that a session is for. New ones must be the teacher's, and in use.
pub(in crate::domain) fn set_groups(
    connection: &mut PgConnection,
    session: &Session,
    wanted: Option<&[GroupId]>,
    sees_all: bool,
) -> Result<(), Failure> {
    let old: Vec<_> = groups::of_session(connection, session.id)?.into_iter().map(|group| group.id).collect();
    let wanted = wanted.unwrap_or(&old);
    if wanted.is_empty() && !session.by_code {
        return Err(Refusal::AudienceEmpty.into());
    }
    let new: Vec<_> = wanted.iter().copied().filter(|group| !old.contains(group)).collect();
    if !new.is_empty() && !groups::all_usable(connection, &new, session.teacher_id, sees_all)? {
        return Err(Refusal::GroupUnknown.into());
    }
    if wanted != old { groups::set_of_session(connection, session.id, wanted) } else { Ok(()) }
}
