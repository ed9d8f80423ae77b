//! The picture that a peer sends, in one encoding or several, and what is asked of it: packets that were lost, and a picture
//! that stands by itself. Many may ask for the same; it is asked once.

use std::{
    collections::VecDeque,
    time::{Duration, Instant},
};

use super::view::RESTS;
use crate::media::transport::{rtcp, rtp, sdp};

/// How often a picture that stands by itself is asked for at most, of one encoding: it is large.
const WHOLE: Duration = Duration::from_millis(500);
/// After how long a packet that was lost is asked for again, and how many are known to have been asked for.
const AGAIN: Duration = Duration::from_millis(100);
const ASKED: usize = 128;

/// What is asked of who sends a picture.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ask {
    /// A picture that stands by itself, in this encoding or the nearest.
    Alone(u8),
    /// A packet of a stream.
    Packet { ssrc: u32, sequence: u16 },
}

/// One encoding.
struct Encoding {
    ssrc: u32,
    layer: u8,
    came_at: Instant,
    asked_at: Option<Instant>,
    asked: VecDeque<(u16, Instant)>,
}

#[derive(Default)]
pub struct Camera {
    encodings: Vec<Encoding>,
}

impl Camera {
    /// Which encoding a packet belongs to, by what was agreed upon. `None`: none.
    pub fn layer(&self, terms: &sdp::Camera, ssrc: u32, packet: &[u8]) -> Option<u8> {
        if let Some(known) = self.encodings.iter().find(|one| one.ssrc == ssrc) {
            return Some(known.layer);
        }
        if terms.rids.is_empty() {
            return (terms.ssrcs.is_empty() || terms.ssrcs.contains(&ssrc)).then_some(0);
        }
        let name = rtp::value(packet, terms.rid_id?)?;
        terms.rids.iter().position(|rid| rid.as_bytes() == name).map(|layer| layer as u8)
    }

    /// A genuine packet of this stream has come.
    pub fn note(&mut self, ssrc: u32, layer: u8, now: Instant) {
        match self.encodings.iter_mut().find(|one| one.ssrc == ssrc) {
            Some(known) => known.came_at = now,
            None => {
                // A stream that takes another's place: there is one of each encoding.
                self.encodings.retain(|one| one.layer != layer);
                self.encodings.push(Encoding { ssrc, layer, came_at: now, asked_at: None, asked: VecDeque::new() });
            }
        }
    }

    /// Appends what is to be asked now, if it has not been asked just before.
    pub fn ask(&mut self, what: Ask, now: Instant, out: &mut Vec<u8>) {
        let recent = |at: Instant, span| now.saturating_duration_since(at) < span;
        match what {
            Ask::Alone(wish) => {
                let comes = |one: &&mut Encoding| recent(one.came_at, RESTS);
                let nearest = self.encodings.iter_mut().filter(comes).min_by_key(|one| one.layer.abs_diff(wish));
                let Some(one) = nearest.filter(|one| one.asked_at.is_none_or(|at| !recent(at, WHOLE))) else { return };
                one.asked_at = Some(now);
                rtcp::write_blind(one.ssrc, out);
            }
            Ask::Packet { ssrc, sequence } => {
                let Some(one) = self.encodings.iter_mut().find(|one| one.ssrc == ssrc) else { return };
                if one.asked.iter().any(|(number, at)| *number == sequence && recent(*at, AGAIN)) {
                    return;
                }
                if one.asked.len() == ASKED {
                    one.asked.pop_front();
                }
                one.asked.push_back((sequence, now));
                rtcp::write_missing(ssrc, sequence, out);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::media::transport::sdp::Codec;

    fn terms(ssrcs: &[u32], rids: &[&str]) -> sdp::Camera {
        let rids = rids.iter().map(|&rid| rid.into()).collect();
        sdp::Camera { payload_type: 96, codec: Codec::Vp8, ssrcs: ssrcs.to_vec(), rid_id: Some(2), rids }
    }

    fn asked(camera: &mut Camera, what: Ask, now: Instant) -> Vec<u8> {
        let mut out = Vec::new();
        camera.ask(what, now, &mut out);
        out
    }

    #[test]
    fn an_encoding_is_known_by_its_name_and_then_by_its_number() {
        let named = [0x90, 96, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3, 0xbe, 0xde, 0, 1, 0x20, b'm', 0, 0];
        let mut camera = Camera::default();
        let layered = terms(&[], &["h", "m", "l"]);
        assert_eq!(camera.layer(&layered, 3, &named), Some(1));
        assert_eq!(camera.layer(&layered, 3, &named[..12]), None);
        camera.note(3, 1, Instant::now());
        assert_eq!(camera.layer(&layered, 3, &named[..12]), Some(1));
        assert_eq!((camera.layer(&terms(&[7], &[]), 7, &[]), camera.layer(&terms(&[7], &[]), 8, &[])), (Some(0), None));
    }

    #[test]
    fn the_same_is_asked_once_however_many_ask() {
        let now = Instant::now();
        let mut camera = Camera::default();
        assert!(asked(&mut camera, Ask::Alone(0), now).is_empty(), "nothing comes");
        camera.note(3, 1, now);
        assert!(!asked(&mut camera, Ask::Alone(0), now).is_empty(), "the nearest");
        assert!(asked(&mut camera, Ask::Alone(1), now + WHOLE / 2).is_empty());
        assert!(!asked(&mut camera, Ask::Alone(1), now + WHOLE).is_empty());
        let packet = Ask::Packet { ssrc: 3, sequence: 9 };
        assert!(!asked(&mut camera, packet, now).is_empty());
        assert!(asked(&mut camera, packet, now + AGAIN / 2).is_empty());
        assert!(!asked(&mut camera, packet, now + AGAIN).is_empty());
        assert!(asked(&mut camera, Ask::Packet { ssrc: 4, sequence: 9 }, now).is_empty());
    }
}
