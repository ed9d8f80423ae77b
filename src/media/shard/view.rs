//! One place in which a listener sees somebody: whoever it shows, and in whichever encoding, its numbers and its time go on
//! without a seam. It changes to another only where a picture begins that stands by itself.

use std::time::{Duration, Instant};

use crate::media::transport::sdp::Codec;

/// The clock of pictures, in ticks a second, and one picture's worth of them.
const CLOCK: f64 = 90_000.0;
const PICTURE: u32 = 3000;
/// By how many packets one may come late.
const LONG_AGO: u16 = 0x4000;
/// An encoding of which nothing has come for so long rests.
pub const RESTS: Duration = Duration::from_secs(1);

/// What a listener's view needs to know of a packet of a picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Piece {
    pub codec: Codec,
    pub ssrc: u32,
    /// Which of its sender's encodings, from the best on.
    pub layer: u8,
    pub sequence: u16,
    pub timestamp: u32,
    /// With it a picture begins that stands by itself.
    pub alone: bool,
}

/// The stream that fills a view, and what is added to its numbers.
#[derive(Clone, Copy)]
struct Source<S> {
    who: S,
    ssrc: u32,
    layer: u8,
    first: u16,
    sequence: u16,
    timestamp: u32,
}

pub struct View<S> {
    source: Option<Source<S>>,
    sequence: u16,
    timestamp: u32,
    /// When the last packet went out; `None` before the first.
    at: Option<Instant>,
    packets: u32,
    bytes: u32,
}

impl<S: Copy + Eq> View<S> {
    /// One whose stream begins after `sequence`.
    pub fn new(sequence: u16) -> Self {
        Self { source: None, sequence, timestamp: 0, at: None, packets: 0, bytes: 0 }
    }

    /// The number and the time of a packet of `who` for a listener who wishes for the encoding `wish`. `None`: it is not for
    /// them.
    pub fn place(&mut self, who: S, piece: &Piece, wish: u8, now: Instant) -> Option<(u16, u32)> {
        let goes_on = self.source.is_some_and(|source| source.who == who && source.ssrc == piece.ssrc);
        if !goes_on {
            if !piece.alone || !self.would_rather(who, piece.layer, wish, now) {
                return None;
            }
            self.switch(who, piece, now);
        }
        let source = self.source.as_mut()?;
        let since = piece.sequence.wrapping_sub(source.first);
        if since >= 0x8000 {
            return None;
        }
        if since > LONG_AGO {
            source.first = piece.sequence.wrapping_sub(LONG_AGO);
        }
        let sequence = piece.sequence.wrapping_add(source.sequence);
        let timestamp = piece.timestamp.wrapping_add(source.timestamp);
        let ahead = sequence.wrapping_sub(self.sequence);
        if ahead > 0 && ahead < 0x8000 || self.at.is_none() {
            (self.sequence, self.timestamp, self.at) = (sequence, timestamp, Some(now));
        }
        Some((sequence, timestamp))
    }

    /// A packet of so many bytes has gone out.
    pub fn count(&mut self, bytes: usize) {
        self.packets = self.packets.wrapping_add(1);
        self.bytes = self.bytes.wrapping_add(bytes as u32);
    }

    /// Whether it shows `who`, and in which encoding.
    pub fn shows(&self, who: S) -> Option<u8> {
        self.source.filter(|source| source.who == who).map(|source| source.layer)
    }

    /// Whether the encoding `layer` is nearer to the wish than what is seen, or what is seen has stopped.
    fn would_rather(&self, who: S, layer: u8, wish: u8, now: Instant) -> bool {
        let Some(seen) = self.shows(who) else { return true };
        let rests = self.at.is_none_or(|at| now.saturating_duration_since(at) > RESTS);
        layer.abs_diff(wish) < seen.abs_diff(wish) || layer == seen || rests
    }

    fn switch(&mut self, who: S, piece: &Piece, now: Instant) {
        let passed = self.at.map_or(Duration::ZERO, |at| now.saturating_duration_since(at));
        let ticks = ((passed.as_secs_f64() * CLOCK) as u64 as u32).max(PICTURE);
        let (sequence, timestamp) = (self.sequence.wrapping_add(1), self.timestamp.wrapping_add(ticks));
        self.source = Some(Source {
            who,
            ssrc: piece.ssrc,
            layer: piece.layer,
            first: piece.sequence,
            sequence: sequence.wrapping_sub(piece.sequence),
            timestamp: timestamp.wrapping_sub(piece.timestamp),
        });
    }

