//! Estimates how many bits per second one listener's way down carries, from the listener's reports on packets: what arrived, and
//! when (draft-holmer-rmcat-transport-wide-cc-extensions-01).
//!
//! A queue that grows, or loss above the usual, lowers the estimate to what has arrived. Only a probe raises it: see
//! [`probe`](super::probe). Sound carries no transport-wide numbers: it shares the queue with the pictures that do, and what is
//! sent of it is known, so it counts as arrived.

use std::{
    collections::VecDeque,
    time::{Duration, Instant},
};

use super::{
    loss::Losses,
    probe::{Probe, ProbeSchedule},
    queue_delay::QueueDelay,
    sent_packets::{Reported, SentPackets},
};

/// The rate before anything is known, and its bounds, in bits per second.
const START: f64 = 1e6;
const LEAST: f64 = 1e5;
const MOST: f64 = 2e7;
/// The time over which the rate of what arrives is measured, in microseconds.
const ARRIVALS: i64 = 500_000;
/// How many of them are remembered at most: a listener may lie about its clock.
const MOST_ARRIVALS: usize = 4096;
/// A queue of so many seconds is congestion when it lasts for so long; a long queue for less.
const QUEUE: f64 = 0.05;
const QUEUE_LASTS: Duration = Duration::from_millis(300);
const LONG_QUEUE: f64 = 0.2;
const LONG_QUEUE_LASTS: Duration = Duration::from_millis(100);
/// The share of what arrives that is kept when there is a queue.
const KEPT: f64 = 0.85;
const KEPT_OF_SHARED: f64 = 0.95;
/// The share of the estimate that is left while a queue drains. Less would make pictures rest that fit when it has drained.
const LEAST_DRAINING: f64 = 0.875;
/// Loss above the usual that is congestion, and loss at which what arrives is all that the line carries.
const LOSS: f64 = 0.08;
const HEAVY_LOSS: f64 = 0.25;
/// How much more than what is sent the line may carry all the same.
const UNUSED: f64 = 1.3;
/// How long the estimate stays after it was lowered, because reports still tell of the time before.
const REST: Duration = Duration::from_millis(800);
/// After so many lowerings that have not shortened the queue, the queue belongs to others.
const FUTILE: u8 = 2;
/// The longest queue that is left to others, in seconds, and by how much less is left with each report without congestion.
const MOST_TOLERATED: f64 = 0.4;
const TOLERATED_DECAY: f64 = 0.0002;
/// By how much a queue may grow during a successful probe, and the share of its packets that must arrive.
const CLEAN_QUEUE: f64 = 0.008;
const CLEAN_SHARE: f64 = 0.9;
/// The share of what a probe has shown that is believed.
const BELIEVED: f64 = 0.92;
/// By how much a probe that failed raises the estimate at most.
const MOST_RAISED: f64 = 1.25;
/// How long the queue of the last report is believed.
const KNOWN_FOR: Duration = Duration::from_secs(1);
/// Without a report for so long, the listener counts as silent. Then one packet of padding a second asks for one.
const SILENT: Duration = Duration::from_secs(2);
const ASK_EVERY: Duration = Duration::from_secs(1);
/// By how many packets a report may be late.
const LATE: u64 = 256;
/// The least padding that is worth a packet, and the most that is due at once, in bytes.
const MIN_PADDING: f64 = 200.0;
const MAX_PADDING: f64 = 30_000.0;

pub struct Estimator {
    begun: Instant,
    rate: f64,
    sent: SentPackets,
    /// Up to which packet the listener has reported.
    reported: u64,
    /// The packets of the last half second before the latest arrival, by arrival time.
    arrivals: VecDeque<(i64, u32)>,
    /// Sound and reports that went out lately.
    unnumbered: VecDeque<(Instant, u32)>,
    queue: QueueDelay,
    losses: Losses,
    /// Since when there is a queue, and whether the estimate was lowered for it.
    queue_since: Option<Instant>,
    is_draining: bool,
    /// The queue when the estimate was first lowered for it, and how often that has been futile.
    first_queue: f64,
    futile: u8,
    /// The queue that is no congestion, in seconds: more while others fill it.
    tolerated: f64,
    rests_until: Option<Instant>,
    probes: ProbeSchedule,
    probe: Option<Probe>,
    /// Since when packets wait for a report.
    waits_since: Option<Instant>,
    asked_at: Option<Instant>,
    reported_at: Option<Instant>,
}

