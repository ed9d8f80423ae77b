//! What shards hand each other. The kernel gives a packet to whichever shard its address falls to; it goes to the one on which
//! its sender lives. Of a room that spans several, what was said goes to its home, where slots are given and numbers made, and
//! from there what goes out to every shard on which somebody listens: once a shard, however many listen there.
//!
//! A shard that does not keep up loses the oldest, as a network would; it never holds up another, and memory is bounded.
//! Whoever asks to be let in waits in a queue of their own: anyone can write another shard's number, and that pushes out nobody
//! who is known.

use std::{
    net::SocketAddr,
    sync::{
        Arc,
        atomic::{
            AtomicBool, AtomicU64,
            Ordering::{Relaxed, SeqCst},
        },
    },
};

use crossbeam_queue::ArrayQueue;

use super::{Shard, camera::Ask, fanout, io::Path, paths::Seen, room::MediaRoomId, view::Piece, window::Window};
use crate::{ids::ConnectionId, media::transport::rtp::Header};

/// How much may wait for one shard: what a thousand open microphones say in 20 ms.
const WAITING: usize = 1024;
/// How many may wait of those who say that they belong there, and are not known yet. They ask again.
const STRANGERS: usize = 64;

pub enum Passing {
    /// A packet of one who lives there, as another shard has seen it.
    Stray { from: SocketAddr, packet: Box<[u8]>, seen: Seen },
    /// One who lives elsewhere has said something in a room of the receiver's.
    Said { room: MediaRoomId, who: ConnectionId, header: Header, payload: Box<[u8]> },
    /// What goes out to those who listen in this group.
    Goes { room: MediaRoomId, group: u64, window: Arc<Window<ConnectionId>> },
    /// The picture of one who lives elsewhere.
    Shows { room: MediaRoomId, from: ConnectionId, window: Arc<Window<Piece>> },
    /// Something is asked of one who lives there and sends a picture.
    Asks { who: ConnectionId, what: Ask },
}

/// The way of packets to one shard.
pub struct Crossing {
    queue: ArrayQueue<Passing>,
    strangers: ArrayQueue<Passing>,
    /// It waits for packets, and would not see what comes by this way.
    asleep: AtomicBool,
    /// How many were lost.
    overrun: AtomicU64,
}

impl Crossing {
    pub fn new() -> Self {
        Self {
            queue: ArrayQueue::new(WAITING),
            strangers: ArrayQueue::new(STRANGERS),
            asleep: AtomicBool::new(false),
            overrun: AtomicU64::new(0),
        }
    }

    pub fn put(&self, passing: Passing) {
        if self.queue.force_push(passing).is_some() {
            self.overrun.fetch_add(1, Relaxed);
            tracing::debug!("a shard does not keep up with the others: the oldest is lost");
        }
    }

    /// As [`Crossing::put`], for what comes of somebody who is not known yet.
    pub fn introduce(&self, passing: Passing) {
        if self.strangers.push(passing).is_err() {
            self.overrun.fetch_add(1, Relaxed);
        }
    }

    pub fn take(&self) -> Option<Passing> {
        self.queue.pop()
    }

    pub fn meet(&self) -> Option<Passing> {
        self.strangers.pop()
    }

    /// How many wait.
    pub fn waiting(&self) -> u64 {
        (self.queue.len() + self.strangers.len()) as u64
    }

    pub fn overrun(&self) -> u64 {
        self.overrun.load(Relaxed)
    }

    /// The shard is about to wait. Whether there is nothing that it should look at before.
    pub fn rest(&self) -> bool {
        self.asleep.store(true, SeqCst);
        self.queue.is_empty() && self.strangers.is_empty()
    }

    pub fn rise(&self) {
        self.asleep.store(false, SeqCst);
    }

    /// Whether the shard must be woken to see what was put.
    pub fn must_wake(&self) -> bool {
        self.asleep.swap(false, SeqCst)
    }
}

