//! How what a room has to say reaches its listeners: each packet numbered and encrypted for each of them, and those for one
//! listener handed to the kernel together.

use std::sync::Arc;

use super::{
    Shard,
    io::{Path, Wire},
    outgoing::{Place, number},
    peer::Peer,
    room::MediaRoomId,
    window::{Batch, Window},
};
use crate::{
    ids::ConnectionId,
    media::{
        stats::Flow,
        transport::{rtp::Header, srtp::Sealer},
    },
};

impl Shard {
    /// Sends what waits in all rooms.
    pub(super) fn flush(&mut self) {
        while let Some(room) = self.due.pop() {
            self.flush_room(room);
        }
    }

    /// Sends what waits in one room. Needed before anything changes that its packets' numbers depend on.
    pub(super) fn flush_room(&mut self, id: MediaRoomId) {
        self.flush_pictures(id);
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

/// What goes to one listener at once, encrypted: handed to the kernel whenever it can take no more with one call.
pub struct Bundle<'a> {
    path: Path,
    wire: &'a mut Wire,
    sealed: &'a mut Vec<u8>,
    singly: &'a mut bool,
    batch: Batch,
}

impl<'a> Bundle<'a> {
    pub fn new(path: Path, wire: &'a mut Wire, sealed: &'a mut Vec<u8>, singly: &'a mut bool) -> Self {
        sealed.clear();
        Self { path, wire, sealed, singly, batch: Batch::default() }
    }

    /// Adds a packet whose header has `head` bytes, as `address` makes it the listener's own, if it says that it is for them.
    pub fn add(
        &mut self,
        packet: &[u8],
        head: usize,
        (sealer, flow): (&mut Sealer, &mut Flow),
        address: impl FnOnce(&mut [u8]) -> bool,
    ) {
        if !self.batch.takes(packet.len(), self.sealed.len()) {
            self.send();
        }
        let start = self.sealed.len();
        self.sealed.extend_from_slice(packet);
        if address(&mut self.sealed[start..]) && sealer.seal(self.sealed, start, head).is_ok() {
            self.batch.add(packet.len(), self.sealed.len());
            flow.count(self.sealed.len() - start);
        } else {
            self.sealed.truncate(start);
        }
    }

    fn send(&mut self) {
        self.wire.send_batch(self.sealed, std::mem::take(&mut self.batch), self.path, self.singly);
        self.sealed.clear();
    }

    pub fn end(mut self) {
        self.send();
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
        let mut bundle = path.map(|path| Bundle::new(path, wire, sealed, singly));
        for (waiting, packet) in window.packets() {
            let spared = &mut spared[waiting.slot];
            if waiting.who == *id {
                spared.pass(waiting.place);
            } else if let (Some(bundle), Some((sealer, _))) = (&mut bundle, keys.as_mut()) {
                bundle.add(packet, waiting.head, (sealer, &mut down.flow), |packet| {
                    number(packet, waiting.place, *spared)
                });
            }
        }
        if let Some(bundle) = bundle {
            bundle.end();
        }
    }
}
