//! The stream of one slot as its listeners receive it: its sequence numbers and timestamps continue when the speaker changes.

use std::time::{Duration, Instant};

use super::{
    retransmit_buffer::RetransmitBuffer,
    rewriter::{Rewritten, RtpClock, StreamRewriter},
};
use crate::media::transport::rtp::{self, Header};

/// How many packets can be retransmitted: a little over a second of speech.
const REMEMBERED: usize = 64;
/// The clock of Opus, and the duration of one packet in its ticks.
const CLOCK: RtpClock = RtpClock { rate: 48_000.0, min_step: 960 };

/// A packet's position in the slot's stream.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Position {
    pub sequence: u16,
    /// By how much this packet advances the stream.
    pub advance: u16,
}

pub struct AudioOutput<S> {
    ssrc: u32,
    /// The source is a speaker's stream.
    rewriter: StreamRewriter<(S, u32)>,
    /// The latest packets, unencrypted, with their speakers.
    sent: RetransmitBuffer<S>,
    packets: u32,
    bytes: u32,
}

impl<S: Copy + Eq> AudioOutput<S> {
    /// A stream that starts at `sequence`.
    pub fn new(ssrc: u32, sequence: u16) -> Self {
        Self {
            ssrc,
            rewriter: StreamRewriter::new(CLOCK, sequence),
            sent: RetransmitBuffer::new(REMEMBERED),
            packets: 0,
            bytes: 0,
        }
    }

    /// Appends the outgoing packet to `out`: its position and the length of its header. `None` when the packet is too late.
    pub fn write(
        &mut self,
        who: S,
        header: &Header,
        payload: &[u8],
        (payload_type, level_id): (u8, Option<u8>),
        now: Instant,
        out: &mut Vec<u8>,
    ) -> Option<(Position, usize)> {
        let source = (who, header.ssrc);
        let continues = self.rewriter.source() == Some(source);
        if !continues {
            self.rewriter.switch(source, header.sequence, header.timestamp, now);
        }
        let Rewritten { sequence, timestamp, advance } =
            self.rewriter.rewrite(header.sequence, header.timestamp, now)?;
        let start = out.len();
        let marker = header.marker || !continues;
        Header { payload_type, marker, sequence, timestamp, ssrc: self.ssrc, ..*header }.write(level_id, out);
        let head = out.len() - start;
        out.extend_from_slice(payload);
        self.count(payload.len());
        self.sent.insert(sequence, who, &out[start..]);
        Some((Position { sequence, advance }, head))
    }

    /// Notes a packet that another shard wrote, so that this shard can retransmit and report it.
    pub fn record(&mut self, who: S, position: Position, packet: &[u8], now: Instant) {
        let Some(header) = Header::read(packet, None) else { return };
        self.rewriter.record(position.sequence, header.timestamp, position.advance, now);
        self.count(packet.len() - header.len);
        self.sent.insert(position.sequence, who, packet);
    }

    fn count(&mut self, bytes: usize) {
        self.packets = self.packets.wrapping_add(1);
        self.bytes = self.bytes.wrapping_add(bytes as u32);
    }

    /// Notes that a packet is not forwarded and gets no number. What follows continues as after a change of speaker.
    pub fn pause(&mut self) {
        self.rewriter.detach();
    }

    /// A recent packet and its speaker.
    pub fn sent(&self, sequence: u16) -> Option<(S, &[u8])> {
        self.sent.get(sequence)
    }

    /// Whose packet went out last, if that was within `span`.
    pub fn speaker(&self, span: Duration, now: Instant) -> Option<S> {
        self.rewriter.idle_for(now).filter(|idle| *idle < span)?;
        self.sent.get(self.rewriter.sequence()).map(|(who, _)| who)
    }

    pub fn ssrc(&self) -> u32 {
        self.ssrc
    }

    /// The stream's timestamp now, and how many packets and bytes it has had; `None` when it has been idle for a while.
    pub fn report(&self, now: Instant) -> Option<(u32, u32, u32)> {
        self.rewriter.timestamp_at(now).map(|time| (time, self.packets, self.bytes))
    }
}

/// How many packets of a slot one listener did not get because the listener was the speaker. The listener's sequence numbers are
/// lower by this count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SkippedPackets {
    count: u16,
    /// The slot's sequence number from which on the count applies.
    since: Option<u16>,
}

impl SkippedPackets {
    /// Skips the listener's own packet.
    pub fn skip(&mut self, position: Position) {
        self.count = self.count.wrapping_add(position.advance);
        if position.advance > 0 {
            self.since = Some(position.sequence.wrapping_add(1));
        }
    }

    /// The listener's number of a slot's packet; `None` when that number now belongs to another packet.
    pub fn listener_sequence(self, sequence: u16) -> Option<u16> {
        let held = self.since.is_none_or(|since| sequence.wrapping_sub(since) < 0x8000);
        held.then(|| sequence.wrapping_sub(self.count))
    }

