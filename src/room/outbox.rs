//! The bounded way out to one connection.
//!
//! A `Participant` runs only while its socket takes what it writes, so that its mailbox is the queue of what is still to be
//! said, and bounded: when a reliable message finds it full, the client is too slow. Poses are beside it, in the `scene`.

use std::sync::{
    Arc,
    atomic::{AtomicBool, AtomicUsize, Ordering},
};

use actix::{Message, Recipient};
use bytestring::ByteString;

use super::{
    cause::Cause,
    link::ConnectionHandle,
    scene::{Scene, Sight},
};
use crate::{
    error::Refusal,
    ids::{ConnectionId, ParticipantId},
    protocol::{CloseReason, RequestId},
};

/// How many reliable messages may wait for one connection: some 13 s of news that comes with every tick.
pub const QUEUE: usize = 256;

/// How many bytes may wait for one connection before it is told to ask for no more: whole rooms and pages of the chat are
/// large, and one who does not read could ask for many.
const LADEN: usize = 256 * 1024;

/// News of one tick, in the order of their numbers, for everyone in the room.
#[derive(Debug)]
pub struct Batch(pub Vec<(u64, ByteString)>);

impl Batch {
    /// The news after `seen`.
    pub fn after(&self, seen: u64) -> impl Iterator<Item = &ByteString> {
        self.0.iter().filter(move |(seq, _)| *seq > seen).map(|(_, text)| text)
    }

    fn bytes_after(&self, seen: u64) -> usize {
        self.after(seen).map(|text| text.len()).sum()
    }
}

/// What the room tells a connection. It is one type, so that an outbox needs one recipient and its queue has one bound.
#[derive(Message)]
#[rtype(result = "()")]
pub enum Outgoing {
    /// The join has succeeded: who they are, and the reply.
    Seated {
        who: ParticipantId,
        reply: Option<ByteString>,
    },
    /// The join has failed.
    TurnedDown {
        request: Option<RequestId>,
        refusal: Refusal,
    },
    Text(ByteString),
    /// The news of a tick, after the number `seen`.
    News {
        batch: Arc<Batch>,
        seen: u64,
    },
    /// They are in the room: they see it from now on.
    Watch(Arc<Scene>),
    Close(CloseReason),
}

/// What a connection's actor and the room's share.
#[derive(Debug, Default)]
pub struct Slots {
    pub sight: Sight,
    pub cause: Arc<Cause>,
    /// Set when the connection was given up for being slow.
    doomed: AtomicBool,
    /// Set once the close frame is on its way: nothing may follow it.
    closed: AtomicBool,
    /// How many bytes of text were given to the connection and have not left it yet, heads of frames apart.
    waiting: AtomicUsize,
}

impl Slots {
    pub fn is_doomed(&self) -> bool {
        self.doomed.load(Ordering::Acquire)
    }

    pub fn close(&self) {
        self.closed.store(true, Ordering::Release);
    }

    pub fn is_closed(&self) -> bool {
        self.closed.load(Ordering::Acquire)
    }

    fn await_bytes(&self, bytes: usize) {
        self.waiting.fetch_add(bytes, Ordering::Relaxed);
    }

    /// So many bytes have left for the socket. There are a few more of them than were waited for.
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
    pub slots: Arc<Slots>,
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
    pub fn deliver(&self, batch: &Arc<Batch>, seen: u64) -> Result<(), TooSlow> {
        self.slots.await_bytes(batch.bytes_after(seen));
        self.send(Outgoing::News { batch: Arc::clone(batch), seen })
    }

    /// Lets them see the room, after all that was said before.
    ///
    /// # Errors
    /// [`TooSlow`] when the queue is full.
    pub fn watch(&self, scene: &Arc<Scene>) -> Result<(), TooSlow> {
        self.send(Outgoing::Watch(Arc::clone(scene)))
    }

    /// # Errors
    /// [`TooSlow`] when the queue is full.
    pub fn text(&self, text: ByteString) -> Result<(), TooSlow> {
        self.slots.await_bytes(text.len());
        self.send(Outgoing::Text(text))
    }

    /// Says that the join has succeeded, and with which reply.
    ///
    /// # Errors
    /// [`TooSlow`] when the queue is full.
    pub fn seat(&self, who: ParticipantId, reply: Option<ByteString>) -> Result<(), TooSlow> {
        self.send(Outgoing::Seated { who, reply })
    }

    /// Says that the join has failed; the client may try again.
    pub fn turn_down(&self, request: Option<RequestId>, refusal: Refusal) {
        let _ = self.send(Outgoing::TurnedDown { request, refusal });
    }

    /// Whether so much waits for the connection that it should read before it asks for more.
    pub fn is_laden(&self) -> bool {
        self.waiting() > LADEN
    }

    /// How many bytes wait to be read.
    pub fn waiting(&self) -> usize {
        self.slots.waiting.load(Ordering::Relaxed)
    }

    /// Closes after all that was said before. One who does not read will not hear it: see [`Outbox::doom`].
    pub fn close(&self, reason: CloseReason) {
        self.connection_actor.do_send(Outgoing::Close(reason));
    }

    /// Gives a slow client up: if it reads again, the first thing it hears is why.
    pub fn doom(&self) {
        self.slots.doomed.store(true, Ordering::Release);
    }

    /// Cuts the socket, for one that does not even read why it is closed.
    pub fn sever(&self) {
        if let Some(socket) = &self.socket {
            socket.sever();
        }
    }
}
