//! Pictures: each goes from the shard of whoever sends it to the shards of those who watch it, once a shard, and there into
//! their views. Nothing is chosen for anybody: who sees whom, and how well, stands in the plan.

use std::{collections::HashMap, sync::Arc, time::Instant};

use super::{
    Shard,
    camera::Ask,
    crossing::Passing,
    fanout::Bundle,
    io::Wire,
    peer::Peer,
    ring::Ring,
    room::{MediaRoomId, Plan, Watched},
    view::{Piece, RESTS},
    window::Window,
};
use crate::{
    ids::ConnectionId,
    media::transport::{
        rtp::{self, Header},
        sdp::SLOTS,
    },
};

/// How many packets of one encoding can be asked for again: about a second.
const REMEMBERED: usize = 256;

/// Somebody's picture, on a shard on which they or those who watch them live.
pub struct Feed {
    /// The shard of who sends it, and those of who watch.
    home: usize,
    shards: Vec<usize>,
    viewers: Vec<Viewer>,
    encodings: Vec<Encoding>,
    pub window: Window<Piece>,
}

/// One who watches and lives here.
struct Viewer {
    /// Among the shard's peers.
    at: usize,
    view: usize,
    wish: u8,
}

/// What has come of one encoding.
struct Encoding {
    ssrc: u32,
    layer: u8,
    came_at: Instant,
    ring: Ring<Piece>,
}

impl Feed {
    fn new(watched: &Watched) -> Self {
        let Watched { home, ref shards, .. } = *watched;
        Self { home, shards: shards.clone(), viewers: Vec::new(), encodings: Vec::new(), window: Window::default() }
    }

    /// A packet waits for those who watch.
    pub fn put(&mut self, piece: Piece, header: &Header, payload: &[u8]) {
        let out = self.window.bytes();
        let start = out.len();
        header.write(None, out);
        let head = out.len() - start;
        out.extend_from_slice(payload);
        self.window.put(piece, piece.layer.into(), (Default::default(), head), start);
    }

    fn remember(&mut self, piece: Piece, packet: &[u8], now: Instant) {
        let at = self.encodings.iter().position(|one| one.ssrc == piece.ssrc).unwrap_or_else(|| {
            self.encodings.retain(|one| one.layer != piece.layer);
            let ring = Ring::new(REMEMBERED);
            self.encodings.push(Encoding { ssrc: piece.ssrc, layer: piece.layer, came_at: now, ring });
            self.encodings.len() - 1
        });
        let one = &mut self.encodings[at];
        one.came_at = now;
        one.ring.remember(piece.sequence, piece, packet);
    }

    /// The encoding that comes nearest to what is wished for, of those that come.
    fn nearest(&self, wish: u8, now: Instant) -> Option<u8> {
        let comes = |one: &&Encoding| now.saturating_duration_since(one.came_at) < RESTS;
        self.encodings.iter().filter(comes).map(|one| one.layer).min_by_key(|layer| layer.abs_diff(wish))
    }

    /// Sends what is in the window to those who watch and live here.
    fn show(
        &mut self,
        from: ConnectionId,
        window: &Window<Piece>,
        (peers, wire, sealed): (&mut [Option<Peer>], &mut Wire, &mut Vec<u8>),
        now: Instant,
    ) {
        if self.viewers.is_empty() {
            return;
        }
        window.packets().for_each(|(waiting, packet)| self.remember(waiting.who, packet, now));
        for Viewer { at, view, wish } in &self.viewers {
            let Some(Peer {
                path: Some(path), keys: Some((sealer, _)), views, terms, singly, down, first_ssrc, ..
            }) = peers[*at].as_mut()
            else {
                continue;
            };
            let (Some(shown), Some(form)) = (views.get_mut(*view), terms.views) else { continue };
            let ssrc = first_ssrc.wrapping_add((SLOTS + view) as u32);
            let mut bundle = Bundle::new(*path, wire, sealed, singly);
            for (waiting, packet) in window.packets() {
                let Some(payload_type) = form.payload_type(waiting.who.codec) else { continue };
                let Some((sequence, timestamp)) = shown.place(from, &waiting.who, *wish, now) else { continue };
                shown.count(packet.len() - waiting.head);
                bundle.add(packet, waiting.head, (sealer, &mut down.flow), |packet| {
                    rtp::readdress(packet, payload_type, sequence, timestamp, ssrc);
                    true
                });
            }
            bundle.end();
        }
    }
}

