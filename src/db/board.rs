//! Whiteboards and ink over the screen: a row for each page, and one for each element with what it is now. So what was deleted or
//! moved costs nothing later, and a person's own elements can be exported (docs/adr/0035).

use std::collections::BTreeMap;

use diesel::prelude::*;
use serde_json::{Value, json};

use super::schema::{board_elements, board_pages, participants, sessions};
use crate::{
    ids::{ItemId, ParticipantId, PersonId, Seat, SessionId},
    protocol::board::{Drawing, Element, ElementId, Operation, Surface, Template},
};

#[derive(Clone, Debug, PartialEq)]
pub enum Record {
    /// There is a new page; `number` is that of its last operation.
    Opened {
        page: u16,
        over: Option<Surface>,
        template: Template,
        number: u64,
    },
    /// Operations with the numbers from `number` on.
    Changed {
        page: u16,
        number: u64,
        operations: Vec<Operation>,
    },
    /// What was deleted or cleared is forgotten.
    Purged {
        page: u16,
    },
    Shown {
        page: Option<u16>,
    },
    Named {
        page: u16,
        name: String,
    },
    /// Its row stays, so that no other page gets its number.
    Removed {
        page: u16,
    },
    Allowed {
        drawing: Drawing,
    },
    Chosen {
        who: ParticipantId,
        may: bool,
    },
}

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = board_pages, check_for_backend(diesel::pg::Pg))]
struct PageRow {
    session_id: SessionId,
    page: i32,
    item_id: Option<ItemId>,
    pdf_page: Option<i32>,
    template: String,
    number: i64,
    cleared: i64,
    hidden: Vec<i32>,
    name: String,
    removed: bool,
}

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = board_elements, check_for_backend(diesel::pg::Pg))]
struct ElementRow {
    session_id: SessionId,
    page: i32,
    seat: i32,
    counter: i64,
    number: i64,
    deleted: bool,
    element: Value,
}

/// Writes records in their order; the new elements that follow each other in one statement.
///
/// # Errors
/// A database error.
pub fn write(connection: &mut PgConnection, records: Vec<(SessionId, Record)>) -> QueryResult<()> {
    let (mut rows, mut numbers) = (Vec::new(), BTreeMap::new());
    for (session, record) in records {
        let Record::Changed { page, number, operations } = record else {
            insert(connection, &mut rows)?;
            write_other(connection, session, record)?;
            continue;
        };
        let last = number + operations.len() as u64 - 1;
        numbers.insert((session, page), last as i64);
        for (number, operation) in (number..).zip(operations) {
            match operation {
                Operation::Put { element } => rows.push(row(session, page, number, &element)),
                change => {
                    insert(connection, &mut rows)?;
                    write_change(connection, session, page, change)?;
                }
            }
        }
    }
    insert(connection, &mut rows)?;
    for ((session, page), number) in numbers {
        diesel::update(board_pages::table.find((session, i32::from(page))))
            .set(board_pages::number.eq(number))
            .execute(connection)?;
    }
    Ok(())
}

fn row(session_id: SessionId, page: u16, number: u64, element: &Element) -> ElementRow {
    ElementRow {
        session_id,
        page: page.into(),
        seat: element.id.0.0.into(),
        counter: element.id.1.into(),
        number: number as i64,
        deleted: false,
        element: json!(element),
    }
}

/// Repeats are left out: after a commit without an answer, the same rows are written again.
fn insert(connection: &mut PgConnection, rows: &mut Vec<ElementRow>) -> QueryResult<()> {
    let rows = std::mem::take(rows);
    // A statement has 65,535 parameters at most.
    rows.chunks(4000).try_for_each(|rows| {
        let insert = diesel::insert_into(board_elements::table).values(rows);
        insert.on_conflict_do_nothing().execute(connection).map(drop)
    })
}

fn write_change(connection: &mut PgConnection, session: SessionId, page: u16, change: Operation) -> QueryResult<()> {
    let page = i32::from(page);
    match change {
        Operation::Put { .. } => Ok(()),
        Operation::Move { id, place } => patch(connection, (session, page, id), json!({ "place": place })),
        Operation::Style { id, style } => patch(connection, (session, page, id), json!({ "style": style })),
        Operation::Write { id, text } => patch(connection, (session, page, id), json!({ "text": text })),
        Operation::Group { id, group } => patch(connection, (session, page, id), json!({ "group": group })),
        Operation::Delete { id } => set_deleted(connection, (session, page, id), true),
        Operation::Restore { id, .. } => set_deleted(connection, (session, page, id), false),
        Operation::Clear { until } => diesel::update(board_pages::table.find((session, page)))
            .set(board_pages::cleared.eq(until as i64))
            .execute(connection)
            .map(drop),
        Operation::Hide { seat, hidden } => hide(connection, session, page, seat, hidden),
    }
}

