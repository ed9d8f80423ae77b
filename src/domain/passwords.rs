//! Passwords: which are acceptable, and their bcrypt hashes, which are made and compared off the async threads.

use std::{collections::HashSet, sync::LazyLock};

use crate::{
    error::{Failure, Fault, Refusal},
    unicode,
};

/// Bcrypt ignores what comes after this many bytes.
const BYTES: usize = 72;
const LETTERS: usize = 10;

/// Those of the twenty thousand most common passwords, as Royce Williams gathered them from published leaks, that are long
/// enough; sorted.
static COMMON: LazyLock<HashSet<&str>> = LazyLock::new(|| include_str!("passwords/common.txt").lines().collect());

/// Checks a new password. `names` are the person's username and the like, which it must not be.
///
/// # Errors
/// [`Refusal::PasswordTooShort`], [`Refusal::PasswordTooLong`], [`Refusal::PasswordCommon`].
pub fn check(password: &str, names: &[&str]) -> Result<(), Refusal> {
    let password = unicode::nfc(password);
    if password.chars().nth(LETTERS - 1).is_none() {
        return Err(Refusal::PasswordTooShort);
    }
    if password.len() > BYTES {
        return Err(Refusal::PasswordTooLong);
    }
    let lower = unicode::fold(&password);
    let first = lower.chars().next();
    let one_letter = lower.chars().all(|c| Some(c) == first);
    if one_letter || COMMON.contains(lower.as_str()) || names.iter().any(|name| unicode::fold(name) == lower) {
        return Err(Refusal::PasswordCommon);
    }
    Ok(())
}

/// Hashes a password. It is normalised first: some keyboards write an accented letter as one character and others as two, and
/// nobody can see which.
///
/// # Errors
/// Only [`Failure::Fault`], provided that the password has been checked.
pub async fn hash(password: String, cost: u32) -> Result<String, Failure> {
    hash_holding((), password, cost).await
}

/// As [`hash`], and drops `held` once the hash is done, even if nobody waits for it any more.
pub(super) async fn hash_holding(held: impl Send + 'static, password: String, cost: u32) -> Result<String, Failure> {
    off_thread(held, move || bcrypt::hash(unicode::nfc(&password), cost)).await
}

/// Whether a password matches a hash.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Match {
    No,
    Yes,
    /// The hash is from before passwords were normalised: it should be replaced.
    Unnormalised,
}

/// The forms in which a password may have been hashed, the current one first. Most passwords have one form.
fn forms(password: &str) -> Vec<String> {
    let mut forms = vec![unicode::nfc(password)];
    for older in [password.to_owned(), unicode::decomposed(password)] {
        if !forms.contains(&older) {
            forms.push(older);
        }
    }
    forms
}

/// Whether the password matches this hash. Without a hash it does not, after the same time.
///
/// # Errors
/// Only [`Failure::Fault`].
pub(super) async fn matches_holding(
    held: impl Send + 'static,
    password: String,
    hash: Option<String>,
    cost: u32,
) -> Result<Match, Failure> {
    let hash = hash.unwrap_or_else(|| dummy_hash(cost));
    let compare = move || {
        for (at, form) in forms(&password).iter().enumerate() {
            // Bcrypt cuts a longer password, and would match its beginning.
            if bcrypt::verify(form, &hash)? && form.len() <= BYTES {
                return Ok(if at == 0 { Match::Yes } else { Match::Unnormalised });
            }
        }
        Ok(Match::No)
    };
    off_thread(held, compare).await
}

async fn off_thread<T: Send + 'static>(
    held: impl Send + 'static,
    work: impl FnOnce() -> bcrypt::BcryptResult<T> + Send + 'static,
) -> Result<T, Failure> {
    let done = actix_rt::task::spawn_blocking(move || {
        let done = work();
        drop(held);
        done
    });
    let done = done.await.map_err(|panic| Fault::Broken(panic.to_string()))?;
    Ok(done.map_err(|error| Fault::Broken(error.to_string()))?)
}

/// Whether a hash was made with another cost. Comparing it then takes another time than for an unknown account, so it is replaced
/// at the next successful sign-in.
pub(super) fn needs_rehash(hash: &str, cost: u32) -> bool {
    hash.parse::<bcrypt::HashParts>().is_ok_and(|parts| parts.get_cost() != cost)
}

/// The salt and the digest of [`dummy_hash`].
const DUMMY: &str = "abcdefghijklmnopqrstuuKq2DqYtkEfAOXP3kQWhrvIuoLbYZLxW";

/// A hash that no password matches, as costly to compare as a real one.
pub(super) fn dummy_hash(cost: u32) -> String {
    format!("$2b${cost:02}${DUMMY}")
}

/// Whether this is the hash of an account whose password has never been chosen.
pub(super) fn is_dummy(hash: &str) -> bool {
    hash.ends_with(DUMMY)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_dummy_hash_can_be_compared_and_matches_no_password() {
        assert_eq!(bcrypt::verify("anything", &dummy_hash(4)).ok(), Some(false));
    }

    #[actix_rt::test]
    async fn a_password_matches_in_either_normal_form() {
        let (composed, decomposed) = ("καλή μέρα", unicode::decomposed("καλή μέρα"));
        for set in [composed, &decomposed] {
            let hash = hash(set.to_owned(), 4).await.expect("it is hashed");
            for typed in [composed, &decomposed] {
                assert_eq!(matches_holding((), typed.to_owned(), Some(hash.clone()), 4).await.ok(), Some(Match::Yes));
            }
        }
        let old = bcrypt::hash(&decomposed, 4).expect("it is hashed");
        for typed in [composed, &decomposed] {
            assert_eq!(
                matches_holding((), typed.to_owned(), Some(old.clone()), 4).await.ok(),
                Some(Match::Unnormalised)
            );
        }
        assert_eq!(matches_holding((), "καλη μερα".to_owned(), Some(old), 4).await.ok(), Some(Match::No));
        assert_eq!(forms("plain letters"), ["plain letters"], "one comparison");
    }

    #[test]
    fn too_short_and_too_long_passwords_are_refused() {
        let check = |password: &str| check(password, &[]);
        assert_eq!(check("nine char"), Err(Refusal::PasswordTooShort));
        assert_eq!(check("ten letter"), Ok(()));
        assert_eq!(check(&"éa".repeat(24)), Ok(()));
        assert_eq!(check(&"é".repeat(37)), Err(Refusal::PasswordTooLong));
    }

    #[test]
    fn common_passwords_and_own_names_are_refused() {
        let names = ["maria.papadaki", "maria.papadaki@school.example"];
        for common in ["1234567890", "Password123", "qwertyuiop", "aaaaaaaaaaaa", "Maria.Papadaki"] {
            assert_eq!(check(common, &names), Err(Refusal::PasswordCommon), "{common}");
        }
        assert_eq!(check("maria.papadaki has a goat", &names), Ok(()));
    }

    #[test]
    fn the_list_of_common_passwords_is_sorted_unique_and_long_enough() {
        let words: Vec<_> = include_str!("passwords/common.txt").lines().collect();
        assert!(words.windows(2).all(|pair| pair[0] < pair[1]));
        for word in words {
            assert!(word.len() >= LETTERS && word.len() <= BYTES && word.to_lowercase() == word, "{word}");
        }
    }
}
