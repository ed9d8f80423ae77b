//! Office files that teachers bring: they are converted to PDF one after the other, and the original is not kept.

use std::{fs, io::Write, path::Path};

use actix_rt::task::spawn_blocking;
use bytes::Bytes;
use diesel::{Connection, PgConnection};
use futures_util::{Stream, StreamExt};
use serde_json::json;

use super::{
    School,
    files::{self, FileDescription, Upload, UploadStream},
};
use crate::{
    access::{Author, Identity, SchoolAct, allows},
    clock,
    db::{
        conversions::{self, Conversion},
        jobs, people, uploads,
    },
    error::{Failure, Fault, Refusal},
    ids::ConversionId,
    outbound::{
        office::{OfficeError, OfficeFormat, OfficeLimits},
        storage::FileName,
    },
};

/// The kind of the job that converts a file.
pub const CONVERT: &str = "convert_office";
/// The largest file that is converted, in bytes.
const LARGEST: u64 = 100_000_000;
/// How many files may wait to be converted: of all, and of one person.
const WAITING: i64 = 50;
const OWN: i64 = 3;
/// After so many attempts a file is refused: it may be what ends the server each time.
const ATTEMPTS: i32 = 2;

/// How far a file is.
#[derive(Clone, Debug)]
pub enum Progress {
    /// So many are converted before it.
    Waiting(i64),
    Converting,
    Done(Box<Upload>),
    Failed(Refusal),
}

fn permit(by: &Identity) -> Result<(), Refusal> {
    if allows(Some(by.role), SchoolAct::PlanExperiences) { Ok(()) } else { Err(Refusal::NotAllowed) }
}

/// Receives an office file and queues it.
///
/// # Errors
/// [`Refusal::NotAllowed`]; [`Refusal::OfficeMissing`] where no LibreOffice is; [`Refusal::OfficeBad`] for a file that is not what its
/// name says; [`Refusal::UploadEmpty`], [`Refusal::UploadTooBig`], [`Refusal::StorageFull`]; [`Refusal::Busy`] when too many wait.
pub async fn receive(
    school: &School,
    by: &Identity,
    about: FileDescription,
    bytes: impl Stream<Item = Result<Bytes, Refusal>> + Unpin,
) -> Result<ConversionId, Failure> {
    permit(by)?;
    if !school.settings.office.is_there() {
        return Err(Refusal::OfficeMissing.into());
    }
    let about = about.check()?;
    let format = OfficeFormat::of_name(&about.name).ok_or(Refusal::OfficeBad)?;
    let owner = by.person;
    let _place = school.arriving.place(owner)?;
    let mut incoming = UploadStream::new(bytes, school.upload_limit().min(LARGEST));
    let head = incoming.head().await?;
    if !format.begins(&head) {
        return Err(Refusal::OfficeBad.into());
    }
    let arrived = files::receive_file(&school.settings.storage, head, format.ending(), &mut incoming).await?;
    let (file, size, now) = (arrived.name.as_str().to_owned(), files::signed(arrived.size), clock::now());
    let id = ConversionId::fresh();
    let queue = move |connection: &mut PgConnection| {
        people::lock(connection, owner)?;
        let (all, own) = conversions::open(connection, owner)?;
        // While a file of the same content is being removed, this one would go, too.
        if all >= WAITING || own >= OWN || !uploads::claim(connection, &file, size, now)? {
            return Err(Refusal::Busy.into());
        }
        let conversion = Conversion {
            id,
            owner_id: owner,
            name: about.name,
            format: format.ending().to_owned(),
            file: Some(file),
            state: "waiting".to_owned(),
            refusal: None,
            upload_id: None,
            created_at: now,
        };
        conversions::insert(connection, &conversion)?;
        jobs::queue(connection, CONVERT, &json!({ "conversion": id.to_string() }), now).map(drop)
    };
    match school.pool.run(move |connection| connection.transaction(queue)).await {
        Ok(()) => arrived.keep().await?,
        Err(failure) => {
            arrived.discard().await;
            return Err(failure);
        }
    }
    school.job_queued.send_replace(());
    Ok(id)
}

