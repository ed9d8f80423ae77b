//! Passwords: which are acceptable, and their bcrypt hashes, which are made and compared off the async threads.

use std::{
    collections::HashSet,
    sync::{
        LazyLock,
        atomic::{AtomicU64, AtomicUsize, Ordering},
    },
};

use tokio::sync::{Semaphore, SemaphorePermit};

use crate::error::{Failure, Fault, Refusal};

/// Bcrypt ignores what comes after this many bytes.
const BYTES: usize = 72;
const LETTERS: usize = 10;

/// How many callers may wait for a permit before further ones are refused.
const QUEUE: usize = 1000;

/// Those of the twenty thousand most common passwords, as Royce Williams gathered them from published leaks, that are long
/// enough; sorted.
static COMMON: LazyLock<HashSet<&str>> = LazyLock::new(|| include_str!("passwords/common.txt").lines().collect());

/// Checks a new password. `names` are the person's username and the like, which it must not be.
///
/// # Errors
/// [`Refusal::PasswordTooShort`], [`Refusal::PasswordTooLong`], [`Refusal::PasswordCommon`].
pub fn check(password: &str, names: &[&str]) -> Result<(), Refusal> {
    if password.chars().nth(LETTERS - 1).is_none() {
        return Err(Refusal::PasswordTooShort);
    }
    if password.len() > BYTES {
        return Err(Refusal::PasswordTooLong);
    }
    let lower = password.to_lowercase();
    let first = lower.chars().next();
    let one_letter = lower.chars().all(|c| Some(c) == first);
    if one_letter || COMMON.contains(lower.as_str()) || names.iter().any(|name| name.to_lowercase() == lower) {
        return Err(Refusal::PasswordCommon);
    }
    Ok(())
}

/// # Errors
/// Only [`Failure::Fault`], provided that the password has been checked.
pub async fn hash(password: String, cost: u32) -> Result<String, Failure> {
    let hashed = actix_rt::task::spawn_blocking(move || bcrypt::hash(password, cost)).await;
    let hashed = hashed.map_err(|panic| Fault::Broken(panic.to_string()))?;
    Ok(hashed.map_err(|error| Fault::Broken(error.to_string()))?)
}

/// Whether the password matches this hash. Without a hash it does not, after the same time.
///
/// # Errors
/// Only [`Failure::Fault`].
async fn matches(password: String, hash: Option<String>, cost: u32) -> Result<bool, Failure> {
    let hash = hash.unwrap_or_else(|| dummy_hash(cost));
    let compared = actix_rt::task::spawn_blocking(move || {
        // Bcrypt cuts a longer password, and would match its beginning.
        bcrypt::verify(&password, &hash).map(|right| right && password.len() <= BYTES)
    });
    let compared = compared.await.map_err(|panic| Fault::Broken(panic.to_string()))?;
    Ok(compared.map_err(|error| Fault::Broken(error.to_string()))?)
}

/// Whether a hash was made with another cost. Comparing it then takes another time than for an unknown account, so it is replaced
/// at the next successful sign-in.
pub(super) fn needs_rehash(hash: &str, cost: u32) -> bool {
    hash.parse::<bcrypt::HashParts>().is_ok_and(|parts| parts.get_cost() != cost)
}

/// A hash that no password matches, as costly to compare as a real one.
pub(super) fn dummy_hash(cost: u32) -> String {
    format!("$2b${cost:02}$abcdefghijklmnopqrstuuKq2DqYtkEfAOXP3kQWhrvIuoLbYZLxW")
}

/// Limits how many passwords are hashed or compared at once: bcrypt must not take every core.
pub struct HashPermits {
    free: Semaphore,
    waiting: AtomicUsize,
    taken: AtomicU64,
}

/// The permit to hash; dropping it frees it.
pub struct HashPermit<'a> {
    _free: SemaphorePermit<'a>,
    taken: &'a AtomicU64,
}

impl HashPermit<'_> {
    /// As [`hash`].
    ///
    /// # Errors
    /// Only [`Failure::Fault`].
    pub async fn hash(&self, password: String, cost: u32) -> Result<String, Failure> {
        self.taken.fetch_add(1, Ordering::Relaxed);
        hash(password, cost).await
    }

    /// As [`matches`].
    ///
    /// # Errors
    /// Only [`Failure::Fault`].
    pub async fn matches(&self, password: String, hash: Option<String>, cost: u32) -> Result<bool, Failure> {
        self.taken.fetch_add(1, Ordering::Relaxed);
        matches(password, hash, cost).await
    }
}

impl Default for HashPermits {
    fn default() -> Self {
        Self::of(std::thread::available_parallelism().map_or(2, usize::from))
    }
}

impl HashPermits {
    /// Allows this many at a time.
    pub fn of(count: usize) -> Self {
        Self { free: Semaphore::new(count), waiting: AtomicUsize::new(0), taken: AtomicU64::new(0) }
    }

    /// Waits for a permit, in the order of the calls.
    ///
    /// # Errors
    /// [`Refusal::Busy`].
    pub async fn next(&self) -> Result<HashPermit<'_>, Refusal> {
        struct Waiting<'a>(&'a AtomicUsize);
        impl Drop for Waiting<'_> {
            fn drop(&mut self) {
                self.0.fetch_sub(1, Ordering::Relaxed);
            }
        }
        let before = self.waiting.fetch_add(1, Ordering::Relaxed);
        let _waiting = Waiting(&self.waiting);
        if before >= QUEUE {
            return Err(Refusal::Busy);
        }
        let free = self.free.acquire().await.expect("nobody closes the semaphore");
        Ok(HashPermit { _free: free, taken: &self.taken })
    }

    /// How many hashes have been made or compared: they take nearly all of the time of a sign-in.
    pub fn taken(&self) -> u64 {
        self.taken.load(Ordering::Relaxed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_dummy_hash_can_be_compared_and_matches_no_password() {
        assert_eq!(bcrypt::verify("anything", &dummy_hash(4)).ok(), Some(false));
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