impl Shard {
    /// A packet of somebody's picture has come.
    pub(super) fn seen(&mut self, at: usize, piece: Piece, header: &Header, payload: &[u8]) {
        let Some(peer) = &self.peers[at] else { return };
        let (who, room) = (peer.id, peer.room);
        let Some(feed) = self.rooms.get_mut(&room).and_then(|room| room.feeds.get_mut(&who)) else { return };
        feed.put(piece, header, payload);
        if feed.window.is_full() {
            self.flush_room(room);
        } else if !self.due.contains(&room) {
            self.due.push(room);
        }
    }

    /// Sends the pictures that wait in a room.
    pub(super) fn flush_pictures(&mut self, id: MediaRoomId) {
        let Some(room) = self.rooms.get_mut(&id) else { return };
        if room.feeds.values().all(|feed| feed.window.is_empty()) {
            return;
        }
        let now = Instant::now();
        for (from, feed) in room.feeds.iter_mut().filter(|(_, feed)| !feed.window.is_empty()) {
            let mut window = std::mem::take(&mut feed.window);
            window.sort();
            let here = (&mut self.peers[..], &mut self.wire, &mut self.sealed);
            if feed.shards.iter().any(|shard| *shard != self.number) {
                let window = Arc::new(window);
                for shard in feed.shards.iter().filter(|shard| **shard != self.number) {
                    self.lines[*shard].put(Passing::Shows { room: id, from: *from, window: Arc::clone(&window) });
                    self.lines[*shard].nudge();
                }
                feed.show(*from, &window, here, now);
            } else {
                feed.show(*from, &window, here, now);
                window.clear();
                feed.window = window;
            }
        }
    }

    /// What another shard has handed out.
    pub(super) fn shown(&mut self, room: MediaRoomId, from: ConnectionId, window: &Window<Piece>, now: Instant) {
        let Some(feed) = self.rooms.get_mut(&room).and_then(|room| room.feeds.get_mut(&from)) else { return };
        feed.show(from, window, (&mut self.peers, &mut self.wire, &mut self.sealed), now);
    }

    /// Which of a peer's views has this stream.
    pub(super) fn view_of(&self, at: usize, ssrc: u32) -> Option<usize> {
        let peer = self.peers[at].as_ref()?;
        let view = (ssrc.wrapping_sub(peer.first_ssrc) as usize).checked_sub(SLOTS)?;
        (view < peer.views.len()).then_some(view)
    }

    /// Sends the packet once more that is missing in a view, or asks for it who sends the picture.
    pub(super) fn show_again(&mut self, at: usize, view: usize, theirs: u16, now: Instant) {
        let Some(peer) = self.peers[at].as_mut() else { return };
        let (Some((from, ssrc, sequence)), Some(form)) = (peer.views[view].origin(theirs), peer.terms.views) else {
            return;
        };
        let Some(feed) = self.rooms.get(&peer.room).and_then(|room| room.feeds.get(&from)) else { return };
        let ring = feed.encodings.iter().find(|one| one.ssrc == ssrc).map(|one| &one.ring);
        let Some((piece, packet)) = ring.and_then(|ring| ring.recall(sequence)) else {
            return self.ask(feed.home, from, Ask::Packet { ssrc, sequence }, now);
        };
        let Some(payload_type) = form.payload_type(piece.codec) else { return };
        let Some((sequence, timestamp)) = peer.views[view].place(from, &piece, piece.layer, now) else { return };
        let (Some(path), Some((sealer, _))) = (peer.path, peer.keys.as_mut()) else { return };
        self.sealed.clear();
        self.sealed.extend_from_slice(packet);
        let ssrc = peer.first_ssrc.wrapping_add((SLOTS + view) as u32);
        rtp::readdress(&mut self.sealed, payload_type, sequence, timestamp, ssrc);
        let head = Header::read(packet, None).map_or(0, |header| header.len);
        if sealer.seal(&mut self.sealed, 0, head).is_ok() {
            self.wire.send(&self.sealed, path);
        }
    }

