//! Teachers invite students by mail. The link proves the address, so whoever signs up with it needs to confirm nothing.

use std::net::IpAddr;

use chrono::Duration;
use diesel::{Connection, PgConnection};

use super::{
    School,
    accounts::checked_email,
    letters::{self, Errand},
};
use crate::{
    access::{Act, Identity, LinkToken, Role, allows},
    clock,
    db::invitations::{self, Invitation},
    error::{Failure, Refusal},
    ids::InvitationId,
    texts::Language,
};

/// For how long an invitation can be taken up.
pub(super) const LIFETIME: Duration = Duration::days(7);

/// Mails an invitation to this address.
///
/// # Errors
/// [`Refusal::EmailBad`], [`Refusal::TooManyMails`].
pub async fn invite(
    school: &School,
    by: &Identity,
    address: IpAddr,
    email: &str,
    asked_in: Option<Language>,
) -> Result<(), Failure> {
    if !allows(Some(by.role), Act::InviteStudents) {
        return Err(Refusal::NotAllowed.into());
    }
    let email = checked_email(email)?;
    school.letters.one_more(address, &email)?;
    let language = asked_in.map(|language| language.code().to_owned());
    let (teacher, id, now) = (by.person, InvitationId::fresh(), clock::now());
    let keep = move |connection: &mut PgConnection| {
        connection.transaction(|connection| {
            invitations::insert(connection, id, teacher, &email, now, now - LIFETIME)?;
            letters::queue(connection, &Errand::Invite { invitation: id, language }, now)
        })
    };
    school.pool.run(keep).await?;
    school.errands.notify_one();
    Ok(())
}

/// The invitation of a link, for as long as it can be taken up.
///
/// # Errors
/// [`Refusal::LinkDead`].
pub async fn by_link(school: &School, token: &str) -> Result<Invitation, Failure> {
    let hash = LinkToken::parse(token).ok_or(Refusal::LinkDead)?.hash();
    let stale = clock::now() - LIFETIME;
    let found = school.pool.run(move |connection| invitations::by_link(connection, &hash, stale)).await?;
    Ok(found.ok_or(Refusal::LinkDead)?)
}

/// A student with an account takes an invitation up, whatever address it was mailed to.
///
/// # Errors
/// [`Refusal::LinkDead`].
pub async fn accept(school: &School, by: &Identity, token: &str) -> Result<(), Failure> {
    if by.role != Role::Student || !allows(Some(by.role), Act::EditOwnProfile) {
        return Err(Refusal::NotAllowed.into());
    }
    let found = by_link(school, token).await?;
    let student = by.person;
    let accept = move |connection: &mut PgConnection| {
        connection.transaction(|connection| {
            if !invitations::use_up(connection, found.id)? {
                return Err(Refusal::LinkDead.into());
            }
            invitations::enrol(connection, found.teacher, student, clock::now())
        })
    };
    school.pool.run(accept).await
}

/// The names and usernames of one's students, by name.
///
/// # Errors
/// The database's.
pub async fn students(school: &School, by: &Identity) -> Result<Vec<(String, String)>, Failure> {
    if !allows(Some(by.role), Act::InviteStudents) {
        return Err(Refusal::NotAllowed.into());
    }
    let teacher = by.person;
    school.pool.run(move |connection| invitations::students_of(connection, teacher)).await
}
