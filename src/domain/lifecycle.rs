//! Starting and ending a lesson from outside its room.

use super::{School, admission};
use crate::{
    access::{Act, Identity, allows},
    cluster::registry::Find,
    db::sessions,
    error::{Failure, Fault, Refusal},
    ids::SessionId,
    room::{
        messages::{Dissolve, Order, Reshape},
        state::Command,
    },
};

/// Starts a planned session: those who wait come in.
///
/// # Errors
/// [`Refusal::SessionUnknown`] for another's, [`Refusal::AlreadyLive`], [`Refusal::LessonEnded`].
pub async fn start(school: &School, by: &Identity, id: SessionId) -> Result<(), Failure> {
    order(school, by, id, Command::Start).await
}

/// Ends a live session for all.
///
/// # Errors
/// [`Refusal::SessionUnknown`] for another's, [`Refusal::NotLive`], [`Refusal::LessonEnded`].
pub async fn end(school: &School, by: &Identity, id: SessionId) -> Result<(), Failure> {
    order(school, by, id, Command::End).await
}

async fn order(school: &School, by: &Identity, id: SessionId, command: Command) -> Result<(), Failure> {
    if !allows(Some(by.role), Act::PlanSessions) {
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
    let room = admission::room_of(school, &listing).await?;
    room.send(Order(command)).await.map_err(|error| Fault::Broken(error.to_string()))??;
    Ok(())
}

/// Tells an open room that its session was edited.
pub async fn reshape(school: &School, id: SessionId) {
    let Some(listing) = school.directory.by_id(id) else { return };
    if let Ok(Some(room)) = school.rooms.send(Find(id)).await {
        room.do_send(Reshape { rules: admission::rules(school, &listing), card: listing.card.clone() });
    }
}

/// Sends away whoever waits for a session that is deleted.
pub async fn dissolve(school: &School, id: SessionId) {
    if let Ok(Some(room)) = school.rooms.send(Find(id)).await {
        room.do_send(Dissolve);
    }
}
