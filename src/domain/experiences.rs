//! Experiences: the prepared content on which teachers base sessions.

use diesel::{Connection, PgConnection};

use super::{
    School,
    content::{self, Item},
    files::Upload,
    quotas,
};
pub use crate::db::experiences::Experience;
use crate::{
    access::{Identity, SchoolAct, allows},
    clock,
    db::{
        audit::{self, AuditAction, AuditSubject, NewAuditEntry},
        experiences, idempotency, items, people,
    },
    error::{Failure, Refusal},
    ids::{ExperienceId, PersonId},
    protocol::text,
};

/// How many experiences a page lists by name.
pub const LIST_LIMIT: usize = 1000;
/// How many experiences one answer of the API lists: each comes with the details of its files.
pub const PAGE: usize = 100;

/// An experience as its teacher writes it.
#[derive(Clone, Debug, Default)]
pub struct Draft {
    pub title: String,
    pub description: String,
    /// Whether everyone may see it and every teacher may base a session on it.
    pub public: bool,
    /// `None` leaves the content unchanged.
    pub content: Option<content::ContentDraft>,
}

/// An experience with its content.
#[derive(Clone, Debug)]
pub struct ExperienceWithContent {
    pub experience: Experience,
    pub content: Vec<Item>,
}

/// An experience as lists show it: with each of its files once, and without its texts and quizzes.
#[derive(Clone, Debug)]
pub struct ExperienceWithFiles {
    pub experience: Experience,
    pub files: Vec<Upload>,
}

/// One page of experiences, the teacher's own before the public ones of others; and whether there are more.
///
/// # Errors
/// Only [`Failure::Fault`].
pub async fn list(
    school: &School,
    by: Option<&Identity>,
    offset: u32,
) -> Result<(Vec<ExperienceWithFiles>, bool), Failure> {
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

/// The person whose private experiences are listed too: the caller, if they may plan experiences.
fn planner(by: Option<&Identity>) -> Option<PersonId> {
    by.filter(|by| allows(Some(by.role), SchoolAct::PlanExperiences)).map(|identity| identity.person)
}

/// Adds to each experience its files. The experiences are distinct.
///
/// # Errors
/// A database error.
pub async fn with_files(school: &School, bare: Vec<Experience>) -> Result<Vec<ExperienceWithFiles>, Failure> {
    let ids: Vec<_> = bare.iter().map(|experience| experience.id).collect();
    let mut files = school.pool.run(move |connection| items::files_of(connection, &ids)).await?;
    let listed = bare.into_iter().map(|experience| {
        let files = files.remove(&experience.id).unwrap_or_default();
        ExperienceWithFiles { experience, files }
    });
    Ok(listed.collect())
}

/// Loads the content of an experience.
///
/// # Errors
/// A database error.
pub async fn fill(school: &School, experience: Experience) -> Result<ExperienceWithContent, Failure> {
    let id = experience.id;
    let content = school.pool.run(move |connection| content::load(connection, id)).await?;
    Ok(ExperienceWithContent { experience, content })
}

/// An experience that is public or the caller's own. Administrators see every experience.
///
/// # Errors
/// [`Refusal::ExperienceUnknown`].
pub async fn get(school: &School, by: Option<&Identity>, id: ExperienceId) -> Result<ExperienceWithContent, Failure> {
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
            Ok(ExperienceWithContent { experience, content })
        })
        .await
}

/// The caller's own experience, to edit it.
///
/// # Errors
/// [`Refusal::NotAllowed`], [`Refusal::ExperienceUnknown`], also for an experience of another teacher.
pub async fn own(school: &School, by: &Identity, id: ExperienceId) -> Result<ExperienceWithContent, Failure> {
    permit(by)?;
    let whole = get(school, Some(by), id).await?;
    if whole.experience.owner_id == Some(by.person) { Ok(whole) } else { Err(Refusal::ExperienceUnknown.into()) }
}

/// The experiences on which a teacher may base a session.
pub struct AvailableExperiences {
    pub own: Vec<Experience>,
    /// The public experiences of other teachers.
    pub others: Vec<Experience>,
    pub more: bool,
}

/// As [`list`], for a teacher.
///
/// # Errors
/// [`Refusal::NotAllowed`].
pub async fn available(school: &School, by: &Identity, offset: u32) -> Result<AvailableExperiences, Failure> {
    permit(by)?;
    let (all, more) = some(school, Some(by), offset, LIST_LIMIT).await?;
    let (own, others) = all.into_iter().partition(|experience| experience.owner_id == Some(by.person));
    Ok(AvailableExperiences { own, others, more })
}

