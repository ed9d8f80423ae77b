//! Creates the first administrator of a school that has none. The server prints a single-use link at its start, and the person
//! who reads it can use it. Each start makes a new link and invalidates the one before. (`lyceum admin create` needs no link.)

use std::net::IpAddr;

use chrono::Duration;
use diesel::{Connection, PgConnection};

use super::{
    School,
    accounts::{self, NewAccount},
};
use crate::{
    access::{Author, LinkToken},
    clock,
    db::{people, setup_links},
    error::{Failure, Refusal},
};

/// For how long the link can be used.
pub const LIFETIME: Duration = Duration::hours(24);

/// The token of a new link, if the school has no administrator yet.
///
/// # Errors
/// A database error.
pub async fn link(school: &School) -> Result<Option<String>, Failure> {
    let token = LinkToken::fresh();
    let (hash, expires) = (token.hash(), clock::now() + LIFETIME);
    let make = move |connection: &mut PgConnection| {
        connection.transaction(|connection| {
            setup_links::forget(connection)?;
            if setup_links::has_administrator(connection)? {
                return Ok::<_, Failure>(false);
            }
            setup_links::add(connection, &hash, expires)?;
            Ok(true)
        })
    };
    Ok(school.pool.run(make).await?.then(|| token.to_text()))
}

/// Checks that a link can still be used.
///
/// # Errors
/// [`Refusal::LinkDead`].
pub async fn check(school: &School, token: &str) -> Result<(), Failure> {
    let hash = LinkToken::parse(token).ok_or(Refusal::LinkDead)?.hash();
    let good = school.pool.run(move |connection| setup_links::is_good(connection, &hash, clock::now())).await?;
    if good { Ok(()) } else { Err(Refusal::LinkDead.into()) }
}

/// Creates the first administrator, and uses the link up.
///
/// # Errors
/// [`Refusal::LinkDead`], also when there is an administrator by now; the refusal of an invalid field;
/// [`Refusal::AccountExists`].
pub async fn make(school: &School, address: IpAddr, token: &str, account: NewAccount) -> Result<(), Failure> {
    let hash = LinkToken::parse(token).ok_or(Refusal::LinkDead)?.hash();
    // Checked before the password is hashed, because hashing is expensive.
    check(school, token).await?;
    let person = accounts::new_person_row(school.settings.bcrypt_cost, account).await?;
    let make = move |connection: &mut PgConnection| {
        connection.transaction(|connection| {
            if !setup_links::use_up(connection, &hash, clock::now())? {
                return Err(Failure::from(Refusal::LinkDead));
            }
            people::insert(connection, &person)?;
            let by = Author { person: person.id, from: Some(address) };
            accounts::record_account_created(connection, Some(by), person.id, &person.role)
        })
    };
    school.pool.run(make).await
}
