//! The files that a teacher has brought to one lesson, in their order.

use diesel::prelude::*;

use super::{
    schema::{session_items, uploads},
    uploads::Upload,
};
use crate::{
    error::Failure,
    ids::{ItemId, SessionId, UploadId},
};

#[derive(Clone, Copy, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = session_items, check_for_backend(diesel::pg::Pg))]
pub struct SessionItem {
    pub id: ItemId,
    pub session_id: SessionId,
    pub position: i32,
    pub upload_id: UploadId,
}

/// The files of a lesson, with their uploads.
pub fn of(connection: &mut PgConnection, session: SessionId) -> Result<Vec<(SessionItem, Upload)>, Failure> {
    Ok(session_items::table
        .inner_join(uploads::table)
        .filter(session_items::session_id.eq(session))
        .order(session_items::position)
        .select((SessionItem::as_select(), Upload::as_select()))
        .load(connection)?)
}

/// How many files a lesson has.
pub fn count(connection: &mut PgConnection, session: SessionId) -> Result<i64, Failure> {
    Ok(session_items::table.filter(session_items::session_id.eq(session)).count().get_result(connection)?)
}

pub fn insert(connection: &mut PgConnection, item: &SessionItem) -> Result<(), Failure> {
    diesel::insert_into(session_items::table).values(item).execute(connection)?;
    Ok(())
}

/// What an export has of a person `p`: the name of each list, and its rows.
pub const EXPORT: &[(&str, &str)] = &[(
    "lessonFiles",
    "SELECT i.session_id AS \"session\", i.upload_id AS \"upload\"
         FROM session_items i JOIN sessions s ON s.id = i.session_id WHERE s.teacher_id = p.id
         ORDER BY i.session_id, i.position",
)];
