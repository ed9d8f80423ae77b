//! People with an account.

use diesel::{
    prelude::*,
    result::{DatabaseErrorKind, Error},
};

use super::schema::{logins, people};
use crate::{
    clock::Time,
    error::{Failure, Refusal},
    ids::PersonId,
};

diesel::define_sql_function! { fn lower(text: diesel::sql_types::Text) -> diesel::sql_types::Text; }

/// A person as the profile shows them; the password's hash is not part of it.
#[derive(Clone, Queryable, Selectable)]
#[diesel(table_name = people, check_for_backend(diesel::pg::Pg))]
pub struct Person {
    pub id: PersonId,
    pub username: String,
    pub email: String,
    pub name: String,
    pub role: String,
    pub confirmed: bool,
    pub blocked_at: Option<Time>,
    pub avatar: serde_json::Value,
    pub time_zone: String,
}

#[derive(Insertable)]
#[diesel(table_name = people)]
pub struct NewPerson {
    pub id: PersonId,
    pub username: String,
    pub email: String,
    pub password_hash: String,
    pub name: String,
    pub role: &'static str,
    pub confirmed: bool,
    pub avatar: serde_json::Value,
    pub time_zone: String,
}

/// # Errors
/// [`Refusal::AccountExists`] when the username or the email address is taken.
pub fn insert(connection: &mut PgConnection, person: &NewPerson) -> Result<(), Failure> {
    match diesel::insert_into(people::table).values(person).execute(connection) {
        Ok(_) => Ok(()),
        Err(Error::DatabaseError(DatabaseErrorKind::UniqueViolation, _)) => Err(Refusal::AccountExists.into()),
        Err(error) => Err(error.into()),
    }
}

/// The person of this username or, failing that, of this email address, with the password's hash.
pub fn by_identifier(connection: &mut PgConnection, identifier: &str) -> Result<Option<(Person, String)>, Failure> {
    let identifier = identifier.to_lowercase();
    let columns = (Person::as_select(), people::password_hash);
    // Two look-ups rather than an OR, so that each has its index; a username has no @, an email address has one.
    let found = if identifier.contains('@') {
        people::table.filter(lower(people::email).eq(identifier)).select(columns).first(connection)
    } else {
        people::table.filter(lower(people::username).eq(identifier)).select(columns).first(connection)
    };
    Ok(found.optional()?)
}

pub fn find(connection: &mut PgConnection, id: PersonId) -> Result<Option<Person>, Failure> {
    Ok(people::table.find(id).select(Person::as_select()).first(connection).optional()?)
}

/// A person with the password's hash.
pub fn with_hash(connection: &mut PgConnection, id: PersonId) -> Result<Option<(Person, String)>, Failure> {
    let columns = (Person::as_select(), people::password_hash);
    Ok(people::table.find(id).select(columns).first(connection).optional()?)
}

pub fn set_name(connection: &mut PgConnection, id: PersonId, name: &str) -> Result<(), Failure> {
    let changed = (people::name.eq(name), people::updated_at.eq(diesel::dsl::now));
    diesel::update(people::table.find(id)).set(changed).execute(connection)?;
    Ok(())
}

pub fn set_password(connection: &mut PgConnection, id: PersonId, hash: &str) -> Result<(), Failure> {
    let changed = (people::password_hash.eq(hash), people::updated_at.eq(diesel::dsl::now));
    diesel::update(people::table.find(id)).set(changed).execute(connection)?;
    Ok(())
}

/// Remembers the time zone that a teacher last planned in.
pub fn set_time_zone(connection: &mut PgConnection, id: PersonId, zone: &str) -> Result<(), Failure> {
    diesel::update(people::table.find(id).filter(people::time_zone.ne(zone)))
        .set(people::time_zone.eq(zone))
        .execute(connection)?;
    Ok(())
}

/// Blocks an account, and ends its logins; says whether it was open.
pub fn block(connection: &mut PgConnection, id: PersonId, reason: &str) -> Result<bool, Failure> {
    let open = people::table.find(id).filter(people::blocked_at.is_null());
    let changed = diesel::update(open)
        .set((people::blocked_at.eq(diesel::dsl::now), people::blocked_reason.eq(reason)))
        .execute(connection)?;
    diesel::delete(logins::table.filter(logins::person_id.eq(id))).execute(connection)?;
    Ok(changed > 0)
}

/// Opens an account again that was blocked for this reason and no other.
pub fn unblock(connection: &mut PgConnection, id: PersonId, reason: &str) -> Result<(), Failure> {
    diesel::update(people::table.find(id).filter(people::blocked_reason.eq(reason)))
        .set((people::blocked_at.eq(None::<Time>), people::blocked_reason.eq(None::<String>)))
        .execute(connection)?;
    Ok(())
}
