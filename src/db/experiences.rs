//! Experiences: teachers' prepared content.

use diesel::{
    prelude::*,
    sql_types::{BigInt, Text},
};

use super::{folding::containing, schema::experiences};
use crate::{
    error::Failure,
    ids::{ExperienceId, PersonId},
};

#[derive(Clone, Debug, Queryable, Selectable, Insertable)]
#[diesel(table_name = experiences, check_for_backend(diesel::pg::Pg))]
pub struct Experience {
    pub id: ExperienceId,
    pub owner_id: Option<PersonId>,
    pub title: String,
    pub description: String,
    pub public: bool,
}

pub fn insert(connection: &mut PgConnection, experience: &Experience) -> Result<(), Failure> {
    diesel::insert_into(experiences::table).values(experience).execute(connection)?;
    Ok(())
}

/// One page of an owner's experiences, followed by the public ones, by title.
pub fn visible(
    connection: &mut PgConnection,
    to: Option<PersonId>,
    offset: i64,
    limit: i64,
) -> Result<Vec<Experience>, Failure> {
    let mut query = experiences::table.select(Experience::as_select()).filter(experiences::public).into_boxed();
    if let Some(owner) = to {
        let own = experiences::owner_id.is_not_distinct_from(owner);
        query = query.or_filter(own).order(own.desc());
    }
    let query = query.then_order_by((experiences::title, experiences::id));
    Ok(query.offset(offset).limit(limit).load(connection)?)
}

/// Whether this experience exists and this person may base a session on it: it is public or their own.
pub fn is_visible(connection: &mut PgConnection, id: ExperienceId, to: PersonId) -> Result<bool, Failure> {
    let found =
        experiences::table.find(id).filter(experiences::public.or(experiences::owner_id.is_not_distinct_from(to)));
    Ok(diesel::select(diesel::dsl::exists(found)).get_result(connection)?)
}

/// An experience that is public or this person's own.
pub fn find(
    connection: &mut PgConnection,
    id: ExperienceId,
    to: Option<PersonId>,
) -> Result<Option<Experience>, Failure> {
    let mut query = experiences::table.filter(experiences::id.eq(id)).select(Experience::as_select()).into_boxed();
    query = match to {
        Some(owner) => query.filter(experiences::public.or(experiences::owner_id.is_not_distinct_from(owner))),
        None => query.filter(experiences::public),
    };
    Ok(query.first(connection).optional()?)
}

/// Any experience, of any owner.
pub fn any(connection: &mut PgConnection, id: ExperienceId) -> Result<Option<Experience>, Failure> {
    Ok(experiences::table.find(id).select(Experience::as_select()).first(connection).optional()?)
}

/// An experience of this owner, locked until the transaction ends.
pub fn lock_own(
    connection: &mut PgConnection,
    id: ExperienceId,
    owner: PersonId,
) -> Result<Option<Experience>, Failure> {
    let own = experiences::table.find(id).filter(experiences::owner_id.eq(owner));
    Ok(own.select(Experience::as_select()).for_update().first(connection).optional()?)
}

/// Changes an experience of this owner.
pub fn update(
    connection: &mut PgConnection,
    id: ExperienceId,
    owner: PersonId,
    title: &str,
    description: &str,
    public: bool,
) -> Result<Experience, Failure> {
    Ok(diesel::update(experiences::table.find(id).filter(experiences::owner_id.eq(owner)))
        .set((
            experiences::title.eq(title),
            experiences::description.eq(description),
            experiences::public.eq(public),
            experiences::updated_at.eq(diesel::dsl::now),
        ))
        .returning(Experience::as_returning())
        .get_result(connection)?)
}

/// Deletes an experience of this owner.
pub fn delete(connection: &mut PgConnection, id: ExperienceId, owner: PersonId) -> Result<(), Failure> {
    diesel::delete(experiences::table.find(id).filter(experiences::owner_id.eq(owner))).execute(connection)?;
    Ok(())
}

/// How many experiences this owner has.
pub fn count_of(connection: &mut PgConnection, owner: PersonId) -> Result<i64, Failure> {
    Ok(experiences::table.filter(experiences::owner_id.eq(owner)).count().get_result(connection)?)
}

