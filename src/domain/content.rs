//! The content of an experience: an ordered list of images, videos, presentations, quizzes and texts. It cannot be changed while
//! a live lesson uses it.

use chrono::Duration;
use diesel::{Connection, PgConnection};
use serde::{Deserialize, Serialize};

use super::{School, files::Upload};
use crate::{
    access::{Identity, SchoolAct, allows},
    clock,
    db::{
        audit::{self, AuditAction, AuditSubject, NewAuditEntry},
        experiences::{self as rows, Experience},
        idempotency,
        items::{self, ItemRow, ItemWithUpload},
        uploads,
    },
    error::{Failure, Fault, Refusal},
    ids::{ExperienceId, ItemId, UploadId},
    protocol::{poll::Question, text},
};

/// The most items in one experience.
pub(super) const PARTS: usize = 100;
/// Further changes of an experience by the same person within this time get no line of their own in the audit trail.
const ONE_SITTING: Duration = Duration::minutes(10);
const QUESTION: usize = 500;
const ANSWERS: std::ops::RangeInclusive<usize> = 2..=8;

/// A question with answers to choose from.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quiz {
    pub question: String,
    pub options: Vec<String>,
    /// The index of the right answer, from 0.
    pub answer: usize,
}

/// One item of an experience.
#[derive(Clone, Debug)]
pub struct Item {
    pub id: ItemId,
    pub part: Part,
}

#[derive(Clone, Debug)]
pub enum Part {
    File(Box<Upload>),
    Text(String),
    Quiz(Quiz),
    Poll(Box<Question>),
}

/// One item as the teacher wants it to be.
#[derive(Clone, Debug)]
pub enum ItemDraft {
    /// One of the teacher's own uploads.
    File(UploadId),
    /// Markdown.
    Text(String),
    Quiz(Quiz),
    Poll(Box<Question>),
}

/// The whole content of an experience. An item that existed before keeps its id.
pub type ContentDraft = Vec<(Option<ItemId>, ItemDraft)>;

impl Quiz {
    fn check(self) -> Result<Self, Refusal> {
        let question = text::caption(&self.question)?;
        let options = self.options.iter().map(|option| text::caption(option)).collect::<Result<Vec<_>, _>>()?;
        let fits = (1..=QUESTION).contains(&question.chars().count())
            && ANSWERS.contains(&options.len())
            && options.iter().all(|option| !option.is_empty())
            && self.answer < options.len();
        if fits { Ok(Self { question, options, answer: self.answer }) } else { Err(Refusal::QuizBad) }
    }
}

/// Converts items from their database rows.
///
/// # Errors
/// [`Fault::Broken`] when a row holds an invalid value.
pub(super) fn read(rows: Vec<ItemWithUpload>) -> Result<Vec<Item>, Fault> {
    let read = |(row, upload): ItemWithUpload| {
        let part = match (upload, row.body, row.quiz) {
            (Some(upload), None, None) => Part::File(Box::new(upload)),
            (None, Some(body), None) => Part::Text(body),
            (None, None, Some(quiz)) => {
                // Only a poll has a kind.
                let part = if quiz.get("kind").is_some() {
                    serde_json::from_value(quiz).map(Part::Poll)
                } else {
                    serde_json::from_value(quiz).map(Part::Quiz)
                };
                part.map_err(|error| Fault::Broken(format!("item {}: {error}", row.id)))?
            }
            _ => return Err(Fault::Broken(format!("item {} is not one thing", row.id))),
        };
        Ok(Item { id: row.id, part })
    };
    rows.into_iter().map(read).collect()
}

/// Loads the content of an experience.
pub(super) fn load(connection: &mut PgConnection, id: ExperienceId) -> Result<Vec<Item>, Failure> {
    Ok(read(items::of(connection, &[id])?.remove(&id).unwrap_or_default())?)
}

fn row(id: ItemId, experience: ExperienceId, wanted: ItemDraft) -> Result<ItemRow, Refusal> {
    let mut row = ItemRow { id, experience_id: experience, position: 0, upload_id: None, body: None, quiz: None };
    match wanted {
        ItemDraft::File(upload) => row.upload_id = Some(upload),
        ItemDraft::Text(body) => row.body = Some(text::body(&body)?),
        ItemDraft::Quiz(quiz) => row.quiz = Some(serde_json::json!(quiz.check()?)),
        ItemDraft::Poll(question) => row.quiz = Some(serde_json::json!(question.check()?)),
    }
    Ok(row)
}

