//! A shard's statistics, gathered when they are asked for. Nothing is summed up for each packet.

use super::{Shard, io::Path, peer::Peer};
use crate::{
    media::stats::{PeerStats, ShardStats, Traffic},
    protocol::rtc::Transport,
};

/// The totals of peers that are gone.
#[derive(Debug, Default)]
pub struct RemovedPeers {
    up: Traffic,
    down: Traffic,
    /// Packets that were malformed, forged or repeated.
    pub refused: u64,
}

impl RemovedPeers {
    pub fn add(&mut self, peer: &Peer) {
        self.up.add(peer.up.traffic);
        self.down.add(peer.down.traffic);
    }
}

impl Shard {
    pub(super) fn stats(&self) -> ShardStats {
        let mut stats = ShardStats {
            peers: Vec::with_capacity(self.by_id.len()),
            up: self.removed.up,
            down: self.removed.down,
            refused: self.removed.refused,
            queued: self.shards[self.number].handoff.queued(),
            dropped: self.shards[self.number].handoff.dropped(),
        };
        for peer in self.peers.iter().flatten() {
            stats.up.add(peer.up.traffic);
            stats.down.add(peer.down.traffic);
            let from = peer.path.map(|path| match path {
                Path::Udp(from) => (from, Transport::Udp),
                Path::Tcp { from, .. } => (from, Transport::Tcp),
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