/// An experience as administrators see it.
#[derive(Clone, Debug, QueryableByName)]
pub struct ManagedExperience {
    #[diesel(sql_type = diesel::sql_types::Uuid)]
    pub id: ExperienceId,
    #[diesel(sql_type = diesel::sql_types::Text)]
    pub title: String,
    #[diesel(sql_type = diesel::sql_types::Bool)]
    pub public: bool,
    /// `None` for one without an owner: it belongs to the school.
    #[diesel(sql_type = diesel::sql_types::Nullable<diesel::sql_types::Text>)]
    pub owner: Option<String>,
    #[diesel(sql_type = BigInt)]
    pub parts: i64,
    /// The size of its files, in bytes.
    #[diesel(sql_type = BigInt)]
    pub size: i64,
    #[diesel(sql_type = diesel::sql_types::Bool)]
    pub live: bool,
}

/// The columns of each experience, with its owner's row.
const MANAGED_EXPERIENCE: &str = "SELECT experiences.id, title, public, people.name AS owner,
        (SELECT count(*) FROM items WHERE experience_id = experiences.id) AS parts,
        (SELECT coalesce(sum(size), 0) FROM items JOIN uploads ON uploads.id = upload_id
         WHERE experience_id = experiences.id)::bigint AS size,
        EXISTS (SELECT FROM sessions WHERE experience_id = experiences.id AND state = 'live') AS live
 FROM experiences LEFT JOIN people ON people.id = owner_id";

/// Experiences of all owners with this text in their title or their owner's name, by title; and how many there are.
pub fn all(
    connection: &mut PgConnection,
    text: &str,
    offset: i64,
    limit: i64,
) -> Result<(Vec<ManagedExperience>, i64), Failure> {
    #[derive(QueryableByName)]
    struct Count {
        #[diesel(sql_type = BigInt)]
        count: i64,
    }
    let like = containing(text);
    let fits = "WHERE search_key(title) LIKE $1 OR search_key(people.name) LIKE $1";
    let count = format!("SELECT count(*) AS count FROM experiences LEFT JOIN people ON people.id = owner_id {fits}");
    let count: Count = diesel::sql_query(count).bind::<Text, _>(&like).get_result(connection)?;
    let found = diesel::sql_query(format!(
        "{MANAGED_EXPERIENCE} {fits} ORDER BY search_key(title), experiences.id OFFSET $2 LIMIT $3"
    ));
    let found = found.bind::<Text, _>(&like).bind::<BigInt, _>(offset).bind::<BigInt, _>(limit).load(connection)?;
    Ok((found, count.count))
}

/// One experience as administrators see it.
pub fn managed(connection: &mut PgConnection, id: ExperienceId) -> Result<Option<ManagedExperience>, Failure> {
    let found = diesel::sql_query(format!("{MANAGED_EXPERIENCE} WHERE experiences.id = $1"));
    Ok(found.bind::<diesel::sql_types::Uuid, _>(id).get_result(connection).optional()?)
}

/// Makes a public experience private; returns its title if it was public.
pub fn hide(connection: &mut PgConnection, id: ExperienceId) -> Result<Option<String>, Failure> {
    let public = experiences::table.find(id).filter(experiences::public);
    let hidden = (experiences::public.eq(false), experiences::updated_at.eq(diesel::dsl::now));
    Ok(diesel::update(public).set(hidden).returning(experiences::title).get_result(connection).optional()?)
}

/// Locks an experience of any owner until the transaction ends; returns whether it exists.
pub fn lock(connection: &mut PgConnection, id: ExperienceId) -> Result<bool, Failure> {
    let found = experiences::table.find(id).select(experiences::id).for_update();
    Ok(found.first::<ExperienceId>(connection).optional()?.is_some())
}

/// Deletes an experience of any owner; returns its title.
pub fn remove(connection: &mut PgConnection, id: ExperienceId) -> Result<String, Failure> {
    Ok(diesel::delete(experiences::table.find(id)).returning(experiences::title).get_result(connection)?)
}

/// What an export has of a person `p`: the name of each list, and its rows.
pub const EXPORT: &[(&str, &str)] = &[(
    "experiences",
    "SELECT e.id, e.title, e.description, e.public, e.created_at AS \"createdAt\", e.updated_at AS \"updatedAt\",
             (SELECT coalesce(jsonb_agg(jsonb_strip_nulls(jsonb_build_object('upload', i.upload_id, 'text', i.body,
                  'quiz', i.quiz)) ORDER BY i.position), '[]') FROM items i WHERE i.experience_id = e.id) AS \"content\"
         FROM experiences e WHERE e.owner_id = p.id ORDER BY e.created_at, e.id",
)];

/// Deletes someone's experiences, with all their parts.
///
/// # Errors
/// The database's.
pub fn erase(connection: &mut PgConnection, owner: PersonId) -> QueryResult<()> {
    diesel::delete(experiences::table.filter(experiences::owner_id.eq(owner))).execute(connection).map(drop)
}
