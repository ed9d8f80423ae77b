//! Limits how much one listener is sent again. A receiver asks with NACKs (RFC 4585, 6.2.1), and one packet of 1,300 bytes holds
//! thousands of them: without a limit, a small packet could bring back many times its size. Each packet goes out again once per
//! round trip, and repeats together get a share of what the listener is sent anyway.

use std::{
    collections::HashMap,
    time::{Duration, Instant},
};

/// A byte may be sent again for each two that are sent: enough for a link that loses a quarter of its packets.
const SHARE: u64 = 2;
/// The bytes that a new listener may have sent again, and the bytes that can be saved up: a picture's round trip.
const INITIAL: u64 = 8 * 1024;
const MAX: u64 = 64 * 1024;
/// How many packets of one round trip are remembered. Further ones are not sent again.
const REMEMBERED: usize = 512;
/// The round trip while it is unknown, and its bounds: a listener reports it, and may lie.
const DEFAULT_ROUND_TRIP: Duration = Duration::from_millis(100);
const MIN_ROUND_TRIP: Duration = Duration::from_millis(20);
const MAX_ROUND_TRIP: Duration = Duration::from_millis(500);

pub struct RetransmitBudget {
    /// In bytes. May be exceeded by one packet.
    allowance: u64,
    /// How many bytes the listener had been sent in total when the allowance was last raised.
    sent: u64,
    /// When packets were sent again, by SSRC and sequence number.
    repeated: HashMap<(u32, u16), Instant>,
    /// When those of earlier round trips were last removed.
    cleared_at: Option<Instant>,
}

impl Default for RetransmitBudget {
    fn default() -> Self {
        Self { allowance: INITIAL, sent: 0, repeated: HashMap::new(), cleared_at: None }
    }
}

impl RetransmitBudget {
    /// Whether this packet may be sent again now. `sent` is how many bytes the listener has been sent in total, without repeats;
    /// `round_trip` is in milliseconds.
    pub fn admit(&mut self, packet: (u32, u16), sent: u64, round_trip: Option<f32>, now: Instant) -> bool {
        self.allowance = MAX.min(self.allowance + (sent - self.sent) / SHARE);
        self.sent = sent;
        let round_trip =
            round_trip.filter(|ms| ms.is_finite()).map(|ms| Duration::from_secs_f32(ms.clamp(0.0, 1e4) / 1e3));
        let round_trip = round_trip.unwrap_or(DEFAULT_ROUND_TRIP).clamp(MIN_ROUND_TRIP, MAX_ROUND_TRIP);
        let is_recent = |at: &Instant| now.saturating_duration_since(*at) < round_trip;
        if self.allowance == 0 || self.repeated.get(&packet).is_some_and(is_recent) {
            return false;
        }
        if self.repeated.len() >= REMEMBERED {
            // Seldom, because a listener can ask for thousands of packets at once.
            if self.cleared_at.is_some_and(|at| now.saturating_duration_since(at) < MIN_ROUND_TRIP) {
                return false;
            }
            self.cleared_at = Some(now);
            self.repeated.retain(|_, at| is_recent(at));
            if self.repeated.len() >= REMEMBERED {
                return false;
            }
        }
        self.repeated.insert(packet, now);
        true
    }

    /// A packet of so many bytes was sent again.
    pub fn spend(&mut self, bytes: usize) {
        self.allowance = self.allowance.saturating_sub(bytes as u64);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PACKET: usize = 1200;

    /// How many of these packets are sent again.
    fn repeats(
        budget: &mut RetransmitBudget,
        packets: impl IntoIterator<Item = u16>,
        sent: u64,
        now: Instant,
    ) -> usize {
        let mut count = 0;
        for sequence in packets {
            if budget.admit((7, sequence), sent, Some(40.0), now) {
                budget.spend(PACKET);
                count += 1;
            }
        }
        count
    }

    #[test]
    fn a_packet_is_sent_again_once_per_round_trip() {
        let now = Instant::now();
        let mut budget = RetransmitBudget::default();
        assert_eq!(repeats(&mut budget, [1; 1000], 0, now), 1);
        assert_eq!(repeats(&mut budget, [1, 2], 0, now + Duration::from_millis(39)), 1);
        assert_eq!(repeats(&mut budget, [1, 2], 0, now + Duration::from_millis(40)), 1);
        assert!(budget.admit((8, 1), 0, Some(40.0), now), "a packet of another stream");
    }

    #[test]
    fn repeats_are_a_share_of_what_is_sent() {
        let begun = Instant::now();
        let mut budget = RetransmitBudget::default();
        let at_first = repeats(&mut budget, 0..60_000, 0, begun);
        assert!((at_first - 1) * PACKET < INITIAL as usize, "{at_first}");
        let (mut sent, mut again) = (0, 0);
        for second in 1..=60_u16 {
            sent += 100_000;
            let now = begun + Duration::from_secs(second.into());
            again += repeats(&mut budget, second * 1000..second * 1000 + 500, sent, now) * PACKET;
        }
        let share = again as f64 / sent as f64;
        assert!((0.4..0.52).contains(&share), "{share}");
        sent += 100_000_000;
        let saved = repeats(&mut budget, 0..500, sent, begun + Duration::from_secs(100)) * PACKET;
        assert!(saved <= MAX as usize + PACKET, "{saved}");
    }

    #[test]
    fn what_is_remembered_is_limited() {
        let begun = Instant::now();
        let mut budget = RetransmitBudget::default();
        for round in 0..20 {
            let now = begun + Duration::from_millis(30) * round;
            for sequence in 0..5000 {
                // An attacker's round trip is not longer than half a second, nor shorter than 20 ms.
                budget.admit((7, sequence), u64::MAX / 2, Some(if round % 2 == 0 { f32::MAX } else { f32::NAN }), now);
            }
            assert!(budget.repeated.len() <= REMEMBERED);
        }
    }
}
