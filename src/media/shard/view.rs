//! One view of a watcher. Its sequence numbers and timestamps continue when it shows another sender or encoding. It switches
//! to another stream only at a keyframe.

use std::time::{Duration, Instant};

use super::rewriter::{Rewritten, RtpClock, StreamRewriter};
use crate::media::transport::sdp::Codec;

/// The clock of video, and the duration of one frame in its ticks.
const CLOCK: RtpClock = RtpClock { rate: 90_000.0, min_step: 3000 };
/// An encoding without a packet for this long counts as stopped.
pub const ENCODING_TIMEOUT: Duration = Duration::from_secs(1);

/// What a view needs to know about a video packet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct VideoPacketInfo {
    pub codec: Codec,
    pub ssrc: u32,
    /// The sender's encoding, 0 for the best.
    pub layer: u8,
    pub sequence: u16,
    pub timestamp: u32,
    /// Whether a keyframe starts with this packet.
    pub keyframe: bool,
    /// It has nothing but padding (RFC 3550, 5.1): senders probe the network with such packets.
    pub is_padding: bool,
}

/// The stream that fills a view.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Source<S> {
    who: S,
    ssrc: u32,
    layer: u8,
}

pub struct View<S> {
    rewriter: StreamRewriter<Source<S>>,
    packets: u32,
    bytes: u32,
    /// The number of the last retransmission in a stream of its own.
    repeats: u16,
}

impl<S: Copy + Eq> View<S> {
    /// A view whose first packet follows `sequence`.
    pub fn new(sequence: u16) -> Self {
        Self { rewriter: StreamRewriter::new(CLOCK, sequence), packets: 0, bytes: 0, repeats: 0 }
    }

    /// The number of the next retransmission in a stream of its own.
    pub fn next_repeat(&mut self) -> u16 {
        self.repeats = self.repeats.wrapping_add(1);
        self.repeats
    }

    /// The sequence number and timestamp of a packet of `who` for a watcher that prefers the encoding `preferred`. `None` when
    /// the packet is not for this view. The view switches to no better encoding than `best`.
    pub fn rewrite_up_to(
        &mut self,
        best: u8,
        who: S,
        info: &VideoPacketInfo,
        preferred: u8,
        now: Instant,
    ) -> Option<(u16, u32)> {
        let VideoPacketInfo { ssrc, layer, .. } = *info;
        let continues = self.rewriter.source().is_some_and(|source| source.who == who && source.ssrc == ssrc);
        if !continues {
            if !info.keyframe || layer < best || !self.should_switch(who, layer, preferred, now) {
                return None;
            }
            self.rewriter.switch(Source { who, ssrc, layer }, info.sequence, info.timestamp, now);
        }
        let Rewritten { sequence, timestamp, .. } = self.rewriter.rewrite(info.sequence, info.timestamp, now)?;
        Some((sequence, timestamp))
    }

    /// As [`View::rewrite_up_to`], without a limit.
    pub fn rewrite(&mut self, who: S, info: &VideoPacketInfo, preferred: u8, now: Instant) -> Option<(u16, u32)> {
        self.rewrite_up_to(0, who, info, preferred, now)
    }

    /// Leaves out a packet that has nothing to show.
    pub fn skip(&mut self, who: S, info: &VideoPacketInfo) {
        if self.rewriter.source().is_some_and(|source| source.who == who && source.ssrc == info.ssrc) {
            self.rewriter.skip(info.sequence);
        }
    }

    /// Counts a packet of so many bytes that has gone out.
    pub fn count(&mut self, bytes: usize) {
        self.packets = self.packets.wrapping_add(1);
        self.bytes = self.bytes.wrapping_add(bytes as u32);
    }

    /// The encoding in which the view shows `who`; `None` when it shows someone else.
    pub fn layer_of(&self, who: S) -> Option<u8> {
        self.rewriter.source().filter(|source| source.who == who).map(|source| source.layer)
    }

