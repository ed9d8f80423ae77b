//! Teachers' prepared content, which a session is based on.

use chrono::Duration;
use diesel::{Connection, PgConnection};

use super::{
    School,
    content::{self, Item, Listed},
    lifecycle,
};
pub use crate::db::experiences::Experience;
use crate::{
    access::{Act, Identity, allows},
    clock,
    db::{
        audit::{self, About, Deed, Line},
        experiences, items,
    },
    error::{Failure, Refusal},
    ids::{ExperienceId, PersonId},
    protocol::text,
};

/// How many one list has.
pub const LIST_LIMIT: usize = 1000;
/// Who changes one again within so long is not noted again.
const ONE_SITTING: Duration = Duration::minutes(10);

/// What a teacher writes of one.
#[derive(Clone, Debug, Default)]
pub struct Draft {
    pub title: String,
    pub description: String,
    /// Everyone may see it, and every teacher may base a session on it.
    pub public: bool,
    /// `None`: as it is.
    pub content: Option<Listed>,
}

/// An experience with its content.
#[derive(Clone, Debug)]
pub struct Whole {
    pub experience: Experience,
    pub content: Vec<Item>,
}

/// The public ones, a teacher's own before them, but so many; and whether there are more.
///
/// # Errors
/// [`Failure::Fault`] only.
pub async fn list(school: &School, by: Option<&Identity>, offset: u32) -> Result<(Vec<Experience>, bool), Failure> {
    let role = by.map(|identity| identity.role);
    if !allows(role, Act::SeePublicExperiences) {
        return Err(Refusal::NotAllowed.into());
    }
    let (owner, most) = (planner(by), LIST_LIMIT as i64 + 1);
    let read = move |connection: &mut PgConnection| experiences::visible(connection, owner, offset.into(), most);
    let mut found = school.pool.run(read).await?;
    let more = found.len() > LIST_LIMIT;
    found.truncate(LIST_LIMIT);
    Ok((found, more))
}

/// Who may see what is not public: their own.
fn planner(by: Option<&Identity>) -> Option<PersonId> {
    by.filter(|by| allows(Some(by.role), Act::PlanExperiences)).map(|identity| identity.person)
}

/// These, each with its content.
///
/// # Errors
/// The database's.
pub async fn fill(school: &School, bare: Vec<Experience>) -> Result<Vec<Whole>, Failure> {
    let ids: Vec<_> = bare.iter().map(|experience| experience.id).collect();
    let mut content = school.pool.run(move |connection| items::of(connection, &ids)).await?;
    bare.into_iter()
        .map(|experience| {
            let content = content::read(content.remove(&experience.id).unwrap_or_default())?;
            Ok(Whole { experience, content })
        })
        .collect()
}

/// One that is public or one's own; whoever looks after all of them sees each.
///
/// # Errors
/// [`Refusal::ExperienceUnknown`].
pub async fn get(school: &School, by: Option<&Identity>, id: ExperienceId) -> Result<Whole, Failure> {
    let role = by.map(|by| by.role);
    if !allows(role, Act::SeePublicExperiences) {
        return Err(Refusal::NotAllowed.into());
    }
    let (viewer, sees_all) = (planner(by), allows(role, Act::ManageExperiences));
    school
        .pool
        .run(move |connection| {
            let found =
                if sees_all { experiences::any(connection, id) } else { experiences::find(connection, id, viewer) };
            let experience = found?.ok_or(Refusal::ExperienceUnknown)?;
            let content = content::load(connection, id)?;
            Ok(Whole { experience, content })
        })
        .await
}

/// One's own, to be changed.
///
/// # Errors
/// [`Refusal::NotAllowed`], [`Refusal::ExperienceUnknown`] also for another's.
pub async fn own(school: &School, by: &Identity, id: ExperienceId) -> Result<Whole, Failure> {
    permit(by)?;
    let whole = get(school, Some(by), id).await?;
    if whole.experience.owner_id == Some(by.person) { Ok(whole) } else { Err(Refusal::ExperienceUnknown.into()) }
}

/// What a teacher may base a session on.
pub struct Shelf {
    pub own: Vec<Experience>,
    /// The public ones of others.
    pub others: Vec<Experience>,
    pub more: bool,
}

/// As [`list`], for a teacher.
///
/// # Errors
/// [`Refusal::NotAllowed`].
pub async fn shelf(school: &School, by: &Identity, offset: u32) -> Result<Shelf, Failure> {
    permit(by)?;
    let (all, more) = list(school, Some(by), offset).await?;
    let (own, others) = all.into_iter().partition(|experience| experience.owner_id == Some(by.person));
    Ok(Shelf { own, others, more })
}

