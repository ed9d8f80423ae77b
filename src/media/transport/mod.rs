//! The wire formats beside HTTP: STUN, TURN, DTLS, SRTP, RTP, RTCP and SDP. Only this module uses the types of webrtc-rs.

mod client_hello;
pub mod dtls;
mod dtls_record;
pub mod framing;
pub mod keyframe;
pub mod rtcp;
pub mod rtp;
pub mod sdp;
pub mod srtp;
pub mod stun;
pub mod transport_feedback;
pub mod transport_report;
pub mod turn;

/// A packet, an offer or a key that is invalid. The damage is limited to its sender.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Broken;
