//! What travels on the wire beside HTTP: STUN, DTLS, SRTP, SDP. The only place that names webrtc-rs's types.

pub mod arrivals;
pub mod dtls;
pub mod framing;
mod hello;
pub mod picture;
mod record;
pub mod rtcp;
pub mod rtp;
pub mod sdp;
pub mod srtp;
pub mod stun;
pub mod turn;

/// A packet, an offer or a key that is not what it should be. It costs its sender only.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Broken;
