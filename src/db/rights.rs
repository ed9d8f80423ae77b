//! All that the tables hold about one person: read out as one JSON document, or erased. What is added to the tables later
//! has to be thought of here; `tests/api/rights.rs` looks into every column that there is.

use diesel::{
    prelude::*,
    sql_types::{Array, Jsonb, Nullable, Text, Uuid},
};
use serde_json::Value;

use super::{audit, people::Account};
use crate::{
    access::Role,
    error::{Failure, Refusal},
    ids::{PersonId, SessionId},
};

/// Whether a job `j` is about the person `p`.
const ABOUT_THEM: &str = "(
    j.payload ->> 'person' = p.id::text
    OR lower(j.payload ->> 'identifier') IN (p.id::text, lower(p.username), lower(p.email))
    OR j.payload ->> 'registration' IN (SELECT r.id::text FROM registrations r WHERE lower(r.email) = lower(p.email))
    OR j.payload ->> 'invitation' IN (
        SELECT i.id::text FROM invitations i WHERE i.teacher_id = p.id OR lower(i.email) = lower(p.email)))";

/// Each part of the document is a list of rows.
const PARTS: &[(&str, &str)] = &[
    (
        "sessions",
        "SELECT s.id, s.title, s.description, s.starts_at AS \"startsAt\", s.time_zone AS \"timeZone\", s.code, s.state,
             s.series, s.keep_results AS \"keepResults\", s.guests_allowed AS \"guestsAllowed\",
             s.waiting_room AS \"waitingRoom\", s.retention, s.capacity,
             s.started_at AS \"startedAt\", s.ended_at AS \"endedAt\", s.created_at AS \"createdAt\"
         FROM sessions s WHERE s.teacher_id = p.id ORDER BY s.starts_at, s.id",
    ),
    (
        "streamKeys",
        "SELECT k.id, k.session_id AS \"session\", k.kind, k.name, k.created_at AS \"createdAt\"
         FROM stream_keys k JOIN sessions s ON s.id = k.session_id WHERE s.teacher_id = p.id ORDER BY k.id",
    ),
    (
        "attendance",
        "SELECT a.session_id AS \"session\", s.title, a.name, a.role, a.seat, a.avatar, a.device AS \"browser\",
             a.joined_at AS \"joinedAt\", a.admitted_at AS \"admittedAt\", a.removed_at AS \"removedAt\",
             (SELECT coalesce(jsonb_agg(jsonb_build_object('joinedAt', v.joined_at, 'leftAt', v.left_at)
                  ORDER BY v.joined_at), '[]') FROM attendances v WHERE v.participant_id = a.id) AS \"visits\"
         FROM participants a JOIN sessions s ON s.id = a.session_id WHERE a.person_id = p.id
         ORDER BY a.joined_at, a.id",
    ),
    (
        "messages",
        "SELECT m.session_id AS \"session\", m.body AS \"message\", m.sent_at AS \"sentAt\", m.edited_at AS \"editedAt\"
         FROM messages m JOIN participants a ON a.id = m.participant_id WHERE a.person_id = p.id ORDER BY m.id",
    ),
    (
        "answers",
        "SELECT a.session_id AS \"session\", q.quiz, q.choice, q.answered_at AS \"answeredAt\"
         FROM quiz_answers q JOIN participants a ON a.id = q.participant_id WHERE a.person_id = p.id
         ORDER BY q.answered_at, q.quiz",
    ),
    (
        "results",
        "SELECT a.session_id AS \"session\", r.asked, r.answered, r.correct AS \"right\"
         FROM results r JOIN participants a ON a.id = r.participant_id WHERE a.person_id = p.id
         ORDER BY a.joined_at, a.id",
    ),
    (
        "experiences",
        "SELECT e.id, e.title, e.description, e.public, e.created_at AS \"createdAt\", e.updated_at AS \"updatedAt\",
             (SELECT coalesce(jsonb_agg(jsonb_strip_nulls(jsonb_build_object('upload', i.upload_id, 'text', i.body,
                  'quiz', i.quiz)) ORDER BY i.position), '[]') FROM items i WHERE i.experience_id = e.id) AS \"content\"
         FROM experiences e WHERE e.owner_id = p.id ORDER BY e.created_at, e.id",
    ),
    (
        "uploads",
        "SELECT u.id, u.kind, u.name, u.alternative_text AS \"alternativeText\", u.caption, u.mime, u.size,
             '/files/' || u.file AS \"url\", u.created_at AS \"createdAt\"
         FROM uploads u WHERE u.owner_id = p.id ORDER BY u.created_at, u.id",
    ),
    (
        "invitations",
        "SELECT i.email, i.created_at AS \"createdAt\", i.teacher_id = p.id AS \"byThem\"
         FROM invitations i WHERE i.teacher_id = p.id OR lower(i.email) = lower(p.email) ORDER BY i.created_at, i.id",
    ),
    (
        "registrations",
        "SELECT r.username, r.email, r.name, r.role, r.avatar, r.phone_number AS \"phoneNumber\",
             r.time_zone AS \"timeZone\", r.language, r.created_at AS \"createdAt\"
         FROM registrations r WHERE lower(r.email) = lower(p.email) ORDER BY r.created_at, r.id",
    ),
    (
        "teachers",
        "SELECT t.name, s.since FROM students s JOIN people t ON t.id = s.teacher_id
         WHERE s.student_id = p.id ORDER BY s.since, t.id",
    ),
    (
        "students",
        "SELECT t.name, s.since FROM students s JOIN people t ON t.id = s.student_id
         WHERE s.teacher_id = p.id ORDER BY s.since, t.id",
    ),
    (
        "logins",
        "SELECT l.id, l.created_at AS \"createdAt\", l.renewed_at AS \"renewedAt\", l.expires_at AS \"expiresAt\"
         FROM logins l WHERE l.person_id = p.id ORDER BY l.created_at, l.id",
    ),
    (
        "passwordLinks",
        "SELECT r.expires_at AS \"expiresAt\" FROM resets r WHERE r.person_id = p.id ORDER BY r.expires_at",
    ),
    (
        "mails",
        "SELECT j.kind, j.state, j.tries, j.created_at AS \"createdAt\", j.due_at AS \"dueAt\"
         FROM jobs j WHERE ABOUT_THEM ORDER BY j.created_at, j.id",
    ),
    (
        "auditTrail",
        "SELECT a.at, a.deed, CASE WHEN a.about_id = p.id THEN w.about END AS \"about\",
             CASE WHEN a.about_id = p.id THEN w.detail END AS \"detail\",
             CASE WHEN a.person_id = p.id THEN w.address END AS \"address\"
         FROM audit a JOIN audit_words w ON w.line = a.id WHERE a.person_id = p.id OR a.about_id = p.id
         ORDER BY a.at, a.id",
    ),
];

