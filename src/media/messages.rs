//! The messages between rooms, forwarders and shards.

use actix::Message;

use super::transport::sdp::{Capabilities, IceCredentials, ReceiveFormat};
use crate::{
    error::Refusal,
    ids::{ConnectionId, ParticipantId},
};

// To a forwarder

/// An offer of a client; with `restart`, an offer of new addresses for a peer that is connected. The result is the answer.
#[derive(Message)]
#[rtype(result = "Result<SdpAnswer, Refusal>")]
pub struct Negotiate {
    pub peer: ConnectionId,
    /// `None` for a client that only listens and is not a participant.
    pub who: Option<ParticipantId>,
    pub capabilities: Capabilities,
    pub sdp: String,
    pub restart: bool,
    /// The peer sends a screen, and not a camera.
    pub screen: bool,
}

/// What a view can show.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct VideoSource {
    pub who: ParticipantId,
    /// Their screen instead of their camera.
    pub screen: bool,
}

/// A video that a peer wants to see.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WantedVideo {
    pub source: VideoSource,
    /// The encoding that the peer prefers, 0 for the best.
    pub preferred: u8,
    /// On a narrow line it comes before the others.
    pub is_pinned: bool,
}

#[derive(Clone, Debug)]
pub struct SdpAnswer {
    pub sdp: String,
    pub ice: IceSession,
    pub sends: Sends,
}

/// What a peer sends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sends {
    pub audio: bool,
    pub video: bool,
}

/// The two user name fragments of an ICE session (RFC 8445). A restart changes them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct IceSession {
    pub local_ufrag: String,
    pub remote_ufrag: String,
}

/// A client restarts ICE with these credentials. The result has what it needs to know of our side (RFC 8840).
#[derive(Clone, Message)]
#[rtype(result = "Result<SdpAnswer, Refusal>")]
pub struct RestartIce {
    pub peer: ConnectionId,
    pub remote: IceCredentials,
}

/// Sets whether a peer may be heard.
#[derive(Message)]
#[rtype(result = "()")]
pub struct SetAudible {
    pub peer: ConnectionId,
    pub audible: bool,
}

/// Sets whether a peer's video is forwarded.
#[derive(Message)]
#[rtype(result = "()")]
pub struct SetVisible {
    pub peer: ConnectionId,
    pub visible: bool,
}

/// Replaces what a peer watches. The result says what is in which view.
#[derive(Message)]
#[rtype(result = "Result<Vec<Option<VideoSource>>, Refusal>")]
pub struct SelectViews {
    pub peer: ConnectionId,
    pub videos: Vec<WantedVideo>,
}

/// The peer is gone, however it went.
#[derive(Message)]
#[rtype(result = "()")]
pub struct Leave(pub ConnectionId);

/// The room is closed.
#[derive(Message)]
#[rtype(result = "()")]
pub struct Close;

// From a shard to a forwarder

#[derive(Clone, Debug, Message)]
#[rtype(result = "()")]
pub enum ShardEvent {
    /// Who holds which slot of this listener group.
    SlotsChanged { format: ReceiveFormat, group: u64, holders: Vec<Option<ConnectionId>> },
    /// The peer's path and keys are established.
    Connected(ConnectionId),
    /// For want of bandwidth this peer is no longer sent the video of `from`, or is sent it again.
    VideoPaused { peer: ConnectionId, from: ConnectionId, paused: bool },
    /// Whether the peer's line has lately been too narrow for all that it wants to see.
    LineNarrow { peer: ConnectionId, narrow: bool },
    /// The peer has been silent for too long, or has closed the association.
    Gone { peer: ConnectionId, association: u64 },
}

// To the room

#[derive(Clone, Debug, PartialEq, Eq, Message)]
#[rtype(result = "()")]
pub enum MediaEvent {
    /// Who holds which slot, for these listeners.
    SlotsChanged { to: Vec<ParticipantId>, slots: Vec<Option<ParticipantId>> },
    /// Which encodings of someone's video, the best first, somebody watches.
    EncodingsWanted(VideoSource, Vec<bool>),
    /// For want of bandwidth `to` is no longer sent this video, or is sent it again.
    VideoPaused { to: ParticipantId, source: VideoSource, paused: bool },
    /// A peer is gone, though the participant's connection may still be open.
    PeerGone(Option<ParticipantId>, ConnectionId),
}
