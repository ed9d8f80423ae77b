//! The doors over HTTP: JSON API, pages, files and the WebSocket's upgrade. A handler takes who asks and what for, calls
//! one use case of `domain`, and renders what it says.

pub mod api;
pub mod assets;
pub mod body;
pub mod describe;
pub mod errors;
pub mod extract;
pub mod files;
pub mod flash;
pub mod headers;
pub mod language;
pub mod pages;
pub mod redirect;
pub mod render;
pub mod request;
pub mod routes;
pub mod trace;
pub mod whip;
pub mod ws;

pub use routes::configure;

/// How the world reaches this server.
#[derive(Clone, Debug, Default)]
pub struct Door {
    /// What links begin with, without a final slash; otherwise the address that the browser asked for.
    pub public_url: Option<String>,
    /// Believe the X-Forwarded headers: a proxy of ours sets them.
    pub trust_proxy: bool,
}
