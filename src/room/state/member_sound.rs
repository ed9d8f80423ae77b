//! A member's own microphone and camera. `Sound` decides about them, the roster shows them.

use crate::{clock::Time, ids::ConnectionId, protocol::roster::Microphone, room::effect::Effect};

/// A member's microphone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct MemberSound {
    /// The peer that an offer was answered for, named by the connection that it came on.
    pub(super) peer: Option<ConnectionId>,
    /// Since when no connection has asked for it: the one that did was lost or replaced.
    pub(super) adrift: Option<Time>,
    /// Their own switch; `None` while they have shown no microphone.
    pub(super) switch: Option<bool>,
    /// They send a picture.
    pub(super) camera: bool,
    /// What the teacher decided: muted, or allowed to turn it on though students in general may not.
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

    /// The connection that this peer was negotiated on is lost or replaced.
    pub fn set_adrift(&mut self, now: Time) {
        self.adrift = self.peer.map(|_| now);
    }

    /// The peer that speaks and hears for them.
    pub fn peer(self) -> Option<ConnectionId> {
        self.peer
    }

    /// The media are gone. What the teacher decided stays.
    pub(super) fn cut(&mut self) -> Option<Effect> {
        (self.switch, self.camera, self.adrift) = (None, false, None);
        self.peer.take().map(Effect::Silence)
    }
}