#[derive(QueryableByName)]
struct Document {
    #[diesel(sql_type = Jsonb)]
    document: Value,
}

/// Everything that is held about a person, but for what their secrets are checked by.
///
/// # Errors
/// [`Refusal::PersonUnknown`].
pub fn export(connection: &mut PgConnection, id: PersonId) -> Result<Value, Failure> {
    let account = "SELECT jsonb_build_object(
        'account', jsonb_build_object('id', p.id, 'username', p.username, 'email', p.email, 'name', p.name,
            'phoneNumber', p.phone_number, 'role', p.role, 'confirmed', p.confirmed, 'timeZone', p.time_zone, 'language', p.language,
            'createdAt', p.created_at,
            'updatedAt', p.updated_at),
        'avatar', p.avatar,
        'block', CASE WHEN p.blocked_at IS NULL THEN NULL
                 ELSE jsonb_build_object('at', p.blocked_at, 'reason', p.blocked_reason) END) AS document
        FROM people p WHERE p.id = $1";
    let row: Option<Document> = diesel::sql_query(account).bind::<Uuid, _>(id).get_result(connection).optional()?;
    let mut document = row.ok_or(Refusal::PersonUnknown)?.document;
    for (name, rows) in PARTS {
        let rows = rows.replace("ABOUT_THEM", ABOUT_THEM);
        let part = format!(
            "SELECT coalesce((SELECT jsonb_agg(to_jsonb(x)) FROM ({rows}) x), '[]') AS document
             FROM people p WHERE p.id = $1"
        );
        let row: Document = diesel::sql_query(part).bind::<Uuid, _>(id).get_result(connection)?;
        document[*name] = row.document;
    }
    Ok(document)
}

