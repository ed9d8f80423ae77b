//! Links that sign a teacher in without a password. Administrators make, replace and revoke them. They are as good as a password,
//! so there are none for administrators.

use std::{net::IpAddr, time::Instant};

use diesel::{Connection, PgConnection};

use super::{
    School,
    accounts::SignedIn,
    logins::{self, SignInSource, announce_logins_changed},
    password_attempts,
    people::{note, permit},
};
use crate::{
    access::{Identity, PersonalToken, Role},
    clock::{self, Time},
    db::{
        audit::AuditAction,
        people::{self, Account},
        sign_in_links,
    },
    error::{Failure, Refusal},
    ids::PersonId,
};

/// Makes a link for a teacher, in place of the one that they had. Only the caller sees it, once.
///
/// # Errors
/// [`Refusal::NotAllowed`], [`Refusal::PersonUnknown`]; [`Refusal::SignInLinkRole`] for anyone but a teacher.
pub async fn issue(school: &School, by: &Identity, id: PersonId) -> Result<PersonalToken, Failure> {
    permit(by)?;
    let token = PersonalToken::of_teacher();
    let (hash, author) = (token.hash(), by.author());
    let set = move |connection: &mut PgConnection| {
        connection.transaction(|connection| {
            let account: Account = people::account(connection, id)?.ok_or(Refusal::PersonUnknown)?;
            if Role::parse(&account.role) != Some(Role::Teacher) {
                return Err(Refusal::SignInLinkRole.into());
            }
            sign_in_links::set(connection, id, &hash, clock::now())?;
            note(connection, author, AuditAction::LinkReset, id, "")
        })
    };
    school.pool.run(set).await?;
    announce_logins_changed(school, id).await;
    Ok(token)
}

/// Revokes a teacher's link. Those who have signed in with it are signed out.
///
/// # Errors
/// [`Refusal::NotAllowed`], [`Refusal::PersonUnknown`].
pub async fn revoke(school: &School, by: &Identity, id: PersonId) -> Result<(), Failure> {
    permit(by)?;
    let author = by.author();
    let remove = move |connection: &mut PgConnection| {
        connection.transaction(|connection| {
            people::account(connection, id)?.ok_or(Refusal::PersonUnknown)?;
            if sign_in_links::remove(connection, id)? {
                note(connection, author, AuditAction::LinkReset, id, "")?;
            }
            Ok::<_, Failure>(())
        })
    };
    school.pool.run(remove).await?;
    announce_logins_changed(school, id).await;
    Ok(())
}

/// When a person's link was made, if they have one.
///
/// # Errors
/// [`Refusal::NotAllowed`].
pub async fn since(school: &School, by: &Identity, id: PersonId) -> Result<Option<Time>, Failure> {
    permit(by)?;
    school.pool.run(move |connection| sign_in_links::since(connection, id)).await
}

/// Signs in the teacher whose link this is. Wrong ones are counted as guesses.
///
/// # Errors
/// [`Refusal::LinkUnknown`], [`Refusal::TooManyGuesses`], [`Refusal::Blocked`].
pub async fn sign_in(
    school: &School,
    source: SignInSource,
    known: Option<&str>,
    token: &str,
) -> Result<SignedIn, Failure> {
    let address: IpAddr = source.address;
    if !school.link_guesses.take(address, Instant::now()) {
        return Err(Refusal::TooManyGuesses.into());
    }
    let hash = PersonalToken::parse(token).ok_or(Refusal::LinkUnknown)?.hash();
    let wanted = hash.clone();
    let found = school.pool.run(move |connection| sign_in_links::person_of(connection, &wanted)).await?;
    let person = found.filter(|person| Role::parse(&person.role) == Some(Role::Teacher)).ok_or(Refusal::LinkUnknown)?;
    school.link_guesses.give_back(address);
    if person.blocked_at.is_some() {
        return Err(Refusal::Blocked.into());
    }
    school.person_limits.count_sign_in(person.id)?;
    let login = logins::open(school, &person, source).await?;
    let identity = login.identity(&person)?;
    let id = identity.login;
    if !school.pool.run(move |connection| connection.transaction(|one| sign_in_links::mark(one, id, &hash))).await? {
        return Err(Refusal::LinkUnknown.into());
    }
    let known = password_attempts::known_browser_cookie(&school.keys, known, person.id, clock::now());
    Ok(SignedIn { login, known, identity, person })
}
