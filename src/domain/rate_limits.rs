//! Rate limits. The limits on guessing count only wrong guesses: a whole school behind one address gets in at once, while someone
//! who tries code after code soon has to wait.
//!
//! Callers are counted by their network, which is an IPv4 address or an IPv6 /64, and those of IPv6 also by their site, which
//! is a /48: providers give a household or a rented server anything between the two, and one holder of a /48 has 65,536
//! networks.
//!
//! Each node counts for itself: an attacker who reaches every one of *n* nodes has *n* times the attempts.

use std::{
    collections::HashMap,
    hash::Hash,
    net::{IpAddr, Ipv4Addr, Ipv6Addr},
    num::NonZeroU32,
    sync::{
        Mutex, MutexGuard, PoisonError,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};

use crate::{
    error::Refusal,
    ids::{PersonId, SessionId},
    unicode,
};

mod join_codes;

pub use join_codes::JoinCodeLimiter;

/// How long a caller waits after too many wrong guesses.
const PAUSE: Duration = Duration::from_secs(60);

/// After this many counts, expired entries are removed: often enough for memory, rarely enough for time.
const TIDY_EVERY: usize = 1024;

/// How many times as much a site may do as one of its networks.
const SITE: u32 = 4;

/// A token bucket. It can be overdrawn, and then fills from below zero.
#[derive(Clone, Copy, Debug)]
pub(super) struct TokenBucket {
    tokens: f64,
    at: Instant,
}

impl TokenBucket {
    pub fn full(burst: u32, now: Instant) -> Self {
        Self { tokens: burst.into(), at: now }
    }

    /// The tokens that there are now, after refilling one per `refill` up to `burst`.
    pub fn tokens(&mut self, burst: u32, refill: Duration, now: Instant) -> f64 {
        let earned = now.saturating_duration_since(self.at).as_secs_f64() / refill.as_secs_f64();
        self.tokens = (self.tokens + earned).min(burst.into());
        self.at = self.at.max(now);
        self.tokens
    }

    pub fn take(&mut self) {
        self.tokens -= 1.0;
    }
}

/// Limits wrong guesses by key. A guess can be counted before it is checked, and taken back once it has proven right: so of a
/// thousand guesses at once not all pass before the first has failed.
pub struct FailureLimiter<K> {
    burst: u32,
    refill: Duration,
    entries: Mutex<HashMap<K, Entry>>,
    counted: AtomicUsize,
}

struct Entry {
    bucket: TokenBucket,
    paused_until: Option<Instant>,
}

impl Entry {
    fn is_paused(&self, now: Instant) -> bool {
        self.paused_until.is_some_and(|until| until > now)
    }
}

impl<K: Hash + Eq + Clone> FailureLimiter<K> {
    /// Allows `burst` wrong guesses at once, and then one per `refill`.
    pub fn new(burst: u32, refill: Duration) -> Self {
        Self { burst, refill, entries: Mutex::default(), counted: AtomicUsize::new(0) }
    }

    fn entries(&self) -> MutexGuard<'_, HashMap<K, Entry>> {
        self.entries.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether `key` may guess now.
    pub fn is_allowed(&self, key: &K, now: Instant) -> bool {
        self.entries().get(key).is_none_or(|entry| !entry.is_paused(now))
    }

    /// Counts a guess as wrong. Returns `false`, and `key` must pause, when it had too many.
    pub fn take(&self, key: &K, now: Instant) -> bool {
        let mut entries = self.entries();
        let entry = self.entry(&mut entries, key, now);
        if entry.is_paused(now) {
            return false;
        }
        if entry.bucket.tokens(self.burst, self.refill, now) < 1.0 {
            entry.paused_until = Some(now + PAUSE);
            return false;
        }
        entry.bucket.take();
        true
    }

    /// Takes a counted guess back: it was right.
    pub fn give_back(&self, key: &K) {
        if let Some(entry) = self.entries().get_mut(key) {
            entry.bucket.tokens = (entry.bucket.tokens + 1.0).min(self.burst.into());
        }
    }

    /// Lets no guess of `key` pass for a while.
    fn pause(&self, key: &K, now: Instant) {
        self.entry(&mut self.entries(), key, now).paused_until = Some(now + PAUSE);
    }

    /// The entry of a key, after removing those that say nothing any more.
    fn entry<'a>(&self, entries: &'a mut HashMap<K, Entry>, key: &K, now: Instant) -> &'a mut Entry {
        if self.counted.fetch_add(1, Ordering::Relaxed) % TIDY_EVERY == TIDY_EVERY - 1 {
            let full = f64::from(self.burst);
            entries.retain(|_, entry| entry.is_paused(now) || entry.bucket.tokens(self.burst, self.refill, now) < full);
        }
        let fresh = || Entry { bucket: TokenBucket::full(self.burst, now), paused_until: None };
        entries.entry(key.clone()).or_insert_with(fresh)
    }
}

