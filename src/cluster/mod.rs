//! Where the room of each session is, and how the nodes of a school communicate.

pub mod announcement;
pub mod bus;
pub mod directory;
pub mod registry;
pub mod request;

pub use announcement::Announcement;
pub use bus::Bus;
pub use directory::Directory;
pub use registry::Registry;
pub use request::{Answer, Request};
