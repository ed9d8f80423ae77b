//! Links that sign one person in: a person has at most one.

use diesel::prelude::*;

use super::{
    people::Person,
    schema::{logins, people, sign_in_links},
};
use crate::{
    clock::Time,
    error::Failure,
    ids::{LoginId, PersonId},
};

/// Sets a person's link, in place of the one that they had. Logins that it has opened end.
pub fn set(connection: &mut PgConnection, person: PersonId, hash: &[u8], now: Time) -> Result<(), Failure> {
    remove(connection, person)?;
    diesel::insert_into(sign_in_links::table)
        .values((
            sign_in_links::person_id.eq(person),
            sign_in_links::link_hash.eq(hash),
            sign_in_links::created_at.eq(now),
        ))
        .execute(connection)?;
    Ok(())
}

/// Removes a person's link, and ends the logins that it has opened. Returns whether there was one.
pub fn remove(connection: &mut PgConnection, person: PersonId) -> Result<bool, Failure> {
    let opened = logins::table.filter(logins::person_id.eq(person)).filter(logins::by_link.eq(true));
    diesel::delete(opened).execute(connection)?;
    Ok(diesel::delete(sign_in_links::table.find(person)).execute(connection)? > 0)
}

/// When a person's link was made, if they have one.
pub fn since(connection: &mut PgConnection, person: PersonId) -> Result<Option<Time>, Failure> {
    Ok(sign_in_links::table.find(person).select(sign_in_links::created_at).first(connection).optional()?)
}

/// Whose link this is.
pub fn person_of(connection: &mut PgConnection, hash: &[u8]) -> Result<Option<Person>, Failure> {
    Ok(sign_in_links::table
        .inner_join(people::table)
        .filter(sign_in_links::link_hash.eq(hash))
        .select(Person::as_select())
        .first(connection)
        .optional()?)
}

/// Notes that a login was opened by a link; `false` if the link was replaced meanwhile.
pub fn mark(connection: &mut PgConnection, login: LoginId, hash: &[u8]) -> Result<bool, Failure> {
    let link = sign_in_links::table.filter(sign_in_links::link_hash.eq(hash)).select(sign_in_links::person_id);
    if link.for_update().first::<PersonId>(connection).optional()?.is_none() {
        diesel::delete(logins::table.find(login)).execute(connection)?;
        return Ok(false);
    }
    diesel::update(logins::table.find(login)).set(logins::by_link.eq(true)).execute(connection)?;
    Ok(true)
}

/// What an export has of a person `p`: the name of each list, and its rows.
pub const EXPORT: &[(&str, &str)] =
    &[("signInLinks", "SELECT l.created_at AS \"createdAt\" FROM sign_in_links l WHERE l.person_id = p.id")];
