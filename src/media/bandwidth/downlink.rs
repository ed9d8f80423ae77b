//! The way down to one listener: its estimate, and what it is used for.

use std::{
    collections::VecDeque,
    time::{Duration, Instant},
};

use super::{
    allocate::{Allocator, Budget, Grant, Wish, needed},
    estimate::{Estimator, PacketReport},
};

/// Sound is reserved at the highest rate of so many seconds, and at least for two open microphones, in bits per second.
const SOUND_LATELY: Duration = Duration::from_secs(3);
const LEAST_SOUND: f64 = 1e5;
/// What IP and UDP add to a packet, in bytes.
const OVERHEAD: usize = 28;
/// How long a picture goes on in a better encoding than it was given, until a key frame of that one comes.
const KEYFRAME_WITHIN: Duration = Duration::from_millis(400);

/// How long everything must have been sent as it is wished until the line counts as wide enough.
const WIDE_AFTER: Duration = Duration::from_secs(10);

pub struct Downlink<S> {
    estimator: Estimator,
    allocator: Allocator<S>,
    /// The rate of sound, with its time.
    sound: VecDeque<(Instant, f64)>,
    /// What everything wished takes, in bits per second.
    needed: f64,
    /// The packets and bytes of pictures that went out with numbers, and all that went out without at the last count.
    numbered: Sent,
    unnumbered: Sent,
    /// When last not everything was sent as it was wished. What a new line carries is not known yet.
    narrow_at: Instant,
}

/// Packets and bytes so far.
#[derive(Clone, Copy, Debug, Default)]
pub struct Sent {
    pub packets: u64,
    pub bytes: u64,
}

impl Sent {
    fn less(self, other: Self) -> Self {
        Self { packets: self.packets.saturating_sub(other.packets), bytes: self.bytes.saturating_sub(other.bytes) }
    }
}

impl<S: Copy + Eq> Downlink<S> {
    pub fn new(now: Instant) -> Self {
        let (numbered, unnumbered) = (Sent::default(), Sent::default());
        let (estimator, allocator, sound) = (Estimator::new(now), Allocator::default(), VecDeque::new());
        Self { estimator, allocator, sound, needed: 0.0, numbered, unnumbered, narrow_at: now }
    }

    /// The transport-wide number of a picture's packet of so many bytes that goes out now.
    pub fn number(&mut self, bytes: usize, now: Instant) -> u16 {
        (self.numbered.packets, self.numbered.bytes) = (self.numbered.packets + 1, self.numbered.bytes + bytes as u64);
        self.number_repeat(bytes, now)
    }

    /// As [`Downlink::number`], of a retransmission or padding.
    pub fn number_repeat(&mut self, bytes: usize, now: Instant) -> u16 {
        self.estimator.on_numbered(bytes + OVERHEAD, now)
    }

    pub fn on_report(&mut self, packets: &[PacketReport], now: Instant) {
        self.estimator.on_report(packets, now);
    }

    pub fn on_path_change(&mut self, now: Instant) {
        self.estimator.on_path_change(now);
    }

    /// Notes all that has gone out so far, without retransmissions: what has no number of it is sound.
    pub fn on_sent(&mut self, sent: Sent, now: Instant) {
        let unnumbered = sent.less(self.numbered);
        let Sent { packets, bytes } = unnumbered.less(self.unnumbered);
        self.unnumbered = unnumbered;
        self.estimator.on_unnumbered(bytes as usize + packets as usize * OVERHEAD, now);
        self.sound.push_back((now, self.estimator.unnumbered_rate()));
        while self.sound.front().is_some_and(|(at, _)| now.saturating_duration_since(*at) > SOUND_LATELY) {
            self.sound.pop_front();
        }
    }

    /// Decides anew what is sent of these wishes.
    pub fn allocate(&mut self, wishes: &[Wish<S>], now: Instant) {
        let sound = self.sound.iter().map(|(_, rate)| *rate).fold(LEAST_SOUND, f64::max);
        self.needed = needed(wishes, sound);
        let Self { estimator, .. } = self;
        let (is_silent, is_rising) = (estimator.is_silent(now), estimator.is_rising(now));
        let budget = Budget { rate: estimator.rate(now), sound, is_silent, is_rising };
        self.allocator.allocate(wishes, budget, now);
        if !wishes.iter().all(|wish| self.allocator.fulfils(wish)) {
            self.narrow_at = now;
        }
    }

    /// How many bytes of padding are due, with their headers.
    pub fn padding_due(&mut self, now: Instant) -> usize {
        self.estimator.padding_due(self.needed, now)
    }

    pub fn grant(&self, view: usize, from: S) -> Option<&Grant<S>> {
        self.allocator.grant(view, from)
    }

    /// The senders whose pictures rest.
    pub fn resting(&self) -> impl Iterator<Item = S> {
        self.allocator.resting()
    }

    /// Whether a view that shows `encoding` must stop showing it until a key frame of the one that it was given comes.
    pub fn must_stop(&self, view: usize, from: S, encoding: u8, now: Instant) -> bool {
        self.grant(view, from).is_some_and(|grant| {
            let waited = now.saturating_duration_since(grant.since) > KEYFRAME_WITHIN;
            grant.encoding.is_none_or(|given| encoding < given && waited)
        })
    }

    /// Whether the line has lately been too narrow for everything that is wished.
    pub fn is_narrow(&self, now: Instant) -> bool {
        now.saturating_duration_since(self.narrow_at) < WIDE_AFTER
    }

    /// Whether a probe is under way, so that more padding is due soon.
    pub fn is_probing(&self) -> bool {
        self.estimator.is_probing()
    }

    /// The estimate, in bits per second.
    pub fn rate(&self, now: Instant) -> f64 {
        self.estimator.rate(now)
    }
}
