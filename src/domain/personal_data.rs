//! Everyone's rights over their data: to get all that is held about them ([`export`]), and to be erased ([`erase`]), by an
//! administrator or by themselves. Erasing cannot be undone.
//!
//! Erasing starts by blocking the person, so that nobody comes in as them. A live lesson of theirs ends, and they leave the
//! lessons of others, after what is still queued there has been written. Then all their rows are deleted in one transaction:
//! their lessons and experiences with all their content. In the lessons of others they remain without a name, together with their
//! chat if it is kept. Files that nobody else uses are deleted; the worker removes mails stored in a folder.

use diesel::{Connection, PgConnection};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::{
    School,
    hash_queue::Asker,
    logins,
    people::{self, permit_on_another},
    rooms, streams,
};
use crate::{
    access::{Author, Identity, SchoolAct, allows},
    clock,
    cluster::Announcement,
    db::{
        Pool,
        audit::{self, AuditAction, AuditSubject, NewAuditEntry},
        jobs,
        people::{self as rows, Account},
        personal_data::{self, ErasureResult},
        stream_keys, uploads,
    },
    error::{Failure, Refusal},
    ids::PersonId,
    outbound::{
        email_address,
        storage::{FileName, Storage},
    },
    protocol::{Avatar, roster::ERASED},
    unicode,
};

/// The kind of a job that erases a person: the command line queues it while a server runs.
pub const ERASE: &str = "erase";
/// The kind of a job that removes the stored mails to an address with this hash.
pub const FORGET_MAILS: &str = "forget_mails";

/// The reason for which a person is blocked while they are being erased, or until that is repeated if the server dies meanwhile.
const REASON: &str = "This account is being erased.";

/// Further exports of the same person within this time get no line of their own in the audit trail.
const ONE_SITTING: chrono::Duration = chrono::Duration::minutes(10);

/// Everything that is held about a person.
///
/// # Errors
/// [`Refusal::PersonUnknown`]; [`Refusal::TooFast`].
pub async fn export(school: &School, by: &Identity, id: PersonId) -> Result<Value, Failure> {
    people::permit(by)?;
    let _turn = school.person_limits.begin_change(by.person, by.role).await?;
    let document = export_of(&school.pool, id).await?;
    note_export(school, by, id).await?;
    Ok(document)
}

async fn note_export(school: &School, by: &Identity, id: PersonId) -> Result<(), Failure> {
    let by = Some(by.author());
    let line = NewAuditEntry { by, deed: AuditAction::PersonExported, about: AuditSubject::Person(id), detail: "" };
    let now = clock::now();
    school.pool.run(move |connection| audit::write_once(connection, now, now - ONE_SITTING, line)).await
}

/// Everything that is held about the caller.
///
/// # Errors
/// [`Refusal::TooFast`], or a database error.
pub async fn export_own(school: &School, by: &Identity) -> Result<Value, Failure> {
    if !allows(Some(by.role), SchoolAct::SeeOwnProfile) {
        return Err(Refusal::NotAllowed.into());
    }
    let _turn = school.person_limits.begin_change(by.person, by.role).await?;
    let document = export_of(&school.pool, by.person).await?;
    note_export(school, by, by.person).await?;
    Ok(document)
}

/// As [`export`], for the command line, which decides itself who may export.
///
/// # Errors
/// [`Refusal::PersonUnknown`].
pub async fn export_of(pool: &Pool, id: PersonId) -> Result<Value, Failure> {
    let read = move |connection: &mut PgConnection| {
        // One transaction reads everything, so that it is consistent.
        connection
            .build_transaction()
            .repeatable_read()
            .read_only()
            .run(|connection| personal_data::export(connection, id))
    };
    let mut document = pool.run(read).await?;
    document["exportedAt"] = json!(clock::now());
    Ok(document)
}

/// Erases a person.
///
/// # Errors
/// [`Refusal::PersonUnknown`]; [`Refusal::OwnAccount`]; [`Refusal::LastAdministrator`].
pub async fn erase(school: &School, by: &Identity, id: PersonId) -> Result<(), Failure> {
    permit_on_another(by, id)?;
    erase_now(school, Some(by.author()), id).await
}

/// Erases the caller.
///
/// # Errors
/// [`Refusal::PasswordWrong`]; [`Refusal::TooManySignIns`]; [`Refusal::LastAdministrator`].
pub async fn erase_own(school: &School, by: &Identity, password: String) -> Result<(), Failure> {
    if !allows(Some(by.role), SchoolAct::EditOwnProfile) {
        return Err(Refusal::NotAllowed.into());
    }
    let (id, cost) = (by.person, school.settings.bcrypt_cost);
    let found = school.pool.run(move |connection| rows::with_hash(connection, id)).await?;
    let (person, hash) = found.ok_or(Refusal::SignInNeeded)?;
    {
        let _alone = school.sign_ins.hash_of(id)?;
        let turn = school.hashing.next(Asker::Known(id)).await?;
        school.sign_ins.check_own(&person, password, hash, cost, &turn).await?;
    }
    erase_now(school, Some(by.author()), id).await
}

