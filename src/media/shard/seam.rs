//! Numbers and times of a stream that is filled now by one and now by another, and goes on without a seam.

use std::time::{Duration, Instant};

/// By how many packets one may come late.
const LONG_AGO: u16 = 0x4000;
/// After so long without a packet there is nothing to be told of a stream.
const QUIET: Duration = Duration::from_secs(10);

/// The time of a stream: how many ticks it has in a second, and how many at least lie between two who fill it.
#[derive(Clone, Copy)]
pub struct Clock {
    pub rate: f64,
    pub least: u32,
}

/// Who fills the stream, and what is added to their numbers.
#[derive(Clone, Copy)]
struct Source<K> {
    key: K,
    /// A number before this one comes too late: the first that was forwarded, or one of long ago.
    first: u16,
    sequence: u16,
    timestamp: u32,
}

/// Where a packet stands in the stream.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Numbered {
    pub sequence: u16,
    pub timestamp: u32,
    /// By how much the stream is longer now.
    pub advance: u16,
}

pub struct Seam<K> {
    clock: Clock,
    source: Option<Source<K>>,
    sequence: u16,
    timestamp: u32,
    /// When the last packet went out; `None` before the first.
    at: Option<Instant>,
}

impl<K: Copy> Seam<K> {
    /// One whose stream begins after `sequence`.
    pub fn new(clock: Clock, sequence: u16) -> Self {
        Self { clock, source: None, sequence, timestamp: 0, at: None }
    }

    /// Who fills it.
    pub fn key(&self) -> Option<K> {
        self.source.map(|source| source.key)
    }

    /// For how long nothing has gone out; `None`: nothing ever has.
    pub fn silent(&self, now: Instant) -> Option<Duration> {
        self.at.map(|at| now.saturating_duration_since(at))
    }

    fn ticks(&self, passed: Duration) -> u32 {
        (passed.as_secs_f64() * self.clock.rate) as u64 as u32
    }

    /// From here on `key` fills it, whose first packet has this number and this time: the numbers go on, and the time by as much
    /// as has passed.
    pub fn switch(&mut self, key: K, first: u16, timestamp: u32, now: Instant) {
        let ticks = self.ticks(self.silent(now).unwrap_or_default()).max(self.clock.least);
        self.source = Some(Source {
            key,
            first,
            sequence: self.sequence.wrapping_add(1).wrapping_sub(first),
            timestamp: self.timestamp.wrapping_add(ticks).wrapping_sub(timestamp),
        });
    }

    /// Numbers a packet of whoever fills it. `None`: it comes too late, or nobody does.
    pub fn number(&mut self, sequence: u16, timestamp: u32, now: Instant) -> Option<Numbered> {
        let source = self.source.as_mut()?;
        let since = sequence.wrapping_sub(source.first);
        if since >= 0x8000 {
            return None;
        }
        if since > LONG_AGO {
            source.first = sequence.wrapping_sub(LONG_AGO);
        }
        let (sequence, timestamp) = (sequence.wrapping_add(source.sequence), timestamp.wrapping_add(source.timestamp));
        let ahead = sequence.wrapping_sub(self.sequence);
        let advance = if ahead < 0x8000 { ahead } else { 0 };
        self.note(sequence, timestamp, advance, now);
        Some(Numbered { sequence, timestamp, advance })
    }

    /// A packet that was numbered here or elsewhere goes out.
    pub fn note(&mut self, sequence: u16, timestamp: u32, advance: u16, now: Instant) {
        if advance > 0 || self.at.is_none() {
            (self.sequence, self.timestamp, self.at) = (sequence, timestamp, Some(now));
        }
    }

    /// Nobody fills it any more: what follows goes on as after a change.
    pub fn rest(&mut self) {
        self.source = None;
    }

    /// Whose packet has this number, and which it was of theirs.
    pub fn origin(&self, sequence: u16) -> Option<(K, u16)> {
        let source = self.source?;
        let sequence = sequence.wrapping_sub(source.sequence);
        (sequence.wrapping_sub(source.first) < 0x8000).then_some((source.key, sequence))
    }

    /// The stream's time now; `None` while nothing has gone out for a while.
    pub fn time(&self, now: Instant) -> Option<u32> {
        let passed = self.silent(now).filter(|passed| *passed < QUIET)?;
        Some(self.timestamp.wrapping_add(self.ticks(passed)))
    }
}
