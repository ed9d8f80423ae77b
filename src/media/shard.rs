//! A shard: one thread with its own socket on the public port, and the peers of some rooms.
//!
//! A shard receives and sends packets without a lock, a mailbox or an allocation for each listener. Commands wait in a queue
//! beside the packets; the shard takes them between two batches of packets. The kernel spreads incoming packets over the shards
//! by address; a packet for a peer of another shard is handed over once (`handoff.rs`). The user name fragment in STUN requests
//! says on which shard a peer lives. A large room has peers on several shards; one of them is its home.

mod audio_out;
mod bandwidth;
mod camera;
mod coalescer;
mod fanout;
mod gso;
mod handoff;
mod io;
mod packet_batch;
mod packets;
mod paths;
mod peer;
mod plan;
mod retransmit_budget;
mod retransmit_buffer;
mod rewriter;
mod room;
mod send_batch;
mod start;
mod stats;
mod steering;
mod video;
mod view;

use std::{
    collections::HashMap,
    net::SocketAddr,
    sync::{Arc, mpsc},
    time::{Duration, Instant},
};

use actix::Recipient;
use mio::Waker;

pub use plan::{Audience, MediaRoomId, Plan, WatchedVideo, Watcher};
pub use start::start;

use super::{
    messages::ShardEvent,
    probe::Probes,
    stats::ShardStats,
    transport::{
        dtls::Identity,
        sdp::{IceCredentials, Negotiated},
    },
};
use crate::ids::ConnectionId;
use bandwidth::{BandwidthTimer, PAD_EVERY};
use coalescer::Coalescer;
use handoff::{HandoffQueue, Origin, ShardMessage};
use io::{MAX_PACKET, MovedConnection, Path, ShardSockets};
use paths::PathOwners;
use peer::Peer;
use room::{ListenerGroup, Room};
use stats::RemovedPeers;
use steering::Steering;
use tokio::sync::oneshot;

/// How often handshakes and timeouts are checked, and how often reports go out.
const TICK: Duration = Duration::from_millis(50);
const REPORT_INTERVAL: Duration = Duration::from_secs(2);
/// After so many ticks without an outgoing packet a peer gets a keepalive.
const QUIET_TICKS: u8 = 10;
/// How many packets are received before the shard looks at its commands.
const BATCH: usize = 256;

/// A peer that is about to connect, with what its offer and our answer negotiated.
pub struct NewPeer {
    pub peer: ConnectionId,
    /// Tells this association from earlier ones of the same peer.
    pub association: u64,
    pub room: MediaRoomId,
    pub ufrag: String,
    pub password: String,
    pub remote: IceCredentials,
    pub fingerprints: Vec<String>,
    pub negotiated: Negotiated,
}

/// New credentials of a peer, which may use them from another address.
pub struct IceRestart {
    pub peer: ConnectionId,
    pub ufrag: String,
    pub password: String,
    pub remote: IceCredentials,
}

pub enum ShardCommand {
    OpenRoom {
        room: MediaRoomId,
        home: usize,
        first_ssrc: u32,
        events: Recipient<ShardEvent>,
    },
    CloseRoom(MediaRoomId),
    AddPeer(Box<NewPeer>),
    RestartIce(IceRestart),
    RemovePeer(ConnectionId),
    /// Asks for statistics.
    Stats(oneshot::Sender<ShardStats>),
    SetPlan(MediaRoomId, Arc<Plan>),
    /// A connection of one of our peers that another shard has accepted.
    AdoptConnection(MovedConnection),
    /// A peer on that shard uses this address, or no longer does.
    Route {
        from: SocketAddr,
        shard: usize,
        active: bool,
    },
    Stop,
}

/// How to reach a shard.
#[derive(Clone)]
pub struct ShardHandle {
    commands: mpsc::Sender<ShardCommand>,
    handoff: Arc<HandoffQueue>,
    waker: Arc<Waker>,
}

impl ShardHandle {
    pub fn send(&self, command: ShardCommand) {
        // A shard that has stopped needs no commands.
        if self.commands.send(command).is_ok() {
            let _ = self.waker.wake();
        }
    }

    /// Queues a message for the shard without waking it.
    fn push(&self, message: ShardMessage) {
        self.handoff.push(message);
    }

    fn pop(&self) -> Option<ShardMessage> {
        self.handoff.pop()
    }

    fn wake_if_idle(&self) {
        if self.handoff.needs_wake() {
            let _ = self.waker.wake();
        }
    }
}

