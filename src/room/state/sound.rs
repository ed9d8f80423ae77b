//! Whose microphone is on, and who sends a picture. A microphone is open when its owner has turned it on and the teacher has not muted it; what is
//! not open the server does not forward, whatever its owner's client may send.
//!
//! Sound outlives a lost connection for as long as the seat does: a WebSocket breaks sooner than a path of packets, and who
//! comes back from another network brings the same peer along with new addresses.

use super::{Member, Pending, RoomState};
use crate::{
    access::{Act, RoomRole, allows_in_room},
    clock::Time,
    error::Refusal,
    ids::{ConnectionId, ParticipantId},
    protocol::{
        ServerEvent,
        client::Nothing,
        roster::Microphone,
        rtc::{CameraChanged, MicrophoneChanged, Unmuting, VIEWS},
    },
    room::effect::{Effect, Record},
};

/// A member's microphone.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sound {
    /// The peer that an offer was answered for, named by the connection that it came on.
    peer: Option<ConnectionId>,
    /// Since when no connection has asked for it: the one that did was lost or replaced.
    adrift: Option<Time>,
    /// Their own switch; `None` while they have shown no microphone.
    switch: Option<bool>,
    /// They send a picture.
    camera: bool,
    /// The teacher's word: muted, or allowed to turn it on though students in general may not.
    may_speak: Option<bool>,
}

impl Sound {
    /// Of one who is not here: of all that belongs to it only the teacher's word lasts.
    pub fn under(may_speak: Option<bool>) -> Self {
        Self { may_speak, ..Self::default() }
    }

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

    /// Whoever hears and speaks by this connection has lost it, or comes by another.
    pub fn set_adrift(&mut self, now: Time) {
        self.adrift = self.peer.map(|_| now);
    }

    /// The peer that speaks and hears for them.
    pub fn peer(self) -> Option<ConnectionId> {
        self.peer
    }

    /// The media are gone. The teacher's word stays.
    pub fn cut(&mut self) -> Option<Effect> {
        (self.switch, self.camera, self.adrift) = (None, false, None);
        self.peer.take().map(Effect::Silence)
    }
}

impl RoomState {
    /// With what students were told of their own microphones.
    pub fn letting_unmute(self, unmuting: bool) -> Self {
        Self { unmuting, ..self }
    }

    /// One who has a seat may have sound, or bring what they had to new addresses.
    pub(super) fn offer(&self, who: ParticipantId, sdp: String, restart: bool) -> Result<Vec<Effect>, Refusal> {
        let member = self.roster.get(who).ok_or(Refusal::NotJoined)?;
        let connection = member.place.connection().ok_or(Refusal::NotJoined)?;
        let restarts = if restart { Some(member.sound.peer.ok_or(Refusal::NoMedia)?) } else { None };
        let shows = allows_in_room(member.role, Act::ShowPicture);
        Ok(vec![Effect::Negotiate { who, connection, restarts, shows, sdp }])
    }

    /// One who has sound may see others, if there is someone of that name. Whether they show anything is not asked: they may
    /// begin to.
    pub(super) fn watch(&self, who: ParticipantId, whom: Vec<(ParticipantId, u8)>) -> Result<Vec<Effect>, Refusal> {
        let peer = self.roster.get(who).and_then(|member| member.sound.peer).ok_or(Refusal::NoMedia)?;
        if whom.len() > VIEWS {
            return Err(Refusal::TooManyViews);
        }
        let seen = |who: &ParticipantId| self.roster.get(*who).is_some_and(|member| member.place.is_seen());
        if !whom.iter().all(|(who, _)| seen(who)) {
            return Err(Refusal::ParticipantUnknown);
        }
        Ok(vec![Effect::Watch(peer, whom)])
    }

    /// A first offer was answered: whatever was open before is closed. A program has no switch but the one that started it.
    pub(super) fn offered(&mut self, who: ParticipantId, connection: ConnectionId, shows: bool) -> Vec<Effect> {
        let Some(member) = self.roster.get(who).filter(|member| member.place.connection() == Some(connection)) else {
            return Vec::new();
        };
        let on = member.stream.then_some(true);
        self.change(who, |sound| {
            (sound.peer, sound.switch, sound.camera, sound.adrift) = (Some(connection), on, shows, None);
        })
    }

    /// A peer goes on from new addresses.
    pub(super) fn restarted(&mut self, who: ParticipantId, peer: ConnectionId) {
        if let Some(member) = self.roster.get_mut(who).filter(|member| member.sound.peer == Some(peer)) {
            member.sound.adrift = None;
        }
    }

    /// A peer's media have broken off.
    pub(super) fn broke_off(&mut self, who: ParticipantId, peer: ConnectionId) -> Vec<Effect> {
        let Some(member) = self.roster.get(who).filter(|member| member.sound.peer == Some(peer)) else {
            return Vec::new();
        };
        let connection = member.place.connection();
        let mut effects = self.silence(who);
        effects.extend(connection.map(|connection| Effect::Tell(connection, ServerEvent::MediaEnd(Nothing {}))));
        effects
    }

