//! Everything over HTTP: JSON API, pages, files, the WebSocket's upgrade, WHIP and WHEP. A handler takes the caller and the input
//! as extractors, calls one use case of `domain`, and renders the result.

pub mod api;
pub mod assets;
mod boards;
pub mod body;
mod changes;
mod csv;
pub mod describe;
pub mod errors;
pub mod extract;
pub mod files;
pub mod flash;
pub mod headers;
pub mod language;
pub mod limbo;
mod multipart;
pub mod pages;
pub mod redirect;
pub mod render;
pub mod request;
pub mod routes;
pub mod trace;
mod user_agent;
pub mod whip;
pub mod ws;

pub use routes::{configure, configure_waiting};

/// How browsers reach this server.
#[derive(Clone, Debug, Default)]
pub struct Door {
    /// The beginning of links, without a final slash. Without it links use the request's host.
    pub public_url: Option<String>,
    /// Trust the `X-Forwarded` headers and `Forwarded`: our own proxy sets them.
    pub trust_proxy: bool,
}