/// Someone who is to be erased: whoever else would erase the last administrator waits until this transaction ends.
///
/// # Errors
/// [`Refusal::PersonUnknown`]; [`Refusal::LastAdministrator`].
pub fn hold(connection: &mut PgConnection, id: PersonId) -> Result<Account, Failure> {
    use super::schema::people;
    let administrators: Vec<PersonId> = people::table
        .filter(people::role.eq(Role::Administrator.as_str()))
        .filter(people::blocked_at.is_null())
        .order(people::id)
        .select(people::id)
        .for_update()
        .load(connection)?;
    let account = super::people::account(connection, id)?.ok_or(Refusal::PersonUnknown)?;
    if administrators == [id] { Err(Refusal::LastAdministrator.into()) } else { Ok(account) }
}

/// What is left to be done elsewhere once someone's rows are gone.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Erased {
    /// Lessons of theirs that had not ended.
    pub sessions: Vec<SessionId>,
    /// Lessons of others that have not ended and were based on content of theirs.
    pub bereft: Vec<SessionId>,
    /// Files that nobody else uses.
    pub files: Vec<String>,
}

#[derive(QueryableByName)]
struct Name {
    #[diesel(sql_type = Nullable<Text>)]
    name: Option<String>,
}

#[derive(QueryableByName)]
struct Lesson {
    #[diesel(sql_type = Uuid)]
    id: SessionId,
}

/// Within a transaction: takes a person out of every table. In the lessons of others, `name` and `avatar` stand where they
/// were.
///
/// # Errors
/// The database's.
pub fn erase(connection: &mut PgConnection, id: PersonId, name: &str, avatar: &Value) -> Result<Erased, Failure> {
    let lessons = |connection: &mut PgConnection, which: &str| -> QueryResult<Vec<SessionId>> {
        let rows: Vec<Lesson> =
            diesel::sql_query(format!("SELECT s.id FROM sessions s {which} AND s.state <> 'ended'"))
                .bind::<Uuid, _>(id)
                .load(connection)?;
        Ok(rows.into_iter().map(|row| row.id).collect())
    };
    let sessions = lessons(connection, "WHERE s.teacher_id = $1")?;
    let bereft = lessons(
        connection,
        "JOIN experiences e ON e.id = s.experience_id WHERE e.owner_id = $1 AND s.teacher_id <> $1",
    )?;
    // A file that was brought once more since is another's, even where nothing says so yet.
    let theirs = "SELECT DISTINCT n.name FROM uploads u CROSS JOIN LATERAL (VALUES (u.file), (u.thumbnail)) n (name)
                  JOIN files f ON f.name = n.name AND f.touched_at <= u.created_at WHERE u.owner_id = $1";
    let names: Vec<Name> = diesel::sql_query(theirs).bind::<Uuid, _>(id).load(connection)?;
    let names: Vec<String> = names.into_iter().filter_map(|row| row.name).collect();
    audit::forget_names(connection, id)?;
    for statement in [
        &format!("DELETE FROM jobs j USING people p WHERE p.id = $1 AND {ABOUT_THEM}"),
        "DELETE FROM invitations i USING people p WHERE p.id = $1 AND lower(i.email) = lower(p.email)",
        "DELETE FROM registrations r USING people p WHERE p.id = $1 AND lower(r.email) = lower(p.email)",
    ] {
        diesel::sql_query(statement).bind::<Uuid, _>(id).execute(connection)?;
    }
    let results = "DELETE FROM results r USING participants a WHERE a.id = r.participant_id AND a.person_id = $1";
    diesel::sql_query(results).bind::<Uuid, _>(id).execute(connection)?;
    let others = "UPDATE participants SET person_id = NULL, device = NULL, name = $2, avatar = $3 WHERE person_id = $1";
    diesel::sql_query(others).bind::<Uuid, _>(id).bind::<Text, _>(name).bind::<Jsonb, _>(avatar).execute(connection)?;
    // In this order: an upload cannot go while a part of an experience is made of it.
    for statement in [
        "DELETE FROM experiences WHERE owner_id = $1",
        "DELETE FROM uploads WHERE owner_id = $1",
        "DELETE FROM people WHERE id = $1",
    ] {
        diesel::sql_query(statement).bind::<Uuid, _>(id).execute(connection)?;
    }
    let leaving = "UPDATE files SET leaving = TRUE WHERE name = ANY($1)
                   AND NOT EXISTS (SELECT FROM uploads u WHERE u.file = name OR u.thumbnail = name) RETURNING name";
    let leaving: Vec<Name> = diesel::sql_query(leaving).bind::<Array<Text>, _>(&names).load(connection)?;
    Ok(Erased { sessions, bereft, files: leaving.into_iter().filter_map(|row| row.name).collect() })
}
