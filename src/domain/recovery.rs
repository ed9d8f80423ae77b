//! Replaces a forgotten password: the person gets a link by mail and chooses another password with it, which ends all logins.

use std::net::IpAddr;

use diesel::{Connection, PgConnection};

use super::{
    School,
    hash_queue::Asker,
    mail_jobs::{self, MailReason},
    passwords, profile,
};
use crate::{
    access::LinkToken,
    clock,
    db::{password_resets, people::Person},
    error::{Failure, Refusal},
    texts::Language,
};

/// Mails a link to the person with this username, address or id, if there is one. The caller does not learn whether there is.
///
/// # Errors
/// [`Refusal::TooManyMails`].
pub async fn forgot(
    school: &School,
    address: IpAddr,
    identifier: &str,
    asked_in: Option<Language>,
) -> Result<(), Failure> {
    let identifier = mail_jobs::validate_identifier(identifier)?;
    school.mail_limits.try_take(address, &identifier)?;
    let language = asked_in.map(|language| language.code().to_owned());
    mail_jobs::send(school, MailReason::Forgot { identifier, language }).await
}

/// The person whose password a link changes, while the link works.
///
/// # Errors
/// [`Refusal::LinkDead`].
pub async fn by_link(school: &School, token: &str) -> Result<Person, Failure> {
    let hash = LinkToken::parse(token).ok_or(Refusal::LinkDead)?.hash();
    let found = school.pool.run(move |connection| password_resets::holder(connection, &hash, clock::now())).await?;
    Ok(found.ok_or(Refusal::LinkDead)?)
}

/// Changes the password with a link, and uses it up. All logins and connections of the person, who is returned, end.
///
/// # Errors
/// [`Refusal::LinkDead`], the refusal of an invalid password, [`Refusal::Busy`].
pub async fn reset(school: &School, address: IpAddr, token: &str, password: String) -> Result<Person, Failure> {
    let person = by_link(school, token).await?;
    passwords::check(&password, &[&person.username, &person.email, &person.name])?;
    let password_hash = {
        let turn = school.hashing.next(Asker::Address(address)).await?;
        turn.hash(password, school.settings.bcrypt_cost).await?
    };
    let id = person.id;
    let change = move |connection: &mut PgConnection| {
        connection.transaction(|connection| {
            // If two requests use one link at once, the second is refused.
            if !password_resets::use_up(connection, id)? {
                return Err(Refusal::LinkDead.into());
            }
            profile::set_password(connection, id, &password_hash, None, Some(address))
        })
    };
    let keys = school.pool.run(change).await?;
    profile::after_password_change(school, id, keys).await;
    Ok(person)
}
