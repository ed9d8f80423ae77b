//! A room as a shard knows it: for each form in which people listen, the slots and their streams.

use std::{
    collections::{HashMap, HashSet},
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Instant,
};

use actix::Recipient;

use super::{outgoing::Outgoing, pace::Heard, pictures::Feed, window::Window};
use crate::{
    ids::{ConnectionId, SessionId},
    media::{
        messages::Noticed,
        slots::{Slots, Verdict},
        transport::{rtp::Header, sdp::Form},
    },
};

/// One forwarder's room on the shards. A session that is opened again gets another, so that the forwarder of before, which may
/// stop late, closes only its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct MediaRoomId {
    pub session: SessionId,
    generation: u64,
}

impl MediaRoomId {
    pub fn fresh(session: SessionId) -> Self {
        static NEXT: AtomicU64 = AtomicU64::new(1);
        Self { session, generation: NEXT.fetch_add(1, Ordering::Relaxed) }
    }
}

/// Who is heard and seen, and by whom: made by the forwarder, never changed, only replaced.
#[derive(Debug, Default)]
pub struct Plan {
    pub speakers: HashSet<ConnectionId>,
    pub audiences: Vec<Audience>,
    pub watched: Vec<Watched>,
}

/// Those who listen in one form.
#[derive(Debug)]
pub struct Audience {
    pub form: Form,
    /// Whose number never comes twice: what belongs to an earlier audience of the same form is not for this one.
    pub number: u64,
    pub listeners: Vec<ConnectionId>,
    /// The shards on which they live.
    pub shards: Vec<usize>,
}

/// One whose picture others watch.
#[derive(Debug)]
pub struct Watched {
    pub from: ConnectionId,
    /// The shard on which they live, and those of who watch.
    pub home: usize,
    pub shards: Vec<usize>,
    pub watchers: Vec<Watcher>,
}

/// One who watches: in which of their views, and in which encoding they would like it, from the best on.
#[derive(Debug)]
pub struct Watcher {
    pub listener: ConnectionId,
    pub view: usize,
    pub wish: u8,
}

pub struct Room {
    /// The shard on which it is decided who is heard.
    pub home: usize,
    pub first_ssrc: u32,
    pub notices: Recipient<Noticed>,
    pub plan: Arc<Plan>,
    pub groups: Vec<Group>,
    /// By whose picture it is.
    pub feeds: HashMap<ConnectionId, Feed>,
}

/// Those who listen in the same form: they get the same packets, each with their own encryption.
pub struct Group {
    pub form: Form,
    pub number: u64,
    pub slots: Slots<ConnectionId>,
    pub streams: Vec<Outgoing<ConnectionId>>,
    /// The places of those who live here, among the shard's peers.
    pub listeners: Vec<usize>,
    /// How many they are on all shards, and which shards these are.
    pub audience: usize,
    pub shards: Vec<usize>,
    /// What waits for them.
    pub window: Window<ConnectionId>,
    pub heard: Heard,
}

impl Room {
    pub fn group(&self, form: Form) -> Option<&Group> {
        self.groups.iter().find(|group| group.form == form)
    }
}

impl Group {
    pub fn new(form: Form, number: u64, first_ssrc: u32) -> Self {
        let stream = |slot: usize| {
            // Low enough that the numbers do not begin anew with the very first packets (RFC 3711, 3.3.1).
            Outgoing::new(first_ssrc.wrapping_add(slot as u32), rand::random::<u16>() >> 1)
        };
        Self {
            form,
            number,
            slots: Slots::new(form.slots),
            streams: (0..form.slots).map(stream).collect(),
            listeners: Vec::new(),
            audience: 0,
            shards: Vec::new(),
            window: Window::default(),
            heard: Heard::default(),
        }
    }

    /// Whose the slots are.
    pub fn holders(&self) -> Noticed {
        Noticed::Slots { form: self.form, number: self.number, holders: self.slots.holders().to_vec() }
    }

    /// Puts what goes out for a packet into the window, unless it is not heard. Says whether a slot has changed hands.
    pub fn forward(&mut self, who: ConnectionId, header: &Header, payload: &[u8], now: Instant) -> bool {
        let (slot, taken) = match self.slots.hear(who, header.loudness(), now) {
            Verdict::Stays(slot) => (slot, false),
            Verdict::Takes(slot) => (slot, true),
            Verdict::Rests(slot) => {
                self.streams[slot].rest();
                return false;
            }
            Verdict::Unheard => return false,
        };
        let shape = (self.form.payload_type, self.form.level_id);
        let start = self.window.bytes().len();
        if let Some(written) = self.streams[slot].write(who, header, payload, shape, now, self.window.bytes()) {
            self.window.put(who, slot, written, start);
            self.heard.note(slot);
        }
        taken
    }

    /// Takes over what was written at the room's home.
    pub fn copy(&mut self, window: &Window<ConnectionId>, now: Instant) {
        for (waiting, packet) in window.packets() {
            self.streams[waiting.slot].copy(waiting.who, waiting.place, packet, now);
        }
    }
}