/// Runs within a transaction that has locked the experience: applies `how` to its content. Every upload in it must be the
/// caller's own.
pub(super) fn rewrite(
    connection: &mut PgConnection,
    by: &Identity,
    id: ExperienceId,
    how: impl FnOnce(&mut Vec<ItemRow>) -> Result<(), Refusal>,
) -> Result<(), Failure> {
    let before: Vec<ItemRow> =
        items::of(connection, &[id])?.remove(&id).unwrap_or_default().into_iter().map(|(row, _)| row).collect();
    let mut rows = before.clone();
    how(&mut rows)?;
    if rows.len() > PARTS {
        return Err(Refusal::ContentMany.into());
    }
    let mut used: Vec<UploadId> = rows.iter().filter_map(|row| row.upload_id).collect();
    used.sort_unstable();
    used.dedup();
    if uploads::own(connection, &used, by.person)?.len() < used.len() {
        return Err(Refusal::ContentBad.into());
    }
    for (row, position) in rows.iter_mut().zip(0..) {
        row.position = position;
    }
    items::replace(connection, id, &rows)?;
    let left: Vec<UploadId> = before.iter().filter_map(|row| row.upload_id).filter(|id| !used.contains(id)).collect();
    for (upload, name) in uploads::delete_if_unused(connection, &left)? {
        let (by, about) = (Some(by.author()), AuditSubject::File(upload, &name));
        audit::write(
            connection,
            clock::now(),
            NewAuditEntry { by, deed: AuditAction::FileDeleted, about, detail: "" },
        )?;
    }
    Ok(())
}

/// Runs within a transaction: locks the caller's own experience, if no live lesson uses it, until the transaction ends.
pub(super) fn lock_unused(
    connection: &mut PgConnection,
    by: &Identity,
    id: ExperienceId,
) -> Result<Experience, Failure> {
    let own = rows::lock_own(connection, id, by.person)?.ok_or(Refusal::ExperienceUnknown)?;
    if items::is_live(connection, id)? { Err(Refusal::ExperienceLive.into()) } else { Ok(own) }
}

/// Replaces all items by `wanted`. An item keeps the id that it names, if the content had an item of that id.
pub(super) fn all_of(rows: &mut Vec<ItemRow>, experience: ExperienceId, wanted: ContentDraft) -> Result<(), Refusal> {
    let mut free: Vec<ItemId> = rows.iter().map(|row| row.id).collect();
    let made = wanted.into_iter().map(|(id, wanted)| {
        let at = id.and_then(|id| free.iter().position(|known| *known == id));
        row(at.map_or_else(ItemId::fresh, |at| free.swap_remove(at)), experience, wanted)
    });
    *rows = made.collect::<Result<_, _>>()?;
    Ok(())
}

/// Runs within a transaction: records in the audit trail that an experience or its content has changed. Several changes by one
/// person within [`ONE_SITTING`] make one line.
pub(super) fn note_change(connection: &mut PgConnection, by: &Identity, what: &Experience) -> Result<(), Failure> {
    let (by, about, now) = (Some(by.author()), AuditSubject::Experience(what.id, &what.title), clock::now());
    let line = NewAuditEntry { by, deed: AuditAction::ExperienceChanged, about, detail: "" };
    audit::write_once(connection, now, now - ONE_SITTING, line)
}

/// Announces to the rooms of all lessons that use this experience that its content has changed.
///
/// # Errors
/// A database error.
pub(super) async fn announce_content_change(school: &School, id: ExperienceId) -> Result<(), Failure> {
    let sessions = school.pool.run(move |connection| items::open_with(connection, id)).await?;
    school.announce_changes(sessions).await;
    Ok(())
}

/// Whether a live lesson uses an experience, so that it cannot be changed.
///
/// # Errors
/// A database error.
pub async fn is_live(school: &School, id: ExperienceId) -> Result<bool, Failure> {
    school.pool.run(move |connection| items::is_live(connection, id)).await
}

fn permit(by: &Identity) -> Result<(), Refusal> {
    if allows(Some(by.role), SchoolAct::PlanExperiences) { Ok(()) } else { Err(Refusal::NotAllowed) }
}

