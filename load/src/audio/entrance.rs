//! How those who speak and listen come in, to Lyceum or to Janus, and how they are held there.

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
use serde::Deserialize;
use tokio::{
    runtime,
    sync::{Semaphore, watch},
    task::{LocalSet, spawn_local},
    time::sleep,
};
use tokio_tungstenite::tungstenite::Message;

use super::{
    janus::Room,
    voices::{Offered, Part, Shared, Voice, thin},
};
use crate::{
    dialect::Dialect,
    door::{self, Address},
    lyceum,
};

const BEFORE_OTHERS: Duration = Duration::from_millis(500);
/// How often it is looked whether everyone has come through.
const LOOK: Duration = Duration::from_millis(10);

/// Where everyone comes in, some at a time.
pub struct Entrance {
    pub url: Address,
    pub code: String,
    /// Where the server is Janus.
    pub room: Option<Room>,
    pub gate: Semaphore,
    pub arrivals: Vec<mpsc::Sender<Voice>>,
    pub in_: mpsc::Sender<Result<(), String>>,
    pub held: watch::Receiver<()>,
}

impl Entrance {
    /// Makes what there is to come into; a lesson of Lyceum has begun before.
    async fn open(&self) -> Result<(), String> {
        if let Some(room) = &self.room {
            spawn_local(room.open().await?.stay(self.held.clone()));
        }
        Ok(())
    }

    /// Lets those in who come first and then the others, and stays until all of them have gone. Each who is in is told of.
    pub fn let_all_in(self, first: Vec<Part>, then: Vec<Part>) {
        let Ok(runtime) = runtime::Builder::new_current_thread().enable_all().build() else { return };
        let local = LocalSet::new();
        runtime.block_on(local.run_until(async {
            if let Err(reason) = self.open().await {
                return drop(self.in_.send(Err(reason)));
            }
            self.let_in(first).await;
            // They are to be heard when the others come.
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
        // A class has a machine for everyone. This one makes all the offers before anyone comes, so that nobody who is timed
        // waits while it makes another's.
        let offers = people.into_iter().map(Voice::offer).collect();
        let enter = async |offer: Result<_, String>| {
            let (socket, _) = self.enter(offer?).await?;
            spawn_local(stay(socket, self.held.clone()));
            Ok(())
        };
        self.in_turns(offers, enter).await;
    }

    /// Lets them in as many at a time as may come, and tells of each.
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

    /// One's connection to Lyceum, and what to tell the voice by that they have gone.
    ///
    /// # Errors
    /// What the server has against it.
    pub async fn enter(&self, (offered, offer): (Offered, String)) -> Result<(door::Socket, Arc<AtomicBool>), String> {
        let (part, begun) = (offered.part(), Instant::now());
        let name = format!("Voice {}", part.number);
        let mut admission = door::enter(&self.url, Dialect::Lyceum, &self.code, &name, None).await?;
        let answer: Description = door::ask(&mut admission.socket, 1, lyceum::offer(1, &thin(&offer))).await?;
        let voice = offered.answered(&answer.sdp, begun)?;
        if part.speaks {
            let unmute = lyceum::unmute(2);
            admission.socket.send(Message::text(unmute)).await.map_err(|error| error.to_string())?;
        }
        let gone = voice.gone();
        self.thread(part).send(voice).map_err(|_| "the voices have failed")?;
        Ok((admission.socket, gone))
    }
}

#[derive(Deserialize)]
struct Description {
    sdp: String,
}

/// Holds a connection to Lyceum until the lesson is over.
async fn stay(mut socket: door::Socket, mut held: watch::Receiver<()>) {
    // Whoever does not read is closed as too slow.
    tokio::select! {
        () = async { while socket.next().await.is_some() {} } => {}
        _ = held.changed() => door::leave(socket, lyceum::LEAVE).await,
    }
}

/// Everyone's WebSockets.
pub struct Door {
    /// How many have come in; with Janus, who speaks and listens is two.
    pub peers: usize,
    pub hold: watch::Sender<()>,
    pub thread: thread::JoinHandle<()>,
}

impl Door {
    /// Until everyone has come through to the server with their sound, too.
    ///
    /// # Errors
    /// When somebody does not.
    pub fn wait(&self, shared: &Shared) -> Result<(), String> {
        let deadline = Instant::now() + door::PATIENCE;
        while shared.connected.load(Relaxed) < self.peers {
            if Instant::now() > deadline {
                return Err(format!("only {} of {} have sound", shared.connected.load(Relaxed), self.peers));
            }
            thread::sleep(LOOK);
        }
        Ok(())
    }

    /// Everyone leaves in due form, so that no seat is kept.
    pub fn close(self) {
        drop(self.hold);
        let _ = self.thread.join();
    }
}
