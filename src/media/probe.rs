//! Connection tests: a browser without a seat may check whether its packets arrive, by UDP and by TCP, and nothing else. It gets
//! a user name that contains its expiry, and a password derived from it with a secret. A shard answers STUN requests under such a
//! name, keeps nothing about the sender, and never sends more than it received.

use std::{
    sync::Arc,
    time::{Duration, SystemTime, UNIX_EPOCH},
};

use base64::{Engine as _, prelude::BASE64_STANDARD_NO_PAD};
use hmac::{Hmac, KeyInit, Mac};
use rand::{RngExt, distr::Alphanumeric};
use sha2::Sha256;

/// No peer's user name fragment starts like this: they start with the digits of their shard.
const PREFIX: &str = "probe";
/// Long enough to test all ways one after the other.
const LIFETIME: Duration = Duration::from_secs(60);

#[derive(Clone)]
pub struct Probes(Arc<[u8; 32]>);

impl Default for Probes {
    fn default() -> Self {
        Self(Arc::new(rand::random()))
    }
}

impl Probes {
    /// A user name and its password.
    pub fn issue(&self) -> (String, String) {
        self.issue_at(seconds())
    }

    /// The password of this user name, if it is a valid one.
    pub fn password(&self, user: &str) -> Option<String> {
        self.password_at(user, seconds())
    }

    fn issue_at(&self, now: u64) -> (String, String) {
        let random: String = rand::rng().sample_iter(Alphanumeric).take(8).map(char::from).collect();
        let user = format!("{PREFIX}{:010}{random}", now + LIFETIME.as_secs());
        let password = self.password_of(&user);
        (user, password)
    }

    fn password_at(&self, user: &str, now: u64) -> Option<String> {
        let until: u64 = user.strip_prefix(PREFIX)?.get(..10)?.parse().ok()?;
        (until > now && until <= now + LIFETIME.as_secs()).then(|| self.password_of(user))
    }

    fn password_of(&self, user: &str) -> String {
        let mut mac = Hmac::<Sha256>::new_from_slice(&*self.0).expect("a key of any length will do");
        mac.update(user.as_bytes());
        BASE64_STANDARD_NO_PAD.encode(&mac.finalize().into_bytes()[..18])
    }
}

fn seconds() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs())
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: u64 = 1_790_000_000;

    #[test]
    fn a_name_is_valid_for_a_minute() {
        let probes = Probes::default();
        let (user, password) = probes.issue_at(NOW);
        assert_eq!(password.len(), 24, "as long as RFC 8445 asks for");
        assert_eq!(probes.password_at(&user, NOW), Some(password.clone()));
        assert_eq!(probes.password_at(&user, NOW + 59), Some(password));
        assert_eq!(probes.password_at(&user, NOW + 60), None);
    }

    #[test]
    fn names_from_elsewhere_are_invalid() {
        let (user, password) = Probes::default().issue_at(NOW);
        assert_ne!(Probes::default().password_at(&user, NOW), Some(password));
        let probes = Probes::default();
        for wrong in ["", "probe", "probe12", "00abcdefghijklmn", "probexxxxxxxxxxabc", "probe9999999999abc"] {
            assert_eq!(probes.password_at(wrong, NOW), None, "{wrong}");
        }
    }
}
