//! Uploads of teachers: images, videos and presentations. The first bytes of a file determine its type, and its tracks whether
//! browsers play it. Images are decoded and encoded again, all other files are kept as they came. Files that nothing uses are
//! removed.

mod conversion_queue;
mod image_metadata;
mod images;
mod upload_permits;
mod upload_stream;
mod video_tracks;

use bytes::Bytes;
use chrono::Duration;
use diesel::{Connection, PgConnection};
use futures_util::Stream;

pub use conversion_queue::ConversionQueue;
use images::ImageAndThumbnail;
pub use upload_permits::UploadPermits;
pub(super) use upload_stream::{UploadStream, collect};
use video_tracks::TrackReader;

use super::School;
pub use crate::db::uploads::{Kind, Upload};
use crate::{
    access::{Author, IdempotencyKey, Identity, SchoolAct, allows},
    clock::{self, Time},
    db::{
        audit::{self, AuditAction, NewAuditEntry},
        idempotency, people,
        uploads::{self, Thumbnail},
    },
    error::{Failure, Fault, Refusal},
    ids::{PersonId, SessionId, UploadId},
    outbound::storage::{FileName, IncomingFile, ReceivedFile, Storage, StorageError},
    protocol::text,
};

/// The largest file of an image, in bytes: it is held in memory while it is encoded again.
const PICTURE: u64 = 32 * 1024 * 1024;
/// For how long an unused upload is kept.
const UNUSED: Duration = Duration::hours(24);
/// For how long a file is kept that no upload refers to: a page that shows it may still be open.
const UNREFERRED: Duration = Duration::hours(1);
/// How many files are removed at a time.
const BATCH: i64 = 500;

/// What the teacher says about a file.
#[derive(Clone, Debug, Default)]
pub struct FileDescription {
    /// The file's name on the teacher's device.
    pub name: String,
    pub alternative_text: String,
    pub caption: String,
}

impl FileDescription {
    pub(super) fn check(self) -> Result<Self, Refusal> {
        Ok(Self {
            name: text::file_name(&self.name),
            alternative_text: text::caption(&self.alternative_text)?,
            caption: text::caption(&self.caption)?,
        })
    }
}

/// The brands of HEIC and AVIF (ISO/IEC 23008-12, AV1 Image File Format). No library in Rust decodes them that is well kept and
/// free for us to use.
const HEIF_BRANDS: &[&[u8; 4]] =
    &[b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs", b"mif1", b"msf1", b"avif", b"avis"];

/// The type of a file, by its first bytes.
pub(super) fn kind_of(head: &[u8]) -> Result<(Kind, &'static str, &'static str), Refusal> {
    if let Some((b"ftyp", brand)) = head.get(4..12).map(|both| both.split_at(4))
        && HEIF_BRANDS.iter().any(|one| brand == *one)
    {
        return Err(Refusal::PictureHeif);
    }
    // Its tracks decide, once they have come.
    if video_tracks::is_boxes(head) {
        return Ok((Kind::Video, "mp4", "video/mp4"));
    }
    let mime = infer::get(head).map_or("", |kind| kind.mime_type());
    match mime {
        "image/jpeg" | "image/png" | "image/webp" | "image/gif" => Ok((Kind::Photo, "", "")),
        "video/webm" => Ok((Kind::Video, "webm", "video/webm")),
        "application/pdf" if begins_as_pdf(head) => Ok((Kind::Presentation, "pdf", "application/pdf")),
        _ => Err(Refusal::FileKindBad),
    }
}

/// PDF viewers look for the mark within the first thousand bytes, and so do programs that determine a file's type. But a page or
/// a script could stand before it, and another program would take the file for that.
fn begins_as_pdf(head: &[u8]) -> bool {
    head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head).trim_ascii_start().starts_with(b"%PDF-")
}

impl From<StorageError> for Failure {
    fn from(trouble: StorageError) -> Self {
        match trouble {
            StorageError::Full => Refusal::StorageFull.into(),
            StorageError::Broken(why) => Fault::Unavailable(format!("the storage: {why}")).into(),
        }
    }
}

/// A picture that a student hands in, encoded again. The pictures of one lesson wait for each other.
pub(super) async fn encode_handed_in(
    school: &School,
    session: SessionId,
    bytes: Bytes,
) -> Result<images::StoredImage, Failure> {
    let turn = school.conversions.turn(PersonId::from_uuid(session.as_uuid())).await?;
    Ok(images::encode_again(bytes, turn).await?.whole)
}

