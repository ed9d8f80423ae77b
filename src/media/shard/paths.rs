//! The paths that peers use. A connectivity check proves which peer sent it, but not that the sender really has its source
//! address: a participant can forge another's address. And an address may belong to a new client while the server still waits for
//! the previous one. So several peers may claim a path. A packet belongs to the peer whose keys decrypt it; handshakes are
//! offered to the claimants in turn, the first claimant first; and nothing is sent on a path that another peer claimed earlier
//! until a packet has proven it.
//!
//! A participant may also claim an address whose owner is no participant at all, to have the lesson's media sent there. Therefore
//! each new address of UDP is challenged with a binding request of our own (RFC 7675). Before it has answered, it is sent answers to
//! checks and that request, at most three bytes for each byte that came from it, and neither handshakes nor media.

use std::{net::SocketAddr, time::Instant};

use super::{
    Shard, ShardCommand,
    handoff::{Origin, ShardMessage},
    io::Path,
    peer::{KnownPath, SILENCE},
};
use crate::media::transport::{dtls, stun::Challenge};

/// How many paths one peer may have, and how many other peers may claim a path.
const MAX_PATHS: usize = 8;
const MAX_RIVALS: usize = 4;
/// How many bytes are sent at most for each byte that comes from an address that has not answered a challenge.
const AMPLIFICATION: usize = 3;

/// A peer of this shard, or the peers on another shard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Owner {
    Local(usize),
    Remote(usize),
}

/// The claimants of one path: nearly always a single peer.
pub struct PathOwners {
    /// The peer whose packet was decrypted last; before that, the first claimant.
    first: Owner,
    rivals: Vec<Owner>,
    /// The latest initial ClientHello, and how often it was repeated.
    handshake: Option<Box<(dtls::ClientRandom, usize)>>,
}

impl PathOwners {
    fn new(who: Owner) -> Self {
        Self { first: who, rivals: Vec::new(), handshake: None }
    }

    /// The only claimant.
    pub fn sole(&self) -> Option<Owner> {
        self.rivals.is_empty().then_some(self.first)
    }

    pub fn all(&self) -> impl Iterator<Item = Owner> {
        [self.first].into_iter().chain(self.rivals.iter().copied())
    }

    /// The claimants that get a handshake packet. Each peer has its own cookie, so an initial ClientHello must be answered by one
    /// of them only: a client that gets no usable answer repeats it, and the next claimant answers.
    pub fn of_handshake(&mut self, packet: &[u8], established: impl Fn(usize) -> bool) -> Vec<Owner> {
        let all = self.all();
        let Some(random) = dtls::initial_hello(packet).filter(|_| self.sole().is_none()) else { return all.collect() };
        let waiting: Vec<_> = all.filter(|who| !matches!(who, Owner::Local(at) if established(*at))).collect();
        let attempt = match self.handshake.as_deref() {
            Some((before, attempt)) if *before == random => attempt + 1,
            _ => 0,
        };
        self.handshake = Some(Box::new((random, attempt)));
        waiting.get(attempt % waiting.len().max(1)).copied().into_iter().collect()
    }

    /// Returns whether the claimant is new.
    fn add(&mut self, who: Owner) -> bool {
        let new = self.all().all(|other| other != who);
        if new {
            if self.rivals.len() == MAX_RIVALS {
                self.rivals.remove(0);
            }
            self.rivals.push(who);
        }
        new
    }

    fn prefer(&mut self, who: Owner) {
        if let Some(rival) = self.rivals.iter_mut().find(|rival| **rival == who) {
            *rival = std::mem::replace(&mut self.first, who);
        }
    }

    /// Returns whether a claimant is left.
    fn remove(&mut self, who: Owner) -> bool {
        self.rivals.retain(|rival| *rival != who);
        if self.first != who {
            return true;
        }
        let next = (!self.rivals.is_empty()).then(|| self.rivals.remove(0));
        next.map(|next| self.first = next).is_some()
    }

