//! By which ways peers come. A check says whose it is, but not that its sender is where it seems to come from: whoever has a
//! seat can make theirs seem to come from another's address. And an address may be another's by now, whose peer before is
//! still waited for. So several may claim a way: what comes by it is whose keys open it, who has come first is greeted first,
//! and nothing goes out by a way that another has claimed before until it has been seen to be right.

use std::{net::SocketAddr, time::Instant};

use super::{Command, Shard, crossing::Passing, io::Path, peer::SILENCE};
use crate::media::transport::dtls;

/// How many ways one peer may come by at once, and how many others may claim one.
const PATHS: usize = 8;
const RIVALS: usize = 4;

/// How the shard to which the kernel has given a packet has seen it.
#[derive(Clone, Copy, Debug)]
pub struct Seen {
    pub by: usize,
    /// Somebody on the shard that it was handed to has come by this way before.
    known: bool,
    /// Somebody else has, before them.
    held: bool,
}

impl Seen {
    /// By the shard itself.
    pub fn by(shard: usize) -> Self {
        Self { by: shard, known: true, held: false }
    }
}

/// One who comes by a way, or some who live on another shard.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who {
    Here(usize),
    On(usize),
}

/// Those who come by one way, nearly always one peer.
pub struct Claim {
    /// Whose packet was opened last; at first, who has come before the others.
    first: Who,
    rivals: Vec<Who>,
    /// Who has begun a handshake last, and how often they have asked for that.
    begins: Option<Box<(dtls::Random, usize)>>,
}

impl Claim {
    fn of(who: Who) -> Self {
        Self { first: who, rivals: Vec::new(), begins: None }
    }

    /// The only one.
    pub fn sole(&self) -> Option<Who> {
        self.rivals.is_empty().then_some(self.first)
    }

    pub fn all(&self) -> impl Iterator<Item = Who> {
        [self.first].into_iter().chain(self.rivals.iter().copied())
    }

    /// Whose a packet of a handshake may be. They have each a cookie of their own, so that one who begins is greeted by one of
    /// them only: whoever is not answered asks again, and is greeted by the next.
    pub fn whose(&mut self, packet: &[u8], stands: impl Fn(usize) -> bool) -> Vec<Who> {
        let all = self.all();
        let Some(random) = dtls::beginning(packet).filter(|_| self.sole().is_none()) else { return all.collect() };
        let waiting: Vec<_> = all.filter(|who| !matches!(who, Who::Here(at) if stands(*at))).collect();
        let turn = match self.begins.as_deref() {
            Some((before, turn)) if *before == random => turn + 1,
            _ => 0,
        };
        self.begins = Some(Box::new((random, turn)));
        waiting.get(turn % waiting.len().max(1)).copied().into_iter().collect()
    }

    /// Whether they are new.
    fn add(&mut self, who: Who) -> bool {
        let new = self.all().all(|other| other != who);
        if new {
            if self.rivals.len() == RIVALS {
                self.rivals.remove(0);
            }
            self.rivals.push(who);
        }
        new
    }

    fn prefer(&mut self, who: Who) {
        if let Some(rival) = self.rivals.iter_mut().find(|rival| **rival == who) {
            *rival = std::mem::replace(&mut self.first, who);
        }
    }

    /// Whether somebody is left.
    fn remove(&mut self, who: Who) -> bool {
        self.rivals.retain(|rival| *rival != who);
        if self.first != who {
            return true;
        }
        let next = (!self.rivals.is_empty()).then(|| self.rivals.remove(0));
        next.map(|next| self.first = next).is_some()
    }

    /// The first of those who live on other shards.
    fn elsewhere(&self) -> Option<usize> {
        self.all().find_map(|who| if let Who::On(shard) = who { Some(shard) } else { None })
    }
}

impl Shard {
    /// Gives a packet to the shard on which somebody comes by this way.
    pub(super) fn pass_on(&mut self, way: Path, packet: &[u8], shard: usize, seen: Seen) {
        if let Path::Udp(from) = way
            && seen.by == self.number
        {
            self.hand_over(shard, Passing::Stray { from, packet: packet.into(), seen });
        }
    }

