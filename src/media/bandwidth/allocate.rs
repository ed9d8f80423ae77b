//! Shares one listener's bandwidth among the pictures that the listener wishes to see: which encoding of each is sent, and which
//! pictures rest.
//!
//! The order is: sound, which is never touched; the screen, in the best encoding that leaves room for one picture beside it; then
//! one encoding of each picture in the order of their importance, and only after that better ones. Lowering is at once. Raising
//! needs some room to spare and comes some seconds after a lowering, so that no picture flickers.

use std::{
    collections::HashMap,
    time::{Duration, Instant},
};

use super::encoding_rate::Cost;

/// The largest number of encodings of a picture.
pub const ENCODINGS: usize = 3;
/// The share of the estimate that stays free when a picture is raised.
const SPARE: f64 = 0.05;
/// By how much more than it takes a picture must fit before it is raised.
const ROOM: f64 = 1.1;
/// The share of the bandwidth by which pictures are raised at once, because each one begins with a key frame.
const RAISED_AT_ONCE: f64 = 0.1;
/// How long a picture that was lowered is not raised. When it is lowered soon after it was raised, the line did not bear it: then
/// twice as long as before.
const RAISED_AFTER: Duration = Duration::from_secs(4);
const MAX_RAISED_AFTER: Duration = Duration::from_secs(30);
const SOON: Duration = Duration::from_secs(8);

/// How important a picture is to a listener, the most important first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Importance {
    Screen,
    /// The teacher or the listener has pinned it.
    Pinned,
    Speaking,
    Other,
}

/// A picture that the listener wishes to see.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Wish<S> {
    pub view: usize,
    pub from: S,
    pub importance: Importance,
    /// The encoding that fits the size of its tile, 0 for the best.
    pub preferred: u8,
    /// What each encoding takes that comes from the sender now.
    pub costs: [Option<Cost>; ENCODINGS],
}

/// What a view gets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Grant<S> {
    pub from: S,
    /// `None` when the picture rests.
    pub encoding: Option<u8>,
    /// Since when.
    pub since: Instant,
    /// When it was last raised, and lowered, and how long it is not raised after that.
    raised_at: Instant,
    lowered_at: Option<Instant>,
    raised_after: Duration,
}

/// The grants of one listener, by view.
pub struct Allocator<S> {
    grants: HashMap<usize, Grant<S>>,
}

/// The bandwidth that is shared.
#[derive(Clone, Copy, Debug)]
pub struct Budget {
    /// What the line carries, and what of it is for sound, in bits per second.
    pub rate: f64,
    pub sound: f64,
    /// Nothing is known of the line any more: then only the screen is sent.
    pub is_silent: bool,
    /// The estimate is about to rise further: then the screen makes no picture rest that would come back at once.
    pub is_rising: bool,
}

impl<S: Copy + Eq> Wish<S> {
    /// The encodings that may be sent, the best first: from the one that comes closest to the preferred one on.
    fn encodings(&self) -> impl DoubleEndedIterator<Item = u8> + '_ {
        let comes = |encoding: &u8| self.costs[usize::from(*encoding)].is_some();
        let best = (0..ENCODINGS as u8).filter(comes).min_by_key(|encoding| encoding.abs_diff(self.preferred));
        (best.unwrap_or(u8::MAX)..ENCODINGS as u8).filter(comes)
    }

    fn cost(&self, encoding: u8) -> Cost {
        self.costs[usize::from(encoding)].unwrap_or_default()
    }

    /// The bits per second that must be free for everything that is wished here.
    pub fn needed(&self) -> f64 {
        self.encodings().next().map_or(0.0, |best| f64::from(self.cost(best).most) * ROOM)
    }
}

/// What must be free for all these pictures and the sound, in bits per second.
pub fn needed<S: Copy + Eq>(wishes: &[Wish<S>], sound: f64) -> f64 {
    (sound + wishes.iter().map(Wish::needed).sum::<f64>()) / (1.0 - SPARE)
}

