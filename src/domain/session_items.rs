//! Files that a teacher brings to one lesson, while they plan it or during it: they are on its screen after what the lesson is based
//! on, which stays as it is for other lessons.

use diesel::{Connection, PgConnection};

use super::{
    School,
    content::{self, Item, PARTS, Part},
    sessions::state_of,
};
use crate::{
    access::{Identity, SchoolAct, allows},
    clock,
    db::{
        idempotency,
        session_items::{self as rows, SessionItem},
        sessions, uploads,
    },
    error::{Failure, Refusal},
    ids::{ItemId, SessionId, UploadId},
    protocol::roster::SessionState,
};

/// A file that was brought, and its page of the screen, from 0.
#[derive(Clone, Copy, Debug)]
pub struct BroughtItem {
    pub item: ItemId,
    pub page: usize,
}

/// The content of a lesson's screen: what it is based on, and then its own files.
///
/// # Errors
/// A database error.
pub(super) fn content_of(connection: &mut PgConnection, session: SessionId) -> Result<Vec<Item>, Failure> {
    let mut all = match sessions::experience_id(connection, session)? {
        Some(experience) => content::load(connection, experience)?,
        None => Vec::new(),
    };
    let own = rows::of(connection, session)?;
    all.extend(own.into_iter().map(|(item, upload)| Item { id: item.id, part: Part::File(Box::new(upload)) }));
    Ok(all)
}

/// Brings an upload to a lesson. When this returns, its room has the page. A repeat brings nothing more.
///
/// # Errors
/// [`Refusal::NotAllowed`]; [`Refusal::SessionUnknown`], also for a session of another teacher; [`Refusal::LessonEnded`];
/// [`Refusal::ContentBad`] for a file that is not the caller's; [`Refusal::ContentMany`]; [`Refusal::KeyReused`].
pub async fn bring(school: &School, by: &Identity, id: SessionId, upload: UploadId) -> Result<BroughtItem, Failure> {
    if !allows(Some(by.role), SchoolAct::PlanSessions) {
        return Err(Refusal::NotAllowed.into());
    }
    let (teacher, once) = (by.person, by.once.clone());
    let bring = move |connection: &mut PgConnection| {
        let session = sessions::own(connection, id, teacher, true)?.ok_or(Refusal::SessionUnknown)?;
        let item = match idempotency::claim(connection, once.as_ref(), clock::now())? {
            Some(made) => ItemId::from_uuid(made),
            None => {
                if state_of(&session) == SessionState::Ended {
                    return Err(Refusal::LessonEnded.into());
                }
                if uploads::own(connection, &[upload], teacher)?.is_empty() {
                    return Err(Refusal::ContentBad.into());
                }
                let count = rows::count(connection, id)?;
                if count >= PARTS as i64 {
                    return Err(Refusal::ContentMany.into());
                }
                let position = i32::try_from(count).expect("they are few");
                let item = SessionItem { id: ItemId::fresh(), session_id: id, position, upload_id: upload };
                rows::insert(connection, &item)?;
                idempotency::record(connection, once.as_ref(), item.id.as_uuid())?;
                item.id
            }
        };
        let page = content_of(connection, id)?.iter().position(|one| one.id == item);
        Ok(BroughtItem { item, page: page.ok_or(Refusal::ContentUnknown)? })
    };
    let brought = school.pool.run(move |connection| connection.transaction(bring)).await?;
    school.announce_changes([id]).await;
    Ok(brought)
}
