//! When a shard rests for a moment between two looks at its sockets, so that several packets for one listener go out with one
//! system call.
//!
//! That is worth it where many speak at once to many: then most of the cost is system calls. Whoever speaks alone, or in a
//! small circle, must not wait for it. So it is reckoned, from what has been heard of late, how many calls would be saved.

use std::time::{Duration, Instant};

/// For how long packets are gathered at most, and at least where they are.
const GATHER: Duration = Duration::from_micros(3000);
const LEAST: Duration = Duration::from_micros(1500);
/// How long a packet may take through a shard, all in all: what looking and sending take here is taken off the rest.
const WITHIN: Duration = Duration::from_micros(3500);
/// By how much what it takes is thought to be more, or less, with each look.
const STEP: Duration = Duration::from_micros(20);
/// How often it is reckoned anew.
const PERIOD: Duration = Duration::from_millis(250);
/// So many saved calls a second, about a hundredth of a core, begin it, and fewer than that end it.
const BEGIN: f64 = 5000.0;
const END: f64 = 2500.0;

/// What one group has heard in the time that is reckoned with.
#[derive(Clone, Copy, Debug, Default)]
pub struct Heard {
    packets: u32,
    /// A bit a slot.
    slots: u64,
}

impl Heard {
    pub fn note(&mut self, slot: usize) {
        self.packets += 1;
        self.slots |= 1 << (slot % 64);
    }

    /// How many calls a second are saved with so many listeners, when each moment lets others' packets come together with the
    /// first. One voice's own packets never come together.
    fn saves(self, listeners: usize, period: f64) -> f64 {
        let voices = f64::from(self.slots.count_ones());
        if voices < 2.0 {
            return 0.0;
        }
        let rate = f64::from(self.packets) / period;
        let others = rate * GATHER.as_secs_f64() * (voices - 1.0) / voices;
        rate * listeners as f64 * others / (1.0 + others)
    }
}

pub struct Pace {
    since: Instant,
    gathers: bool,
    /// What nine looks in ten take no longer than, the rest before them apart.
    takes: Duration,
}

impl Pace {
    pub fn new(now: Instant) -> Self {
        Self { since: now, gathers: false, takes: Duration::ZERO }
    }

    /// For how long to rest before the next look.
    pub fn rest(&self) -> Option<Duration> {
        self.gathers.then(|| WITHIN.saturating_sub(self.takes).clamp(LEAST, GATHER))
    }

    /// A look after such a rest has taken so long, from the moment at which the shard should have woken until all was sent.
    ///
    /// That drifts to the nine tenths of all looks, one up for nine down, so that a machine that stood still once changes little.
    pub fn looked(&mut self, took: Duration) {
        self.takes =
            if took > self.takes { self.takes + STEP } else { self.takes.saturating_sub(STEP / 9) }.min(WITHIN);
    }

    /// Reckons anew, if it is time, with what was heard by how many, group by group.
    pub fn reckon<'a>(&mut self, now: Instant, groups: impl Iterator<Item = (&'a mut Heard, usize)>) {
        let passed = now.saturating_duration_since(self.since);
        if passed < PERIOD {
            return;
        }
        self.since = now;
        let period = passed.as_secs_f64();
        let saved: f64 = groups.map(|(heard, listeners)| std::mem::take(heard).saves(listeners, period)).sum();
        self.gathers = saved > if self.gathers { END } else { BEGIN };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn gathers(pace: &mut Pace, now: &mut Instant, voices: usize, listeners: usize) -> bool {
        let mut heard = Heard::default();
        (0..voices * 25).for_each(|packet| heard.note(packet % voices));
        *now += Duration::from_millis(500);
        pace.reckon(*now, [(&mut heard, listeners)].into_iter());
        pace.rest().is_some()
    }

    #[test]
    fn many_who_speak_to_many_are_gathered_and_no_others() {
        let mut now = Instant::now();
        for (voices, listeners, expected) in [
            (1, 300, false),
            (1, 2000, false),
            (5, 5, false),
            (8, 8, false),
            (10, 50, true),
            (30, 30, true),
            (10, 300, true),
        ] {
            let mut pace = Pace::new(now);
            assert_eq!(gathers(&mut pace, &mut now, voices, listeners), expected, "{voices} to {listeners}");
        }
    }

    #[test]
    fn it_ends_when_they_fall_silent_and_does_not_waver() {
        let mut now = Instant::now();
        let mut pace = Pace::new(now);
        assert!(!gathers(&mut pace, &mut now, 10, 15));
        assert!(gathers(&mut pace, &mut now, 10, 50));
        assert!(gathers(&mut pace, &mut now, 10, 15), "what would not begin it does not end it");
        assert!(!gathers(&mut pace, &mut now, 1, 50));
    }

    #[test]
    fn the_slower_the_machine_the_shorter_the_rest() {
        let mut now = Instant::now();
        let mut pace = Pace::new(now);
        assert!(gathers(&mut pace, &mut now, 30, 30));
        assert_eq!(pace.rest(), Some(GATHER));
        let mut look = |micros| {
            (0..3000).for_each(|_| pace.looked(Duration::from_micros(micros)));
            pace.rest().expect("it gathers")
        };
        assert_eq!(look(300), GATHER);
        let slow = look(1200);
        assert!(slow.abs_diff(Duration::from_micros(2300)) < STEP * 2, "{slow:?}");
        assert_eq!(look(20_000), LEAST, "it is not given up: that would cost even more");
        assert_eq!(look(300), GATHER, "and comes back");
    }

    #[test]
    fn a_look_that_took_very_long_changes_little() {
        let mut now = Instant::now();
        let mut pace = Pace::new(now);
        assert!(gathers(&mut pace, &mut now, 30, 30));
        for look in 0..1000 {
            pace.looked(Duration::from_micros(if look % 20 == 0 { 30_000 } else { 400 }));
        }
        assert_eq!(pace.rest(), Some(GATHER));
    }
}