impl<S> Default for Allocator<S> {
    fn default() -> Self {
        Self { grants: HashMap::new() }
    }
}

/// The state of one allocation: what is left, and what each wish has so far.
struct Round<'a, S> {
    wishes: Vec<(&'a Wish<S>, Option<Grant<S>>)>,
    given: Vec<Option<u8>>,
    left: f64,
    /// By how much pictures have been raised, and may be, in bits per second.
    raised: f64,
    may_raise: f64,
    /// What must stay free then.
    spare: f64,
    now: Instant,
}

impl<S: Copy + Eq> Round<'_, S> {
    /// What it takes to send this encoding; `None` when the picture may not be raised yet.
    fn price(&self, at: usize, encoding: u8) -> Option<f64> {
        let (wish, before) = &self.wishes[at];
        let cost = wish.cost(encoding);
        let Some(before) = before else { return Some(f64::from(cost.usual)) };
        if before.encoding.is_some_and(|shown| encoding >= shown) {
            return Some(f64::from(cost.usual));
        }
        let rests = |at: Instant| self.now.saturating_duration_since(at) < before.raised_after;
        (!before.lowered_at.is_some_and(rests)).then(|| f64::from(cost.most) * ROOM)
    }

    /// Gives this picture that encoding instead of what it has, if it fits into what is left but `kept`.
    fn give(&mut self, at: usize, encoding: u8, kept: f64) -> bool {
        let has = self.given[at].and_then(|has| self.price(at, has)).unwrap_or(0.0);
        let Some(price) = self.price(at, encoding) else { return false };
        let more = price - has;
        let raises = self.wishes[at].1.and_then(|before| before.encoding).is_none_or(|shown| encoding < shown);
        let is_too_much =
            self.raised > 0.0 && self.raised + more > self.may_raise || more > self.left - kept - self.spare;
        if raises && is_too_much || more > self.left - kept {
            return false;
        }
        self.raised += if raises { more } else { 0.0 };
        self.left -= more;
        self.given[at] = Some(encoding);
        true
    }

    fn least(&self, at: usize) -> Option<u8> {
        self.wishes[at].0.encodings().next_back()
    }

    /// Gives this picture the next better encoding. Returns whether it did.
    fn raise(&mut self, at: usize) -> bool {
        let Some(has) = self.given[at] else { return false };
        let better = self.wishes[at].0.encodings().take_while(|encoding| *encoding < has).last();
        better.is_some_and(|better| self.give(at, better, 0.0))
    }
}

impl<S: Copy + Eq> Allocator<S> {
    /// What the view shows of this sender; `None` when it is not decided yet.
    pub fn grant(&self, view: usize, from: S) -> Option<&Grant<S>> {
        self.grants.get(&view).filter(|grant| grant.from == from)
    }

    /// Whether this wish was granted in the best encoding that comes.
    pub fn fulfils(&self, wish: &Wish<S>) -> bool {
        let Some(grant) = self.grant(wish.view, wish.from) else { return true };
        wish.encodings().next().is_none_or(|best| grant.encoding == Some(best))
    }

    /// The senders whose pictures rest.
    pub fn resting(&self) -> impl Iterator<Item = S> {
        self.grants.values().filter(|grant| grant.encoding.is_none()).map(|grant| grant.from)
    }