async fn change(
    school: &School,
    by: &Identity,
    id: ExperienceId,
    how: impl FnOnce(&mut Vec<ItemRow>) -> Result<(), Refusal> + Send + 'static,
) -> Result<(), Failure> {
    permit(by)?;
    let owner = by.clone();
    let change = move |connection: &mut PgConnection| {
        let experience = lock_unused(connection, &owner, id)?;
        rewrite(connection, &owner, id, how)?;
        note_change(connection, &owner, &experience)
    };
    school.pool.run(move |connection| connection.transaction(change)).await?;
    announce_content_change(school, id).await
}

/// Appends items. A repeat appends nothing.
///
/// # Errors
/// [`Refusal::KeyReused`]; [`Refusal::ExperienceUnknown`], also for an experience of another teacher;
/// [`Refusal::ExperienceLive`],
/// [`Refusal::ContentMany`], or the refusal of an invalid item.
pub async fn add(school: &School, by: &Identity, id: ExperienceId, wanted: Vec<ItemDraft>) -> Result<(), Failure> {
    permit(by)?;
    let owner = by.clone();
    let add = move |connection: &mut PgConnection| {
        let experience = lock_unused(connection, &owner, id)?;
        if idempotency::claim(connection, owner.once.as_ref(), clock::now())?.is_some() {
            return Ok(());
        }
        idempotency::record(connection, owner.once.as_ref(), id.as_uuid())?;
        rewrite(connection, &owner, id, |rows| {
            for wanted in wanted {
                rows.push(row(ItemId::fresh(), id, wanted)?);
            }
            Ok(())
        })?;
        note_change(connection, &owner, &experience)
    };
    school.pool.run(move |connection| connection.transaction(add)).await?;
    announce_content_change(school, id).await
}

/// Replaces a text or a quiz.
///
/// # Errors
/// As [`add`], and [`Refusal::ContentUnknown`].
pub async fn put(
    school: &School,
    by: &Identity,
    id: ExperienceId,
    item: ItemId,
    wanted: ItemDraft,
) -> Result<(), Failure> {
    change(school, by, id, move |rows| {
        let at = find(rows, item)?;
        rows[at] = row(item, id, wanted)?;
        Ok(())
    })
    .await
}

/// Moves an item to this position, from 0; a position beyond the end means the end.
///
/// # Errors
/// As [`put`].
pub async fn move_item(
    school: &School,
    by: &Identity,
    id: ExperienceId,
    item: ItemId,
    to: impl FnOnce(usize) -> usize + Send + 'static,
) -> Result<(), Failure> {
    change(school, by, id, move |rows| {
        let at = find(rows, item)?;
        let row = rows.remove(at);
        rows.insert(to(at).min(rows.len()), row);
        Ok(())
    })
    .await
}

/// Removes an item.
///
/// # Errors
/// As [`put`].
pub async fn remove_item(school: &School, by: &Identity, id: ExperienceId, item: ItemId) -> Result<(), Failure> {
    change(school, by, id, move |rows| {
        let at = find(rows, item)?;
        rows.remove(at);
        Ok(())
    })
    .await
}

fn find(rows: &[ItemRow], item: ItemId) -> Result<usize, Refusal> {
    rows.iter().position(|row| row.id == item).ok_or(Refusal::ContentUnknown)
}

/// Changes the description of a file in all experiences that contain it, unless a live lesson shows it from another experience.
///
/// # Errors
/// As [`put`], [`Refusal::FileLive`], and the refusal of an invalid text.
pub async fn describe(
    school: &School,
    by: &Identity,
    id: ExperienceId,
    item: ItemId,
    alternative_text: &str,
    caption: &str,
) -> Result<(), Failure> {
    permit(by)?;
    let (alternative_text, caption) = (text::caption(alternative_text)?, text::caption(caption)?);
    let owner = by.clone();
    let describe = move |connection: &mut PgConnection| {
        let experience = lock_unused(connection, &owner, id)?;
        let found = load(connection, id)?.into_iter().find(|one| one.id == item);
        let Some(Part::File(upload)) = found.map(|item| item.part) else { return Err(Refusal::ContentUnknown.into()) };
        if items::is_shown_live(connection, upload.id)? {
            return Err(Refusal::FileLive.into());
        }
        uploads::describe(connection, upload.id, owner.person, &alternative_text, &caption)?;
        note_change(connection, &owner, &experience)?;
        items::experiences_with(connection, upload.id)
    };
    for changed in school.pool.run(move |connection| connection.transaction(describe)).await? {
        announce_content_change(school, changed).await?;
    }
    Ok(())
}
