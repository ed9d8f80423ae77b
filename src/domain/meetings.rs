//! Lessons in the words of the video-conferencing design, where they are meetings (docs/adr/0036). A meeting is a lesson that starts
//! at once, and its id is the join code.

use std::{net::IpAddr, sync::Arc};

use chrono_tz::Tz;

use super::{
    School, admission, lifecycle,
    rooms::{self, room_gone},
    sessions::{self, Draft},
};
use crate::{
    access::{Identity, SchoolAct, allows},
    clock,
    cluster::directory::Listing,
    db::showing,
    error::{Failure, Refusal},
    ids::SessionId,
    protocol::{
        roster::SessionState,
        showing::{Showing, ShowingRule},
    },
    room::{RoomActor, actor::stats, messages::Depart},
};

/// A meeting, and how full it is.
#[derive(Clone, Debug)]
pub struct Meeting {
    /// Its join code.
    pub id: String,
    pub users: usize,
    pub capacity: usize,
}

/// Starts a meeting of the caller's own, in which everyone may show a camera and a screen, as in the design.
///
/// # Errors
/// As [`sessions::create`].
pub async fn create(school: &School, by: &Identity, title: Option<String>) -> Result<Meeting, Failure> {
    let draft = sessions::blank(school, by).await?;
    let (starts_at, title) = (clock::now(), title.unwrap_or_else(|| title_at(draft.time_zone)));
    let planned = sessions::create(school, by, Draft { title, starts_at, ..draft }).await?;
    let session = planned.session;
    match sessions::state_of(&session) {
        SessionState::Planned => open_to_all(school, by, session.id).await?,
        // A repeat of the request.
        SessionState::Live => {}
        SessionState::Ended => return Err(Refusal::LessonEnded.into()),
    }
    Ok(Meeting { id: session.code, users: 0, capacity: usize::try_from(session.capacity).unwrap_or_default() })
}

/// Writes who may show what before the room is opened, which reads it, and starts the lesson.
async fn open_to_all(school: &School, by: &Identity, id: SessionId) -> Result<(), Failure> {
    let everyone = ShowingRule::Everyone;
    let rules = Showing { cameras: everyone, screens: everyone, several_screens: false };
    let record = (id, showing::Record::Rules(rules));
    school.pool.run(move |connection| Ok::<_, Failure>(showing::write(connection, vec![record])?)).await?;
    match lifecycle::start(school, by, id).await {
        Err(Failure::Refused(Refusal::AlreadyLive)) => Ok(()),
        started => started,
    }
}

/// The name of a meeting without one.
fn title_at(zone: Tz) -> String {
    format!("Meeting {}", clock::now().with_timezone(&zone).format("%Y-%m-%d %H:%M"))
}

/// Where someone may join a meeting that has room for them.
///
/// # Errors
/// [`Refusal::CodeUnknown`], [`Refusal::LessonEnded`], [`Refusal::TooManyGuesses`]; [`Refusal::RoomFull`];
/// [`Refusal::LessonElsewhere`].
pub async fn find(school: &School, by: &Identity, meeting: &str, address: IpAddr) -> Result<Meeting, Failure> {
    let (listing, room) = room_of(school, by, meeting, address).await?;
    let stats = room.send(stats::GetStats).await.map_err(room_gone)?;
    let capacity = usize::from(listing.capacity);
    // The host always finds a place, and so do those whose place is kept: the room decides about them.
    if stats.seats >= capacity && listing.teacher != by.person {
        return Err(Refusal::RoomFull.into());
    }
    Ok(Meeting { id: listing.card.session_code.0.to_string(), users: stats.seats, capacity })
}

/// The caller leaves a meeting, if they are in it, and frees their place.
///
/// # Errors
/// As [`find`], but for [`Refusal::RoomFull`].
pub async fn leave(school: &School, by: &Identity, meeting: &str, address: IpAddr) -> Result<(), Failure> {
    let (_, room) = room_of(school, by, meeting, address).await?;
    room.send(Depart(by.person)).await.map_err(room_gone)
}

/// The host ends a meeting for everyone.
///
/// # Errors
/// As [`lifecycle::end`], and those of an unknown meeting.
pub async fn end(school: &School, by: &Identity, meeting: &str, address: IpAddr) -> Result<(), Failure> {
    let listing = listing(school, by, meeting, address)?;
    lifecycle::end(school, by, listing.card.id, None).await
}

fn listing(school: &School, by: &Identity, meeting: &str, address: IpAddr) -> Result<Arc<Listing>, Failure> {
    if !allows(Some(by.role), SchoolAct::JoinSessions) {
        return Err(Refusal::NotAllowed.into());
    }
    Ok(admission::find(school, meeting, address, |listing| listing.teacher == by.person)?)
}

async fn room_of(
    school: &School,
    by: &Identity,
    meeting: &str,
    address: IpAddr,
) -> Result<(Arc<Listing>, actix::Addr<RoomActor>), Failure> {
    let listing = listing(school, by, meeting, address)?;
    let room = rooms::room_of(school, &listing).await?.here()?;
    Ok((listing, room))
}
