//! What a room writes while it goes on, and reads when it is opened again.

use diesel::{prelude::*, sql_types::Timestamptz};

use super::{
    audit::{self, About, Deed, Line},
    progress,
    schema::{attendances, messages, participants, quiz_answers, quiz_reveals, sessions, stream_keys},
};
use crate::{
    access::Author,
    clock::Time,
    error::Failure,
    ids::{AttendanceId, DeviceId, ItemId, MessageId, ParticipantId, PersonId, SessionId},
    protocol::quiz::QuizAnswer,
};

diesel::define_sql_function! {
    /// The later of two.
    fn greatest(one: Timestamptz, other: Timestamptz) -> Timestamptz;
}

#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = participants, check_for_backend(diesel::pg::Pg))]
pub struct ParticipantRow {
    pub id: ParticipantId,
    pub session_id: SessionId,
    pub person_id: Option<PersonId>,
    pub seat: i32,
    pub name: String,
    pub role: String,
    pub avatar: serde_json::Value,
    pub device: Option<DeviceId>,
    pub joined_at: Time,
    pub admitted_at: Option<Time>,
    pub removed_at: Option<Time>,
    pub stream: bool,
    /// The teacher's word about their microphone.
    pub may_speak: Option<bool>,
}

#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = attendances, check_for_backend(diesel::pg::Pg))]
pub struct AttendanceRow {
    pub id: AttendanceId,
    pub participant_id: ParticipantId,
    pub joined_at: Time,
    pub left_at: Option<Time>,
}

#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = messages, check_for_backend(diesel::pg::Pg))]
pub struct MessageRow {
    pub id: MessageId,
    pub session_id: SessionId,
    pub participant_id: ParticipantId,
    pub client_id: Option<String>,
    pub body: String,
    pub sent_at: Time,
    pub edited_at: Option<Time>,
}

/// One change to a room's tables.
#[derive(Clone, Debug)]
pub enum Change {
    Participant(ParticipantRow),
    Newcomer(ParticipantRow, AttendanceRow),
    Entered(AttendanceRow),
    Said(MessageRow),
    Update(Update),
}

/// A change to rows that are there.
#[derive(Clone, Debug)]
pub enum Update {
    Gone(AttendanceId, Time),
    Removed(ParticipantId, Option<Time>),
    Device(ParticipantId, DeviceId),
    Edited(MessageId, String, Time),
    Started { session: SessionId, at: Time, by: Option<Author> },
    Ended { session: SessionId, at: Time, keep_chat: bool, by: Option<Author> },
    Alive(SessionId, Time),
    Turned(SessionId, u16),
    Answered(ParticipantId, QuizAnswer, Time),
    Revealed(SessionId, ItemId),
    MaySpeak { session: SessionId, whom: Vec<ParticipantId>, may: Option<bool> },
    Unmuting(SessionId, bool),
}

/// New rows that wait for a statement of their own: many of a kind go in one.
#[derive(Default)]
struct Inserts {
    participants: Vec<ParticipantRow>,
    attendances: Vec<AttendanceRow>,
    messages: Vec<MessageRow>,
}

impl Inserts {
    /// Repeats are left out: after a commit whose answer was lost, the same rows come again.
    fn flush(&mut self, connection: &mut PgConnection) -> QueryResult<()> {
        if !self.participants.is_empty() {
            let rows = std::mem::take(&mut self.participants);
            diesel::insert_into(participants::table)
                .values(rows)
                .on_conflict(participants::id)
                .do_nothing()
                .execute(connection)?;
        }
        if !self.attendances.is_empty() {
            let rows = std::mem::take(&mut self.attendances);
            let admitted: Vec<_> = rows.iter().map(|row| row.participant_id).collect();
            let at = rows.last().map(|row| row.joined_at);
            diesel::insert_into(attendances::table).values(rows).on_conflict_do_nothing().execute(connection)?;
            diesel::update(participants::table.filter(participants::id.eq_any(admitted)))
                .filter(participants::admitted_at.is_null())
                .set(participants::admitted_at.eq(at))
                .execute(connection)?;
        }
        if !self.messages.is_empty() {
            let rows = std::mem::take(&mut self.messages);
            let written =
                diesel::insert_into(messages::table).values(&rows).on_conflict_do_nothing().execute(connection)?;
            if written < rows.len() {
                rows.iter().try_for_each(|row| write_named_again(connection, row))?;
            }
        }
        Ok(())
    }
}

