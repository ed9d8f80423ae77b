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
    /// Their peer has a section for a camera.
    pub(super) has_camera: bool,
    /// Their camera's switch.
    pub(super) camera_on: bool,
    /// Whether the offer that is being answered has the camera on.
    pub(super) offers_camera_on: bool,
    /// The peer over which they share a screen.
    pub(super) screen: Option<ConnectionId>,
    /// The teacher's decision: muted (`false`), or allowed to turn it on though students in general may not (`true`). It never
    /// turns the switch on.
    pub(super) may_speak: Option<bool>,
    /// What the teacher decided about their camera and their screen; `None` leaves it to the rule of the lesson.
    pub(super) may_camera: Option<bool>,
    pub(super) may_screen: Option<bool>,
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
        self.has_camera && self.camera_on && self.peer.is_some()
    }

    pub fn shares_screen(self) -> bool {
        self.screen.is_some()
    }

    /// Whether the teacher has decided something about them that must not be forgotten.
    pub fn is_decided(self) -> bool {
        self.may_speak.is_some() || self.may_camera.is_some() || self.may_screen.is_some()
    }

    /// The connection that claimed the peer is lost or replaced.
    pub fn unclaim(&mut self, now: Time) {
        self.unclaimed_since = self.peer.or(self.screen).map(|_| now);
    }

    /// Their peer.
    pub fn peer(self) -> Option<ConnectionId> {
        self.peer
    }

    /// Closes the peer. The teacher's decisions stay.
    pub(super) fn close_peer(&mut self) -> Option<Effect> {
        (self.switch, self.has_camera, self.camera_on, self.unclaimed_since) = (None, false, false, None);
        self.peer.take().map(Effect::ClosePeer)
    }

    /// Closes the peer, and that of the screen.
    pub(super) fn close_all(&mut self) -> impl Iterator<Item = Effect> + use<> {
        self.close_peer().into_iter().chain(self.screen.take().map(Effect::ClosePeer))
    }
}
