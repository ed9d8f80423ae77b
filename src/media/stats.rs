//! How well packets travel to and from each peer: counted where they pass, by plain numbers of the shard's own thread, and
//! read by asking the shard.

use std::{iter::Sum, net::SocketAddr};

use crate::{
    ids::{ConnectionId, SessionId},
    protocol::rtc::{self, Quality, Way},
};

/// Packets in one direction.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Flow {
    pub packets: u64,
    pub bytes: u64,
}

impl Flow {
    pub fn count(&mut self, bytes: usize) {
        self.packets += 1;
        self.bytes += bytes as u64;
    }

    pub fn add(&mut self, other: Flow) {
        self.packets += other.packets;
        self.bytes += other.bytes;
    }
}

impl Sum for Flow {
    fn sum<I: Iterator<Item = Flow>>(flows: I) -> Self {
        flows.fold(Flow::default(), |mut all, flow| {
            all.add(flow);
            all
        })
    }
}

/// One direction of a peer, as the latest report has it.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Travel {
    pub flow: Flow,
    /// The share that was lost of late, from 0 to 1.
    pub loss: f32,
    /// In milliseconds.
    pub jitter: f32,
}

impl Travel {
    pub fn told(self) -> rtc::Travel {
        rtc::Travel {
            packets: self.flow.packets,
            bytes: self.flow.bytes,
            lost_percent: (self.loss * 100.0).round() as u8,
            jitter_ms: self.jitter.round() as u16,
        }
    }
}

/// A peer.
#[derive(Clone, Debug, PartialEq)]
pub struct PeerStats {
    pub peer: ConnectionId,
    pub session: SessionId,
    /// Where its packets come from, and by which way; `None` before it has come.
    pub from: Option<(SocketAddr, Way)>,
    /// To us, and from us.
    pub up: Travel,
    pub down: Travel,
    /// In milliseconds, by what the peer answers to our sender reports (RFC 3550, 6.4.1) or, as long as it is sent nothing,
    /// to the time that we tell it (RFC 3611, 4.4 and 4.5). `None` for one that answers neither, as many programs do that
    /// only publish: that its handshake took so long once, its own reckoning included, would be no word about now.
    pub round_trip: Option<f32>,
}

impl PeerStats {
    pub fn way(&self) -> Option<Way> {
        self.from.map(|(_, way)| way)
    }

    /// What people would say of such a connection: a word lost now and then is weak, every sixth one is bad.
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

/// What a shard has done since it began, and what it does now.
#[derive(Clone, Debug, Default)]
pub struct ShardStats {
    pub peers: Vec<PeerStats>,
    pub up: Flow,
    pub down: Flow,
    /// Packets that were none, or forged, or came twice.
    pub refused: u64,
    /// Packets that other shards have handed to this one: those that wait, and those lost because it did not keep up.
    pub waiting: u64,
    pub overrun: u64,
}

/// The middle of an NTP time in milliseconds, from a report of ours to its answer (RFC 3550, 6.4.1; RFC 3611, 4.5). `None` when there was
/// no report yet, or its times cannot be.
pub fn round_trip(now: u32, last: u32, delay: u32) -> Option<f32> {
    let passed = now.wrapping_sub(last).wrapping_sub(delay);
    // More than a minute is no round trip, but a clock that was set, or nonsense.
    (last != 0 && passed < 60 << 16).then(|| passed as f32 * 1000.0 / 65_536.0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_connection_is_called_what_it_is_like() {
        let like = |up: f32, down: f32, jitter: f32, round_trip: f32| {
            let travel = |loss| Travel { flow: Flow::default(), loss, jitter };
            let (peer, session) = (ConnectionId::fresh(), SessionId::fresh());
            let (up, down) = (travel(up), travel(down));
            PeerStats { peer, session, from: None, up, down, round_trip: Some(round_trip) }.quality()
        };
        assert_eq!(like(0.0, 0.01, 20.0, 80.0), Quality::Good);
        for weak in [like(0.05, 0.0, 0.0, 0.0), like(0.0, 0.0, 120.0, 0.0), like(0.0, 0.0, 0.0, 500.0)] {
            assert_eq!(weak, Quality::Weak);
        }
        assert_eq!((like(0.0, 0.2, 0.0, 0.0), like(0.0, 0.0, 0.0, 2000.0)), (Quality::Bad, Quality::Bad));
    }

    #[test]
    fn a_round_trip_is_what_passed_less_what_the_other_side_took() {
        let second = 1 << 16;
        assert_eq!(round_trip(7 * second, 4 * second, 2 * second), Some(1000.0));
        assert_eq!(round_trip(second / 2, 0u32.wrapping_sub(second / 2), 0), Some(1000.0));
        assert_eq!(round_trip(7 * second, 0, 0), None);
        assert_eq!(round_trip(second, 4 * second, 0), None);
    }
}
