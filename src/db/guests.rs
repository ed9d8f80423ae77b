//! Guests leave behind only how many they were: their names, avatars, browsers and times are deleted at the end of a lesson, or
//! as many days later as the school has chosen. What they wrote keeps its author's name where the teacher keeps it.

use diesel::{
    prelude::*,
    sql_types::{Jsonb, Nullable, Timestamptz, Uuid as SqlUuid},
};

use super::schema::{attendances, participants};
use crate::{clock::Time, ids::SessionId, protocol::Avatar};

/// Of people who were erased there is nothing left to delete: they have neither a name nor a browser.
const FORGET: &str = "WITH guests AS (
         SELECT p.id, coalesce(s.started_at, s.ended_at, p.joined_at) AS since, p.name <> '' AS named, p.device,
             EXISTS (SELECT FROM messages m WHERE m.participant_id = p.id)
                 OR EXISTS (SELECT FROM quiz_answers q WHERE q.participant_id = p.id)
                 OR EXISTS (SELECT FROM poll_votes v WHERE v.participant_id = p.id)
                 OR EXISTS (SELECT FROM hand_ins h WHERE h.participant_id = p.id) AS wrote,
             EXISTS (SELECT FROM attendances a WHERE a.participant_id = p.id) AS visited
         FROM participants p JOIN sessions s ON s.id = p.session_id
         WHERE p.person_id IS NULL AND p.student_id IS NULL AND NOT p.stream
             AND (s.id = $1 AND (SELECT guest_days FROM settings) = 0
                 OR $1 IS NULL AND s.state = 'ended' AND s.ended_at < $2)),
     known AS (SELECT * FROM guests WHERE device IS NOT NULL OR named AND (visited OR NOT wrote)),
     visits AS (DELETE FROM attendances a USING known k WHERE a.participant_id = k.id)
     UPDATE participants p SET device = NULL, removed_at = NULL, joined_at = k.since,
         admitted_at = CASE WHEN p.admitted_at IS NULL THEN NULL ELSE k.since END,
         name = CASE WHEN k.wrote THEN p.name ELSE '' END,
         avatar = CASE WHEN k.wrote THEN p.avatar ELSE $3 END
     FROM known k WHERE p.id = k.id";

fn forget(connection: &mut PgConnection, session: Option<SessionId>, before: Option<Time>) -> QueryResult<usize> {
    let plain = serde_json::to_value(Avatar::plain()).expect("an avatar is JSON");
    diesel::sql_query(FORGET)
        .bind::<Nullable<SqlUuid>, _>(session)
        .bind::<Nullable<Timestamptz>, _>(before)
        .bind::<Jsonb, _>(plain)
        .execute(connection)
}

/// Runs within a lesson's last transaction, after what is not kept was deleted: forgets its guests, if the school has not
/// chosen to keep them longer.
///
/// # Errors
/// A database error.
pub fn end(connection: &mut PgConnection, session: SessionId) -> QueryResult<usize> {
    forget(connection, Some(session), None)
}

/// Forgets the guests of lessons that ended before; returns how many.
///
/// # Errors
/// A database error.
pub fn forget_expired(connection: &mut PgConnection, before: Time) -> QueryResult<usize> {
    forget(connection, None, Some(before))
}

/// How many guests were in a session of whose visits nothing is left.
///
/// # Errors
/// A database error.
pub fn forgotten(connection: &mut PgConnection, session: SessionId) -> QueryResult<i64> {
    let visited = attendances::table.filter(attendances::participant_id.eq(participants::id));
    participants::table
        .filter(participants::session_id.eq(session))
        .filter(participants::person_id.is_null())
        .filter(participants::student_id.is_null())
        .filter(participants::stream.eq(false))
        .filter(participants::admitted_at.is_not_null())
        .filter(diesel::dsl::not(diesel::dsl::exists(visited)))
        .count()
        .get_result(connection)
}
