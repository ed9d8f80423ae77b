//! The plan that a forwarder gives to the shards: which participants hear and see which others.

use std::{
    collections::HashSet,
    sync::atomic::{AtomicU64, Ordering},
};

use crate::{
    ids::{ConnectionId, SessionId},
    media::transport::sdp::ReceiveFormat,
};

/// A forwarder's room on the shards. When a session is opened again, its new forwarder gets a new id, so that the previous
/// forwarder, which may stop late, closes only its own room.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct MediaRoomId {
    pub session: SessionId,
    generation: u64,
}

impl MediaRoomId {
    pub fn fresh(session: SessionId) -> Self {
        static NEXT: AtomicU64 = AtomicU64::new(1);
        Self { session, generation: NEXT.fetch_add(1, Ordering::Relaxed) }
    }
}

/// Which participants hear and see which others. A plan is never changed, only replaced.
#[derive(Debug, Default)]
pub struct Plan {
    pub speakers: HashSet<ConnectionId>,
    pub audiences: Vec<Audience>,
    pub videos: Vec<WatchedVideo>,
}

/// The listeners that share one receive format.
#[derive(Debug)]
pub struct Audience {
    pub format: ReceiveFormat,
    /// An id that is never reused: packets of an earlier group with the same format do not go to this one.
    pub group: u64,
    pub listeners: Vec<ConnectionId>,
    /// The shards on which the listeners live.
    pub shards: Vec<usize>,
}

/// The video of one sender, and who watches it.
#[derive(Debug)]
pub struct WatchedVideo {
    pub from: ConnectionId,
    /// The shard of the sender, and the shards of the watchers.
    pub home: usize,
    pub shards: Vec<usize>,
    pub watchers: Vec<Watcher>,
    /// Whether it is a screen, which comes before all cameras on a narrow line.
    pub is_screen: bool,
}

/// A watcher: in which of its views it sees the sender, and which encoding it prefers, 0 for the best.
#[derive(Debug)]
pub struct Watcher {
    pub listener: ConnectionId,
    pub view: usize,
    pub preferred: u8,
    /// Whether the teacher or the watcher has pinned the sender.
    pub is_pinned: bool,
}
