//! The numbered packets that one listener was sent lately, until the listener has reported on them.

use std::{collections::VecDeque, time::Instant};

/// How many packets are remembered: about four seconds of the highest rate.
const REMEMBERED: usize = 8192;

#[derive(Clone, Copy, Debug)]
pub struct SentPacket {
    pub at: Instant,
    pub bytes: u32,
    pub reported: Reported,
}

/// What the listener has reported about a packet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reported {
    Nothing,
    Missing,
    /// With the difference between the two sides' clocks, in microseconds; `None` when the report itself was lost.
    Received(Option<i64>),
}

/// Each packet has an index that never wraps; its transport-wide number is the index's low 16 bits.
#[derive(Debug, Default)]
pub struct SentPackets {
    /// The index of the oldest packet that is remembered.
    first: u64,
    packets: VecDeque<SentPacket>,
}

impl SentPackets {
    /// Adds a packet and returns its transport-wide number.
    pub fn push(&mut self, bytes: usize, now: Instant) -> u16 {
        let number = self.next() as u16;
        self.packets.push_back(SentPacket { at: now, bytes: bytes as u32, reported: Reported::Nothing });
        if self.packets.len() > REMEMBERED {
            self.forget_before(self.first + 1);
        }
        number
    }

    /// The index of the next packet.
    pub fn next(&self) -> u64 {
        self.first + self.packets.len() as u64
    }

    /// The index of the latest packet with this number; `None` when none is remembered.
    pub fn index(&self, number: u16) -> Option<u64> {
        let back = match (self.next() as u16).wrapping_sub(number) {
            0 => 1 << 16,
            back => u64::from(back),
        };
        self.next().checked_sub(back).filter(|index| *index >= self.first)
    }

    pub fn get_mut(&mut self, index: u64) -> Option<&mut SentPacket> {
        let at = usize::try_from(index.checked_sub(self.first)?).ok()?;
        self.packets.get_mut(at)
    }

    pub fn forget_before(&mut self, index: u64) {
        while self.first < index && self.packets.pop_front().is_some() {
            self.first += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packets_are_found_by_number_until_they_are_forgotten() {
        let now = Instant::now();
        let mut sent = SentPackets::default();
        assert_eq!(sent.index(0), None);
        let numbers: Vec<_> = (0..70_000).map(|_| sent.push(100, now)).collect();
        assert_eq!((numbers[65_535], numbers[65_536]), (65_535, 0));
        assert_eq!(sent.index(numbers[69_999]), Some(69_999));
        assert_eq!(sent.index(70_000_u32 as u16), None, "this one has not been sent yet");
        assert_eq!(sent.index((70_000 - REMEMBERED as u64) as u16), Some(70_000 - REMEMBERED as u64));
        assert_eq!(sent.index((70_000 - REMEMBERED as u64 - 1) as u16), None);
        sent.forget_before(69_999);
        assert!(sent.get_mut(69_998).is_none() && sent.get_mut(69_999).is_some() && sent.get_mut(70_000).is_none());
        sent.forget_before(80_000);
        assert_eq!(sent.push(1, now), 70_000_u32 as u16, "numbers continue");
    }
}
