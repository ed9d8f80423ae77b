//! Mails before a lesson, to the students who are expected in it. The worker looks regularly for lessons whose reminders are due.
//! A row per reminder is stored in the transaction that queues its mail, so that it is sent once, across restarts and by several
//! workers. Before the mail is sent, the lesson is looked up again.

use chrono::Duration;
use diesel::{Connection, PgConnection};

use super::{
    School,
    mail_jobs::{self, MailReason},
};
pub use crate::db::reminders::ReminderChoices;
use crate::{
    access::{Identity, LinkToken, SchoolAct, allows},
    clock::{self, Time},
    db::reminders::{self, DueReminder},
    error::{Failure, Refusal},
};

/// How long a link that ends reminders works: for longer than such a mail lies unread.
pub(super) const UNSUBSCRIBE_LIFETIME: Duration = Duration::days(90);

/// Queues the reminders that are due. A lesson that was planned late has only the last one of those that are past.
///
/// # Errors
/// A database error.
pub fn queue_due(connection: &mut PgConnection, now: Time) -> Result<(), Failure> {
    connection.transaction(|connection| {
        for DueReminder { session_id: session, person_id: person, starts_at } in reminders::add_due(connection, now)? {
            mail_jobs::queue(connection, &MailReason::Reminder { person, session, starts_at }, now)?;
        }
        Ok(())
    })
}

/// Whether this person has students to remind.
pub fn teaches(by: &Identity) -> bool {
    allows(Some(by.role), SchoolAct::PlanSessions)
}

/// # Errors
/// A database error.
pub async fn choices(school: &School, by: &Identity) -> Result<ReminderChoices, Failure> {
    let person = by.person;
    school.pool.run(move |connection| reminders::choices(connection, person)).await
}

/// Stores the caller's own choices. Those of someone who does not teach have no times.
///
/// # Errors
/// [`Refusal::NotAllowed`].
pub async fn choose(school: &School, by: &Identity, choices: ReminderChoices) -> Result<(), Failure> {
    if !allows(Some(by.role), SchoolAct::EditOwnProfile) {
        return Err(Refusal::NotAllowed.into());
    }
    let (person, teaches) = (by.person, teaches(by));
    school.pool.run(move |connection| reminders::choose(connection, person, &choices, teaches)).await
}

/// Whether a link that ends reminders works.
///
/// # Errors
/// [`Refusal::LinkDead`].
pub async fn check_link(school: &School, token: &str) -> Result<(), Failure> {
    let hash = LinkToken::parse(token).ok_or(Refusal::LinkDead)?.hash();
    let found = school.pool.run(move |connection| reminders::person_of_link(connection, &hash, clock::now())).await?;
    found.map(drop).ok_or(Refusal::LinkDead.into())
}

/// Ends the reminders of the person that the link was mailed to. The link works again and again: a mail program may send it twice.
///
/// # Errors
/// [`Refusal::LinkDead`].
pub async fn unsubscribe(school: &School, token: &str) -> Result<(), Failure> {
    let hash = LinkToken::parse(token).ok_or(Refusal::LinkDead)?.hash();
    let end = move |connection: &mut PgConnection| {
        let person = reminders::person_of_link(connection, &hash, clock::now())?.ok_or(Refusal::LinkDead)?;
        reminders::end(connection, person)
    };
    school.pool.run(end).await
}
