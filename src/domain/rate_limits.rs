//! Rate limits. The limits on guessing count only wrong guesses: a whole school behind one address gets in at once, while someone
//! who tries code after code soon has to wait.
//!
//! Each node counts for itself: an attacker who reaches every one of *n* nodes has *n* times the attempts.

use std::{
    collections::HashMap,
    hash::Hash,
    net::{IpAddr, Ipv6Addr},
    num::NonZeroU32,
    sync::{
        PoisonError, RwLock,
        atomic::{AtomicUsize, Ordering},
    },
    time::{Duration, Instant},
};

use governor::{DefaultDirectRateLimiter, DefaultKeyedRateLimiter, Quota, RateLimiter};

use crate::{error::Refusal, ids::PersonId};

/// How long a caller waits after too many wrong guesses.
const PAUSE: Duration = Duration::from_secs(60);

/// After this many counts, expired entries are removed: often enough for memory, rarely enough for time.
const TIDY_EVERY: usize = 1024;

/// Limits wrong guesses by key.
pub struct FailureLimiter<K: Hash + Eq + Clone> {
    quota: DefaultKeyedRateLimiter<K>,
    /// The keys that must wait, and until when.
    pauses: RwLock<HashMap<K, Instant>>,
    counted: AtomicUsize,
}

impl<K: Hash + Eq + Clone> FailureLimiter<K> {
    /// Allows `burst` wrong guesses at once, and then one per `refill`.
    pub fn new(burst: u32, refill: Duration) -> Self {
        Self {
            quota: RateLimiter::keyed(quota(burst, refill)),
            pauses: RwLock::default(),
            counted: AtomicUsize::new(0),
        }
    }

    /// Whether `key` may guess now.
    pub fn is_allowed(&self, key: &K) -> bool {
        let pauses = self.pauses.read().unwrap_or_else(PoisonError::into_inner);
        pauses.is_empty() || pauses.get(key).is_none_or(|until| *until <= Instant::now())
    }

    /// Counts a wrong guess.
    pub fn record_failure(&self, key: K) {
        if self.quota.check_key(&key).is_err() {
            self.pause(key);
        }
        if self.counted.fetch_add(1, Ordering::Relaxed) % TIDY_EVERY == TIDY_EVERY - 1 {
            self.tidy();
        }
    }

    fn pause(&self, key: K) {
        let mut pauses = self.pauses.write().unwrap_or_else(PoisonError::into_inner);
        pauses.insert(key, Instant::now() + PAUSE);
    }

    fn tidy(&self) {
        self.quota.retain_recent();
        let now = Instant::now();
        self.pauses.write().unwrap_or_else(PoisonError::into_inner).retain(|_, until| *until > now);
    }
}

/// A quota of `burst` at once and then one per `refill`.
pub(super) fn quota(burst: u32, refill: Duration) -> Quota {
    Quota::with_period(refill)
        .expect("a refill is longer than zero")
        .allow_burst(NonZeroU32::new(burst).expect("a burst is at least one"))
}

/// Limits guesses of join codes, by address and overall. All doors share it.
pub struct JoinCodeLimiter {
    by_address: FailureLimiter<IpAddr>,
    overall: DefaultDirectRateLimiter,
}

impl Default for JoinCodeLimiter {
    /// Sixty people of one class may mistype at once. At ten guesses a second, it takes a month to find one running lesson.
    fn default() -> Self {
        Self {
            by_address: FailureLimiter::new(60, Duration::from_secs(1)),
            overall: RateLimiter::direct(quota(1000, Duration::from_millis(100))),
        }
    }
}

impl JoinCodeLimiter {
    /// # Errors
    /// [`Refusal::TooManyGuesses`] while the address must wait.
    pub fn check(&self, address: IpAddr) -> Result<(), Refusal> {
        if self.by_address.is_allowed(&network(address)) { Ok(()) } else { Err(Refusal::TooManyGuesses) }
    }

