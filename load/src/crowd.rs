//! What the people of one run share: their settings, and what the run tells them.

use std::{
    sync::atomic::{AtomicBool, AtomicUsize},
    time::Duration,
};

use tokio::{
    sync::{Semaphore, watch},
    time::Instant,
};

use crate::{connection::Address, protocol::Protocol, stamp::Epoch};

#[derive(Clone, Copy, Debug)]
pub enum Phase {
    /// In the room, without moving or writing.
    Still,
    Moving {
        since: Instant,
    },
    /// The run is over: leave.
    Over,
}

/// The state that all people share.
pub struct Crowd {
    pub address: Address,
    pub protocol: Protocol,
    pub code: String,
    pub people: usize,
    pub pose_every: Duration,
    pub line_every: Duration,
    /// Whether people whose connection breaks try to take their seat again.
    pub comes_back: bool,
    pub epoch: Epoch,
    pub phase: watch::Receiver<Phase>,
    /// Limits how many people join at a time.
    pub gate: Semaphore,
    /// Whether events count now.
    pub measuring: AtomicBool,
    /// Which seats belong to this run.
    pub seats: Box<[AtomicBool]>,
    /// How many people were let in or turned away.
    pub answered: AtomicUsize,
    pub present: AtomicUsize,
    /// How many people came back to another seat or name.
    pub misplaced: AtomicUsize,
}
