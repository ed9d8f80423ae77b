//! The bounded way out to one connection.
//!
//! A `Participant` runs only while its socket takes what it writes, so that its mailbox is the queue of what is still to be
//! said, and bounded: when a reliable message finds it full, the client is too slow. Poses are beside it, in the `scene`.

use std::sync::{
    Arc,
    atomic::{AtomicBool, AtomicUsize, Ordering},
};

use actix::Addr;
use bytestring::ByteString;

use super::{
    cause::Cause,
    link::ConnectionHandle,
    messages::{Deliver, Seated, Shut, Text, TurnedDown, Watch},
    participant::Participant,
    scene::{Scene, Sight},
};
use crate::{
    error::Refusal,
    ids::ConnectionId,
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
    pub addr: Addr<Participant>,
    pub slots: Arc<Slots>,
    pub socket: Option<ConnectionHandle>,
}

impl Outbox {
    /// The news after `seen`.
    ///
    /// # Errors
    /// [`TooSlow`] when the queue is full.
    pub fn deliver(&self, batch: &Arc<Batch>, seen: u64) -> Result<(), TooSlow> {
        self.slots.await_bytes(batch.bytes_after(seen));
        self.addr.try_send(Deliver { batch: Arc::clone(batch), seen }).map_err(|_| TooSlow)
    }

    /// Lets them see the room, after all that was said before.
    ///
    /// # Errors
    /// [`TooSlow`] when the queue is full.
    pub fn watch(&self, scene: &Arc<Scene>) -> Result<(), TooSlow> {
        self.addr.try_send(Watch(Arc::clone(scene))).map_err(|_| TooSlow)
    }

    /// # Errors
    /// [`TooSlow`] when the queue is full.
    pub fn text(&self, text: ByteString) -> Result<(), TooSlow> {
        self.slots.await_bytes(text.len());
        self.addr.try_send(Text(text)).map_err(|_| TooSlow)
    }

    /// Says that the join has succeeded, and with which reply.
    ///
    /// # Errors
    /// [`TooSlow`] when the queue is full.
    pub fn seat(&self, seated: Seated) -> Result<(), TooSlow> {
        self.addr.try_send(seated).map_err(|_| TooSlow)
    }

    /// Says that the join has failed; the client may try again.
    pub fn turn_down(&self, request: Option<RequestId>, refusal: Refusal) {
        let _ = self.addr.try_send(TurnedDown { request, refusal });
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
        self.addr.do_send(Shut(reason));
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
