//! A shard: one thread with a socket of its own on the public port, and the peers of some rooms.
//!
//! Packets come and go here without a lock, a mailbox or an allocation for each listener. Commands wait in a queue beside
//! them and are taken between two batches of packets. The kernel spreads what comes in over the shards by address; what is
//! for a peer of another shard crosses once (`crossing.rs`). Who lives where stands in the user name that STUN carries.
//! A large room has peers on several shards; one of them is its home.

mod camera;
mod count;
mod crossing;
mod fanout;
mod io;
mod outgoing;
mod pace;
mod packets;
mod paths;
mod peer;
mod pictures;
mod ring;
mod room;
mod seam;
mod start;
mod steering;
mod view;
mod window;

use std::{
    collections::HashMap,
    net::SocketAddr,
    sync::{Arc, mpsc},
    time::{Duration, Instant},
};

use actix::Recipient;
use mio::Waker;

pub use room::{Audience, MediaRoomId, Plan, Watched, Watcher};
pub use start::start;

use super::{
    messages::Noticed,
    probe::Probes,
    stats::ShardStats,
    transport::{dtls::Identity, sdp::Terms},
};
use crate::ids::ConnectionId;
use count::Past;
use crossing::{Crossing, Passing};
use io::{PACKET, Passed, Path, Wire};
use pace::Pace;
use paths::{Claim, Seen};
use peer::Peer;
use room::{Group, Room};
use steering::Steering;
use tokio::sync::oneshot;

/// How often handshakes are looked after, and how often reports go out.
const STEP: Duration = Duration::from_millis(50);
const REPORTS: Duration = Duration::from_secs(2);
/// After so many steps in which a peer was sent nothing it is told that we are here.
const QUIET: u8 = 10;
/// How many packets are taken before the commands are looked at.
const BATCH: usize = 256;

/// A peer that will come, with what its offer and our answer came to.
pub struct Expected {
    pub peer: ConnectionId,
    /// Tells this association from one that the same peer had before.
    pub association: u64,
    pub room: MediaRoomId,
    pub user: String,
    pub password: String,
    pub fingerprint: String,
    pub terms: Terms,
}

/// New credentials of a peer, which may come from elsewhere with them.
pub struct Restart {
    pub peer: ConnectionId,
    pub user: String,
    pub password: String,
}

pub enum Command {
    Open {
        room: MediaRoomId,
        home: usize,
        first_ssrc: u32,
        notices: Recipient<Noticed>,
    },
    Close(MediaRoomId),
    Expect(Box<Expected>),
    Restart(Restart),
    Forget(ConnectionId),
    /// How are they all?
    Count(oneshot::Sender<ShardStats>),
    Follow(MediaRoomId, Arc<Plan>),
    /// A connection of one of ours, which another shard has accepted.
    Adopt(Passed),
    /// Somebody comes from this address who lives on that shard; or no longer.
    Route {
        from: SocketAddr,
        shard: usize,
        comes: bool,
    },
    Stop,
}

/// The way to a shard.
#[derive(Clone)]
pub struct Line {
    commands: mpsc::Sender<Command>,
    crossing: Arc<Crossing>,
    waker: Arc<Waker>,
}

impl Line {
    pub fn tell(&self, command: Command) {
        // A shard that has stopped has nothing left to be told about.
        if self.commands.send(command).is_ok() {
            let _ = self.waker.wake();
        }
    }

    /// Puts packets where the shard will find them, but does not wake it.
    fn put(&self, passing: Passing) {
        self.crossing.put(passing);
    }

    fn take(&self) -> Option<Passing> {
        self.crossing.take()
    }

    fn nudge(&self) {
        if self.crossing.must_wake() {
            let _ = self.waker.wake();
        }
    }
}

