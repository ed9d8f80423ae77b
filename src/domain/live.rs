//! The live lessons, for administrators: how many people are in each, and how much is queued.

use std::{collections::HashMap, sync::Arc, time::Duration};

use tokio::time::timeout;

use super::{
    School,
    rooms::{self, RoomHandle},
};
pub use crate::cluster::request::{ParticipantAudio, RoomLoad};
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
    room::actor::stats,
    unicode,
};

/// How long rooms and media shards may take to answer. One that does not is shown as silent.
const PATIENCE: Duration = Duration::from_secs(2);

/// A live lesson.
#[derive(Clone, Debug)]
pub struct LiveLesson {
    pub id: SessionId,
    pub title: String,
    pub teacher: String,
    pub since: Option<Time>,
    /// `None` if its room has not answered in time.
    pub room: Option<RoomLoad>,
}

/// All live lessons, the longest first, and how many of their records wait for this node to write them.
pub struct LiveOverview {
    pub lessons: Vec<LiveLesson>,
    pub unwritten: u64,
}

/// # Errors
/// [`Refusal::NotAllowed`]; a database error.
pub async fn all(school: &School, by: &Identity) -> Result<LiveOverview, Failure> {
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
            LiveLesson {
                id,
                title: listing.card.session_title.clone(),
                teacher: listing.card.teacher.clone(),
                since: since.get(&id).copied(),
                room: rooms.get(&id).copied(),
            }
        })
        .collect();
    lessons.sort_by_key(|lesson| (lesson.since, lesson.id));
    Ok(LiveOverview { lessons, unwritten: u64::try_from(school.metrics.waiting_records.get()).unwrap_or(0) })
}

/// The load of each room on this node that answers in time.
pub(super) async fn count(school: &School) -> Vec<RoomLoad> {
    let (rooms, shards) =
        tokio::join!(timeout(PATIENCE, school.rooms.send(CountEach)), timeout(PATIENCE, school.media.stats()));
    let mut peers: HashMap<SessionId, usize> = HashMap::new();
    for peer in shards.unwrap_or_default().iter().flat_map(|shard| &shard.peers) {
        *peers.entry(peer.session).or_default() += 1;
    }
    let counted = rooms.ok().and_then(Result::ok).unwrap_or_default();
    let load = |(session, stats, answered_in)| {
        let peers = peers.get(&session).copied().unwrap_or_default();
        RoomLoad { session, stats, answered_in, peers }
    };
    counted.into_iter().map(load).collect()
}

/// A live lesson, and the quality of each participant's audio: the worst first, then by name.
pub struct LessonAudio {
    pub title: String,
    pub voices: Vec<ParticipantAudio>,
}

/// # Errors
/// [`Refusal::NotAllowed`]; [`Refusal::SessionUnknown`]; [`Refusal::NotLive`]; [`Refusal::Busy`] when its room or a media shard
/// does not answer.
pub async fn sound(school: &School, by: &Identity, id: SessionId) -> Result<LessonAudio, Failure> {
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
        worst.then_with(|| unicode::search_key(&one.name).cmp(&unicode::search_key(&other.name)))
    });
    Ok(LessonAudio { title: listing.card.session_title.clone(), voices })
}

/// The participants of a room on this node who have audio.
///
/// # Errors
/// [`Refusal::Busy`] when the room or a media shard does not answer.
pub(super) async fn voices(school: &School, session: SessionId) -> Result<Vec<ParticipantAudio>, Refusal> {
    let asked = async {
        let room = school.rooms.send(Find(session)).await.ok().flatten()?;
        let (names, shards) = tokio::join!(room.send(stats::SpeakerNames), school.media.stats());
        Some((names.ok()?, shards))
    };
    let (mut names, shards) = timeout(PATIENCE, asked).await.ok().flatten().ok_or(Refusal::Busy)?;
    let peers = shards.into_iter().flat_map(|shard| shard.peers).filter(|peer| peer.session == session);
    Ok(peers.filter_map(|stats| Some(ParticipantAudio { name: names.remove(&stats.peer)?, stats })).collect())
}

/// Ends a lesson as its teacher would: everyone in it is told. The audit trail records who ended it.
///
/// # Errors
/// [`Refusal::NotAllowed`]; [`Refusal::SessionUnknown`], also for a session that has ended; [`Refusal::NotLive`].
pub async fn close(school: &School, by: &Identity, id: SessionId) -> Result<(), Failure> {
    if !allows(Some(by.role), SchoolAct::CloseLessons) {
        return Err(Refusal::NotAllowed.into());
    }
    let listing = live_listing(school, id)?;
    rooms::room_of(school, &listing).await?.end(school, id, by.author(), None).await
}

fn live_listing(school: &School, id: SessionId) -> Result<Arc<Listing>, Refusal> {
    let listing = school.directory.by_id(id).ok_or(Refusal::SessionUnknown)?;
    if listing.card.state == SessionState::Live { Ok(listing) } else { Err(Refusal::NotLive) }
}