pub struct Shard {
    number: usize,
    shards: Vec<ShardHandle>,
    identity: Identity,
    probes: Probes,
    sockets: ShardSockets,
    commands: mpsc::Receiver<ShardCommand>,
    peers: Vec<Option<Peer>>,
    by_path: HashMap<Path, PathOwners>,
    by_ufrag: HashMap<String, usize>,
    by_id: HashMap<ConnectionId, usize>,
    /// `None` with one shard, or when steering is off.
    steering: Option<Arc<Steering>>,
    rooms: HashMap<MediaRoomId, Room>,
    /// The rooms with packets that wait to be sent.
    pending_rooms: Vec<MediaRoomId>,
    /// The shards that were given messages and have not been woken yet.
    to_wake: Vec<usize>,
    /// The buffer in which packets are encrypted.
    sealed: Vec<u8>,
    coalescer: Coalescer,
    bandwidth: BandwidthTimer,
    ticked_at: Instant,
    reported_at: Instant,
    stopping: bool,
    /// The totals of peers that are gone, and the packets that were refused.
    removed: RemovedPeers,
}

/// The user name fragment of a peer of this shard: the shard's number, followed by random characters.
pub fn ufrag(shard: usize, random: &str) -> String {
    format!("{shard:02x}{random}")
}

impl Shard {
    /// Runs until the shard is told to stop.
    pub fn run(mut self) {
        let mut packet = [0; MAX_PACKET];
        loop {
            let has_peers = self.peers.iter().any(Option::is_some);
            let timeout = match has_peers {
                true if self.bandwidth.is_probing() => Some(PAD_EVERY),
                true => Some(TICK),
                false => self.sockets.idle_timeout(),
            };
            let handoff = Arc::clone(&self.shards[self.number].handoff);
            let timeout = if handoff.set_idle() { timeout } else { Some(Duration::ZERO) };
            let waited = self.wait(timeout);
            handoff.set_awake();
            if !waited {
                return;
            }
            let delay = self.coalescer.delay();
            let woke = Instant::now();
            if let Some(delay) = delay {
                std::thread::sleep(delay);
            }
            while self.run_once(&mut packet) {}
            if self.stopping {
                return self.stop();
            }
            if let Some(delay) = delay {
                self.coalescer.record_pass(woke.elapsed().saturating_sub(delay));
            }
        }
    }

    /// Handles what is there, up to one batch of packets. Returns whether there is more.
    fn run_once(&mut self, packet: &mut [u8; MAX_PACKET]) -> bool {
        self.drain_commands();
        if self.stopping {
            return false;
        }
        let now = Instant::now();
        self.on_tick(now);
        self.continue_probes(now);
        self.take_handoffs(now);
        let mut received = 0;
        while received < BATCH
            && let Some((len, from)) = self.sockets.receive(packet)
        {
            self.on_packet(from, &mut packet[..len], Origin::local(self.number), Instant::now());
            received += 1;
        }
        self.flush();
        self.wake_shards();
        // Polling again here, however many packets still wait, lets new TCP connections be noticed.
        received == BATCH && self.wait(Some(Duration::ZERO))
    }

    /// Returns whether waiting succeeded.
    fn wait(&mut self, timeout: Option<Duration>) -> bool {
        let result = self.sockets.wait(timeout);
        if let Err(error) = &result {
            tracing::error!(%error, "a shard cannot wait for packets: it stops");
        }
        result.is_ok()
    }

    fn stop(mut self) {
        let ids: Vec<_> = self.by_id.keys().copied().collect();
        ids.into_iter().for_each(|id| self.remove_peer(id));
    }

    /// Handles all commands in the queue.
    fn drain_commands(&mut self) {
        while let Ok(command) = self.commands.try_recv() {
            self.handle_command(command);
        }
    }

    fn handle_command(&mut self, command: ShardCommand) {
        match command {
            ShardCommand::OpenRoom { room, home, first_ssrc, events } => {
                let (plan, groups, feeds, spoke_at) = Default::default();
                self.rooms.insert(room, Room { home, first_ssrc, events, plan, groups, feeds, spoke_at });
            }
            ShardCommand::CloseRoom(room) => {
                let inside: Vec<_> =
                    self.peers.iter().flatten().filter(|peer| peer.room == room).map(|p| p.id).collect();
                inside.into_iter().for_each(|id| self.remove_peer(id));
                self.rooms.remove(&room);
            }
            ShardCommand::AddPeer(new_peer) => self.add_peer(*new_peer),
            ShardCommand::RestartIce(restart) => self.restart_ice(restart),
            ShardCommand::RemovePeer(id) => self.remove_peer(id),
            // The asker may be gone.
            ShardCommand::Stats(answer) => drop(answer.send(self.stats())),
            ShardCommand::SetPlan(room, plan) => self.set_plan(room, plan),
            ShardCommand::AdoptConnection(connection) => self.sockets.adopt(connection),
            ShardCommand::Route { from, shard, active } => self.on_route(from, shard, active),
            ShardCommand::Stop => self.stopping = true,
        }
    }

