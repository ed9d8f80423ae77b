//! What the people of one run share: what they do, and what the run tells them.

use std::{
    sync::atomic::{AtomicBool, AtomicUsize},
    time::Duration,
};

use tokio::{
    sync::{Semaphore, watch},
    time::Instant,
};

use crate::{dialect::Dialect, door::Address, stamp::Epoch};

#[derive(Clone, Copy, Debug)]
pub enum Phase {
    /// In the room, neither moving nor speaking.
    Still,
    Moving {
        since: Instant,
    },
    /// Leave.
    Over,
}

/// What all share.
pub struct Crowd {
    pub address: Address,
    pub dialect: Dialect,
    pub code: String,
    pub people: usize,
    pub pose_every: Duration,
    pub line_every: Duration,
    /// Whether one whose connection breaks tries to take their seat again.
    pub comes_back: bool,
    pub epoch: Epoch,
    pub phase: watch::Receiver<Phase>,
    /// So many come in at a time.
    pub gate: Semaphore,
    /// Whether what is seen now counts.
    pub measuring: AtomicBool,
    /// Which seats are ours.
    pub seats: Box<[AtomicBool]>,
    /// Those who were let in or turned away.
    pub answered: AtomicUsize,
    pub present: AtomicUsize,
    /// Those who came back to another seat or name than they had.
    pub misplaced: AtomicUsize,
}
