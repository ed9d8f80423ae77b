//! The video that a peer sends, in one encoding or several, and the feedback to it: requests for lost packets and for keyframes.
//! Many watchers may need the same; the sender is asked once.

use std::{
    collections::VecDeque,
    time::{Duration, Instant},
};

use super::view::ENCODING_TIMEOUT;
use crate::media::transport::{rtcp, rtp, sdp};

/// The least time between two keyframe requests for one encoding, because keyframes are large.
const KEYFRAME_INTERVAL: Duration = Duration::from_millis(500);
/// The time after which a lost packet is requested again, and how many requests are remembered.
const RETRY_AFTER: Duration = Duration::from_millis(100);
const REMEMBERED: usize = 128;

/// What the server asks of the sender.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FeedbackRequest {
    /// A keyframe of this encoding, or of the closest one that is active.
    Keyframe(u8),
    /// A packet of a stream.
    Retransmission { ssrc: u32, sequence: u16 },
}

/// One encoding.
struct Encoding {
    ssrc: u32,
    /// The stream of its retransmissions, once it has had one.
    repaired_by: Option<u32>,
    layer: u8,
    received_at: Instant,
    keyframe_requested_at: Option<Instant>,
    requested: VecDeque<(u16, Instant)>,
}

#[derive(Default)]
pub struct Camera {
    encodings: Vec<Encoding>,
}

impl Camera {
    /// The encoding that a packet belongs to, according to what was negotiated. `None` when it belongs to none.
    pub fn layer(&self, negotiated: &sdp::VideoParameters, ssrc: u32, packet: &[u8]) -> Option<u8> {
        if let Some(known) = self.encodings.iter().find(|one| one.ssrc == ssrc) {
            return Some(known.layer);
        }
        if negotiated.rids.is_empty() {
            return (negotiated.ssrcs.is_empty() || negotiated.ssrcs.contains(&ssrc)).then_some(0);
        }
        let name = rtp::extension_value(packet, negotiated.rid_id?)?;
        negotiated.rids.iter().position(|rid| rid.as_bytes() == name).map(|layer| layer as u8)
    }

    /// The SSRC and the encoding that a packet of retransmissions repairs. `None` when that cannot be told.
    pub fn repaired(&self, negotiated: &sdp::VideoParameters, ssrc: u32, packet: &[u8]) -> Option<(u32, u8)> {
        let rtx = negotiated.retransmissions.as_ref()?;
        let declared = rtx.repairs.iter().find(|(own, _)| *own == ssrc).map(|(_, repaired)| *repaired);
        let name = rtx.rid_id.and_then(|id| rtp::extension_value(packet, id));
        let named = name.and_then(|name| negotiated.rids.iter().position(|rid| rid.as_bytes() == name));
        let is_its = |one: &&Encoding| match (declared, named) {
            (Some(repaired), _) => one.ssrc == repaired,
            (None, Some(layer)) => usize::from(one.layer) == layer,
            // Without names there is one encoding.
            (None, None) => one.repaired_by == Some(ssrc) || negotiated.rids.is_empty() && rtx.repairs.is_empty(),
        };
        self.encodings.iter().find(is_its).map(|one| (one.ssrc, one.layer))
    }

    /// Notes an authentic retransmission: later ones may come without the encoding's name.
    pub fn on_retransmission(&mut self, ssrc: u32, repaired: u32) {
        if let Some(one) = self.encodings.iter_mut().find(|one| one.ssrc == repaired) {
            one.repaired_by = Some(ssrc);
        }
    }

    /// Notes an authentic packet of this stream.
    pub fn on_packet(&mut self, ssrc: u32, layer: u8, now: Instant) {
        match self.encodings.iter_mut().find(|one| one.ssrc == ssrc) {
            Some(known) => known.received_at = now,
            None => {
                // A new stream replaces the previous one of the same encoding.
                self.encodings.retain(|one| one.layer != layer);
                self.encodings.push(Encoding {
                    ssrc,
                    repaired_by: None,
                    layer,
                    received_at: now,
                    keyframe_requested_at: None,
                    requested: VecDeque::new(),
                });
            }
        }
    }

