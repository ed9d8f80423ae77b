//! What one node asks another about the rooms that it has.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::{access::Author, error::Refusal, ids::SessionId, media::stats::PeerStats, room::actor::census::Census};

/// A question that has an answer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "request", content = "about", rename_all = "snake_case")]
pub enum Request {
    /// Starts the lesson.
    Start { session: SessionId, by: Author },
    /// Ends the lesson for everyone in it.
    End { session: SessionId, by: Author },
    /// How many are in each room of the node.
    Count,
    /// How the sound of each in a room travels.
    Sound { session: SessionId },
}

/// The answer to a [`Request`] of the same name.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "answer", content = "is", rename_all = "snake_case")]
pub enum Answer {
    /// It is done, and written.
    Done,
    Refused(Refusal),
    Counted(Vec<RoomLoad>),
    Sound(Vec<Voice>),
}

/// What goes on in one room.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct RoomLoad {
    pub session: SessionId,
    pub census: Census,
    /// For how long a message to the room waits before the room reads it.
    pub answered_in: Duration,
    /// How many have sound.
    pub peers: usize,
}

/// A participant with sound.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Voice {
    pub name: String,
    pub stats: PeerStats,
}