    /// Nobody is seen in it any more; its numbers go on when somebody is.
    pub fn rest(&mut self) {
        self.source = None;
    }

    /// Whose packet the listener calls `theirs`: the stream and its own number.
    pub fn origin(&self, theirs: u16) -> Option<(S, u32, u16)> {
        let source = self.source?;
        let sequence = theirs.wrapping_sub(source.sequence);
        (sequence.wrapping_sub(source.first) < 0x8000).then_some((source.who, source.ssrc, sequence))
    }

    /// The stream's time now, and how many packets and bytes it has had; `None` while nothing has gone out for a while.
    pub fn report(&self, now: Instant) -> Option<(u32, u32, u32)> {
        let passed = now.saturating_duration_since(self.at?);
        let ticks = (passed.as_secs_f64() * CLOCK) as u64 as u32;
        (passed < Duration::from_secs(10)).then(|| (self.timestamp.wrapping_add(ticks), self.packets, self.bytes))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn piece(ssrc: u32, layer: u8, sequence: u16, timestamp: u32, alone: bool) -> Piece {
        Piece { codec: Codec::Vp8, ssrc, layer, sequence, timestamp, alone }
    }

    #[test]
    fn a_view_begins_and_changes_only_with_a_picture_that_stands_alone() {
        let now = Instant::now();
        let mut view = View::new(9);
        assert_eq!(view.place('a', &piece(1, 0, 500, 7, false), 0, now), None);
        let (first, time) = view.place('a', &piece(1, 0, 501, 3007, true), 0, now).expect("it stands alone");
        assert_eq!(first, 10);
        assert_eq!(view.place('a', &piece(1, 0, 503, 6007, false), 0, now), Some((12, time.wrapping_add(3000))));
        assert_eq!(view.place('a', &piece(1, 0, 502, 3007, false), 0, now), Some((11, time)), "late, but of now");
        assert_eq!(view.place('a', &piece(1, 0, 500, 7, false), 0, now), None, "from before");
        assert_eq!(view.place('b', &piece(2, 0, 9, 0, false), 0, now), None);
        let later = now + Duration::from_secs(1);
        let (next, then) = view.place('b', &piece(2, 0, 10, 0, true), 0, later).expect("it stands alone");
        assert_eq!((next, then.wrapping_sub(time)), (13, 3000 + 90_000));
        assert_eq!(view.origin(13), Some(('b', 2, 10)));
        assert_eq!(view.origin(12), None, "somebody else's");
    }

    #[test]
    fn of_several_encodings_the_one_wished_for_is_taken_and_another_while_it_rests() {
        let now = Instant::now();
        let mut view = View::new(0);
        assert!(view.place('a', &piece(1, 2, 1, 0, true), 1, now).is_some(), "better than nothing");
        assert!(view.place('a', &piece(2, 0, 1, 0, true), 1, now).is_none(), "no nearer to the wish");
        assert!(view.place('a', &piece(3, 1, 1, 0, true), 1, now).is_some());
        assert!(view.place('a', &piece(1, 2, 2, 0, true), 1, now).is_none());
        assert_eq!(view.shows('a'), Some(1));
        let later = now + RESTS + Duration::from_millis(1);
        assert!(view.place('a', &piece(1, 2, 3, 0, true), 1, later).is_some());
        assert_eq!((view.shows('a'), view.shows('b')), (Some(2), None));
    }

    #[test]
    fn an_encoding_may_begin_anew_under_another_number() {
        let now = Instant::now();
        let mut view = View::new(0);
        assert_eq!(view.place('a', &piece(1, 0, 100, 0, true), 0, now).map(|place| place.0), Some(1));
        assert_eq!(view.place('a', &piece(5, 0, 900, 0, true), 0, now).map(|place| place.0), Some(2));
        assert_eq!(view.place('a', &piece(1, 0, 101, 0, false), 0, now), None);
    }
}
