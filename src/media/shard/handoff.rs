//! What shards hand to each other. The kernel gives a packet to the shard that its address falls to; that shard hands it to the
//! one on which its sender lives. In a room that spans several shards, audio goes to the home shard, which assigns slots and
//! numbers, and from there to every shard with listeners: once for each shard, however many listeners it has.
//!
//! A shard that does not keep up loses the oldest messages, as a network would. It never blocks another shard, and memory is
//! bounded. Packets of unknown senders wait in a queue of their own: anyone can write another shard's number into a request, and
//! that must not displace packets of known peers.

use std::{
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{
            AtomicBool, AtomicU64,
            Ordering::{Relaxed, SeqCst},
        },
    },
    time::Instant,
};

use crossbeam_queue::ArrayQueue;

use super::{
    Shard, camera::FeedbackRequest, fanout, io::Path, packet_batch::PacketBatch, plan::MediaRoomId,
    view::VideoPacketInfo,
};
use crate::{ids::ConnectionId, media::transport::rtp::Header};

/// How many messages may wait for one shard: 20 ms of a thousand open microphones.
const CAPACITY: usize = 1024;
/// How many packets of senders may wait that claim to belong to the shard but are not known yet. Such senders try again.
const STRANGER_CAPACITY: usize = 64;

/// What the shard that received a packet from the kernel knows about its address.
#[derive(Clone, Copy, Debug)]
pub struct Origin {
    pub shard: usize,
    /// Whether a peer of the shard that it is handed to has used this address before.
    pub known: bool,
    /// Whether another peer used it first.
    pub contested: bool,
}

impl Origin {
    /// A packet that the shard received itself.
    pub fn local(shard: usize) -> Self {
        Self { shard, known: true, contested: false }
    }
}

pub enum ShardMessage {
    /// A packet of a peer of that shard, received by another shard.
    Packet { from: SocketAddr, packet: Box<[u8]>, origin: Origin },
    /// Audio of a peer elsewhere, for a room whose home is the receiving shard.
    Audio { room: MediaRoomId, who: ConnectionId, header: Header, payload: Box<[u8]> },
    /// A batch for the listeners of this group.
    AudioBatch { room: MediaRoomId, group: u64, batch: Arc<PacketBatch<ConnectionId>> },
    /// Video of a peer elsewhere.
    VideoBatch { room: MediaRoomId, from: ConnectionId, batch: Arc<PacketBatch<VideoPacketInfo>> },
    /// Feedback to a peer of that shard that sends video.
    Feedback { to: ConnectionId, request: FeedbackRequest },
}

/// The queues of messages to one shard.
pub struct HandoffQueue {
    queue: ArrayQueue<ShardMessage>,
    strangers: ArrayQueue<ShardMessage>,
    /// Whether the shard waits for packets, so that it would not notice a message.
    idle: AtomicBool,
    /// How many messages were dropped.
    dropped: AtomicU64,
}

impl HandoffQueue {
    pub fn new() -> Self {
        Self {
            queue: ArrayQueue::new(CAPACITY),
            strangers: ArrayQueue::new(STRANGER_CAPACITY),
            idle: AtomicBool::new(false),
            dropped: AtomicU64::new(0),
        }
    }

    pub fn push(&self, message: ShardMessage) {
        if self.queue.force_push(message).is_some() {
            self.dropped.fetch_add(1, Relaxed);
            tracing::debug!("a shard does not keep up with the others: the oldest is lost");
        }
    }

    /// As [`HandoffQueue::push`], for a sender that is not known yet.
    pub fn push_stranger(&self, message: ShardMessage) {
        if self.strangers.push(message).is_err() {
            self.dropped.fetch_add(1, Relaxed);
        }
    }

    pub fn pop(&self) -> Option<ShardMessage> {
        self.queue.pop()
    }

    pub fn pop_stranger(&self) -> Option<ShardMessage> {
        self.strangers.pop()
    }

    /// How many messages wait.
    pub fn queued(&self) -> u64 {
        (self.queue.len() + self.strangers.len()) as u64
    }

    pub fn dropped(&self) -> u64 {
        self.dropped.load(Relaxed)
    }

    /// The shard is about to wait. Returns whether there is nothing to do first.
    pub fn set_idle(&self) -> bool {
        self.idle.store(true, SeqCst);
        self.queue.is_empty() && self.strangers.is_empty()
    }

    pub fn set_awake(&self) {
        self.idle.store(false, SeqCst);
    }

    /// Whether the shard must be woken to notice a message.
    pub fn needs_wake(&self) -> bool {
        self.idle.swap(false, SeqCst)
    }
}

