//! How well packets travel to and from each peer. A shard counts them in plain numbers of its own thread; others ask the shard.

use std::{iter::Sum, net::SocketAddr};

use serde::{Deserialize, Serialize};

use crate::{
    ids::{ConnectionId, SessionId},
    protocol::rtc::{self, Quality, Transport},
};

/// Packets in one direction.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Traffic {
    pub packets: u64,
    pub bytes: u64,
}

impl Traffic {
    pub fn count(&mut self, bytes: usize) {
        self.packets += 1;
        self.bytes += bytes as u64;
    }

    pub fn add(&mut self, other: Traffic) {
        self.packets += other.packets;
        self.bytes += other.bytes;
    }
}

impl Sum for Traffic {
    fn sum<I: Iterator<Item = Traffic>>(flows: I) -> Self {
        flows.fold(Traffic::default(), |mut all, flow| {
            all.add(flow);
            all
        })
    }
}

/// One direction of a peer, as of the latest report.
#[derive(Clone, Copy, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct StreamStats {
    pub traffic: Traffic,
    /// The share of packets lost recently, from 0 to 1.
    pub loss: f32,
    /// In milliseconds.
    pub jitter: f32,
}

impl StreamStats {
    pub fn to_protocol(self) -> rtc::TrackStats {
        rtc::TrackStats {
            packets: self.traffic.packets,
            bytes: self.traffic.bytes,
            lost_percent: (self.loss * 100.0).round() as u8,
            jitter_ms: self.jitter.round() as u16,
        }
    }
}

/// The statistics of one peer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PeerStats {
    pub peer: ConnectionId,
    pub session: SessionId,
    /// Where its packets come from, and by which way; `None` before the first one.
    pub from: Option<(SocketAddr, Transport)>,
    /// To the server, and from it.
    pub up: StreamStats,
    pub down: StreamStats,
    /// The round-trip time in milliseconds: from the peer's answers to our sender reports (RFC 3550, 6.4.1) or, while the peer is
    /// sent nothing, to our reference time (RFC 3611, 4.4 and 4.5). `None` for a peer that answers neither, as many programs that
    /// only publish. The duration of the handshake is no substitute: it includes the peer's own computation, and says nothing
    /// about now.
    pub round_trip: Option<f32>,
}

impl PeerStats {
    pub fn way(&self) -> Option<Transport> {
        self.from.map(|(_, way)| way)
    }

    /// How a person would call the connection: an occasional lost word is weak, every sixth is bad.
    pub fn quality(&self) -> Quality {
        let loss = self.up.loss.max(self.down.loss);
        let jitter = self.up.jitter.max(self.down.jitter);
        let round_trip = self.round_trip.unwrap_or_default();
        if loss >= 0.15 || round_trip >= 1000.0 {
            Quality::Bad
        } else if loss >= 0.04 || round_trip >= 400.0 || jitter >= 100.0 {
            Quality::Weak
        } else {
            Quality::Good
        }
    }
}

/// What a shard has counted since it started, and its peers of now.
#[derive(Clone, Debug, Default)]
pub struct ShardStats {
    pub peers: Vec<PeerStats>,
    pub up: Traffic,
    pub down: Traffic,
    /// Packets that were malformed, forged or repeated.
    pub refused: u64,
    /// Packets that other shards have handed to this one: how many are queued, and how many were dropped because the queue was
    /// full.
    pub queued: u64,
    pub dropped: u64,
}

/// The round-trip time in milliseconds, from the middle 32 bits of three NTP times (RFC 3550, 6.4.1; RFC 3611, 4.5): now, the
/// report that the peer answers, and the peer's delay. `None` when there was no report, or when the times are impossible.
pub fn round_trip(now: u32, last: u32, delay: u32) -> Option<f32> {
    let passed = now.wrapping_sub(last).wrapping_sub(delay);
    // More than a minute is not a round trip: a clock was set, or the values are nonsense.
    (last != 0 && passed < 60 << 16).then(|| passed as f32 * 1000.0 / 65_536.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quality_follows_from_loss_jitter_and_round_trip() {
        let like = |up: f32, down: f32, jitter: f32, round_trip: f32| {
            let stats = |loss| StreamStats { traffic: Traffic::default(), loss, jitter };
            let (peer, session) = (ConnectionId::fresh(), SessionId::fresh());
            let (up, down) = (stats(up), stats(down));
            PeerStats { peer, session, from: None, up, down, round_trip: Some(round_trip) }.quality()
        };
        assert_eq!(like(0.0, 0.01, 20.0, 80.0), Quality::Good);
        for weak in [like(0.05, 0.0, 0.0, 0.0), like(0.0, 0.0, 120.0, 0.0), like(0.0, 0.0, 0.0, 500.0)] {
            assert_eq!(weak, Quality::Weak);
        }
        assert_eq!((like(0.0, 0.2, 0.0, 0.0), like(0.0, 0.0, 0.0, 2000.0)), (Quality::Bad, Quality::Bad));
    }

    #[test]
    fn the_round_trip_excludes_the_peers_own_delay() {
        let second = 1 << 16;
        assert_eq!(round_trip(7 * second, 4 * second, 2 * second), Some(1000.0));
        assert_eq!(round_trip(second / 2, 0u32.wrapping_sub(second / 2), 0), Some(1000.0));
        assert_eq!(round_trip(7 * second, 0, 0), None);
        assert_eq!(round_trip(second, 4 * second, 0), None);
    }
}