/// Limits wrong guesses by network and by site.
pub struct NetworkFailures {
    by_network: FailureLimiter<IpAddr>,
    by_site: FailureLimiter<IpAddr>,
}

impl NetworkFailures {
    /// Allows a network `burst` wrong guesses at once, and then one per `refill`.
    pub fn new(burst: u32, refill: Duration) -> Self {
        Self {
            by_network: FailureLimiter::new(burst, refill),
            by_site: FailureLimiter::new(burst * SITE, refill / SITE),
        }
    }

    pub fn is_allowed(&self, address: IpAddr, now: Instant) -> bool {
        self.by_network.is_allowed(&network(address), now)
            && site(address).is_none_or(|site| self.by_site.is_allowed(&site, now))
    }

    /// As [`FailureLimiter::take`].
    pub fn take(&self, address: IpAddr, now: Instant) -> bool {
        let network = network(address);
        if !self.by_network.take(&network, now) {
            return false;
        }
        let fits = site(address).is_none_or(|site| self.by_site.take(&site, now));
        if !fits {
            self.by_network.give_back(&network);
        }
        fits
    }

    pub fn give_back(&self, address: IpAddr) {
        self.by_network.give_back(&network(address));
        if let Some(site) = site(address) {
            self.by_site.give_back(&site);
        }
    }
}

/// A quota of `burst` at once and then one per `refill`.
pub(super) fn quota(burst: u32, refill: Duration) -> Quota {
    Quota::with_period(refill)
        .expect("a refill is longer than zero")
        .allow_burst(NonZeroU32::new(burst).expect("a burst is at least one"))
}

/// Limits how often each key may do something, whether it succeeds or not.
pub struct QuotaLimiter<K: Hash + Eq + Clone> {
    quota: DefaultKeyedRateLimiter<K>,
    counted: AtomicUsize,
}

impl<K: Hash + Eq + Clone> QuotaLimiter<K> {
    /// Allows `burst` at once, and then one per `refill`.
    pub fn new(burst: u32, refill: Duration) -> Self {
        Self { quota: RateLimiter::keyed(quota(burst, refill)), counted: AtomicUsize::new(0) }
    }

    /// Counts one more use by `key`, and says whether it is within the limit.
    pub fn try_take(&self, key: &K) -> bool {
        if self.counted.fetch_add(1, Ordering::Relaxed) % TIDY_EVERY == TIDY_EVERY - 1 {
            self.quota.retain_recent();
        }
        self.quota.check_key(key).is_ok()
    }
}

/// Limits how often each network may do something, and each site.
pub struct NetworkQuota<K: Hash + Eq + Clone> {
    by_network: QuotaLimiter<(IpAddr, K)>,
    by_site: QuotaLimiter<(IpAddr, K)>,
}

impl<K: Hash + Eq + Clone> NetworkQuota<K> {
    /// Allows a network `burst` of each `K` at once, and then one per `refill`.
    pub fn new(burst: u32, refill: Duration) -> Self {
        Self { by_network: QuotaLimiter::new(burst, refill), by_site: QuotaLimiter::new(burst * SITE, refill / SITE) }
    }

    /// As [`QuotaLimiter::try_take`].
    pub fn try_take(&self, address: IpAddr, what: K) -> bool {
        let site = site(address).is_none_or(|site| self.by_site.try_take(&(site, what.clone())));
        site && self.by_network.try_take(&(network(address), what))
    }
}

