//! Limits the guessing of passwords without locking out a person who knows theirs (docs/adr/0027): a browser in which a person
//! has signed in before has a budget of its own for that account, which guesses from elsewhere do not use up. Each node counts
//! for itself (`rate_limits`).

use std::{
    collections::HashSet,
    net::IpAddr,
    sync::{Mutex, PoisonError},
    time::{Duration, Instant},
};

use governor::{DefaultDirectRateLimiter, RateLimiter};

use super::{
    hash_queue::{Asker, HashPermit},
    passwords::Match,
    rate_limits::{FailureLimiter, NetworkFailures, QuotaLimiter, network, quota},
};
use crate::{
    access::{Keys, keys::KnownClaims},
    clock::Time,
    db::people::Person,
    error::{Failure, Refusal},
    ids::{BrowserId, PersonId},
};

/// For how long a browser stays known without a sign-in.
pub const KNOWN: chrono::Duration = chrono::Duration::days(180);
/// For how many people a browser can be known: at school many share one, and the cookie goes with every request.
const SHARED_BY: usize = 5;

/// Counts wrong passwords by several keys. An attempt counts as wrong from before it waits for its hash until the password has
/// proven right, so that of many at once not all are hashed.
pub struct PasswordLimiter {
    /// For an account, from browsers that are not known for it.
    by_account: FailureLimiter<String>,
    /// For an account, from a browser that is known for it.
    by_browser: FailureLimiter<(BrowserId, PersonId)>,
    /// From an address.
    by_address: NetworkFailures,
    /// For an account from an address with too many wrong passwords.
    by_both: FailureLimiter<(IpAddr, String)>,
    /// By a person who is signed in already.
    own: FailureLimiter<PersonId>,
    /// Limits how often a person changes their password: each change is hashed, and mailed.
    changes: QuotaLimiter<PersonId>,
    /// Those who are signed in and whose password is being hashed.
    hashing: Mutex<HashSet<PersonId>>,
    /// Limits how many failures go into the audit trail.
    noted: DefaultDirectRateLimiter,
}

impl Default for PasswordLimiter {
    /// Ten wrong passwords for an account, from all unknown browsers together or from one known browser; a hundred from an
    /// address, which may be a whole school's, and then three for each account.
    fn default() -> Self {
        let ten = || (10, Duration::from_secs(6));
        Self {
            by_account: FailureLimiter::new(ten().0, ten().1),
            by_browser: FailureLimiter::new(ten().0, ten().1),
            by_address: NetworkFailures::new(100, Duration::from_secs(1)),
            by_both: FailureLimiter::new(3, Duration::from_mins(1)),
            own: FailureLimiter::new(ten().0, ten().1),
            changes: QuotaLimiter::new(5, Duration::from_mins(12)),
            hashing: Mutex::default(),
            // Someone who tries for days from everywhere must not fill the disk.
            noted: RateLimiter::direct(quota(1000, Duration::from_secs(1))),
        }
    }
}

/// One attempt to sign in.
#[derive(Clone)]
pub(super) struct SignInAttempt {
    /// The account as it was typed, whether it exists or not: nothing may show which names belong together.
    account: String,
    address: IpAddr,
    /// The browser, if it is known for the account.
    browser: Option<(BrowserId, PersonId)>,
}

impl SignInAttempt {
    pub(super) fn new(account: String, address: IpAddr, browser: Option<(BrowserId, PersonId)>) -> Self {
        Self { account, address, browser }
    }

    fn both(&self) -> (IpAddr, String) {
        (network(self.address), self.account.clone())
    }
}

/// Where an attempt was counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Budget {
    /// The known browser's own, and no other.
    Browser,
    /// The account's and the address's.
    Address,
    /// The account's, and that of the account at an address that has used up its own.
    Both,
}

/// An attempt that counts as wrong. Dropped before its password is hashed, as when the client hangs up or the queue is full, it
/// does not count.
pub(super) struct CountedAttempt<'a> {
    limiter: &'a PasswordLimiter,
    attempt: SignInAttempt,
    budget: Budget,
    counts: bool,
}

impl CountedAttempt<'_> {
    /// Whose turn it is in the queue of hashes.
    pub(super) fn asker(&self) -> Asker {
        match (self.budget, self.attempt.browser) {
            (Budget::Browser, Some((_, person))) => Asker::Known(person),
            (Budget::Both, _) => Asker::Guessing(self.attempt.address),
            _ => Asker::Address(self.attempt.address),
        }
    }

    /// From now on it counts, even if the client hangs up.
    pub(super) fn hashing(&mut self) {
        self.counts = true;
    }

    /// The password was right.
    pub(super) fn right(mut self) {
        self.counts = false;
    }
}

impl Drop for CountedAttempt<'_> {
    fn drop(&mut self) {
        if self.counts {
            return;
        }
        let (limits, attempt) = (self.limiter, &self.attempt);
        if let (Budget::Browser, Some(browser)) = (self.budget, &attempt.browser) {
            return limits.by_browser.give_back(browser);
        }
        limits.by_account.give_back(&attempt.account);
        if self.budget == Budget::Both {
            limits.by_both.give_back(&attempt.both());
        } else {
            limits.by_address.give_back(attempt.address);
        }
    }
}

