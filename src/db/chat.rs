//! The messages of the chat.

use diesel::prelude::*;

use super::schema::{messages, sessions};
use crate::{
    clock::Time,
    ids::{MessageId, ParticipantId, PersonId, SessionId},
};

/// How many messages a room keeps in memory; older ones are in the database only.
pub const REMEMBERED_LINES: usize = 20_000;

#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = messages, check_for_backend(diesel::pg::Pg))]
struct MessageRow {
    id: MessageId,
    session_id: SessionId,
    participant_id: ParticipantId,
    client_id: Option<String>,
    body: String,
    sent_at: Time,
    edited_at: Option<Time>,
    deleted_at: Option<Time>,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Record {
    Said {
        id: MessageId,
        by: ParticipantId,
        /// The client's own id for the message.
        client_id: Option<String>,
        body: String,
        at: Time,
    },
    Edited {
        id: MessageId,
        body: String,
        at: Time,
    },
    /// The text is gone; that there was a message stays.
    Deleted {
        id: MessageId,
        at: Time,
    },
    /// Whether only the teacher may write.
    Paused {
        paused: bool,
    },
}

/// Writes records in their order, and before them all new messages in one statement.
///
/// # Errors
/// A database error.
pub fn write(connection: &mut PgConnection, records: Vec<(SessionId, Record)>) -> QueryResult<()> {
    let (mut rows, mut changes) = (Vec::new(), Vec::new());
    for (session_id, record) in records {
        match record {
            Record::Said { id, by, client_id, body, at } => rows.push(MessageRow {
                id,
                session_id,
                participant_id: by,
                client_id,
                body,
                sent_at: at,
                edited_at: None,
                deleted_at: None,
            }),
            change => changes.push((session_id, change)),
        }
    }
    if !rows.is_empty() {
        // Repeats are left out: after a commit without an answer, the same rows are written again.
        let written =
            diesel::insert_into(messages::table).values(&rows).on_conflict_do_nothing().execute(connection)?;
        if written < rows.len() {
            rows.iter().try_for_each(|row| overwrite_repeated(connection, row))?;
        }
    }
    changes.into_iter().try_for_each(|(session, change)| write_change(connection, session, change))
}

fn write_change(connection: &mut PgConnection, session: SessionId, change: Record) -> QueryResult<()> {
    let written = match change {
        Record::Said { .. } => Ok(0),
        // An edit that was under way when the teacher deleted the message does not bring its text back.
        Record::Edited { id, body, at } => {
            diesel::update(messages::table.find(id).filter(messages::deleted_at.is_null()))
                .set((messages::body.eq(body), messages::edited_at.eq(at)))
                .execute(connection)
        }
        Record::Deleted { id, at } => diesel::update(messages::table.find(id))
            .set((messages::body.eq(""), messages::edited_at.eq(None::<Time>), messages::deleted_at.eq(at)))
            .execute(connection),
        Record::Paused { paused } => diesel::update(sessions::table.find(session).filter(sessions::state.ne("ended")))
            .set(sessions::chat_paused.eq(paused))
            .execute(connection),
    };
    written.map(drop)
}

/// Overwrites a message whose `client_id` its sender has used before without the room knowing: the first message was written
/// although its sender gave it up as lost, or the room has forgotten it. The row becomes the message with which the room answers.
fn overwrite_repeated(connection: &mut PgConnection, row: &MessageRow) -> QueryResult<()> {
    let Some(name) = &row.client_id else { return Ok(()) };
    diesel::update(messages::table)
        .filter(messages::participant_id.eq(row.participant_id))
        .filter(messages::client_id.eq(name))
        .filter(messages::id.ne(row.id))
        .set((
            messages::id.eq(row.id),
            messages::body.eq(&row.body),
            messages::sent_at.eq(row.sent_at),
            messages::edited_at.eq(None::<Time>),
            messages::deleted_at.eq(None::<Time>),
        ))
        .execute(connection)
        .map(drop)
}

/// Loads the latest messages, oldest first, and whether the chat is paused. An edited message has its current text, and its edit
/// or its deletion follows it.
///
/// # Errors
/// A database error.
pub fn load(connection: &mut PgConnection, session: SessionId) -> QueryResult<Vec<Record>> {
    let mut rows: Vec<MessageRow> = messages::table
        .filter(messages::session_id.eq(session))
        .order(messages::id.desc())
        .limit(REMEMBERED_LINES as i64)
        .select(MessageRow::as_select())
        .load(connection)?;
    rows.reverse();
    let paused: bool = sessions::table.find(session).select(sessions::chat_paused).first(connection)?;
    let mut records = Vec::with_capacity(rows.len() + 1);
    records.push(Record::Paused { paused });
    for MessageRow { id, participant_id, client_id, body, sent_at, edited_at, deleted_at, .. } in rows {
        let edit = edited_at.map(|at| Record::Edited { id, body: body.clone(), at });
        records.push(Record::Said { id, by: participant_id, client_id, body, at: sent_at });
        records.extend(edit);
        records.extend(deleted_at.map(|at| Record::Deleted { id, at }));
    }
    Ok(records)
}

/// Deletes the chat of a lesson that has ended, unless the lesson keeps it. A pause ends with the lesson.
///
/// # Errors
/// A database error.
pub fn end(connection: &mut PgConnection, session: SessionId, keeps: bool) -> QueryResult<()> {
    if !keeps {
        diesel::delete(messages::table.filter(messages::session_id.eq(session))).execute(connection)?;
    }
    diesel::update(sessions::table.find(session)).set(sessions::chat_paused.eq(false)).execute(connection).map(drop)
}

/// What an export has of a person `p`: the name of each list, and its rows.
pub const EXPORT: &[(&str, &str)] = &[(
    "messages",
    "SELECT m.session_id AS \"session\", m.body AS \"message\", m.sent_at AS \"sentAt\", m.edited_at AS \"editedAt\",
            m.deleted_at AS \"deletedAt\"
         FROM messages m JOIN participants a ON a.id = m.participant_id WHERE a.person_id = p.id ORDER BY m.id",
)];

/// What someone said in a lesson that keeps its chat stays, under no name.
///
/// # Errors
/// None.
pub fn erase(_: &mut PgConnection, _: PersonId) -> QueryResult<()> {
    Ok(())
}
