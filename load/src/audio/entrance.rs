//! How people with audio join Lyceum or Janus, and how their connections are held.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering::Relaxed},
        mpsc,
    },
    thread,
    time::{Duration, Instant},
};

use futures_util::{SinkExt, StreamExt, future::join_all};
use serde::{Deserialize, de::IgnoredAny};
use tokio::{
    runtime,
    sync::{Semaphore, watch},
    task::{LocalSet, spawn_local},
    time::sleep,
};
use tokio_tungstenite::tungstenite::Message;

use super::{
    janus::Room,
    medium::Medium,
    voices::{Offered, Part, Shared, Voice, thin},
};
use crate::{
    connection::{self, Address},
    lyceum,
    protocol::Protocol,
};

const BEFORE_OTHERS: Duration = Duration::from_millis(500);
/// How often to check whether everyone is connected.
const LOOK: Duration = Duration::from_millis(10);

/// Lets people join, some at a time.
pub struct Entrance {
    pub url: Address,
    pub code: String,
    /// Set when the server is Janus.
    pub room: Option<Room>,
    pub gate: Semaphore,
    pub arrivals: Vec<mpsc::Sender<Voice>>,
    pub in_: mpsc::Sender<Result<(), String>>,
    pub held: watch::Receiver<()>,
    /// How many people send video, and the ids of those who have joined: a watcher names the people that it wants to see.
    pub senders: (usize, watch::Sender<Vec<String>>),
}

/// Someone who has joined Lyceum.
pub struct Entered {
    pub socket: connection::Socket,
    /// Tells their voice that they have left.
    pub gone: Arc<AtomicBool>,
    participant: String,
    part: Part,
}

impl Entrance {
    /// Creates the room at Janus; a lesson of Lyceum has started before.
    async fn open(&self) -> Result<(), String> {
        if let Some(room) = &self.room {
            spawn_local(room.open().await?.stay(self.held.clone()));
        }
        Ok(())
    }

    /// Lets the people in `first` join and then those in `then`, and stays until all of them have left. Reports each who has
    /// joined.
    pub fn let_all_in(self, first: Vec<Part>, then: Vec<Part>) {
        let Ok(runtime) = runtime::Builder::new_current_thread().enable_all().build() else { return };
        let local = LocalSet::new();
        runtime.block_on(local.run_until(async {
            if let Err(reason) = self.open().await {
                return drop(self.in_.send(Err(reason)));
            }
            self.let_in(first).await;
            // The speakers must be heard when the listeners join.
            sleep(BEFORE_OTHERS).await;
            self.let_in(then).await;
        }));
        drop(self);
        runtime.block_on(local);
    }

    async fn let_in(&self, people: Vec<Part>) {
        if let Some(room) = &self.room {
            let enter = async |part| {
                let caller = room.enter(part, self.thread(part)).await?;
                spawn_local(caller.stay(self.held.clone()));
                Ok(())
            };
            return self.in_turns(people, enter).await;
        }
        // In a class everyone has their own machine. This one makes all offers before anyone joins, so that nobody's time
        // includes making another's offer.
        let offers = people.into_iter().map(Voice::offer).collect();
        let enter = async |offer: Result<_, String>| {
            let Entered { socket, participant, part, .. } = self.enter(offer?).await?;
            let watches = part.medium != Medium::Audio && part.slots > 0;
            let (count, ids) = &self.senders;
            let watching = watches.then(|| (*count, ids.subscribe(), participant));
            spawn_local(stay(socket, self.held.clone(), watching));
            Ok(())
        };
        self.in_turns(offers, enter).await;
    }

    /// Lets them join, as many at a time as allowed, and reports each.
    async fn in_turns<T>(&self, people: Vec<T>, enter: impl AsyncFn(T) -> Result<(), String>) {
        let enter = &enter;
        join_all(people.into_iter().map(|one| async move {
            let _turn = self.gate.acquire().await;
            let _ = self.in_.send(enter(one).await);
        }))
        .await;
    }

    fn thread(&self, part: Part) -> &mpsc::Sender<Voice> {
        &self.arrivals[part.number % self.arrivals.len()]
    }

    /// Lets one person join Lyceum.
    ///
    /// # Errors
    /// Why the server refuses.
    pub async fn enter(&self, (offered, offer): (Offered, String)) -> Result<Entered, String> {
        let (part, begun) = (offered.part(), Instant::now());
        let name = format!("Voice {}", part.number);
        let mut admission = connection::enter(&self.url, Protocol::Lyceum, &self.code, &name, None).await?;
        let answer: Description = connection::ask(&mut admission.socket, 1, lyceum::offer(1, &thin(&offer))).await?;
        let voice = offered.answered(&answer.sdp, begun)?;
        let is_audio = part.medium == Medium::Audio;
        if part.speaks && !is_audio {
            self.senders.1.send_modify(|ids| ids.push(admission.participant.clone()));
        }
        if part.speaks && is_audio {
            let unmute = lyceum::unmute(2);
            admission.socket.send(Message::text(unmute)).await.map_err(|error| error.to_string())?;
        }
        let gone = voice.gone();
        self.thread(part).send(voice).map_err(|_| "the voices have failed")?;
        Ok(Entered { socket: admission.socket, gone, participant: admission.participant, part })
    }
}

#[derive(Deserialize)]
struct Description {
    sdp: String,
}

/// Watches all but oneself, once all who send video have joined.
async fn watch_all(socket: &mut connection::Socket, watching: Watching) -> Result<(), String> {
    let (count, mut ids, own) = watching;
    let ids = ids.wait_for(|ids| ids.len() >= count).await.map_err(|error| error.to_string())?.clone();
    let others: Vec<_> = ids.into_iter().filter(|id| *id != own).collect();
    connection::ask::<IgnoredAny>(socket, 3, lyceum::watch(3, &others)).await.map(drop)
}

/// How many to wait for, their ids as they come, and one's own.
type Watching = (usize, watch::Receiver<Vec<String>>, String);

/// Holds a connection to Lyceum until the lesson is over.
async fn stay(mut socket: connection::Socket, mut held: watch::Receiver<()>, watching: Option<Watching>) {
    if let Some(watching) = watching {
        let refused = tokio::select! {
            watched = watch_all(&mut socket, watching) => watched.err(),
            _ = held.changed() => return connection::leave(socket, lyceum::LEAVE).await,
        };
        if let Some(reason) = refused {
            eprintln!("lyceum-load: cannot watch: {reason}");
        }
    }
    // A client that does not read is closed as too slow.
    tokio::select! {
        () = async { while socket.next().await.is_some() {} } => {}
        _ = held.changed() => connection::leave(socket, lyceum::LEAVE).await,
    }
}

/// Everyone's WebSockets.
pub struct Door {
    /// How many peers have joined; with Janus someone who speaks and listens is two.
    pub peers: usize,
    pub hold: watch::Sender<()>,
    pub thread: thread::JoinHandle<()>,
}

impl Door {
    /// Waits until everyone's media connection is established.
    ///
    /// # Errors
    /// When someone's is not.
    pub fn wait(&self, shared: &Shared) -> Result<(), String> {
        let deadline = Instant::now() + connection::PATIENCE;
        while shared.connected.load(Relaxed) < self.peers {
            if Instant::now() > deadline {
                return Err(format!("only {} of {} have sound", shared.connected.load(Relaxed), self.peers));
            }
            thread::sleep(LOOK);
        }
        Ok(())
    }

    /// Lets everyone leave properly, so that no seat is kept.
    pub fn close(self) {
        drop(self.hold);
        let _ = self.thread.join();
    }
}