    /// Ends the sound of those who have a seat but have not asked for their sound again for longer than a seat is kept.
    pub(super) fn silence_the_adrift(&mut self, now: Time) -> Vec<Effect> {
        let grace = self.rules.grace;
        let over = |member: &&Member| member.sound.adrift.is_some_and(|since| now - since >= grace);
        let whom: Vec<_> = self.roster.iter().filter(over).map(|member| member.id).collect();
        whom.into_iter().flat_map(|who| self.silence(who)).collect()
    }

    fn silence(&mut self, who: ParticipantId) -> Vec<Effect> {
        self.change(who, |sound| drop(sound.cut()))
    }

    pub(super) fn mute_own(&mut self, who: ParticipantId, muted: bool) -> Result<Vec<Effect>, Refusal> {
        let member = self.roster.get(who).ok_or(Refusal::NotJoined)?;
        if member.sound.peer.is_none() {
            return Err(Refusal::NoMedia);
        }
        let may_unmute = self.unmuting || member.role == RoomRole::Teacher || member.sound.may_speak == Some(true);
        if !muted && !may_unmute {
            return Err(Refusal::UnmutingForbidden);
        }
        let lifts_mute = !muted && member.sound.may_speak == Some(false);
        let mut effects = self.change(who, |sound| {
            sound.switch = Some(!muted);
            sound.may_speak = sound.may_speak.filter(|_| !lifts_mute);
        });
        if lifts_mute {
            effects.push(self.keep_word(vec![who], None));
        }
        Ok(effects)
    }

    pub(super) fn mute(&mut self, who: ParticipantId, muted: bool) -> Result<Vec<Effect>, Refusal> {
        if !self.roster.get(who).is_some_and(|member| member.place.is_seen()) {
            return Err(Refusal::ParticipantUnknown);
        }
        Ok(self.hold(vec![who], muted))
    }

    pub(super) fn mute_all(&mut self, muted: bool, except: &[ParticipantId]) -> Vec<Effect> {
        let students = |member: &&Member| member.role == RoomRole::Student && !except.contains(&member.id);
        let whom: Vec<_> = self.roster.iter().filter(students).map(|member| member.id).collect();
        if whom.is_empty() { Vec::new() } else { self.hold(whom, muted) }
    }

    /// Mutes some; or lets them speak, which opens their microphones only if they have turned them on themselves. It holds
    /// at once and is written down afterwards: once more, if need be, as removing is.
    fn hold(&mut self, whom: Vec<ParticipantId>, muted: bool) -> Vec<Effect> {
        let may = Some(!muted);
        let mut effects: Vec<_> =
            whom.iter().flat_map(|who| self.change(*who, |sound| sound.may_speak = may)).collect();
        effects.push(self.keep_word(whom, may));
        effects
    }

    fn keep_word(&mut self, whom: Vec<ParticipantId>, may: Option<bool>) -> Effect {
        Effect::Keep(self.await_journal(Pending::Act), Record::MaySpeak { whom, may })
    }

    pub(super) fn allow_unmuting(&mut self, allowed: bool) -> Vec<Effect> {
        let changed = self.unmuting != allowed;
        self.unmuting = allowed;
        let everyone: Vec<_> = self.roster.iter().map(|member| member.id).collect();
        for who in everyone {
            if let Some(member) = self.roster.get_mut(who) {
                member.sound.may_speak = member.sound.may_speak.filter(|may| !may);
            }
        }
        let ticket = self.await_journal(Pending::Act);
        let mut effects = vec![Effect::Keep(ticket, Record::Unmuting { allowed })];
        effects.extend(changed.then(|| self.tell_all(ServerEvent::UnmutingAllow(Unmuting { allowed }))));
        effects
    }

    /// Changes one's sound, and tells what the forwarder and the others notice of it.
    fn change(&mut self, who: ParticipantId, how: impl FnOnce(&mut Sound)) -> Vec<Effect> {
        let Some(member) = self.roster.get_mut(who) else { return Vec::new() };
        let (peer, before, showed) = (member.sound.peer, member.sound.microphone(), member.sound.camera());
        how(&mut member.sound);
        let (now, microphone, camera) = (member.sound.peer, member.sound.microphone(), member.sound.camera());
        let is_seen = member.place.is_seen();
        let mut effects: Vec<_> = peer.filter(|_| peer != now).map(Effect::Silence).into_iter().collect();
        // A program that comes again speaks by another peer, though for the others nothing has changed.
        if before != microphone || peer != now && microphone == Microphone::On {
            effects.extend(now.map(|peer| Effect::Open(peer, microphone == Microphone::On)));
        }
        if before != microphone && is_seen {
            effects.push(self.tell_microphone(who, microphone));
        }
        if showed != camera && is_seen {
            effects.push(self.tell_all(ServerEvent::ParticipantCamera(CameraChanged { participant_id: who, camera })));
        }
        effects
    }

    fn tell_microphone(&mut self, who: ParticipantId, microphone: Microphone) -> Effect {
        self.tell_all(ServerEvent::ParticipantMute(MicrophoneChanged { participant_id: who, microphone }))
    }
}
