//! Logins: one row for each cookie, or pair of tokens, in use.

use diesel::prelude::*;

use super::schema::{logins, people};
use crate::{
    clock::Time,
    error::Failure,
    ids::{LoginId, PersonId},
};

#[derive(Insertable)]
#[diesel(table_name = logins)]
pub struct NewLogin {
    pub id: LoginId,
    pub person_id: PersonId,
    pub created_at: Time,
    pub expires_at: Time,
    /// The person's generation when they signed in.
    pub generation: i32,
    pub renewed_at: Time,
    /// The browser and the system, in words.
    pub device: Option<String>,
    pub used_at: Time,
}

/// One of a person's logins, as their list of devices shows it.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = logins, check_for_backend(diesel::pg::Pg))]
pub struct Device {
    pub id: LoginId,
    pub device: Option<String>,
    pub created_at: Time,
    pub used_at: Time,
}

/// An active login, and its person.
#[derive(Queryable, Selectable)]
#[diesel(table_name = logins, check_for_backend(diesel::pg::Pg))]
pub struct ActiveLogin {
    pub id: LoginId,
    pub expires_at: Time,
    pub renewals: i32,
    pub renewed_at: Time,
    pub used_at: Time,
    #[diesel(embed)]
    pub holder: LoginOwner,
}

#[derive(Queryable, Selectable)]
#[diesel(table_name = people, check_for_backend(diesel::pg::Pg))]
pub struct LoginOwner {
    pub id: PersonId,
    pub role: String,
    pub name: String,
    pub language: Option<String>,
}

pub fn open(connection: &mut PgConnection, login: &NewLogin) -> Result<(), Failure> {
    diesel::insert_into(logins::table).values(login).execute(connection)?;
    Ok(())
}

/// Ends all of a person's logins but these many, the last used.
pub fn close_oldest(connection: &mut PgConnection, person: PersonId, kept: i64) -> Result<(), Failure> {
    let last = logins::table.filter(logins::person_id.eq(person)).order((logins::used_at.desc(), logins::id.desc()));
    let older: Vec<LoginId> = last.offset(kept).select(logins::id).load(connection)?;
    if !older.is_empty() {
        diesel::delete(logins::table.filter(logins::id.eq_any(older))).execute(connection)?;
    }
    Ok(())
}

/// A login that has neither ended nor expired, of a person who is not blocked.
pub fn active(
    connection: &mut PgConnection,
    login: LoginId,
    person: PersonId,
    now: Time,
) -> Result<Option<ActiveLogin>, Failure> {
    Ok(logins::table
        .inner_join(people::table)
        .filter(logins::id.eq(login))
        .filter(logins::person_id.eq(person))
        .filter(logins::expires_at.gt(now))
        .filter(logins::generation.eq(people::generation))
        .filter(people::blocked_at.is_null())
        .select(ActiveLogin::as_select())
        .first(connection)
        .optional()?)
}

/// Makes the token after number `from` the valid one; returns whether `from` was valid until now.
pub fn renew(connection: &mut PgConnection, login: LoginId, from: i32, now: Time) -> Result<bool, Failure> {
    let login = logins::table.find(login).filter(logins::renewals.eq(from));
    let renewed = (logins::renewals.eq(from + 1), logins::renewed_at.eq(now));
    Ok(diesel::update(login).set(renewed).execute(connection)? > 0)
}

/// Notes that a login was used at this time.
pub fn touch(connection: &mut PgConnection, login: LoginId, now: Time) -> Result<(), Failure> {
    diesel::update(logins::table.find(login)).set(logins::used_at.eq(now)).execute(connection)?;
    Ok(())
}

/// The most logins in a list of devices.
const DEVICES: i64 = 100;

/// A person's active logins: `this` one first, and then the last used, [`DEVICES`] at most.
pub fn devices(
    connection: &mut PgConnection,
    person: PersonId,
    this: LoginId,
    now: Time,
) -> Result<Vec<Device>, Failure> {
    Ok(logins::table
        .inner_join(people::table)
        .filter(logins::person_id.eq(person))
        .filter(logins::expires_at.gt(now))
        .filter(logins::generation.eq(people::generation))
        .order((logins::id.ne(this), logins::used_at.desc(), logins::id))
        .limit(DEVICES)
        .select(Device::as_select())
        .load(connection)?)
}

/// Ends one of a person's logins; returns its device, or `None` if they have no such login.
pub fn close(
    connection: &mut PgConnection,
    login: LoginId,
    person: PersonId,
) -> Result<Option<Option<String>>, Failure> {
    let login = logins::table.find(login).filter(logins::person_id.eq(person));
    Ok(diesel::delete(login).returning(logins::device).get_result(connection).optional()?)
}

/// Ends all logins of a person except `but`, and also logins that are being opened at this moment from a check made before.
pub fn close_all(connection: &mut PgConnection, person: PersonId, but: Option<LoginId>) -> Result<(), Failure> {
    let generation: i32 = diesel::update(people::table.find(person))
        .set(people::generation.eq(people::generation + 1))
        .returning(people::generation)
        .get_result(connection)
        .optional()?
        .unwrap_or_default();
    let all = logins::table.filter(logins::person_id.eq(person));
    match but {
        Some(login) => {
            diesel::delete(all.filter(logins::id.ne(login))).execute(connection)?;
            diesel::update(logins::table.find(login)).set(logins::generation.eq(generation)).execute(connection)?;
        }
        None => {
            diesel::delete(all).execute(connection)?;
        }
    }
    Ok(())
}

/// Deletes the expired logins.
pub fn delete_expired(connection: &mut PgConnection, now: Time) -> Result<(), Failure> {
    diesel::delete(logins::table.filter(logins::expires_at.le(now))).execute(connection)?;
    Ok(())
}

/// What an export has of a person `p`: the name of each list, and its rows. A login goes with its person.
pub const EXPORT: &[(&str, &str)] = &[(
    "logins",
    "SELECT l.id, l.created_at AS \"createdAt\", l.renewed_at AS \"renewedAt\", l.expires_at AS \"expiresAt\",
             l.device, l.used_at AS \"usedAt\"
         FROM logins l WHERE l.person_id = p.id ORDER BY l.created_at, l.id",
)];
