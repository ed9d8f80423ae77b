//! The content of a whiteboard's page, for those in the lesson. Changes come over the WebSocket.

use actix_rt::task::spawn_blocking;

use super::{School, rooms::room_gone};
use crate::{
    cluster::registry::Find,
    error::{Failure, Fault, Refusal},
    ids::SessionId,
    protocol::board::Content,
    room::actor::board::GetBoard,
};

/// A page, for the bearer of a resume token of this lesson.
///
/// # Errors
/// [`Refusal::ResumeUnknown`]; [`Refusal::BoardUnknown`]; [`Refusal::NotJoined`] for someone who is not in the room;
/// [`Refusal::LessonElsewhere`] if its room is not on this node.
pub async fn page(school: &School, token: Option<&str>, session: SessionId, page: u16) -> Result<Content, Failure> {
    let seat = token.and_then(|token| school.keys.read_resume_token(token)).filter(|seat| seat.sid == session);
    let seat = seat.ok_or(Refusal::ResumeUnknown)?;
    let room = school.rooms.send(Find(session)).await.map_err(room_gone)?.ok_or(Refusal::LessonElsewhere)?;
    Ok(room.send(GetBoard { who: seat.sub, page }).await.map_err(room_gone)??)
}

/// The JSON of a page. A full one has megabytes, so it is written on a blocking thread.
///
/// # Errors
/// A fault when the thread fails.
pub async fn json(content: Content) -> Result<Vec<u8>, Failure> {
    let written = spawn_blocking(move || serde_json::to_vec(&content).expect("a page is JSON")).await;
    written.map_err(|error| Fault::Broken(format!("a whiteboard could not be written: {error}")).into())
}
