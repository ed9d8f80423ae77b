//! Teachers' prepared content, which a session is based on.

use diesel::{Connection, PgConnection};

use super::{
    School,
    content::{self, Item},
    files::Upload,
};
pub use crate::db::experiences::Experience;
use crate::{
    access::{Identity, SchoolAct, allows},
    clock,
    db::{
        audit::{self, About, Deed, Line},
        experiences, items, people,
    },
    error::{Failure, Refusal},
    ids::{ExperienceId, PersonId},
    protocol::text,
};

/// How many a page lists, by their names.
pub const LIST_LIMIT: usize = 1000;
/// How many an answer of the API lists: each comes with what there is to know of its files.
pub const PAGE: usize = 100;
/// How many one person may have.
pub const MOST: i64 = 1000;

/// What a teacher writes of one.
#[derive(Clone, Debug, Default)]
pub struct Draft {
    pub title: String,
    pub description: String,
    /// Everyone may see it, and every teacher may base a session on it.
    pub public: bool,
    /// `None`: as it is.
    pub content: Option<content::Listed>,
}

/// An experience with its content.
#[derive(Clone, Debug)]
pub struct Whole {
    pub experience: Experience,
    pub content: Vec<Item>,
}

/// An experience as lists have it: with its files, each once, and without its texts and quizzes.
#[derive(Clone, Debug)]
pub struct Listed {
    pub experience: Experience,
    pub files: Vec<Upload>,
}

/// The public ones, a teacher's own before them, but so many; and whether there are more.
///
/// # Errors
/// [`Failure::Fault`] only.
pub async fn list(school: &School, by: Option<&Identity>, offset: u32) -> Result<(Vec<Listed>, bool), Failure> {
    let (found, more) = some(school, by, offset, PAGE).await?;
    Ok((with_files(school, found).await?, more))
}

async fn some(
    school: &School,
    by: Option<&Identity>,
    offset: u32,
    most: usize,
) -> Result<(Vec<Experience>, bool), Failure> {
    if !allows(by.map(|identity| identity.role), SchoolAct::SeePublicExperiences) {
        return Err(Refusal::NotAllowed.into());
    }
    let (owner, limit) = (planner(by), most as i64 + 1);
    let read = move |connection: &mut PgConnection| experiences::visible(connection, owner, offset.into(), limit);
    let mut found = school.pool.run(read).await?;
    let more = found.len() > most;
    found.truncate(most);
    Ok((found, more))
}

/// Who may see what is not public: their own.
fn planner(by: Option<&Identity>) -> Option<PersonId> {
    by.filter(|by| allows(Some(by.role), SchoolAct::PlanExperiences)).map(|identity| identity.person)
}

/// Different ones, each with its files.
///
/// # Errors
/// The database's.
pub async fn with_files(school: &School, bare: Vec<Experience>) -> Result<Vec<Listed>, Failure> {
    let ids: Vec<_> = bare.iter().map(|experience| experience.id).collect();
    let mut files = school.pool.run(move |connection| items::files_of(connection, &ids)).await?;
    let listed = bare.into_iter().map(|experience| {
        let files = files.remove(&experience.id).unwrap_or_default();
        Listed { experience, files }
    });
    Ok(listed.collect())
}

/// This one with its content.
///
/// # Errors
/// The database's.
pub async fn fill(school: &School, experience: Experience) -> Result<Whole, Failure> {
    let id = experience.id;
    let content = school.pool.run(move |connection| content::load(connection, id)).await?;
    Ok(Whole { experience, content })
}

/// One that is public or one's own; whoever looks after all of them sees each.
///
/// # Errors
/// [`Refusal::ExperienceUnknown`].
pub async fn get(school: &School, by: Option<&Identity>, id: ExperienceId) -> Result<Whole, Failure> {
    let role = by.map(|by| by.role);
    if !allows(role, SchoolAct::SeePublicExperiences) {
        return Err(Refusal::NotAllowed.into());
    }
    let (viewer, sees_all) = (planner(by), allows(role, SchoolAct::ManageExperiences));
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
    let (all, more) = some(school, Some(by), offset, LIST_LIMIT).await?;
    let (own, others) = all.into_iter().partition(|experience| experience.owner_id == Some(by.person));
    Ok(Shelf { own, others, more })
}

/// # Errors
/// [`Refusal::NotAllowed`], [`Refusal::ExperiencesFull`], or what is wrong with the title, the description or the content.
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
        people::lock(connection, owner.person)?;
        if experiences::count_of(connection, owner.person)? >= MOST {
            return Err(Refusal::ExperiencesFull.into());
        }
        experiences::insert(connection, &experience)?;
        note(connection, &owner, Deed::ExperienceCreated, &experience)?;
        if experience.public {
            note(connection, &owner, Deed::ExperiencePublished, &experience)?;
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
        let was_public = content::hold(connection, &owner, id)?.public;
        let experience = experiences::update(connection, id, owner.person, &title, &description, draft.public)?;
        if let Some(wanted) = draft.content {
            content::rewrite(connection, &owner, id, |rows| content::all_of(rows, id, wanted))?;
        }
        content::note_change(connection, &owner, &experience)?;
        if experience.public != was_public {
            let deed = if was_public { Deed::ExperienceHidden } else { Deed::ExperiencePublished };
            note(connection, &owner, deed, &experience)?;
        }
        Ok(Whole { experience, content: content::load(connection, id)? })
    };
    let whole = school.pool.run(move |connection| connection.transaction(edit)).await?;
    content::show_again(school, id).await?;
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
        let experience = content::hold(connection, &owner, id)?;
        let open = items::open_with(connection, id)?;
        content::rewrite(connection, &owner, id, |rows| {
            rows.clear();
            Ok(())
        })?;
        experiences::delete(connection, id, owner.person)?;
        note(connection, &owner, Deed::ExperienceDeleted, &experience)?;
        Ok(open)
    };
    let open = school.pool.run(move |connection| connection.transaction(delete)).await?;
    school.announce_changes(open).await;
    Ok(())
}

/// Within a transaction.
fn note(connection: &mut PgConnection, by: &Identity, deed: Deed, what: &Experience) -> Result<(), Failure> {
    let (by, about) = (Some(by.author()), About::Experience(what.id, &what.title));
    audit::write(connection, clock::now(), Line { by, deed, about, detail: "" })
}

fn permit(by: &Identity) -> Result<(), Refusal> {
    if allows(Some(by.role), SchoolAct::PlanExperiences) { Ok(()) } else { Err(Refusal::NotAllowed) }
}
