//! The rate of one encoding as it comes from its sender, in bits per second.

use std::time::{Duration, Instant};

const STEP: Duration = Duration::from_millis(250);
/// Counts of three seconds; four make the second over which a rate is measured, eight those of the usual rate.
const COUNTS: usize = 12;
const SECOND: usize = 4;
const USUAL: usize = 8;

/// What an encoding takes of a line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Cost {
    /// The average of two seconds: what a picture takes that is being sent.
    pub usual: u32,
    /// The highest second of three, with its key frames: what must be free before a picture is sent.
    pub most: u32,
}

#[derive(Debug)]
pub struct EncodingRate {
    begun: Instant,
    /// Bytes by the number of the step since the beginning.
    counts: [u32; COUNTS],
    /// The number of the latest step.
    latest: usize,
}

impl EncodingRate {
    pub fn new(now: Instant) -> Self {
        Self { begun: now, counts: [0; COUNTS], latest: 0 }
    }

    fn step(&self, now: Instant) -> usize {
        (now.saturating_duration_since(self.begun).as_millis() / STEP.as_millis()) as usize
    }

    pub fn record(&mut self, bytes: usize, now: Instant) {
        let step = self.step(now).max(self.latest);
        for passed in (self.latest + 1..=step).take(COUNTS) {
            self.counts[passed % COUNTS] = 0;
        }
        self.latest = step;
        self.counts[step % COUNTS] += bytes as u32;
    }

    pub fn cost(&self, now: Instant) -> Cost {
        let step = self.step(now).max(self.latest);
        // The current step is not over yet, unless there is no other.
        let whole: Vec<u32> = (0..=step)
            .rev()
            .skip(usize::from(step > 0))
            .take(COUNTS - 1)
            .map(|one| if one <= self.latest && one + COUNTS > self.latest { self.counts[one % COUNTS] } else { 0 })
            .collect();
        let rate = |counts: &[u32]| {
            let seconds = STEP.as_secs_f64() * counts.len().max(2) as f64;
            (f64::from(counts.iter().sum::<u32>()) * 8.0 / seconds) as u32
        };
        let usual = rate(&whole[..whole.len().min(USUAL)]);
        let most = whole.windows(SECOND.min(whole.len())).map(rate).max().unwrap_or(0);
        Cost { usual, most: most.max(usual) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_frame_counts_among_the_most_and_little_among_the_usual() {
        let begun = Instant::now();
        let mut rate = EncodingRate::new(begun);
        let at = |ms: u64| begun + Duration::from_millis(ms);
        for ms in (0..5000).step_by(50) {
            rate.record(if ms == 4000 { 12_500 } else { 625 }, at(ms));
        }
        let Cost { usual, most } = rate.cost(at(5000));
        assert!((140_000..150_000).contains(&usual), "{usual}");
        assert!((190_000..200_000).contains(&most), "{most}");
        assert_eq!(rate.cost(at(20_000)), Cost::default(), "it has stopped");
        rate.record(625, at(20_000));
        assert!(rate.cost(at(20_250)).most < 10_000);
    }

    #[test]
    fn an_encoding_that_has_just_begun_is_not_taken_for_nothing() {
        let begun = Instant::now();
        let mut rate = EncodingRate::new(begun);
        rate.record(5000, begun);
        assert_eq!(rate.cost(begun).usual, 80_000);
    }
}