    /// Gives a check to the shard on which its sender says to live.
    pub(super) fn show_home(&mut self, way: Path, packet: &[u8], shard: usize) {
        let (by, Some(line)) = (self.number, self.lines.get(shard)) else { return };
        match way {
            Path::Udp(from) => {
                let claim = self.by_path.get(&way);
                let known = claim.is_some_and(|claim| claim.all().any(|who| who == Who::On(shard)));
                let held = claim.is_some_and(|claim| claim.first != Who::On(shard));
                let stray = Passing::Stray { from, packet: packet.into(), seen: Seen { by, known, held } };
                if known {
                    self.hand_over(shard, stray);
                } else {
                    self.introduce(shard, stray);
                }
            }
            Path::Tcp { connection, .. } => {
                self.wire.release(connection, packet).into_iter().for_each(|one| line.tell(Command::Adopt(one)));
            }
        }
    }

    /// Another shard says who comes from an address, or no longer.
    pub(super) fn route(&mut self, from: SocketAddr, shard: usize, comes: bool) {
        let (way, who) = (Path::Udp(from), Who::On(shard));
        let left = match self.by_path.get_mut(&way) {
            Some(claim) if comes => {
                claim.add(who);
                true
            }
            Some(claim) => claim.remove(who),
            None => {
                if comes {
                    self.by_path.insert(way, Claim::of(who));
                }
                true
            }
        };
        if !left {
            self.by_path.remove(&way);
        }
    }

    /// A peer comes by this way, and may have chosen it.
    pub(super) fn claim(&mut self, at: usize, way: Path, nominated: bool, seen: Seen, now: Instant) {
        let who = Who::Here(at);
        let claim = self.by_path.entry(way).or_insert_with(|| Claim::of(who));
        claim.add(who);
        let contested = seen.held || claim.first != who;
        let peer = self.peers[at].as_mut().expect("a peer stands where its name says");
        if nominated || !peer.chosen {
            peer.chosen |= nominated;
            if contested && peer.path != Some(way) {
                peer.wanted = Some(way);
            } else {
                (peer.path, peer.wanted) = (Some(way), None);
            }
        }
        let known = peer.paths.iter_mut().find(|(path, _)| *path == way);
        let new = known.map(|(_, asked_at)| *asked_at = now).is_none();
        if new {
            // Never the one in use; and nothing of it stays, as it would for every further one.
            let unused = peer.paths.iter().position(|(path, _)| peer.path != Some(*path)).unwrap_or_default();
            let oldest = (peer.paths.len() == PATHS).then(|| peer.paths.remove(unused).0);
            peer.paths.push((way, now));
            oldest.into_iter().for_each(|oldest| self.release(oldest, at));
        }
        match way {
            Path::Tcp { connection, .. } => self.wire.prove(connection),
            Path::Udp(from) => {
                if !contested && (new || !seen.known) {
                    self.steer(from, Some(self.number));
                }
                if seen.by != self.number && !seen.known {
                    self.lines[seen.by].tell(Command::Route { from, shard: self.number, comes: true });
                }
            }
        }
    }

    /// A peer's keys have opened what came by this way.
    pub(super) fn prove(&mut self, at: usize, way: Path) {
        if let Some(claim) = self.by_path.get_mut(&way) {
            claim.prefer(Who::Here(at));
        }
        if let Some(peer) = self.peers[at].as_mut()
            && peer.wanted == Some(way)
        {
            peer.path = peer.wanted.take();
        }
    }

    /// A peer does not come by this way any more.
    pub(super) fn release(&mut self, way: Path, at: usize) {
        let Some(claim) = self.by_path.get_mut(&way) else { return };
        let left = claim.remove(Who::Here(at));
        let (others, next) = (left && claim.all().any(|who| matches!(who, Who::Here(_))), claim.elsewhere());
        if !left {
            self.by_path.remove(&way);
        }
        match way {
            Path::Tcp { connection, .. } => self.wire.close(connection),
            Path::Udp(_) if others => {}
            Path::Udp(from) => {
                self.steer(from, next);
                let others = self.lines.iter().enumerate().filter(|(shard, _)| *shard != self.number);
                others.for_each(|(_, line)| line.tell(Command::Route { from, shard: self.number, comes: false }));
            }
        }
    }

    /// Ways by which peers have been, and for which they ask no more. The one in use is kept for as long as its peer is heard
    /// at all.
    pub(super) fn expire_paths(&mut self, now: Instant) {
        let mut over = Vec::new();
        for (at, peer) in self.peers.iter_mut().enumerate() {
            let Some(peer) = peer else { continue };
            let old = |(path, asked_at): &mut (Path, Instant)| {
                peer.path != Some(*path) && now.saturating_duration_since(*asked_at) > SILENCE
            };
            over.extend(peer.paths.extract_if(.., old).map(|(path, _)| (at, path)));
        }
        over.into_iter().for_each(|(at, path)| self.release(path, at));
    }
}
