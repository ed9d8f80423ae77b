//! The mails that wait or could not be sent, as administrators see them.

use diesel::{Connection, PgConnection};

use super::{School, rights};
use crate::{
    access::{Act, Identity, allows},
    clock,
    db::{
        audit::{self, About, Deed, Line},
        jobs::{self, Open},
    },
    error::{Failure, Refusal},
    ids::JobId,
};

/// Jobs that are no mails.
pub(super) const NO_MAILS: &[&str] = &[rights::ERASE, rights::FORGET_MAILS];
/// How many are shown: the others are like them.
const SHOWN: i64 = 200;

fn permit(by: &Identity) -> Result<(), Refusal> {
    if allows(Some(by.role), Act::SeeMails) { Ok(()) } else { Err(Refusal::NotAllowed) }
}

/// Those that are not sent yet, and those that were given up within the last month; the latest first.
///
/// # Errors
/// The database's.
pub async fn open(school: &School, by: &Identity) -> Result<Vec<Open>, Failure> {
    permit(by)?;
    school.pool.run(|connection| jobs::open(connection, NO_MAILS, SHOWN)).await
}

/// Tries one again now.
///
/// # Errors
/// [`Refusal::MailUnknown`] when it has been sent since, or never was.
pub async fn again(school: &School, by: &Identity, id: JobId) -> Result<(), Failure> {
    permit(by)?;
    let (by, now) = (Some(by.author()), clock::now());
    let hurry = move |connection: &mut PgConnection| {
        connection.transaction(|connection| {
            let kind = jobs::hurry(connection, id, now)?.ok_or(Refusal::MailUnknown)?;
            let about = About::Mail(id, &kind);
            audit::write(connection, now, Line { by, deed: Deed::MailRetried, about, detail: "" })
        })
    };
    school.pool.run(hurry).await?;
    school.errands.notify_one();
    Ok(())
}
