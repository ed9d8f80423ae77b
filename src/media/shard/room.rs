//! A room as a shard knows it: for each form in which people listen, the slots and their streams.

use std::{collections::HashSet, sync::Arc, time::Instant};

use actix::Recipient;

use super::outgoing::Outgoing;
use crate::{
    ids::ConnectionId,
    media::{
        messages::Noticed,
        slots::{Slots, Verdict},
        transport::{rtp::Header, sdp::Form},
    },
};

/// Who is heard, and by whom: made by the forwarder, never changed, only replaced.
#[derive(Debug, Default)]
pub struct Plan {
    pub speakers: HashSet<ConnectionId>,
    pub listeners: Vec<ConnectionId>,
}

pub struct Room {
    pub first_ssrc: u32,
    pub notices: Recipient<Noticed>,
    pub plan: Arc<Plan>,
    pub groups: Vec<Group>,
}

/// Those who listen in the same form: they get the same packets, each with their own encryption.
pub struct Group {
    pub form: Form,
    pub slots: Slots<ConnectionId>,
    pub streams: Vec<Outgoing<ConnectionId>>,
    /// Their places among the shard's peers.
    pub listeners: Vec<usize>,
}

impl Group {
    pub fn new(form: Form, first_ssrc: u32) -> Self {
        let stream = |slot: usize| {
            // Low enough that the numbers do not begin anew with the very first packets (RFC 3711, 3.3.1).
            Outgoing::new(first_ssrc.wrapping_add(slot as u32), rand::random::<u16>() >> 1)
        };
        Self {
            form,
            slots: Slots::new(form.slots),
            streams: (0..form.slots).map(stream).collect(),
            listeners: Vec::new(),
        }
    }

    /// Whose the slots are.
    pub fn holders(&self) -> Noticed {
        Noticed::Slots { form: self.form, holders: self.slots.holders().to_vec() }
    }

    /// Writes what goes out for a packet into `out`; `None` when it is not heard. Also says whether a slot has changed hands.
    pub fn forward(
        &mut self,
        who: ConnectionId,
        header: &Header,
        payload: &[u8],
        now: Instant,
        out: &mut Vec<u8>,
    ) -> (Option<(usize, super::outgoing::Place, usize)>, bool) {
        let (slot, taken) = match self.slots.hear(who, header.loudness(), now) {
            Verdict::Stays(slot) => (slot, false),
            Verdict::Takes(slot) => (slot, true),
            Verdict::Unheard => return (None, false),
        };
        let shape = (self.form.payload_type, self.form.level_id);
        let written = self.streams[slot].write(who, header, payload, shape, now, out);
        (written.map(|(place, head)| (slot, place, head)), taken)
    }
}
