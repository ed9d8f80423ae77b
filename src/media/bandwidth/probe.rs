//! Probes: for a moment the listener is sent more than pictures need, as padding, to find out whether its line carries it. Only
//! what a probe has shown raises the estimate, because a line that is not filled says nothing about its width.

use std::time::{Duration, Instant};

/// How long a probe lasts, and how long its last packet may take to be reported.
const LENGTH: Duration = Duration::from_millis(300);
const REPORTED_WITHIN: Duration = Duration::from_secs(1);
/// The pause after a probe that succeeded, and those after failures: each failure doubles the pause.
const AFTER_SUCCESS: Duration = Duration::from_millis(300);
const AFTER_FAILURE: Duration = Duration::from_secs(2);
const MAX_PAUSE: Duration = Duration::from_secs(5);
/// How long a success promises another.
const RISING: Duration = Duration::from_secs(1);
/// How much faster than the estimate a probe is, at first and after a failure.
const LARGE_STEP: f64 = 2.0;
const STEP: f64 = 1.25;
/// So many successes after a failure allow a large step again.
const SUCCESSES: u8 = 2;

/// A probe that has begun and is not judged yet.
#[derive(Clone, Copy, Debug)]
pub struct Probe {
    pub begun: Instant,
    /// In bits per second.
    pub target: f64,
    /// The index of its first packet, and of the first one after it once it is over.
    pub first: u64,
    pub end: Option<u64>,
    /// How many bytes with numbers have gone out since it began.
    pub sent: u64,
    ended_at: Option<Instant>,
}

impl Probe {
    pub fn end(&mut self, next: u64, now: Instant) {
        if self.end.is_none() {
            (self.end, self.ended_at) = (Some(next), Some(now));
        }
    }

    pub fn is_over(&self, now: Instant) -> bool {
        now.saturating_duration_since(self.begun) >= LENGTH
    }

    /// Whether its reports are late.
    pub fn is_lost(&self, now: Instant) -> bool {
        self.ended_at.is_some_and(|at| now.saturating_duration_since(at) > REPORTED_WITHIN)
    }
}

/// When the next probe may begin, and how fast it is.
#[derive(Debug)]
pub struct ProbeSchedule {
    next_at: Option<Instant>,
    pause: Duration,
    /// How often it has succeeded since the last failure; `None` before any.
    successes: Option<u8>,
    succeeded_at: Option<Instant>,
}

impl Default for ProbeSchedule {
    fn default() -> Self {
        Self { next_at: None, pause: AFTER_FAILURE, successes: None, succeeded_at: None }
    }
}

impl ProbeSchedule {
    /// A probe up to what is `needed`, if it is time.
    pub fn begin(&self, rate: f64, needed: f64, first: u64, now: Instant) -> Option<Probe> {
        let step = if self.successes.is_none_or(|count| count >= SUCCESSES) { LARGE_STEP } else { STEP };
        let target = needed.min(rate * step);
        let is_time = self.next_at.is_none_or(|at| now >= at);
        (is_time && target > rate).then_some(Probe { begun: now, target, first, end: None, sent: 0, ended_at: None })
    }

    pub fn succeeded(&mut self, now: Instant) {
        let successes = self.successes.map(|count| count.saturating_add(1));
        *self = Self { next_at: Some(now + AFTER_SUCCESS), pause: AFTER_FAILURE, successes, succeeded_at: Some(now) };
    }

    /// Whether a probe has just succeeded, so that the next one may, too.
    pub fn is_rising(&self, now: Instant) -> bool {
        self.succeeded_at.is_some_and(|at| now.saturating_duration_since(at) < RISING)
    }

    pub fn failed(&mut self, now: Instant) {
        self.next_at = Some(now + self.pause);
        self.pause = (self.pause * 2).min(MAX_PAUSE);
        (self.successes, self.succeeded_at) = (Some(0), None);
    }

    /// The estimate was lowered.
    pub fn lowered(&mut self, now: Instant) {
        self.next_at = Some(now + AFTER_FAILURE);
        (self.successes, self.succeeded_at) = (Some(0), None);
    }
}
