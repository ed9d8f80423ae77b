//! The people who wait for a lesson, for its page on the dashboard.

use super::{School, rooms, sessions};
use crate::{
    access::Identity,
    cluster::{Answer, Request, registry::FindOwner},
    error::{Failure, Fault, Refusal},
    ids::SessionId,
    protocol::roster::Outsider,
};

/// Those who wait, in the order in which they first came. Nobody waits for a lesson without a room: this opens none.
///
/// # Errors
/// [`Refusal::NotAllowed`]; [`Refusal::SessionUnknown`], also for a session of another teacher; a database error.
pub async fn of(school: &School, by: &Identity, id: SessionId) -> Result<Vec<Outsider>, Failure> {
    sessions::get(school, by, id).await?;
    let Some(node) = school.rooms.send(FindOwner(id)).await.map_err(rooms::room_gone)? else { return Ok(Vec::new()) };
    match school.bus.request(node, Request::Waiting { session: id }).await {
        Ok(Answer::Waiting(people)) => Ok(people),
        // The room has closed meanwhile, or its node is slow: the page asks again soon.
        Err(Refusal::Busy) => Ok(Vec::new()),
        Ok(answer) => Err(Fault::Broken(format!("a node answered {answer:?}")).into()),
        Err(refusal) => Err(refusal.into()),
    }
}
