//! What leaves the server other than as an answer. Each is an enum of the real thing and of others for want of it.

pub mod letter;
pub mod mail;
pub mod storage;
pub mod tls;

pub use letter::Letter;
pub use mail::{Mail, Mailer, Unsent};
pub use storage::Storage;
