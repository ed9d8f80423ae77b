//! Whose microphone is on. A microphone is open when its owner has turned it on and the teacher has not muted it; what is
//! not open the server does not forward, whatever its owner's client may send.

use super::{Member, RoomState};
use crate::{
    access::RoomRole,
    error::Refusal,
    ids::{ConnectionId, ParticipantId},
    protocol::{
        ServerEvent,
        client::Nothing,
        roster::Microphone,
        rtc::{MicrophoneChanged, Unmuting},
    },
    room::effect::Effect,
};

/// A member's microphone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sound {
    /// An offer was answered on the present connection.
    offered: bool,
    /// Their own switch; `None` while they have shown no microphone.
    switch: Option<bool>,
    /// Muted by the teacher.
    held: bool,
    /// Allowed by the teacher to turn it on, though students in general may not.
    granted: bool,
}

impl Sound {
    pub fn microphone(self) -> Microphone {
        match self.switch.filter(|_| self.offered) {
            None => Microphone::None,
            Some(true) if !self.held => Microphone::On,
            Some(_) => Microphone::Muted,
        }
    }

    /// The connection is gone, and its media with it. The teacher's word stays.
    pub fn cut(&mut self) {
        (self.offered, self.switch) = (false, None);
    }
}

impl RoomState {
    /// One who has a seat may have sound.
    pub(super) fn offer(&self, who: ParticipantId, sdp: String) -> Result<Vec<Effect>, Refusal> {
        let connection = self.roster.get(who).and_then(|member| member.place.connection()).ok_or(Refusal::NotJoined)?;
        Ok(vec![Effect::Negotiate { who, connection, sdp }])
    }

    /// An offer was answered: whatever was open before is closed.
    pub(super) fn offered(&mut self, who: ParticipantId, connection: ConnectionId) -> Vec<Effect> {
        self.change(who, Some(connection), |sound| {
            sound.cut();
            sound.offered = true;
        })
    }

    /// A connection's media have broken off.
    pub(super) fn broke_off(&mut self, who: ParticipantId, connection: ConnectionId) -> Vec<Effect> {
        let mut effects = self.change(who, Some(connection), Sound::cut);
        effects.push(Effect::Tell(connection, ServerEvent::MediaEnd(Nothing {})));
        effects
    }

    pub(super) fn mute_own(&mut self, who: ParticipantId, muted: bool) -> Result<Vec<Effect>, Refusal> {
        let member = self.roster.get(who).ok_or(Refusal::NotJoined)?;
        if !member.sound.offered {
            return Err(Refusal::NoMedia);
        }
        let may_unmute = self.unmuting || member.role == RoomRole::Teacher || member.sound.granted;
        if !muted && !may_unmute {
            return Err(Refusal::UnmutingForbidden);
        }
        Ok(self.change(who, None, |sound| {
            sound.switch = Some(!muted);
            sound.held &= muted;
        }))
    }

    pub(super) fn mute(&mut self, who: ParticipantId, muted: bool) -> Result<Vec<Effect>, Refusal> {
        if !self.roster.get(who).is_some_and(|member| member.place.is_seen()) {
            return Err(Refusal::ParticipantUnknown);
        }
        Ok(self.hold(who, muted))
    }

    pub(super) fn mute_all(&mut self, muted: bool, except: &[ParticipantId]) -> Vec<Effect> {
        let students = |member: &&Member| member.role == RoomRole::Student && !except.contains(&member.id);
        let whom: Vec<_> = self.roster.iter().filter(students).map(|member| member.id).collect();
        whom.into_iter().flat_map(|who| self.hold(who, muted)).collect()
    }

    /// Mutes one; or lets them speak, which opens their microphone only if they have turned it on themselves.
    fn hold(&mut self, who: ParticipantId, muted: bool) -> Vec<Effect> {
        self.change(who, None, |sound| (sound.held, sound.granted) = (muted, !muted))
    }

    pub(super) fn allow_unmuting(&mut self, allowed: bool) -> Vec<Effect> {
        if self.unmuting == allowed {
            return Vec::new();
        }
        self.unmuting = allowed;
        let everyone: Vec<_> = self.roster.iter().map(|member| member.id).collect();
        for who in everyone {
            if let Some(member) = self.roster.get_mut(who) {
                member.sound.granted = false;
            }
        }
        vec![self.tell_all(ServerEvent::UnmutingAllow(Unmuting { allowed }))]
    }

    /// Changes one's sound, on this connection if it matters, and tells what others notice of it.
    fn change(&mut self, who: ParticipantId, on: Option<ConnectionId>, how: impl FnOnce(&mut Sound)) -> Vec<Effect> {
        let Some(member) = self.roster.get_mut(who) else { return Vec::new() };
        let connection = member.place.connection();
        if on.is_some() && on != connection {
            return Vec::new();
        }
        let before = member.sound.microphone();
        how(&mut member.sound);
        let microphone = member.sound.microphone();
        let mut effects = Vec::new();
        if before == microphone {
            return effects;
        }
        if let Some(connection) = connection {
            effects.push(Effect::Open(connection, microphone == Microphone::On));
        }
        effects.push(self.tell_microphone(who, microphone));
        effects
    }

    pub(super) fn tell_microphone(&mut self, who: ParticipantId, microphone: Microphone) -> Effect {
        self.tell_all(ServerEvent::ParticipantMute(MicrophoneChanged { participant_id: who, microphone }))
    }
}
