//! A live session: a pure state machine (`state`) inside a thin actor (`actor`), one actor for each connection
//! (`participant`), and the journal that makes what they say last.

pub mod actor;
mod cause;
pub mod effect;
pub mod journal;
pub mod link;
pub mod messages;
pub mod outbox;
mod outflow;
mod pace;
pub mod participant;
pub mod pose_cell;
mod scene;
pub mod state;

pub use actor::RoomActor;
pub use journal::Journal;
pub use link::ConnectionHandle;
pub use participant::{Door, Entry, Participant};
pub use pose_cell::PoseCell;
pub use state::RoomState;