    /// The first claimant on another shard.
    fn first_remote(&self) -> Option<usize> {
        self.all().find_map(|who| if let Owner::Remote(shard) = who { Some(shard) } else { None })
    }
}

impl Shard {
    /// Hands a packet to the shard of a peer that uses this path.
    pub(super) fn forward_to_owner(&mut self, path: Path, packet: &[u8], shard: usize, origin: Origin) {
        if let Path::Udp(from) = path
            && origin.shard == self.number
        {
            self.hand_off(shard, ShardMessage::Packet { from, packet: packet.into(), origin });
        }
    }

    /// Hands a connectivity check to the shard that its user name names.
    pub(super) fn forward_to_home(&mut self, path: Path, packet: &[u8], shard: usize) {
        let Some(home) = self.shards.get(shard) else { return };
        match path {
            Path::Udp(from) => {
                let owners = self.by_path.get(&path);
                let known = owners.is_some_and(|owners| owners.all().any(|who| who == Owner::Remote(shard)));
                let contested = owners.is_some_and(|owners| owners.first != Owner::Remote(shard));
                let origin = Origin { shard: self.number, known, contested };
                let message = ShardMessage::Packet { from, packet: packet.into(), origin };
                if known {
                    self.hand_off(shard, message);
                } else {
                    self.hand_off_stranger(shard, message);
                }
            }
            Path::Tcp { connection, .. } => {
                self.sockets
                    .release(connection, packet)
                    .into_iter()
                    .for_each(|one| home.send(ShardCommand::AdoptConnection(one)));
            }
        }
    }

    /// Another shard reports that one of its peers uses an address, or no longer does.
    pub(super) fn on_route(&mut self, from: SocketAddr, shard: usize, active: bool) {
        let (path, who) = (Path::Udp(from), Owner::Remote(shard));
        let left = match self.by_path.get_mut(&path) {
            Some(owners) if active => {
                owners.add(who);
                true
            }
            Some(owners) => owners.remove(who),
            None => {
                if active {
                    self.by_path.insert(path, PathOwners::new(who));
                }
                true
            }
        };
        if !left {
            self.by_path.remove(&path);
        }
    }

    /// A peer has sent a check on this path, and may have nominated it.
    pub(super) fn claim_path(&mut self, at: usize, path: Path, nominated: bool, origin: Origin, now: Instant) {
        let who = Owner::Local(at);
        let owners = self.by_path.entry(path).or_insert_with(|| PathOwners::new(who));
        owners.add(who);
        let contested = origin.contested || owners.first != who;
        let peer = self.peers[at].as_mut().expect("a peer stands where its name says");
        let known = peer.paths.iter_mut().find(|known| known.path == path);
        let new = known.map(|known| known.checked_at = now).is_none();
        let mut oldest = None;
        if new {
            // The path in use is never removed. A removed path leaves no trace: otherwise every further path would leave one.
            let unused = peer.paths.iter().position(|known| peer.path != Some(known.path)).unwrap_or_default();
            oldest = (peer.paths.len() == MAX_PATHS).then(|| peer.paths.remove(unused).path);
            // A connection of TCP has come about, so its other end receives.
            let receives = matches!(path, Path::Tcp { .. });
            peer.paths.push(KnownPath { path, checked_at: now, receives, challenge: None });
        }
        if nominated || !peer.nominated {
            peer.nominated |= nominated;
            let is_usable = peer.receives_on(path) && !contested;
            if is_usable || peer.path == Some(path) {
                (peer.path, peer.pending_path) = (Some(path), None);
            } else {
                peer.pending_path = Some(path);
            }
        }
        oldest.into_iter().for_each(|oldest| self.release_path(oldest, at));
        match path {
            Path::Tcp { connection, .. } => self.sockets.mark_proven(connection),
            Path::Udp(from) => {
                if !contested && (new || !origin.known) {
                    self.update_steering(from, Some(self.number));
                }
                if origin.shard != self.number && !origin.known {
                    self.shards[origin.shard].send(ShardCommand::Route { from, shard: self.number, active: true });
                }
            }
        }
    }

