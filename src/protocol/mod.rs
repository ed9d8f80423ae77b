//! What travels on the WebSocket, as types and nothing else: serde for the text frames, `pose` for the binary ones.
//! docs/PROTOCOL.md tells it to people; client/src/net/protocol.gen.ts, made from these types, to the browser.

pub mod avatar;
pub mod chat;
pub mod client;
pub mod event;
pub mod hands;
pub mod moderation;
pub mod pose;
pub mod quiz;
pub mod reactions;
pub mod roster;
pub mod rtc;
pub mod screen;
pub mod server;
pub mod session;
pub mod snapshot;
pub mod sound;
pub mod text;
pub mod video;

pub use avatar::Avatar;
pub use client::{ClientEvent, ClientFrame, RequestId};
pub use event::Nothing;
pub use pose::Pose;
pub use server::{CloseReason, ServerEvent};

/// The WebSocket subprotocol: the version of everything in this folder.
pub const SUBPROTOCOL: &str = "lyceum.v1";

/// The largest text or binary frame that a client may send, in bytes.
pub const FRAME_LIMIT: usize = 16 * 1024;

#[cfg(test)]
mod document;
#[cfg(test)]
mod typescript;
