//! Which session's room is where: rooms are spread over arbiters, one a core.

use std::{
    collections::HashMap,
    sync::Arc,
    time::{Duration, Instant},
};

use actix::{Actor, Addr, Arbiter, Context, Handler, Message, ResponseFuture};
use futures_util::future::join_all;

use super::Directory;
use crate::{
    access::Keys,
    ids::{PersonId, SessionId},
    media::Media,
    protocol::{
        Avatar,
        roster::{SessionCard, SessionState},
    },
    room::{
        Journal, RoomActor, RoomState,
        actor::{Opening, census},
        messages::{self, Drain, Redress, RoomChanged, SendBack, Settle},
    },
};

pub use census::Census;

pub struct Registry {
    rooms: HashMap<SessionId, Addr<RoomActor>>,
    arbiters: Vec<Arbiter>,
    next: usize,
    directory: Arc<Directory>,
    keys: Arc<Keys>,
    journal: Addr<Journal>,
    media: Arc<Media>,
}

impl Registry {
    /// A registry that opens rooms on `arbiters` threads.
    pub fn new(
        arbiters: usize,
        directory: Arc<Directory>,
        keys: Arc<Keys>,
        journal: Addr<Journal>,
        media: Arc<Media>,
    ) -> Self {
        let arbiters = (0..arbiters.max(1)).map(|_| Arbiter::new()).collect();
        Self { rooms: HashMap::new(), arbiters, next: 0, directory, keys, journal, media }
    }
}

impl Actor for Registry {
    type Context = Context<Self>;
}

/// The room of a session, if it is open.
#[derive(Message)]
#[rtype(result = "Option<Addr<RoomActor>>")]
pub struct Find(pub SessionId);

/// Opens a room, unless it is open by now.
#[derive(Message)]
#[rtype(result = "Addr<RoomActor>")]
pub struct Open {
    pub state: Box<RoomState>,
    pub card: SessionCard,
}

/// How many rooms are open, and what goes on in them.
#[derive(Message)]
#[rtype(result = "Census")]
pub struct Count;

/// What goes on in each room, and how long it took to answer: for so long what is told to it waits.
#[derive(Message)]
#[rtype(result = "Vec<(SessionId, Census, Duration)>")]
pub struct CountEach;

/// The server stops: every room is told, and what they have to write is written.
#[derive(Message)]
#[rtype(result = "()")]
pub struct Close;

/// A person's logins have changed: whoever is connected as them must show again who they are.
#[derive(Message)]
#[rtype(result = "()")]
pub struct Recheck(pub PersonId);

impl Handler<Recheck> for Registry {
    type Result = ();

    fn handle(&mut self, Recheck(person): Recheck, _: &mut Context<Self>) {
        for room in self.rooms.values() {
            room.do_send(SendBack(person));
        }
    }
}

/// A person looks like this from now on, in whatever room they are.
#[derive(Message)]
#[rtype(result = "()")]
pub struct Dress {
    pub person: PersonId,
    pub avatar: Avatar,
}

impl Handler<Dress> for Registry {
    type Result = ();

    fn handle(&mut self, Dress { person, avatar }: Dress, _: &mut Context<Self>) {
        for room in self.rooms.values() {
            room.do_send(Redress { person, avatar: avatar.clone() });
        }
    }
}

/// A person is erased: they leave every room, and nothing that a room has still to write names them.
#[derive(Message)]
#[rtype(result = "()")]
pub struct Erase(pub PersonId);

impl Handler<Erase> for Registry {
    type Result = ResponseFuture<()>;

    fn handle(&mut self, Erase(person): Erase, _: &mut Context<Self>) -> Self::Result {
        let rooms: Vec<_> = self.rooms.values().filter(|room| room.connected()).cloned().collect();
        let journal = self.journal.clone();
        Box::pin(async move {
            // A room that has just ended has nobody in it.
            join_all(rooms.iter().map(|room| room.send(messages::Erase(person)))).await;
            let _ = journal.send(Settle).await;
        })
    }
}

impl Handler<Find> for Registry {
    type Result = Option<Addr<RoomActor>>;

    fn handle(&mut self, Find(session): Find, _: &mut Context<Self>) -> Self::Result {
        self.rooms.get(&session).filter(|room| room.connected()).cloned()
    }
}

impl Handler<Open> for Registry {
    type Result = actix::MessageResult<Open>;

    fn handle(&mut self, Open { state, card }: Open, ctx: &mut Context<Self>) -> Self::Result {
        use actix::AsyncContext;
        let session = card.id;
        if let Some(open) = self.rooms.get(&session).filter(|room| room.connected()) {
            return actix::MessageResult(open.clone());
        }
        self.next = (self.next + 1) % self.arbiters.len();
        let opening = Opening {
            state: *state,
            card,
            keys: Arc::clone(&self.keys),
            journal: self.journal.clone(),
            upward: ctx.address().recipient(),
            media: Arc::clone(&self.media),
        };
        let arbiter = self.arbiters[self.next].handle();
        let room = RoomActor::start_in_arbiter(&arbiter, move |_| RoomActor::new(opening));
        self.rooms.insert(session, room.clone());
        actix::MessageResult(room)
    }
}

impl Handler<RoomChanged> for Registry {
    type Result = ();

    fn handle(&mut self, changed: RoomChanged, _: &mut Context<Self>) {
        match changed {
            RoomChanged::Started(session) => {
                if let Some(listing) = self.directory.by_id(session) {
                    let mut listing = (*listing).clone();
                    listing.card.state = SessionState::Live;
                    self.directory.list(listing);
                }
            }
            RoomChanged::Ended(session) => {
                self.rooms.remove(&session);
                self.directory.forget(session);
            }
            RoomChanged::Idle(session) => {
                self.rooms.remove(&session);
            }
        }
    }
}

impl Handler<Count> for Registry {
    type Result = ResponseFuture<Census>;

    fn handle(&mut self, _: Count, _: &mut Context<Self>) -> Self::Result {
        let rooms: Vec<_> = self.rooms.values().filter(|room| room.connected()).cloned().collect();
        // A room that has just ended has nobody in it.
        let counted = rooms.into_iter().map(|room| room.send(census::Count));
        Box::pin(async move { join_all(counted).await.into_iter().filter_map(Result::ok).sum() })
    }
}

impl Handler<CountEach> for Registry {
    type Result = ResponseFuture<Vec<(SessionId, Census, Duration)>>;

    fn handle(&mut self, _: CountEach, _: &mut Context<Self>) -> Self::Result {
        let open = self.rooms.iter().filter(|(_, room)| room.connected());
        let counted: Vec<_> = open
            .map(|(session, room)| {
                let (session, asked, answer) = (*session, Instant::now(), room.send(census::Count));
                async move { answer.await.map(|census| (session, census, asked.elapsed())) }
            })
            .collect();
        Box::pin(async move { join_all(counted).await.into_iter().filter_map(Result::ok).collect() })
    }
}

impl Handler<Close> for Registry {
    type Result = ResponseFuture<()>;

    fn handle(&mut self, _: Close, _: &mut Context<Self>) -> Self::Result {
        let rooms: Vec<_> = self.rooms.values().cloned().collect();
        let journal = self.journal.clone();
        Box::pin(async move {
            for room in rooms {
                // A room that has just ended has nothing to be told.
                let _ = room.send(Drain).await;
            }
            let _ = journal.send(Settle).await;
        })
    }
}
