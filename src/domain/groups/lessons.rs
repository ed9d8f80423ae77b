//! Starting a lesson for a group with one click.

use super::{Group, permit, sees_all};
use crate::{
    access::Identity,
    clock,
    db::{groups, sessions as rows},
    domain::{
        School, lifecycle,
        sessions::{self, Draft, Planned},
    },
    error::{Failure, Refusal},
    ids::{GroupId, SessionId},
};

/// The lesson that is planned for a group now, with the teacher's usual settings.
///
/// # Errors
/// [`Refusal::NotAllowed`], [`Refusal::GroupUnknown`], [`Refusal::GroupArchived`].
pub async fn draft(school: &School, by: &Identity, id: GroupId) -> Result<(Group, Draft), Failure> {
    permit(by)?;
    let (teacher, everyone) = (by.person, sees_all(by));
    let find = move |connection: &mut diesel::PgConnection| groups::find(connection, id, teacher, everyone, false);
    let group = school.pool.run(find).await?.ok_or(Refusal::GroupUnknown)?;
    if group.archived_at.is_some() {
        return Err(Refusal::GroupArchived.into());
    }
    let draft = sessions::blank(school, by).await?;
    Ok((group, Draft { starts_at: clock::now(), groups: Some(vec![id]), by_code: false, ..draft }))
}

/// The groups that one of the caller's lessons is for, by name.
///
/// # Errors
/// [`Refusal::NotAllowed`]; [`Refusal::SessionUnknown`], also for a session of another teacher.
pub async fn of_session(school: &School, by: &Identity, id: SessionId) -> Result<Vec<Group>, Failure> {
    permit(by)?;
    let teacher = by.person;
    let read = move |connection: &mut diesel::PgConnection| {
        rows::own(connection, id, teacher, false)?.ok_or(Refusal::SessionUnknown)?;
        groups::of_session(connection, id)
    };
    school.pool.run(read).await
}

/// Plans a lesson for now and starts it: those of its groups who wait are in it at once.
///
/// # Errors
/// As [`sessions::create`].
pub async fn start(school: &School, by: &Identity, draft: Draft) -> Result<Planned, Failure> {
    let planned = sessions::create(school, by, draft).await?;
    match lifecycle::start(school, by, planned.session.id).await {
        // The first of two equal requests has started it, or even ended it since.
        Ok(()) | Err(Failure::Refused(Refusal::AlreadyLive | Refusal::LessonEnded)) => Ok(planned),
        Err(failure) => Err(failure),
    }
}
