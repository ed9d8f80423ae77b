//! Decides when a shard waits for a moment between two passes over its sockets, so that several packets for one listener go out
//! with one system call.
//!
//! The delay pays off when many people speak to many listeners, because then system calls are most of the cost. A single speaker,
//! or a small group, must not wait for it. So the coalescer estimates from recent traffic how many calls the delay would save.

use std::time::{Duration, Instant};

/// The longest delay, and the shortest while coalescing is active.
const MAX_DELAY: Duration = Duration::from_micros(3000);
const MIN_DELAY: Duration = Duration::from_micros(1500);
/// How long a packet may take through a shard in all: the time of a pass is subtracted from the delay.
const LATENCY_BUDGET: Duration = Duration::from_micros(3500);
/// By how much the estimate of a pass changes with each pass.
const ADJUSTMENT: Duration = Duration::from_micros(20);
/// How often the estimate is updated.
const PERIOD: Duration = Duration::from_millis(250);
/// Saved calls per second, about a hundredth of a core, above which coalescing starts, and below which it stops.
const START_ABOVE: f64 = 5000.0;
const STOP_BELOW: f64 = 2500.0;

/// What one listener group has received since the last update.
#[derive(Clone, Copy, Debug, Default)]
pub struct AudioActivity {
    packets: u32,
    /// One bit for each slot.
    slots: u64,
}

impl AudioActivity {
    pub fn record(&mut self, slot: usize) {
        self.packets += 1;
        self.slots |= 1 << (slot % 64);
    }

    /// How many calls per second the delay saves with so many listeners, when other speakers' packets join the first one. Packets
    /// of a single speaker never coincide.
    fn saved_calls(self, listeners: usize, period: f64) -> f64 {
        let speakers = f64::from(self.slots.count_ones());
        if speakers < 2.0 {
            return 0.0;
        }
        let rate = f64::from(self.packets) / period;
        let others = rate * MAX_DELAY.as_secs_f64() * (speakers - 1.0) / speakers;
        rate * listeners as f64 * others / (1.0 + others)
    }
}

pub struct Coalescer {
    since: Instant,
    active: bool,
    /// The time within which nine passes in ten finish, without the delay before them.
    pass_time: Duration,
}

impl Coalescer {
    pub fn new(now: Instant) -> Self {
        Self { since: now, active: false, pass_time: Duration::ZERO }
    }

    /// How long to wait before the next pass.
    pub fn delay(&self) -> Option<Duration> {
        self.active.then(|| LATENCY_BUDGET.saturating_sub(self.pass_time).clamp(MIN_DELAY, MAX_DELAY))
    }

    /// Records how long a pass took, from the moment at which the shard should have woken until everything was sent.
    ///
    /// The estimate drifts to the 90th percentile, one step up for nine down, so that a single stall of the machine changes
    /// little.
    pub fn record_pass(&mut self, took: Duration) {
        self.pass_time = if took > self.pass_time {
            self.pass_time + ADJUSTMENT
        } else {
            self.pass_time.saturating_sub(ADJUSTMENT / 9)
        }
        .min(LATENCY_BUDGET);
    }

    /// Updates the decision, if it is time, from the activity and the number of listeners of each group.
    pub fn update<'a>(&mut self, now: Instant, groups: impl Iterator<Item = (&'a mut AudioActivity, usize)>) {
        let passed = now.saturating_duration_since(self.since);
        if passed < PERIOD {
            return;
        }
        self.since = now;
        let period = passed.as_secs_f64();
        let saved: f64 =
            groups.map(|(activity, listeners)| std::mem::take(activity).saved_calls(listeners, period)).sum();
        self.active = saved > if self.active { STOP_BELOW } else { START_ABOVE };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn becomes_active(coalescer: &mut Coalescer, now: &mut Instant, speakers: usize, listeners: usize) -> bool {
        let mut activity = AudioActivity::default();
        (0..speakers * 25).for_each(|packet| activity.record(packet % speakers));
        *now += Duration::from_millis(500);
        coalescer.update(*now, [(&mut activity, listeners)].into_iter());
        coalescer.delay().is_some()
    }

    #[test]
    fn coalescing_is_active_only_when_many_speak_to_many() {
        let mut now = Instant::now();
        for (speakers, listeners, expected) in [
            (1, 300, false),
            (1, 2000, false),
            (5, 5, false),
            (8, 8, false),
            (10, 50, true),
            (30, 30, true),
            (10, 300, true),
        ] {
            let mut coalescer = Coalescer::new(now);
            assert_eq!(
                becomes_active(&mut coalescer, &mut now, speakers, listeners),
                expected,
                "{speakers} to {listeners}"
            );
        }
    }

    #[test]
    fn coalescing_stops_in_silence_and_has_hysteresis() {
        let mut now = Instant::now();
        let mut coalescer = Coalescer::new(now);
        assert!(!becomes_active(&mut coalescer, &mut now, 10, 15));
        assert!(becomes_active(&mut coalescer, &mut now, 10, 50));
        assert!(becomes_active(&mut coalescer, &mut now, 10, 15), "what would not begin it does not end it");
        assert!(!becomes_active(&mut coalescer, &mut now, 1, 50));
    }

    #[test]
    fn a_slower_machine_gets_a_shorter_delay() {
        let mut now = Instant::now();
        let mut coalescer = Coalescer::new(now);
        assert!(becomes_active(&mut coalescer, &mut now, 30, 30));
        assert_eq!(coalescer.delay(), Some(MAX_DELAY));
        let mut look = |micros| {
            (0..3000).for_each(|_| coalescer.record_pass(Duration::from_micros(micros)));
            coalescer.delay().expect("it gathers")
        };
        assert_eq!(look(300), MAX_DELAY);
        let slow = look(1200);
        assert!(slow.abs_diff(Duration::from_micros(2300)) < ADJUSTMENT * 2, "{slow:?}");
        assert_eq!(look(20_000), MIN_DELAY, "it is not given up: that would cost even more");
        assert_eq!(look(300), MAX_DELAY, "and comes back");
    }

    #[test]
    fn a_single_slow_pass_changes_little() {
        let mut now = Instant::now();
        let mut coalescer = Coalescer::new(now);
        assert!(becomes_active(&mut coalescer, &mut now, 30, 30));
        for look in 0..1000 {
            coalescer.record_pass(Duration::from_micros(if look % 20 == 0 { 30_000 } else { 400 }));
        }
        assert_eq!(coalescer.delay(), Some(MAX_DELAY));
    }
}
