//! Where a session's room lives. One node, for now.

pub mod directory;
pub mod registry;

pub use directory::Directory;
pub use registry::Registry;
