//! The rooms of sessions: where they are, how they are opened, and how the school talks to them.

use std::sync::Arc;

use actix::{Addr, MailboxError};

use super::{School, slides};
use crate::{
    access::Author,
    cluster::{
        Announcement, Answer, Request,
        directory::Listing,
        registry::{Find, FindOwner, Locate, Location, Open, OpeningPermit},
    },
    db::rooms,
    error::{Failure, Fault, Refusal},
    ids::{NodeId, SessionId},
    protocol::{roster::SessionState, screen::ScreenItem},
    room::{
        RoomActor, RoomState,
        actor::stats,
        messages::Order,
        state::{Command, Member, Rules},
    },
};

/// A room on this node or on another.
pub enum RoomHandle {
    Here(Addr<RoomActor>),
    At(NodeId),
}

impl RoomHandle {
    /// The room, for connections that this node serves.
    ///
    /// # Errors
    /// [`Refusal::LessonElsewhere`].
    pub fn here(self) -> Result<Addr<RoomActor>, Refusal> {
        match self {
            Self::Here(room) => Ok(room),
            Self::At(_) => Err(Refusal::LessonElsewhere),
        }
    }

    /// Starts the lesson. Returns once that is written and every node knows it.
    ///
    /// # Errors
    /// The room's refusal; [`Refusal::Busy`] when its node does not answer.
    pub async fn start(self, school: &School, session: SessionId, by: Author) -> Result<(), Failure> {
        match self {
            Self::Here(room) => command(school, &room, session, Order(Command::start(), by)).await,
            Self::At(node) => ask(school, node, Request::Start { session, by }).await,
        }
    }

    /// Ends the lesson for everyone in it. Returns once that is written and every node knows it. Without a choice, the lesson's own
    /// setting says whether chat and answers are kept.
    ///
    /// # Errors
    /// As [`RoomHandle::start`].
    pub async fn end(
        self,
        school: &School,
        session: SessionId,
        by: Author,
        keep_chat: Option<bool>,
    ) -> Result<(), Failure> {
        match self {
            Self::Here(room) => command(school, &room, session, Order(Command::end(keep_chat), by)).await,
            Self::At(node) => ask(school, node, Request::End { session, by, keep_chat }).await,
        }
    }
}

async fn ask(school: &School, node: NodeId, request: Request) -> Result<(), Failure> {
    match school.bus.request(node, request).await? {
        Answer::Done => Ok(()),
        answer => Err(Fault::Broken(format!("a node answered {answer:?}")).into()),
    }
}

async fn command(school: &School, room: &Addr<RoomActor>, session: SessionId, order: Order) -> Result<(), Failure> {
    room.send(order).await.map_err(room_gone)??;
    // After these answers, every node knows what the room told the registry and the registry announced. A room that has ended
    // does not answer any more.
    let _ = room.send(stats::GetStats).await;
    let _ = school.rooms.send(Find(session)).await;
    school.bus.settled().await;
    Ok(())
}

/// The room of a session. This node opens it if no node has it.
///
/// # Errors
/// [`Refusal::LessonEnded`], [`Refusal::SessionUnknown`], or a database error.
pub async fn room_of(school: &School, listing: &Listing) -> Result<RoomHandle, Failure> {
    let session = listing.card.id;
    loop {
        match school.rooms.send(Locate(session)).await.map_err(room_gone)? {
            Location::Here(room) => return Ok(RoomHandle::Here(room)),
            Location::At(node) => return Ok(RoomHandle::At(node)),
            Location::ToBeOpened(permit) => return open(school, listing, permit).await,
            Location::BeingOpened(over) => {
                // It also completes when the other caller has failed to open the room: then this caller tries.
                let _ = over.await;
            }
        }
    }
}

/// Opens a room, unless another node was faster. The room's rows are read only once: a second reading would end the attendances
/// that the first has begun.
async fn open(school: &School, listing: &Listing, permit: OpeningPermit) -> Result<RoomHandle, Failure> {
    let session = listing.card.id;
    school.bus.announce(Announcement::RoomWanted { session, node: school.node }).await;
    match school.rooms.send(FindOwner(session)).await.map_err(room_gone)? {
        Some(owner) if owner == school.node => {}
        Some(other) => return Ok(RoomHandle::At(other)),
        // The announcement has not come back in time.
        None => return Err(Refusal::Busy.into()),
    }
    let saved = school.pool.run(move |connection| rooms::load(connection, session)).await?;
    let rooms::StoredRoom { state, started_at, participants, records } = saved.ok_or(Refusal::SessionUnknown)?;
    let phase = SessionState::parse(&state).ok_or_else(|| Fault::Broken(format!("session {session}: {state}")))?;
    if phase == SessionState::Ended {
        return Err(Refusal::LessonEnded.into());
    }
    let members = participants.into_iter().map(Member::restore).collect::<Result<Vec<_>, Fault>>()?;
    let slides = slides::of(school, session).await?;
    let state = RoomState::restore(rules(school, listing, slides), phase, members, records).since(started_at);
    let state = Box::new(state);
    let mut card = listing.card.clone();
    card.state = phase;
    card.started_at = started_at;
    let room = school.rooms.send(Open { state, card }).await.map_err(room_gone)?;
    drop(permit);
    Ok(RoomHandle::Here(room))
}

/// Opens the rooms of all live lessons that no other node has, after a crash or a restart: people find them again, and those to
/// which nobody returns end by themselves.
///
/// # Errors
/// A database error.
pub async fn reopen(school: &School) -> Result<usize, Failure> {
    let live = school.directory.live();
    for listing in &live {
        room_of(school, listing).await?;
    }
    Ok(live.len())
}

/// The rules of a session for its room.
pub(super) fn rules(school: &School, listing: &Listing, slides: Arc<[ScreenItem]>) -> Rules {
    Rules {
        slides,
        teacher: listing.teacher,
        capacity: usize::from(listing.capacity),
        guests_allowed: listing.card.guests_allowed,
        waiting_room: listing.card.waiting_room,
        keep_chat: listing.keeps_chat,
        grace: school.settings.seat_grace,
        empty_after: school.empty_room().filter(|_| school.endless.get() != Some(&listing.card.id)),
    }
}

pub(super) fn room_gone(error: MailboxError) -> Failure {
    Fault::Broken(format!("an actor does not answer: {error}")).into()
}
