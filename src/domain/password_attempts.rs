//! Limits the guessing of passwords without locking out a person who knows theirs (docs/adr/0027): a browser in which a person
//! has signed in before has a budget of its own for that account, which guesses from elsewhere do not use up. Each node counts for itself (`rate_limits`).

use std::{net::IpAddr, time::Duration};

use governor::{DefaultDirectRateLimiter, RateLimiter};

use super::{
    passwords::{HashPermit, HashPermits},
    rate_limits::{FailureLimiter, network, quota},
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

/// Counts wrong passwords by several keys.
pub struct PasswordLimiter {
    /// For an account, from browsers that are not known for it.
    by_account: FailureLimiter<String>,
    /// For an account, from a browser that is known for it.
    by_browser: FailureLimiter<(BrowserId, PersonId)>,
    /// From an address.
    by_address: FailureLimiter<IpAddr>,
    /// For an account from an address with too many wrong passwords.
    by_both: FailureLimiter<(IpAddr, String)>,
    /// By a person who is signed in already.
    own: FailureLimiter<PersonId>,
    /// Attempts from such an address queue separately, one at a time, so that they do not take the permits of others.
    line: HashPermits,
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
            by_address: FailureLimiter::new(100, Duration::from_secs(1)),
            by_both: FailureLimiter::new(3, Duration::from_secs(60)),
            own: FailureLimiter::new(ten().0, ten().1),
            line: HashPermits::of(1),
            // Someone who tries for days from everywhere must not fill the disk.
            noted: RateLimiter::direct(quota(1000, Duration::from_secs(1))),
        }
    }
}

/// One attempt to sign in.
pub(super) struct SignInAttempt {
    /// The account as it was typed, whether it exists or not: nothing may show which names belong together.
    account: String,
    network: IpAddr,
    /// The browser, if it is known for the account.
    browser: Option<(BrowserId, PersonId)>,
}

impl SignInAttempt {
    pub(super) fn new(account: String, address: IpAddr, browser: Option<(BrowserId, PersonId)>) -> Self {
        Self { account, network: network(address), browser }
    }
}

impl PasswordLimiter {
    /// The browser's own budget, while it is not used up: then the other limits do not apply.
    fn own_budget(&self, one: &SignInAttempt) -> Option<(BrowserId, PersonId)> {
        one.browser.filter(|browser| self.by_browser.is_allowed(browser))
    }

    /// Waits in the queue of an address with too many wrong passwords. Other attempts get `None` at once.
    ///
    /// # Errors
    /// [`Refusal::Busy`].
    pub(super) async fn wait(&self, one: &SignInAttempt) -> Result<Option<HashPermit<'_>>, Refusal> {
        let free = self.own_budget(one).is_some() || self.by_address.is_allowed(&one.network);
        if free { Ok(None) } else { self.line.next().await.map(Some) }
    }

    /// # Errors
    /// [`Refusal::TooManySignIns`].
    pub(super) fn check(&self, one: &SignInAttempt) -> Result<(), Refusal> {
        let may = self.own_budget(one).is_some()
            || self.by_account.is_allowed(&one.account)
                && (self.by_address.is_allowed(&one.network)
                    || self.by_both.is_allowed(&(one.network, one.account.clone())));
        if may { Ok(()) } else { Err(Refusal::TooManySignIns) }
    }

    /// Counts a wrong password.
    pub(super) fn record_failure(&self, one: SignInAttempt) {
        if let Some(browser) = self.own_budget(&one) {
            return self.by_browser.record_failure(browser);
        }
        if !self.by_address.is_allowed(&one.network) {
            self.by_both.record_failure((one.network, one.account.clone()));
        }
        self.by_account.record_failure(one.account);
        self.by_address.record_failure(one.network);
    }

    /// Whether another failure may go into the audit trail.
    pub(super) fn may_record_failure(&self) -> bool {
        self.noted.check().is_ok()
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
        turn: &HashPermit<'_>,
    ) -> Result<(), Failure> {
        if !self.own.is_allowed(&person.id) {
            return Err(Refusal::TooManySignIns.into());
        }
        if turn.matches(password, Some(hash), cost).await? {
            return Ok(());
        }
        self.own.record_failure(person.id);
        Err(Refusal::PasswordWrong.into())
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

    #[test]
    fn a_guessing_address_gets_three_tries_per_account_and_other_accounts_sign_in() {
        let limits = PasswordLimiter::default();
        for number in 0..200 {
            limits.record_failure(stranger(&format!("nobody{number}"), SCHOOL));
        }
        assert_eq!(limits.check(&stranger("ben", SCHOOL)), Ok(()));
        let tries = (0..10).take_while(|_| {
            let may = limits.check(&stranger("maria", SCHOOL)).is_ok();
            limits.record_failure(stranger("maria", SCHOOL));
            may
        });
        assert_eq!(tries.count(), 4, "three, and the one that is too many");
        assert_eq!(limits.check(&stranger("maria", "192.0.2.2")), Ok(()), "elsewhere she has what others have");
        assert_eq!(limits.check(&stranger("ben", SCHOOL)), Ok(()));
    }

    #[actix_rt::test]
    async fn only_guessing_addresses_wait_in_the_queue() {
        let limits = PasswordLimiter::default();
        assert!(limits.wait(&stranger("ben", SCHOOL)).await.is_ok_and(|place| place.is_none()));
        for number in 0..200 {
            limits.record_failure(stranger(&format!("nobody{number}"), SCHOOL));
        }
        let place = limits.wait(&stranger("nobody", SCHOOL)).await.expect("there is a queue");
        assert!(place.is_some());
        let browser = (BrowserId::fresh(), PersonId::fresh());
        assert!(limits.wait(&at_home("ben", SCHOOL, browser)).await.is_ok_and(|place| place.is_none()));
        assert!(limits.wait(&stranger("ben", "192.0.2.2")).await.is_ok_and(|place| place.is_none()));
    }

    #[test]
    fn a_known_browser_has_its_own_limited_budget() {
        let limits = PasswordLimiter::default();
        let browser = (BrowserId::fresh(), PersonId::fresh());
        for number in 0..20 {
            limits.record_failure(stranger("ben", &format!("192.0.2.{}", number + 10)));
        }
        assert_eq!(limits.check(&stranger("ben", SCHOOL)), Err(Refusal::TooManySignIns));
        let tries = (0..100).take_while(|_| {
            let may = limits.check(&at_home("ben", SCHOOL, browser)).is_ok();
            limits.record_failure(at_home("ben", SCHOOL, browser));
            may
        });
        assert_eq!(tries.count(), 11);
        let other = (browser.0, PersonId::fresh());
        assert_eq!(limits.check(&at_home("sofia", SCHOOL, other)), Ok(()), "another who uses the same browser");
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