    /// A listener cannot make sense of what comes in a view.
    pub(super) fn blind(&mut self, at: usize, view: usize, now: Instant) {
        let Some(peer) = &self.peers[at] else { return };
        let Some(room) = self.rooms.get(&peer.room) else { return };
        let watches = |viewer: &Viewer| viewer.at == at && viewer.view == view;
        let found = room.feeds.iter().find_map(|(from, feed)| {
            let viewer = feed.viewers.iter().find(|viewer| watches(viewer))?;
            Some((feed.home, *from, peer.views[view].shows(*from).unwrap_or(viewer.wish)))
        });
        if let Some((home, from, layer)) = found {
            self.ask(home, from, Ask::Alone(layer), now);
        }
    }

    fn ask(&mut self, home: usize, who: ConnectionId, what: Ask, now: Instant) {
        if home == self.number {
            self.asked(who, what, now);
        } else {
            self.hand_over(home, Passing::Asks { who, what });
        }
    }

    /// Asks one who lives here for something of their picture.
    pub(super) fn asked(&mut self, who: ConnectionId, what: Ask, now: Instant) {
        let Some(peer) = self.by_id.get(&who).and_then(|at| self.peers[*at].as_mut()) else { return };
        self.sealed.clear();
        peer.camera.ask(what, now, &mut self.sealed);
        let (Some(path), Some((sealer, _))) = (peer.path, peer.keys.as_mut()) else { return };
        if !self.sealed.is_empty() && sealer.seal_rtcp(&mut self.sealed).is_ok() {
            self.wire.send(&self.sealed, path);
        }
    }

    /// Asks for pictures that stand by themselves for those who see nothing yet, or could see what they would rather.
    pub(super) fn look_after_views(&mut self, now: Instant) {
        let mut wishes = Vec::new();
        for (from, feed) in self.rooms.values().flat_map(|room| &room.feeds) {
            for viewer in &feed.viewers {
                let view = self.peers[viewer.at].as_ref().and_then(|peer| peer.views.get(viewer.view));
                let Some(view) = view else { continue };
                let wish = (feed.home, *from, viewer.wish);
                let waits = view.shows(*from).is_none_or(|seen| {
                    feed.nearest(viewer.wish, now).is_some_and(|best| best != seen && seen != viewer.wish)
                });
                if waits && !wishes.contains(&wish) {
                    wishes.push(wish);
                }
            }
        }
        wishes.into_iter().for_each(|(home, from, wish)| self.ask(home, from, Ask::Alone(wish), now));
    }

    /// Puts who watches whom in the place of what was before.
    pub(super) fn follow_pictures(&mut self, id: MediaRoomId, plan: &Plan) {
        let number = self.number;
        let Some(room) = self.rooms.get_mut(&id) else { return };
        let concerns = |watched: &&Watched| watched.home == number || watched.shards.contains(&number);
        let watched: Vec<_> = plan.watched.iter().filter(concerns).collect();
        room.feeds.retain(|from, _| watched.iter().any(|one| one.from == *from));
        let mut shown = HashMap::new();
        for one in watched {
            let feed = room.feeds.entry(one.from).or_insert_with(|| Feed::new(one));
            (feed.home, feed.shards) = (one.home, one.shards.clone());
            feed.viewers.clear();
            for watcher in &one.watchers {
                let Some(at) = self.by_id.get(&watcher.listener).copied() else { continue };
                feed.viewers.push(Viewer { at, view: watcher.view, wish: watcher.wish });
                shown.insert((at, watcher.view), one.from);
            }
        }
        for (at, peer) in self.peers.iter_mut().enumerate() {
            let Some(peer) = peer.as_mut().filter(|peer| peer.room == id) else { continue };
            for (number, view) in peer.views.iter_mut().enumerate() {
                if shown.get(&(at, number)).is_none_or(|from| view.shows(*from).is_none()) {
                    view.rest();
                }
            }
        }
    }
}
