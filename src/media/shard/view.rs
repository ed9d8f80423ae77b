//! One place in which a listener sees somebody: whoever it shows, and in whichever encoding, its numbers and its time go on
//! without a seam. It changes to another only where a picture begins that stands by itself.

use std::time::{Duration, Instant};

use super::seam::{Clock, Numbered, Seam};
use crate::media::transport::sdp::Codec;

/// The clock of pictures, and one picture's worth of it.
const CLOCK: Clock = Clock { rate: 90_000.0, least: 3000 };
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

/// The stream that fills a view.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Source<S> {
    who: S,
    ssrc: u32,
    layer: u8,
}

pub struct View<S> {
    seam: Seam<Source<S>>,
    packets: u32,
    bytes: u32,
}

impl<S: Copy + Eq> View<S> {
    /// One whose stream begins after `sequence`.
    pub fn new(sequence: u16) -> Self {
        Self { seam: Seam::new(CLOCK, sequence), packets: 0, bytes: 0 }
    }

    /// The number and the time of a packet of `who` for a listener who wishes for the encoding `wish`. `None`: it is not for
    /// them.
    pub fn place(&mut self, who: S, piece: &Piece, wish: u8, now: Instant) -> Option<(u16, u32)> {
        let Piece { ssrc, layer, .. } = *piece;
        let goes_on = self.seam.key().is_some_and(|source| source.who == who && source.ssrc == ssrc);
        if !goes_on {
            if !piece.alone || !self.would_rather(who, layer, wish, now) {
                return None;
            }
            self.seam.switch(Source { who, ssrc, layer }, piece.sequence, piece.timestamp, now);
        }
        let Numbered { sequence, timestamp, .. } = self.seam.number(piece.sequence, piece.timestamp, now)?;
        Some((sequence, timestamp))
    }

    /// A packet of so many bytes has gone out.
    pub fn count(&mut self, bytes: usize) {
        self.packets = self.packets.wrapping_add(1);
        self.bytes = self.bytes.wrapping_add(bytes as u32);
    }

    /// Whether it shows `who`, and in which encoding.
    pub fn shows(&self, who: S) -> Option<u8> {
        self.seam.key().filter(|source| source.who == who).map(|source| source.layer)
    }

    /// Whether the encoding `layer` is nearer to the wish than what is seen, or what is seen has stopped.
    fn would_rather(&self, who: S, layer: u8, wish: u8, now: Instant) -> bool {
        let Some(seen) = self.shows(who) else { return true };
        let rests = self.seam.silent(now).is_none_or(|silent| silent > RESTS);
        layer.abs_diff(wish) < seen.abs_diff(wish) || layer == seen || rests
    }

    /// Nobody is seen in it any more; its numbers go on when somebody is.
    pub fn rest(&mut self) {
        self.seam.rest();
    }

    /// Whose packet the listener calls `theirs`: the stream and its own number.
    pub fn origin(&self, theirs: u16) -> Option<(S, u32, u16)> {
        self.seam.origin(theirs).map(|(source, sequence)| (source.who, source.ssrc, sequence))
    }

    /// The stream's time now, and how many packets and bytes it has had; `None` while nothing has gone out for a while.
    pub fn report(&self, now: Instant) -> Option<(u32, u32, u32)> {
        self.seam.time(now).map(|time| (time, self.packets, self.bytes))
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
