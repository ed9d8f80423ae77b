//! Who may use the relay: whoever has a name that says until when, and the password that the shared secret makes of it. It is
//! the scheme that coturn calls `use-auth-secret`, so that either can stand in the other's place. And the nonces, which make
//! a signature worth nothing from another address: they are made anew of the address and the time, and never kept.

use std::{net::SocketAddr, time::Duration};

use base64::{Engine as _, prelude::BASE64_STANDARD};
use hmac::{Hmac, KeyInit, Mac};
use sha1::Sha1;
use sha2::Sha256;

use crate::config::TurnSecret;

/// How long a name and its password are good: longer than a day at school, so that nobody falls silent in a lesson.
const GOOD_FOR: Duration = Duration::from_secs(12 * 60 * 60);
/// The same of one who only tries whether the relay is reached: enough for all ways to it at once.
const TRIED_FOR: Duration = Duration::from_secs(60);
/// Whose name it is then: no participant is called so.
const TRIES: &str = "tries";
/// For how long a nonce is.
const NONCE_FOR: u32 = 60 * 60;

/// A name for the relay and its password, at this time (in seconds since 1970).
pub fn issue(secret: &TurnSecret, whose: &str, now: u64) -> (String, String) {
    made_of(secret, format!("{}:{whose}", now + GOOD_FOR.as_secs()))
}

/// The same for one who only tries whether the relay is reached.
pub fn issue_to_try(secret: &TurnSecret, now: u64) -> (String, String) {
    made_of(secret, format!("{}:{TRIES}", now + TRIED_FOR.as_secs()))
}

/// Whether it is the name of one who only tries.
pub fn only_tries(user: &str) -> bool {
    user.split_once(':').is_some_and(|(_, whose)| whose == TRIES)
}

fn made_of(secret: &TurnSecret, user: String) -> (String, String) {
    let password = password(secret, &user);
    (user, password)
}

pub fn password(secret: &TurnSecret, user: &str) -> String {
    BASE64_STANDARD.encode(mac::<Hmac<Sha1>>(secret.0.as_bytes(), &[user.as_bytes()]))
}

/// Whether the time that a name says has not come yet.
pub fn is_good(user: &str, now: u64) -> bool {
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
    /// Short, since whoever asks gets it.
    pub fn fresh(&self, to: SocketAddr, now: u64) -> String {
        self.of(to, now as u32)
    }

    pub fn is_fresh(&self, nonce: &str, from: SocketAddr, now: u64) -> bool {
        let made = nonce.get(..8).and_then(|digits| u32::from_str_radix(digits, 16).ok());
        made.is_some_and(|made| (now as u32).wrapping_sub(made) < NONCE_FOR && self.of(from, made) == nonce)
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
    fn a_password_is_what_coturn_would_make_of_the_name() {
        // printf %s 1893456000:ana | openssl dgst -binary -sha1 -hmac north | base64
        assert_eq!(password(&TurnSecret("north".into()), "1893456000:ana"), "2zcXHISmL+FySnqPjOKFMce9wVk=");
    }

    #[test]
    fn a_name_is_good_until_the_time_that_it_says() {
        let secret = TurnSecret("north".into());
        let (user, known) = issue(&secret, "ana", 1000);
        assert_eq!((user.as_str(), known), ("44200:ana", password(&secret, &user)));
        assert!(is_good(&user, 44_199) && !is_good(&user, 44_200));
        assert!(is_good("44200", 44_199), "one needs no more than the time");
        assert!(!is_good("ana", 0) && !is_good("", 0) && !is_good("-1:ana", 0));
    }

    #[test]
    fn a_nonce_is_good_from_one_address_for_an_hour() {
        let nonces = Nonces::default();
        let (here, there) = ("192.0.2.7:5000".parse().expect("one"), "192.0.2.7:5001".parse().expect("one"));
        let nonce = nonces.fresh(here, 1000);
        assert!(nonces.is_fresh(&nonce, here, 1000) && nonces.is_fresh(&nonce, here, 4599));
        assert!(!nonces.is_fresh(&nonce, here, 4600) && !nonces.is_fresh(&nonce, here, 999));
        assert!(!nonces.is_fresh(&nonce, there, 1000) && !nonces.is_fresh("", here, 1000));
        assert!(!Nonces::default().is_fresh(&nonce, here, 1000), "another server's");
    }
}
