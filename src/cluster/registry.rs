//! The rooms that are open on this node, and the owners of all others. Rooms are spread over arbiters, one per core.
//!
//! Only one node opens a room, and only once: [`Locate`] permits one caller to open it and makes others on this node wait. Among
//! the nodes, the first one to announce [`Announcement::RoomWanted`] owns the room, until it announces that the room is closed.

mod ownership;

use std::{
    collections::HashMap,
    sync::Arc,
    time::{Duration, Instant},
};

use actix::{Actor, Addr, Arbiter, AsyncContext, Context, Handler, Message, MessageResult, ResponseFuture};
use futures_util::future::join_all;
use tokio::sync::oneshot;

use super::{Announcement, Bus};
use crate::{
    access::Keys,
    ids::{NodeId, PersonId, SessionId},
    media::Media,
    protocol::{Avatar, roster::SessionCard},
    room::{
        Journal, RoomActor, RoomState,
        actor::{Opening, stats},
        messages::{self, Change, Drain, Flush, Reconnect, RoomChanged, RoomGeneration, UpdateAvatar},
    },
};

pub use ownership::{FindOwner, Locate, Location, OpeningPermit, Ownership};
pub use stats::RoomStats;

pub struct Registry {
    node: NodeId,
    bus: Arc<Bus>,
    rooms: HashMap<SessionId, Room>,
    /// The owner of each room, as it was announced.
    owners: HashMap<SessionId, NodeId>,
    /// Rooms that a caller on this node is opening, and the callers who wait for them.
    opening: HashMap<SessionId, Vec<oneshot::Sender<()>>>,
    arbiters: Vec<Arbiter>,
    next: usize,
    generation: RoomGeneration,
    keys: Arc<Keys>,
    journal: Addr<Journal>,
    media: Arc<Media>,
}

/// A room that this node has opened. A session's next room has another generation.
struct Room {
    address: Addr<RoomActor>,
    generation: RoomGeneration,
}

impl Registry {
    /// A registry that opens rooms on `arbiters` threads.
    pub fn new(
        node: NodeId,
        bus: Arc<Bus>,
        arbiters: usize,
        keys: Arc<Keys>,
        journal: Addr<Journal>,
        media: Arc<Media>,
    ) -> Self {
        let arbiters = (0..arbiters.max(1)).map(|_| Arbiter::new()).collect();
        Self {
            node,
            bus,
            rooms: HashMap::new(),
            owners: HashMap::new(),
            opening: HashMap::new(),
            arbiters,
            next: 0,
            generation: RoomGeneration::default(),
            keys,
            journal,
            media,
        }
    }

    fn room(&self, session: SessionId) -> Option<Addr<RoomActor>> {
        self.rooms.get(&session).map(|room| room.address.clone()).filter(Addr::connected)
    }

    fn open_rooms(&self) -> impl Iterator<Item = (SessionId, &Addr<RoomActor>)> {
        self.rooms.iter().map(|(session, room)| (*session, &room.address)).filter(|(_, address)| address.connected())
    }

    /// Announces without waiting for the other nodes; this node receives the announcement, too.
    fn announce(&self, announcement: Announcement) {
        drop(self.bus.announce(announcement));
    }
}

impl Actor for Registry {
    type Context = Context<Self>;
}

/// The room of a session, if it is open on this node.
#[derive(Message)]
#[rtype(result = "Option<Addr<RoomActor>>")]
pub struct Find(pub SessionId);

/// Opens a room, unless it is open already.
#[derive(Message)]
#[rtype(result = "Addr<RoomActor>")]
pub struct Open {
    pub state: Box<RoomState>,
    pub card: SessionCard,
}

/// The sessions whose rooms are open on this node.
#[derive(Message)]
#[rtype(result = "Vec<SessionId>")]
pub struct Sessions;

/// The sum of all open rooms.
#[derive(Message)]
#[rtype(result = "RoomStats")]
pub struct Count;

/// The load of each room, and how long the room took to answer: messages to it wait that long.
#[derive(Message)]
#[rtype(result = "Vec<(SessionId, RoomStats, Duration)>")]
pub struct CountEach;

/// Stops the server's rooms: tells everyone in them, and waits until their records are written.
#[derive(Message)]
#[rtype(result = "()")]
pub struct Close;

/// Makes these connections identify themselves again, in every room.
#[derive(Message)]
#[rtype(result = "()")]
pub struct Recheck(pub Reconnect);

impl Handler<Recheck> for Registry {
    type Result = ();

    fn handle(&mut self, Recheck(whom): Recheck, _: &mut Context<Self>) {
        for (_, room) in self.open_rooms() {
            room.do_send(whom);
        }
    }
}

/// Changes a person's avatar in every room.
#[derive(Message)]
#[rtype(result = "()")]
pub struct ChangeAvatar {
    pub person: PersonId,
    pub avatar: Avatar,
}

impl Handler<ChangeAvatar> for Registry {
    type Result = ();

