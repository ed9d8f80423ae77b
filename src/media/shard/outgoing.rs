//! One slot's stream as its listeners get it: whoever speaks in it, its numbers and its time go on without a seam.

use std::time::Instant;

use super::{
    ring::Ring,
    seam::{Clock, Numbered, Seam},
};
use crate::media::transport::rtp::{self, Header};

/// How many packets can be asked for again: a little over a second of speech.
const REMEMBERED: usize = 64;
/// The clock of Opus, and one packet's worth of it.
const CLOCK: Clock = Clock { rate: 48_000.0, least: 960 };

/// Where a packet stands in the slot's stream.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Place {
    pub sequence: u16,
    /// By how much the stream is longer now.
    pub advance: u16,
}

pub struct Outgoing<S> {
    ssrc: u32,
    /// Filled by a speaker's stream.
    seam: Seam<(S, u32)>,
    /// The latest packets, unencrypted, and whose they are.
    ring: Ring<S>,
    packets: u32,
    bytes: u32,
}

impl<S: Copy + Eq> Outgoing<S> {
    /// A stream that begins at `sequence`.
    pub fn new(ssrc: u32, sequence: u16) -> Self {
        Self { ssrc, seam: Seam::new(CLOCK, sequence), ring: Ring::new(REMEMBERED), packets: 0, bytes: 0 }
    }

    /// Appends the packet that is to go out to `out`: header and payload. `None`: it comes too late.
    pub fn write(
        &mut self,
        who: S,
        header: &Header,
        payload: &[u8],
        (payload_type, level_id): (u8, Option<u8>),
        now: Instant,
        out: &mut Vec<u8>,
    ) -> Option<(Place, usize)> {
        let source = (who, header.ssrc);
        let goes_on = self.seam.key() == Some(source);
        if !goes_on {
            self.seam.switch(source, header.sequence, header.timestamp, now);
        }
        let Numbered { sequence, timestamp, advance } = self.seam.number(header.sequence, header.timestamp, now)?;
        let start = out.len();
        let marker = header.marker || !goes_on;
        Header { payload_type, marker, sequence, timestamp, ssrc: self.ssrc, ..*header }.write(level_id, out);
        let head = out.len() - start;
        out.extend_from_slice(payload);
        self.count(payload.len());
        self.ring.remember(sequence, who, &out[start..]);
        Some((Place { sequence, advance }, head))
    }

    /// Takes over a packet that was written on another shard: so that it can be asked for again here, and told of.
    pub fn copy(&mut self, who: S, place: Place, packet: &[u8], now: Instant) {
        let Some(header) = Header::read(packet, None) else { return };
        self.seam.note(place.sequence, header.timestamp, place.advance, now);
        self.count(packet.len() - header.len);
        self.ring.remember(place.sequence, who, packet);
    }

    fn count(&mut self, bytes: usize) {
        self.packets = self.packets.wrapping_add(1);
        self.bytes = self.bytes.wrapping_add(bytes as u32);
    }

    /// A packet is left out, and has no number: what follows goes on as after a change of speaker.
    pub fn rest(&mut self) {
        self.seam.rest();
    }

    /// A packet that went out lately, and whose it is.
    pub fn recall(&self, sequence: u16) -> Option<(S, &[u8])> {
        self.ring.recall(sequence)
    }

    pub fn ssrc(&self) -> u32 {
        self.ssrc
    }

    /// The stream's time now, and how many packets and bytes it has had; `None` while nothing has gone out for a while.
    pub fn report(&self, now: Instant) -> Option<(u32, u32, u32)> {
        self.seam.time(now).map(|time| (time, self.packets, self.bytes))
    }
}

/// What one listener was spared of a slot, being the speaker: their numbers are lower by as much.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Spared {
    by: u16,
    /// The slot's number from which on that holds.
    since: Option<u16>,
}

impl Spared {
    /// The listener's own packet goes by.
    pub fn pass(&mut self, place: Place) {
        self.by = self.by.wrapping_add(place.advance);
        if place.advance > 0 {
            self.since = Some(place.sequence.wrapping_add(1));
        }
    }

    /// The listener's number of a slot's packet; `None` for one whose number is taken.
    pub fn theirs(self, sequence: u16) -> Option<u16> {
        let held = self.since.is_none_or(|since| sequence.wrapping_sub(since) < 0x8000);
        held.then(|| sequence.wrapping_sub(self.by))
    }

    /// The slot's number of what the listener calls `theirs`.
    pub fn ours(self, theirs: u16) -> u16 {
        theirs.wrapping_add(self.by)
    }
}

