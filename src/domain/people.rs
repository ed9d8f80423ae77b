//! People's accounts, for administrators: [`search`], [`find`], [`set_role`], [`block`] with a reason, [`unblock`],
//! [`reset_access`]. Their doors are `/people` of the API and the pages of administrators. Changes take effect at once: the
//! person's logins end, and their connections must prove again who they are.

use diesel::{Connection, PgConnection};

use super::{
    School, logins,
    mail_jobs::{self, MailReason},
    passwords, profile, streams,
};
use crate::{
    access::{Author, Identity, Role, SchoolAct, allows},
    clock,
    db::{
        audit::{self, AuditAction, AuditSubject, NewAuditEntry},
        people::{self, Account, PeoplePage, PeopleQuery},
        personal_data, stream_keys,
    },
    error::{Failure, Refusal},
    ids::{PersonId, SessionId, StreamKeyId},
};

/// People in one answer.
pub const PAGE: i64 = 50;
/// The longest reason, in letters.
const REASON: usize = 500;

/// A filter for people. A field that is unset does not filter.
#[derive(Clone, Debug, Default)]
pub struct PeopleFilter {
    /// A part of the username, the name or the email address, in any case.
    pub text: String,
    pub role: Option<Role>,
    pub blocked: Option<bool>,
    /// Only those who wait to be approved.
    pub waiting: bool,
    /// How many people to skip.
    pub offset: i64,
}

/// The permission to manage people.
///
/// # Errors
/// [`Refusal::NotAllowed`].
pub fn permit(by: &Identity) -> Result<(), Refusal> {
    if allows(Some(by.role), SchoolAct::ManagePeople) { Ok(()) } else { Err(Refusal::NotAllowed) }
}

/// The permission for what could lock the last administrator out.
pub(super) fn permit_on_another(by: &Identity, id: PersonId) -> Result<(), Refusal> {
    permit(by)?;
    if by.person == id { Err(Refusal::OwnAccount) } else { Ok(()) }
}

/// The people who match, by name, [`PAGE`] at most, and how many match.
///
/// # Errors
/// A database error.
pub async fn search(school: &School, by: &Identity, wanted: PeopleFilter) -> Result<PeoplePage, Failure> {
    permit(by)?;
    let PeopleFilter { text, role, blocked, waiting, offset } = wanted;
    // PostgreSQL's text holds no NUL, so no name contains one.
    if text.contains('\0') {
        return Ok(PeoplePage { people: Vec::new(), total: 0 });
    }
    let (text, offset) = (text.trim().to_owned(), offset.max(0));
    let query = PeopleQuery { text, role, blocked, waiting, offset, limit: PAGE };
    school.pool.run(move |connection| people::search(connection, &query)).await
}

/// One person's account.
///
/// # Errors
/// [`Refusal::PersonUnknown`].
pub async fn find(school: &School, by: &Identity, id: PersonId) -> Result<Account, Failure> {
    permit(by)?;
    let found = school.pool.run(move |connection| people::account(connection, id)).await?;
    Ok(found.ok_or(Refusal::PersonUnknown)?)
}

/// Changes a person's role, from their next request on. A person who may no longer plan lessons is removed from their own,
/// together with their streaming programs.
///
/// # Errors
/// [`Refusal::PersonUnknown`]; [`Refusal::OwnAccount`]; [`Refusal::LastAdministrator`].
pub async fn set_role(school: &School, by: &Identity, id: PersonId, role: Role) -> Result<Account, Failure> {
    permit_on_another(by, id)?;
    let by = by.author();
    let change = move |connection: &mut PgConnection| {
        connection.transaction(|connection| {
            // Two administrators may demote each other at once: the second is then the last one.
            let before = if role == Role::Administrator {
                people::account(connection, id)?.ok_or(Refusal::PersonUnknown)?
            } else {
                personal_data::lock_for_erasure(connection, id)?
            };
            people::set_role(connection, id, role)?;
            let detail = format!("{} → {}", before.role, role.as_str());
            note(connection, by, AuditAction::RoleChanged, id, &detail)?;
            let account = people::account(connection, id)?.ok_or(Refusal::PersonUnknown)?;
            let plans_no_more = !allows(Some(role), SchoolAct::PlanSessions);
            let keys = if plans_no_more { Some(stream_keys::delete_of_teacher(connection, id)?) } else { None };
            Ok::<_, Failure>((account, keys))
        })
    };
    let (account, keys) = school.pool.run(change).await?;
    if let Some(keys) = keys {
        end_connections(school, id, keys).await;
    }
    Ok(account)
}