/// What became of a probe's packets: the share that arrived, by how many seconds the queue grew, and at which rate they came.
struct Outcome {
    share: f64,
    growth: f64,
    rate: f64,
}

/// Whether a packet has arrived and, if so, at which microsecond of the listener's clock.
pub type PacketReport = (u16, Option<i64>);

impl Estimator {
    pub fn new(now: Instant) -> Self {
        Self {
            begun: now,
            rate: START,
            sent: SentPackets::default(),
            reported: 0,
            arrivals: VecDeque::new(),
            unnumbered: VecDeque::new(),
            queue: QueueDelay::default(),
            losses: Losses::default(),
            queue_since: None,
            is_draining: false,
            first_queue: 0.0,
            futile: 0,
            tolerated: QUEUE,
            rests_until: None,
            probes: ProbeSchedule::default(),
            probe: None,
            waits_since: None,
            asked_at: None,
            reported_at: None,
        }
    }

    /// Bits per second that the line carries, with everything in them that the listener is sent. Less while a queue drains.
    pub fn rate(&self, now: Instant) -> f64 {
        let excess =
            if self.is_draining { (self.queue(now) - self.tolerated).max(0.0) * self.arrival_rate() } else { 0.0 };
        (self.rate - excess).max(self.rate * LEAST_DRAINING)
    }

    /// How long packets wait, in seconds, as far as that is known.
    fn queue(&self, now: Instant) -> f64 {
        let is_known = self.reported_at.is_some_and(|at| now.saturating_duration_since(at) < KNOWN_FOR);
        if is_known { self.queue.now() } else { 0.0 }
    }

    /// Whether the listener has not reported for a while, though it should have.
    pub fn is_silent(&self, now: Instant) -> bool {
        self.waits_since.is_some_and(|since| now.saturating_duration_since(since) >= SILENT)
    }

    /// Whether the estimate has just risen, and may soon rise further.
    pub fn is_rising(&self, now: Instant) -> bool {
        self.probes.is_rising(now)
    }

    pub fn is_probing(&self) -> bool {
        self.probe.is_some_and(|probe| probe.end.is_none())
    }

    /// Notes a packet that goes out with a transport-wide number, and returns the number. `bytes` is its size on the wire.
    pub fn on_numbered(&mut self, bytes: usize, now: Instant) -> u16 {
        self.waits_since.get_or_insert(now);
        if let Some(probe) = self.probe.as_mut().filter(|probe| probe.end.is_none()) {
            probe.sent += bytes as u64;
        }
        self.sent.push(bytes, now)
    }

    /// Notes that so many bytes have gone out without numbers since the last call.
    pub fn on_unnumbered(&mut self, bytes: usize, now: Instant) {
        self.unnumbered.push_back((now, bytes as u32));
        let window = Duration::from_micros(ARRIVALS as u64);
        while self.unnumbered.front().is_some_and(|(at, _)| now.saturating_duration_since(*at) >= window) {
            self.unnumbered.pop_front();
        }
    }

    /// The rate of what goes out without numbers, in bits per second.
    pub fn unnumbered_rate(&self) -> f64 {
        self.unnumbered.iter().map(|(_, bytes)| f64::from(*bytes) * 8.0).sum::<f64>() / (ARRIVALS as f64 / 1e6)
    }

    /// The rate of what arrives, in bits per second.
    fn arrival_rate(&self) -> f64 {
        let bits = self.arrivals.iter().map(|(_, bytes)| f64::from(*bytes) * 8.0).sum::<f64>();
        bits / (ARRIVALS as f64 / 1e6) + self.unnumbered_rate()
    }

