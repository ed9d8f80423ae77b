//! The bounded queue of messages to one connection.
//!
//! A `Participant` runs only while its socket accepts output, so its mailbox is the queue, and it is bounded: when a reliable
//! message finds it full, the client is too slow. Poses do not pass through it (`pose_feed`).

use std::sync::{
    Arc,
    atomic::{AtomicBool, AtomicUsize, Ordering},
};

use actix::{Message, Recipient};
use bytestring::ByteString;

use super::{
    connection_handle::ConnectionHandle,
    ink_cell::InkCell,
    pose_feed::{PoseFeed, PoseView},
    wake_reason::WakeReason,
};
use crate::{
    error::Refusal,
    ids::{ConnectionId, ParticipantId},
    protocol::{CloseReason, RequestId},
};

/// How many reliable messages may wait for one connection: some 13 s of news, at one message a tick.
pub const QUEUE: usize = 256;

/// How many bytes may wait for one connection before its further requests for snapshots and pages of chat are refused: these
/// are large, and a client that does not read could ask for many.
const BACKLOG: usize = 256 * 1024;

/// News of one tick, in the order of their numbers, for everyone in the room.
#[derive(Debug)]
pub struct NewsBatch(pub Vec<(u64, ByteString)>);

impl NewsBatch {
    /// The news after `seen`.
    pub fn after(&self, seen: u64) -> impl Iterator<Item = &ByteString> {
        self.0.iter().filter(move |(seq, _)| *seq > seen).map(|(_, text)| text)
    }

    fn bytes_after(&self, seen: u64) -> usize {
        self.after(seen).map(|text| text.len()).sum()
    }
}

/// A message from the room to a connection. It is one type, so that an outbox needs one recipient and its queue has one bound.
#[derive(Message)]
#[rtype(result = "()")]
pub enum Outgoing {
    /// The join has succeeded.
    Seated {
        who: ParticipantId,
        reply: Option<ByteString>,
    },
    /// The join has failed; the client may try again.
    JoinRefused {
        request: Option<RequestId>,
        refusal: Refusal,
    },
    Text(ByteString),
    /// The news of a tick, after the number `seen`.
    News {
        batch: Arc<NewsBatch>,
        seen: u64,
    },
    /// The participant is in the room: the connection sends its poses from now on.
    WatchPoses(Arc<PoseFeed>),
    Close(CloseReason),
}

/// What a connection's actor, its output and the room share.
#[derive(Debug, Default)]
pub struct ConnectionShared {
    pub poses: PoseView,
    /// What the participant draws at this moment.
    pub ink: InkCell,
    pub wake: Arc<WakeReason>,
    /// The room has given this connection up because the client does not read.
    too_slow: AtomicBool,
    /// The close frame is queued: nothing may follow it.
    closed: AtomicBool,
    /// How many bytes of text are queued and have not left yet, without the heads of frames.
    waiting: AtomicUsize,
}

impl ConnectionShared {
    pub fn is_too_slow(&self) -> bool {
        self.too_slow.load(Ordering::Acquire)
    }

    pub fn close(&self) {
        self.closed.store(true, Ordering::Release);
    }

    pub fn is_closed(&self) -> bool {
        self.closed.load(Ordering::Acquire)
    }

    fn add_waiting(&self, bytes: usize) {
        self.waiting.fetch_add(bytes, Ordering::Relaxed);
    }

    /// So many bytes have left for the socket, the heads of frames included.
    pub fn sent(&self, bytes: usize) {
        let less = |waiting: usize| Some(waiting.saturating_sub(bytes));
        let _ = self.waiting.fetch_update(Ordering::Relaxed, Ordering::Relaxed, less);
    }
}

/// The client did not read fast enough.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TooSlow;

#[derive(Clone)]
pub struct Outbox {
    pub connection: ConnectionId,
    pub connection_actor: Recipient<Outgoing>,
    pub shared: Arc<ConnectionShared>,
    pub socket: Option<ConnectionHandle>,
}

impl Outbox {
    fn send(&self, message: Outgoing) -> Result<(), TooSlow> {
        self.connection_actor.try_send(message).map_err(|_| TooSlow)
    }

    /// The news after `seen`.
    ///
    /// # Errors
    /// [`TooSlow`] when the queue is full.
    pub fn deliver(&self, batch: &Arc<NewsBatch>, seen: u64) -> Result<(), TooSlow> {
        self.shared.add_waiting(batch.bytes_after(seen));
        self.send(Outgoing::News { batch: Arc::clone(batch), seen })
    }

    /// Subscribes the connection to the room's poses, after all messages before.
    ///
    /// # Errors
    /// [`TooSlow`] when the queue is full.
    pub fn watch_poses(&self, feed: &Arc<PoseFeed>) -> Result<(), TooSlow> {
        self.send(Outgoing::WatchPoses(Arc::clone(feed)))
    }

    /// # Errors
    /// [`TooSlow`] when the queue is full.
    pub fn text(&self, text: ByteString) -> Result<(), TooSlow> {
        self.shared.add_waiting(text.len());
        self.send(Outgoing::Text(text))
    }

    /// Confirms the join, with its reply.
    ///
    /// # Errors
    /// [`TooSlow`] when the queue is full.
    pub fn seat(&self, who: ParticipantId, reply: Option<ByteString>) -> Result<(), TooSlow> {
        self.send(Outgoing::Seated { who, reply })
    }

    /// Refuses the join.
    pub fn refuse_join(&self, request: Option<RequestId>, refusal: Refusal) {
        let _ = self.send(Outgoing::JoinRefused { request, refusal });
    }

    /// Whether the client should read what waits before it asks for more.
    pub fn is_backlogged(&self) -> bool {
        self.waiting() > BACKLOG
    }

    /// How many bytes wait to be read.
    pub fn waiting(&self) -> usize {
        self.shared.waiting.load(Ordering::Relaxed)
    }

    /// Closes the connection after all messages before. A client that does not read never gets there: see [`Outbox::give_up`].
    pub fn close(&self, reason: CloseReason) {
        self.connection_actor.do_send(Outgoing::Close(reason));
    }

    /// Gives a slow client up: if it reads again, the next thing it gets is the reason.
    pub fn give_up(&self) {
        self.shared.too_slow.store(true, Ordering::Release);
    }

    /// Cuts the socket of a client that does not even read the close frame.
    pub fn sever(&self) {
        if let Some(socket) = &self.socket {
            socket.sever();
        }
    }
}
