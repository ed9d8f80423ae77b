//! `POST /hand-ins`: a student hands in a file. `GET /sessions/{id}/hand-ins.zip`: the teacher downloads all that was handed in.

use std::collections::HashSet;

use actix_web::{
    HttpRequest, HttpResponse,
    http::header::{CONTENT_DISPOSITION, CONTENT_TYPE},
    web::{Data, Path, Payload, Query},
};
use async_zip::{Compression, ZipEntryBuilder, tokio::write::ZipFileWriter};
use futures_util::{AsyncWriteExt as _, StreamExt};
use serde::{Deserialize, Serialize};
use tokio::io::DuplexStream;
use tokio_util::io::ReaderStream;
use utoipa::ToSchema;

use crate::{
    domain::{
        School,
        hand_ins::{self, Content, Work},
    },
    error::Refusal,
    ids::HandInId,
    outbound::storage::{FileName, Storage},
    web::{
        describe::Description,
        errors::ApiError,
        extract::{SignedIn, session_id},
        request,
    },
};

/// How much of the archive waits for a slow client, in bytes.
const PIPE: usize = 64 * 1024;

#[derive(Deserialize)]
pub struct Named {
    #[serde(default)]
    name: String,
}

#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = HandedIn)]
struct HandedInJson {
    hand_in_id: HandInId,
}

pub async fn hand_in(
    request: HttpRequest,
    school: Data<School>,
    named: Query<Named>,
    body: Payload,
) -> Result<HttpResponse, ApiError> {
    let resume = request::bearer(&request).ok_or(Refusal::ResumeUnknown)?;
    let bytes = body.map(|part| part.map_err(|_| Refusal::BodyBad));
    let hand_in_id = hand_ins::receive(&school, resume, &named.name, bytes).await?;
    Ok(HttpResponse::Created().json(HandedInJson { hand_in_id }))
}

pub async fn archive(school: Data<School>, caller: SignedIn, path: Path<String>) -> Result<HttpResponse, ApiError> {
    let works = hand_ins::of(&school, &caller.0, session_id(&path)?).await?;
    let (ours, theirs) = tokio::io::duplex(PIPE);
    let storage = school.settings.storage.clone();
    actix_web::rt::spawn(async move {
        // The client sees that the archive breaks off.
        if let Err(why) = write_archive(ours, &storage, works).await {
            tracing::warn!(why, "an archive broke off");
        }
    });
    Ok(HttpResponse::Ok()
        .insert_header((CONTENT_TYPE, "application/zip"))
        .insert_header((CONTENT_DISPOSITION, "attachment; filename=\"hand-ins.zip\""))
        .streaming(ReaderStream::new(theirs)))
}

/// Writes file by file as fast as the client reads. Pictures and PDFs are compressed already.
async fn write_archive(pipe: DuplexStream, storage: &Storage, works: Vec<(Work, String)>) -> Result<(), String> {
    let mut archive = ZipFileWriter::with_tokio(pipe);
    let mut taken = HashSet::new();
    for (work, who) in works {
        let entry = ZipEntryBuilder::new(entry_name(&work, &who, &mut taken).into(), Compression::Stored);
        match work.content {
            Content::Text(text) => {
                archive.write_entry_whole(entry, text.as_bytes()).await.map_err(|error| error.to_string())?;
            }
            Content::File { file, .. } => {
                let Some(name) = FileName::parse(&file) else { continue };
                let Some(stored) = storage.get(&name, None).await.map_err(|error| format!("{error:?}"))? else {
                    continue;
                };
                let mut writer = archive.write_entry_stream(entry).await.map_err(|error| error.to_string())?;
                let mut bytes = stored.bytes;
                while let Some(part) = bytes.next().await {
                    let part = part.map_err(|error| format!("{error:?}"))?;
                    writer.write_all(&part).await.map_err(|error| error.to_string())?;
                }
                writer.close().await.map_err(|error| error.to_string())?;
            }
        }
    }
    archive.close().await.map(drop).map_err(|error| error.to_string())
}

/// "Maria - volcano.jpg", with a number if there is one already. No name leads out of a folder.
fn entry_name(work: &Work, who: &str, taken: &mut HashSet<String>) -> String {
    let safe = |text: &str| {
        let kept = text.chars().map(|c| if c.is_alphanumeric() || matches!(c, ' ' | '-' | '_') { c } else { '_' });
        kept.take(60).collect::<String>().trim().to_owned()
    };
    let (stem, ending) = match &work.content {
        Content::Text(_) => ("text".to_owned(), "txt"),
        Content::File { name, file, .. } => {
            let stem = name.rsplit_once('.').map_or(name.as_str(), |(stem, _)| stem);
            (safe(stem), file.rsplit_once('.').map_or("", |(_, ending)| ending))
        }
    };
    let name = |number: usize| match number {
        1 => format!("{} - {stem}.{ending}", safe(who)),
        _ => format!("{} - {stem} {number}.{ending}", safe(who)),
    };
    let free = (1..).map(name).find(|name| !taken.contains(name)).expect("there is always a further number");
    taken.insert(free.clone());
    free
}

pub fn describe(api: &mut Description) {
    api.about("Hand-ins", "What students hand in during a lesson.");
    api.post("/hand-ins", "Hand in a file")
        .query::<String>("name", "The file's name.")
        .takes_file()
        .gives::<HandedInJson>(
            201,
            "What was handed in. `Authorization: Bearer` has the `resume` token of a seat in a live lesson, which `on.sessionJoin` gives.",
        )
        .refuses(&[
            Refusal::ResumeUnknown,
            Refusal::NotJoined,
            Refusal::NotAllowed,
            Refusal::LessonEnded,
            Refusal::LessonElsewhere,
            Refusal::NotLive,
            Refusal::HandInClosed,
            Refusal::HandInsMany,
            Refusal::HandInKindBad,
            Refusal::UploadEmpty,
            Refusal::UploadTooBig,
            Refusal::FileKindBad,
            Refusal::FileInfected,
            Refusal::PictureBad,
            Refusal::PictureTooLarge,
            Refusal::PictureHeif,
            Refusal::StorageFull,
            Refusal::NotKept,
            Refusal::Busy,
        ]);
    api.get("/sessions/{id}/hand-ins.zip", "Download all that was handed in")
        .signed_in()
        .gives_text(200, "application/zip", "The files and texts, each named by its person.")
        .refuses(&[Refusal::SessionUnknown]);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{clock, ids::ParticipantId};

    #[test]
    fn names_in_the_archive_are_safe_and_each_is_there_once() {
        let work = |name: &str| Work {
            id: HandInId::fresh(),
            who: ParticipantId::fresh(),
            content: Content::File { name: name.into(), file: "ab.jpg".into(), size: 1, picture: None },
            at: clock::now(),
        };
        let mut taken = HashSet::new();
        let mut name = |file: &str, who: &str| entry_name(&work(file), who, &mut taken);
        assert_eq!(name("volcano.png", "Maria"), "Maria - volcano.jpg");
        assert_eq!(name("volcano.jpg", "Maria"), "Maria - volcano 2.jpg");
        assert_eq!(name("../etc/passwd.png", "../Ζωή"), "___Ζωή - ___etc_passwd.jpg");
    }
}
