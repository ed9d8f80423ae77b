//! The link by which the first administrator is made, while there is none.

use diesel::prelude::*;

use super::schema::{first_links, people};
use crate::{access::Role, clock::Time, error::Failure};

/// Whether anyone looks after the school: whoever is blocked does not.
pub fn is_looked_after(connection: &mut PgConnection) -> Result<bool, Failure> {
    let administrators = people::table.filter(people::role.eq(Role::Administrator.as_str()));
    let found = administrators.filter(people::blocked_at.is_null());
    Ok(diesel::select(diesel::dsl::exists(found)).get_result(connection)?)
}

/// Forgets every link there was.
pub fn forget(connection: &mut PgConnection) -> Result<(), Failure> {
    diesel::delete(first_links::table).execute(connection)?;
    Ok(())
}

/// Keeps the hash of a link's token.
pub fn add(connection: &mut PgConnection, token_hash: &[u8], expires: Time) -> Result<(), Failure> {
    let link = (first_links::token_hash.eq(token_hash), first_links::expires_at.eq(expires));
    diesel::insert_into(first_links::table).values(link).execute(connection)?;
    Ok(())
}

/// Whether a link can be used still.
pub fn is_good(connection: &mut PgConnection, token_hash: &[u8], now: Time) -> Result<bool, Failure> {
    let link = first_links::table.find(token_hash).filter(first_links::expires_at.gt(now));
    Ok(diesel::select(diesel::dsl::exists(link)).get_result::<bool>(connection)? && !is_looked_after(connection)?)
}

/// Uses a link up; says whether it could still be used. Of two at once one comes too late.
pub fn use_up(connection: &mut PgConnection, token_hash: &[u8], now: Time) -> Result<bool, Failure> {
    let link = first_links::table.find(token_hash).filter(first_links::expires_at.gt(now));
    Ok(diesel::delete(link).execute(connection)? > 0 && !is_looked_after(connection)?)
}