/// Receives a file and stores it.
///
/// # Errors
/// [`Refusal::NotAllowed`], [`Refusal::UploadEmpty`], [`Refusal::UploadTooBig`], [`Refusal::QuotaFull`],
/// [`Refusal::FileKindBad`], [`Refusal::PictureBad`], [`Refusal::PictureTooLarge`], [`Refusal::PictureHeif`],
/// [`Refusal::StorageFull`]; the refusals of [`TrackReader::judge`]; [`Refusal::Busy`]
/// when the person has too many uploads under way, or too many images wait to be converted; the refusal of an invalid text.
pub async fn upload(
    school: &School,
    by: &Identity,
    about: FileDescription,
    bytes: impl Stream<Item = Result<Bytes, Refusal>> + Unpin,
) -> Result<Upload, Failure> {
    permit(by)?;
    let about = about.check()?;
    let (owner, quota) = (by.person, school.quota());
    let _place = school.arriving.place(owner)?;
    let used = school.pool.run(move |connection| uploads::used(connection, owner)).await?;
    let mut incoming = UploadStream::new(bytes, school.upload_limit());
    incoming.at_most(quota.saturating_sub(used), Refusal::QuotaFull)?;
    let head = incoming.head().await?;
    let (kind, ending, mime) = kind_of(&head)?;
    let upload = |name: &FileName, size: i64, mime: &str| row(owner, kind, &about, name, size, mime);
    if kind == Kind::Photo {
        let ImageAndThumbnail { whole, small } = receive_image(school, owner, head, &mut incoming).await?;
        let [name, small_name] = [&whole, &small].map(|picture| FileName::of(&picture.bytes, picture.ending));
        let mut picture = upload(&name, signed(whole.bytes.len()), whole.mime);
        (picture.width, picture.height) = (Some(signed(whole.width)), Some(signed(whole.height)));
        picture.thumbnail = Thumbnail {
            thumbnail: Some(small_name.as_str().to_owned()),
            thumbnail_width: Some(signed(small.width)),
            thumbnail_height: Some(signed(small.height)),
            thumbnail_size: Some(signed(small.bytes.len())),
        };
        let picture = insert_upload(school, by.author(), by.once.as_ref(), picture).await?;
        let storage = &school.settings.storage;
        let kept = async {
            storage.put(&name, whole.bytes).await?;
            storage.put(&small_name, small.bytes).await
        };
        return settle(school, by.author(), picture, kept.await).await;
    }
    let arrived = receive_file(&school.settings.storage, head, ending, &mut incoming).await?;
    let upload = upload(&arrived.name, signed(arrived.size), mime);
    match insert_upload(school, by.author(), by.once.as_ref(), upload).await {
        Ok(upload) => settle(school, by.author(), upload, arrived.keep().await).await,
        Err(failure) => {
            arrived.discard().await;
            Err(failure)
        }
    }
}

/// The row of a file that is not an image.
fn row(owner: PersonId, kind: Kind, about: &FileDescription, name: &FileName, size: i64, mime: &str) -> Upload {
    Upload {
        id: UploadId::fresh(),
        owner_id: owner,
        kind: kind.as_str().to_owned(),
        name: about.name.clone(),
        alternative_text: about.alternative_text.clone(),
        caption: about.caption.clone(),
        mime: mime.to_owned(),
        file: name.as_str().to_owned(),
        size,
        width: None,
        height: None,
        thumbnail: Thumbnail::default(),
        created_at: clock::now(),
    }
}

/// Stores a PDF that the server has made of somebody's file, as an upload of theirs.
///
/// # Errors
/// [`Refusal::QuotaFull`], [`Refusal::StorageFull`]; the refusal of an invalid text.
pub(super) async fn store_pdf(
    school: &School,
    by: Author,
    about: FileDescription,
    bytes: Bytes,
) -> Result<Upload, Failure> {
    let about = about.check()?;
    let name = FileName::of(&bytes, "pdf");
    let upload = row(by.person, Kind::Presentation, &about, &name, signed(bytes.len()), "application/pdf");
    let upload = insert_upload(school, by, None, upload).await?;
    let kept = school.settings.storage.put(&name, bytes.into()).await;
    settle(school, by, upload, kept).await
}

