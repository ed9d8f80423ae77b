//! A room as a shard knows it: for each receive format the slots and their streams.

use std::{collections::HashMap, sync::Arc, time::Instant};

use actix::Recipient;

use super::{
    audio_out::AudioOutput, coalescer::AudioActivity, packet_batch::PacketBatch, plan::Plan, video::VideoFeed,
};
use crate::{
    ids::ConnectionId,
    media::{
        messages::ShardEvent,
        slots::{SlotDecision, SpeakerSlots},
        transport::{rtp::Header, sdp::ReceiveFormat},
    },
};

pub struct Room {
    /// The shard that assigns the slots.
    pub home: usize,
    pub first_ssrc: u32,
    pub events: Recipient<ShardEvent>,
    pub plan: Arc<Plan>,
    pub groups: Vec<ListenerGroup>,
    /// By sender.
    pub feeds: HashMap<ConnectionId, VideoFeed>,
    /// When those who have spoken lately were last heard.
    pub spoke_at: HashMap<ConnectionId, Instant>,
}

/// The listeners that share one receive format. They get the same packets, each with their own encryption.
pub struct ListenerGroup {
    pub format: ReceiveFormat,
    pub id: u64,
    pub slots: SpeakerSlots<ConnectionId>,
    pub streams: Vec<AudioOutput<ConnectionId>>,
    /// The listeners on this shard, by their indices among the shard's peers.
    pub listeners: Vec<usize>,
    /// How many listeners the group has on all shards, and which shards these are.
    pub audience: usize,
    pub shards: Vec<usize>,
    /// The packets that wait for the listeners.
    pub batch: PacketBatch<ConnectionId>,
    pub activity: AudioActivity,
}

impl Room {
    pub fn group(&self, format: ReceiveFormat) -> Option<&ListenerGroup> {
        self.groups.iter().find(|group| group.format == format)
    }
}

impl ListenerGroup {
    pub fn new(format: ReceiveFormat, id: u64, first_ssrc: u32) -> Self {
        let stream = |slot: usize| {
            // A low start, so that the sequence number does not wrap within the first packets (RFC 3711, 3.3.1).
            AudioOutput::new(first_ssrc.wrapping_add(slot as u32), rand::random::<u16>() >> 1)
        };
        Self {
            format,
            id,
            slots: SpeakerSlots::new(format.slots),
            streams: (0..format.slots).map(stream).collect(),
            listeners: Vec::new(),
            audience: 0,
            shards: Vec::new(),
            batch: PacketBatch::default(),
            activity: AudioActivity::default(),
        }
    }

    /// The event that says who holds which slot.
    pub fn slots_changed(&self) -> ShardEvent {
        ShardEvent::SlotsChanged { format: self.format, group: self.id, holders: self.slots.holders().to_vec() }
    }

    /// Queues an audio packet for the listeners, unless its sender is not heard. Returns whether a slot has changed hands.
    pub fn forward(&mut self, who: ConnectionId, header: &Header, payload: &[u8], now: Instant) -> bool {
        let (slot, changed) = match self.slots.on_packet(who, header.loudness(), now) {
            SlotDecision::Forward(slot) => (slot, false),
            SlotDecision::Assign(slot) => (slot, true),
            SlotDecision::Suppress(slot) => {
                self.streams[slot].pause();
                return false;
            }
            SlotDecision::Drop => return false,
        };
        let format = (self.format.payload_type, self.format.level_id);
        let start = self.batch.buffer().len();
        if let Some(written) = self.streams[slot].write(who, header, payload, format, now, self.batch.buffer()) {
            self.batch.push(who, slot, written, start);
            self.activity.record(slot);
        }
        changed
    }

    /// Notes packets that the room's home shard wrote.
    pub fn record(&mut self, batch: &PacketBatch<ConnectionId>, now: Instant) {
        for (queued, packet) in batch.packets() {
            self.streams[queued.slot].record(queued.who, queued.position, packet, now);
        }
    }
}
