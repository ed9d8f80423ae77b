//! The queue of those who need a password hashed or compared. Bcrypt takes a quarter of a second of a core, so only as many
//! hashes run at once as there are cores, and the next to run is chosen fairly: in turn from each address, however many of one
//! address wait, so that an attacker delays others by one hash and not by hundreds. Those with a known browser or a login have
//! a queue of their own, in turn from each person, which goes first. Addresses with too many wrong passwords have a third
//! queue: one of its hashes runs at a time, so that guessing gets at most one core. All are bounded, and those who hang up
//! leave the queue.

mod round_robin;

use std::{
    net::IpAddr,
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use tokio::sync::oneshot;

use super::{
    passwords::{self, Match},
    rate_limits::{network, site},
};
use crate::{
    error::{Failure, Refusal},
    ids::PersonId,
    room::ConnectionHandle,
};
use round_robin::{RoundRobin, Waiter};

/// How many of one address may wait in a queue: a school of three hundred signs in at once.
const PER_ADDRESS: usize = 400;
/// How many of one person may wait.
const PER_PERSON: usize = 4;
/// So many of the known go first before one of the others has a turn.
const KNOWN_FIRST: u8 = 3;
/// How often a waiting connection is looked at.
const LOOK: Duration = Duration::from_millis(500);

/// Who needs a hash.
#[derive(Clone, Copy, Debug)]
pub enum Asker {
    /// Someone with a login or a known browser.
    Known(PersonId),
    /// A stranger.
    Address(IpAddr),
    /// A stranger at an address with too many wrong passwords.
    Guessing(IpAddr),
}

struct State {
    free: usize,
    known: RoundRobin<PersonId>,
    strangers: RoundRobin<IpAddr>,
    guessing: RoundRobin<IpAddr>,
    /// Whether a hash for a guessing address runs.
    guess_runs: bool,
    /// How many of the known went first since one of the others had a turn.
    streak: u8,
    /// Whether the turn of the others is that of a guessing address.
    guess_next: bool,
    next_number: u64,
}

impl State {
    fn push(&mut self, asker: Asker, waiter: Waiter) -> Result<(), Refusal> {
        match asker {
            Asker::Known(person) => self.known.push(person, waiter),
            Asker::Address(address) => self.strangers.push(unit(address), waiter),
            Asker::Guessing(address) => self.guessing.push(unit(address), waiter),
        }
    }

    /// Takes a permit, if there is one for this asker.
    fn take(&mut self, asker: Asker) -> bool {
        let guesses = matches!(asker, Asker::Guessing(_));
        let fits = self.free > 0 && !(guesses && self.guess_runs);
        if fits {
            self.free -= 1;
            self.guess_runs |= guesses;
        }
        fits
    }

    /// The next one who gets a permit, if there is one; it is taken.
    fn pop(&mut self) -> Option<Waiter> {
        if self.free == 0 {
            return None;
        }
        self.free -= 1;
        if self.streak < KNOWN_FIRST
            && let Some(waiter) = self.known.pop()
        {
            self.streak += 1;
            return Some(waiter);
        }
        self.streak = 0;
        self.guess_next = !self.guess_next;
        let waiter = if self.guess_next {
            self.pop_guessing().or_else(|| self.strangers.pop())
        } else {
            self.strangers.pop().or_else(|| self.pop_guessing())
        };
        let waiter = waiter.or_else(|| self.known.pop());
        if waiter.is_none() {
            self.free += 1;
        }
        waiter
    }

    fn pop_guessing(&mut self) -> Option<Waiter> {
        let waiter = if self.guess_runs { None } else { self.guessing.pop() };
        self.guess_runs |= waiter.is_some();
        waiter
    }

    /// Gives a permit back.
    fn give_back(&mut self, guessed: bool) {
        self.free += 1;
        self.guess_runs &= !guessed;
    }

    fn remove(&mut self, asker: Asker, number: u64) {
        match asker {
            Asker::Known(person) => self.known.remove(person, number),
            Asker::Address(address) => self.strangers.remove(unit(address), number),
            Asker::Guessing(address) => self.guessing.remove(unit(address), number),
        }
    }
}

/// What has turns: one holder of many IPv6 networks has those of one.
fn unit(address: IpAddr) -> IpAddr {
    site(address).unwrap_or_else(|| network(address))
}

struct Inner {
    state: Mutex<State>,
    taken: AtomicU64,
}

impl Inner {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Passes a permit on.
    fn release(&self, guessed: bool) {
        let mut state = self.state();
        state.give_back(guessed);
        while let Some(Waiter { guesses, permit, .. }) = state.pop() {
            // A waiter that has just hung up does not take it.
            if permit.send(()).is_err() {
                state.give_back(guesses);
            }
        }
    }
}

pub struct HashQueue(Arc<Inner>);

impl Default for HashQueue {
    fn default() -> Self {
        Self::of(std::thread::available_parallelism().map_or(2, usize::from))
    }
}

impl HashQueue {
    /// Allows this many hashes at a time.
    pub fn of(free: usize) -> Self {
        let state = State {
            free,
            known: RoundRobin::new(PER_PERSON),
            strangers: RoundRobin::new(PER_ADDRESS),
            guessing: RoundRobin::new(PER_ADDRESS),
            guess_runs: false,
            streak: 0,
            guess_next: false,
            next_number: 0,
        };
        Self(Arc::new(Inner { state: Mutex::new(state), taken: AtomicU64::new(0) }))
    }

    /// Waits for a permit.
    ///
    /// # Errors
    /// [`Refusal::Busy`] when too many wait, or when the client has hung up.
    pub async fn next(&self, asker: Asker) -> Result<HashPermit, Refusal> {
        let guesses = matches!(asker, Asker::Guessing(_));
        let (permit, granted) = oneshot::channel();
        let mut waiting = {
            let mut state = self.0.state();
            if state.take(asker) {
                return Ok(HashPermit::of(&self.0, guesses));
            }
            state.next_number += 1;
            let number = state.next_number;
            state.push(asker, Waiter { number, guesses, permit })?;
            Waiting { queue: &self.0, asker, number, granted, over: false }
        };
        let connection = ConnectionHandle::current();
        loop {
            tokio::select! {
                granted = &mut waiting.granted => {
                    waiting.over = true;
                    return granted.map(|()| HashPermit::of(&self.0, guesses)).map_err(|_| Refusal::Busy);
                }
                () = actix_rt::time::sleep(LOOK), if connection.is_some() => {
                    if connection.as_ref().is_some_and(ConnectionHandle::is_hung_up) {
                        return Err(Refusal::Busy);
                    }
                }
            }
        }
    }

    /// How many wait for a permit.
    pub fn waiting(&self) -> usize {
        let state = self.0.state();
        state.known.waiting + state.strangers.waiting + state.guessing.waiting
    }

    /// How many hashes have been made or compared: they take nearly all of the time of a sign-in.
    pub fn taken(&self) -> u64 {
        self.0.taken.load(Ordering::Relaxed)
    }
}

/// A place in the queue. Dropping it leaves the queue, and passes on a permit that has just come.
struct Waiting<'a> {
    queue: &'a Inner,
    asker: Asker,
    number: u64,
    granted: oneshot::Receiver<()>,
    over: bool,
}

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        if self.over {
            return;
        }
        self.queue.state().remove(self.asker, self.number);
        self.granted.close();
        if self.granted.try_recv().is_ok() {
            self.queue.release(matches!(self.asker, Asker::Guessing(_)));
        }
    }
}

