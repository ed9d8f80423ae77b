//! The lessons that are live, as those see them who look after the school: how many people, and what waits where.

use std::{collections::HashMap, time::Duration};

use tokio::time::timeout;

use super::{School, admission, lifecycle};
use crate::{
    access::{Identity, SchoolAct, allows},
    clock::Time,
    cluster::registry::{Census, CountEach, Find},
    db::sessions,
    error::{Failure, Refusal},
    ids::SessionId,
    media::stats::PeerStats,
    protocol::roster::SessionState,
    room::{actor::census, messages::Order, state::Command},
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
    pub room: Option<Figures>,
}

#[derive(Clone, Copy, Debug)]
pub struct Figures {
    pub census: Census,
    /// For how long what is told to the room waits until the room reads it.
    pub answered_in: Duration,
    /// Those who have sound.
    pub peers: usize,
}

/// All that are live, the longest first, and how many records of theirs wait for the database.
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
    let (since, rooms, shards) = tokio::join!(
        school.pool.run(move |connection| sessions::started(connection, &ids)),
        timeout(PATIENCE, school.rooms.send(CountEach)),
        timeout(PATIENCE, school.media.stats()),
    );
    let since = since?;
    let mut peers: HashMap<SessionId, usize> = HashMap::new();
    for peer in shards.unwrap_or_default().iter().flat_map(|shard| &shard.peers) {
        *peers.entry(peer.session).or_default() += 1;
    }
    let counted = rooms.ok().and_then(Result::ok).unwrap_or_default();
    let rooms: HashMap<_, _> = counted.into_iter().map(|(id, census, took)| (id, (census, took))).collect();
    let mut lessons: Vec<_> = listings
        .iter()
        .map(|listing| {
            let id = listing.card.id;
            let figures = |&(census, answered_in): &(Census, Duration)| Figures {
                census,
                answered_in,
                peers: peers.get(&id).copied().unwrap_or_default(),
            };
            Live {
                id,
                title: listing.card.session_title.clone(),
                teacher: listing.card.teacher.clone(),
                since: since.get(&id).copied(),
                room: rooms.get(&id).map(figures),
            }
        })
        .collect();
    lessons.sort_by_key(|lesson| (lesson.since, lesson.id));
    Ok(Overview { lessons, unwritten: u64::try_from(school.metrics.waiting_records.get()).unwrap_or(0) })
}

/// One whose sound passes by this server.
pub struct Voice {
    pub name: String,
    pub stats: PeerStats,
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
    let listing = school.directory.by_id(id).ok_or(Refusal::SessionUnknown)?;
    if listing.card.state != SessionState::Live {
        return Err(Refusal::NotLive.into());
    }
    let asked = async {
        let room = school.rooms.send(Find(id)).await.ok().flatten()?;
        let (names, shards) = tokio::join!(room.send(census::Voices), school.media.stats());
        Some((names.ok()?, shards))
    };
    let (mut names, shards) = timeout(PATIENCE, asked).await.ok().flatten().ok_or(Refusal::Busy)?;
    let peers = shards.into_iter().flat_map(|shard| shard.peers).filter(|peer| peer.session == id);
    let mut voices: Vec<_> =
        peers.filter_map(|stats| Some(Voice { name: names.remove(&stats.peer)?, stats })).collect();
    voices.sort_by(|one, other| {
        let worst = other.stats.quality().cmp(&one.stats.quality());
        worst.then_with(|| one.name.to_lowercase().cmp(&other.name.to_lowercase()))
    });
    Ok(Sound { title: listing.card.session_title.clone(), voices })
}

/// Ends a lesson as its teacher does: everyone in it is told. The audit trail says who it was.
///
/// # Errors
/// [`Refusal::NotAllowed`]; [`Refusal::SessionUnknown`] also for one that has ended; [`Refusal::NotLive`].
pub async fn close(school: &School, by: &Identity, id: SessionId) -> Result<(), Failure> {
    if !allows(Some(by.role), SchoolAct::CloseLessons) {
        return Err(Refusal::NotAllowed.into());
    }
    let listing = school.directory.by_id(id).ok_or(Refusal::SessionUnknown)?;
    if listing.card.state != SessionState::Live {
        return Err(Refusal::NotLive.into());
    }
    let room = admission::room_of(school, &listing).await?;
    lifecycle::carry_out(school, &room, id, Order(Command::end(), by.author())).await
}