    /// Whether the encoding `layer` is closer to the preferred one than the encoding shown, or the encoding shown has stopped.
    fn should_switch(&self, who: S, layer: u8, preferred: u8, now: Instant) -> bool {
        let Some(seen) = self.layer_of(who) else { return true };
        let stopped = self.rewriter.idle_for(now).is_none_or(|idle| idle > ENCODING_TIMEOUT);
        layer.abs_diff(preferred) < seen.abs_diff(preferred) || layer == seen || stopped
    }

    /// Shows nobody any more; the numbers continue when it shows someone again.
    pub fn clear(&mut self) {
        self.rewriter.detach();
    }

    /// The stream and the original number of the packet that the watcher knows by `sequence`.
    pub fn origin(&self, sequence: u16) -> Option<(S, u32, u16)> {
        self.rewriter.origin(sequence).map(|(source, original)| (source.who, source.ssrc, original))
    }

    /// The stream's timestamp now, and how many packets and bytes it has had; `None` when it has been idle for a while.
    pub fn report(&self, now: Instant) -> Option<(u32, u32, u32)> {
        self.rewriter.timestamp_at(now).map(|time| (time, self.packets, self.bytes))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn info(ssrc: u32, layer: u8, sequence: u16, timestamp: u32, keyframe: bool) -> VideoPacketInfo {
        VideoPacketInfo { codec: Codec::Vp8, ssrc, layer, sequence, timestamp, keyframe, is_padding: false }
    }

    #[test]
    fn a_view_starts_and_switches_only_at_a_keyframe() {
        let now = Instant::now();
        let mut view = View::new(9);
        assert_eq!(view.rewrite('a', &info(1, 0, 500, 7, false), 0, now), None);
        let (first, time) = view.rewrite('a', &info(1, 0, 501, 3007, true), 0, now).expect("it is a keyframe");
        assert_eq!(first, 10);
        assert_eq!(view.rewrite('a', &info(1, 0, 503, 6007, false), 0, now), Some((12, time.wrapping_add(3000))));
        assert_eq!(view.rewrite('a', &info(1, 0, 502, 3007, false), 0, now), Some((11, time)), "late, but of now");
        assert_eq!(view.rewrite('a', &info(1, 0, 500, 7, false), 0, now), None, "from before");
        assert_eq!(view.rewrite('b', &info(2, 0, 9, 0, false), 0, now), None);
        let later = now + Duration::from_secs(1);
        let (next, then) = view.rewrite('b', &info(2, 0, 10, 0, true), 0, later).expect("it is a keyframe");
        assert_eq!((next, then.wrapping_sub(time)), (13, 3000 + 90_000));
        assert_eq!(view.origin(13), Some(('b', 2, 10)));
        assert_eq!(view.origin(12), None, "somebody else's");
    }

    #[test]
    fn padding_leaves_no_gap_and_repeats_find_the_right_packets() {
        let now = Instant::now();
        let mut view = View::new(9);
        let number = |view: &mut View<char>, sequence| view.rewrite('a', &info(1, 0, sequence, 0, false), 0, now);
        view.rewrite('a', &info(1, 0, 500, 0, true), 0, now).expect("it is a keyframe");
        for padding in [501, 502, 504] {
            view.skip('a', &info(1, 0, padding, 0, false));
            view.skip('b', &info(1, 0, padding, 0, false));
        }
        assert_eq!(number(&mut view, 505).map(|(sequence, _)| sequence), Some(12));
        assert_eq!(number(&mut view, 503).map(|(sequence, _)| sequence), Some(11), "it was late");
        assert_eq!(
            [10, 11, 12].map(|sequence| view.origin(sequence).map(|(_, _, original)| original)),
            [Some(500), Some(503), Some(505)]
        );
        view.skip('a', &info(1, 0, 505, 0, false));
        assert_eq!(number(&mut view, 506).map(|(sequence, _)| sequence), Some(13), "it has a number already");
        // A sender that probes for long neither wears out the numbers nor the memory.
        for burst in 0..100_u16 {
            (0..50).for_each(|padding| view.skip('a', &info(1, 0, 507 + burst * 51 + padding, 0, false)));
            assert_eq!(number(&mut view, 557 + burst * 51).map(|(sequence, _)| sequence), Some(14 + burst));
        }
        assert_eq!(view.origin(113).map(|(_, _, original)| original), Some(557 + 99 * 51));
    }

    #[test]
    fn padding_in_any_order_gives_no_two_packets_one_number() {
        let now = Instant::now();
        for order in [[504, 502, 503], [504, 503, 502], [502, 504, 503], [503, 504, 502]] {
            let mut view = View::new(9);
            let number = |view: &mut View<char>, sequence| view.rewrite('a', &info(1, 0, sequence, 0, false), 0, now);
            view.rewrite('a', &info(1, 0, 500, 0, true), 0, now).expect("it is a keyframe");
            number(&mut view, 501).expect("it follows");
            // Of these three, 503 is a picture.
            for sequence in order {
                match sequence {
                    503 => {
                        assert_eq!(number(&mut view, 503).map(|(sequence, _)| sequence > 11), Some(true), "{order:?}")
                    }
                    _ => view.skip('a', &info(1, 0, sequence, 0, false)),
                }
            }
            let picture = number(&mut view, 503).expect("it is remembered").0;
            let next = number(&mut view, 505).expect("it follows").0;
            assert!(picture < next, "{order:?}: {picture} {next}");
            assert_eq!(view.origin(picture).map(|(_, _, original)| original), Some(503), "{order:?}");
            assert_eq!(view.origin(next).map(|(_, _, original)| original), Some(505), "{order:?}");
        }
    }

    #[test]
    fn the_preferred_encoding_is_shown_and_another_while_it_is_stopped() {
        let now = Instant::now();
        let mut view = View::new(0);
        assert!(view.rewrite('a', &info(1, 2, 1, 0, true), 1, now).is_some(), "better than nothing");
        assert!(view.rewrite('a', &info(2, 0, 1, 0, true), 1, now).is_none(), "no nearer to the preferred encoding");
        assert!(view.rewrite('a', &info(3, 1, 1, 0, true), 1, now).is_some());
        assert!(view.rewrite('a', &info(1, 2, 2, 0, true), 1, now).is_none());
        assert_eq!(view.layer_of('a'), Some(1));
        let later = now + ENCODING_TIMEOUT + Duration::from_millis(1);
        assert!(view.rewrite('a', &info(1, 2, 3, 0, true), 1, later).is_some());
        assert_eq!((view.layer_of('a'), view.layer_of('b')), (Some(2), None));
    }

    #[test]
    fn a_view_with_a_limit_begins_in_no_better_encoding() {
        let now = Instant::now();
        let mut view = View::new(0);
        assert!(view.rewrite_up_to(2, 'a', &info(1, 0, 1, 0, true), 2, now).is_none());
        assert!(view.rewrite_up_to(2, 'a', &info(2, 2, 1, 0, true), 2, now).is_some());
        assert!(view.rewrite_up_to(1, 'a', &info(3, 0, 1, 0, true), 0, now).is_none());
        assert!(view.rewrite_up_to(0, 'a', &info(3, 0, 2, 0, true), 0, now).is_some());
        assert!(view.rewrite_up_to(2, 'a', &info(3, 0, 3, 0, false), 2, now).is_some(), "until the next key frame");
    }

    #[test]
    fn an_encoding_may_restart_with_another_ssrc() {
        let now = Instant::now();
        let mut view = View::new(0);
        assert_eq!(view.rewrite('a', &info(1, 0, 100, 0, true), 0, now).map(|rewritten| rewritten.0), Some(1));
        assert_eq!(view.rewrite('a', &info(5, 0, 900, 0, true), 0, now).map(|rewritten| rewritten.0), Some(2));
        assert_eq!(view.rewrite('a', &info(1, 0, 101, 0, false), 0, now), None);
    }
}
