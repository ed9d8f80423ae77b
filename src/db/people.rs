//! People: everyone with an account.

use std::collections::HashMap;

use diesel::{
    prelude::*,
    result::{DatabaseErrorKind, Error},
    sql_types::{Jsonb, Uuid},
};

use super::{
    folding::{containing, fold_case},
    logins,
    schema::{participants, people, sessions},
};
use crate::{
    access::Role,
    clock::Time,
    error::{Failure, Refusal},
    ids::PersonId,
    protocol::Avatar,
};

/// A person as the profile shows them, without the password's hash.
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
    /// The language for pages and mails; `None` means the one that the browser asks for.
    pub language: Option<String>,
    /// How often all their logins were ended.
    pub generation: i32,
    /// Their phone number, if they gave one.
    pub phone_number: Option<String>,
    /// They cannot sign in before an administrator has approved the account.
    pub awaits_approval: bool,
    /// An address that an administrator has entered, and they have not confirmed yet.
    pub new_email: Option<String>,
}

#[derive(Insertable)]
#[diesel(table_name = people)]
pub struct NewPerson {
    pub id: PersonId,
    pub username: String,
    pub email: String,
    pub password_hash: String,
    pub name: String,
    pub role: String,
    pub confirmed: bool,
    pub avatar: serde_json::Value,
    pub time_zone: String,
    pub language: Option<String>,
    pub phone_number: Option<String>,
    pub awaits_approval: bool,
}

