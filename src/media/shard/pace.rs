//! When a shard rests for a moment between two looks at its sockets, so that several packets for one listener go out with one
//! system call.
//!
//! That is worth it where many speak at once to many: then most of the cost is system calls. Whoever speaks alone, or in a
//! small circle, must not wait for it. So it is reckoned, from what has been heard of late, how many calls would be saved.

use std::time::{Duration, Instant};

/// For how long packets are gathered.
pub const GATHER: Duration = Duration::from_micros(3500);
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
}

impl Pace {
    pub fn new(now: Instant) -> Self {
        Self { since: now, gathers: false }
    }

    pub fn gathers(&self) -> bool {
        self.gathers
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
        pace.gathers()
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
}
