//! Mail on its way out: to a mail server, into a folder as files that any mail program opens, or nowhere but into memory.

mod directory;
pub mod kept;
mod smtp;

use std::sync::{Mutex, PoisonError};

use lettre::{
    Message,
    message::{Mailbox, MultiPart, header},
};

pub use directory::Directory;
pub use smtp::{Server, Smtp};

use super::letter::Written;
use crate::{clock::Time, ids::JobId};

/// A mail to one person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mail {
    /// The same at each try: by it the folder knows a mail that comes twice, and a mail program one that was sent again.
    pub id: JobId,
    pub name: String,
    pub address: String,
    pub written: Written,
    pub at: Time,
}

/// Why a mail is not on its way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unsent {
    /// Trying again later may help.
    Later(String),
    /// It never will.
    Never(String),
    /// It may be on its way: the mail server has it, or has not, and has not said so.
    Unknown(String),
}

/// What carries mails away.
pub enum Mailer {
    /// A mail server.
    Smtp(Smtp),
    /// A folder of `.eml` files.
    Directory(Directory),
    /// What was sent can be asked for.
    Memory(Memory),
}

#[derive(Default)]
pub struct Memory(Mutex<Vec<Mail>>);

impl Mailer {
    pub fn memory() -> Self {
        Mailer::Memory(Memory::default())
    }

    /// Sends a mail. `leaving` is waited for just before it cannot be called back any more, where that is so, and may still
    /// keep it here.
    ///
    /// # Errors
    /// [`Unsent`].
    pub async fn send(&self, mail: Mail, leaving: impl Future<Output = Result<(), Unsent>>) -> Result<(), Unsent> {
        match self {
            Mailer::Smtp(smtp) => smtp.send(&mail, leaving).await,
            // A second time it is the same file.
            Mailer::Directory(directory) => directory.keep(mail).await,
            Mailer::Memory(memory) => {
                leaving.await?;
                memory.0.lock().unwrap_or_else(PoisonError::into_inner).push(mail);
                Ok(())
            }
        }
    }

    /// Removes what is kept here of mails to an address that `is_theirs` knows. What has gone out cannot be called back.
    ///
    /// # Errors
    /// [`Unsent::Later`].
    pub async fn forget(&self, is_theirs: impl Fn(&str) -> bool + Send + 'static) -> Result<(), Unsent> {
        match self {
            Mailer::Smtp(_) => Ok(()),
            Mailer::Directory(directory) => directory.forget(is_theirs).await,
            Mailer::Memory(memory) => {
                memory.0.lock().unwrap_or_else(PoisonError::into_inner).retain(|mail| !is_theirs(&mail.address));
                Ok(())
            }
        }
    }

    /// What a memory holds.
    pub fn sent(&self) -> Vec<Mail> {
        match self {
            Mailer::Memory(memory) => memory.0.lock().unwrap_or_else(PoisonError::into_inner).clone(),
            Mailer::Smtp(_) | Mailer::Directory(_) => Vec::new(),
        }
    }
}

impl Mail {
    /// As it goes over the wire.
    fn message(&self, from: &Mailbox) -> Result<Message, Unsent> {
        let never = |error: &dyn std::fmt::Display| Unsent::Never(error.to_string());
        let address = self.address.parse().map_err(|error| never(&error))?;
        // lettre panics at a line break in a name.
        let name: String = self.name.chars().filter(|c| !c.is_control()).collect();
        Message::builder()
            .from(from.clone())
            .to(Mailbox::new(Some(name).filter(|name| !name.is_empty()), address))
            .subject(&self.written.subject)
            .date(self.at.into())
            .message_id(Some(format!("<{}@{}>", self.id, from.email.domain())))
            // No out-of-office note answers it (RFC 3834).
            .raw_header(header::HeaderValue::new(
                header::HeaderName::new_from_ascii_str("Auto-Submitted"),
                "auto-generated".to_owned(),
            ))
            .multipart(MultiPart::alternative_plain_html(self.written.text.clone(), self.written.html.clone()))
            .map_err(|error| never(&error))
    }
}
