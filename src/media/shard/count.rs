//! What a shard tells of itself and its peers when it is asked. Nothing is added up while packets pass.

use super::{Shard, io::Path, peer::Peer};
use crate::{
    media::stats::{Flow, PeerStats, ShardStats},
    protocol::rtc::Way,
};

/// What those had who are gone.
#[derive(Debug, Default)]
pub struct Past {
    up: Flow,
    down: Flow,
    /// Packets that were none, or forged, or came twice.
    pub refused: u64,
}

impl Past {
    pub fn add(&mut self, peer: &Peer) {
        self.up.add(peer.up.flow);
        self.down.add(peer.down.flow);
    }
}

impl Shard {
    pub(super) fn count(&self) -> ShardStats {
        let mut stats = ShardStats {
            peers: Vec::with_capacity(self.by_id.len()),
            up: self.past.up,
            down: self.past.down,
            refused: self.past.refused,
            waiting: self.lines[self.number].crossing.waiting(),
            overrun: self.lines[self.number].crossing.overrun(),
        };
        for peer in self.peers.iter().flatten() {
            stats.up.add(peer.up.flow);
            stats.down.add(peer.down.flow);
            let from = peer.path.map(|path| match path {
                Path::Udp(from) => (from, Way::Udp),
                Path::Tcp { from, .. } => (from, Way::Tcp),
            });
            stats.peers.push(PeerStats {
                peer: peer.id,
                session: peer.room.session,
                from,
                up: peer.up,
                down: peer.down,
                round_trip: peer.round_trip,
            });
        }
        stats
    }
}
