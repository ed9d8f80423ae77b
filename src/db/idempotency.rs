//! What requests with an idempotency key have made. Each function runs within the transaction that makes the thing: a second
//! request with the same key waits until the first transaction ends, and either finds what it made or, after a refusal, makes
//! it.

use chrono::Duration;
use diesel::{
    prelude::*,
    sql_types::{BigInt, Uuid as SqlUuid},
};
use uuid::Uuid;

use super::schema::idempotency_keys;
use crate::{
    access::IdempotencyKey,
    clock::Time,
    error::{Failure, Refusal},
    ids::PersonId,
};

/// For how long a repeat is recognised.
const REMEMBERED: Duration = Duration::hours(24);
/// The most keys of one owner. Beyond it, the oldest ones are forgotten.
const MOST: i64 = 1000;

/// Claims a key. `None` when the caller should make the thing, and then call [`record`]; the id of the thing if an earlier
/// request with this key has made it.
///
/// # Errors
/// [`Refusal::KeyReused`] when the key belongs to another request.
pub fn claim(connection: &mut PgConnection, key: Option<&IdempotencyKey>, now: Time) -> Result<Option<Uuid>, Failure> {
    let Some(IdempotencyKey { owner, key, request }) = key else { return Ok(None) };
    let row = || idempotency_keys::table.find((owner, key.as_slice()));
    diesel::delete(row().filter(idempotency_keys::created_at.lt(now - REMEMBERED))).execute(connection)?;
    let new = (
        idempotency_keys::owner_id.eq(owner),
        idempotency_keys::key.eq(key.as_slice()),
        idempotency_keys::request.eq(request.as_slice()),
        idempotency_keys::created_at.eq(now),
    );
    let claimed =
        diesel::insert_into(idempotency_keys::table).values(new).on_conflict_do_nothing().execute(connection)?;
    if claimed > 0 {
        forget_oldest(connection, *owner)?;
        return Ok(None);
    }
    let found: Option<(Vec<u8>, Option<Uuid>)> =
        row().select((idempotency_keys::request, idempotency_keys::made_id)).first(connection).optional()?;
    match found {
        Some((of, _)) if of != request => Err(Refusal::KeyReused.into()),
        Some((_, Some(made))) => Ok(Some(made)),
        // It was forgotten a moment ago.
        _ => Err(Refusal::Busy.into()),
    }
}

/// Keys that another transaction is about to forget are skipped.
fn forget_oldest(connection: &mut PgConnection, owner: Uuid) -> Result<(), Failure> {
    let oldest = "DELETE FROM idempotency_keys WHERE owner_id = $1 AND key IN (
        SELECT key FROM idempotency_keys WHERE owner_id = $1 ORDER BY created_at DESC OFFSET $2 FOR UPDATE SKIP LOCKED)";
    diesel::sql_query(oldest).bind::<SqlUuid, _>(owner).bind::<BigInt, _>(MOST).execute(connection)?;
    Ok(())
}

/// Records what was made under a key that [`claim`] has claimed.
pub fn record(connection: &mut PgConnection, key: Option<&IdempotencyKey>, made: Uuid) -> Result<(), Failure> {
    let Some(key) = key else { return Ok(()) };
    let row = idempotency_keys::table.find((key.owner, key.key.as_slice()));
    diesel::update(row).set(idempotency_keys::made_id.eq(made)).execute(connection)?;
    Ok(())
}

/// Releases a key that [`claim`] has claimed, because nothing is made.
pub fn release(connection: &mut PgConnection, key: Option<&IdempotencyKey>) -> Result<(), Failure> {
    let Some(key) = key else { return Ok(()) };
    diesel::delete(idempotency_keys::table.find((key.owner, key.key.as_slice()))).execute(connection)?;
    Ok(())
}

/// The id of what was made under a key, if it was used.
pub fn find(connection: &mut PgConnection, key: &IdempotencyKey, now: Time) -> Result<Option<Uuid>, Failure> {
    let row = idempotency_keys::table.find((key.owner, key.key.as_slice()));
    let row = row.filter(idempotency_keys::created_at.ge(now - REMEMBERED));
    let made: Option<Option<Uuid>> = row.select(idempotency_keys::made_id).first(connection).optional()?;
    Ok(made.flatten())
}

/// Deletes the expired keys.
pub fn delete_expired(connection: &mut PgConnection, now: Time) -> Result<(), Failure> {
    let old = idempotency_keys::table.filter(idempotency_keys::created_at.lt(now - REMEMBERED));
    diesel::delete(old).execute(connection)?;
    Ok(())
}

/// Deletes the keys of a person, and the one under which they signed up.
///
/// # Errors
/// The database's.
pub fn erase(connection: &mut PgConnection, person: PersonId) -> QueryResult<()> {
    let id = person.as_uuid();
    let theirs = idempotency_keys::owner_id.eq(id).or(idempotency_keys::made_id.eq(id));
    diesel::delete(idempotency_keys::table.filter(theirs)).execute(connection).map(drop)
}
