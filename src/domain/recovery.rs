//! A forgotten password: a link is mailed, and with it another password is chosen, which ends all logins.

use std::net::IpAddr;

use diesel::{Connection, PgConnection};

use super::{
    School,
    mail_jobs::{self, MailReason},
    passwords, profile,
};
use crate::{
    access::LinkToken,
    clock,
    db::{people::Person, resets},
    error::{Failure, Refusal},
    texts::Language,
};

/// Has a link mailed to whoever has this username, address or id, if anyone has. Who asks learns nothing of that.
///
/// # Errors
/// [`Refusal::TooManyMails`].
pub async fn forgot(
    school: &School,
    address: IpAddr,
    identifier: &str,
    asked_in: Option<Language>,
) -> Result<(), Failure> {
    let identifier = mail_jobs::checked_identifier(identifier)?;
    school.mail_limits.one_more(address, &identifier)?;
    let language = asked_in.map(|language| language.code().to_owned());
    mail_jobs::send(school, MailReason::Forgot { identifier, language }).await
}

/// Whose password a link changes, for as long as it does.
///
/// # Errors
/// [`Refusal::LinkDead`].
pub async fn by_link(school: &School, token: &str) -> Result<Person, Failure> {
    let hash = LinkToken::parse(token).ok_or(Refusal::LinkDead)?.hash();
    let found = school.pool.run(move |connection| resets::holder(connection, &hash, clock::now())).await?;
    Ok(found.ok_or(Refusal::LinkDead)?)
}

/// Changes the password with a link, and uses it up. All logins and connections of the person end.
///
/// # Errors
/// [`Refusal::LinkDead`], what is wrong with the password, [`Refusal::Busy`].
pub async fn reset(school: &School, address: IpAddr, token: &str, password: String) -> Result<(), Failure> {
    let person = by_link(school, token).await?;
    passwords::check(&password, &[&person.username, &person.email, &person.name])?;
    let password_hash = {
        let turn = school.hashing.next().await?;
        turn.hash(password, school.settings.bcrypt_cost).await?
    };
    let id = person.id;
    let change = move |connection: &mut PgConnection| {
        connection.transaction(|connection| {
            // Of two who use one link at once, one comes too late.
            if !resets::use_up(connection, id)? {
                return Err(Refusal::LinkDead.into());
            }
            profile::set_password(connection, id, &password_hash, None, Some(address))
        })
    };
    let keys = school.pool.run(change).await?;
    profile::password_has_changed(school, id, keys).await;
    Ok(())
}
