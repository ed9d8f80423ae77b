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
