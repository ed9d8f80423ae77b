//! Who opens a room: one caller on one node.

use actix::{Addr, AsyncContext, Context, Handler, Message, MessageResult, Recipient};
use tokio::sync::oneshot;

use super::Registry;
use crate::{
    cluster::Announcement,
    ids::{NodeId, SessionId},
    room::RoomActor,
};

/// Where the room of a session is.
#[derive(Message)]
#[rtype(result = "Location")]
pub struct Locate(pub SessionId);

pub enum Location {
    Here(Addr<RoomActor>),
    At(NodeId),
    /// The caller should open it, if this node may: see [`FindOwner`].
    ToBeOpened(OpeningPermit),
    /// Another caller on this node is opening it. When the receiver completes, the caller locates the room again.
    BeingOpened(oneshot::Receiver<()>),
}

/// Held while a room is being opened. Dropping it makes the waiting callers locate the room again.
pub struct OpeningPermit {
    session: SessionId,
    registry: Recipient<OpeningOver>,
}

#[derive(Message)]
#[rtype(result = "()")]
struct OpeningOver(SessionId);

impl Drop for OpeningPermit {
    fn drop(&mut self) {
        self.registry.do_send(OpeningOver(self.session));
    }
}

/// Whether this node owns the room of a session, or which other one does.
#[derive(Message)]
#[rtype(result = "Option<NodeId>")]
pub struct FindOwner(pub SessionId);

/// Announcements about the owners of rooms.
#[derive(Message)]
#[rtype(result = "()")]
pub enum Ownership {
    Wanted(SessionId, NodeId),
    Closed(SessionId, NodeId),
    /// The rooms of this node have no owner any more.
    Left(NodeId),
    /// A new node must learn which rooms this one owns.
    Tell,
}

impl Handler<Locate> for Registry {
    type Result = MessageResult<Locate>;

    fn handle(&mut self, Locate(session): Locate, ctx: &mut Context<Self>) -> Self::Result {
        if let Some(room) = self.room(session) {
            return MessageResult(Location::Here(room));
        }
        if let Some(owner) = self.owners.get(&session).filter(|owner| **owner != self.node) {
            return MessageResult(Location::At(*owner));
        }
        if let Some(waiting) = self.opening.get_mut(&session) {
            let (over, wait) = oneshot::channel();
            waiting.push(over);
            return MessageResult(Location::BeingOpened(wait));
        }
        self.opening.insert(session, Vec::new());
        MessageResult(Location::ToBeOpened(OpeningPermit { session, registry: ctx.address().recipient() }))
    }
}

impl Handler<OpeningOver> for Registry {
    type Result = ();

    fn handle(&mut self, OpeningOver(session): OpeningOver, _: &mut Context<Self>) {
        for waiting in self.opening.remove(&session).unwrap_or_default() {
            // The caller may have given up.
            let _ = waiting.send(());
        }
        if self.room(session).is_none() {
            self.announce(Announcement::RoomClosed { session, node: self.node });
        }
    }
}

impl Handler<FindOwner> for Registry {
    type Result = Option<NodeId>;

    fn handle(&mut self, FindOwner(session): FindOwner, _: &mut Context<Self>) -> Self::Result {
        self.owners.get(&session).copied()
    }
}

impl Handler<Ownership> for Registry {
    type Result = ();

    fn handle(&mut self, ownership: Ownership, _: &mut Context<Self>) {
        match ownership {
            Ownership::Wanted(session, node) => {
                self.owners.entry(session).or_insert(node);
            }
            Ownership::Closed(session, node) => {
                if self.owners.get(&session) == Some(&node) {
                    self.owners.remove(&session);
                }
            }
            Ownership::Left(node) => self.owners.retain(|_, owner| *owner != node),
            Ownership::Tell => {
                for session in self.open_rooms().map(|(session, _)| session).collect::<Vec<_>>() {
                    self.announce(Announcement::RoomOpened { session, node: self.node });
                }
            }
        }
    }
}
