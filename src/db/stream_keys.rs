//! The stream keys with which programs publish and listen in a lesson. Only the hash of a key is stored.

use diesel::prelude::*;

use super::schema::{people, sessions, stream_keys};
use crate::{
    clock::Time,
    error::Failure,
    ids::{PersonId, SessionId, StreamKeyId},
};

#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = stream_keys, check_for_backend(diesel::pg::Pg))]
pub struct StreamKeyRow {
    pub id: StreamKeyId,
    pub session_id: SessionId,
    pub kind: String,
    pub name: String,
    pub hash: Vec<u8>,
    pub created_at: Time,
}

pub fn insert(connection: &mut PgConnection, key: &StreamKeyRow) -> Result<(), Failure> {
    diesel::insert_into(stream_keys::table).values(key).execute(connection)?;
    Ok(())
}

/// The keys of a session, oldest first.
pub fn of(connection: &mut PgConnection, session: SessionId) -> Result<Vec<StreamKeyRow>, Failure> {
    Ok(stream_keys::table
        .filter(stream_keys::session_id.eq(session))
        .order((stream_keys::created_at, stream_keys::id))
        .select(StreamKeyRow::as_select())
        .load(connection)?)
}

/// All keys of a teacher's sessions that have not ended.
pub fn of_teacher(connection: &mut PgConnection, teacher: PersonId) -> Result<Vec<(SessionId, StreamKeyId)>, Failure> {
    Ok(stream_keys::table
        .inner_join(sessions::table)
        .filter(sessions::teacher_id.eq(teacher))
        .filter(sessions::state.ne("ended"))
        .select((stream_keys::session_id, stream_keys::id))
        .load(connection)?)
}

/// The key with this hash, while its session has not ended and its teacher is not blocked.
pub fn by_hash(connection: &mut PgConnection, hash: &[u8]) -> Result<Option<StreamKeyRow>, Failure> {
    Ok(stream_keys::table
        .inner_join(sessions::table.inner_join(people::table))
        .filter(stream_keys::hash.eq(hash))
        .filter(sessions::state.ne("ended"))
        .filter(people::blocked_at.is_null())
        .select(StreamKeyRow::as_select())
        .first(connection)
        .optional()?)
}

/// Deletes all keys of a teacher's sessions, and returns them.
pub fn delete_of_teacher(
    connection: &mut PgConnection,
    teacher: PersonId,
) -> Result<Vec<(SessionId, StreamKeyId)>, Failure> {
    let theirs = sessions::table.filter(sessions::teacher_id.eq(teacher)).select(sessions::id);
    let keys = stream_keys::table.filter(stream_keys::session_id.eq_any(theirs));
    Ok(diesel::delete(keys).returning((stream_keys::session_id, stream_keys::id)).get_results(connection)?)
}

/// Deletes a session's key; returns its name if it existed.
pub fn delete(connection: &mut PgConnection, session: SessionId, id: StreamKeyId) -> Result<Option<String>, Failure> {
    let key = stream_keys::table.find(id).filter(stream_keys::session_id.eq(session));
    Ok(diesel::delete(key).returning(stream_keys::name).get_result(connection).optional()?)
}

/// What an export has of a person `p`: the name of each list, and its rows. A key goes with its lesson.
pub const EXPORT: &[(&str, &str)] = &[(
    "streamKeys",
    "SELECT k.id, k.session_id AS \"session\", k.kind, k.name, k.created_at AS \"createdAt\"
         FROM stream_keys k JOIN sessions s ON s.id = k.session_id WHERE s.teacher_id = p.id ORDER BY k.id",
)];
