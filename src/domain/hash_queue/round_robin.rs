//! A bounded queue that takes one from each key in turn.

use std::{
    collections::{HashMap, VecDeque},
    hash::Hash,
};

use tokio::sync::oneshot;

use crate::error::Refusal;

/// How many may wait in each queue.
pub const QUEUE: usize = 1000;

/// Those of one queue, in turn from each key.
pub struct RoundRobin<K> {
    queues: HashMap<K, VecDeque<Waiter>>,
    /// The keys that have somebody waiting, the next first.
    turns: VecDeque<K>,
    pub waiting: usize,
    per_key: usize,
}

pub struct Waiter {
    pub number: u64,
    pub guesses: bool,
    pub permit: oneshot::Sender<()>,
}

impl<K: Hash + Eq + Copy> RoundRobin<K> {
    pub fn new(per_key: usize) -> Self {
        Self { queues: HashMap::new(), turns: VecDeque::new(), waiting: 0, per_key }
    }

    /// When the queue is full, one of the key with the most waiting gives way to a key with fewer.
    pub fn push(&mut self, key: K, waiter: Waiter) -> Result<(), Refusal> {
        let theirs = self.queues.get(&key).map_or(0, VecDeque::len);
        if theirs >= self.per_key {
            return Err(Refusal::Busy);
        }
        if self.waiting >= QUEUE {
            let longest =
                self.queues.values_mut().max_by_key(|queue| queue.len()).filter(|queue| queue.len() > theirs + 1);
            // Dropping the waiter refuses its request.
            drop(longest.ok_or(Refusal::Busy)?.pop_back());
            self.waiting -= 1;
        }
        if theirs == 0 {
            self.turns.push_back(key);
        }
        self.queues.entry(key).or_default().push_back(waiter);
        self.waiting += 1;
        Ok(())
    }

    pub fn pop(&mut self) -> Option<Waiter> {
        let key = self.turns.pop_front()?;
        let queue = self.queues.get_mut(&key).expect("a key with a turn has a queue");
        let waiter = queue.pop_front().expect("a key with a turn has somebody waiting");
        self.waiting -= 1;
        if queue.is_empty() {
            self.queues.remove(&key);
        } else {
            self.turns.push_back(key);
        }
        Some(waiter)
    }

    pub fn remove(&mut self, key: K, number: u64) {
        let Some(queue) = self.queues.get_mut(&key) else { return };
        let before = queue.len();
        queue.retain(|waiter| waiter.number != number);
        self.waiting -= before - queue.len();
        if queue.is_empty() {
            self.queues.remove(&key);
            self.turns.retain(|turn| *turn != key);
        }
    }
}
