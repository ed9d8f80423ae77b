//! What one participant has drawn since the last tick. As with poses, their connection's thread fills it and the room's thread
//! empties it, so that no message wakes the room for each piece of a line.

use std::sync::{Mutex, PoisonError};

use crate::protocol::ink::LiveInk;

/// How many pieces may wait for the tick. An honest client sends one or two in that time.
const PIECES: usize = 4;

#[derive(Debug, Default)]
pub struct InkCell(Mutex<Vec<LiveInk>>);

impl InkCell {
    /// Adds a piece. When too many wait it is left out: the finished stroke has it.
    pub fn push(&self, ink: LiveInk) {
        let mut pieces = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if pieces.len() < PIECES {
            pieces.push(ink);
        }
    }

    pub fn take(&self) -> Vec<LiveInk> {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}
