//! Rewrites the sequence numbers and timestamps of a stream that different sources fill in turn, so that the receiver sees one
//! continuous stream.

use std::{
    collections::VecDeque,
    time::{Duration, Instant},
};

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

/// How many runs of packets with one offset are told apart: packets before these are too late.
const MAX_RUNS: usize = 16;

/// The current source, and the offsets that are added to its numbers.
struct Source<K> {
    key: K,
    /// The runs of packets with one offset, the latest last. Each packet that is left out begins a new one.
    runs: VecDeque<Run>,
    timestamp_offset: u32,
}

/// Packets of a source from a sequence number on, and what is added to their numbers. Earlier packets belong to the run before
/// or, at the first run, are too late.
#[derive(Clone, Copy)]
struct Run {
    first: u16,
    offset: u16,
}

impl Run {
    fn holds(&self, sequence: u16) -> bool {
        sequence.wrapping_sub(self.first) < 0x8000
    }
}

impl<K> Source<K> {
    /// The outgoing number of a packet, if it is not too late.
    fn number(&self, sequence: u16) -> Option<u16> {
        let run = self.runs.iter().rev().find(|run| run.holds(sequence))?;
        Some(sequence.wrapping_add(run.offset))
    }
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
        self.source.as_ref().map(|source| source.key)
    }

    /// For how long no packet has gone out; `None` if none ever has.
    pub fn idle_for(&self, now: Instant) -> Option<Duration> {
        self.at.map(|at| now.saturating_duration_since(at))
    }

    /// The highest sequence number that has gone out.
    pub fn sequence(&self) -> u16 {
        self.sequence
    }

    fn ticks(&self, passed: Duration) -> u32 {
        (passed.as_secs_f64() * self.clock.rate) as u64 as u32
    }

    /// Makes `key` the source, whose first packet has this sequence number and timestamp. The sequence numbers continue, and the
    /// timestamp advances by the time that has passed.
    pub fn switch(&mut self, key: K, first: u16, timestamp: u32, now: Instant) {
        let ticks = self.ticks(self.idle_for(now).unwrap_or_default()).max(self.clock.min_step);
        let run = Run { first, offset: self.sequence.wrapping_add(1).wrapping_sub(first) };
        let timestamp_offset = self.timestamp.wrapping_add(ticks).wrapping_sub(timestamp);
        self.source = Some(Source { key, runs: VecDeque::from([run]), timestamp_offset });
    }

    /// Rewrites a packet of the current source. `None` when it is too late, or when there is no source.
    pub fn rewrite(&mut self, sequence: u16, timestamp: u32, now: Instant) -> Option<Rewritten> {
        let source = self.source.as_mut()?;
        let number = source.number(sequence)?;
        // The start of each run follows the stream at a distance, so that it stays comparable with the stream's numbers.
        for run in
            source.runs.iter_mut().filter(|run| sequence.wrapping_sub(run.first) > MAX_LATE && run.holds(sequence))
        {
            run.first = sequence.wrapping_sub(MAX_LATE);
        }
        let (sequence, timestamp) = (number, timestamp.wrapping_add(source.timestamp_offset));
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

    /// Leaves out a packet of the current source that has nothing for the receiver: it gets no number, and later packets follow
    /// without a gap. A packet that comes too late for that leaves its gap.
    pub fn skip(&mut self, sequence: u16) {
        let latest = self.sequence;
        let Some(source) = &mut self.source else { return };
        let Some(at) = source.runs.iter().rposition(|run| run.holds(sequence)) else { return };
        let Run { first, offset } = source.runs[at];
        if !(1..0x8000).contains(&sequence.wrapping_add(offset).wrapping_sub(latest)) {
            return;
        }
        let run = Run { first: sequence.wrapping_add(1), offset: offset.wrapping_sub(1) };
        // Later packets have not gone out yet: they follow without a gap, too.
        for later in source.runs.range_mut(at + 1..) {
            later.offset = later.offset.wrapping_sub(1);
        }
        if first == sequence && at > 0 {
            // The run that the packet before it began has no packet.
            source.runs[at] = run;
            return;
        }
        source.runs.insert(at + 1, run);
        if source.runs.len() > MAX_RUNS {
            source.runs.pop_front();
        }
    }

    /// Removes the source. What follows continues as after a switch.
    pub fn detach(&mut self) {
        self.source = None;
    }

    /// The source of the packet with this number, and the packet's original number.
    pub fn origin(&self, sequence: u16) -> Option<(K, u16)> {
        let source = self.source.as_ref()?;
        let original = |run: &Run| Some(sequence.wrapping_sub(run.offset)).filter(|sequence| run.holds(*sequence));
        source.runs.iter().rev().find_map(original).map(|sequence| (source.key, sequence))
    }

    /// The stream's timestamp now; `None` when the stream has been idle for a while.
    pub fn timestamp_at(&self, now: Instant) -> Option<u32> {
        let passed = self.idle_for(now).filter(|passed| *passed < REPORTED_FOR)?;
        Some(self.timestamp.wrapping_add(self.ticks(passed)))
    }
}
