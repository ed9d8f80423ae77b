//! What is written into each packet, and how a received packet is checked.

use std::collections::HashMap;

use crate::{arrival::now, tally::Times};

/// Sender, number and time, in bytes.
pub const STAMP: usize = 2 + 4 + 8;
/// The bit of a packet's number that says that it counts.
const COUNTS: u32 = 1 << 31;

pub fn write_packet(prefix: &[u8], (publisher, number): (u16, u32), counts: bool, payload: usize) -> Vec<u8> {
    let mut packet = Vec::with_capacity(payload);
    packet.extend_from_slice(prefix);
    packet.extend_from_slice(&publisher.to_be_bytes());
    packet.extend_from_slice(&(number | if counts { COUNTS } else { 0 }).to_be_bytes());
    packet.extend_from_slice(&now().to_be_bytes());
    packet.resize(payload, fill(publisher, number));
    packet
}

fn fill(publisher: u16, number: u32) -> u8 {
    (u32::from(publisher) ^ number) as u8
}

#[derive(Default)]
pub struct AudioTally {
    pub present: usize,
    /// By people who speak, and by people who only have an open microphone.
    pub sent: u64,
    pub sent_in_silence: u64,
    pub received: u64,
    /// Gaps in the streams' sequence numbers.
    pub missing: u64,
    pub out_of_order: u64,
    pub corrupt: u64,
    /// How many people who should have heard someone left without a packet.
    pub heard_nobody: u64,
    /// From before a packet is encrypted until the kernel has it for the receiver: the server and both ways, but not how long the
    /// receiver takes to read it.
    pub latency: Times,
    /// From the first attempt to join to the first packet.
    pub first: Times,
}

impl AudioTally {
    pub fn add(&mut self, other: &Self) {
        for (mine, theirs) in [
            (&mut self.sent, other.sent),
            (&mut self.sent_in_silence, other.sent_in_silence),
            (&mut self.received, other.received),
            (&mut self.missing, other.missing),
            (&mut self.out_of_order, other.out_of_order),
            (&mut self.corrupt, other.corrupt),
            (&mut self.heard_nobody, other.heard_nobody),
        ] {
            *mine += theirs;
        }
        self.present += other.present;
        self.latency.add(&other.latency);
        self.first.add(&other.first);
    }
}

/// What one listener remembers: the last number of each stream, and of each speaker.
#[derive(Default)]
pub struct PacketChecker {
    streams: HashMap<u32, u64>,
    speakers: HashMap<u16, u32>,
}

impl PacketChecker {
    /// Checks a packet that arrived at `at`; `sequence` is its extended number in its stream.
    pub fn check(&mut self, (stream, sequence): (u32, u64), payload: &[u8], at: u64, heard: &mut AudioTally) {
        let last = self.streams.insert(stream, sequence);
        let Some(stamp) = payload.first_chunk::<STAMP>() else {
            heard.corrupt += 1;
            return;
        };
        let publisher = u16::from_be_bytes([stamp[0], stamp[1]]);
        let marked = u32::from_be_bytes([stamp[2], stamp[3], stamp[4], stamp[5]]);
        let sent_at = u64::from_be_bytes(*stamp[6..].first_chunk().expect("eight bytes are left"));
        let number = marked & !COUNTS;
        let before = self.speakers.insert(publisher, number);
        if marked & COUNTS == 0 {
            return;
        }
        heard.received += 1;
        if let Some(last) = last {
            heard.missing += sequence.saturating_sub(last + 1);
        }
        let genuine = payload[STAMP..].iter().all(|byte| *byte == fill(publisher, number));
        heard.corrupt += u64::from(!genuine);
        let ordered = last.is_none_or(|last| sequence > last) && before.is_none_or(|before| number > before);
        heard.out_of_order += u64::from(!ordered);
        heard.latency.record(at.saturating_sub(sent_at) / 1000);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lost_reordered_and_damaged_packets_are_counted() {
        let (mut heard, mut checker) = (AudioTally::default(), PacketChecker::default());
        let mut hear = |sequence, number, counts, damage: bool| {
            let mut packet = write_packet(&[], (7, number), counts, 40);
            packet[39] ^= u8::from(damage);
            checker.check((1, sequence), &packet, now(), &mut heard);
        };
        hear(10, 1, false, false);
        hear(11, 2, true, false);
        hear(14, 5, true, false);
        hear(13, 4, true, true);
        hear(15, 6, false, true);
        assert_eq!((heard.received, heard.missing, heard.out_of_order, heard.corrupt), (3, 2, 1, 1));
    }
}
