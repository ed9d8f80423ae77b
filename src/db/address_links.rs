//! The links that confirm an address which an administrator has entered for a person.

use diesel::{
    prelude::*,
    result::{DatabaseErrorKind, Error},
    sql_types::Timestamptz,
};

use super::schema::{address_links, people};
use crate::{
    clock::Time,
    error::{Failure, Refusal},
    ids::PersonId,
};

/// Stores the hash of a link's token.
pub fn add(
    connection: &mut PgConnection,
    token_hash: &[u8],
    person: PersonId,
    email: &str,
    expires: Time,
) -> Result<(), Failure> {
    diesel::insert_into(address_links::table)
        .values((
            address_links::token_hash.eq(token_hash),
            address_links::person_id.eq(person),
            address_links::email.eq(email),
            address_links::expires_at.eq(expires),
        ))
        .execute(connection)?;
    Ok(())
}

/// The person of a link, and the address that it confirms, unless it has expired or another address was entered since.
pub fn find(
    connection: &mut PgConnection,
    token_hash: &[u8],
    now: Time,
) -> Result<Option<(PersonId, String)>, Failure> {
    Ok(address_links::table
        .inner_join(people::table)
        .filter(address_links::token_hash.eq(token_hash))
        .filter(address_links::expires_at.gt(now))
        .filter(people::new_email.eq(address_links::email.nullable()))
        .select((people::id, address_links::email))
        .first(connection)
        .optional()?)
}

/// Runs within a transaction: makes the address the person's own, and deletes their links.
///
/// # Errors
/// [`Refusal::AccountExists`] when another account has the address by now.
pub fn confirm(connection: &mut PgConnection, person: PersonId, email: &str) -> Result<(), Failure> {
    diesel::delete(address_links::table.filter(address_links::person_id.eq(person))).execute(connection)?;
    let changed = (
        people::email.eq(email),
        people::new_email.eq(None::<String>),
        people::confirmed.eq(true),
        people::updated_at.eq(diesel::dsl::now),
    );
    match diesel::update(people::table.find(person)).set(changed).execute(connection) {
        Ok(_) => Ok(()),
        Err(Error::DatabaseError(DatabaseErrorKind::UniqueViolation, _)) => Err(Refusal::AccountExists.into()),
        Err(error) => Err(error.into()),
    }
}

/// Deletes the expired links, and with them the addresses that nobody has confirmed; also those that were entered before
/// `stale` and have no link, because their mail could not be sent. Returns how many addresses.
pub fn delete_expired(connection: &mut PgConnection, now: Time, stale: Time) -> Result<usize, Failure> {
    let expired = "WITH expired AS (DELETE FROM address_links WHERE expires_at <= $1 RETURNING person_id, email)
         UPDATE people p SET new_email = NULL
         WHERE p.new_email IS NOT NULL
             AND NOT EXISTS (SELECT FROM address_links l
                 WHERE l.person_id = p.id AND l.email = p.new_email AND l.expires_at > $1)
             AND (p.updated_at <= $2
                 OR EXISTS (SELECT FROM expired e WHERE e.person_id = p.id AND e.email = p.new_email))";
    Ok(diesel::sql_query(expired).bind::<Timestamptz, _>(now).bind::<Timestamptz, _>(stale).execute(connection)?)
}

/// What an export has of a person `p`: the name of each list, and its rows. A link goes with its person.
pub const EXPORT: &[(&str, &str)] = &[(
    "addressLinks",
    "SELECT l.email, l.expires_at AS \"expiresAt\" FROM address_links l WHERE l.person_id = p.id ORDER BY l.expires_at",
)];
