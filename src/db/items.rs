//! The items of experiences, in their order.

use std::collections::HashMap;

use diesel::prelude::*;

use super::{
    schema::{items, sessions, uploads},
    uploads::Upload,
};
use crate::{
    error::Failure,
    ids::{ExperienceId, ItemId, SessionId, UploadId},
};

/// Exactly one of `upload_id`, `body` and `quiz` is set. A `quiz` with a `kind` is a poll's question.
#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = items, check_for_backend(diesel::pg::Pg))]
pub struct ItemRow {
    pub id: ItemId,
    pub experience_id: ExperienceId,
    pub position: i32,
    pub upload_id: Option<UploadId>,
    pub body: Option<String>,
    pub quiz: Option<serde_json::Value>,
}

/// An item, with its upload if it has one.
pub type ItemWithUpload = (ItemRow, Option<Upload>);

/// The items of each of these experiences, in their order, with their uploads.
pub fn of(
    connection: &mut PgConnection,
    ids: &[ExperienceId],
) -> Result<HashMap<ExperienceId, Vec<ItemWithUpload>>, Failure> {
    let rows: Vec<ItemWithUpload> = items::table
        .left_join(uploads::table)
        .filter(items::experience_id.eq_any(ids))
        .order((items::experience_id, items::position))
        .select((ItemRow::as_select(), Option::<Upload>::as_select()))
        .load(connection)?;
    let mut content: HashMap<_, Vec<_>> = HashMap::new();
    for (item, upload) in rows {
        content.entry(item.experience_id).or_default().push((item, upload));
    }
    Ok(content)
}

/// The uploads in each of these experiences, each once, in the order of the items.
pub fn files_of(
    connection: &mut PgConnection,
    ids: &[ExperienceId],
) -> Result<HashMap<ExperienceId, Vec<Upload>>, Failure> {
    let rows: Vec<(ExperienceId, Upload)> = items::table
        .inner_join(uploads::table)
        .filter(items::experience_id.eq_any(ids))
        .order((items::experience_id, items::position))
        .select((items::experience_id, Upload::as_select()))
        .load(connection)?;
    let mut files: HashMap<_, Vec<Upload>> = HashMap::new();
    for (experience, upload) in rows {
        let known = files.entry(experience).or_default();
        if known.iter().all(|one| one.id != upload.id) {
            known.push(upload);
        }
    }
    Ok(files)
}

/// Replaces all items of an experience.
pub fn replace(connection: &mut PgConnection, id: ExperienceId, rows: &[ItemRow]) -> Result<(), Failure> {
    diesel::delete(items::table.filter(items::experience_id.eq(id))).execute(connection)?;
    diesel::insert_into(items::table).values(rows).execute(connection)?;
    Ok(())
}

/// Whether a live lesson uses the experience.
pub fn is_live(connection: &mut PgConnection, id: ExperienceId) -> Result<bool, Failure> {
    let live = sessions::table.filter(sessions::experience_id.eq(id)).filter(sessions::state.eq("live"));
    Ok(diesel::select(diesel::dsl::exists(live)).get_result(connection)?)
}

/// Whether a live lesson uses an experience with this file.
pub fn is_shown_live(connection: &mut PgConnection, upload: UploadId) -> Result<bool, Failure> {
    let live = items::table
        .inner_join(sessions::table.on(sessions::experience_id.eq(items::experience_id.nullable())))
        .filter(items::upload_id.eq(upload))
        .filter(sessions::state.eq("live"));
    Ok(diesel::select(diesel::dsl::exists(live)).get_result(connection)?)
}

/// The experiences with this file.
pub fn experiences_with(connection: &mut PgConnection, upload: UploadId) -> Result<Vec<ExperienceId>, Failure> {
    let with = items::table.filter(items::upload_id.eq(upload)).select(items::experience_id).distinct();
    Ok(with.load(connection)?)
}

/// The sessions that use the experience and have not ended.
pub fn open_with(connection: &mut PgConnection, id: ExperienceId) -> Result<Vec<SessionId>, Failure> {
    let open = sessions::table.filter(sessions::experience_id.eq(id)).filter(sessions::state.ne("ended"));
    Ok(open.select(sessions::id).load(connection)?)
}