    fn add_peer(&mut self, new_peer: NewPeer) {
        self.remove_peer(new_peer.peer);
        if !self.rooms.contains_key(&new_peer.room) {
            return;
        }
        let (id, ufrag) = (new_peer.peer, new_peer.ufrag.clone());
        let first_ssrc = self.rooms[&new_peer.room].first_ssrc;
        let Ok(peer) = Peer::new(new_peer, first_ssrc, &self.identity, Instant::now()) else { return };
        let at = self.peers.iter().position(Option::is_none).unwrap_or(self.peers.len());
        if at == self.peers.len() {
            self.peers.push(None);
        }
        self.peers[at] = Some(peer);
        self.by_ufrag.insert(ufrag, at);
        self.by_id.insert(id, at);
    }

    /// Packets keep using the current path until the client nominates another.
    fn restart_ice(&mut self, IceRestart { peer, ufrag, password, remote }: IceRestart) {
        let Some(at) = self.by_id.get(&peer).copied() else { return };
        let Some(peer) = self.peers[at].as_mut() else { return };
        self.by_ufrag.remove(&peer.ufrag);
        self.by_ufrag.insert(ufrag.clone(), at);
        (peer.ufrag, peer.password, peer.remote) = (ufrag, password, remote);
        // The client answers only what names its new credentials.
        peer.paths.iter_mut().for_each(|known| known.challenge = None);
        let (id, room) = (peer.id, peer.room);
        // A client that was away has missed changes of the slots.
        if let Some(room) = self.rooms.get(&room) {
            room.events.do_send(ShardEvent::Connected(id));
        }
    }

    /// Tells the kernel's filter that one of our peers uses this address, or no longer does.
    fn update_steering(&self, from: SocketAddr, shard: Option<usize>) {
        if let Some(steering) = &self.steering {
            steering.set(from, shard);
        }
    }

    fn plan_of(&self, at: usize) -> Arc<Plan> {
        let room = self.peers[at].as_ref().and_then(|peer| self.rooms.get(&peer.room));
        room.map(|room| Arc::clone(&room.plan)).unwrap_or_default()
    }

    fn remove_peer(&mut self, id: ConnectionId) {
        let Some(at) = self.by_id.remove(&id) else { return };
        let plan = self.plan_of(at);
        if let Some(room) = self.peers[at].as_ref().map(|peer| peer.room) {
            self.flush_room(room);
        }
        let Some(mut peer) = self.peers[at].take() else { return };
        self.by_ufrag.remove(&peer.ufrag);
        self.removed.add(&peer);
        peer.dtls.close(Instant::now());
        if let Some(path) = peer.path {
            while let Some(packet) = peer.dtls.poll_transmit() {
                self.sockets.send(&packet, path);
            }
        }
        peer.paths.into_iter().for_each(|known| self.release_path(known.path, at));
        self.set_plan(peer.room, plan);
    }

    /// Replaces the plan of a room.
    fn set_plan(&mut self, id: MediaRoomId, plan: Arc<Plan>) {
        self.flush_room(id);
        let Some(room) = self.rooms.get_mut(&id) else { return };
        for peer in self.peers.iter_mut().flatten().filter(|peer| peer.room == id) {
            peer.audible = plan.speakers.contains(&peer.id);
        }
        // The sequence numbers of a group's streams are bound to the keys of its members, so a group that is gone is not reused.
        room.groups.retain(|group| plan.audiences.iter().any(|audience| audience.group == group.id));
        for audience in &plan.audiences {
            let at = room.groups.iter().position(|group| group.id == audience.group).unwrap_or(room.groups.len());
            if at == room.groups.len() {
                room.groups.push(ListenerGroup::new(audience.format, audience.group, room.first_ssrc));
            }
            let group = &mut room.groups[at];
            let here = |id| {
                self.by_id.get(id).copied().filter(|at| {
                    self.peers[*at].as_ref().is_some_and(|peer| peer.negotiated.format == Some(audience.format))
                })
            };
            group.listeners = audience.listeners.iter().filter_map(here).collect();
            (group.audience, group.shards) = (audience.listeners.len(), audience.shards.clone());
            if group.slots.retain(|who| plan.speakers.contains(who)) {
                room.events.do_send(group.slots_changed());
            }
        }
        self.set_video_plan(id, &plan);
        if let Some(room) = self.rooms.get_mut(&id) {
            room.plan = plan;
        }
    }
}

#[cfg(test)]
mod tests;
