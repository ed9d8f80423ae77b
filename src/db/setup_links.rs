//! The link that creates the first administrator, while there is none.

use diesel::prelude::*;

use super::schema::{first_links, people};
use crate::{access::Role, clock::Time, error::Failure};

/// Whether there is an administrator who is not blocked.
pub fn has_administrator(connection: &mut PgConnection) -> Result<bool, Failure> {
    let administrators = people::table.filter(people::role.eq(Role::Administrator.as_str()));
    let found = administrators.filter(people::blocked_at.is_null());
    Ok(diesel::select(diesel::dsl::exists(found)).get_result(connection)?)
}

/// Deletes all links.
pub fn forget(connection: &mut PgConnection) -> Result<(), Failure> {
    diesel::delete(first_links::table).execute(connection)?;
    Ok(())
}

/// Stores the hash of a link's token.
pub fn add(connection: &mut PgConnection, token_hash: &[u8], expires: Time) -> Result<(), Failure> {
    let link = (first_links::token_hash.eq(token_hash), first_links::expires_at.eq(expires));
    diesel::insert_into(first_links::table).values(link).execute(connection)?;
    Ok(())
}

/// Whether a link can still be used.
pub fn is_good(connection: &mut PgConnection, token_hash: &[u8], now: Time) -> Result<bool, Failure> {
    let link = first_links::table.find(token_hash).filter(first_links::expires_at.gt(now));
    Ok(diesel::select(diesel::dsl::exists(link)).get_result::<bool>(connection)? && !has_administrator(connection)?)
}

/// Uses a link up; returns whether it could still be used. If two use it at once, the second gets `false`.
pub fn use_up(connection: &mut PgConnection, token_hash: &[u8], now: Time) -> Result<bool, Failure> {
    let link = first_links::table.find(token_hash).filter(first_links::expires_at.gt(now));
    Ok(diesel::delete(link).execute(connection)? > 0 && !has_administrator(connection)?)
}