    /// Handles one report of the listener.
    pub fn on_report(&mut self, packets: &[PacketReport], now: Instant) {
        let (mut missing, mut all) = (0, 0);
        for (number, arrival) in packets {
            let Some(index) = self.sent.index(*number) else { continue };
            self.skip_unreported(index, *arrival);
            let Some(packet) = self.sent.get_mut(index) else { continue };
            let before = packet.reported;
            let sent = packet.at.saturating_duration_since(self.begun).as_micros() as i64;
            packet.reported = match arrival {
                Some(arrival) => Reported::Received(Some(arrival - sent)),
                None if before == Reported::Nothing => Reported::Missing,
                None => before,
            };
            all += u32::from(before == Reported::Nothing);
            missing += u32::from(before == Reported::Nothing && arrival.is_none());
            if let Some(arrival) = arrival.filter(|_| !matches!(before, Reported::Received(_))) {
                let bytes = packet.bytes;
                self.queue.record(sent, arrival);
                self.on_arrival(arrival, bytes);
            }
        }
        if all == 0 {
            return;
        }
        if self.is_silent(now) {
            self.rate = (self.rate / 2.0).max(LEAST);
            self.probes.lowered(now);
        }
        (self.waits_since, self.reported_at) = (None, Some(now));
        self.losses.record(missing, all, now);
        if !self.judge_probe(now) {
            self.lower_if_congested(now);
        }
        let kept = self.probe.map_or(self.reported, |probe| probe.first.min(self.reported));
        self.sent.forget_before(kept.saturating_sub(LATE));
    }

    /// When a report was lost, the packets that it was about count as arrived with the next one that is known to have.
    fn skip_unreported(&mut self, index: u64, arrival: Option<i64>) {
        for skipped in self.reported..index {
            let Some(arrival) = arrival else { break };
            if let Some(packet) = self.sent.get_mut(skipped).filter(|packet| packet.reported == Reported::Nothing) {
                packet.reported = Reported::Received(None);
                let bytes = packet.bytes;
                self.on_arrival(arrival, bytes);
            }
        }
        if arrival.is_some() || self.reported == index {
            self.reported = self.reported.max(index + 1);
        }
    }

    fn on_arrival(&mut self, arrival: i64, bytes: u32) {
        self.arrivals.push_back((arrival, bytes));
        let is_late = |(at, _): &(i64, u32)| !(-ARRIVALS..ARRIVALS).contains(&(arrival - *at));
        while self.arrivals.len() > MOST_ARRIVALS || self.arrivals.front().is_some_and(is_late) {
            self.arrivals.pop_front();
        }
    }

    fn lower_if_congested(&mut self, now: Instant) {
        let queue = self.queue.now();
        if queue <= self.tolerated {
            (self.queue_since, self.is_draining, self.futile, self.first_queue) = (None, false, 0, 0.0);
            self.tolerated = (self.tolerated - TOLERATED_DECAY).max(QUEUE);
        }
        let lasted = now.saturating_duration_since(*self.queue_since.get_or_insert(now));
        if self.rests_until.is_some_and(|until| now < until) {
            return;
        }
        let least = if queue > LONG_QUEUE { LONG_QUEUE_LASTS } else { QUEUE_LASTS };
        let arrives = self.arrival_rate();
        let loss = self.losses.lately();
        let above = self.losses.above_usual();
        let lowered = if queue > self.tolerated && lasted >= least {
            self.is_draining = true;
            if self.first_queue > 0.0 && queue > 0.8 * self.first_queue {
                self.futile += 1;
            } else {
                (self.first_queue, self.futile) = (queue, 0);
            }
            let is_shared = self.tolerated > QUEUE;
            if self.futile >= if is_shared { 1 } else { FUTILE } {
                // Others fill the queue, whatever is sent here.
                self.tolerated = (self.tolerated * 2.0).min(MOST_TOLERATED);
                self.queue.accept();
                (self.queue_since, self.is_draining, self.futile, self.first_queue) = (None, false, 0, 0.0);
                return;
            }
            arrives * if is_shared { KEPT_OF_SHARED } else { KEPT }
        } else if above > HEAVY_LOSS {
            arrives
        } else if above > LOSS {
            self.rate.min(UNUSED * arrives / (1.0 - loss)) * (1.0 - loss / 2.0)
        } else {
            return;
        };
        self.rate = self.rate.min(lowered).max(LEAST);
        self.rests_until = Some(now + REST);
        self.probes.lowered(now);
    }

