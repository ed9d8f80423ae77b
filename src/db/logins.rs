//! Sign-ins that stand: one row for each cookie or token in use.

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
}

/// Who a standing login belongs to.
#[derive(Queryable, Selectable)]
#[diesel(table_name = people, check_for_backend(diesel::pg::Pg))]
pub struct Holder {
    pub id: PersonId,
    pub role: String,
    pub name: String,
}

/// Keeps a sign-in, and forgets the person's that have run out.
pub fn open(connection: &mut PgConnection, login: &NewLogin) -> Result<(), Failure> {
    let stale =
        logins::table.filter(logins::person_id.eq(login.person_id)).filter(logins::expires_at.le(login.created_at));
    diesel::delete(stale).execute(connection)?;
    diesel::insert_into(logins::table).values(login).execute(connection)?;
    Ok(())
}

/// The holder of a login that has neither ended nor run out, unless blocked.
pub fn holder(
    connection: &mut PgConnection,
    login: LoginId,
    person: PersonId,
    now: Time,
) -> Result<Option<Holder>, Failure> {
    Ok(logins::table
        .inner_join(people::table)
        .filter(logins::id.eq(login))
        .filter(logins::person_id.eq(person))
        .filter(logins::expires_at.gt(now))
        .filter(people::blocked_at.is_null())
        .select(Holder::as_select())
        .first(connection)
        .optional()?)
}

pub fn close(connection: &mut PgConnection, login: LoginId) -> Result<(), Failure> {
    diesel::delete(logins::table.find(login)).execute(connection)?;
    Ok(())
}

/// Ends all logins of a person, but this one.
pub fn close_all(connection: &mut PgConnection, person: PersonId, but: Option<LoginId>) -> Result<(), Failure> {
    let all = logins::table.filter(logins::person_id.eq(person));
    match but {
        Some(login) => diesel::delete(all.filter(logins::id.ne(login))).execute(connection)?,
        None => diesel::delete(all).execute(connection)?,
    };
    Ok(())
}