pub struct Shard {
    number: usize,
    lines: Vec<Line>,
    identity: Identity,
    probes: Probes,
    wire: Wire,
    commands: mpsc::Receiver<Command>,
    peers: Vec<Option<Peer>>,
    by_path: HashMap<Path, Claim>,
    by_user: HashMap<String, usize>,
    by_id: HashMap<ConnectionId, usize>,
    /// None where there is only one shard, or it is not wished.
    steering: Option<Arc<Steering>>,
    rooms: HashMap<MediaRoomId, Room>,
    /// The rooms in which something waits to be sent.
    due: Vec<MediaRoomId>,
    /// The shards to which something was handed, and who are not told yet.
    handed: Vec<usize>,
    /// What a listener's packets are sealed in.
    sealed: Vec<u8>,
    pace: Pace,
    stepped_at: Instant,
    reported_at: Instant,
    over: bool,
    /// What those who are gone had, and what was refused.
    past: Past,
}

/// The user name of a peer of this shard: its number, and what cannot be guessed.
pub fn user(shard: usize, random: &str) -> String {
    format!("{shard:02x}{random}")
}

impl Shard {
    /// Runs until it is told to stop.
    pub fn run(mut self) {
        let mut packet = [0; PACKET];
        loop {
            let timeout = if self.peers.iter().any(Option::is_some) { Some(STEP) } else { None };
            let crossing = Arc::clone(&self.lines[self.number].crossing);
            let timeout = if crossing.rest() { timeout } else { Some(Duration::ZERO) };
            let waits = self.waits(timeout);
            crossing.rise();
            if !waits {
                return;
            }
            let rest = self.pace.rest();
            let woke = Instant::now();
            if let Some(rest) = rest {
                std::thread::sleep(rest);
            }
            while self.look(&mut packet) {}
            if self.over {
                return self.stop();
            }
            if let Some(rest) = rest {
                self.pace.looked(woke.elapsed().saturating_sub(rest));
            }
        }
    }

    /// Does what there is to be done, up to a batch of packets. Whether there is more.
    fn look(&mut self, packet: &mut [u8; PACKET]) -> bool {
        self.heed();
        if self.over {
            return false;
        }
        let now = Instant::now();
        self.step(now);
        self.take_handed(now);
        let mut taken = 0;
        while taken < BATCH
            && let Some((len, from)) = self.wire.receive(packet)
        {
            self.take(from, &mut packet[..len], Seen::by(self.number), Instant::now());
            taken += 1;
        }
        self.flush();
        self.wake_others();
        // However much there is still to be read: who comes by TCP meanwhile is seen.
        taken == BATCH && self.waits(Some(Duration::ZERO))
    }

    /// Whether it could.
    fn waits(&mut self, timeout: Option<Duration>) -> bool {
        let waited = self.wire.wait(timeout);
        if let Err(error) = &waited {
            tracing::error!(%error, "a shard cannot wait for packets: it stops");
        }
        waited.is_ok()
    }

    fn stop(mut self) {
        let ids: Vec<_> = self.by_id.keys().copied().collect();
        ids.into_iter().for_each(|id| self.forget(id));
    }

    /// Does what it is told.
    fn heed(&mut self) {
        while let Ok(command) = self.commands.try_recv() {
            self.obey(command);
        }
    }

    fn obey(&mut self, command: Command) {
        match command {
            Command::Open { room, home, first_ssrc, notices } => {
                let plan = Arc::default();
                self.rooms
                    .insert(room, Room { home, first_ssrc, notices, plan, groups: Vec::new(), feeds: HashMap::new() });
            }
            Command::Close(room) => {
                let inside: Vec<_> =
                    self.peers.iter().flatten().filter(|peer| peer.room == room).map(|p| p.id).collect();
                inside.into_iter().for_each(|id| self.forget(id));
                self.rooms.remove(&room);
            }
            Command::Expect(expected) => self.expect(*expected),
            Command::Restart(restart) => self.restart(restart),
            Command::Forget(id) => self.forget(id),
            // Whoever asked may have gone.
            Command::Count(answer) => drop(answer.send(self.count())),
            Command::Follow(room, plan) => self.follow(room, plan),
            Command::Adopt(passed) => self.wire.adopt(passed),
            Command::Route { from, shard, comes } => self.route(from, shard, comes),
            Command::Stop => self.over = true,
        }
    }

