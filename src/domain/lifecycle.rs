//! Starting and ending a lesson from outside its room.

use actix::Addr;

use super::{School, admission, screen};
use crate::{
    access::{Identity, SchoolAct, allows},
    cluster::registry::Find,
    db::{items, sessions},
    error::{Failure, Fault, Refusal},
    ids::{ExperienceId, SessionId},
    room::{
        RoomActor,
        actor::census,
        messages::{Dissolve, Order, Reshape},
        state::Command,
    },
};

/// Starts a planned session: those who wait come in.
///
/// # Errors
/// [`Refusal::SessionUnknown`] for another's, [`Refusal::AlreadyLive`], [`Refusal::LessonEnded`].
pub async fn start(school: &School, by: &Identity, id: SessionId) -> Result<(), Failure> {
    order(school, by, id, Command::start()).await
}

/// Ends a live session for all.
///
/// # Errors
/// [`Refusal::SessionUnknown`] for another's, [`Refusal::NotLive`], [`Refusal::LessonEnded`].
pub async fn end(school: &School, by: &Identity, id: SessionId) -> Result<(), Failure> {
    order(school, by, id, Command::end()).await
}

async fn order(school: &School, by: &Identity, id: SessionId, command: Command) -> Result<(), Failure> {
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
    let room = admission::room_of(school, &listing).await?;
    carry_out(school, &room, id, Order(command, by.author())).await
}

/// Gives a room an order, and waits until the registry has heard what came of it: who looks again shall find it so.
///
/// # Errors
/// The room's refusal.
pub(super) async fn carry_out(
    school: &School,
    room: &Addr<RoomActor>,
    id: SessionId,
    order: Order,
) -> Result<(), Failure> {
    room.send(order).await.map_err(|error| Fault::Broken(error.to_string()))??;
    // A room that has ended answers nobody any more.
    let _ = room.send(census::Count).await;
    let _ = school.rooms.send(Find(id)).await;
    Ok(())
}

/// Tells an open room that its session was edited.
///
/// # Errors
/// The database's.
pub async fn reshape(school: &School, id: SessionId) -> Result<(), Failure> {
    let Some(listing) = school.directory.by_id(id) else { return Ok(()) };
    if let Ok(Some(room)) = school.rooms.send(Find(id)).await {
        let slides = screen::slides(school, id).await?;
        let rules = admission::rules(school, &listing, slides);
        room.do_send(Reshape { rules, card: listing.card.clone() });
    }
    Ok(())
}

/// As [`reshape`], for several, after what has been done already: one that cannot be told now is told at the next change.
pub async fn reshape_all(school: &School, sessions: impl IntoIterator<Item = SessionId>) {
    for session in sessions {
        if let Err(error) = reshape(school, session).await {
            tracing::warn!(%session, %error, "a room does not know yet what has been changed");
        }
    }
}

/// Tells the open rooms of all lessons that use an experience that it is another.
///
/// # Errors
/// The database's.
pub async fn show_anew(school: &School, id: ExperienceId) -> Result<(), Failure> {
    for session in school.pool.run(move |connection| items::open_with(connection, id)).await? {
        reshape(school, session).await?;
    }
    Ok(())
}

/// Sends away whoever waits for a session that is deleted.
pub async fn dissolve(school: &School, id: SessionId) {
    if let Ok(Some(room)) = school.rooms.send(Find(id)).await {
        room.do_send(Dissolve);
    }
}
