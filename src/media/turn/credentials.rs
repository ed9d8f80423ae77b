//! The relay's credentials. A user name contains its expiry, and the password is derived from it with the shared secret. This is
//! the scheme that coturn calls `use-auth-secret`, so that either relay can replace the other. Nonces bind a signature to the
//! client's address: they are derived from the address and the time, and never stored.

use std::{net::SocketAddr, time::Duration};

use base64::{Engine as _, prelude::BASE64_STANDARD};
use hmac::{Hmac, KeyInit, Mac};
use sha1::Sha1;
use sha2::Sha256;

use crate::config::TurnSecret;

/// How long credentials are valid: longer than a school day, so that nobody is cut off in a lesson.
const LIFETIME: Duration = Duration::from_secs(12 * 60 * 60);
/// The same for a connection test: enough to test all ways at once.
const TEST_LIFETIME: Duration = Duration::from_secs(60);
/// The user of connection tests; no participant has this name.
const TEST_USER: &str = "tries";
/// How long a nonce is valid, in seconds.
const NONCE_LIFETIME: u32 = 60 * 60;

/// A user name and its password, at this time in seconds since 1970.
pub fn issue(secret: &TurnSecret, whose: &str, now: u64) -> (String, String) {
    with_password(secret, format!("{}:{whose}", now + LIFETIME.as_secs()))
}

/// The same for a connection test.
pub fn issue_to_test(secret: &TurnSecret, now: u64) -> (String, String) {
    with_password(secret, format!("{}:{TEST_USER}", now + TEST_LIFETIME.as_secs()))
}

/// Whether the user name belongs to a connection test.
pub fn is_test(user: &str) -> bool {
    user.split_once(':').is_some_and(|(_, whose)| whose == TEST_USER)
}

fn with_password(secret: &TurnSecret, user: String) -> (String, String) {
    let password = password(secret, &user);
    (user, password)
}

pub fn password(secret: &TurnSecret, user: &str) -> String {
    BASE64_STANDARD.encode(mac::<Hmac<Sha1>>(secret.0.as_bytes(), &[user.as_bytes()]))
}

/// Whether the user name has not expired.
pub fn is_valid(user: &str, now: u64) -> bool {
    let until = user.split_once(':').map_or(user, |(until, _)| until);
    until.parse::<u64>().is_ok_and(|until| until > now)
}

fn mac<M: Mac + KeyInit>(key: &[u8], parts: &[&[u8]]) -> Vec<u8> {
    let mut mac = <M as KeyInit>::new_from_slice(key).expect("a key of any length will do");
    parts.iter().for_each(|part| mac.update(part));
    mac.finalize().into_bytes().to_vec()
}

pub struct Nonces([u8; 32]);

impl Default for Nonces {
    fn default() -> Self {
        Self(rand::random())
    }
}

impl Nonces {
    /// Short, because anyone who asks gets it.
    pub fn fresh(&self, to: SocketAddr, now: u64) -> String {
        self.of(to, now as u32)
    }

    pub fn is_fresh(&self, nonce: &str, from: SocketAddr, now: u64) -> bool {
        let made = nonce.get(..8).and_then(|digits| u32::from_str_radix(digits, 16).ok());
        made.is_some_and(|made| (now as u32).wrapping_sub(made) < NONCE_LIFETIME && self.of(from, made) == nonce)
    }

    fn of(&self, whose: SocketAddr, made: u32) -> String {
        let mac = mac::<Hmac<Sha256>>(&self.0, &[whose.to_string().as_bytes(), &made.to_be_bytes()]);
        let digits = mac[..8].iter().map(|byte| format!("{byte:02x}"));
        format!("{made:08x}{}", digits.collect::<String>())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passwords_are_those_of_coturn() {
        // printf %s 1893456000:ana
        // openssl dgst -binary -sha1 -hmac north
        // base64
        assert_eq!(password(&TurnSecret("north".into()), "1893456000:ana"), "2zcXHISmL+FySnqPjOKFMce9wVk=");
    }

    #[test]
    fn a_user_name_is_valid_until_its_expiry() {
        let secret = TurnSecret("north".into());
        let (user, known) = issue(&secret, "ana", 1000);
        assert_eq!((user.as_str(), known), ("44200:ana", password(&secret, &user)));
        assert!(is_valid(&user, 44_199) && !is_valid(&user, 44_200));
        assert!(is_valid("44200", 44_199), "one needs no more than the time");
        assert!(!is_valid("ana", 0) && !is_valid("", 0) && !is_valid("-1:ana", 0));
    }

    #[test]
    fn a_nonce_is_valid_from_one_address_for_an_hour() {
        let nonces = Nonces::default();
        let (here, there) = ("192.0.2.7:5000".parse().expect("one"), "192.0.2.7:5001".parse().expect("one"));
        let nonce = nonces.fresh(here, 1000);
        assert!(nonces.is_fresh(&nonce, here, 1000) && nonces.is_fresh(&nonce, here, 4599));
        assert!(!nonces.is_fresh(&nonce, here, 4600) && !nonces.is_fresh(&nonce, here, 999));
        assert!(!nonces.is_fresh(&nonce, there, 1000) && !nonces.is_fresh("", here, 1000));
        assert!(!Nonces::default().is_fresh(&nonce, here, 1000), "another server's");
    }
}
