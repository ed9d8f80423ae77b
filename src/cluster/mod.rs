//! Where a session's room is, and how the nodes of a school hear of each other.

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