impl PasswordLimiter {
    /// Counts an attempt before its password is looked at. A known browser has its own budget; while that is not used up, the
    /// other limits do not apply.
    ///
    /// # Errors
    /// [`Refusal::TooManySignIns`].
    pub(super) fn begin(&self, attempt: SignInAttempt, now: Instant) -> Result<CountedAttempt<'_>, Refusal> {
        let budget = self.take(&attempt, now).ok_or(Refusal::TooManySignIns)?;
        Ok(CountedAttempt { limiter: self, attempt, budget, counts: false })
    }

    fn take(&self, attempt: &SignInAttempt, now: Instant) -> Option<Budget> {
        if attempt.browser.is_some_and(|browser| self.by_browser.take(&browser, now)) {
            return Some(Budget::Browser);
        }
        if !self.by_account.take(&attempt.account, now) {
            return None;
        }
        if self.by_address.take(attempt.address, now) {
            return Some(Budget::Address);
        }
        if self.by_both.take(&attempt.both(), now) {
            return Some(Budget::Both);
        }
        self.by_account.give_back(&attempt.account);
        None
    }

    /// Whether another failure may go into the audit trail.
    pub(super) fn may_record_failure(&self) -> bool {
        self.noted.check().is_ok()
    }

    /// Permits a person who is signed in to have a password hashed, one at a time.
    ///
    /// # Errors
    /// [`Refusal::Busy`].
    pub(super) fn hash_of(&self, person: PersonId) -> Result<OwnHash<'_>, Refusal> {
        let mut hashing = self.hashing.lock().unwrap_or_else(PoisonError::into_inner);
        if hashing.insert(person) { Ok(OwnHash { limiter: self, person }) } else { Err(Refusal::Busy) }
    }

    /// Counts a change of a person's password.
    ///
    /// # Errors
    /// [`Refusal::TooManyMails`].
    pub(super) fn count_change(&self, person: PersonId) -> Result<(), Refusal> {
        if self.changes.try_take(&person) { Ok(()) } else { Err(Refusal::TooManyMails) }
    }

    /// Checks the password of a person who is signed in: someone else may be using their browser.
    ///
    /// # Errors
    /// [`Refusal::PasswordWrong`]; [`Refusal::TooManySignIns`].
    pub(super) async fn check_own(
        &self,
        person: &Person,
        password: String,
        hash: String,
        cost: u32,
        turn: &HashPermit,
    ) -> Result<(), Failure> {
        if !self.own.take(&person.id, Instant::now()) {
            return Err(Refusal::TooManySignIns.into());
        }
        if turn.matches(password, Some(hash), cost).await? == Match::No {
            return Err(Refusal::PasswordWrong.into());
        }
        self.own.give_back(&person.id);
        Ok(())
    }
}

/// The permission to have one's password hashed. Dropping it permits the next.
pub(super) struct OwnHash<'a> {
    limiter: &'a PasswordLimiter,
    person: PersonId,
}

impl Drop for OwnHash<'_> {
    fn drop(&mut self) {
        self.limiter.hashing.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.person);
    }
}

/// The browser of this cookie, if it is known for this person.
pub(super) fn known_browser(
    keys: &Keys,
    cookie: Option<&str>,
    person: PersonId,
    now: Time,
) -> Option<(BrowserId, PersonId)> {
    let claims = keys.read_known(cookie?, now)?;
    claims.people.contains(&person).then_some((claims.jti, person))
}