    fn handle(&mut self, ChangeAvatar { person, avatar }: ChangeAvatar, _: &mut Context<Self>) {
        for (_, room) in self.open_rooms() {
            room.do_send(UpdateAvatar { person, avatar: avatar.clone() });
        }
    }
}

/// Removes an erased person from every room; no record that is still to be written names them after this.
#[derive(Message)]
#[rtype(result = "()")]
pub struct Erase(pub PersonId);

impl Handler<Erase> for Registry {
    type Result = ResponseFuture<()>;

    fn handle(&mut self, Erase(person): Erase, _: &mut Context<Self>) -> Self::Result {
        let rooms: Vec<_> = self.open_rooms().map(|(_, room)| room.clone()).collect();
        let journal = self.journal.clone();
        Box::pin(async move {
            // A room that has just ended contains nobody.
            join_all(rooms.iter().map(|room| room.send(messages::Erase(person)))).await;
            let _ = journal.send(Flush).await;
        })
    }
}

impl Handler<Find> for Registry {
    type Result = Option<Addr<RoomActor>>;

    fn handle(&mut self, Find(session): Find, _: &mut Context<Self>) -> Self::Result {
        self.room(session)
    }
}

impl Handler<Sessions> for Registry {
    type Result = Vec<SessionId>;

    fn handle(&mut self, _: Sessions, _: &mut Context<Self>) -> Self::Result {
        self.open_rooms().map(|(session, _)| session).collect()
    }
}

impl Handler<Open> for Registry {
    type Result = MessageResult<Open>;

    fn handle(&mut self, Open { state, card }: Open, ctx: &mut Context<Self>) -> Self::Result {
        let session = card.id;
        if let Some(open) = self.room(session) {
            return MessageResult(open);
        }
        self.next = (self.next + 1) % self.arbiters.len();
        self.generation = self.generation.next();
        let opening = Opening {
            state: *state,
            card,
            generation: self.generation,
            keys: Arc::clone(&self.keys),
            journal: self.journal.clone(),
            registry: ctx.address().recipient(),
            media: Arc::clone(&self.media),
        };
        let arbiter = self.arbiters[self.next].handle();
        let address = RoomActor::start_in_arbiter(&arbiter, move |_| RoomActor::new(opening));
        self.rooms.insert(session, Room { address: address.clone(), generation: self.generation });
        self.announce(Announcement::RoomOpened { session, node: self.node });
        MessageResult(address)
    }
}

impl Registry {
    /// Forgets a room that has closed. A message of an older room of the same session changes nothing.
    fn close(&mut self, session: SessionId, generation: RoomGeneration) -> bool {
        if self.rooms.get(&session).is_none_or(|room| room.generation != generation) {
            return false;
        }
        self.rooms.remove(&session);
        // A caller that is opening a room of this session still owns it.
        if !self.opening.contains_key(&session) {
            self.announce(Announcement::RoomClosed { session, node: self.node });
        }
        true
    }
}

impl Handler<RoomChanged> for Registry {
    type Result = ();

    fn handle(&mut self, RoomChanged { session, generation, change }: RoomChanged, _: &mut Context<Self>) {
        match change {
            Change::Started(at) => self.announce(Announcement::SessionStarted { session, at }),
            Change::Ended => {
                if self.close(session, generation) {
                    self.announce(Announcement::SessionEnded(session));
                }
            }
            Change::Idle => {
                self.close(session, generation);
            }
        }
    }
}

impl Handler<Count> for Registry {
    type Result = ResponseFuture<RoomStats>;

    fn handle(&mut self, _: Count, _: &mut Context<Self>) -> Self::Result {
        // A room that has just ended contains nobody.
        let counted: Vec<_> = self.open_rooms().map(|(_, room)| room.send(stats::GetStats)).collect();
        Box::pin(async move { join_all(counted).await.into_iter().filter_map(Result::ok).sum() })
    }
}

impl Handler<CountEach> for Registry {
    type Result = ResponseFuture<Vec<(SessionId, RoomStats, Duration)>>;

    fn handle(&mut self, _: CountEach, _: &mut Context<Self>) -> Self::Result {
        let counted: Vec<_> = self
            .open_rooms()
            .map(|(session, room)| {
                let (asked, answer) = (Instant::now(), room.send(stats::GetStats));
                async move { answer.await.map(|stats| (session, stats, asked.elapsed())) }
            })
            .collect();
        Box::pin(async move { join_all(counted).await.into_iter().filter_map(Result::ok).collect() })
    }
}

impl Handler<Close> for Registry {
    type Result = ResponseFuture<()>;

    fn handle(&mut self, _: Close, _: &mut Context<Self>) -> Self::Result {
        let rooms: Vec<_> = self.rooms.values().map(|room| room.address.clone()).collect();
        let journal = self.journal.clone();
        Box::pin(async move {
            for room in rooms {
                // A room that has just ended has nobody to tell.
                let _ = room.send(Drain).await;
            }
            let _ = journal.send(Flush).await;
        })
    }
}
