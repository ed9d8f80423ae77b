//! Teachers' uploads, and the stored files that they refer to.

use diesel::{
    dsl::{exists, not},
    prelude::*,
    sql_types::{Array, Text, Uuid},
};

use super::schema::{conversions, files, hand_ins, items, session_items, sessions, uploads};
use crate::{
    clock::Time,
    error::Failure,
    ids::{PersonId, UploadId},
};

/// The kind of an upload.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Photo,
    Video,
    Presentation,
}

impl Kind {
    pub fn as_str(self) -> &'static str {
        match self {
            Kind::Photo => "photo",
            Kind::Video => "video",
            Kind::Presentation => "presentation",
        }
    }

    pub fn parse(text: &str) -> Option<Self> {
        [Kind::Photo, Kind::Video, Kind::Presentation].into_iter().find(|kind| kind.as_str() == text)
    }
}

#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = uploads, check_for_backend(diesel::pg::Pg))]
pub struct Upload {
    pub id: UploadId,
    pub owner_id: PersonId,
    /// A name of [`Kind::as_str`].
    pub kind: String,
    pub name: String,
    pub alternative_text: String,
    pub caption: String,
    pub mime: String,
    pub file: String,
    /// In bytes.
    pub size: i64,
    /// In pixels; only for images.
    pub width: Option<i32>,
    pub height: Option<i32>,
    #[diesel(embed)]
    pub thumbnail: Thumbnail,
    pub created_at: Time,
}

/// The image's thumbnail.
#[derive(Clone, Debug, Default, Queryable, Selectable, Insertable)]
#[diesel(table_name = uploads, check_for_backend(diesel::pg::Pg))]
pub struct Thumbnail {
    pub thumbnail: Option<String>,
    pub thumbnail_width: Option<i32>,
    pub thumbnail_height: Option<i32>,
    pub thumbnail_size: Option<i64>,
}

impl Upload {
    /// The kind, from its name in the row.
    pub fn kind(&self) -> Kind {
        Kind::parse(&self.kind).expect("the table allows three kinds")
    }
}

/// How many bytes this person's uploads take, and what was handed in in their lessons.
pub fn used(connection: &mut PgConnection, owner: PersonId) -> Result<u64, Failure> {
    use diesel::sql_types::BigInt;
    let all = uploads::table.filter(uploads::owner_id.eq(owner));
    let bytes: i64 = all.select(diesel::dsl::sql::<BigInt>("COALESCE(SUM(size), 0)::BIGINT")).first(connection)?;
    let lessons = hand_ins::table.inner_join(sessions::table).filter(sessions::teacher_id.eq(owner));
    let sum = diesel::dsl::sql::<BigInt>("COALESCE(SUM(hand_ins.size), 0)::BIGINT");
    let handed_in: i64 = lessons.select(sum).first(connection)?;
    Ok(u64::try_from(bytes.saturating_add(handed_in)).unwrap_or(0))
}

/// Records that a file is about to be written, or is needed again; `false` while it is being removed.
pub fn claim(connection: &mut PgConnection, name: &str, size: i64, now: Time) -> Result<bool, Failure> {
    let claim = diesel::insert_into(files::table)
        .values((files::name.eq(name), files::size.eq(size), files::touched_at.eq(now)))
        .on_conflict(files::name)
        .do_update()
        .set(files::touched_at.eq(now));
    let unless_leaving = diesel::query_dsl::methods::FilterDsl::filter(claim, files::leaving.eq(false));
    Ok(unless_leaving.execute(connection)? > 0)
}

pub fn insert(connection: &mut PgConnection, upload: &Upload) -> Result<(), Failure> {
    diesel::insert_into(uploads::table).values(upload).execute(connection)?;
    Ok(())
}

/// Those of these uploads that belong to this person.
pub fn own(connection: &mut PgConnection, ids: &[UploadId], owner: PersonId) -> Result<Vec<Upload>, Failure> {
    let own = uploads::table.filter(uploads::id.eq_any(ids)).filter(uploads::owner_id.eq(owner));
    Ok(own.select(Upload::as_select()).load(connection)?)
}

/// Changes the description of a person's own upload; returns whether it exists.
pub fn describe(
    connection: &mut PgConnection,
    id: UploadId,
    owner: PersonId,
    alternative_text: &str,
    caption: &str,
) -> Result<bool, Failure> {
    let own = uploads::table.find(id).filter(uploads::owner_id.eq(owner));
    let words = (uploads::alternative_text.eq(alternative_text), uploads::caption.eq(caption));
    Ok(diesel::update(own).set(words).execute(connection)? > 0)
}

/// Whether its owner does not use it in their avatar. Others may use it while it exists, but they do not keep it in existence: it
/// would go on counting against its owner's quota without being of use to them.
fn not_in_own_avatar() -> diesel::expression::SqlLiteral<diesel::sql_types::Bool> {
    diesel::dsl::sql(
        "NOT EXISTS (SELECT FROM people WHERE people.id = uploads.owner_id AND avatar ->> 'textureUrl' IN
             ('/files/' || uploads.file, '/files/' || uploads.thumbnail))",
    )
}