    /// Decides anew. Each wish is for another view.
    pub fn allocate(&mut self, wishes: &[Wish<S>], budget: Budget, now: Instant) {
        let before = |wish: &Wish<S>| self.grant(wish.view, wish.from).copied();
        let mut ordered: Vec<_> = wishes.iter().map(|wish| (wish, before(wish))).collect();
        // Of two pictures that are alike, the one that is shown stays.
        ordered.sort_by_key(|(wish, before)| {
            let rests = before.is_none_or(|grant| grant.encoding.is_none());
            (wish.importance, wish.preferred, rests, wish.view)
        });
        let given = vec![None; ordered.len()];
        let Budget { rate, sound, .. } = budget;
        let (left, may_raise, spare) = (rate - sound, RAISED_AT_ONCE * rate, SPARE * rate);
        let mut round = Round { wishes: ordered, given, left, raised: 0.0, may_raise, spare, now };
        round.run(&budget);
        let Round { wishes: ordered, given, .. } = round;
        let decided = ordered.iter().zip(given).map(|((wish, before), given)| {
            // While nothing comes from the sender, nothing is known: whatever comes first is sent.
            let comes = wish.encodings().next().is_some();
            let encoding = if comes { given } else { before.map_or(Some(wish.preferred), |grant| grant.encoding) };
            (wish.view, renew(wish, *before, encoding, now))
        });
        self.grants = decided.collect();
    }
}

impl<S: Copy + Eq> Round<'_, S> {
    fn run(&mut self, &Budget { is_silent, is_rising, .. }: &Budget) {
        let screens = self.wishes.iter().take_while(|(wish, _)| wish.importance == Importance::Screen).count();
        let all = self.wishes.len();
        let least = |at: usize| self.price(at, self.least(at)?);
        let first = (screens..all).find_map(least).unwrap_or(0.0);
        let is_shown = |at: &usize| self.wishes[*at].1.is_some_and(|before| before.encoding.is_some());
        let shown = (screens..all).filter(|at| is_rising && is_shown(at)).filter_map(least).sum::<f64>();
        let first = first.max(shown);
        for at in 0..screens {
            let encodings: Vec<_> = self.wishes[at].0.encodings().collect();
            let found = !is_silent && encodings.iter().any(|encoding| self.give(at, *encoding, first));
            if let Some(least) = self.least(at).filter(|_| !found) {
                if is_silent {
                    self.given[at] = Some(least);
                } else {
                    self.give(at, least, 0.0);
                }
            }
        }
        if is_silent {
            return;
        }
        for at in screens..all {
            if let Some(least) = self.least(at) {
                self.give(at, least, 0.0);
            }
        }
        for at in screens..all {
            while self.wishes[at].0.importance < Importance::Other && self.raise(at) {}
        }
        let others = self.wishes.iter().position(|(wish, _)| wish.importance == Importance::Other).unwrap_or(all);
        for _ in 1..ENCODINGS {
            (others..all).for_each(|at| {
                self.raise(at);
            });
        }
    }
}

/// The grant of a wish, after the one that it had.
fn renew<S: Copy + Eq>(wish: &Wish<S>, before: Option<Grant<S>>, encoding: Option<u8>, now: Instant) -> Grant<S> {
    let Some(before) = before else {
        let from = wish.from;
        return Grant { from, encoding, since: now, raised_at: now, lowered_at: None, raised_after: RAISED_AFTER };
    };
    if before.encoding == encoding {
        return before;
    }
    let is_worse = match (before.encoding, encoding) {
        (Some(before), Some(encoding)) => encoding > before,
        (before, _) => before.is_some(),
    };
    let changed = Grant { encoding, since: now, ..before };
    if !is_worse {
        return Grant { raised_at: now, ..changed };
    }
    // A smaller tile wants a smaller encoding: that is no lowering.
    if encoding.is_some() && encoding == wish.encodings().next() {
        return changed;
    }
    let is_soon = now.saturating_duration_since(before.raised_at) < SOON;
    let raised_after = match before.lowered_at {
        // It goes on falling.
        Some(at) if at > before.raised_at => before.raised_after,
        _ if is_soon => (2 * before.raised_after).min(MAX_RAISED_AFTER),
        _ => RAISED_AFTER,
    };
    Grant { lowered_at: Some(now), raised_after, ..changed }
}

#[cfg(test)]
mod tests;