impl Shard {
    /// Gives a message to another shard, which is woken at the end of this pass.
    pub(super) fn hand_off(&mut self, shard: usize, message: ShardMessage) {
        self.shards[shard].push(message);
        self.wake_later(shard);
    }

    /// As [`Shard::hand_off`], for a sender that is not known yet.
    pub(super) fn hand_off_stranger(&mut self, shard: usize, message: ShardMessage) {
        self.shards[shard].handoff.push_stranger(message);
        self.wake_later(shard);
    }

    fn wake_later(&mut self, shard: usize) {
        if !self.to_wake.contains(&shard) {
            self.to_wake.push(shard);
        }
    }

    /// Gives a batch to the other shards with listeners, and wakes them at once.
    pub(super) fn hand_off_batch(
        &mut self,
        room: MediaRoomId,
        group: u64,
        batch: &Arc<PacketBatch<ConnectionId>>,
        to: &[usize],
    ) {
        let here = self.number;
        for shard in to.iter().copied().filter(|shard| *shard != here) {
            self.shards[shard].push(ShardMessage::AudioBatch { room, group, batch: Arc::clone(batch) });
            self.shards[shard].wake_if_idle();
        }
    }

    /// Wakes the shards that were given messages, once each.
    pub(super) fn wake_shards(&mut self) {
        for shard in self.to_wake.drain(..) {
            self.shards[shard].wake_if_idle();
        }
    }

    /// Handles what other shards have handed over.
    pub(super) fn take_handoffs(&mut self, now: Instant) {
        for _ in 0..CAPACITY {
            let Some(message) = self.shards[self.number].pop() else { break };
            self.on_message(message, now);
        }
        for _ in 0..STRANGER_CAPACITY {
            let Some(message) = self.shards[self.number].handoff.pop_stranger() else { break };
            self.on_message(message, now);
        }
    }

    fn on_message(&mut self, message: ShardMessage, now: Instant) {
        match message {
            ShardMessage::Packet { from, mut packet, origin } => {
                self.on_packet(Path::Udp(from), &mut packet, origin, now)
            }
            ShardMessage::VideoBatch { room, from, batch } => self.on_video_batch(room, from, &batch, now),
            ShardMessage::Feedback { to, request } => self.on_feedback_request(to, request, now),
            ShardMessage::Audio { room, who, header, payload } => {
                self.on_audio_packet(room, who, &header, &payload, now)
            }
            ShardMessage::AudioBatch { room, group, batch } => {
                let Some(room) = self.rooms.get_mut(&room) else { return };
                let Some(group) = room.groups.iter_mut().find(|one| one.id == group) else { return };
                group.record(&batch, now);
                fanout::send_to_listeners(
                    &batch,
                    &group.listeners,
                    &mut self.peers,
                    &mut self.sockets,
                    &mut self.sealed,
                );
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::SessionId;

    fn message(group: u64) -> ShardMessage {
        ShardMessage::AudioBatch {
            room: MediaRoomId::fresh(SessionId::fresh()),
            group,
            batch: Arc::new(PacketBatch::default()),
        }
    }

    #[test]
    fn a_full_queue_drops_the_oldest_message() {
        let queue = HandoffQueue::new();
        (0..CAPACITY as u64 + 5).for_each(|number| queue.push(message(number)));
        assert_eq!((queue.queued(), queue.dropped()), (CAPACITY as u64, 5));
        assert!(matches!(queue.pop(), Some(ShardMessage::AudioBatch { group: 5, .. })));
    }

    #[test]
    fn unknown_senders_displace_only_each_other() {
        let queue = HandoffQueue::new();
        (0..CAPACITY as u64).for_each(|number| queue.push(message(number)));
        (0..CAPACITY as u64).for_each(|number| queue.push_stranger(message(number)));
        assert_eq!(queue.queued(), (CAPACITY + STRANGER_CAPACITY) as u64);
        assert!(matches!(queue.pop(), Some(ShardMessage::AudioBatch { group: 0, .. })));
        while queue.pop().is_some() {}
        assert!(!queue.set_idle(), "they are met all the same");
        assert!(matches!(queue.pop_stranger(), Some(ShardMessage::AudioBatch { group: 0, .. })));
    }

    #[test]
    fn only_an_idle_shard_is_woken_and_only_once() {
        let queue = HandoffQueue::new();
        assert!(!queue.needs_wake());
        assert!(queue.set_idle());
        assert!(queue.needs_wake() && !queue.needs_wake());
        queue.push(message(1));
        assert!(!queue.set_idle(), "there is something to do first");
    }
}