/// A line whose name its sender has used before, as the room does not know: the first was given up as lost, and was
/// written after all; or the room remembers it no longer. The row becomes the line that the room answers with.
fn write_named_again(connection: &mut PgConnection, row: &MessageRow) -> QueryResult<()> {
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
        ))
        .execute(connection)
        .map(drop)
}

/// Makes all of these changes, or none.
///
/// # Errors
/// The database's.
pub fn write(connection: &mut PgConnection, changes: impl Iterator<Item = Change>) -> Result<(), Failure> {
    connection.transaction(|connection| {
        let mut inserts = Inserts::default();
        for change in changes {
            match change {
                Change::Participant(row) => inserts.participants.push(row),
                Change::Newcomer(row, attendance) => {
                    inserts.participants.push(row);
                    inserts.attendances.push(attendance);
                }
                Change::Entered(attendance) => inserts.attendances.push(attendance),
                Change::Said(row) => inserts.messages.push(row),
                Change::Update(change) => {
                    inserts.flush(connection)?;
                    update(connection, change)?;
                }
            }
        }
        inserts.flush(connection)?;
        Ok(())
    })
}

fn update(connection: &mut PgConnection, change: Update) -> QueryResult<()> {
    match change {
        Update::Gone(attendance, at) => {
            diesel::update(attendances::table.find(attendance)).set(attendances::left_at.eq(at)).execute(connection)?
        }
        Update::Removed(who, at) => {
            diesel::update(participants::table.find(who)).set(participants::removed_at.eq(at)).execute(connection)?
        }
        Update::Device(who, device) => {
            diesel::update(participants::table.find(who)).set(participants::device.eq(device)).execute(connection)?
        }
        Update::Edited(id, body, at) => diesel::update(messages::table.find(id))
            .set((messages::body.eq(body), messages::edited_at.eq(at)))
            .execute(connection)?,
        Update::Started { session, at, by } => {
            let started = diesel::update(sessions::table.find(session))
                .filter(sessions::state.eq("planned"))
                .set((sessions::state.eq("live"), sessions::started_at.eq(at), sessions::alive_at.eq(at)))
                .returning(sessions::title)
                .get_result::<String>(connection)
                .optional()?;
            note(connection, session, started, Deed::SessionStarted, by, at)?
        }
        Update::Alive(session, at) => {
            diesel::update(sessions::table.find(session)).set(sessions::alive_at.eq(at)).execute(connection)?
        }
        Update::Turned(session, page) => {
            diesel::update(sessions::table.find(session)).set(sessions::page.eq(i32::from(page))).execute(connection)?
        }
        Update::Answered(who, QuizAnswer { quiz_id, choice }, at) => {
            let given = (quiz_answers::choice.eq(i32::from(choice)), quiz_answers::answered_at.eq(at));
            diesel::insert_into(quiz_answers::table)
                .values((quiz_answers::participant_id.eq(who), quiz_answers::quiz.eq(quiz_id), given))
                .on_conflict((quiz_answers::participant_id, quiz_answers::quiz))
                .do_update()
                .set(given)
                .execute(connection)?
        }
        Update::Revealed(session, quiz) => diesel::insert_into(quiz_reveals::table)
            .values((quiz_reveals::session_id.eq(session), quiz_reveals::quiz.eq(quiz)))
            .on_conflict_do_nothing()
            .execute(connection)?,
        // What came after the end would stay for ever.
        Update::MaySpeak { session, whom, may } => {
            let open = sessions::table.find(session).filter(sessions::state.ne("ended")).select(sessions::id);
            diesel::update(participants::table.filter(participants::id.eq_any(whom)))
                .filter(participants::session_id.eq_any(open))
                .set(participants::may_speak.eq(may))
                .execute(connection)?
        }
        Update::Unmuting(session, allowed) => {
            diesel::update(participants::table.filter(participants::session_id.eq(session)))
                .filter(participants::may_speak.eq(true))
                .set(participants::may_speak.eq(None::<bool>))
                .execute(connection)?;
            diesel::update(sessions::table.find(session).filter(sessions::state.ne("ended")))
                .set(sessions::unmuting.eq(allowed))
                .execute(connection)?
        }
        Update::Ended { session, at, keep_chat, by } => {
            close_attendances(connection, session, at)?;
            diesel::update(participants::table.filter(participants::session_id.eq(session)))
                .filter(participants::may_speak.is_not_null())
                .set(participants::may_speak.eq(None::<bool>))
                .execute(connection)?;
            progress::keep_scores(connection, session)?;
            if !keep_chat {
                let there = participants::table.filter(participants::session_id.eq(session)).select(participants::id);
                diesel::delete(quiz_answers::table.filter(quiz_answers::participant_id.eq_any(there)))
                    .execute(connection)?;
                diesel::delete(messages::table.filter(messages::session_id.eq(session))).execute(connection)?;
            }
            diesel::delete(stream_keys::table.filter(stream_keys::session_id.eq(session))).execute(connection)?;
            let ended = diesel::update(sessions::table.find(session))
                .filter(sessions::state.ne("ended"))
                .set((sessions::state.eq("ended"), sessions::ended_at.eq(at), sessions::unmuting.eq(true)))
                .returning(sessions::title)
                .get_result::<String>(connection)
                .optional()?;
            note(connection, session, ended, Deed::SessionEnded, by, at)?
        }
    };
    Ok(())
}

