//! Starts and ends a lesson from outside its room, and reopens one that was ended by mistake.

use chrono::Duration;
use diesel::{Connection, PgConnection};

use super::{
    School,
    rooms::{self, RoomHandle},
    sessions::{listing, note, state_of},
};
use crate::{
    access::{Identity, SchoolAct, allows},
    clock::{self, Time},
    cluster::Announcement,
    db::{
        audit::AuditAction,
        groups,
        sessions::{self, Session},
    },
    error::{Failure, Refusal},
    ids::SessionId,
    protocol::roster::SessionState,
};

/// For how long after its end a lesson can be reopened. Its code is not used again before (`Directory::has_ended`).
const REOPENING: Duration = Duration::hours(1);

/// Starts a planned session: everyone who waits is let in.
///
/// # Errors
/// [`Refusal::SessionUnknown`], also for a session of another teacher; [`Refusal::AlreadyLive`], [`Refusal::LessonEnded`].
pub async fn start(school: &School, by: &Identity, id: SessionId) -> Result<(), Failure> {
    own_room(school, by, id).await?.start(school, id, by.author()).await
}

/// Ends a live session for everyone. Without a choice, its own setting says whether chat and answers are kept.
///
/// # Errors
/// [`Refusal::SessionUnknown`], also for a session of another teacher; [`Refusal::NotLive`], [`Refusal::LessonEnded`].
pub async fn end(school: &School, by: &Identity, id: SessionId, keep_chat: Option<bool>) -> Result<(), Failure> {
    own_room(school, by, id).await?.end(school, id, by.author(), keep_chat).await
}

/// Whether a session has ended so recently that it can be reopened.
pub fn can_reopen(session: &Session, now: Time) -> bool {
    state_of(session) == SessionState::Ended && session.ended_at.is_some_and(|at| now < at + REOPENING)
}

/// Makes a session live again that ended within the last hour, with its code: for one that was ended by mistake.
///
/// # Errors
/// [`Refusal::SessionUnknown`], also for a session of another teacher; [`Refusal::ReopenLate`]; [`Refusal::AlreadyLive`];
/// [`Refusal::NotLive`] for one that has not started.
pub async fn reopen(school: &School, by: &Identity, id: SessionId) -> Result<(), Failure> {
    if !allows(Some(by.role), SchoolAct::PlanSessions) {
        return Err(Refusal::NotAllowed.into());
    }
    let (teacher, author, now) = (by.person, by.author(), clock::now());
    let reopen = move |connection: &mut PgConnection| {
        connection.transaction(|connection| {
            let session = sessions::own(connection, id, teacher, true)?.ok_or(Refusal::SessionUnknown)?;
            match state_of(&session) {
                SessionState::Live => return Err(Failure::from(Refusal::AlreadyLive)),
                SessionState::Planned => return Err(Refusal::NotLive.into()),
                SessionState::Ended if !can_reopen(&session, now) => return Err(Refusal::ReopenLate.into()),
                SessionState::Ended => {}
            }
            let session = sessions::reopen(connection, id, now)?;
            note(connection, author, AuditAction::SessionReopened, &session)?;
            let groups = groups::of_session(connection, id)?.into_iter().map(|group| group.id).collect();
            Ok((session, groups))
        })
    };
    // The room may still be closing: then its end is announced after this, and would close the reopened lesson.
    let live = school.directory.by_id(id).filter(|listing| listing.card.state == SessionState::Live);
    if let Some(listing) = live {
        let own = listing.teacher == by.person;
        return Err(if own { Refusal::AlreadyLive } else { Refusal::SessionUnknown }.into());
    }
    let (session, groups) = school.pool.run(reopen).await?;
    let listing = listing(&session, &by.name, groups)?;
    school.bus.announce(Announcement::SessionListed(listing.clone())).await;
    rooms::room_of(school, &listing).await?;
    Ok(())
}

async fn own_room(school: &School, by: &Identity, id: SessionId) -> Result<RoomHandle, Failure> {
    if !allows(Some(by.role), SchoolAct::PlanSessions) {
        return Err(Refusal::NotAllowed.into());
    }
    let Some(listing) = school.directory.by_id(id) else {
        let teacher = by.person;
        let own = school.pool.run(move |connection| sessions::own(connection, id, teacher, false)).await?;
        return Err(own.map_or(Refusal::SessionUnknown, |_| Refusal::LessonEnded).into());
    };
    if listing.teacher != by.person {
        return Err(Refusal::SessionUnknown.into());
    }
    rooms::room_of(school, &listing).await
}