/// Blocks a person: they can neither sign in nor join, their logins and connections end, and programs that stream with their keys
/// are cut off. Blocking again changes the reason.
///
/// # Errors
/// [`Refusal::ReasonBad`]; [`Refusal::PersonUnknown`]; [`Refusal::OwnAccount`]; [`Refusal::LastAdministrator`].
pub async fn block(school: &School, by: &Identity, id: PersonId, reason: &str) -> Result<Account, Failure> {
    permit_on_another(by, id)?;
    let (by, reason) = (by.author(), validate_reason(reason)?);
    let block = move |connection: &mut PgConnection| {
        connection.transaction(|connection| {
            personal_data::lock_for_erasure(connection, id)?;
            people::unblock(connection, id)?;
            people::block(connection, id, &reason)?;
            let account = people::account(connection, id)?.ok_or(Refusal::PersonUnknown)?;
            note(connection, by, AuditAction::PersonBlocked, id, &reason)?;
            Ok::<_, Failure>((account, stream_keys::of_teacher(connection, id)?))
        })
    };
    let (account, keys) = school.pool.run(block).await?;
    end_connections(school, id, keys).await;
    Ok(account)
}

/// Unblocks an account. The person must sign in again.
///
/// # Errors
/// [`Refusal::PersonUnknown`].
pub async fn unblock(school: &School, by: &Identity, id: PersonId) -> Result<Account, Failure> {
    permit(by)?;
    let by = by.author();
    let change = move |connection: &mut PgConnection| {
        connection.transaction(|connection| {
            people::unblock(connection, id)?;
            let account = people::account(connection, id)?.ok_or(Refusal::PersonUnknown)?;
            note(connection, by, AuditAction::PersonUnblocked, id, "")?;
            Ok(account)
        })
    };
    school.pool.run(change).await
}

/// Resets a person's access: their password becomes invalid, all their logins and connections end, and they are mailed a link to
/// choose another password.
///
/// # Errors
/// [`Refusal::PersonUnknown`]; [`Refusal::OwnAccount`]; [`Refusal::PersonBlocked`].
pub async fn reset_access(school: &School, by: &Identity, id: PersonId) -> Result<Account, Failure> {
    permit_on_another(by, id)?;
    let (by, nobodys) = (by.author(), passwords::dummy_hash(school.settings.bcrypt_cost));
    let reset = move |connection: &mut PgConnection| {
        connection.transaction(|connection| {
            let account = people::account(connection, id)?.ok_or(Refusal::PersonUnknown)?;
            if account.blocked_at.is_some() {
                return Err(Failure::from(Refusal::PersonBlocked));
            }
            let keys = profile::replace_password(connection, id, &nobodys, None)?;
            mail_jobs::queue(
                connection,
                &MailReason::Forgot { identifier: id.to_string(), language: None },
                clock::now(),
            )?;
            note(connection, by, AuditAction::AccessReset, id, "")?;
            Ok((account, keys))
        })
    };
    let (account, keys) = school.pool.run(reset).await?;
    school.job_queued.send_replace(());
    end_connections(school, id, keys).await;
    Ok(account)
}

/// Runs within a transaction: records a change in the audit trail.
pub(super) fn note(
    connection: &mut PgConnection,
    by: Author,
    deed: AuditAction,
    whom: PersonId,
    detail: &str,
) -> Result<(), Failure> {
    audit::write(
        connection,
        clock::now(),
        NewAuditEntry { by: Some(by), deed, about: AuditSubject::Person(whom), detail },
    )
}

fn validate_reason(raw: &str) -> Result<String, Refusal> {
    let reason = raw.trim();
    let fits = !reason.is_empty() && reason.chars().count() <= REASON;
    let fine = fits && !reason.chars().any(|c| c.is_control() && c != '\n');
    if fine { Ok(reason.to_owned()) } else { Err(Refusal::ReasonBad) }
}

/// Runs after a change: this person's connections must prove again who they are, and streams with these keys end.
async fn end_connections(school: &School, person: PersonId, keys: Vec<(SessionId, StreamKeyId)>) {
    logins::announce_logins_changed(school, person).await;
    streams::end_streams(school, keys).await;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_reason_for_blocking_is_validated() {
        assert_eq!(validate_reason(" They shout.\nAlways. ").as_deref(), Ok("They shout.\nAlways."));
        for wrong in ["", "  \n ", "a\0b", "a\u{7}b", &"a".repeat(REASON + 1)] {
            assert_eq!(validate_reason(wrong), Err(Refusal::ReasonBad), "{wrong:?}");
        }
    }
}