/// The permit to hash. It is held until the hash is done, even if nobody waits for the hash any more.
pub struct HashPermit(Arc<Held>);

struct Held {
    queue: Arc<Inner>,
    guesses: bool,
}

impl Drop for Held {
    fn drop(&mut self) {
        self.queue.release(self.guesses);
    }
}

impl HashPermit {
    fn of(queue: &Arc<Inner>, guesses: bool) -> Self {
        Self(Arc::new(Held { queue: Arc::clone(queue), guesses }))
    }

    fn count(&self) -> Arc<Held> {
        self.0.queue.taken.fetch_add(1, Ordering::Relaxed);
        Arc::clone(&self.0)
    }

    /// The hash of a password that has been checked.
    ///
    /// # Errors
    /// Only [`Failure::Fault`].
    pub async fn hash(&self, password: String, cost: u32) -> Result<String, Failure> {
        passwords::hash_holding(self.count(), password, cost).await
    }

    /// Whether the password matches this hash. Without a hash it does not, after the same time.
    ///
    /// # Errors
    /// Only [`Failure::Fault`].
    pub async fn matches(&self, password: String, hash: Option<String>, cost: u32) -> Result<Match, Failure> {
        passwords::matches_holding(self.count(), password, hash, cost).await
    }
}

#[cfg(test)]
mod tests;
