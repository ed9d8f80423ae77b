//! How long packets wait in the queue before the listener's narrowest link.

use std::collections::VecDeque;

/// The time over which the least delay is the delay of now, and the one over which it is the delay of an empty queue, in
/// microseconds. The least filters jitter; the window is short enough that the clocks of both sides do not drift apart.
const LATELY: i64 = 100_000;
const WINDOW: i64 = 15_000_000;
/// How many packets are remembered at most: a listener may lie about its clock.
const MOST: usize = 512;
/// The least delay is kept for each second.
const STEP: i64 = 1_000_000;

/// Delays are differences between the two sides' clocks, in microseconds: only their changes mean anything.
#[derive(Debug, Default)]
pub struct QueueDelay {
    /// Arrival times and delays of the latest packets.
    lately: VecDeque<(i64, i64)>,
    /// The least delay of each second, by the second's start.
    least: VecDeque<(i64, i64)>,
}

impl QueueDelay {
    /// A packet that was sent at `sent` arrived at `arrival`, each in microseconds of its side's clock.
    pub fn record(&mut self, sent: i64, arrival: i64) {
        let delay = arrival - sent;
        self.lately.push_back((arrival, delay));
        let is_late = |(at, _): &(i64, i64)| !(-LATELY..=LATELY).contains(&(arrival - *at));
        while self.lately.len() > MOST || self.lately.front().is_some_and(is_late) {
            self.lately.pop_front();
        }
        match self.least.back_mut().filter(|(start, _)| (0..STEP).contains(&(arrival - *start))) {
            Some((_, least)) => *least = delay.min(*least),
            None => self.least.push_back((arrival, delay)),
        }
        while self.least.front().is_some_and(|(start, _)| !(-STEP..WINDOW).contains(&(arrival - *start))) {
            self.least.pop_front();
        }
    }

    /// How long packets wait, in seconds.
    pub fn now(&self) -> f64 {
        let of = |delays: &VecDeque<(i64, i64)>| delays.iter().map(|(_, delay)| *delay).min();
        of(&self.lately).zip(of(&self.least)).map_or(0.0, |(now, empty)| (now - empty) as f64 / 1e6)
    }

    /// Takes the delay of now for that of an empty queue.
    pub fn accept(&mut self) {
        self.least.clear();
        if let Some(now) = self.lately.iter().copied().min_by_key(|(_, delay)| *delay) {
            self.least.push_back(now);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn jitter_is_not_a_queue() {
        let mut queue = QueueDelay::default();
        for packet in 0..1000 {
            queue.record(packet * 10_000, packet * 10_000 + 7_000_000 + packet % 7 * 6000);
        }
        assert_eq!(queue.now(), 0.0);
    }

    #[test]
    fn a_clock_that_jumps_or_stands_still_leaves_no_more_than_a_few_packets() {
        let mut queue = QueueDelay::default();
        for packet in 0..10_000 {
            queue.record(packet * 1000, 5);
        }
        assert!(queue.lately.len() <= MOST + 1 && queue.least.len() <= 16);
        for packet in 0..1000 {
            queue.record(packet * 1000, if packet % 2 == 0 { i64::MAX / 4 } else { i64::MIN / 4 });
        }
        assert!(queue.lately.len() <= MOST + 1 && queue.least.len() <= 16);
        (0..30).for_each(|packet| queue.record(packet * 1000, packet * 1000));
        assert_eq!(queue.now(), 0.0);
    }

    #[test]
    fn a_queue_is_seen_within_a_tenth_of_a_second_and_forgotten_when_it_stays() {
        let mut queue = QueueDelay::default();
        let after = |queue: &mut QueueDelay, from: i64, to: i64, delay: i64| {
            (from..to).step_by(20).for_each(|ms| queue.record(ms * 1000, (ms + delay) * 1000));
            (queue.now() * 1000.0).round()
        };
        assert_eq!(after(&mut queue, 0, 1000, 30), 0.0);
        assert_eq!(after(&mut queue, 1000, 1140, 90), 60.0);
        assert_eq!(after(&mut queue, 1140, 17_000, 90), 0.0, "the way itself has become longer");
        assert_eq!(after(&mut queue, 17_000, 17_200, 200), 110.0);
        queue.accept();
        assert_eq!(queue.now(), 0.0);
        assert_eq!(after(&mut queue, 17_200, 17_400, 60), 0.0);
    }
}
