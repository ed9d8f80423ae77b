//! A simulated line: a bottleneck with a queue that drops what does not fit, random loss, delay and jitter, and others' traffic.

use std::collections::VecDeque;

/// Microseconds since the beginning.
pub type Micros = u64;
pub const SECOND: Micros = 1_000_000;

/// The way from the server to the listener when the queue is empty, and the way back.
pub const WAY: Micros = 20_000;

#[derive(Clone, Debug)]
pub struct Line {
    /// Bits per second, each from a second on.
    pub rates: Vec<(u64, f64)>,
    /// How many seconds of its first rate the queue holds.
    pub queue: f64,
    /// The share of packets that is lost at random.
    pub loss: f64,
    /// The largest random delay, in milliseconds.
    pub jitter: u64,
    /// Others' constant traffic, in bits per second, and whether one greedy download runs beside.
    pub others: f64,
    pub download: bool,
}

impl Line {
    pub fn new(mbits: f64, queue: f64) -> Self {
        Self { rates: vec![(0, mbits * 1e6)], queue, loss: 0.0, jitter: 3, others: 0.0, download: false }
    }

    pub fn rate(&self, at: Micros) -> f64 {
        self.rates.iter().rev().find(|(from, _)| from * SECOND <= at).map_or(1.0, |(_, rate)| *rate)
    }
}

/// Deterministic random numbers (xorshift64*).
pub struct Random(u64);

impl Random {
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    /// From 0 to 1.
    pub fn next(&mut self) -> f64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_f491_4f6c_dd1d) >> 11) as f64 / (1_u64 << 53) as f64
    }
}

pub struct Link {
    pub line: Line,
    /// The bytes in the queue.
    queued: f64,
    at: Micros,
    random: Random,
    download: Download,
}

/// A download that takes what it gets: its window grows until a packet is dropped, and is then halved.
#[derive(Default)]
struct Download {
    window: f64,
    under_way: VecDeque<Micros>,
    halved_at: Micros,
}

const SEGMENT: f64 = 1448.0;

impl Link {
    pub fn new(line: Line, seed: u64) -> Self {
        Self { line, queued: 0.0, at: 0, random: Random::new(seed), download: Download::default() }
    }

    fn limit(&self) -> f64 {
        (self.line.rates[0].1 * self.line.queue / 8.0).max(3000.0)
    }

    /// Lets the line work until now, once each millisecond.
    pub fn advance(&mut self, now: Micros) {
        let rate = self.line.rate(now) / 8.0;
        let passed = (now - self.at) as f64 / 1e6;
        self.queued = (self.queued - rate * passed).max(0.0);
        let others = self.line.others / 8.0 * passed;
        self.queued = (self.queued + others).min(self.limit());
        self.at = now;
        if self.line.download {
            self.download(now, rate);
        }
    }

    fn download(&mut self, now: Micros, rate: f64) {
        let Download { window, under_way, halved_at } = &mut self.download;
        while under_way.front().is_some_and(|at| *at <= now) {
            under_way.pop_front();
            *window += 1.0 / window.max(1.0);
        }
        *window = window.max(10.0);
        let limit = (self.line.rates[0].1 * self.line.queue / 8.0).max(3000.0);
        for _ in 0..10 {
            if under_way.len() as f64 >= *window {
                break;
            }
            if self.queued + SEGMENT > limit {
                if now - *halved_at > 2 * WAY + (self.queued / rate * 1e6) as Micros {
                    (*window, *halved_at) = ((*window / 2.0).max(2.0), now);
                }
                break;
            }
            self.queued += SEGMENT;
            under_way.push_back(now + (self.queued / rate * 1e6) as Micros + 2 * WAY);
        }
    }

    /// How long a packet waits that is sent now, in microseconds.
    pub fn wait(&self) -> Micros {
        (self.queued * 8.0 / self.line.rate(self.at) * 1e6) as Micros
    }

    /// Sends a packet of so many bytes. Returns when it arrives; `None` when it is lost.
    pub fn send(&mut self, bytes: usize) -> Option<Micros> {
        if self.queued + bytes as f64 > self.limit() {
            return None;
        }
        self.queued += bytes as f64;
        let jitter = (self.random.next() * self.line.jitter as f64 * 1000.0) as Micros;
        let lost = self.random.next() < self.line.loss;
        (!lost).then(|| self.at + self.wait() + WAY + jitter)
    }
}
