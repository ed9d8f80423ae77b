//! Sends a room's audio to its listeners: each packet is numbered and encrypted for each listener, and the packets of one
//! listener go to the kernel together.

use std::sync::Arc;

use super::{
    Shard,
    audio_out::{Position, renumber_for},
    io::ShardSockets,
    packet_batch::PacketBatch,
    peer::Peer,
    plan::MediaRoomId,
    send_batch::SendBatch,
};
use crate::{ids::ConnectionId, media::transport::rtp::Header};

impl Shard {
    /// Sends the waiting packets of all rooms.
    pub(super) fn flush(&mut self) {
        while let Some(room) = self.pending_rooms.pop() {
            self.flush_room(room);
        }
    }

    /// Sends the waiting packets of one room. This must happen before anything changes that their numbers depend on.
    pub(super) fn flush_room(&mut self, id: MediaRoomId) {
        self.flush_video(id);
        for at in 0..self.rooms.get(&id).map_or(0, |room| room.groups.len()) {
            let Some(group) = self.rooms.get_mut(&id).map(|room| &mut room.groups[at]) else { return };
            if group.batch.is_empty() {
                continue;
            }
            let mut batch = std::mem::take(&mut group.batch);
            batch.sort();
            let group_id = group.id;
            if group.shards.iter().any(|shard| *shard != self.number) {
                let shards = std::mem::take(&mut group.shards);
                let batch = Arc::new(batch);
                self.hand_off_batch(id, group_id, &batch, &shards);
                let Some(group) = self.rooms.get_mut(&id).map(|room| &mut room.groups[at]) else { return };
                group.shards = shards;
                send_to_listeners(&batch, &group.listeners, &mut self.peers, &mut self.sockets, &mut self.sealed);
            } else {
                send_to_listeners(&batch, &group.listeners, &mut self.peers, &mut self.sockets, &mut self.sealed);
                batch.clear();
                group.batch = batch;
            }
        }
    }

    /// Sends a recent packet again to a listener that missed it.
    pub(super) fn retransmit_audio(&mut self, at: usize, ssrc: u32, sequence: u16) {
        let Self { rooms, peers, sockets, sealed, .. } = self;
        let Some(peer) = peers[at].as_mut() else { return };
        let group = rooms.get(&peer.room).and_then(|room| room.group(peer.negotiated.format?));
        let found = group.and_then(|group| {
            let slot = group.streams.iter().position(|stream| stream.ssrc() == ssrc)?;
            let slot_sequence = peer.skipped[slot].slot_sequence(sequence);
            let (_, packet) = group.streams[slot].sent(slot_sequence).filter(|(who, _)| *who != peer.id)?;
            Some((slot, slot_sequence, packet))
        });
        let (Some((slot, slot_sequence, packet)), Some(path)) = (found, peer.path) else { return };
        let Some((sealer, _)) = peer.keys.as_mut() else { return };
        let header_len = Header::read(packet, None).map_or(0, |header| header.len);
        sealed.clear();
        sealed.extend_from_slice(packet);
        let position = Position { sequence: slot_sequence, advance: 0 };
        if renumber_for(sealed, position, peer.skipped[slot]) && sealer.seal(sealed, 0, header_len).is_ok() {
            peer.retransmits.spend(sealed.len());
            sockets.send(sealed, path);
        }
    }
}

/// Numbers and encrypts the batch for each of these listeners, and sends it.
pub fn send_to_listeners(
    batch: &PacketBatch<ConnectionId>,
    listeners: &[usize],
    peers: &mut [Option<Peer>],
    sockets: &mut ShardSockets,
    sealed: &mut Vec<u8>,
) {
    for listener in listeners {
        let Some(peer) = peers[*listener].as_mut() else { continue };
        let Peer { id, path, keys, skipped, no_gso, down, .. } = peer;
        let mut send_batch = path.map(|path| SendBatch::new(path, sockets, sealed, no_gso));
        for (queued, packet) in batch.packets() {
            let skipped = &mut skipped[queued.slot];
            if queued.who == *id {
                skipped.skip(queued.position);
            } else if let (Some(send_batch), Some((sealer, _))) = (&mut send_batch, keys.as_mut()) {
                send_batch.push(packet, queued.header_len, (sealer, &mut down.traffic), |packet| {
                    renumber_for(packet, queued.position, *skipped)
                });
            }
        }
        if let Some(send_batch) = send_batch {
            send_batch.finish();
        }
    }
}