/// A line of the audit trail, if something has changed: after a commit whose answer was lost, the same comes again.
fn note(
    connection: &mut PgConnection,
    session: SessionId,
    changed: Option<String>,
    deed: Deed,
    by: Option<Author>,
    at: Time,
) -> QueryResult<usize> {
    let Some(title) = changed else { return Ok(0) };
    audit::insert(connection, at, Line { by, deed, about: About::Session(session, &title), detail: "" })
}

/// Ends the attendances that a crash or the lesson's end left open.
fn close_attendances(connection: &mut PgConnection, session: SessionId, at: Time) -> QueryResult<usize> {
    let there = participants::table.filter(participants::session_id.eq(session)).select(participants::id);
    diesel::update(attendances::table)
        .filter(attendances::left_at.is_null())
        .filter(attendances::participant_id.eq_any(there))
        .set(attendances::left_at.eq(greatest(attendances::joined_at, at).nullable()))
        .execute(connection)
}

/// A room as it was left.
pub struct Left {
    pub state: String,
    /// That the screen showed.
    pub page: i32,
    /// Whether students may turn their own microphones on.
    pub unmuting: bool,
    pub participants: Vec<ParticipantRow>,
    /// In the order of their ids.
    pub messages: Vec<MessageRow>,
    pub answers: Vec<(ParticipantId, ItemId, i32)>,
    /// The quizzes whose right answer was shown.
    pub revealed: Vec<ItemId>,
}

/// Reads a room to open it: again, if a crash ended it; then the attendances that were open end at the last sign of life.
/// `None` when there is no such session.
///
/// # Errors
/// The database's.
pub fn load(connection: &mut PgConnection, session: SessionId, lines: i64) -> Result<Option<Left>, Failure> {
    let columns = (sessions::state, sessions::page, sessions::unmuting, sessions::alive_at);
    let found: Option<(String, i32, bool, Option<Time>)> =
        sessions::table.find(session).select(columns).first(connection).optional()?;
    let Some((state, page, unmuting, alive_at)) = found else { return Ok(None) };
    if let Some(at) = alive_at {
        close_attendances(connection, session, at)?;
    }
    let participants = participants::table
        .filter(participants::session_id.eq(session))
        .select(ParticipantRow::as_select())
        .load(connection)?;
    let mut messages: Vec<MessageRow> = messages::table
        .filter(messages::session_id.eq(session))
        .order(messages::id.desc())
        .limit(lines)
        .select(MessageRow::as_select())
        .load(connection)?;
    messages.reverse();
    let answers = quiz_answers::table
        .inner_join(participants::table)
        .filter(participants::session_id.eq(session))
        .select((quiz_answers::participant_id, quiz_answers::quiz, quiz_answers::choice))
        .load(connection)?;
    let revealed =
        quiz_reveals::table.filter(quiz_reveals::session_id.eq(session)).select(quiz_reveals::quiz).load(connection)?;
    Ok(Some(Left { state, page, unmuting, participants, messages, answers, revealed }))
}
