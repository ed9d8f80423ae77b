//! What students have handed in, and what the teacher asks for.

use diesel::prelude::*;

use super::schema::{hand_in_requests, hand_ins, participants};
use crate::{
    clock::Time,
    error::Failure,
    ids::{HandInId, ParticipantId, PersonId, SessionId},
    protocol::hand_in::{HandInKind, HandInRequest},
};

/// Something that was handed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Work {
    pub id: HandInId,
    pub who: ParticipantId,
    pub content: Content,
    pub at: Time,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Content {
    Text(String),
    /// A PDF, or with its width and height in pixels a picture.
    File {
        name: String,
        file: String,
        size: i64,
        picture: Option<(i32, i32)>,
    },
}

impl Work {
    pub fn kind(&self) -> HandInKind {
        match &self.content {
            Content::Text(_) => HandInKind::Text,
            Content::File { picture: None, .. } => HandInKind::Pdf,
            Content::File { picture: Some(_), .. } => HandInKind::Picture,
        }
    }

    /// In bytes.
    pub fn size(&self) -> u64 {
        match &self.content {
            Content::Text(text) => text.len() as u64,
            Content::File { size, .. } => u64::try_from(*size).unwrap_or(0),
        }
    }
}

#[derive(Clone, Debug, PartialEq)]
pub enum Record {
    /// The teacher asks for something; `None`: for nothing any more.
    Requested {
        request: Option<HandInRequest>,
    },
    Added(Work),
    Deleted {
        id: HandInId,
    },
    /// What is on the screen.
    Shown {
        id: Option<HandInId>,
    },
}

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = hand_ins, check_for_backend(diesel::pg::Pg))]
struct HandInRow {
    id: HandInId,
    session_id: SessionId,
    participant_id: ParticipantId,
    kind: String,
    name: String,
    file: Option<String>,
    size: i64,
    width: Option<i32>,
    height: Option<i32>,
    body: Option<String>,
    handed_in_at: Time,
    shown: bool,
}

impl HandInRow {
    fn of(session_id: SessionId, hand_in: Work) -> Self {
        let (kind, size) = (hand_in.kind(), i64::try_from(hand_in.size()).unwrap_or(i64::MAX));
        let (name, file, picture, body) = match hand_in.content {
            Content::Text(text) => (String::new(), None, None, Some(text)),
            Content::File { name, file, picture, .. } => (name, Some(file), picture, None),
        };
        let (width, height) = picture.unzip();
        Self {
            id: hand_in.id,
            session_id,
            participant_id: hand_in.who,
            kind: kind.as_str().to_owned(),
            name,
            file,
            size,
            width,
            height,
            body,
            handed_in_at: hand_in.at,
            shown: false,
        }
    }

    fn read(self) -> Work {
        let content = match (self.body, self.file) {
            (Some(text), _) => Content::Text(text),
            (None, file) => Content::File {
                name: self.name,
                file: file.unwrap_or_default(),
                size: self.size,
                picture: self.width.zip(self.height),
            },
        };
        Work { id: self.id, who: self.participant_id, content, at: self.handed_in_at }
    }
}

/// Writes records in their order. Each is one person's act, and few.
///
/// # Errors
/// A database error.
pub fn write(connection: &mut PgConnection, records: Vec<(SessionId, Record)>) -> QueryResult<()> {
    for (session, record) in records {
        match record {
            Record::Requested { request } => {
                diesel::delete(hand_in_requests::table.find(session)).execute(connection)?;
                if let Some(HandInRequest { title, kinds }) = request {
                    let kinds: Vec<_> = kinds.into_iter().map(HandInKind::as_str).collect();
                    diesel::insert_into(hand_in_requests::table)
                        .values((
                            hand_in_requests::session_id.eq(session),
                            hand_in_requests::title.eq(title),
                            hand_in_requests::kinds.eq(kinds),
                        ))
                        .execute(connection)?;
                }
            }
            Record::Added(hand_in) => {
                diesel::insert_into(hand_ins::table)
                    .values(HandInRow::of(session, hand_in))
                    .on_conflict_do_nothing()
                    .execute(connection)?;
            }
            Record::Deleted { id } => {
                diesel::delete(hand_ins::table.find(id)).execute(connection)?;
            }
            Record::Shown { id } => {
                let before = hand_ins::table.filter(hand_ins::session_id.eq(session)).filter(hand_ins::shown);
                diesel::update(before).set(hand_ins::shown.eq(false)).execute(connection)?;
                if let Some(id) = id {
                    diesel::update(hand_ins::table.find(id)).set(hand_ins::shown.eq(true)).execute(connection)?;
                }
            }
        }
    }
    Ok(())
}

