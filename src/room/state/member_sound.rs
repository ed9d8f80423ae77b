//! A member's microphone and camera: `sound.rs` changes them, and the roster shows them.

use crate::{clock::Time, ids::ConnectionId, protocol::roster::Microphone, room::effect::Effect};

/// A member's microphone and camera.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct MemberSound {
    /// The peer, named by the connection that its first offer came on.
    pub(super) peer: Option<ConnectionId>,
    /// Since when no connection claims the peer: the one that did was lost or replaced.
    pub(super) unclaimed_since: Option<Time>,
    /// Their own switch; `None` while they have no microphone.
    pub(super) switch: Option<bool>,
    /// They send video.
    pub(super) camera: bool,
    /// The teacher's decision: muted (`false`), or allowed to turn it on though students in general may not (`true`). It never
    /// turns the switch on.
    pub(super) may_speak: Option<bool>,
}

impl MemberSound {
    pub fn microphone(self) -> Microphone {
        match self.switch.filter(|_| self.peer.is_some()) {
            None => Microphone::None,
            Some(true) if self.may_speak != Some(false) => Microphone::On,
            Some(_) => Microphone::Muted,
        }
    }

    pub fn camera(self) -> bool {
        self.camera && self.peer.is_some()
    }

    /// The connection that claimed the peer is lost or replaced.
    pub fn unclaim(&mut self, now: Time) {
        self.unclaimed_since = self.peer.map(|_| now);
    }

    /// Their peer.
    pub fn peer(self) -> Option<ConnectionId> {
        self.peer
    }

    /// Closes the peer. The teacher's decision stays.
    pub(super) fn close_peer(&mut self) -> Option<Effect> {
        (self.switch, self.camera, self.unclaimed_since) = (None, false, None);
        self.peer.take().map(Effect::ClosePeer)
    }
}
