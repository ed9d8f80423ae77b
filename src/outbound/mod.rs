//! What leaves the server other than as an answer. Each kind is an enum of the real implementation and others that replace it.

pub mod email_address;
pub mod mail;
pub mod mail_template;
pub mod office;
pub mod storage;
pub mod tls;

pub use mail::{Mail, MailError, Mailer};
pub use mail_template::MailTemplate;
pub use storage::Storage;
