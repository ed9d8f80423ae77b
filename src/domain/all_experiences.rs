//! All experiences of the school, of every owner, for administrators.

use diesel::{Connection, PgConnection};

use super::{
    School, content,
    experiences::{self as prepared, ExperienceWithContent},
};
pub use crate::db::experiences::ManagedExperience;
use crate::{
    access::{Identity, SchoolAct, allows},
    clock,
    db::{
        audit::{self, AuditAction, AuditSubject, NewAuditEntry},
        experiences, items,
    },
    error::{Failure, Refusal},
    ids::ExperienceId,
};

/// Experiences on one page.
pub const PAGE: i64 = 50;

/// Experiences with this text in their title or their owner's name, by title, from this offset; and how many there are.
///
/// # Errors
/// [`Refusal::NotAllowed`].
pub async fn all(
    school: &School,
    by: &Identity,
    text: &str,
    offset: i64,
) -> Result<(Vec<ManagedExperience>, i64), Failure> {
    permit(by)?;
    if text.contains('\0') {
        return Ok((Vec::new(), 0));
    }
    let text = text.trim().to_owned();
    school.pool.run(move |connection| experiences::all(connection, &text, offset.max(0), PAGE)).await
}

/// One experience with its content, of any owner.
///
/// # Errors
/// [`Refusal::NotAllowed`], [`Refusal::ExperienceUnknown`].
pub async fn look(
    school: &School,
    by: &Identity,
    id: ExperienceId,
) -> Result<(ManagedExperience, ExperienceWithContent), Failure> {
    permit(by)?;
    let whole = prepared::get(school, Some(by), id).await?;
    let shelved = school.pool.run(move |connection| experiences::managed(connection, id)).await?;
    Ok((shelved.ok_or(Refusal::ExperienceUnknown)?, whole))
}

/// Makes a public experience private. Lessons that are based on it already keep it.
///
/// # Errors
/// [`Refusal::NotAllowed`]; [`Refusal::ExperienceUnknown`], also for an experience that is private already.
pub async fn hide(school: &School, by: &Identity, id: ExperienceId) -> Result<(), Failure> {
    permit(by)?;
    let by = Some(by.author());
    let hide = move |connection: &mut PgConnection| {
        connection.transaction(|connection| {
            let title = experiences::hide(connection, id)?.ok_or(Refusal::ExperienceUnknown)?;
            let about = AuditSubject::Experience(id, &title);
            audit::write(
                connection,
                clock::now(),
                NewAuditEntry { by, deed: AuditAction::ExperienceHidden, about, detail: "" },
            )
        })
    };
    school.pool.run(hide).await
}

/// Deletes an experience with its content, unless a live lesson uses it. Planned lessons that were based on it lose it.
///
/// # Errors
/// [`Refusal::NotAllowed`], [`Refusal::ExperienceUnknown`], [`Refusal::ExperienceLive`].
pub async fn delete(school: &School, by: &Identity, id: ExperienceId) -> Result<(), Failure> {
    permit(by)?;
    let by = by.clone();
    let delete = move |connection: &mut PgConnection| {
        connection.transaction(|connection| {
            if !experiences::lock(connection, id)? {
                return Err(Failure::from(Refusal::ExperienceUnknown));
            }
            if items::is_live(connection, id)? {
                return Err(Refusal::ExperienceLive.into());
            }
            let open = items::open_with(connection, id)?;
            content::rewrite(connection, &by, id, |rows| {
                rows.clear();
                Ok(())
            })?;
            let title = experiences::remove(connection, id)?;
            let (by, about) = (Some(by.author()), AuditSubject::Experience(id, &title));
            audit::write(
                connection,
                clock::now(),
                NewAuditEntry { by, deed: AuditAction::ExperienceDeleted, about, detail: "" },
            )?;
            Ok(open)
        })
    };
    school.announce_changes(school.pool.run(delete).await?).await;
    Ok(())
}

fn permit(by: &Identity) -> Result<(), Refusal> {
    if allows(Some(by.role), SchoolAct::ManageExperiences) { Ok(()) } else { Err(Refusal::NotAllowed) }
}
