//! Exports everything that the tables hold about one person as one JSON document, and erases it. Each file of tables declares its
//! exports and erases its own rows; a feature of the room takes part by its line in `features.rs`. `tests/api/personal_data.rs`
//! looks into every column.

use diesel::{
    prelude::*,
    sql_types::{Jsonb, Uuid},
};
use serde_json::Value;

use super::{
    address_links, audit, calendar_feeds, conversions, experiences, groups, idempotency, invitations, jobs, logins,
    password_resets,
    people::{self, Account},
    progress, registrations, reminders, roster, schedules, session_items, sessions, sign_in_links, slide_notes,
    stream_keys, uploads,
};
use crate::{
    access::Role,
    error::{Failure, Refusal},
    features::with_records,
    ids::{PersonId, SessionId},
};

macro_rules! compose {
    ($($module:ident: $feature:ident,)*) => {
        /// What each file of tables exports: the name of a list, and the rows of it that are about a person `p`.
        const EXPORTS: &[&[(&str, &str)]] = &[
            sessions::EXPORT,
            schedules::EXPORT,
            calendar_feeds::EXPORT,
            stream_keys::EXPORT,
            roster::EXPORT,
            $(super::$module::EXPORT,)*
            progress::EXPORT,
            experiences::EXPORT,
            uploads::EXPORT,
            conversions::EXPORT,
            session_items::EXPORT,
            slide_notes::EXPORT,
            groups::EXPORT,
            invitations::EXPORT,
            registrations::EXPORT,
            logins::EXPORT,
            sign_in_links::EXPORT,
            password_resets::EXPORT,
            address_links::EXPORT,
            reminders::EXPORT,
            jobs::EXPORT,
            audit::EXPORT,
        ];

        fn erase_features(connection: &mut PgConnection, person: PersonId) -> QueryResult<()> {
            $(super::$module::erase(connection, person)?;)*
            Ok(())
        }
    };
}

with_records!(compose);

#[derive(QueryableByName)]
struct Rows {
    #[diesel(sql_type = Jsonb)]
    rows: Value,
}

/// All data about a person, except what their secrets are verified with.
///
/// # Errors
/// [`Refusal::PersonUnknown`].
pub fn export(connection: &mut PgConnection, id: PersonId) -> Result<Value, Failure> {
    let mut document = people::export(connection, id)?.ok_or(Refusal::PersonUnknown)?;
    for (name, rows) in EXPORTS.iter().copied().flatten() {
        let part = format!(
            "SELECT coalesce((SELECT jsonb_agg(to_jsonb(x)) FROM ({rows}) x), '[]') AS rows
             FROM people p WHERE p.id = $1"
        );
        let part: Rows = diesel::sql_query(part).bind::<Uuid, _>(id).get_result(connection)?;
        document[*name] = part.rows;
    }
    Ok(document)
}

/// Locks a person who is to be erased. Another transaction that would erase the last administrator waits until this one ends.
///
/// # Errors
/// [`Refusal::PersonUnknown`]; [`Refusal::LastAdministrator`].
pub fn lock_for_erasure(connection: &mut PgConnection, id: PersonId) -> Result<Account, Failure> {
    use super::schema::people as rows;
    let administrators: Vec<PersonId> = rows::table
        .filter(rows::role.eq(Role::Administrator.as_str()))
        .filter(rows::blocked_at.is_null())
        .order(rows::id)
        .select(rows::id)
        .for_update()
        .load(connection)?;
    let account = people::account(connection, id)?.ok_or(Refusal::PersonUnknown)?;
    if administrators == [id] { Err(Refusal::LastAdministrator.into()) } else { Ok(account) }
}

/// What remains to be done elsewhere after a person's rows are deleted.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct ErasureResult {
    /// Their sessions that had not ended.
    pub sessions: Vec<SessionId>,
    /// Other people's sessions that have not ended and were based on their content.
    pub orphaned: Vec<SessionId>,
    /// Files that nobody else uses.
    pub files: Vec<String>,
}

/// Erases a person from every table, within a transaction. In the lessons of others, `name` and `avatar` replace theirs.
///
/// # Errors
/// A database error.
pub fn erase(
    connection: &mut PgConnection,
    id: PersonId,
    name: &str,
    avatar: &Value,
) -> Result<ErasureResult, Failure> {
    let sessions = sessions::open_of(connection, id)?;
    let orphaned = sessions::open_with_content_of(connection, id)?;
    audit::remove_names(connection, id)?;
    jobs::erase(connection, id)?;
    invitations::erase(connection, id)?;
    registrations::erase(connection, id)?;
    groups::erase(connection, id)?;
    progress::erase(connection, id)?;
    erase_features(connection, id)?;
    // After what belongs to a participant, which is found by their person.
    roster::erase(connection, id, name, avatar)?;
    // In this order: an upload cannot go while a part of an experience is made of it.
    experiences::erase(connection, id)?;
    let files = uploads::erase(connection, id)?;
    idempotency::erase(connection, id)?;
    people::erase(connection, id)?;
    Ok(ErasureResult { sessions, orphaned, files })
}