impl Shard {
    /// Gives a packet to another shard, which is woken when this one has looked at all that it has.
    pub(super) fn hand_over(&mut self, shard: usize, passing: Passing) {
        self.lines[shard].put(passing);
        self.note_handed(shard);
    }

    /// As [`Shard::hand_over`], of somebody who is not known yet.
    pub(super) fn introduce(&mut self, shard: usize, passing: Passing) {
        self.lines[shard].crossing.introduce(passing);
        self.note_handed(shard);
    }

    fn note_handed(&mut self, shard: usize) {
        if !self.handed.contains(&shard) {
            self.handed.push(shard);
        }
    }

    /// Gives what goes out to the other shards that have listeners, which see to it at once.
    pub(super) fn hand_out(&mut self, room: MediaRoomId, group: u64, window: &Arc<Window<ConnectionId>>, to: &[usize]) {
        let here = self.number;
        for shard in to.iter().copied().filter(|shard| *shard != here) {
            self.lines[shard].put(Passing::Goes { room, group, window: Arc::clone(window) });
            self.lines[shard].nudge();
        }
    }

    /// Wakes those to whom something was handed, once each.
    pub(super) fn wake_others(&mut self) {
        for shard in self.handed.drain(..) {
            self.lines[shard].nudge();
        }
    }

    /// Takes what the others have handed over.
    pub(super) fn take_handed(&mut self, now: std::time::Instant) {
        for _ in 0..WAITING {
            let Some(passing) = self.lines[self.number].take() else { break };
            self.look_at(passing, now);
        }
        for _ in 0..STRANGERS {
            let Some(passing) = self.lines[self.number].crossing.meet() else { break };
            self.look_at(passing, now);
        }
    }

    fn look_at(&mut self, passing: Passing, now: std::time::Instant) {
        match passing {
            Passing::Stray { from, mut packet, seen } => self.take(Path::Udp(from), &mut packet, seen, now),
            Passing::Shows { room, from, window } => self.shown(room, from, &window, now),
            Passing::Asks { who, what } => self.asked(who, what, now),
            Passing::Said { room, who, header, payload } => self.said(room, who, &header, &payload, now),
            Passing::Goes { room, group, window } => {
                let Some(room) = self.rooms.get_mut(&room) else { return };
                let Some(group) = room.groups.iter_mut().find(|one| one.number == group) else { return };
                group.copy(&window, now);
                fanout::send(&window, &group.listeners, &mut self.peers, &mut self.wire, &mut self.sealed);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::SessionId;

    fn passing(group: u64) -> Passing {
        Passing::Goes { room: MediaRoomId::fresh(SessionId::fresh()), group, window: Arc::new(Window::default()) }
    }

    #[test]
    fn one_who_does_not_keep_up_loses_the_oldest() {
        let crossing = Crossing::new();
        (0..WAITING as u64 + 5).for_each(|number| crossing.put(passing(number)));
        assert_eq!((crossing.waiting(), crossing.overrun()), (WAITING as u64, 5));
        assert!(matches!(crossing.take(), Some(Passing::Goes { group: 5, .. })));
    }

    #[test]
    fn strangers_push_out_only_each_other() {
        let crossing = Crossing::new();
        (0..WAITING as u64).for_each(|number| crossing.put(passing(number)));
        (0..WAITING as u64).for_each(|number| crossing.introduce(passing(number)));
        assert_eq!(crossing.waiting(), (WAITING + STRANGERS) as u64);
        assert!(matches!(crossing.take(), Some(Passing::Goes { group: 0, .. })));
        while crossing.take().is_some() {}
        assert!(!crossing.rest(), "they are met all the same");
        assert!(matches!(crossing.meet(), Some(Passing::Goes { group: 0, .. })));
    }

    #[test]
    fn only_one_who_sleeps_is_woken_and_only_once() {
        let crossing = Crossing::new();
        assert!(!crossing.must_wake());
        assert!(crossing.rest());
        assert!(crossing.must_wake() && !crossing.must_wake());
        crossing.put(passing(1));
        assert!(!crossing.rest(), "there is something to do first");
    }
}