/// Converts a number to the database's type. No number that comes here is too large for it.
pub(super) fn signed<T: Default>(number: impl TryInto<T>) -> T {
    number.try_into().unwrap_or_default()
}

fn permit(by: &Identity) -> Result<(), Refusal> {
    if allows(Some(by.role), SchoolAct::PlanExperiences) { Ok(()) } else { Err(Refusal::NotAllowed) }
}

/// Receives an image and converts it. However slowly it comes, it waits in the storage and takes up nobody's turn.
async fn receive_image<S: Stream<Item = Result<Bytes, Refusal>> + Unpin>(
    school: &School,
    owner: PersonId,
    head: Vec<u8>,
    incoming: &mut UploadStream<S>,
) -> Result<ImageAndThumbnail, Failure> {
    incoming.at_most(PICTURE, Refusal::UploadTooBig)?;
    let arrived = receive_file(&school.settings.storage, head, "image", incoming).await?;
    let turn = school.conversions.turn(owner).await?;
    let bytes = arrived.read().await?;
    arrived.discard().await;
    images::encode_again(bytes, turn).await
}

pub(super) async fn receive_file<S: Stream<Item = Result<Bytes, Refusal>> + Unpin>(
    storage: &Storage,
    head: Vec<u8>,
    ending: &str,
    incoming: &mut UploadStream<S>,
) -> Result<ReceivedFile, Failure> {
    let mut arriving = storage.receive().await?;
    match write_file(&mut arriving, head, ending, incoming).await {
        Ok(()) => Ok(arriving.finish(ending).await?),
        Err(failure) => {
            arriving.discard().await;
            Err(failure)
        }
    }
}

async fn write_file<S: Stream<Item = Result<Bytes, Refusal>> + Unpin>(
    arriving: &mut IncomingFile,
    head: Vec<u8>,
    ending: &str,
    incoming: &mut UploadStream<S>,
) -> Result<(), Failure> {
    let mut tracks = (ending == "mp4").then(TrackReader::new);
    let mut next = Some(Bytes::from(head));
    while let Some(part) = next {
        if let Some(tracks) = &mut tracks {
            tracks.read(&part)?;
        }
        arriving.write(part).await?;
        next = incoming.next().await?;
    }
    if let Some(tracks) = tracks {
        tracks.judge()?;
    }
    Ok(())
}

/// Inserts the upload's row if the quota still has room: several uploads may arrive at once. Only then does the file move to its
/// final place, so that a refused upload leaves nothing there; and from now on tidying does not remove it as unused.
async fn insert_upload(
    school: &School,
    by: Author,
    once: Option<&IdempotencyKey>,
    upload: Upload,
) -> Result<Upload, Failure> {
    // One form may bring several files, and a page sends each in a form of its own: the same file twice is a repeat.
    let thing = [upload.file.as_bytes(), upload.name.as_bytes()];
    let once = once.map(|key| key.for_thing(thing));
    let (by, quota, now) = (Some(by), school.quota(), upload.created_at);
    let insert_upload = move |connection: &mut PgConnection| {
        people::lock(connection, upload.owner_id)?;
        if let Some(made) = idempotency::claim(connection, once.as_ref(), now)? {
            let own = uploads::own(connection, &[UploadId::from_uuid(made)], upload.owner_id)?;
            // If the form was refused for another file, this one is gone.
            if let Some(before) = own.into_iter().next() {
                return Ok(before);
            }
        }
        idempotency::record(connection, once.as_ref(), upload.id.as_uuid())?;
        let size = u64::try_from(upload.size).unwrap_or(u64::MAX);
        if uploads::used(connection, upload.owner_id)?.saturating_add(size) > quota {
            return Err(Refusal::QuotaFull.into());
        }
        let small = upload.thumbnail.thumbnail.as_deref().zip(upload.thumbnail.thumbnail_size);
        for (name, size) in [(upload.file.as_str(), upload.size)].into_iter().chain(small) {
            // Tidying is removing the same file at this moment.
            if !uploads::claim(connection, name, size, now)? {
                return Err(Refusal::Busy.into());
            }
        }
        uploads::insert(connection, &upload)?;
        let about = audit::AuditSubject::File(upload.id, &upload.name);
        audit::write(connection, now, NewAuditEntry { by, deed: AuditAction::FileBrought, about, detail: "" })?;
        Ok(upload)
    };
    school.pool.run(move |connection| connection.transaction(insert_upload)).await
}

