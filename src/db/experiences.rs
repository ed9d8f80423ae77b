//! Teachers' prepared content.

use diesel::prelude::*;

use super::schema::experiences;
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

/// The public ones and, of an owner, their own, by title.
pub fn visible(connection: &mut PgConnection, to: Option<PersonId>) -> Result<Vec<Experience>, Failure> {
    let mut query = experiences::table.select(Experience::as_select()).filter(experiences::public).into_boxed();
    if let Some(owner) = to {
        query = query.or_filter(experiences::owner_id.eq(owner));
    }
    Ok(query.order((experiences::title, experiences::id)).limit(1000).load(connection)?)
}

/// Whether there is such a one that this person may base a session on: public or own.
pub fn is_visible(connection: &mut PgConnection, id: ExperienceId, to: PersonId) -> Result<bool, Failure> {
    let found =
        experiences::table.find(id).filter(experiences::public.or(experiences::owner_id.is_not_distinct_from(to)));
    Ok(diesel::select(diesel::dsl::exists(found)).get_result(connection)?)
}

/// One that is public or this one's own.
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

/// Changes someone's own.
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

pub fn delete(connection: &mut PgConnection, id: ExperienceId, owner: PersonId) -> Result<(), Failure> {
    diesel::delete(experiences::table.find(id).filter(experiences::owner_id.eq(owner))).execute(connection)?;
    Ok(())
}
