//! Encrypts packets for one listener and sends them with as few system calls as possible.

use super::{
    gso::GsoBatch,
    io::{Path, ShardSockets},
};
use crate::media::{
    stats::Traffic,
    transport::{
        rtp::{self, TRANSPORT_NUMBER},
        srtp::Sealer,
    },
};

/// The packets that go to one listener, encrypted. They are sent whenever one call can take no more.
pub struct SendBatch<'a> {
    path: Path,
    sockets: &'a mut ShardSockets,
    sealed: &'a mut Vec<u8>,
    no_gso: &'a mut bool,
    batch: GsoBatch,
}

impl<'a> SendBatch<'a> {
    pub fn new(path: Path, sockets: &'a mut ShardSockets, sealed: &'a mut Vec<u8>, no_gso: &'a mut bool) -> Self {
        sealed.clear();
        Self { path, sockets, sealed, no_gso, batch: GsoBatch::default() }
    }

    /// Adds a packet with a header of `header_len` bytes. `rewrite` turns it into the listener's own packet, and returns false
    /// when it is not for this listener.
    pub fn push(
        &mut self,
        packet: &[u8],
        header_len: usize,
        (sealer, traffic): (&mut Sealer, &mut Traffic),
        rewrite: impl FnOnce(&mut [u8]) -> bool,
    ) {
        if !self.batch.takes(packet.len(), self.sealed.len()) {
            self.send();
        }
        let start = self.sealed.len();
        self.sealed.extend_from_slice(packet);
        if rewrite(&mut self.sealed[start..]) && sealer.seal(self.sealed, start, header_len).is_ok() {
            self.batch.add(packet.len(), self.sealed.len());
            traffic.count(self.sealed.len() - start);
        } else {
            self.sealed.truncate(start);
        }
    }

    /// As [`SendBatch::push`], for a packet that is certainly for this listener and gets this transport-wide number.
    pub fn push_numbered(
        &mut self,
        packet: &[u8],
        header_len: usize,
        (sealer, traffic): (&mut Sealer, &mut Traffic),
        number: [u8; TRANSPORT_NUMBER],
        rewrite: impl FnOnce(&mut [u8]),
    ) {
        let len = packet.len() + number.len();
        if !self.batch.takes(len, self.sealed.len()) {
            self.send();
        }
        let start = self.sealed.len();
        let (header, payload) = packet.split_at(header_len);
        [header, &number, payload].iter().for_each(|part| self.sealed.extend_from_slice(part));
        rtp::set_extended(&mut self.sealed[start..]);
        rewrite(&mut self.sealed[start..]);
        if sealer.seal(self.sealed, start, header_len + number.len()).is_ok() {
            self.batch.add(len, self.sealed.len());
            traffic.count(self.sealed.len() - start);
        } else {
            self.sealed.truncate(start);
        }
    }

    fn send(&mut self) {
        self.sockets.send_batch(self.sealed, std::mem::take(&mut self.batch), self.path, self.no_gso);
        self.sealed.clear();
    }

    pub fn finish(mut self) {
        self.send();
    }
}