/// Confirms that the file is stored; if it is not, removes the upload's row again.
async fn settle(
    school: &School,
    by: Author,
    upload: Upload,
    kept: Result<(), StorageError>,
) -> Result<Upload, Failure> {
    let Err(trouble) = kept else { return Ok(upload) };
    discard(school, by, &[upload]).await;
    Err(trouble.into())
}

/// Removes uploads that were received a moment ago and cannot be used, so that they do not count towards the quota. If the
/// database fails now, tidying removes them later as unused.
pub async fn discard_uploads(school: &School, by: &Identity, brought: &[Upload]) {
    discard(school, by.author(), brought).await;
}

async fn discard(school: &School, by: Author, brought: &[Upload]) {
    let (by, ids) = (Some(by), brought.iter().map(|upload| upload.id).collect::<Vec<_>>());
    let forget = move |connection: &mut PgConnection| {
        for (id, name) in uploads::delete_if_unused(connection, &ids)? {
            let about = audit::AuditSubject::File(id, &name);
            audit::write(
                connection,
                clock::now(),
                NewAuditEntry { by, deed: AuditAction::FileDeleted, about, detail: "" },
            )?;
        }
        Ok(())
    };
    if let Err(error) = school.pool.run(move |connection| connection.transaction(forget)).await {
        tracing::warn!(%error, "a file that cannot be used is removed later");
    }
}

/// How many bytes of their quota a person has used, and how large the quota is.
///
/// # Errors
/// [`Refusal::NotAllowed`].
pub async fn quota_usage(school: &School, by: &Identity) -> Result<(u64, u64), Failure> {
    permit(by)?;
    let owner: PersonId = by.person;
    let used = school.pool.run(move |connection| uploads::used(connection, owner)).await?;
    Ok((used, school.quota()))
}

/// Removes what nothing uses: uploads that are in no experience, and files that no upload refers to. Returns the number of files.
///
/// # Errors
/// An error of the database or of the storage.
pub async fn remove_unused(school: &School, now: Time) -> Result<usize, Failure> {
    let leaving = school
        .pool
        .run(move |connection| {
            connection.transaction(|connection| {
                uploads::delete_unused(connection, now - UNUSED)?;
                uploads::leaving(connection, now - UNREFERRED, BATCH)
            })
        })
        .await?;
    let mut gone = 0;
    for name in leaving {
        let Some(file) = FileName::parse(&name) else { continue };
        school.settings.storage.remove(&file).await?;
        gone += school.pool.run(move |connection| uploads::delete_file_row(connection, &name)).await?;
    }
    Ok(gone)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_bytes_determine_a_files_type() {
        let kind = |head: &[u8]| kind_of(head).map(|(kind, ending, _)| (kind, ending));
        for pdf in [&b"%PDF-1.7\n"[..], b"\r\n%PDF-1.4\n", b"\xef\xbb\xbf%PDF-1.4\n"] {
            assert_eq!(kind(pdf), Ok((Kind::Presentation, "pdf")));
        }
        assert_eq!(kind(b"\0\0\0\x18ftypisom\0\0\x02\0isomiso2"), Ok((Kind::Video, "mp4")));
        assert_eq!(kind(b"\0\0\0\x14ftypqt  \0\0\x02\0qt  "), Ok((Kind::Video, "mp4")));
        for phone in [&b"\0\0\0\x18ftypheic\0\0\0\0mif1heic"[..], b"\0\0\0\x1cftypavif\0\0\0\0avifmif1miaf"] {
            assert_eq!(kind(phone), Err(Refusal::PictureHeif));
        }
        assert_eq!(kind(b"\xff\xd8\xff\xe0\0\x10JFIF").map(|(kind, _)| kind), Ok(Kind::Photo));
        for wrong in [
            &b"<!doctype html><script>alert(1)</script>"[..],
            b"<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"alert(1)\"/>",
            b"<?xml version=\"1.0\"?><svg/>",
            b"#!/bin/sh\nrm -rf /",
            b"<script>/*\n%PDF-1.7 */alert(1)</script>",
            b"#!/bin/sh\n%PDF-1.7",
            b"PK\x03\x04",
            b"\x1f\x8b\x08",
            b"MZ\x90",
            b"hello",
        ] {
            assert_eq!(kind(wrong), Err(Refusal::FileKindBad), "{}", String::from_utf8_lossy(wrong));
        }
    }
}
