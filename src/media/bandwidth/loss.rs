//! The share of packets that a listener loses: lately, and usually. A line that always loses a few is not congested.

use std::{
    collections::VecDeque,
    time::{Duration, Instant},
};

/// The time of one count, and how many counts are lately and usual.
const STEP: Duration = Duration::from_millis(250);
const LATELY: usize = 3;
const USUAL: usize = 40;
/// Fewer packets than these say nothing.
const MIN_PACKETS: u32 = 20;
/// Chance is so many standard deviations, of a line that loses at least so much.
const DEVIATIONS: f64 = 2.5;
const LEAST_USUAL: f64 = 0.01;

#[derive(Clone, Copy, Debug, Default)]
struct Count {
    missing: u32,
    all: u32,
}

impl Count {
    fn share(self) -> Option<f64> {
        (self.all >= MIN_PACKETS).then(|| f64::from(self.missing) / f64::from(self.all))
    }
}

#[derive(Debug, Default)]
pub struct Losses {
    counts: VecDeque<(Instant, Count)>,
}

impl Losses {
    /// A report said that of `all` packets so many are missing.
    pub fn record(&mut self, missing: u32, all: u32, now: Instant) {
        let is_current = |(start, _): &(Instant, Count)| now.saturating_duration_since(*start) < STEP;
        if !self.counts.back().is_some_and(is_current) {
            self.counts.push_back((now, Count::default()));
            let window = STEP * (LATELY + USUAL) as u32;
            while self.counts.front().is_some_and(|(start, _)| now.saturating_duration_since(*start) > window) {
                self.counts.pop_front();
            }
        }
        if let Some((_, count)) = self.counts.back_mut() {
            (count.missing, count.all) = (count.missing + missing, count.all + all);
        }
    }

    fn sum<'a>(counts: impl Iterator<Item = &'a (Instant, Count)>) -> Count {
        counts.fold(Count::default(), |sum, (_, count)| Count {
            missing: sum.missing + count.missing,
            all: sum.all + count.all,
        })
    }

    /// Of the last three quarters of a second.
    pub fn lately(&self) -> f64 {
        Self::sum(self.counts.iter().rev().take(LATELY)).share().unwrap_or(0.0)
    }

    /// Of the better half of the ten seconds before: a line that was congested in between does not count as one that loses.
    pub fn usual(&self) -> f64 {
        let before: Vec<_> = self.counts.iter().rev().skip(LATELY).collect();
        let halves = before.chunks(USUAL / 2).filter_map(|some| Self::sum(some.iter().copied()).share());
        halves.reduce(f64::min).unwrap_or(0.0)
    }

    /// By how much more than usual is lost lately, less what may be chance with so few packets.
    pub fn above_usual(&self) -> f64 {
        let count = Self::sum(self.counts.iter().rev().take(LATELY));
        let usual = self.usual();
        let chance = (usual.max(LEAST_USUAL) / f64::from(count.all.max(1))).sqrt();
        count.share().map_or(0.0, |lately| lately - usual - DEVIATIONS * chance)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_that_always_loses_is_told_from_one_that_has_begun_to() {
        let begun = Instant::now();
        let mut losses = Losses::default();
        losses.record(5, 10, begun);
        assert_eq!(losses.lately(), 0.0, "too few to tell");
        let mut now = begun;
        for _ in 0..100 {
            now += Duration::from_millis(100);
            losses.record(1, 20, now);
        }
        assert!((losses.lately() - 0.05).abs() < 0.001 && (losses.usual() - 0.05).abs() < 0.03);
        for _ in 0..7 {
            now += Duration::from_millis(100);
            losses.record(6, 20, now);
        }
        assert!(losses.lately() > 0.2 && losses.usual() < 0.1, "{} {}", losses.lately(), losses.usual());
        assert!((0.05..0.2).contains(&losses.above_usual()), "{}", losses.above_usual());
    }
}
