//! Registrations, whose email address is not confirmed yet, and the links that were mailed for them.

use std::collections::HashSet;

use diesel::{
    prelude::*,
    result::{DatabaseErrorKind, Error},
    sql_types::Uuid,
};

use super::{
    folding::fold_case,
    people::{NewPerson, insert as insert_person},
    schema::{confirmations, people, registrations},
};
use crate::{
    clock::Time,
    error::{Failure, Refusal},
    ids::{PersonId, RegistrationId},
};

#[derive(Clone, Queryable, Selectable, Insertable)]
#[diesel(table_name = registrations, check_for_backend(diesel::pg::Pg))]
pub struct Registration {
    pub id: RegistrationId,
    pub username: String,
    pub email: String,
    pub password_hash: String,
    pub name: String,
    pub role: String,
    pub avatar: serde_json::Value,
    pub time_zone: String,
    pub created_at: Time,
    /// The teacher whose student they become.
    pub invited_by: Option<PersonId>,
    /// The language in which they signed up.
    pub language: Option<String>,
    pub phone_number: Option<String>,
    /// Whether they become a student of the person who invited them.
    pub enrols: bool,
}

/// Inserts a registration, and deletes those from before `stale`.
///
/// # Errors
/// [`Refusal::UsernameTaken`].
pub fn insert(connection: &mut PgConnection, new: &Registration, stale: Time) -> Result<(), Failure> {
    diesel::delete(registrations::table.filter(registrations::created_at.lt(stale))).execute(connection)?;
    let taken = people::table.filter(fold_case(people::username).eq(fold_case(&new.username)));
    if diesel::select(diesel::dsl::exists(taken)).get_result(connection)? {
        return Err(Refusal::UsernameTaken.into());
    }
    match diesel::insert_into(registrations::table).values(new).execute(connection) {
        Ok(_) => Ok(()),
        Err(Error::DatabaseError(DatabaseErrorKind::UniqueViolation, _)) => Err(Refusal::UsernameTaken.into()),
        Err(error) => Err(error.into()),
    }
}

/// Which of these usernames, folded, belong to people or to registrations.
pub fn taken_usernames(connection: &mut PgConnection, wanted: &[String]) -> Result<HashSet<String>, Failure> {
    let of_people =
        people::table.filter(fold_case(people::username).eq_any(wanted)).select(fold_case(people::username));
    let waiting = registrations::table.filter(fold_case(registrations::username).eq_any(wanted));
    let all = of_people.union(waiting.select(fold_case(registrations::username)));
    Ok(all.load(connection)?.into_iter().collect())
}

pub fn find(connection: &mut PgConnection, id: RegistrationId) -> Result<Option<Registration>, Failure> {
    Ok(registrations::table.find(id).select(Registration::as_select()).first(connection).optional()?)
}

/// Replaces the address of a registration, and deletes its links; returns whether there is one.
pub fn set_email(connection: &mut PgConnection, id: RegistrationId, email: &str) -> Result<bool, Failure> {
    diesel::delete(confirmations::table.filter(confirmations::registration_id.eq(id))).execute(connection)?;
    Ok(diesel::update(registrations::table.find(id)).set(registrations::email.eq(email)).execute(connection)? > 0)
}

/// The registration with this username or, if it is an email address, the latest with that address.
pub fn by_identifier(connection: &mut PgConnection, identifier: &str) -> Result<Option<Registration>, Failure> {
    let columns = Registration::as_select();
    let found = if identifier.contains('@') {
        registrations::table
            .filter(fold_case(registrations::email).eq(fold_case(identifier)))
            .order(registrations::created_at.desc())
            .select(columns)
            .first(connection)
    } else {
        registrations::table
            .filter(fold_case(registrations::username).eq(fold_case(identifier)))
            .select(columns)
            .first(connection)
    };
    Ok(found.optional()?)
}

/// Stores the hash of a link's token, and deletes the expired links.
pub fn add_link(
    connection: &mut PgConnection,
    token_hash: &[u8],
    registration: RegistrationId,
    now: Time,
    expires: Time,
) -> Result<(), Failure> {
    diesel::delete(confirmations::table.filter(confirmations::expires_at.le(now))).execute(connection)?;
    diesel::insert_into(confirmations::table)
        .values((
            confirmations::token_hash.eq(token_hash),
            confirmations::registration_id.eq(registration),
            confirmations::expires_at.eq(expires),
        ))
        .execute(connection)?;
    Ok(())
}

/// The registration of a link that has not expired.
pub fn by_link(connection: &mut PgConnection, token_hash: &[u8], now: Time) -> Result<Option<Registration>, Failure> {
    Ok(confirmations::table
        .inner_join(registrations::table)
        .filter(confirmations::token_hash.eq(token_hash))
        .filter(confirmations::expires_at.gt(now))
        .select(Registration::as_select())
        .first(connection)
        .optional()?)
}

/// Creates a person from a registration, and deletes the registration with all its links.
///
/// # Errors
/// [`Refusal::LinkDead`] when another request has just done so; [`Refusal::AccountExists`] when the username or the address
/// belongs to a person by now.
pub fn become_person(
    connection: &mut PgConnection,
    from: &Registration,
    awaits_approval: bool,
) -> Result<PersonId, Failure> {
    if diesel::delete(registrations::table.find(from.id)).execute(connection)? == 0 {
        return Err(Refusal::LinkDead.into());
    }
    let from = from.clone();
    let person = NewPerson {
        id: PersonId::from(from.id),
        avatar: from.avatar,
        time_zone: from.time_zone,
        language: from.language,
        phone_number: from.phone_number,
        awaits_approval,
        ..NewPerson::new(from.username, from.email, from.name, &from.role, from.password_hash)
    };
    insert_person(connection, &person)?;
    Ok(person.id)
}

/// What an export has of a person `p`: the name of each list, and its rows.
pub const EXPORT: &[(&str, &str)] = &[(
    "registrations",
    "SELECT r.username, r.email, r.name, r.role, r.avatar, r.phone_number AS \"phoneNumber\",
             r.time_zone AS \"timeZone\", r.language, r.created_at AS \"createdAt\"
         FROM registrations r WHERE fold_case(r.email) = fold_case(p.email) ORDER BY r.created_at, r.id",
)];

/// Deletes the sign-ups with someone's address.
///
/// # Errors
/// The database's.
pub fn erase(connection: &mut PgConnection, person: PersonId) -> QueryResult<()> {
    let theirs =
        "DELETE FROM registrations r USING people p WHERE p.id = $1 AND fold_case(r.email) = fold_case(p.email)";
    diesel::sql_query(theirs).bind::<Uuid, _>(person).execute(connection).map(drop)
}