/// Numbers the packet for one listener.
pub fn number(packet: &mut [u8], place: Place, spared: Spared) -> bool {
    match spared.theirs(place.sequence) {
        Some(sequence) => {
            rtp::renumber(packet, sequence);
            true
        }
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    fn header(ssrc: u32, sequence: u16, timestamp: u32) -> Header {
        Header { payload_type: 96, marker: false, padded: false, sequence, timestamp, ssrc, len: 12, level: None }
    }

    struct Heard(Vec<(u16, u32, bool)>);

    impl Heard {
        fn hear(&mut self, slot: &mut Outgoing<char>, who: char, header: Header, now: Instant) -> Option<Place> {
            let mut packet = Vec::new();
            let (place, head) = slot.write(who, &header, b"x", (111, None), now, &mut packet)?;
            let read = Header::read(&packet, None).expect("we write packets");
            assert_eq!((read.ssrc, read.payload_type, read.len), (1000, 111, head));
            self.0.push((read.sequence, read.timestamp, read.marker));
            Some(place)
        }
    }

    #[test]
    fn a_change_of_speaker_has_no_seam() {
        let begun = Instant::now();
        let (mut slot, mut heard) = (Outgoing::new(1000, 65_534), Heard(Vec::new()));
        let later = |ms| begun + Duration::from_millis(ms);
        heard.hear(&mut slot, 'a', header(1, 500, 9_000), begun);
        heard.hear(&mut slot, 'a', header(1, 501, 9_960), later(20));
        heard.hear(&mut slot, 'b', header(2, 60_000, 77), later(520));
        heard.hear(&mut slot, 'b', header(2, 60_001, 77 + 960), later(540));
        assert_eq!(heard.0.iter().map(|one| one.0).collect::<Vec<_>>(), [65_535, 0, 1, 2]);
        let start = heard.0[0].1;
        let times = heard.0.iter().map(|one| one.1.wrapping_sub(start)).collect::<Vec<_>>();
        assert_eq!(times, [0, 960, 960 + 24_000, 1920 + 24_000]);
        assert_eq!(heard.0.iter().map(|one| one.2).collect::<Vec<_>>(), [true, false, true, false]);
    }

    #[test]
    fn what_is_left_out_has_no_number_but_takes_its_time() {
        let begun = Instant::now();
        let (mut slot, mut heard) = (Outgoing::new(1000, 9), Heard(Vec::new()));
        heard.hear(&mut slot, 'a', header(1, 100, 0), begun);
        slot.rest();
        heard.hear(&mut slot, 'a', header(1, 150, 48_000), begun + Duration::from_secs(1));
        assert_eq!(heard.0.iter().map(|one| (one.0, one.2)).collect::<Vec<_>>(), [(10, true), (11, true)]);
        assert_eq!(heard.0[1].1.wrapping_sub(heard.0[0].1), 48_000);
    }

    #[test]
    fn what_was_lost_on_the_way_in_is_a_gap_on_the_way_out() {
        let now = Instant::now();
        let (mut slot, mut heard) = (Outgoing::new(1000, 9), Heard(Vec::new()));
        for sequence in [100, 103, 102] {
            heard.hear(&mut slot, 'a', header(1, sequence, 0), now);
        }
        assert_eq!(heard.0.iter().map(|one| one.0).collect::<Vec<_>>(), [10, 13, 12]);
    }

    #[test]
    fn a_straggler_from_before_the_change_is_left_out() {
        let now = Instant::now();
        let (mut slot, mut heard) = (Outgoing::new(1000, 9), Heard(Vec::new()));
        heard.hear(&mut slot, 'a', header(1, 100, 0), now);
        assert_eq!(heard.hear(&mut slot, 'a', header(1, 99, 0), now), None);
        assert!(heard.hear(&mut slot, 'a', header(1, 101, 0), now).is_some());
        for sequence in 102..200_000_u32 {
            assert!(heard.hear(&mut slot, 'a', header(1, sequence as u16, 0), now).is_some(), "{sequence}");
        }
    }

    #[test]
    fn a_packet_can_be_asked_for_again_for_a_while() {
        let now = Instant::now();
        let (mut slot, mut heard) = (Outgoing::new(1000, 0), Heard(Vec::new()));
        for sequence in 1..=100 {
            heard.hear(&mut slot, 'a', header(1, sequence, 0), now);
        }
        assert_eq!(slot.recall(100).map(|(who, _)| who), Some('a'));
        assert!(slot.recall(37).is_some() && slot.recall(36).is_none() && slot.recall(101).is_none());
    }

    #[test]
    fn who_speaks_hears_no_gap_afterwards() {
        let now = Instant::now();
        let (mut slot, mut heard) = (Outgoing::new(1000, 9), Heard(Vec::new()));
        let mut spared = Spared::default();
        let mut theirs = Vec::new();
        for (who, ssrc, sequence) in
            [('b', 2, 7), ('a', 1, 100), ('a', 1, 102), ('a', 1, 101), ('b', 2, 8), ('b', 2, 9)]
        {
            let place = heard.hear(&mut slot, who, header(ssrc, sequence, 0), now).expect("it comes in time");
            if who == 'a' {
                spared.pass(place);
            } else {
                theirs.extend(spared.theirs(place.sequence));
            }
        }
        assert_eq!(theirs, [10, 11, 12]);
        assert_eq!(spared.theirs(10), None, "its number belongs to another packet by now");
        assert_eq!(spared.ours(11), 14);
    }
}
