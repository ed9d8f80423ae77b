//! Rewrites the sequence numbers and timestamps of a stream that different sources fill in turn, so that the receiver sees one
//! continuous stream.

use std::time::{Duration, Instant};

/// How many packets late a packet may be.
const MAX_LATE: u16 = 0x4000;
/// A stream that has been idle for this long is not reported.
const REPORTED_FOR: Duration = Duration::from_secs(10);

/// The clock of a stream: ticks per second, and the least number of ticks between two sources.
#[derive(Clone, Copy)]
pub struct RtpClock {
    pub rate: f64,
    pub min_step: u32,
}

/// The current source, and the offsets that are added to its numbers.
#[derive(Clone, Copy)]
struct Source<K> {
    key: K,
    /// Packets before this sequence number are too late: it is the first that was forwarded, or one far behind the latest.
    first: u16,
    sequence_offset: u16,
    timestamp_offset: u32,
}

/// The numbers of a packet in the rewritten stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Rewritten {
    pub sequence: u16,
    pub timestamp: u32,
    /// By how much this packet advances the stream's sequence number.
    pub advance: u16,
}

pub struct StreamRewriter<K> {
    clock: RtpClock,
    source: Option<Source<K>>,
    sequence: u16,
    timestamp: u32,
    /// When the last packet went out; `None` before the first.
    at: Option<Instant>,
}

impl<K: Copy> StreamRewriter<K> {
    /// A stream whose first packet follows `sequence`.
    pub fn new(clock: RtpClock, sequence: u16) -> Self {
        Self { clock, source: None, sequence, timestamp: 0, at: None }
    }

    /// The current source.
    pub fn source(&self) -> Option<K> {
        self.source.map(|source| source.key)
    }

    /// For how long no packet has gone out; `None` if none ever has.
    pub fn idle_for(&self, now: Instant) -> Option<Duration> {
        self.at.map(|at| now.saturating_duration_since(at))
    }

    fn ticks(&self, passed: Duration) -> u32 {
        (passed.as_secs_f64() * self.clock.rate) as u64 as u32
    }

    /// Makes `key` the source, whose first packet has this sequence number and timestamp. The sequence numbers continue, and the
    /// timestamp advances by the time that has passed.
    pub fn switch(&mut self, key: K, first: u16, timestamp: u32, now: Instant) {
        let ticks = self.ticks(self.idle_for(now).unwrap_or_default()).max(self.clock.min_step);
        self.source = Some(Source {
            key,
            first,
            sequence_offset: self.sequence.wrapping_add(1).wrapping_sub(first),
            timestamp_offset: self.timestamp.wrapping_add(ticks).wrapping_sub(timestamp),
        });
    }

    /// Rewrites a packet of the current source. `None` when it is too late, or when there is no source.
    pub fn rewrite(&mut self, sequence: u16, timestamp: u32, now: Instant) -> Option<Rewritten> {
        let source = self.source.as_mut()?;
        let since = sequence.wrapping_sub(source.first);
        if since >= 0x8000 {
            return None;
        }
        if since > MAX_LATE {
            source.first = sequence.wrapping_sub(MAX_LATE);
        }
        let (sequence, timestamp) =
            (sequence.wrapping_add(source.sequence_offset), timestamp.wrapping_add(source.timestamp_offset));
        let ahead = sequence.wrapping_sub(self.sequence);
        let advance = if ahead < 0x8000 { ahead } else { 0 };
        self.record(sequence, timestamp, advance, now);
        Some(Rewritten { sequence, timestamp, advance })
    }

    /// Notes that a packet goes out, whether it was numbered here or on another shard.
    pub fn record(&mut self, sequence: u16, timestamp: u32, advance: u16, now: Instant) {
        if advance > 0 || self.at.is_none() {
            (self.sequence, self.timestamp, self.at) = (sequence, timestamp, Some(now));
        }
    }

    /// Removes the source. What follows continues as after a switch.
    pub fn detach(&mut self) {
        self.source = None;
    }

    /// The source of the packet with this number, and the packet's original number.
    pub fn origin(&self, sequence: u16) -> Option<(K, u16)> {
        let source = self.source?;
        let sequence = sequence.wrapping_sub(source.sequence_offset);
        (sequence.wrapping_sub(source.first) < 0x8000).then_some((source.key, sequence))
    }

    /// The stream's timestamp now; `None` when the stream has been idle for a while.
    pub fn timestamp_at(&self, now: Instant) -> Option<u32> {
        let passed = self.idle_for(now).filter(|passed| *passed < REPORTED_FOR)?;
        Some(self.timestamp.wrapping_add(self.ticks(passed)))
    }
}