    fn expect(&mut self, expected: Expected) {
        self.forget(expected.peer);
        if !self.rooms.contains_key(&expected.room) {
            return;
        }
        let (id, user) = (expected.peer, expected.user.clone());
        let first_ssrc = self.rooms[&expected.room].first_ssrc;
        let Ok(peer) = Peer::new(expected, first_ssrc, &self.identity, Instant::now()) else { return };
        let at = self.peers.iter().position(Option::is_none).unwrap_or(self.peers.len());
        if at == self.peers.len() {
            self.peers.push(None);
        }
        self.peers[at] = Some(peer);
        self.by_user.insert(user, at);
        self.by_id.insert(id, at);
    }

    /// Its packets go on by the path that it had until it has chosen another.
    fn restart(&mut self, Restart { peer, user, password }: Restart) {
        let Some(at) = self.by_id.get(&peer).copied() else { return };
        let Some(peer) = self.peers[at].as_mut() else { return };
        self.by_user.remove(&peer.user);
        self.by_user.insert(user.clone(), at);
        (peer.user, peer.password) = (user, password);
        let (id, room) = (peer.id, peer.room);
        // Whoever was away has missed who is where.
        if let Some(room) = self.rooms.get(&room) {
            room.notices.do_send(Noticed::Here(id));
        }
    }

    /// One of ours comes from there, or no longer.
    fn steer(&self, from: SocketAddr, shard: Option<usize>) {
        if let Some(steering) = &self.steering {
            steering.note(from, shard);
        }
    }

    fn plan_of(&self, at: usize) -> Arc<Plan> {
        let room = self.peers[at].as_ref().and_then(|peer| self.rooms.get(&peer.room));
        room.map(|room| Arc::clone(&room.plan)).unwrap_or_default()
    }

    fn forget(&mut self, id: ConnectionId) {
        let Some(at) = self.by_id.remove(&id) else { return };
        let plan = self.plan_of(at);
        if let Some(room) = self.peers[at].as_ref().map(|peer| peer.room) {
            self.flush_room(room);
        }
        let Some(mut peer) = self.peers[at].take() else { return };
        self.by_user.remove(&peer.user);
        self.past.add(&peer);
        peer.dtls.close(Instant::now());
        if let Some(path) = peer.path {
            while let Some(packet) = peer.dtls.outgoing() {
                self.wire.send(&packet, path);
            }
        }
        peer.paths.into_iter().for_each(|(path, _)| self.release(path, at));
        self.follow(peer.room, plan);
    }

    /// Puts a fan-out list in the place of the one before.
    fn follow(&mut self, id: MediaRoomId, plan: Arc<Plan>) {
        self.flush_room(id);
        let Some(room) = self.rooms.get_mut(&id) else { return };
        for peer in self.peers.iter_mut().flatten().filter(|peer| peer.room == id) {
            peer.open = plan.speakers.contains(&peer.id);
        }
        // An audience that is gone: its streams' numbers are bound to the keys of those who were in it.
        room.groups.retain(|group| plan.audiences.iter().any(|audience| audience.number == group.number));
        for audience in &plan.audiences {
            let at = room.groups.iter().position(|group| group.number == audience.number).unwrap_or(room.groups.len());
            if at == room.groups.len() {
                room.groups.push(Group::new(audience.form, audience.number, room.first_ssrc));
            }
            let group = &mut room.groups[at];
            let here = |id| {
                self.by_id
                    .get(id)
                    .copied()
                    .filter(|at| self.peers[*at].as_ref().is_some_and(|peer| peer.terms.form == Some(audience.form)))
            };
            group.listeners = audience.listeners.iter().filter_map(here).collect();
            (group.audience, group.shards) = (audience.listeners.len(), audience.shards.clone());
            if group.slots.keep(|who| plan.speakers.contains(who)) {
                room.notices.do_send(group.holders());
            }
        }
        self.follow_pictures(id, &plan);
        if let Some(room) = self.rooms.get_mut(&id) {
            room.plan = plan;
        }
    }
}

#[cfg(test)]
mod tests;
