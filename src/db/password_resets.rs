//! The links with which a person chooses a new password.

use diesel::prelude::*;

use super::{
    people::Person,
    schema::{people, resets},
};
use crate::{clock::Time, error::Failure, ids::PersonId};

/// Stores the hash of a link's token, and deletes the expired links.
pub fn add(
    connection: &mut PgConnection,
    token_hash: &[u8],
    person: PersonId,
    now: Time,
    expires: Time,
) -> Result<(), Failure> {
    diesel::delete(resets::table.filter(resets::expires_at.le(now))).execute(connection)?;
    diesel::insert_into(resets::table)
        .values((resets::token_hash.eq(token_hash), resets::person_id.eq(person), resets::expires_at.eq(expires)))
        .execute(connection)?;
    Ok(())
}

/// The person of a link that has not expired, unless they are blocked.
pub fn holder(connection: &mut PgConnection, token_hash: &[u8], now: Time) -> Result<Option<Person>, Failure> {
    Ok(resets::table
        .inner_join(people::table)
        .filter(resets::token_hash.eq(token_hash))
        .filter(resets::expires_at.gt(now))
        .filter(people::blocked_at.is_null())
        .select(Person::as_select())
        .first(connection)
        .optional()?)
}

/// Uses up all links of a person; returns whether there were any.
pub fn use_up(connection: &mut PgConnection, person: PersonId) -> Result<bool, Failure> {
    Ok(diesel::delete(resets::table.filter(resets::person_id.eq(person))).execute(connection)? > 0)
}

/// What an export has of a person `p`: the name of each list, and its rows. A link goes with its person.
pub const EXPORT: &[(&str, &str)] = &[(
    "passwordLinks",
    "SELECT r.expires_at AS \"expiresAt\" FROM resets r WHERE r.person_id = p.id ORDER BY r.expires_at",
)];
