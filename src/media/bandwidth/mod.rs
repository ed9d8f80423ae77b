//! What goes down to one listener fits the listener's line: [`estimate`] says how much the line carries, [`allocate`] shares it
//! among the pictures. Both are pure and take the time as an argument; `simulation.rs` plays them against links.

mod allocate;
mod downlink;
mod encoding_rate;
mod estimate;
mod loss;
mod probe;
mod queue_delay;
mod sent_packets;
#[cfg(test)]
mod simulation;

pub use allocate::{ENCODINGS, Grant, Importance, Wish};
pub use downlink::{Downlink, Sent};
pub use encoding_rate::{Cost, EncodingRate};
pub use estimate::PacketReport;
