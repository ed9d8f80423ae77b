//! How what a room has to say reaches its listeners: each packet numbered and encrypted for each of them, and those for one
//! listener handed to the kernel together.

use std::sync::Arc;

use super::{
    Shard,
    io::Wire,
    outgoing::{Place, number},
    peer::Peer,
    window::{Batch, Window},
};
use crate::{
    ids::{ConnectionId, SessionId},
    media::transport::rtp::Header,
};

impl Shard {
    /// Sends what waits in all rooms.
    pub(super) fn flush(&mut self) {
        while let Some(room) = self.due.pop() {
            self.flush_room(room);
        }
    }

    /// Sends what waits in one room. Needed before anything changes that its packets' numbers depend on.
    pub(super) fn flush_room(&mut self, id: SessionId) {
        for at in 0..self.rooms.get(&id).map_or(0, |room| room.groups.len()) {
            let Some(group) = self.rooms.get_mut(&id).map(|room| &mut room.groups[at]) else { return };
            if group.window.is_empty() {
                continue;
            }
            let mut window = std::mem::take(&mut group.window);
            window.sort();
            let number = group.number;
            if group.shards.iter().any(|shard| *shard != self.number) {
                let shards = std::mem::take(&mut group.shards);
                let window = Arc::new(window);
                self.hand_out(id, number, &window, &shards);
                let Some(group) = self.rooms.get_mut(&id).map(|room| &mut room.groups[at]) else { return };
                group.shards = shards;
                send(&window, &group.listeners, &mut self.peers, &mut self.wire, &mut self.sealed);
            } else {
                send(&window, &group.listeners, &mut self.peers, &mut self.wire, &mut self.sealed);
                window.clear();
                group.window = window;
            }
        }
    }

    /// Sends the packet once more that a listener has missed, if it was sent lately.
    pub(super) fn send_again(&mut self, at: usize, ssrc: u32, sequence: u16) {
        let Self { rooms, peers, wire, sealed, .. } = self;
        let Some(peer) = peers[at].as_mut() else { return };
        let group = rooms.get(&peer.room).and_then(|room| room.group(peer.terms.form?));
        let found = group.and_then(|group| {
            let slot = group.streams.iter().position(|stream| stream.ssrc() == ssrc)?;
            let ours = peer.spared[slot].ours(sequence);
            let (_, packet) = group.streams[slot].recall(ours).filter(|(who, _)| *who != peer.id)?;
            Some((slot, ours, packet))
        });
        let (Some((slot, ours, packet)), Some(path)) = (found, peer.path) else { return };
        let Some((sealer, _)) = peer.keys.as_mut() else { return };
        let head = Header::read(packet, None).map_or(0, |header| header.len);
        sealed.clear();
        sealed.extend_from_slice(packet);
        let place = Place { sequence: ours, advance: 0 };
        if number(sealed, place, peer.spared[slot]) && sealer.seal(sealed, 0, head).is_ok() {
            wire.send(sealed, path);
        }
    }
}

/// Numbers and encrypts what is in the window for each of those listeners, and sends it.
pub fn send(
    window: &Window<ConnectionId>,
    listeners: &[usize],
    peers: &mut [Option<Peer>],
    wire: &mut Wire,
    sealed: &mut Vec<u8>,
) {
    for listener in listeners {
        let Some(peer) = peers[*listener].as_mut() else { continue };
        let Peer { id, path, keys, spared, singly, down, .. } = peer;
        let mut batch = Batch::default();
        sealed.clear();
        for (waiting, packet) in window.packets() {
            if waiting.who == *id {
                spared[waiting.slot].pass(waiting.place);
                continue;
            }
            let (Some(path), Some((sealer, _))) = (*path, keys.as_mut()) else { continue };
            if !batch.takes(packet.len(), sealed.len()) {
                wire.send_batch(sealed, std::mem::take(&mut batch), path, singly);
                sealed.clear();
            }
            let start = sealed.len();
            sealed.extend_from_slice(packet);
            if number(&mut sealed[start..], waiting.place, spared[waiting.slot])
                && sealer.seal(sealed, start, waiting.head).is_ok()
            {
                batch.add(packet.len(), sealed.len());
                down.flow.count(sealed.len() - start);
            } else {
                sealed.truncate(start);
            }
        }
        if let Some(path) = *path {
            wire.send_batch(sealed, batch, path, singly);
        }
    }
}
