//! Mails that wait or could not be sent, for administrators; and the mails stored as files, where there is no mail server.

use std::io;

use actix_rt::task::spawn_blocking;
use chrono::Duration;
use diesel::{Connection, PgConnection};

use super::{School, office, personal_data};
pub use crate::outbound::mail::mailbox::{MailHead, StoredMail};
use crate::{
    access::{Identity, SchoolAct, allows},
    clock,
    db::{
        audit::{self, AuditAction, AuditSubject, NewAuditEntry},
        jobs::{self, UnfinishedJob},
    },
    error::{Failure, Fault, Refusal},
    ids::JobId,
    outbound::mail::mailbox,
};

/// The kinds of jobs that are not mails.
pub const NO_MAILS: &[&str] = &[personal_data::ERASE, personal_data::FORGET_MAILS, office::CONVERT];
/// How many are shown: more would tell nothing new.
const SHOWN: usize = 200;
/// Sent mails on one page.
const PAGE: usize = 50;
/// Reading a mail again within this time adds no line to the audit trail.
const ONE_LOOK: Duration = Duration::minutes(10);

fn permit(by: &Identity) -> Result<(), Refusal> {
    if allows(Some(by.role), SchoolAct::SeeMails) { Ok(()) } else { Err(Refusal::NotAllowed) }
}

/// Mails that are not sent yet, and those that were given up within the last month, newest first; and whether there are more.
///
/// # Errors
/// A database error.
pub async fn open(school: &School, by: &Identity) -> Result<(Vec<UnfinishedJob>, bool), Failure> {
    permit(by)?;
    let mut found = school.pool.run(|connection| jobs::open(connection, NO_MAILS, SHOWN as i64 + 1)).await?;
    let more = found.len() > SHOWN;
    found.truncate(SHOWN);
    Ok((found, more))
}

/// Tries to send a mail again now.
///
/// # Errors
/// [`Refusal::MailUnknown`] when it has been sent since, or never existed.
pub async fn again(school: &School, by: &Identity, id: JobId) -> Result<(), Failure> {
    permit(by)?;
    let (by, now) = (Some(by.author()), clock::now());
    let retry_now = move |connection: &mut PgConnection| {
        connection.transaction(|connection| {
            let kind = jobs::retry_now(connection, id, now)?.ok_or(Refusal::MailUnknown)?;
            let about = AuditSubject::Mail(id, &kind);
            audit::write(connection, now, NewAuditEntry { by, deed: AuditAction::MailRetried, about, detail: "" })
        })
    };
    school.pool.run(retry_now).await?;
    school.job_queued.send_replace(());
    Ok(())
}

/// Mails stored as files, older than `before`; and whether there are more. `None` if a mail server takes the mails.
///
/// # Errors
/// An error of the operating system.
pub async fn sent(
    school: &School,
    by: &Identity,
    before: Option<JobId>,
) -> Result<Option<(Vec<MailHead>, bool)>, Failure> {
    permit(by)?;
    let Some(folder) = school.settings.mail_folder.clone() else { return Ok(None) };
    on_disk(move || mailbox::list(&folder, before, PAGE)).await.map(Some)
}

/// One mail stored as a file. Its reader could use the links in it, so the audit trail records the reading.
///
/// # Errors
/// [`Refusal::MailGone`]; an error of the operating system or of the database.
pub async fn read(school: &School, by: &Identity, id: Option<JobId>) -> Result<StoredMail, Failure> {
    permit(by)?;
    let id = id.ok_or(Refusal::MailGone)?;
    let folder = school.settings.mail_folder.clone().ok_or(Refusal::MailGone)?;
    let opened = on_disk(move || mailbox::open(&folder, id)).await?.ok_or(Refusal::MailGone)?;
    let (by, now, to) = (Some(by.author()), clock::now(), opened.address().to_owned());
    let note = move |connection: &mut PgConnection| {
        let line = NewAuditEntry { by, deed: AuditAction::MailRead, about: AuditSubject::Mail(id, &to), detail: "" };
        audit::write_once(connection, now, now - ONE_LOOK, line)
    };
    school.pool.run(note).await?;
    Ok(opened)
}

async fn on_disk<T: Send + 'static>(read: impl FnOnce() -> io::Result<T> + Send + 'static) -> Result<T, Failure> {
    let done = spawn_blocking(read).await.map_err(|panic| Fault::Broken(panic.to_string()))?;
    Ok(done.map_err(|error| Fault::Broken(format!("the mails cannot be read: {error}")))?)
}
