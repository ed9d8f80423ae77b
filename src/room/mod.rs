//! An open session: a pure state machine (`state`) inside a thin actor (`actor`), one actor for each connection
//! (`participant`), and the journal that writes the records of all rooms.

mod activity;
pub mod actor;
mod connection_handle;
mod connection_input;
mod connection_output;
pub mod effect;
mod ink_cell;
pub mod journal;
pub mod messages;
pub mod outbox;
pub mod participant;
pub mod pose_cell;
mod pose_coalescing;
mod pose_feed;
pub mod state;
mod wake_reason;

pub use activity::{Activity, OpenRequest};
pub use actor::RoomActor;
pub use connection_handle::ConnectionHandle;
pub use journal::Journal;
pub use participant::{JoinAccepted, JoinHandler, MeetingClient, Participant};
pub use pose_cell::PoseCell;
pub use state::RoomState;