fn rows(connection: &mut PgConnection, session: SessionId) -> QueryResult<Vec<HandInRow>> {
    hand_ins::table
        .filter(hand_ins::session_id.eq(session))
        .order((hand_ins::handed_in_at, hand_ins::id))
        .select(HandInRow::as_select())
        .load(connection)
}

/// Loads what was handed in, oldest first, what is on the screen, and what the teacher asks for.
///
/// # Errors
/// A database error.
pub fn load(connection: &mut PgConnection, session: SessionId) -> QueryResult<Vec<Record>> {
    let request: Option<(String, Vec<String>)> = hand_in_requests::table
        .find(session)
        .select((hand_in_requests::title, hand_in_requests::kinds))
        .first(connection)
        .optional()?;
    let rows = rows(connection, session)?;
    let shown = rows.iter().find(|row| row.shown).map(|row| Record::Shown { id: Some(row.id) });
    let mut records: Vec<_> = rows.into_iter().map(|row| Record::Added(row.read())).collect();
    records.extend(shown);
    records.extend(request.map(|(title, kinds)| {
        let kinds = kinds.iter().filter_map(|kind| HandInKind::parse(kind)).collect();
        Record::Requested { request: Some(HandInRequest { title, kinds }) }
    }));
    Ok(records)
}

/// What was handed in in a session, with the names of those who did.
pub fn of(connection: &mut PgConnection, session: SessionId) -> Result<Vec<(Work, String)>, Failure> {
    let rows: Vec<(HandInRow, String)> = hand_ins::table
        .inner_join(participants::table)
        .filter(hand_ins::session_id.eq(session))
        .order((hand_ins::handed_in_at, hand_ins::id))
        .select((HandInRow::as_select(), participants::name))
        .load(connection)?;
    Ok(rows.into_iter().map(|(row, name)| (row.read(), name)).collect())
}

/// Nobody hands anything in after the end. What was handed in goes with the lesson, unless the lesson keeps it.
///
/// # Errors
/// A database error.
pub fn end(connection: &mut PgConnection, session: SessionId, keeps: bool) -> QueryResult<()> {
    diesel::delete(hand_in_requests::table.find(session)).execute(connection)?;
    let theirs = hand_ins::table.filter(hand_ins::session_id.eq(session));
    if keeps {
        diesel::update(theirs).set(hand_ins::shown.eq(false)).execute(connection)?;
    } else {
        diesel::delete(theirs).execute(connection)?;
    }
    Ok(())
}

/// What an export has of a person `p`: the name of each list, and its rows.
pub const EXPORT: &[(&str, &str)] = &[(
    "handIns",
    "SELECT a.session_id AS \"session\", h.kind, h.name, h.body AS \"text\", h.size, '/files/' || h.file AS \"url\",
            h.handed_in_at AS \"handedInAt\"
         FROM hand_ins h JOIN participants a ON a.id = h.participant_id WHERE a.person_id = p.id
         ORDER BY h.handed_in_at, h.id",
)];

/// Deletes what someone has handed in: it is their work, and may show them. Tidying removes the files.
///
/// # Errors
/// A database error.
pub fn erase(connection: &mut PgConnection, person: PersonId) -> QueryResult<()> {
    let theirs = participants::table.filter(participants::person_id.eq(person)).select(participants::id);
    diesel::delete(hand_ins::table.filter(hand_ins::participant_id.eq_any(theirs))).execute(connection).map(drop)
}