    /// Counts a wrong guess. Once there are too many overall, each address may make only one.
    pub fn record_failure(&self, address: IpAddr) {
        let network = network(address);
        self.by_address.record_failure(network);
        if self.overall.check().is_err() {
            self.by_address.pause(network);
        }
    }
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

/// Limits guests who come for the first time, by address. Each uses up one of the 65,536 seats of the lesson for good: at this
/// rate the seats last a school day, though a school of thousands can come in at once.
pub struct NewGuestLimiter(QuotaLimiter<IpAddr>);

impl Default for NewGuestLimiter {
    fn default() -> Self {
        Self(QuotaLimiter::new(5000, Duration::from_millis(500)))
    }
}

impl NewGuestLimiter {
    /// # Errors
    /// [`Refusal::TooFast`] after too many from this address.
    pub fn try_take(&self, address: IpAddr) -> Result<(), Refusal> {
        if self.0.try_take(&network(address)) { Ok(()) } else { Err(Refusal::TooFast) }
    }
}

/// Limits the mails that callers have sent, by caller and by recipient. Strangers are counted by their address and people who are
/// signed in by their id, so that neither group uses up the other's limit.
pub struct MailLimits {
    by_address: QuotaLimiter<IpAddr>,
    by_recipient: QuotaLimiter<String>,
    by_inviter: QuotaLimiter<PersonId>,
    by_invited: QuotaLimiter<String>,
}

impl Default for MailLimits {
    /// The teachers of a school may sign up in one afternoon, from one address; no mailbox may be flooded.
    fn default() -> Self {
        Self {
            by_address: QuotaLimiter::new(200, Duration::from_secs(10)),
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
        let fine = self.by_address.try_take(&network(address)) && self.by_recipient.try_take(&recipient.to_lowercase());
        if fine { Ok(()) } else { Err(Refusal::TooManyMails) }
    }

    /// Counts one more invitation by a person who is signed in.
    ///
    /// # Errors
    /// [`Refusal::TooManyMails`].
    pub fn count_invitation(&self, inviter: PersonId, recipient: &str) -> Result<(), Refusal> {
        let fine = self.by_inviter.try_take(&inviter) && self.by_invited.try_take(&recipient.to_lowercase());
        if fine { Ok(()) } else { Err(Refusal::TooManyMails) }
    }
}

/// The unit by which callers are counted: an IPv4 address, or an IPv6 /64, which one machine holds entirely.
pub(super) fn network(address: IpAddr) -> IpAddr {
    match address.to_canonical() {
        IpAddr::V6(v6) => IpAddr::V6(Ipv6Addr::from_bits(v6.to_bits() >> 64 << 64)),
        v4 => v4,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn address(text: &str) -> IpAddr {
        text.parse().expect("an address")
    }

    #[test]
    fn a_class_may_mistype_but_a_guesser_must_pause() {
        let guesses = JoinCodeLimiter::default();
        let (school, home) = (address("192.0.2.1"), address("192.0.2.2"));
        for _ in 0..60 {
            assert_eq!(guesses.check(school), Ok(()));
            guesses.record_failure(school);
        }
        assert_eq!(guesses.check(school), Ok(()));
        for _ in 0..5 {
            guesses.record_failure(school);
        }
        assert_eq!(guesses.check(school), Err(Refusal::TooManyGuesses));
        assert_eq!(guesses.check(home), Ok(()));
    }

    #[test]
    fn addresses_of_one_ipv6_network_share_a_limit() {
        assert_eq!(network(address("2001:db8::1")), network(address("2001:db8::ffff:2")));
        assert_ne!(network(address("2001:db8::1")), network(address("2001:db8:0:1::1")));
        assert_eq!(network(address("::ffff:192.0.2.1")), address("192.0.2.1"));
    }

    #[test]
    fn many_guessers_are_slowed_down_together_but_right_codes_work() {
        let guesses = JoinCodeLimiter::default();
        for i in 0..1100_u32 {
            guesses.record_failure(IpAddr::from((0x0a00_0000_u32 + i).to_be_bytes()));
        }
        assert_eq!(guesses.check(address("10.0.4.75")), Err(Refusal::TooManyGuesses));
        assert_eq!(guesses.check(address("192.0.2.1")), Ok(()));
    }

    #[test]
    fn a_staff_signs_up_from_one_address_but_no_mailbox_is_flooded() {
        let mails = MailLimits::default();
        let school = address("192.0.2.1");
        for teacher in 0..100 {
            assert_eq!(mails.try_take(school, &format!("teacher{teacher}@school.example")), Ok(()));
        }
        let sent = (0..20)
            .filter(|i| mails.try_take(address(&format!("192.0.2.{}", i + 2)), "One@School.example").is_ok())
            .count();
        assert_eq!(sent, 5);
        assert_eq!(mails.try_take(address("203.0.113.1"), "one@school.example"), Err(Refusal::TooManyMails));
        assert_eq!(mails.try_take(address("203.0.113.1"), "other@school.example"), Ok(()));
    }

    #[test]
    fn a_large_school_joins_at_once_but_no_address_uses_up_all_seats() {
        let newcomers = NewGuestLimiter::default();
        let (school, home) = (address("192.0.2.1"), address("192.0.2.2"));
        let came = (0..20_000).filter(|_| newcomers.try_take(school).is_ok()).count();
        assert!((5000..6000).contains(&came), "{came}");
        assert_eq!(newcomers.try_take(home), Ok(()));
    }
}
