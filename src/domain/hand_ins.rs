//! What students hand in during a lesson, as files: pictures, which are encoded again, and PDFs. A student shows who they are by the
//! resume token of their seat, as guests have no other. The room decides whether the file is wanted, before it comes and after.

use std::{path::PathBuf, process::Stdio, sync::Arc, time::Duration};

use bytes::Bytes;
use diesel::PgConnection;
use futures_util::Stream;
use tokio::{process::Command as Process, sync::Semaphore, time::timeout};

use super::{
    School,
    files::{self, Kind},
    rooms,
};
pub use crate::db::hand_in::{Content, Work};
use crate::{
    access::{Identity, ResumeClaims, SchoolAct, allows},
    clock,
    db::{hand_in, sessions, uploads},
    error::{Failure, Fault, Refusal},
    ids::{HandInId, SessionId},
    outbound::storage::FileName,
    protocol::{hand_in::HandInKind, text},
    room::messages::{GetHandInTerms, HandOver},
};

/// The largest file, in bytes: it is held in memory while it is looked at.
pub const FILE_MAX: u64 = 25_000_000;
/// How many files are received at once; others wait.
const AT_ONCE: usize = 8;
/// How long the scanner may take for one file.
const SCAN_TIME: Duration = Duration::from_secs(60);

/// Looks at each file that is handed in: the operator's command, with the file's path as its last argument. It is clean if the
/// command ends with 0.
#[derive(Clone, Debug)]
pub struct Scanner {
    pub program: PathBuf,
    pub arguments: Vec<String>,
}

/// Limits how many files are in memory at once.
#[derive(Clone, Debug)]
pub struct HandInPermits(Arc<Semaphore>);

impl Default for HandInPermits {
    fn default() -> Self {
        Self(Arc::new(Semaphore::new(AT_ONCE)))
    }
}

/// Receives a file from the person whose seat the resume token is.
///
/// # Errors
/// [`Refusal::ResumeUnknown`]; those of the room: [`Refusal::HandInClosed`], [`Refusal::HandInsMany`],
/// [`Refusal::HandInKindBad`]; [`Refusal::UploadEmpty`], [`Refusal::UploadTooBig`], [`Refusal::FileInfected`],
/// [`Refusal::FileKindBad`], those of a bad picture, and [`Refusal::StorageFull`].
pub async fn receive(
    school: &School,
    resume: &str,
    name: &str,
    bytes: impl Stream<Item = Result<Bytes, Refusal>> + Unpin,
) -> Result<HandInId, Failure> {
    let ResumeClaims { sub: who, sid } = school.keys.read_resume_token(resume).ok_or(Refusal::ResumeUnknown)?;
    let listing = school.directory.by_id(sid).ok_or(Refusal::LessonEnded)?;
    let room = rooms::room_of(school, &listing).await?.here()?;
    let terms = room.send(GetHandInTerms(who)).await.map_err(rooms::room_gone)??;
    // It takes the teacher's space. Files that arrive at once can exceed it by their own size.
    let teacher = listing.teacher;
    let used = school.pool.run(move |connection| uploads::used(connection, teacher)).await?;
    let left = school.quota().saturating_sub(used);
    let limit = terms.space.min(FILE_MAX).min(school.upload_limit());
    let _permit = school.handing_in.0.acquire().await.expect("nobody closes the semaphore");
    let bytes = files::collect(bytes, limit).await?;
    if bytes.len() as u64 > left {
        return Err(Refusal::HandInsMany.into());
    }
    let kind = match files::kind_of(&bytes)?.0 {
        Kind::Photo => HandInKind::Picture,
        Kind::Presentation => HandInKind::Pdf,
        Kind::Video => return Err(Refusal::HandInKindBad.into()),
    };
    if !terms.kinds.contains(&kind) {
        return Err(Refusal::HandInKindBad.into());
    }
    if let Some(scanner) = &school.settings.scanner {
        scan(scanner, &bytes).await?;
    }
    let (bytes, ending, picture) = if kind == HandInKind::Picture {
        let picture = files::encode_handed_in(school, sid, bytes).await?;
        let side = |side: u32| i32::try_from(side).unwrap_or(i32::MAX);
        (picture.bytes, picture.ending, Some((side(picture.width), side(picture.height))))
    } else {
        (bytes.into(), "pdf", None)
    };
    let file = FileName::of(&bytes, ending);
    let (claimed, now) = (file.as_str().to_owned(), clock::now());
    let size = i64::try_from(bytes.len()).unwrap_or(i64::MAX);
    // Tidying leaves a file alone that was claimed a moment ago, until the row refers to it.
    let claim = move |connection: &mut PgConnection| uploads::claim(connection, &claimed, size, now);
    if !school.pool.run(claim).await? {
        return Err(Refusal::Busy.into());
    }
    school.settings.storage.put(&file, bytes).await?;
    let content = Content::File { name: text::file_name(name), file: file.as_str().to_owned(), size, picture };
    let work = Work { id: HandInId::fresh(), who, content, at: now };
    let id = work.id;
    room.send(HandOver(work)).await.map_err(rooms::room_gone)??;
    Ok(id)
}

/// Has the operator's scanner look at a file.
///
/// # Errors
/// [`Refusal::FileInfected`] for anything but a clean end in time.
async fn scan(scanner: &Scanner, bytes: &[u8]) -> Result<(), Failure> {
    let broken = |error: std::io::Error| Fault::Broken(format!("a file for the scanner: {error}"));
    // Gone with its name, whatever happens.
    let file = tempfile::NamedTempFile::new().map_err(broken)?;
    tokio::fs::write(file.path(), bytes).await.map_err(broken)?;
    let mut process = Process::new(&scanner.program);
    process.args(&scanner.arguments).arg(file.path());
    process.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).kill_on_drop(true);
    let ended = timeout(SCAN_TIME, process.status()).await;
    match ended {
        Ok(Ok(status)) if status.success() => Ok(()),
        Ok(Ok(status)) => {
            tracing::warn!(%status, "the scanner refused a file");
            Err(Refusal::FileInfected.into())
        }
        Ok(Err(error)) => {
            tracing::error!(%error, "the scanner did not start");
            Err(Refusal::FileInfected.into())
        }
        Err(_) => {
            tracing::error!("the scanner took too long");
            Err(Refusal::FileInfected.into())
        }
    }
}

/// What was handed in in a lesson of the caller, with names, in its order.
///
/// # Errors
/// [`Refusal::NotAllowed`]; [`Refusal::SessionUnknown`], also for a session of another teacher.
pub async fn of(school: &School, by: &Identity, session: SessionId) -> Result<Vec<(Work, String)>, Failure> {
    if !allows(Some(by.role), SchoolAct::ReadKept) {
        return Err(Refusal::NotAllowed.into());
    }
    let teacher = by.person;
    let read = move |connection: &mut PgConnection| {
        sessions::own(connection, session, teacher, false)?.ok_or(Refusal::SessionUnknown)?;
        hand_in::of(connection, session)
    };
    school.pool.run(read).await
}