/// # Errors
/// [`Refusal::NotAllowed`], or what is wrong with the title, the description or the content.
pub async fn create(school: &School, by: &Identity, draft: Draft) -> Result<Whole, Failure> {
    permit(by)?;
    let experience = Experience {
        id: ExperienceId::fresh(),
        owner_id: Some(by.person),
        title: text::title(&draft.title)?,
        description: text::description(&draft.description)?,
        public: draft.public,
    };
    let owner = by.clone();
    let create = move |connection: &mut PgConnection| {
        let id = experience.id;
        experiences::insert(connection, &experience)?;
        note(connection, &owner, Deed::ExperienceCreated, id, &experience.title)?;
        if experience.public {
            note(connection, &owner, Deed::ExperiencePublished, id, &experience.title)?;
        }
        if let Some(wanted) = draft.content {
            content::rewrite(connection, &owner, id, |rows| content::all_of(rows, id, wanted))?;
        }
        Ok(Whole { experience, content: content::load(connection, id)? })
    };
    school.pool.run(move |connection| connection.transaction(create)).await
}

/// Changes one's own, unless a live lesson uses it.
///
/// # Errors
/// As [`create`]; [`Refusal::ExperienceUnknown`] also for another's, [`Refusal::ExperienceLive`].
pub async fn edit(school: &School, by: &Identity, id: ExperienceId, draft: Draft) -> Result<Whole, Failure> {
    permit(by)?;
    let (title, description) = (text::title(&draft.title)?, text::description(&draft.description)?);
    let owner = by.clone();
    let edit = move |connection: &mut PgConnection| {
        content::hold(connection, &owner, id)?;
        let was_public = experiences::any(connection, id)?.is_some_and(|before| before.public);
        let experience = experiences::update(connection, id, owner.person, &title, &description, draft.public)?;
        if let Some(wanted) = draft.content {
            content::rewrite(connection, &owner, id, |rows| content::all_of(rows, id, wanted))?;
        }
        note_change(connection, &owner, id)?;
        if experience.public != was_public {
            let deed = if was_public { Deed::ExperienceHidden } else { Deed::ExperiencePublished };
            note(connection, &owner, deed, id, &experience.title)?;
        }
        Ok(Whole { experience, content: content::load(connection, id)? })
    };
    let whole = school.pool.run(move |connection| connection.transaction(edit)).await?;
    lifecycle::show_anew(school, id).await?;
    Ok(whole)
}

/// Deletes one's own with its content, unless a live lesson uses it. Lessons that were to use it go without.
///
/// # Errors
/// [`Refusal::NotAllowed`], [`Refusal::ExperienceUnknown`] also for another's, [`Refusal::ExperienceLive`].
pub async fn delete(school: &School, by: &Identity, id: ExperienceId) -> Result<(), Failure> {
    permit(by)?;
    let owner = by.clone();
    let delete = move |connection: &mut PgConnection| {
        content::hold(connection, &owner, id)?;
        let open = items::open_with(connection, id)?;
        content::rewrite(connection, &owner, id, |rows| {
            rows.clear();
            Ok(())
        })?;
        let title = experiences::delete(connection, id, owner.person)?;
        note(connection, &owner, Deed::ExperienceDeleted, id, &title)?;
        Ok(open)
    };
    let open = school.pool.run(move |connection| connection.transaction(delete)).await?;
    for session in open {
        lifecycle::reshape(school, session).await?;
    }
    Ok(())
}

/// Within a transaction.
fn note(
    connection: &mut PgConnection,
    by: &Identity,
    deed: Deed,
    id: ExperienceId,
    title: &str,
) -> Result<(), Failure> {
    let (by, about) = (Some(by.author()), About::Experience(id, title));
    audit::write(connection, clock::now(), Line { by, deed, about, detail: "" })
}

/// Within a transaction: its content or what is said of it is another. Who works on one for a while is noted once.
pub(super) fn note_change(connection: &mut PgConnection, by: &Identity, id: ExperienceId) -> Result<(), Failure> {
    let title = experiences::any(connection, id)?.map(|experience| experience.title).unwrap_or_default();
    let (by, about, now) = (Some(by.author()), About::Experience(id, &title), clock::now());
    let line = Line { by, deed: Deed::ExperienceChanged, about, detail: "" };
    audit::write_once(connection, now, now - ONE_SITTING, line)
}

fn permit(by: &Identity) -> Result<(), Refusal> {
    if allows(Some(by.role), Act::PlanExperiences) { Ok(()) } else { Err(Refusal::NotAllowed) }
}