/// The cookie of a browser in which this person has just signed in. It keeps only the latest people.
pub(super) fn known_browser_cookie(keys: &Keys, cookie: Option<&str>, person: PersonId, now: Time) -> String {
    let before = cookie.and_then(|cookie| keys.read_known(cookie, now));
    let (jti, before) = before.map_or_else(|| (BrowserId::fresh(), Vec::new()), |before| (before.jti, before.people));
    let others = before.into_iter().filter(|other| *other != person);
    let people = std::iter::once(person).chain(others).take(SHARED_BY).collect();
    keys.known(&KnownClaims { jti, people, exp: (now + KNOWN).timestamp() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{access::SECRET_LEN, clock};

    fn address(text: &str) -> IpAddr {
        text.parse().expect("an address")
    }

    fn stranger(account: &str, from: &str) -> SignInAttempt {
        SignInAttempt::new(account.to_owned(), address(from), None)
    }

    fn at_home(account: &str, from: &str, browser: (BrowserId, PersonId)) -> SignInAttempt {
        SignInAttempt::new(account.to_owned(), address(from), Some(browser))
    }

    const SCHOOL: &str = "192.0.2.1";

    /// Guesses wrong; whether the guess was looked at.
    fn guess(limits: &PasswordLimiter, attempt: SignInAttempt, now: Instant) -> bool {
        limits.begin(attempt, now).map(|mut counted| counted.hashing()).is_ok()
    }

    #[test]
    fn a_guessing_address_gets_three_tries_per_account_and_other_accounts_sign_in() {
        let (limits, now) = (PasswordLimiter::default(), Instant::now());
        for number in 0..200 {
            guess(&limits, stranger(&format!("nobody{number}"), SCHOOL), now);
        }
        limits.begin(stranger("ben", SCHOOL), now).expect("nobody has guessed at him").right();
        let tries = (0..10).take_while(|_| guess(&limits, stranger("maria", SCHOOL), now));
        assert_eq!(tries.count(), 3);
        assert!(limits.begin(stranger("maria", "192.0.2.2"), now).is_ok(), "elsewhere she has what others have");
        assert!(limits.begin(stranger("ben", SCHOOL), now).is_ok());
    }

    #[test]
    fn attempts_count_before_they_are_hashed() {
        let (limits, now) = (PasswordLimiter::default(), Instant::now());
        // None of them has been answered yet.
        let pending: Vec<_> = (0..50).filter_map(|_| limits.begin(stranger("maria", SCHOOL), now).ok()).collect();
        assert_eq!(pending.len(), 10);
        // Those who hang up while they wait have not guessed.
        drop(pending);
        let later = now + Duration::from_mins(1);
        for _ in 0..50 {
            limits.begin(stranger("maria", SCHOOL), later).expect("all were right").right();
        }
    }

    #[test]
    fn a_known_browser_goes_before_strangers_while_its_budget_lasts() {
        let (limits, now) = (PasswordLimiter::default(), Instant::now());
        let browser = (BrowserId::fresh(), PersonId::fresh());
        let asker = |attempt| limits.begin(attempt, now).map(|counted| counted.asker());
        assert!(matches!(asker(at_home("ben", SCHOOL, browser)), Ok(Asker::Known(person)) if person == browser.1));
        assert!(matches!(asker(stranger("ben", SCHOOL)), Ok(Asker::Address(_))));
        for _ in 0..10 {
            guess(&limits, at_home("ben", SCHOOL, browser), now);
        }
        assert!(matches!(asker(at_home("ben", SCHOOL, browser)), Ok(Asker::Address(_))));
    }

    #[test]
    fn a_known_browser_has_its_own_limited_budget() {
        let (limits, now) = (PasswordLimiter::default(), Instant::now());
        let browser = (BrowserId::fresh(), PersonId::fresh());
        for number in 0..20 {
            guess(&limits, stranger("ben", &format!("192.0.2.{}", number + 10)), now);
        }
        assert_eq!(limits.begin(stranger("ben", SCHOOL), now).err(), Some(Refusal::TooManySignIns));
        let tries = (0..100).take_while(|_| guess(&limits, at_home("ben", SCHOOL, browser), now));
        assert_eq!(tries.count(), 10);
        let other = (browser.0, PersonId::fresh());
        assert!(limits.begin(at_home("sofia", SCHOOL, other), now).is_ok(), "another who uses the same browser");
    }

    #[test]
    fn a_signed_in_person_has_one_hash_at_a_time_and_some_changes_an_hour() {
        let (limits, person) = (PasswordLimiter::default(), PersonId::fresh());
        let first = limits.hash_of(person).expect("nothing is hashed yet");
        assert_eq!(limits.hash_of(person).err(), Some(Refusal::Busy));
        assert!(limits.hash_of(PersonId::fresh()).is_ok());
        drop(first);
        assert!(limits.hash_of(person).is_ok());
        assert_eq!((0..200).filter(|_| limits.count_change(person).is_ok()).count(), 5);
    }

    #[test]
    fn a_browser_stays_known_for_its_latest_people_until_the_cookie_expires() {
        let (keys, now) = (Keys::new(&[7; SECRET_LEN], &[]), clock::now());
        let people: Vec<_> = (0..7).map(|_| PersonId::fresh()).collect();
        let mut cookie: Option<String> = None;
        for person in people.iter().chain([&people[2]]) {
            cookie = Some(known_browser_cookie(&keys, cookie.as_deref(), *person, now));
        }
        let cookie = cookie.as_deref();
        let knows = |person: &PersonId| known_browser(&keys, cookie, *person, now).is_some();
        assert_eq!(people.iter().map(knows).collect::<Vec<_>>(), [false, false, true, true, true, true, true]);
        let browsers: Vec<_> =
            people.iter().filter_map(|one| known_browser(&keys, cookie, *one, now)).map(|one| one.0).collect();
        assert!(browsers.iter().all(|one| *one == browsers[0]), "it is one browser");
        assert_eq!(known_browser(&keys, cookie, people[2], now + KNOWN), None);
        assert_eq!(known_browser(&Keys::new(&[8; SECRET_LEN], &[]), cookie, people[2], now), None, "it is forged");
        assert_eq!(known_browser(&keys, None, people[2], now), None);
    }
}