/// Creates an experience. A repeat gets the one that the first request has created.
///
/// # Errors
/// [`Refusal::NotAllowed`], [`Refusal::ExperiencesFull`], [`Refusal::KeyReused`], or the refusal of an invalid title,
/// description or content.
pub async fn create(school: &School, by: &Identity, draft: Draft) -> Result<ExperienceWithContent, Failure> {
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
        if let Some(made) = idempotency::claim(connection, owner.once.as_ref(), clock::now())? {
            let id = ExperienceId::from_uuid(made);
            let experience =
                experiences::find(connection, id, Some(owner.person))?.ok_or(Refusal::ExperienceUnknown)?;
            return Ok(ExperienceWithContent { experience, content: content::load(connection, id)? });
        }
        idempotency::record(connection, owner.once.as_ref(), id.as_uuid())?;
        people::lock(connection, owner.person)?;
        if experiences::count_of(connection, owner.person)? >= quotas::MATERIALS {
            return Err(Refusal::ExperiencesFull.into());
        }
        experiences::insert(connection, &experience)?;
        note(connection, &owner, AuditAction::ExperienceCreated, &experience)?;
        if experience.public {
            note(connection, &owner, AuditAction::ExperiencePublished, &experience)?;
        }
        if let Some(wanted) = draft.content {
            content::rewrite(connection, &owner, id, |rows| content::all_of(rows, id, wanted))?;
        }
        Ok(ExperienceWithContent { experience, content: content::load(connection, id)? })
    };
    school.pool.run(move |connection| connection.transaction(create)).await
}

/// Changes the caller's own experience, unless a live lesson uses it.
///
/// # Errors
/// As [`create`]; [`Refusal::ExperienceUnknown`], also for an experience of another teacher; [`Refusal::ExperienceLive`].
pub async fn edit(
    school: &School,
    by: &Identity,
    id: ExperienceId,
    draft: Draft,
) -> Result<ExperienceWithContent, Failure> {
    permit(by)?;
    let (title, description) = (text::title(&draft.title)?, text::description(&draft.description)?);
    let owner = by.clone();
    let edit = move |connection: &mut PgConnection| {
        let was_public = content::lock_unused(connection, &owner, id)?.public;
        let experience = experiences::update(connection, id, owner.person, &title, &description, draft.public)?;
        if let Some(wanted) = draft.content {
            content::rewrite(connection, &owner, id, |rows| content::all_of(rows, id, wanted))?;
        }
        content::note_change(connection, &owner, &experience)?;
        if experience.public != was_public {
            let deed = if was_public { AuditAction::ExperienceHidden } else { AuditAction::ExperiencePublished };
            note(connection, &owner, deed, &experience)?;
        }
        Ok(ExperienceWithContent { experience, content: content::load(connection, id)? })
    };
    let whole = school.pool.run(move |connection| connection.transaction(edit)).await?;
    content::announce_content_change(school, id).await?;
    Ok(whole)
}

/// Deletes the caller's own experience with its content, unless a live lesson uses it. Planned lessons that were based on it lose
/// it.
///
/// # Errors
/// [`Refusal::NotAllowed`], [`Refusal::ExperienceUnknown`], also for an experience of another teacher;
/// [`Refusal::ExperienceLive`].
pub async fn delete(school: &School, by: &Identity, id: ExperienceId) -> Result<(), Failure> {
    permit(by)?;
    let owner = by.clone();
    let delete = move |connection: &mut PgConnection| {
        let experience = content::lock_unused(connection, &owner, id)?;
        let open = items::open_with(connection, id)?;
        content::rewrite(connection, &owner, id, |rows| {
            rows.clear();
            Ok(())
        })?;
        experiences::delete(connection, id, owner.person)?;
        note(connection, &owner, AuditAction::ExperienceDeleted, &experience)?;
        Ok(open)
    };
    let open = school.pool.run(move |connection| connection.transaction(delete)).await?;
    school.announce_changes(open).await;
    Ok(())
}

/// Runs within a transaction: records a change in the audit trail.
fn note(connection: &mut PgConnection, by: &Identity, deed: AuditAction, what: &Experience) -> Result<(), Failure> {
    let (by, about) = (Some(by.author()), AuditSubject::Experience(what.id, &what.title));
    audit::write(connection, clock::now(), NewAuditEntry { by, deed, about, detail: "" })
}

fn permit(by: &Identity) -> Result<(), Refusal> {
    if allows(Some(by.role), SchoolAct::PlanExperiences) { Ok(()) } else { Err(Refusal::NotAllowed) }
}
