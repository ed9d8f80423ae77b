//! Office files that are converted to PDF, each with how far it is.

use chrono::Duration;
use diesel::{
    dsl::{exists, not},
    prelude::*,
};

use super::schema::{conversions, files};
use crate::{
    clock::Time,
    error::Failure,
    ids::{ConversionId, PersonId, UploadId},
};

/// For how long a conversion that has ended can be asked about.
const REMEMBERED: Duration = Duration::hours(24);

const WAITING: &str = "waiting";
const CONVERTING: &str = "converting";

#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = conversions, check_for_backend(diesel::pg::Pg))]
pub struct Conversion {
    pub id: ConversionId,
    pub owner_id: PersonId,
    pub name: String,
    /// The file's ending.
    pub format: String,
    /// `None` once it has been converted or refused.
    pub file: Option<String>,
    /// waiting, converting, done or failed
    pub state: String,
    /// The code of a refusal.
    pub refusal: Option<String>,
    pub upload_id: Option<UploadId>,
    pub created_at: Time,
}

pub fn insert(connection: &mut PgConnection, conversion: &Conversion) -> Result<(), Failure> {
    diesel::insert_into(conversions::table).values(conversion).execute(connection)?;
    Ok(())
}

/// How many conversions wait or are under way: of everyone, and of this person.
pub fn open(connection: &mut PgConnection, owner: PersonId) -> Result<(i64, i64), Failure> {
    let open = || conversions::table.filter(conversions::state.eq_any([WAITING, CONVERTING]));
    let all = open().count().get_result(connection)?;
    Ok((all, open().filter(conversions::owner_id.eq(owner)).count().get_result(connection)?))
}

/// A person's own conversion, and how many wait before it.
pub fn own(
    connection: &mut PgConnection,
    id: ConversionId,
    owner: PersonId,
) -> Result<Option<(Conversion, i64)>, Failure> {
    let own = conversions::table.find(id).filter(conversions::owner_id.eq(owner));
    let Some(found): Option<Conversion> = own.select(Conversion::as_select()).first(connection).optional()? else {
        return Ok(None);
    };
    let before = conversions::table
        .filter(conversions::state.eq_any([WAITING, CONVERTING]))
        .filter(conversions::created_at.lt(found.created_at))
        .count()
        .get_result(connection)?;
    Ok(Some((found, before)))
}

/// Marks a conversion as under way; `None` if it has ended, or its owner was erased.
pub fn begin(connection: &mut PgConnection, id: ConversionId) -> Result<Option<Conversion>, Failure> {
    let open = conversions::table.find(id).filter(conversions::state.eq_any([WAITING, CONVERTING]));
    Ok(diesel::update(open)
        .set(conversions::state.eq(CONVERTING))
        .returning(Conversion::as_returning())
        .get_result(connection)
        .optional()?)
}

/// Stores what a conversion has come to: an upload, or the code of a refusal. Returns the name of its file if nothing else refers to
/// it: from now on it is leaving.
pub fn end(
    connection: &mut PgConnection,
    id: ConversionId,
    outcome: Result<UploadId, &str>,
) -> Result<Option<String>, Failure> {
    let file: Option<Option<String>> =
        conversions::table.find(id).select(conversions::file).first(connection).optional()?;
    let (state, upload, refusal) = match outcome {
        Ok(upload) => ("done", Some(upload), None),
        Err(code) => ("failed", None, Some(code)),
    };
    diesel::update(conversions::table.find(id))
        .set((
            conversions::state.eq(state),
            conversions::upload_id.eq(upload),
            conversions::refusal.eq(refusal),
            conversions::file.eq(None::<String>),
        ))
        .execute(connection)?;
    let Some(name) = file.flatten() else { return Ok(None) };
    let others = conversions::table.filter(conversions::file.eq(files::name.nullable()));
    let unused = files::table.filter(files::name.eq(&name)).filter(not(exists(others)));
    Ok(diesel::update(unused).set(files::leaving.eq(true)).returning(files::name).get_result(connection).optional()?)
}

/// Deletes the conversions that ended long ago.
pub fn delete_expired(connection: &mut PgConnection, now: Time) -> Result<(), Failure> {
    let old = conversions::table.filter(conversions::state.eq_any(["done", "failed"]));
    diesel::delete(old.filter(conversions::created_at.lt(now - REMEMBERED))).execute(connection)?;
    Ok(())
}

/// What an export has of a person `p`: the name of each list, and its rows.
pub const EXPORT: &[(&str, &str)] = &[(
    "conversions",
    "SELECT c.name, c.format, c.state, c.created_at AS \"createdAt\"
         FROM conversions c WHERE c.owner_id = p.id ORDER BY c.created_at, c.id",
)];