/// As [`erase`], for a caller that has checked the permission.
///
/// # Errors
/// [`Refusal::PersonUnknown`]; [`Refusal::LastAdministrator`].
pub async fn erase_now(school: &School, by: Option<Author>, id: PersonId) -> Result<(), Failure> {
    let shut = move |connection: &mut PgConnection| {
        connection.transaction(|connection| {
            personal_data::lock_for_erasure(connection, id)?;
            rows::block(connection, id, REASON)?;
            // A job repeats the erasure later, if the rest fails or this server dies. Erasing deletes the job too. Without `by`,
            // such a job is the caller.
            if by.is_some() {
                let later = clock::now() + chrono::Duration::minutes(1);
                jobs::queue(connection, ERASE, &json!({ "person": id.to_string() }), later)?;
            }
            stream_keys::of_teacher(connection, id)
        })
    };
    let keys = school.pool.run(shut).await?;
    streams::end_streams(school, keys).await;
    logins::announce_logins_changed(school, id).await;
    end_lessons(school, id).await?;
    leave_rooms(school, id).await?;
    let erased = erase_rows(&school.pool, by, id).await?;
    // The person may have joined a room in between. The rows are gone: what follows must not wait for a node that is slow.
    let _ = leave_rooms(school, id).await;
    for session in erased.sessions {
        school.bus.announce(Announcement::SessionDeleted(session)).await;
    }
    school.job_queued.send_replace(());
    school.announce_changes(erased.orphaned).await;
    remove(&school.pool, &school.settings.storage, erased.files).await;
    Ok(())
}

/// As [`erase_now`], when no server runs.
///
/// # Errors
/// As [`erase_now`].
pub async fn erase_without_server(pool: &Pool, storage: &Storage, id: PersonId) -> Result<(), Failure> {
    let erased = erase_rows(pool, None, id).await?;
    remove(pool, storage, erased.files).await;
    Ok(())
}

/// Ends the live lessons of a teacher for everyone in them.
async fn end_lessons(school: &School, teacher: PersonId) -> Result<(), Failure> {
    for listing in school.directory.live() {
        if listing.teacher != teacher {
            continue;
        }
        let (id, by) = (listing.card.id, Author { person: teacher, from: None });
        let ended = async { rooms::room_of(school, &listing).await?.end(school, id, by, None).await };
        match ended.await {
            Err(failure @ (Failure::Fault(_) | Failure::Refused(Refusal::NotKept | Refusal::Busy))) => {
                return Err(failure);
            }
            // A refusal means that the lesson has ended by itself.
            Ok(()) | Err(Failure::Refused(_)) => {}
        }
    }
    Ok(())
}

/// A room that still had something to write that names the person would bring their name back.
async fn leave_rooms(school: &School, person: PersonId) -> Result<(), Refusal> {
    school.bus.announce_to_all(Announcement::Erased(person)).await
}

async fn erase_rows(pool: &Pool, by: Option<Author>, id: PersonId) -> Result<ErasureResult, Failure> {
    let avatar = serde_json::to_value(Avatar::plain()).expect("an avatar is JSON");
    let erase = move |connection: &mut PgConnection| {
        connection.transaction(|connection| {
            let account: Account = personal_data::lock_for_erasure(connection, id)?;
            let erased = personal_data::erase(connection, id, ERASED, &avatar)?;
            // Written after the erasure, so that it finds no name of theirs.
            let by = by.map(|by| without_own_address(by, id));
            let line =
                NewAuditEntry { by, deed: AuditAction::PersonErased, about: AuditSubject::Person(id), detail: "" };
            audit::write(connection, clock::now(), line)?;
            jobs::queue(connection, FORGET_MAILS, &json!({ "address": hash(&account.email) }), clock::now())?;
            Ok::<_, Failure>(erased)
        })
    };
    pool.run(erase).await
}

/// A person who erases themselves leaves no address either.
fn without_own_address(by: Author, erased: PersonId) -> Author {
    if by.person == erased { Author { from: None, ..by } } else { by }
}

/// Removes files that are marked as leaving; if one cannot be removed now, tidying removes it later.
async fn remove(pool: &Pool, storage: &Storage, names: Vec<String>) {
    for name in names {
        let Some(file) = FileName::parse(&name) else { continue };
        let removed = async {
            storage.remove(&file).await?;
            pool.run(move |connection| uploads::delete_file_row(connection, &name)).await
        };
        if let Err(error) = removed.await {
            tracing::warn!(%error, "a file of an erased person is removed later");
        }
    }
}

/// The hash of an email address, to recognise the address without keeping it.
pub fn hash(address: &str) -> String {
    let hash = Sha256::digest(unicode::fold(&email_address::as_stored(address)));
    hash.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The person with this username or email address.
///
/// # Errors
/// [`Refusal::PersonUnknown`].
pub async fn named(pool: &Pool, identifier: String) -> Result<PersonId, Failure> {
    let found =
        pool.run(move |connection| rows::by_identifier(connection, &email_address::as_stored(&identifier))).await?;
    Ok(found.map(|(person, _)| person.id).ok_or(Refusal::PersonUnknown)?)
}
