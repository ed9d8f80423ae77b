//! The messages on the WebSocket, as types only: serde for text frames, `pose` for binary ones. docs/PROTOCOL.md describes them
//! for people, and client/src/net/protocol.gen.ts, generated from these types, for the browser.

pub mod avatar;
pub mod board;
pub mod chat;
pub mod client;
pub mod event;
pub mod hand_in;
pub mod hands;
pub mod ink;
pub mod meeting;
pub mod moderation;
pub mod pointer;
pub mod poll;
pub mod pose;
pub mod quiz;
pub mod reactions;
pub mod roster;
pub mod rtc;
pub mod screen;
pub mod server;
pub mod session;
pub mod showing;
pub mod snapshot;
pub mod sound;
pub mod speaking;
pub mod text;
pub mod video;

pub use avatar::Avatar;
pub use client::{ClientEvent, ClientFrame, RequestId};
pub use event::Nothing;
pub use pose::Pose;
pub use server::{CloseReason, ServerEvent};

/// The WebSocket subprotocol, which is the version of everything in this folder.
pub const SUBPROTOCOL: &str = "lyceum.v1";

/// The largest text or binary frame that a client may send, in bytes.
pub const FRAME_LIMIT: usize = 64 * 1024;

#[cfg(test)]
mod document;
#[cfg(test)]
mod typescript;