    /// Ends or judges the probe under way. Returns whether there is one.
    fn judge_probe(&mut self, now: Instant) -> bool {
        let Some(mut probe) = self.probe else { return false };
        if self.queue.now() > self.tolerated || probe.is_over(now) {
            probe.end(self.sent.next(), now);
        }
        self.probe = Some(probe);
        let Some(end) = probe.end else { return true };
        if self.reported < end {
            if probe.is_lost(now) {
                self.probe = None;
                self.probes.failed(now);
            }
            return true;
        }
        self.probe = None;
        let found = self.outcome(probe.first, end);
        let usual = self.losses.usual();
        let is_clean = found.growth < CLEAN_QUEUE && found.share >= CLEAN_SHARE * (1.0 - usual);
        let raised = BELIEVED * probe.target.min(found.rate / (1.0 - usual));
        if is_clean {
            self.rate = self.rate.max(raised).min(MOST);
            self.probes.succeeded(now);
        } else {
            // Beside others' traffic what came is more than what there is room for.
            self.rate = self.rate.max(raised.min(MOST_RAISED * self.rate)).min(MOST);
            self.rests_until = Some(now + REST);
            self.probes.failed(now);
        }
        true
    }

    /// What became of the packets of a probe.
    fn outcome(&mut self, from: u64, end: u64) -> Outcome {
        let sent: Vec<_> = (from..end).filter_map(|index| self.sent.get_mut(index).copied()).collect();
        let received: Vec<_> = sent
            .iter()
            .filter_map(|packet| match packet.reported {
                Reported::Received(delay) => Some((packet.bytes, delay)),
                _ => None,
            })
            .collect();
        // The queue before and after, each as the least delay of a quarter of the packets.
        let quarter = received.len().div_ceil(4);
        let least = |some: &[(u32, Option<i64>)]| some.iter().filter_map(|(_, delay)| *delay).min();
        let (first, last) = (&received[..quarter], &received[received.len() - quarter..]);
        let growth = least(first).zip(least(last)).map_or(0.0, |(first, last)| (last - first) as f64 / 1e6 * 4.0 / 3.0);
        let span = sent
            .first()
            .zip(sent.last())
            .map_or(0.0, |(first, last)| last.at.saturating_duration_since(first.at).as_secs_f64());
        let bits = received.iter().map(|(bytes, _)| f64::from(*bytes) * 8.0).sum::<f64>();
        Outcome {
            share: received.len() as f64 / sent.len().max(1) as f64,
            growth,
            rate: bits / (span + growth.max(0.0)).max(0.1) + self.unnumbered_rate(),
        }
    }

    /// How many bytes of padding are due, when everything that is wished takes `needed` bits per second.
    pub fn padding_due(&mut self, needed: f64, now: Instant) -> usize {
        if self.is_silent(now) {
            self.probe = None;
            let is_due = self.asked_at.is_none_or(|at| now.saturating_duration_since(at) >= ASK_EVERY);
            self.asked_at = if is_due { Some(now) } else { self.asked_at };
            return if is_due { MIN_PADDING as usize } else { 0 };
        }
        let rests = self.rests_until.is_some_and(|until| now < until);
        if self.probe.is_none() && !rests && self.queue(now) < self.tolerated - QUEUE / 2.0 && needed > self.rate * 1.02
        {
            self.probe = self.probes.begin(self.rate, (needed / BELIEVED).min(MOST), self.sent.next(), now);
        }
        let next = self.sent.next();
        let Some(probe) = self.probe.as_mut().filter(|probe| probe.end.is_none()) else { return 0 };
        if probe.is_over(now) {
            probe.end(next, now);
            return 0;
        }
        let (target, sent) = (probe.target, probe.sent);
        let elapsed = now.saturating_duration_since(probe.begun).as_secs_f64();
        let due = (target - self.unnumbered_rate()) * elapsed / 8.0 - sent as f64;
        if due < MIN_PADDING { 0 } else { due.min(MAX_PADDING) as usize }
    }

    /// The listener is reached another way: its delay says nothing about that of the way before.
    pub fn on_path_change(&mut self, now: Instant) {
        let (sent, reported) = (std::mem::take(&mut self.sent), self.reported);
        let rate = self.rate.min(START);
        *self = Self { sent, reported, rate, begun: self.begun, ..Self::new(now) };
    }
}

#[cfg(test)]
mod tests;