/// Deletes those of these uploads that are in no experience, lesson or avatar of their owners; returns their ids and names.
pub fn delete_if_unused(connection: &mut PgConnection, ids: &[UploadId]) -> Result<Vec<(UploadId, String)>, Failure> {
    let used = items::table.filter(items::upload_id.eq(uploads::id.nullable()));
    let brought = session_items::table.filter(session_items::upload_id.eq(uploads::id));
    let unused = uploads::table.filter(uploads::id.eq_any(ids)).filter(not(exists(used)));
    let unused = unused.filter(not(exists(brought))).filter(not_in_own_avatar());
    Ok(diesel::delete(unused).returning((uploads::id, uploads::name)).get_results(connection)?)
}

/// Deletes uploads from before `before` that are in no experience, lesson or avatar of their owners.
pub fn delete_unused(connection: &mut PgConnection, before: Time) -> Result<(), Failure> {
    let used = items::table.filter(items::upload_id.eq(uploads::id.nullable()));
    let old = uploads::table.filter(uploads::created_at.lt(before));
    let brought = session_items::table.filter(session_items::upload_id.eq(uploads::id));
    let unused = old.filter(not(exists(used))).filter(not(exists(brought))).filter(not_in_own_avatar());
    diesel::delete(unused).execute(connection)?;
    Ok(())
}

/// The names of files that nothing refers to and nobody has uploaded since `before`; marks them as leaving.
pub fn leaving(connection: &mut PgConnection, before: Time, limit: i64) -> Result<Vec<String>, Failure> {
    let referred =
        uploads::table.filter(uploads::file.eq(files::name).or(uploads::thumbnail.eq(files::name.nullable())));
    let converted = conversions::table.filter(conversions::file.eq(files::name.nullable()));
    let names: Vec<String> = files::table
        .filter(files::touched_at.lt(before))
        .filter(not(exists(referred)))
        .filter(not(exists(hand_ins::table.filter(hand_ins::file.eq(files::name.nullable())))))
        .filter(not(exists(converted)))
        .select(files::name)
        .order(files::touched_at)
        .limit(limit)
        .for_update()
        .skip_locked()
        .load(connection)?;
    diesel::update(files::table.filter(files::name.eq_any(&names))).set(files::leaving.eq(true)).execute(connection)?;
    Ok(names)
}

/// Deletes the row of a file that was removed from the storage.
pub fn delete_file_row(connection: &mut PgConnection, name: &str) -> Result<usize, Failure> {
    Ok(diesel::delete(files::table.find(name).filter(files::leaving)).execute(connection)?)
}

/// The space taken on disk, in bytes, by files and by the database.
#[derive(Clone, Copy, Debug, QueryableByName)]
pub struct Sizes {
    #[diesel(sql_type = diesel::sql_types::BigInt)]
    pub files: i64,
    #[diesel(sql_type = diesel::sql_types::BigInt)]
    pub database: i64,
}

pub fn sizes(connection: &mut PgConnection) -> Result<Sizes, Failure> {
    let sizes = diesel::sql_query(
        "SELECT (SELECT coalesce(sum(size), 0) FROM files)::bigint AS files,
                pg_database_size(current_database()) AS database",
    );
    Ok(sizes.get_result(connection)?)
}

/// What an export has of a person `p`: the name of each list, and its rows.
pub const EXPORT: &[(&str, &str)] = &[(
    "uploads",
    "SELECT u.id, u.kind, u.name, u.alternative_text AS \"alternativeText\", u.caption, u.mime, u.size,
             '/files/' || u.file AS \"url\", u.created_at AS \"createdAt\"
         FROM uploads u WHERE u.owner_id = p.id ORDER BY u.created_at, u.id",
)];

/// Deletes someone's uploads. Returns the names of the files that nobody else uses; from now on they are leaving.
///
/// # Errors
/// The database's; also while a part of an experience is made of one of them.
pub fn erase(connection: &mut PgConnection, owner: PersonId) -> QueryResult<Vec<String>> {
    // A file that was brought once more since is another's, even where nothing says so yet.
    let theirs = "SELECT DISTINCT n.name FROM uploads u CROSS JOIN LATERAL (VALUES (u.file), (u.thumbnail)) n (name)
                  JOIN files f ON f.name = n.name AND f.touched_at <= u.created_at WHERE u.owner_id = $1";
    let names: Vec<Name> = diesel::sql_query(theirs).bind::<Uuid, _>(owner).load(connection)?;
    let names: Vec<String> = names.into_iter().map(|row| row.name).collect();
    diesel::delete(uploads::table.filter(uploads::owner_id.eq(owner))).execute(connection)?;
    let leaving = "UPDATE files SET leaving = TRUE WHERE name = ANY($1)
                   AND NOT EXISTS (SELECT FROM uploads u WHERE u.file = name OR u.thumbnail = name) RETURNING name";
    let leaving: Vec<Name> = diesel::sql_query(leaving).bind::<Array<Text>, _>(&names).load(connection)?;
    Ok(leaving.into_iter().map(|row| row.name).collect())
}

#[derive(QueryableByName)]
struct Name {
    #[diesel(sql_type = Text)]
    name: String,
}