/// How far one's own file is.
///
/// # Errors
/// [`Refusal::NotAllowed`]; [`Refusal::ConversionUnknown`].
pub async fn progress(school: &School, by: &Identity, id: ConversionId) -> Result<Progress, Failure> {
    permit(by)?;
    let owner = by.person;
    let read = move |connection: &mut PgConnection| {
        let (found, before) = conversions::own(connection, id, owner)?.ok_or(Refusal::ConversionUnknown)?;
        let refused = found.refusal.as_deref().and_then(Refusal::by_code);
        Ok(match (found.state.as_str(), refused, found.upload_id) {
            ("waiting", ..) => Progress::Waiting(before),
            ("converting", ..) => Progress::Converting,
            ("failed", Some(refusal), _) => Progress::Failed(refusal),
            (_, _, Some(upload)) => match uploads::own(connection, &[upload], owner)?.into_iter().next() {
                Some(upload) => Progress::Done(Box::new(upload)),
                None => return Err(Refusal::ConversionUnknown.into()),
            },
            _ => return Err(Refusal::ConversionUnknown.into()),
        })
    };
    school.pool.run(read).await
}

/// Converts a file that waits: its owner reads what came of it. `tries` counts this attempt, too.
///
/// # Errors
/// A failure of the server; then another attempt may succeed.
pub async fn convert(school: &School, id: ConversionId, tries: i32) -> Result<(), Failure> {
    let begun = school.pool.run(move |connection| conversions::begin(connection, id)).await?;
    // Its owner was erased, or an attempt whose outcome was not stored has settled it.
    let Some(conversion) = begun else { return Ok(()) };
    let outcome = if tries > ATTEMPTS { Err(Refusal::OfficeFailed.into()) } else { attempt(school, conversion).await };
    let ended = match outcome {
        Ok(upload) => Ok(upload.id),
        Err(Failure::Refused(refusal)) => Err(refusal.code()),
        Err(fault) => return Err(fault),
    };
    let end = move |connection: &mut PgConnection| connection.transaction(|on| conversions::end(on, id, ended));
    let Some(original) = school.pool.run(end).await? else { return Ok(()) };
    let Some(name) = FileName::parse(&original) else { return Ok(()) };
    school.settings.storage.remove(&name).await?;
    school.pool.run(move |connection| uploads::delete_file_row(connection, &original)).await.map(drop)
}

async fn attempt(school: &School, conversion: Conversion) -> Result<Upload, Failure> {
    let format = OfficeFormat::parse(&conversion.format).ok_or(Refusal::OfficeBad)?;
    let broken = |error: std::io::Error| Fault::Unavailable(format!("a folder for a conversion: {error}"));
    let folder = tempfile::tempdir().map_err(broken)?;
    let name = conversion.file.as_deref().and_then(FileName::parse).ok_or(Refusal::OfficeFailed)?;
    let stored = school.settings.storage.get(&name, None).await?.ok_or(Refusal::OfficeFailed)?;
    let mut input = fs::File::create(folder.path().join(format!("in.{}", format.ending()))).map_err(broken)?;
    let mut bytes = stored.bytes;
    while let Some(part) = bytes.next().await {
        input.write_all(&part?).map_err(broken)?;
    }
    drop(input);
    let limits = OfficeLimits { output: school.upload_limit(), ..school.settings.office_limits };
    let (converter, path) = (school.settings.office.clone(), folder.path().to_owned());
    let converted = spawn_blocking(move || converter.convert(format, &path, limits)).await;
    match converted.map_err(|error| Fault::Broken(format!("a conversion ended: {error}")))? {
        Ok(()) => store(school, &conversion, &folder.path().join("out.pdf")).await,
        Err(OfficeError::TimedOut) => Err(Refusal::OfficeSlow.into()),
        Err(OfficeError::TooLarge) => Err(Refusal::UploadTooBig.into()),
        Err(OfficeError::Failed(why)) => {
            tracing::info!(conversion = %conversion.id, format = conversion.format, why, "an office file was not converted");
            Err(Refusal::OfficeFailed.into())
        }
        Err(OfficeError::Unavailable(why)) => Err(Fault::Unavailable(format!("the converter: {why}")).into()),
    }
}

/// The PDF becomes an upload of its owner, as if they had brought it.
async fn store(school: &School, conversion: &Conversion, pdf: &Path) -> Result<Upload, Failure> {
    let stem = conversion.name.rsplit_once('.').map_or(conversion.name.as_str(), |(stem, _)| stem);
    let about = FileDescription { name: format!("{stem}.pdf"), ..FileDescription::default() };
    let by = Author { person: conversion.owner_id, from: None };
    let bytes = fs::read(pdf).map_err(|error| Fault::Unavailable(format!("a converted file: {error}")))?;
    files::store_pdf(school, by, about, bytes.into()).await
}