    /// The slot's number of the packet that the listener knows by `sequence`.
    pub fn slot_sequence(self, sequence: u16) -> u16 {
        sequence.wrapping_add(self.count)
    }
}

/// Writes the listener's sequence number into the packet. Returns false when the packet has none.
pub fn renumber_for(packet: &mut [u8], position: Position, skipped: SkippedPackets) -> bool {
    match skipped.listener_sequence(position.sequence) {
        Some(sequence) => {
            rtp::set_sequence(packet, sequence);
            true
        }
        None => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn header(ssrc: u32, sequence: u16, timestamp: u32) -> Header {
        Header { payload_type: 96, marker: false, padded: false, sequence, timestamp, ssrc, len: 12, level: None }
    }

    struct Heard(Vec<(u16, u32, bool)>);

    impl Heard {
        fn hear(&mut self, slot: &mut AudioOutput<char>, who: char, header: Header, now: Instant) -> Option<Position> {
            let mut packet = Vec::new();
            let (position, head) = slot.write(who, &header, b"x", (111, None), now, &mut packet)?;
            let read = Header::read(&packet, None).expect("we write packets");
            assert_eq!((read.ssrc, read.payload_type, read.len), (1000, 111, head));
            self.0.push((read.sequence, read.timestamp, read.marker));
            Some(position)
        }
    }

    #[test]
    fn the_stream_continues_when_the_speaker_changes() {
        let begun = Instant::now();
        let (mut slot, mut heard) = (AudioOutput::new(1000, 65_534), Heard(Vec::new()));
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
    fn a_pause_takes_time_but_no_sequence_number() {
        let begun = Instant::now();
        let (mut slot, mut heard) = (AudioOutput::new(1000, 9), Heard(Vec::new()));
        heard.hear(&mut slot, 'a', header(1, 100, 0), begun);
        slot.pause();
        heard.hear(&mut slot, 'a', header(1, 150, 48_000), begun + Duration::from_secs(1));
        assert_eq!(heard.0.iter().map(|one| (one.0, one.2)).collect::<Vec<_>>(), [(10, true), (11, true)]);
        assert_eq!(heard.0[1].1.wrapping_sub(heard.0[0].1), 48_000);
    }

    #[test]
    fn loss_on_the_way_in_is_a_gap_on_the_way_out() {
        let now = Instant::now();
        let (mut slot, mut heard) = (AudioOutput::new(1000, 9), Heard(Vec::new()));
        for sequence in [100, 103, 102] {
            heard.hear(&mut slot, 'a', header(1, sequence, 0), now);
        }
        assert_eq!(heard.0.iter().map(|one| one.0).collect::<Vec<_>>(), [10, 13, 12]);
    }

    #[test]
    fn a_late_packet_from_before_the_change_is_dropped() {
        let now = Instant::now();
        let (mut slot, mut heard) = (AudioOutput::new(1000, 9), Heard(Vec::new()));
        heard.hear(&mut slot, 'a', header(1, 100, 0), now);
        assert_eq!(heard.hear(&mut slot, 'a', header(1, 99, 0), now), None);
        assert!(heard.hear(&mut slot, 'a', header(1, 101, 0), now).is_some());
        for sequence in 102..200_000_u32 {
            assert!(heard.hear(&mut slot, 'a', header(1, sequence as u16, 0), now).is_some(), "{sequence}");
        }
    }

    #[test]
    fn recent_packets_can_be_retransmitted() {
        let now = Instant::now();
        let (mut slot, mut heard) = (AudioOutput::new(1000, 0), Heard(Vec::new()));
        for sequence in 1..=100 {
            heard.hear(&mut slot, 'a', header(1, sequence, 0), now);
        }
        assert_eq!(slot.sent(100).map(|(who, _)| who), Some('a'));
        assert!(slot.sent(37).is_some() && slot.sent(36).is_none() && slot.sent(101).is_none());
    }

    #[test]
    fn a_speaker_sees_no_gap_after_speaking() {
        let now = Instant::now();
        let (mut slot, mut heard) = (AudioOutput::new(1000, 9), Heard(Vec::new()));
        let mut skipped = SkippedPackets::default();
        let mut theirs = Vec::new();
        for (who, ssrc, sequence) in
            [('b', 2, 7), ('a', 1, 100), ('a', 1, 102), ('a', 1, 101), ('b', 2, 8), ('b', 2, 9)]
        {
            let position = heard.hear(&mut slot, who, header(ssrc, sequence, 0), now).expect("it comes in time");
            if who == 'a' {
                skipped.skip(position);
            } else {
                theirs.extend(skipped.listener_sequence(position.sequence));
            }
        }
        assert_eq!(theirs, [10, 11, 12]);
        assert_eq!(skipped.listener_sequence(10), None, "its number belongs to another packet by now");
        assert_eq!(skipped.slot_sequence(11), 14);
    }
}