type Key = (SessionId, i32, ElementId);

fn patch(connection: &mut PgConnection, (session, page, id): Key, fields: Value) -> QueryResult<()> {
    let element = board_elements::table.find((session, page, i32::from(id.0.0), i64::from(id.1)));
    diesel::update(element)
        .set(board_elements::element.eq(board_elements::element.concat(fields)))
        .execute(connection)
        .map(drop)
}

fn set_deleted(connection: &mut PgConnection, (session, page, id): Key, deleted: bool) -> QueryResult<()> {
    let element = board_elements::table.find((session, page, i32::from(id.0.0), i64::from(id.1)));
    diesel::update(element).set(board_elements::deleted.eq(deleted)).execute(connection).map(drop)
}

fn hide(connection: &mut PgConnection, session: SessionId, page: i32, seat: Seat, hides: bool) -> QueryResult<()> {
    let row = board_pages::table.find((session, page));
    let mut hidden: Vec<i32> = row.select(board_pages::hidden).first(connection)?;
    hidden.retain(|other| *other != i32::from(seat.0));
    if hides {
        hidden.push(seat.0.into());
    }
    diesel::update(row).set(board_pages::hidden.eq(hidden)).execute(connection).map(drop)
}

fn write_other(connection: &mut PgConnection, session: SessionId, record: Record) -> QueryResult<()> {
    let running = sessions::table.find(session).filter(sessions::state.ne("ended"));
    let written = match record {
        Record::Changed { .. } => Ok(0),
        Record::Opened { page, over, template, number } => {
            let row = PageRow {
                session_id: session,
                page: page.into(),
                item_id: over.map(|over| over.item_id),
                pdf_page: over.map(|over| over.pdf_page.into()),
                template: template.as_str().to_owned(),
                number: number as i64,
                cleared: 0,
                hidden: Vec::new(),
                name: String::new(),
                removed: false,
            };
            diesel::insert_into(board_pages::table).values(row).on_conflict_do_nothing().execute(connection)
        }
        Record::Purged { page } => {
            let cleared = board_pages::table.find((session, i32::from(page))).select(board_pages::cleared);
            let cleared: i64 = cleared.first(connection)?;
            let of_page = board_elements::session_id.eq(session).and(board_elements::page.eq(i32::from(page)));
            let gone = board_elements::deleted.or(board_elements::number.le(cleared));
            diesel::delete(board_elements::table.filter(of_page.and(gone))).execute(connection)
        }
        Record::Shown { page } => {
            diesel::update(running).set(sessions::board_shown.eq(page.map(i32::from))).execute(connection)
        }
        Record::Named { page, name } => diesel::update(board_pages::table.find((session, i32::from(page))))
            .set(board_pages::name.eq(name))
            .execute(connection),
        Record::Removed { page } => remove(connection, session, page.into()),
        Record::Allowed { drawing } => {
            diesel::update(running).set(sessions::drawing.eq(drawing.as_str())).execute(connection)
        }
        Record::Chosen { who, may } => {
            diesel::update(participants::table.find(who)).set(participants::may_draw.eq(may)).execute(connection)
        }
    };
    written.map(drop)
}

fn remove(connection: &mut PgConnection, session: SessionId, page: i32) -> QueryResult<usize> {
    let of_page = board_elements::session_id.eq(session).and(board_elements::page.eq(page));
    diesel::delete(board_elements::table.filter(of_page)).execute(connection)?;
    let shows = sessions::id.eq(session).and(sessions::board_shown.eq(page));
    diesel::update(sessions::table.filter(shows)).set(sessions::board_shown.eq(None::<i32>)).execute(connection)?;
    diesel::update(board_pages::table.find((session, page)))
        .set((board_pages::removed.eq(true), board_pages::name.eq("")))
        .execute(connection)
}