impl NewPerson {
    /// A person with a random avatar who can sign in at once.
    pub fn new(username: String, email: String, name: String, role: &str, password_hash: String) -> Self {
        Self {
            id: PersonId::fresh(),
            username,
            email,
            password_hash,
            name,
            role: role.to_owned(),
            confirmed: true,
            avatar: serde_json::to_value(Avatar::random(&mut rand::rng())).expect("an avatar is JSON"),
            time_zone: chrono_tz::UTC.name().to_owned(),
            language: None,
            phone_number: None,
            awaits_approval: false,
        }
    }
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

/// The person with this username or, failing that, with this email address; and the password's hash.
pub fn by_identifier(connection: &mut PgConnection, identifier: &str) -> Result<Option<(Person, String)>, Failure> {
    let columns = (Person::as_select(), people::password_hash);
    // Two look-ups rather than an OR, so that each uses its index. A username contains no @, an email address does.
    let found = if identifier.contains('@') {
        let same = fold_case(people::email).eq(fold_case(identifier));
        people::table.filter(same).filter(people::address_shared.eq(false)).select(columns).first(connection)
    } else {
        people::table.filter(fold_case(people::username).eq(fold_case(identifier))).select(columns).first(connection)
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

/// Locks a person until the transaction ends, so that concurrent transactions cannot count the same rows.
pub fn lock(connection: &mut PgConnection, id: PersonId) -> Result<(), Failure> {
    people::table.find(id).select(people::id).for_update().first::<PersonId>(connection)?;
    Ok(())
}

pub fn set_name(connection: &mut PgConnection, id: PersonId, name: &str) -> Result<(), Failure> {
    let changed = (people::name.eq(name), people::updated_at.eq(diesel::dsl::now));
    diesel::update(people::table.find(id)).set(changed).execute(connection)?;
    Ok(())
}

pub fn set_new_email(connection: &mut PgConnection, id: PersonId, email: Option<&str>) -> Result<(), Failure> {
    diesel::update(people::table.find(id)).set(people::new_email.eq(email)).execute(connection)?;
    Ok(())
}

/// Approves an account; returns whether it waited for that.
pub fn approve(connection: &mut PgConnection, id: PersonId) -> Result<bool, Failure> {
    let waiting = people::table.find(id).filter(people::awaits_approval.eq(true));
    Ok(diesel::update(waiting).set(people::awaits_approval.eq(false)).execute(connection)? > 0)
}

/// How many accounts wait to be approved.
pub fn count_waiting(connection: &mut PgConnection) -> Result<i64, Failure> {
    Ok(people::table.filter(people::awaits_approval.eq(true)).count().get_result(connection)?)
}

pub fn set_phone(connection: &mut PgConnection, id: PersonId, number: Option<&str>) -> Result<(), Failure> {
    let changed = (people::phone_number.eq(number), people::updated_at.eq(diesel::dsl::now));
    diesel::update(people::table.find(id)).set(changed).execute(connection)?;
    Ok(())
}

/// Changes a person's avatar, also where they have a seat in a session that has not ended.
pub fn set_avatar(connection: &mut PgConnection, id: PersonId, avatar: &Avatar) -> Result<(), Failure> {
    let avatar = serde_json::to_value(avatar).expect("an avatar is JSON");
    let changed = (people::avatar.eq(&avatar), people::updated_at.eq(diesel::dsl::now));
    diesel::update(people::table.find(id)).set(changed).execute(connection)?;
    let open = sessions::table.filter(sessions::state.ne("ended")).select(sessions::id);
    let places =
        participants::table.filter(participants::person_id.eq(id)).filter(participants::session_id.eq_any(open));
    diesel::update(places).set(participants::avatar.eq(&avatar)).execute(connection)?;
    Ok(())
}

pub fn set_language(connection: &mut PgConnection, id: PersonId, code: Option<&str>) -> Result<(), Failure> {
    let changed = (people::language.eq(code), people::updated_at.eq(diesel::dsl::now));
    diesel::update(people::table.find(id)).set(changed).execute(connection)?;
    Ok(())
}

pub fn set_password(connection: &mut PgConnection, id: PersonId, hash: &str) -> Result<(), Failure> {
    let changed = (people::password_hash.eq(hash), people::updated_at.eq(diesel::dsl::now));
    diesel::update(people::table.find(id)).set(changed).execute(connection)?;
    Ok(())
}

/// Replaces the hash with another of the same password, unless the password has changed since. Signs nobody out.
pub fn replace_hash(connection: &mut PgConnection, id: PersonId, old: &str, new: &str) -> Result<(), Failure> {
    let same = people::table.find(id).filter(people::password_hash.eq(old));
    diesel::update(same).set(people::password_hash.eq(new)).execute(connection)?;
    Ok(())
}

pub fn set_time_zone(connection: &mut PgConnection, id: PersonId, zone: &str) -> Result<(), Failure> {
    diesel::update(people::table.find(id)).set(people::time_zone.eq(zone)).execute(connection)?;
    Ok(())
}

/// Stores a person's time zone, unless one is known already.
pub fn suggest_time_zone(connection: &mut PgConnection, id: PersonId, zone: &str) -> Result<(), Failure> {
    let unknown = people::table.find(id).filter(people::time_zone.eq(chrono_tz::UTC.name()));
    diesel::update(unknown).set(people::time_zone.eq(zone)).execute(connection)?;
    Ok(())
}

/// An account as administrators see it.
#[derive(Clone, Debug, Queryable, Selectable)]
#[diesel(table_name = people, check_for_backend(diesel::pg::Pg))]
pub struct Account {
    pub id: PersonId,
    pub username: String,
    pub email: String,
    pub name: String,
    pub role: String,
    pub confirmed: bool,
    pub blocked_at: Option<Time>,
    pub blocked_reason: Option<String>,
    pub created_at: Time,
    pub phone_number: Option<String>,
    pub awaits_approval: bool,
    pub new_email: Option<String>,
}

/// A filter for accounts.
pub struct PeopleQuery {
    /// A part of a username, a name or an email address; empty matches everyone.
    pub text: String,
    pub role: Option<Role>,
    pub blocked: Option<bool>,
    /// Only those who wait to be approved.
    pub waiting: bool,
    pub offset: i64,
    pub limit: i64,
}

/// One page of the accounts found, and how many there are.
pub struct PeoplePage {
    pub people: Vec<Account>,
    pub total: i64,
}

/// Searches by name, and sorts by it. It reads every row of the table: no index finds a part of a word.
pub fn search(connection: &mut PgConnection, query: &PeopleQuery) -> Result<PeoplePage, Failure> {
    let fitting = || {
        let mut found = people::table.into_boxed();
        if !query.text.is_empty() {
            found = found.filter(people::searchable.like(containing(&query.text)));
        }
        if let Some(role) = query.role {
            found = found.filter(people::role.eq(role.as_str()));
        }
        if query.waiting {
            found = found.filter(people::awaits_approval.eq(true));
        }
        match query.blocked {
            Some(true) => found.filter(people::blocked_at.is_not_null()),
            Some(false) => found.filter(people::blocked_at.is_null()),
            None => found,
        }
    };
    let total = fitting().count().get_result(connection)?;
    let people = fitting()
        .order((people::searchable, people::id))
        .offset(query.offset)
        .limit(query.limit)
        .select(Account::as_select())
        .load(connection)?;
    Ok(PeoplePage { people, total })
}

pub fn account(connection: &mut PgConnection, id: PersonId) -> Result<Option<Account>, Failure> {
    Ok(people::table.find(id).select(Account::as_select()).first(connection).optional()?)
}

pub fn set_role(connection: &mut PgConnection, id: PersonId, role: Role) -> Result<(), Failure> {
    let changed = (people::role.eq(role.as_str()), people::updated_at.eq(diesel::dsl::now));
    diesel::update(people::table.find(id)).set(changed).execute(connection)?;
    Ok(())
}

/// Whether this person exists and is blocked.
pub fn is_blocked(connection: &mut PgConnection, id: PersonId) -> Result<bool, Failure> {
    let blocked = people::table.find(id).filter(people::blocked_at.is_not_null());
    Ok(diesel::select(diesel::dsl::exists(blocked)).get_result(connection)?)
}

/// Blocks an account, and ends its logins; returns whether it was not blocked before.
pub fn block(connection: &mut PgConnection, id: PersonId, reason: &str) -> Result<bool, Failure> {
    let open = people::table.find(id).filter(people::blocked_at.is_null());
    let changed = diesel::update(open)
        .set((people::blocked_at.eq(diesel::dsl::now), people::blocked_reason.eq(reason)))
        .execute(connection)?;
    logins::close_all(connection, id, None)?;
    Ok(changed > 0)
}

/// Unblocks an account.
pub fn unblock(connection: &mut PgConnection, id: PersonId) -> Result<(), Failure> {
    diesel::update(people::table.find(id))
        .set((people::blocked_at.eq(None::<Time>), people::blocked_reason.eq(None::<String>)))
        .execute(connection)?;
    Ok(())
}

/// Unblocks an account that was blocked for exactly this reason.
pub fn unblock_from(connection: &mut PgConnection, id: PersonId, reason: &str) -> Result<(), Failure> {
    diesel::update(people::table.find(id).filter(people::blocked_reason.eq(reason)))
        .set((people::blocked_at.eq(None::<Time>), people::blocked_reason.eq(None::<String>)))
        .execute(connection)?;
    Ok(())
}

/// The number of people in each role, and the number of all who are blocked.
pub fn count(connection: &mut PgConnection) -> Result<(HashMap<String, i64>, i64), Failure> {
    let roles = people::table.group_by(people::role).select((people::role, diesel::dsl::count_star()));
    let blocked = people::table.filter(people::blocked_at.is_not_null()).count().get_result(connection)?;
    Ok((roles.load(connection)?.into_iter().collect(), blocked))
}

#[derive(QueryableByName)]
struct Document {
    #[diesel(sql_type = Jsonb)]
    document: serde_json::Value,
}

/// What an export has of an account, but for what its secrets are checked by.
///
/// # Errors
/// The database's.
pub fn export(connection: &mut PgConnection, id: PersonId) -> QueryResult<Option<serde_json::Value>> {
    let account = "SELECT jsonb_build_object(
        'account', jsonb_build_object('id', p.id, 'username', p.username, 'email', p.email, 'newEmail', p.new_email, 'name', p.name,
            'phoneNumber', p.phone_number, 'role', p.role, 'confirmed', p.confirmed, 'timeZone', p.time_zone, 'language', p.language,
            'createdAt', p.created_at,
            'updatedAt', p.updated_at),
        'avatar', p.avatar,
        'block', CASE WHEN p.blocked_at IS NULL THEN NULL
                 ELSE jsonb_build_object('at', p.blocked_at, 'reason', p.blocked_reason) END) AS document
        FROM people p WHERE p.id = $1";
    let found = diesel::sql_query(account).bind::<Uuid, _>(id).get_result::<Document>(connection).optional()?;
    Ok(found.map(|row| row.document))
}

/// Deletes a person, and with them all rows that are theirs alone.
///
/// # Errors
/// The database's; also while something that another table has to erase first refers to them.
pub fn erase(connection: &mut PgConnection, id: PersonId) -> QueryResult<()> {
    diesel::delete(people::table.find(id)).execute(connection).map(drop)
}
