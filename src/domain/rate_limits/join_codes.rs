//! Limits guesses of join codes, by network, by site and overall. All doors share it.
//!
//! The overall limit holds however many addresses guess, each once: near its end a region that guesses wrong waits for a
//! minute, and at its end strangers get no answer at all, since any answer tells whether the code was right. A network that has
//! found a lesson before still finds that lesson: it learns nothing by it, and a class that is coming in keeps coming in.

use std::{
    collections::HashMap,
    net::IpAddr,
    sync::{Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use super::{FailureLimiter, NetworkFailures, TokenBucket, network, region};
use crate::{error::Refusal, ids::JoinCode};

/// How many wrong codes there may be at once, and how long one more takes. At ten a second, it takes a month to find one running
/// lesson.
const BURST: u32 = 1000;
const REFILL: Duration = Duration::from_millis(100);
/// So few left are kept for those who have not guessed wrong of late.
const RESERVE: f64 = 200.0;
/// For how long a network is known to have found a lesson, and how many of these are remembered.
const REMEMBERED: Duration = Duration::from_hours(12);
const MOST_REMEMBERED: usize = 65_536;
/// So old is a memory before it is renewed.
const RENEWED_AFTER: Duration = Duration::from_mins(10);

pub struct JoinCodeLimiter {
    by_network: NetworkFailures,
    /// The regions that must wait while there are many wrong guesses overall.
    regions: FailureLimiter<IpAddr>,
    overall: Mutex<Option<TokenBucket>>,
    /// The lessons that networks have found, and when.
    found: Mutex<HashMap<(IpAddr, JoinCode), Instant>>,
}

impl Default for JoinCodeLimiter {
    /// Sixty people of one class may mistype at once.
    fn default() -> Self {
        Self {
            by_network: NetworkFailures::new(60, Duration::from_secs(1)),
            regions: FailureLimiter::new(1, REFILL),
            overall: Mutex::default(),
            found: Mutex::default(),
        }
    }
}

impl JoinCodeLimiter {
    /// Whether a caller at this address may learn whether there is a lesson with this code. `None` is no code at all.
    ///
    /// # Errors
    /// [`Refusal::TooManyGuesses`] while the caller must wait.
    pub fn check(&self, address: IpAddr, code: Option<JoinCode>, now: Instant) -> Result<(), Refusal> {
        if !self.by_network.is_allowed(address, now) {
            return Err(Refusal::TooManyGuesses);
        }
        let left = self.left(now);
        let may = left > RESERVE
            || code.is_some_and(|code| self.has_found(address, code, now))
            || left >= 1.0 && self.regions.is_allowed(&region(address), now);
        if may { Ok(()) } else { Err(Refusal::TooManyGuesses) }
    }

    /// Counts a wrong guess.
    pub fn record_failure(&self, address: IpAddr, now: Instant) {
        self.by_network.take(address, now);
        let mut overall = self.overall.lock().unwrap_or_else(PoisonError::into_inner);
        let bucket = overall.get_or_insert_with(|| TokenBucket::full(BURST, now));
        // Several threads may have passed the check together: the overdraft makes up for that.
        let left = bucket.tokens(BURST, REFILL, now);
        bucket.take();
        drop(overall);
        if left <= RESERVE {
            self.regions.pause(&region(address), now);
        }
    }

    /// Remembers that somebody in this network knows this code.
    pub fn record_found(&self, address: IpAddr, code: JoinCode, now: Instant) {
        let key = (network(address), code);
        let mut found = self.found();
        let fresh = |at: &Instant| now.saturating_duration_since(*at) < RENEWED_AFTER;
        if found.get(&key).is_some_and(fresh) {
            return;
        }
        if found.len() >= MOST_REMEMBERED {
            found.retain(|_, at| fresh(at));
        }
        if found.len() < MOST_REMEMBERED {
            found.insert(key, now);
        }
    }

    fn has_found(&self, address: IpAddr, code: JoinCode, now: Instant) -> bool {
        let at = self.found().get(&(network(address), code)).copied();
        at.is_some_and(|at| now.saturating_duration_since(at) < REMEMBERED)
    }

    fn found(&self) -> MutexGuard<'_, HashMap<(IpAddr, JoinCode), Instant>> {
        self.found.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// How many more wrong guesses there may be now.
    fn left(&self, now: Instant) -> f64 {
        let mut overall = self.overall.lock().unwrap_or_else(PoisonError::into_inner);
        overall.as_mut().map_or(BURST.into(), |bucket| bucket.tokens(BURST, REFILL, now))
    }
}
