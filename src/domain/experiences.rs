//! Teachers' prepared content, which a session is based on.

use super::School;
pub use crate::db::experiences::Experience;
use crate::{
    access::{Act, Identity, allows},
    db::experiences,
    error::{Failure, Refusal},
    ids::ExperienceId,
    protocol::text,
};

/// What a teacher writes of a new one.
#[derive(Clone, Debug, Default)]
pub struct Draft {
    pub title: String,
    pub description: String,
    /// Everyone may see it, and every teacher may base a session on it.
    pub public: bool,
}

/// The public ones; a teacher's own too.
///
/// # Errors
/// [`Failure::Fault`] only.
pub async fn list(school: &School, by: Option<&Identity>) -> Result<Vec<Experience>, Failure> {
    let role = by.map(|identity| identity.role);
    if !allows(role, Act::SeePublicExperiences) {
        return Err(Refusal::NotAllowed.into());
    }
    let owner = by.filter(|_| allows(role, Act::PlanExperiences)).map(|identity| identity.person);
    school.pool.run(move |connection| experiences::visible(connection, owner)).await
}

/// What a teacher may base a session on: their own, and the public ones of others.
///
/// # Errors
/// [`Refusal::NotAllowed`].
pub async fn shelf(school: &School, by: &Identity) -> Result<(Vec<Experience>, Vec<Experience>), Failure> {
    if !allows(Some(by.role), Act::PlanExperiences) {
        return Err(Refusal::NotAllowed.into());
    }
    let all = list(school, Some(by)).await?;
    Ok(all.into_iter().partition(|experience| experience.owner_id == Some(by.person)))
}

/// # Errors
/// [`Refusal::NotAllowed`], or what is wrong with the title or the description.
pub async fn create(school: &School, by: &Identity, draft: Draft) -> Result<Experience, Failure> {
    if !allows(Some(by.role), Act::PlanExperiences) {
        return Err(Refusal::NotAllowed.into());
    }
    let experience = Experience {
        id: ExperienceId::fresh(),
        owner_id: Some(by.person),
        title: text::title(&draft.title)?,
        description: text::description(&draft.description)?,
        public: draft.public,
    };
    school
        .pool
        .run(move |connection| {
            experiences::insert(connection, &experience)?;
            Ok(experience)
        })
        .await
}