/// Limits guests who come to a lesson for the first time, by address and lesson. A school behind one address comes in at once:
/// three hundred students, and some reload the page or try another browser. People with an account or a resume token
/// are not counted.
pub struct NewGuestLimiter {
    by_lesson: NetworkQuota<SessionId>,
    /// For those who go from lesson to lesson.
    overall: NetworkQuota<()>,
}

impl Default for NewGuestLimiter {
    fn default() -> Self {
        Self {
            by_lesson: NetworkQuota::new(2000, Duration::from_secs(2)),
            overall: NetworkQuota::new(5000, Duration::from_millis(500)),
        }
    }
}

impl NewGuestLimiter {
    /// # Errors
    /// [`Refusal::TooFast`] after too many from this address.
    pub fn try_take(&self, address: IpAddr, lesson: SessionId) -> Result<(), Refusal> {
        let fits = self.by_lesson.try_take(address, lesson) && self.overall.try_take(address, ());
        if fits { Ok(()) } else { Err(Refusal::TooFast) }
    }
}

/// Limits the mails that callers have sent, by caller and by recipient. Strangers are counted by their address and people who are
/// signed in by their id, so that neither group uses up the other's limit.
pub struct MailLimits {
    by_address: NetworkQuota<()>,
    by_recipient: QuotaLimiter<String>,
    by_inviter: QuotaLimiter<PersonId>,
    by_invited: QuotaLimiter<String>,
}

impl Default for MailLimits {
    /// The teachers of a school may sign up in one afternoon, from one address; no mailbox may be flooded.
    fn default() -> Self {
        Self {
            by_address: NetworkQuota::new(200, Duration::from_secs(10)),
            by_recipient: QuotaLimiter::new(5, Duration::from_secs(300)),
            // A teacher may invite all their classes in one afternoon.
            by_inviter: QuotaLimiter::new(1000, Duration::from_secs(10)),
            by_invited: QuotaLimiter::new(5, Duration::from_secs(300)),
        }
    }
}

impl MailLimits {
    /// Counts one more mail to the account or address that `recipient` names, even if it does not exist.
    ///
    /// # Errors
    /// [`Refusal::TooManyMails`].
    pub fn try_take(&self, address: IpAddr, recipient: &str) -> Result<(), Refusal> {
        let fine = self.by_address.try_take(address, ()) && self.by_recipient.try_take(&unicode::fold(recipient));
        if fine { Ok(()) } else { Err(Refusal::TooManyMails) }
    }

    /// Counts one more invitation by a person who is signed in.
    ///
    /// # Errors
    /// [`Refusal::TooManyMails`].
    pub fn count_invitation(&self, inviter: PersonId, recipient: &str) -> Result<(), Refusal> {
        let fine = self.by_inviter.try_take(&inviter) && self.by_invited.try_take(&unicode::fold(recipient));
        if fine { Ok(()) } else { Err(Refusal::TooManyMails) }
    }
}

/// The unit by which callers are counted: an IPv4 address, or an IPv6 /64, which one machine holds entirely.
pub fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(v6) => prefix(v6, 64),
        v4 => v4,
    }
}

/// The IPv6 /48 of an address. IPv4 has none: addresses next to each other have different holders.
pub fn site(address: IpAddr) -> Option<IpAddr> {
    match address.to_canonical() {
        IpAddr::V6(v6) => Some(prefix(v6, 48)),
        IpAddr::V4(_) => None,
    }
}

/// What a provider or a large customer holds: an IPv4 /16, or an IPv6 /32.
fn region(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(v6) => prefix(v6, 32),
        IpAddr::V4(v4) => IpAddr::V4(Ipv4Addr::from_bits(v4.to_bits() >> 16 << 16)),
    }
}

fn prefix(address: Ipv6Addr, bits: u32) -> IpAddr {
    IpAddr::V6(Ipv6Addr::from_bits(address.to_bits() >> (128 - bits) << (128 - bits)))
}

#[cfg(test)]
mod tests;
