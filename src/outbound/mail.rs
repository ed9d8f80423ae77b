//! Outgoing mail: to a mail server, into a folder as files that any mail program opens, or into memory.

mod directory;
pub mod mailbox;
mod smtp;

use std::sync::{Mutex, PoisonError};

use lettre::{
    Message,
    message::{Mailbox, MultiPart, header},
};

pub use directory::Directory;
pub use smtp::{Server, Smtp};

use super::{email_address, mail_template::RenderedMail};
use crate::{clock::Time, ids::JobId};

/// A mail to one person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mail {
    /// The same for each attempt. The folder uses it to recognise a repeated mail, and a mail program does too.
    pub id: JobId,
    pub name: String,
    pub address: String,
    pub written: RenderedMail,
    pub at: Time,
}

/// Why a mail was not sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MailError {
    /// Another attempt may succeed.
    Later(String),
    /// No attempt will succeed.
    Never(String),
    /// The mail may have been sent: the mail server did not confirm it.
    Unknown(String),
}

/// Sends mails.
pub enum Mailer {
    /// Through a mail server.
    Smtp(Smtp),
    /// As `.eml` files in a folder.
    Directory(Directory),
    /// Into memory, for tests.
    Memory(Memory),
}

#[derive(Default)]
pub struct Memory(Mutex<Vec<Mail>>);

impl Mailer {
    pub fn memory() -> Self {
        Mailer::Memory(Memory::default())
    }

    /// Sends a mail. `leaving` is awaited just before the mail can no longer be recalled, if there is such a moment; its error
    /// keeps the mail here.
    ///
    /// # Errors
    /// [`MailError`].
    pub async fn send(
        &self,
        mail: Mail,
        leaving: impl Future<Output = Result<(), MailError>>,
    ) -> Result<(), MailError> {
        match self {
            Mailer::Smtp(smtp) => smtp.send(&mail, leaving).await,
            // Writing it again gives the same file.
            Mailer::Directory(directory) => directory.keep(mail).await,
            Mailer::Memory(memory) => {
                leaving.await?;
                memory.0.lock().unwrap_or_else(PoisonError::into_inner).push(mail);
                Ok(())
            }
        }
    }

    /// Removes stored mails to addresses for which `is_theirs` is true. Mails that were sent cannot be recalled.
    ///
    /// # Errors
    /// [`MailError::Later`].
    pub async fn forget(&self, is_theirs: impl Fn(&str) -> bool + Send + 'static) -> Result<(), MailError> {
        match self {
            Mailer::Smtp(_) => Ok(()),
            Mailer::Directory(directory) => directory.forget(is_theirs).await,
            Mailer::Memory(memory) => {
                memory.0.lock().unwrap_or_else(PoisonError::into_inner).retain(|mail| !is_theirs(&mail.address));
                Ok(())
            }
        }
    }

    /// The mails in memory.
    pub fn sent(&self) -> Vec<Mail> {
        match self {
            Mailer::Memory(memory) => memory.0.lock().unwrap_or_else(PoisonError::into_inner).clone(),
            Mailer::Smtp(_) | Mailer::Directory(_) => Vec::new(),
        }
    }
}

impl Mail {
    /// The message as it is transmitted.
    fn message(&self, from: &Mailbox) -> Result<Message, MailError> {
        let never = |error: &dyn std::fmt::Display| MailError::Never(error.to_string());
        let address = email_address::to_wire(&self.address).map_err(|refusal| never(&refusal))?;
        // lettre panics at a line break in a name.
        let name: String = self.name.chars().filter(|c| !c.is_control()).collect();
        let raw = |name, value: String| header::HeaderValue::new(header::HeaderName::new_from_ascii_str(name), value);
        let mut message = Message::builder();
        if let Some(link) = &self.written.unsubscribe {
            message = message
                .raw_header(raw("List-Unsubscribe", format!("<{link}>")))
                .raw_header(raw("List-Unsubscribe-Post", "List-Unsubscribe=One-Click".to_owned()));
        }
        message
            .from(from.clone())
            .to(Mailbox::new(Some(name).filter(|name| !name.is_empty()), address))
            .subject(&self.written.subject)
            .date(self.at.into())
            .message_id(Some(format!("<{}@{}>", self.id, from.email.domain())))
            // Prevents automatic replies (RFC 3834).
            .raw_header(raw("Auto-Submitted", "auto-generated".to_owned()))
            .multipart(MultiPart::alternative_plain_html(self.written.text.clone(), self.written.html.clone()))
            .map_err(|error| never(&error))
    }
}
