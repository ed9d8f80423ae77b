//! What is written into each packet, and what is made of it when it comes back.

use std::{collections::HashMap, time::Instant};

use crate::tally::Times;

/// Who, which, and when, in bytes.
pub const STAMP: usize = 2 + 4 + 8;

pub fn write(publisher: u16, number: u32, since: Instant, payload: usize) -> Vec<u8> {
    let mut packet = Vec::with_capacity(payload);
    packet.extend_from_slice(&publisher.to_be_bytes());
    packet.extend_from_slice(&number.to_be_bytes());
    packet.extend_from_slice(&(since.elapsed().as_nanos() as u64).to_be_bytes());
    packet.resize(payload, fill(publisher, number));
    packet
}

fn fill(publisher: u16, number: u32) -> u8 {
    (u32::from(publisher) ^ number) as u8
}

#[derive(Default)]
pub struct Heard {
    pub present: usize,
    pub sent: u64,
    pub received: u64,
    pub lost: u64,
    pub out_of_order: u64,
    pub corrupt: u64,
    pub latency: Times,
    /// From the offer to the first packet.
    pub first: Times,
}

/// One listener's memory: the last number of each of their streams, and of each who speaks.
#[derive(Default)]
pub struct Ear {
    streams: HashMap<u32, u64>,
    speakers: HashMap<u16, u32>,
}

impl Ear {
    /// A packet has come; `sequence` is its extended number in its stream. Counts if `measuring`.
    pub fn hear(
        &mut self,
        (stream, sequence): (u32, u64),
        payload: &[u8],
        since: Instant,
        measuring: bool,
        heard: &mut Heard,
    ) {
        let last = self.streams.insert(stream, sequence);
        let stamp = payload.first_chunk::<STAMP>().map(|stamp| {
            let publisher = u16::from_be_bytes([stamp[0], stamp[1]]);
            let number = u32::from_be_bytes([stamp[2], stamp[3], stamp[4], stamp[5]]);
            let at = u64::from_be_bytes(*stamp[6..].first_chunk().expect("eight bytes are left"));
            (publisher, number, at)
        });
        let before = stamp.and_then(|(publisher, number, _)| self.speakers.insert(publisher, number));
        if !measuring {
            return;
        }
        heard.received += 1;
        if let Some(last) = last {
            heard.lost += sequence.saturating_sub(last + 1);
        }
        match stamp {
            Some((publisher, number, at)) => {
                let genuine = payload[STAMP..].iter().all(|byte| *byte == fill(publisher, number));
                heard.corrupt += u64::from(!genuine);
                let ordered = last.is_none_or(|last| sequence > last) && before.is_none_or(|before| number > before);
                heard.out_of_order += u64::from(!ordered);
                heard.latency.record((since.elapsed().as_nanos() as u64).saturating_sub(at) / 1000);
            }
            None => heard.corrupt += 1,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_lost_disordered_or_damaged_is_counted() {
        let (since, mut heard, mut ear) = (Instant::now(), Heard::default(), Ear::default());
        let mut hear = |sequence, number, damage: bool| {
            let mut packet = write(7, number, since, 40);
            packet[39] ^= u8::from(damage);
            ear.hear((1, sequence), &packet, since, true, &mut heard);
        };
        hear(10, 1, false);
        hear(11, 2, false);
        hear(14, 5, false);
        hear(13, 4, true);
        assert_eq!((heard.received, heard.lost, heard.out_of_order, heard.corrupt), (4, 2, 1, 1));
    }
}
