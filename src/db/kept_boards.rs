//! The whiteboards of one lesson, and what was drawn over its screen, for its teacher to look at after it: without what was deleted,
//! cleared or hidden.

use std::collections::HashMap;

use diesel::{
    prelude::*,
    sql_types::{Array, BigInt, Integer, Jsonb, Text, Uuid},
};
use serde_json::Value;

use super::{
    schema::{board_pages, items, session_items, uploads},
    uploads::Upload,
};
use crate::{
    error::Failure,
    ids::{ItemId, PersonId, SessionId},
    protocol::board::{Content, Element, Made, Template},
};

/// The elements `e` that are to be seen, each with its page `p`.
const SEEN: &str = "board_elements e JOIN board_pages p ON p.session_id = e.session_id AND p.page = e.page
    AND NOT p.removed AND NOT e.deleted AND e.number > p.cleared AND e.seat <> ALL (p.hidden)";

/// A page on which there is something.
#[derive(Clone, Debug)]
pub struct KeptBoard {
    pub page: u16,
    /// Empty if the teacher gave it none.
    pub name: String,
    pub template: Template,
    /// Present for ink over the screen.
    pub over: Option<Over>,
    pub elements: u64,
    /// The first of what is written on it, from top to bottom.
    pub texts: Vec<String>,
}

/// What the screen showed under the ink.
#[derive(Clone, Debug)]
pub struct Over {
    /// `None` if the file was deleted after the lesson.
    pub file: Option<Upload>,
    /// The page of a PDF, from 0.
    pub pdf_page: u16,
}

#[derive(QueryableByName)]
struct Counted {
    #[diesel(sql_type = Integer)]
    page: i32,
    #[diesel(sql_type = BigInt)]
    elements: i64,
    #[diesel(sql_type = Array<Text>)]
    texts: Vec<String>,
}

/// The pages of a session in their order, the whiteboards first.
pub fn boards(connection: &mut PgConnection, session: SessionId) -> Result<Vec<KeptBoard>, Failure> {
    let query = format!(
        "SELECT e.page, count(*) AS elements, coalesce((array_agg(e.element ->> 'text' ORDER BY
             (e.element -> 'place' ->> 'y')::int, (e.element -> 'place' ->> 'x')::int)
             FILTER (WHERE e.element ->> 'text' <> ''))[1:100], '{{}}') AS texts
         FROM {SEEN} WHERE e.session_id = $1 GROUP BY e.page"
    );
    let counted: Vec<Counted> = diesel::sql_query(query).bind::<Uuid, _>(session).load(connection)?;
    let mut counted: HashMap<i32, Counted> = counted.into_iter().map(|row| (row.page, row)).collect();
    type Row = (i32, String, String, Option<ItemId>, Option<i32>);
    let rows: Vec<Row> = board_pages::table
        .filter(board_pages::session_id.eq(session))
        .order((board_pages::item_id.is_not_null(), board_pages::page))
        .select((
            board_pages::page,
            board_pages::name,
            board_pages::template,
            board_pages::item_id,
            board_pages::pdf_page,
        ))
        .load(connection)?;
    let ids: Vec<ItemId> = rows.iter().filter_map(|(_, _, _, item, _)| *item).collect();
    let files = files(connection, &ids)?;
    let board = |(page, name, template, item, pdf_page): Row| {
        let Counted { elements, texts, .. } = counted.remove(&page)?;
        let over = item.map(|item| Over {
            file: files.get(&item).cloned(),
            pdf_page: pdf_page.and_then(|page| u16::try_from(page).ok()).unwrap_or_default(),
        });
        Some(KeptBoard {
            page: u16::try_from(page).ok()?,
            name,
            template: Template::parse(&template).unwrap_or_default(),
            over,
            elements: elements.unsigned_abs(),
            texts,
        })
    };
    Ok(rows.into_iter().filter_map(board).collect())
}

/// The files that these items show, of experiences and of lessons.
fn files(connection: &mut PgConnection, ids: &[ItemId]) -> QueryResult<HashMap<ItemId, Upload>> {
    let mut found: Vec<(ItemId, Upload)> = items::table
        .inner_join(uploads::table)
        .filter(items::id.eq_any(ids))
        .select((items::id, Upload::as_select()))
        .load(connection)?;
    let brought: Vec<(ItemId, Upload)> = session_items::table
        .inner_join(uploads::table)
        .filter(session_items::id.eq_any(ids))
        .select((session_items::id, Upload::as_select()))
        .load(connection)?;
    found.extend(brought);
    Ok(found.into_iter().collect())
}

#[derive(QueryableByName)]
struct Seen {
    #[diesel(sql_type = BigInt)]
    number: i64,
    #[diesel(sql_type = Jsonb)]
    element: Value,
}

/// What is on a page; `None` if there is no such page.
pub fn content(connection: &mut PgConnection, session: SessionId, page: u16) -> Result<Option<Content>, Failure> {
    let row = board_pages::table.find((session, i32::from(page))).filter(board_pages::removed.eq(false));
    let Some(number) = row.select(board_pages::number).first::<i64>(connection).optional()? else { return Ok(None) };
    let query = format!(
        "SELECT e.number, e.element FROM {SEEN} WHERE e.session_id = $1 AND e.page = $2 ORDER BY e.number, e.counter"
    );
    let rows: Vec<Seen> =
        diesel::sql_query(query).bind::<Uuid, _>(session).bind::<Integer, _>(i32::from(page)).load(connection)?;
    let made = |Seen { number, element }| match serde_json::from_value::<Element>(element) {
        Ok(element) => Some(Made { number: number as u64, element: element.into() }),
        Err(error) => {
            tracing::error!(%error, %session, page, "an element of a whiteboard cannot be read");
            None
        }
    };
    let elements = rows.into_iter().filter_map(made).collect();
    Ok(Some(Content { number: number as u64, cleared: 0, hidden: Vec::new(), elements }))
}

#[derive(QueryableByName)]
struct Session {
    #[diesel(sql_type = Uuid)]
    session_id: SessionId,
}

/// Which of these sessions of a teacher have something drawn.
pub fn drawn_in(
    connection: &mut PgConnection,
    teacher: PersonId,
    sessions: &[SessionId],
) -> QueryResult<Vec<SessionId>> {
    let query = "SELECT s.id AS session_id FROM sessions s WHERE s.teacher_id = $1 AND s.id = ANY ($2)
         AND EXISTS (SELECT FROM board_elements e WHERE e.session_id = s.id AND NOT e.deleted)";
    let found: Vec<Session> =
        diesel::sql_query(query).bind::<Uuid, _>(teacher).bind::<Array<Uuid>, _>(sessions).load(connection)?;
    Ok(found.into_iter().map(|row| row.session_id).collect())
}
