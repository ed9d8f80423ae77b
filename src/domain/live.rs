//! The lessons that are live, as those see them who look after the school: how many people, and what waits where.

use std::{collections::HashMap, sync::Arc, time::Duration};

use tokio::time::timeout;

use super::{
    School,
    rooms::{self, RoomHandle},
};
pub use crate::cluster::request::{RoomLoad, Voice};
use crate::{
    access::{Identity, SchoolAct, allows},
    clock::Time,
    cluster::{
        Answer, Request,
        directory::Listing,
        registry::{CountEach, Find},
    },
    db::sessions,
    error::{Failure, Fault, Refusal},
    ids::SessionId,
    protocol::roster::SessionState,
    room::actor::census,
};

/// How long rooms and the threads for sound may take to say how they are. Whoever does not is told as silent.
const PATIENCE: Duration = Duration::from_secs(2);

/// A lesson that is live.
#[derive(Clone, Debug)]
pub struct Live {
    pub id: SessionId,
    pub title: String,
    pub teacher: String,
    pub since: Option<Time>,
    /// `None`: its room has not answered in time.
    pub room: Option<RoomLoad>,
}

/// All that are live, the longest first, and how many records of theirs wait for this node to write them.
pub struct Overview {
    pub lessons: Vec<Live>,
    pub unwritten: u64,
}

/// # Errors
/// [`Refusal::NotAllowed`]; the database's.
pub async fn all(school: &School, by: &Identity) -> Result<Overview, Failure> {
    if !allows(Some(by.role), SchoolAct::SeeLive) {
        return Err(Refusal::NotAllowed.into());
    }
    let listings = school.directory.live();
    let ids: Vec<_> = listings.iter().map(|listing| listing.card.id).collect();
    let (since, answers) = tokio::join!(
        school.pool.run(move |connection| sessions::started(connection, &ids)),
        school.bus.request_all(Request::Count),
    );
    let since = since?;
    let counted = answers.into_iter().filter_map(|answer| match answer {
        Ok(Answer::Counted(rooms)) => Some(rooms),
        _ => None,
    });
    let rooms: HashMap<_, _> = counted.flatten().map(|room| (room.session, room)).collect();
    let mut lessons: Vec<_> = listings
        .iter()
        .map(|listing| {
            let id = listing.card.id;
            Live {
                id,
                title: listing.card.session_title.clone(),
                teacher: listing.card.teacher.clone(),
                since: since.get(&id).copied(),
                room: rooms.get(&id).copied(),
            }
        })
        .collect();
    lessons.sort_by_key(|lesson| (lesson.since, lesson.id));
    Ok(Overview { lessons, unwritten: u64::try_from(school.metrics.waiting_records.get()).unwrap_or(0) })
}

/// What goes on in each room of this node, as far as it is known in time.
pub(super) async fn count(school: &School) -> Vec<RoomLoad> {
    let (rooms, shards) =
        tokio::join!(timeout(PATIENCE, school.rooms.send(CountEach)), timeout(PATIENCE, school.media.stats()));
    let mut peers: HashMap<SessionId, usize> = HashMap::new();
    for peer in shards.unwrap_or_default().iter().flat_map(|shard| &shard.peers) {
        *peers.entry(peer.session).or_default() += 1;
    }
    let counted = rooms.ok().and_then(Result::ok).unwrap_or_default();
    let load = |(session, census, answered_in)| {
        let peers = peers.get(&session).copied().unwrap_or_default();
        RoomLoad { session, census, answered_in, peers }
    };
    counted.into_iter().map(load).collect()
}

/// A lesson that is live, and how the sound of each in it travels: the worst first, then by name.
pub struct Sound {
    pub title: String,
    pub voices: Vec<Voice>,
}

/// # Errors
/// [`Refusal::NotAllowed`]; [`Refusal::SessionUnknown`]; [`Refusal::NotLive`]; [`Refusal::Busy`] when its room or a thread for
/// sound does not answer.
pub async fn sound(school: &School, by: &Identity, id: SessionId) -> Result<Sound, Failure> {
    if !allows(Some(by.role), SchoolAct::SeeLive) {
        return Err(Refusal::NotAllowed.into());
    }
    let listing = live_listing(school, id)?;
    let mut voices = match rooms::room_of(school, &listing).await? {
        RoomHandle::Here(_) => voices(school, id).await?,
        RoomHandle::At(node) => match school.bus.request(node, Request::Sound { session: id }).await? {
            Answer::Sound(voices) => voices,
            answer => return Err(Fault::Broken(format!("a node answered {answer:?}")).into()),
        },
    };
    voices.sort_by(|one, other| {
        let worst = other.stats.quality().cmp(&one.stats.quality());
        worst.then_with(|| one.name.to_lowercase().cmp(&other.name.to_lowercase()))
    });
    Ok(Sound { title: listing.card.session_title.clone(), voices })
}

/// Those who have sound in a room of this node.
///
/// # Errors
/// [`Refusal::Busy`] when the room or a thread for sound does not answer.
pub(super) async fn voices(school: &School, session: SessionId) -> Result<Vec<Voice>, Refusal> {
    let asked = async {
        let room = school.rooms.send(Find(session)).await.ok().flatten()?;
        let (names, shards) = tokio::join!(room.send(census::Voices), school.media.stats());
        Some((names.ok()?, shards))
    };
    let (mut names, shards) = timeout(PATIENCE, asked).await.ok().flatten().ok_or(Refusal::Busy)?;
    let peers = shards.into_iter().flat_map(|shard| shard.peers).filter(|peer| peer.session == session);
    Ok(peers.filter_map(|stats| Some(Voice { name: names.remove(&stats.peer)?, stats })).collect())
}

/// Ends a lesson as its teacher does: everyone in it is told. The audit trail says who it was.
///
/// # Errors
/// [`Refusal::NotAllowed`]; [`Refusal::SessionUnknown`] also for one that has ended; [`Refusal::NotLive`].
pub async fn close(school: &School, by: &Identity, id: SessionId) -> Result<(), Failure> {
    if !allows(Some(by.role), SchoolAct::CloseLessons) {
        return Err(Refusal::NotAllowed.into());
    }
    let listing = live_listing(school, id)?;
    rooms::room_of(school, &listing).await?.end(school, id, by.author()).await
}

fn live_listing(school: &School, id: SessionId) -> Result<Arc<Listing>, Refusal> {
    let listing = school.directory.by_id(id).ok_or(Refusal::SessionUnknown)?;
    if listing.card.state == SessionState::Live { Ok(listing) } else { Err(Refusal::NotLive) }
}
