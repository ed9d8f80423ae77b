//! What one thread of the generator has counted. The tallies of all threads are added up at the end, so that counting needs no
//! lock.

use std::collections::BTreeMap;

use hdrhistogram::Histogram;

/// Times in microseconds, up to a minute, to three digits.
pub struct Times(Histogram<u64>);

impl Default for Times {
    fn default() -> Self {
        Self(Histogram::new_with_bounds(1, 60_000_000, 3).expect("the bounds are sound"))
    }
}

impl Times {
    pub fn record(&mut self, micros: u64) {
        self.0.saturating_record(micros);
    }

    /// The quantile `share` in milliseconds, if there are any times.
    pub fn ms(&self, share: f64) -> Option<f64> {
        (!self.0.is_empty()).then(|| self.0.value_at_quantile(share) as f64 / 1000.0)
    }

    pub fn add(&mut self, other: &Self) {
        self.0.add(&other.0).expect("both have the same bounds");
    }
}

/// Names, and how often each occurred.
pub type Counts = BTreeMap<String, u64>;

#[derive(Default)]
pub struct Tally {
    /// How long joining took, from the start of the connection until the person was in the room.
    pub joins: Times,
    pub refused_joins: Counts,
    // Within the measured time:
    pub frames: u64,
    pub entries: u64,
    pub staleness: Times,
    pub poses_sent: u64,
    pub replies: Times,
    pub deliveries: Times,
    // Over the whole run:
    pub wrong_entries: u64,
    pub lines_said: u64,
    pub lines_replied: u64,
    pub lines_delivered: u64,
    /// Events whose sequence number skipped some.
    pub gaps: u64,
    pub refusals: Counts,
    pub closed: Counts,
    /// The ids of the acknowledged lines.
    pub acknowledged: Vec<String>,
}

impl Tally {
    pub fn add(&mut self, other: Tally) {
        for (mine, theirs) in [
            (&mut self.joins, &other.joins),
            (&mut self.staleness, &other.staleness),
            (&mut self.replies, &other.replies),
            (&mut self.deliveries, &other.deliveries),
        ] {
            mine.add(theirs);
        }
        for (mine, theirs) in [
            (&mut self.refused_joins, other.refused_joins),
            (&mut self.refusals, other.refusals),
            (&mut self.closed, other.closed),
        ] {
            for (name, count) in theirs {
                *mine.entry(name).or_default() += count;
            }
        }
        self.frames += other.frames;
        self.entries += other.entries;
        self.poses_sent += other.poses_sent;
        self.wrong_entries += other.wrong_entries;
        self.lines_said += other.lines_said;
        self.lines_replied += other.lines_replied;
        self.lines_delivered += other.lines_delivered;
        self.gaps += other.gaps;
        self.acknowledged.extend(other.acknowledged);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tallies_add_up() {
        let mut sum = Tally::default();
        for count in 1..=3 {
            let mut tally = Tally { entries: count, ..Tally::default() };
            tally.closed.insert("too_slow".into(), 1);
            tally.staleness.record(count * 1000);
            sum.add(tally);
        }
        assert_eq!((sum.entries, sum.closed["too_slow"]), (6, 3));
        assert_eq!(sum.staleness.ms(0.5).map(f64::round), Some(2.0));
        assert_eq!(sum.staleness.ms(1.0).map(f64::round), Some(3.0));
        assert_eq!(sum.replies.ms(0.5), None);
    }
}
