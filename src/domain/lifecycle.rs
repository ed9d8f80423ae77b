//! Starts and ends a lesson from outside its room.

use super::{
    School,
    rooms::{self, RoomHandle},
};
use crate::{
    access::{Identity, SchoolAct, allows},
    db::sessions,
    error::{Failure, Refusal},
    ids::SessionId,
};

/// Starts a planned session: everyone who waits is let in.
///
/// # Errors
/// [`Refusal::SessionUnknown`], also for a session of another teacher; [`Refusal::AlreadyLive`], [`Refusal::LessonEnded`].
pub async fn start(school: &School, by: &Identity, id: SessionId) -> Result<(), Failure> {
    own_room(school, by, id).await?.start(school, id, by.author()).await
}

/// Ends a live session for everyone.
///
/// # Errors
/// [`Refusal::SessionUnknown`], also for a session of another teacher; [`Refusal::NotLive`], [`Refusal::LessonEnded`].
pub async fn end(school: &School, by: &Identity, id: SessionId) -> Result<(), Failure> {
    own_room(school, by, id).await?.end(school, id, by.author()).await
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