    /// Appends the RTCP packet for a request, unless the same was requested recently.
    pub fn write_request(&mut self, request: FeedbackRequest, now: Instant, out: &mut Vec<u8>) {
        let recent = |at: Instant, span| now.saturating_duration_since(at) < span;
        match request {
            FeedbackRequest::Keyframe(preferred) => {
                let is_active = |one: &&mut Encoding| recent(one.received_at, ENCODING_TIMEOUT);
                let nearest =
                    self.encodings.iter_mut().filter(is_active).min_by_key(|one| one.layer.abs_diff(preferred));
                let Some(one) =
                    nearest.filter(|one| one.keyframe_requested_at.is_none_or(|at| !recent(at, KEYFRAME_INTERVAL)))
                else {
                    return;
                };
                one.keyframe_requested_at = Some(now);
                rtcp::write_pli(one.ssrc, out);
            }
            FeedbackRequest::Retransmission { ssrc, sequence } => {
                let Some(one) = self.encodings.iter_mut().find(|one| one.ssrc == ssrc) else { return };
                if one.requested.iter().any(|(number, at)| *number == sequence && recent(*at, RETRY_AFTER)) {
                    return;
                }
                if one.requested.len() == REMEMBERED {
                    one.requested.pop_front();
                }
                one.requested.push_back((sequence, now));
                rtcp::write_nack(ssrc, sequence, out);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::media::transport::sdp::Codec;

    fn parameters(ssrcs: &[u32], rids: &[&str]) -> sdp::VideoParameters {
        let rids = rids.iter().map(|&rid| rid.into()).collect();
        let retransmissions = Some(sdp::Retransmissions { payload_type: 97, rid_id: Some(3), repairs: Vec::new() });
        let ssrcs = ssrcs.to_vec();
        sdp::VideoParameters { payload_type: 96, codec: Codec::Vp8, ssrcs, rid_id: Some(2), rids, retransmissions }
    }

    fn requested(camera: &mut Camera, request: FeedbackRequest, now: Instant) -> Vec<u8> {
        let mut out = Vec::new();
        camera.write_request(request, now, &mut out);
        out
    }

    #[test]
    fn an_encoding_is_recognised_by_rid_and_then_by_ssrc() {
        let named = [0x90, 96, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3, 0xbe, 0xde, 0, 1, 0x20, b'm', 0, 0];
        let mut camera = Camera::default();
        let layered = parameters(&[], &["h", "m", "l"]);
        assert_eq!(camera.layer(&layered, 3, &named), Some(1));
        assert_eq!(camera.layer(&layered, 3, &named[..12]), None);
        camera.on_packet(3, 1, Instant::now());
        assert_eq!(camera.layer(&layered, 3, &named[..12]), Some(1));
        assert_eq!(
            (camera.layer(&parameters(&[7], &[]), 7, &[]), camera.layer(&parameters(&[7], &[]), 8, &[])),
            (Some(0), None)
        );
    }

    #[test]
    fn a_retransmission_is_recognised_by_group_by_name_and_then_by_ssrc() {
        let mut camera = Camera::default();
        camera.on_packet(10, 0, Instant::now());
        camera.on_packet(11, 1, Instant::now());
        let named = [0x90, 97, 0, 1, 0, 0, 0, 2, 0, 0, 0, 3, 0xbe, 0xde, 0, 1, 0x30, b'm', 0, 0];
        let layered = parameters(&[], &["h", "m"]);
        assert_eq!(camera.repaired(&layered, 3, &named[..12]), None);
        assert_eq!(camera.repaired(&layered, 3, &named), Some((11, 1)));
        camera.on_retransmission(3, 11);
        assert_eq!(camera.repaired(&layered, 3, &named[..12]), Some((11, 1)));
        let mut grouped = parameters(&[10, 20], &[]);
        grouped.retransmissions.as_mut().expect("it has some").repairs = vec![(20, 10)];
        assert_eq!(camera.repaired(&grouped, 20, &[]), Some((10, 0)));
        assert_eq!(camera.repaired(&grouped, 21, &[]), None);
        assert_eq!(camera.repaired(&parameters(&[], &[]), 20, &[]), Some((10, 0)), "there is one");
    }

    #[test]
    fn the_same_request_is_sent_once_however_many_watchers_need_it() {
        let now = Instant::now();
        let mut camera = Camera::default();
        assert!(requested(&mut camera, FeedbackRequest::Keyframe(0), now).is_empty(), "nothing comes");
        camera.on_packet(3, 1, now);
        assert!(!requested(&mut camera, FeedbackRequest::Keyframe(0), now).is_empty(), "the nearest");
        assert!(requested(&mut camera, FeedbackRequest::Keyframe(1), now + KEYFRAME_INTERVAL / 2).is_empty());
        assert!(!requested(&mut camera, FeedbackRequest::Keyframe(1), now + KEYFRAME_INTERVAL).is_empty());
        let packet = FeedbackRequest::Retransmission { ssrc: 3, sequence: 9 };
        assert!(!requested(&mut camera, packet, now).is_empty());
        assert!(requested(&mut camera, packet, now + RETRY_AFTER / 2).is_empty());
        assert!(!requested(&mut camera, packet, now + RETRY_AFTER).is_empty());
        assert!(requested(&mut camera, FeedbackRequest::Retransmission { ssrc: 4, sequence: 9 }, now).is_empty());
    }

    #[test]
    fn a_thousand_requests_a_second_for_a_key_frame_ask_the_sender_twice() {
        let now = Instant::now();
        let mut camera = Camera::default();
        camera.on_packet(3, 0, now);
        let request = |ms| requested(&mut camera, FeedbackRequest::Keyframe(0), now + Duration::from_millis(ms));
        assert_eq!((0..1000).map(request).filter(|asked| !asked.is_empty()).count(), 2);
    }
}