    /// Sends a challenge to the address of a check of `check_len` bytes, unless it has answered one. `answer_len` is the length of
    /// the answer that the check gets.
    pub(super) fn challenge_path(&mut self, at: usize, path: Path, check_len: usize, answer_len: usize) {
        let Some(peer) = self.peers[at].as_mut() else { return };
        let Some(known) = peer.paths.iter_mut().find(|known| known.path == path && !known.receives) else { return };
        if known.challenge.is_none() {
            let crypto = self.identity.provider().crypto();
            known.challenge = Challenge::new(&peer.ufrag, &peer.remote, crypto).ok();
        }
        if let Some(challenge) = &known.challenge
            && answer_len + challenge.packet().len() <= AMPLIFICATION * check_len
        {
            self.sockets.send(challenge.packet(), path);
        }
    }

    /// Handles what may be the answer to a challenge.
    pub(super) fn on_challenge_answer(&mut self, path: Path, packet: &[u8], origin: Origin) {
        let Some(owners) = self.by_path.get(&path) else { return };
        let first = owners.first;
        for who in owners.all().collect::<Vec<_>>() {
            let contested = origin.contested || first != who;
            match who {
                Owner::Local(at) => self.take_challenge_answer(at, path, packet, contested),
                Owner::Remote(shard) => self.forward_to_owner(path, packet, shard, Origin { contested, ..origin }),
            }
        }
    }

    fn take_challenge_answer(&mut self, at: usize, path: Path, packet: &[u8], contested: bool) {
        let Some(peer) = self.peers[at].as_mut() else { return };
        let Some(known) = peer.paths.iter_mut().find(|known| known.path == path) else { return };
        if known.challenge.take_if(|challenge| challenge.is_answered_by(packet)).is_none() {
            return;
        }
        known.receives = true;
        if !contested {
            self.use_pending_path(at, path);
        }
    }

    /// The peer's keys have decrypted a packet from this path.
    pub(super) fn confirm_path(&mut self, at: usize, path: Path) {
        if let Some(owners) = self.by_path.get_mut(&path) {
            owners.prefer(Owner::Local(at));
        }
        if self.peers[at].as_ref().is_some_and(|peer| peer.receives_on(path)) {
            self.use_pending_path(at, path);
        }
    }

    fn use_pending_path(&mut self, at: usize, path: Path) {
        if let Some(peer) = self.peers[at].as_mut()
            && peer.pending_path == Some(path)
        {
            peer.path = peer.pending_path.take();
            if let Some(downlink) = &mut peer.downlink {
                downlink.on_path_change(Instant::now());
            }
        }
    }

    /// The peer no longer uses this path.
    pub(super) fn release_path(&mut self, path: Path, at: usize) {
        let Some(owners) = self.by_path.get_mut(&path) else { return };
        let left = owners.remove(Owner::Local(at));
        let (others, next) = (left && owners.all().any(|who| matches!(who, Owner::Local(_))), owners.first_remote());
        if !left {
            self.by_path.remove(&path);
        }
        match path {
            Path::Tcp { connection, .. } => self.sockets.close(connection),
            Path::Udp(_) if others => {}
            Path::Udp(from) => {
                self.update_steering(from, next);
                let others = self.shards.iter().enumerate().filter(|(shard, _)| *shard != self.number);
                others
                    .for_each(|(_, shard)| shard.send(ShardCommand::Route { from, shard: self.number, active: false }));
            }
        }
    }

    /// Removes paths that peers no longer check. The path in use stays as long as the peer is heard.
    pub(super) fn expire_paths(&mut self, now: Instant) {
        let mut expired = Vec::new();
        for (at, peer) in self.peers.iter_mut().enumerate() {
            let Some(peer) = peer else { continue };
            let old = |known: &mut KnownPath| {
                peer.path != Some(known.path) && now.saturating_duration_since(known.checked_at) > SILENCE
            };
            expired.extend(peer.paths.extract_if(.., old).map(|known| (at, known.path)));
        }
        expired.into_iter().for_each(|(at, path)| self.release_path(path, at));
    }
}