/// Loads the pages with what is on them, and who may draw. What was deleted is forgotten: nobody can undo that any more.
///
/// # Errors
/// A database error.
pub fn load(connection: &mut PgConnection, session: SessionId) -> QueryResult<Vec<Record>> {
    let gone = board_elements::session_id.eq(session).and(board_elements::deleted);
    diesel::delete(board_elements::table.filter(gone)).execute(connection)?;
    let (shown, drawing): (Option<i32>, String) =
        sessions::table.find(session).select((sessions::board_shown, sessions::drawing)).first(connection)?;
    let drawers: Vec<ParticipantId> = participants::table
        .filter(participants::session_id.eq(session).and(participants::may_draw))
        .order(participants::id)
        .select(participants::id)
        .load(connection)?;
    let pages: Vec<PageRow> = board_pages::table
        .filter(board_pages::session_id.eq(session))
        .order(board_pages::page)
        .select(PageRow::as_select())
        .load(connection)?;
    let mut records = vec![Record::Allowed { drawing: Drawing::parse(&drawing).unwrap_or_default() }];
    records.extend(drawers.into_iter().map(|who| Record::Chosen { who, may: true }));
    for row in pages {
        load_page(connection, session, row, &mut records)?;
    }
    records.extend(shown.map(|page| Record::Shown { page: u16::try_from(page).ok() }));
    Ok(records)
}

fn load_page(
    connection: &mut PgConnection,
    session: SessionId,
    row: PageRow,
    records: &mut Vec<Record>,
) -> QueryResult<()> {
    let page = u16::try_from(row.page).unwrap_or(u16::MAX);
    if row.removed {
        records.push(Record::Removed { page });
        return Ok(());
    }
    let over = row.item_id.zip(row.pdf_page.and_then(|page| u16::try_from(page).ok()));
    let number = row.number as u64;
    records.push(Record::Opened {
        page,
        over: over.map(|(item_id, pdf_page)| Surface { item_id, pdf_page }),
        template: Template::parse(&row.template).unwrap_or_default(),
        number,
    });
    if !row.name.is_empty() {
        records.push(Record::Named { page, name: row.name });
    }
    let elements: Vec<(i64, Value)> = board_elements::table
        .filter(board_elements::session_id.eq(session).and(board_elements::page.eq(row.page)))
        .order(board_elements::number)
        .select((board_elements::number, board_elements::element))
        .load(connection)?;
    for (number, element) in elements {
        // A row of ours can be read, whatever version wrote it; one that cannot does not keep the lesson from opening.
        match serde_json::from_value::<Element>(element) {
            Ok(element) => {
                let operations = vec![Operation::Put { element: Box::new(element) }];
                records.push(Record::Changed { page, number: number as u64, operations });
            }
            Err(error) => tracing::error!(%error, %session, page, "an element of a whiteboard cannot be read"),
        }
    }
    let seats = row.hidden.into_iter().filter_map(|seat| u16::try_from(seat).ok());
    let hidden = seats.map(|seat| Operation::Hide { seat: Seat(seat), hidden: true });
    let cleared = (row.cleared > 0).then_some(Operation::Clear { until: row.cleared as u64 });
    for operation in hidden.chain(cleared) {
        records.push(Record::Changed { page, number, operations: vec![operation] });
    }
    Ok(())
}

/// Deletes the whiteboards of a lesson that has ended, unless it keeps its chat. Who may draw ends with the lesson.
///
/// # Errors
/// A database error.
pub fn end(connection: &mut PgConnection, session: SessionId, keeps: bool) -> QueryResult<()> {
    if !keeps {
        // Their elements go with them.
        diesel::delete(board_pages::table.filter(board_pages::session_id.eq(session))).execute(connection)?;
    }
    diesel::update(participants::table.filter(participants::session_id.eq(session).and(participants::may_draw)))
        .set(participants::may_draw.eq(false))
        .execute(connection)?;
    diesel::update(sessions::table.find(session))
        .set((sessions::board_shown.eq(None::<i32>), sessions::drawing.eq(Drawing::Nobody.as_str())))
        .execute(connection)
        .map(drop)
}

/// What an export has of a person `p`: the name of each list, and its rows.
pub const EXPORT: &[(&str, &str)] = &[(
    "drawings",
    "SELECT e.session_id AS \"session\", e.page, e.element
         FROM board_elements e JOIN participants a ON a.session_id = e.session_id AND a.seat = e.seat
         WHERE a.person_id = p.id AND NOT e.deleted ORDER BY e.session_id, e.page, e.number",
)];

/// What someone drew in a lesson that keeps its whiteboards stays, under no name.
///
/// # Errors
/// None.
pub fn erase(_: &mut PgConnection, _: PersonId) -> QueryResult<()> {
    Ok(())
}
