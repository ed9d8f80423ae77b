//! Whose microphone is on, and who sends a picture. A microphone is open when its owner has turned it on and the teacher has
//! not muted it; the server does not forward what is not open, whatever the owner's client may send.
//!
//! Sound outlives a lost connection for as long as the seat does: a WebSocket breaks sooner than a path of packets, and
//! someone who comes back from another network brings the same peer along with new addresses.

use super::{Context, Feature, Member, MemberSound};
use crate::{
    access::{RoomAct, RoomRole, allows_in_room},
    db::sound::Record,
    error::Refusal,
    ids::{ConnectionId, ParticipantId},
    protocol::{
        Nothing,
        roster::Microphone,
        sound::{Event, MicrophoneChanged, MuteAll, Offer, Request, Unmuting, View},
        video::{self, CameraChanged},
    },
    room::effect::Effect,
};

/// Whether students may turn their own microphones on. The rest is the member's own ([`MemberSound`]).
#[derive(Debug)]
pub struct Sound {
    unmuting: bool,
}

impl Default for Sound {
    fn default() -> Self {
        Self { unmuting: true }
    }
}

impl Sound {
    pub(super) fn view(&self) -> View {
        View { unmuting_allowed: self.unmuting }
    }
}

impl Feature for Sound {
    type Request = Request;
    type Record = Record;

    fn act(by: ParticipantId, request: &Request) -> RoomAct {
        match request {
            Request::Mute(mute) if mute.participant_id.is_some_and(|whom| whom != by) => RoomAct::MuteOthers,
            Request::Offer(_) | Request::Mute(_) => RoomAct::UseMicrophone,
            Request::MuteAll(_) | Request::AllowUnmuting(_) => RoomAct::MuteOthers,
            Request::Measure(_) => RoomAct::SeeConnections,
        }
    }

    fn request(cx: &mut Context, by: ParticipantId, request: Request) -> Result<(), Refusal> {
        match request {
            Request::Offer(offer) => cx.offer(by, offer),
            Request::Mute(mute) => match mute.participant_id.filter(|whom| *whom != by) {
                Some(whom) => cx.mute(whom, mute.muted),
                None => cx.mute_own(by, mute.muted),
            },
            Request::MuteAll(all) => {
                cx.mute_all(&all);
                Ok(())
            }
            Request::AllowUnmuting(unmuting) => {
                cx.allow_unmuting(unmuting.allowed);
                Ok(())
            }
            Request::Measure(_) => {
                cx.effect(Effect::Measure);
                Ok(())
            }
        }
    }

    /// What is kept holds from the request on.
    fn committed(_: &mut Context, _: Record) {}

    fn restored(cx: &mut Context, record: Record) {
        match record {
            Record::MaySpeak { whom, may } => {
                whom.into_iter().for_each(|who| cx.change(who, |sound| sound.may_speak = may))
            }
            Record::Unmuting { allowed } => cx.apply_unmuting(allowed),
        }
    }
}

impl Context<'_> {
    /// One who has a seat may have sound, or bring what they had to new addresses.
    fn offer(&mut self, who: ParticipantId, Offer { sdp, restart }: Offer) -> Result<(), Refusal> {
        let member = self.member(who)?;
        let connection = member.place.connection().ok_or(Refusal::NotJoined)?;
        let restarts = if restart { Some(member.sound.peer.ok_or(Refusal::NoMedia)?) } else { None };
        let shows = allows_in_room(member.role, RoomAct::ShowPicture);
        self.effect(Effect::Negotiate { who, connection, restarts, shows, sdp });
        Ok(())
    }

    /// A first offer was answered: what was open before is closed. A program has no switch but the one that started it.
    pub(super) fn offered(&mut self, who: ParticipantId, connection: ConnectionId, shows: bool) {
        let Some(member) = self.room.roster.get(who).filter(|member| member.place.connection() == Some(connection))
        else {
            return;
        };
        let on = member.stream.then_some(true);
        self.change(who, |sound| {
            (sound.peer, sound.switch, sound.camera, sound.adrift) = (Some(connection), on, shows, None);
        });
    }

    /// A peer goes on from new addresses.
    pub(super) fn restarted(&mut self, who: ParticipantId, peer: ConnectionId) {
        if let Some(member) = self.room.roster.get_mut(who).filter(|member| member.sound.peer == Some(peer)) {
            member.sound.adrift = None;
        }
    }

    /// A peer's media have broken off.
    pub(super) fn broke_off(&mut self, who: ParticipantId, peer: ConnectionId) {
        let Some(member) = self.room.roster.get(who).filter(|member| member.sound.peer == Some(peer)) else { return };
        let connection = member.place.connection();
        self.silence(who);
        if let Some(connection) = connection {
            self.tell_one(connection, Event::MediaEnd(Nothing {}));
        }
    }

    /// Ends the sound of those who have a seat but have not asked for their sound again for longer than a seat is kept.
    pub(super) fn silence_the_adrift(&mut self) {
        let (grace, now) = (self.room.rules.grace, self.now);
        let over = |member: &&Member| member.sound.adrift.is_some_and(|since| now - since >= grace);
        let whom: Vec<_> = self.room.roster.iter().filter(over).map(|member| member.id).collect();
        whom.into_iter().for_each(|who| self.silence(who));
    }

    fn silence(&mut self, who: ParticipantId) {
        self.change(who, |sound| drop(sound.cut()));
    }

    fn mute_own(&mut self, who: ParticipantId, muted: bool) -> Result<(), Refusal> {
        let member = self.member(who)?;
        if member.sound.peer.is_none() {
            return Err(Refusal::NoMedia);
        }
        let allowed = self.room.features.sound.unmuting;
        let may_unmute = allowed || member.role == RoomRole::Teacher || member.sound.may_speak == Some(true);
        if !muted && !may_unmute {
            return Err(Refusal::UnmutingForbidden);
        }
        let lifts_mute = !muted && member.sound.may_speak == Some(false);
        self.change(who, |sound| {
            sound.switch = Some(!muted);
            sound.may_speak = sound.may_speak.filter(|_| !lifts_mute);
        });
        if lifts_mute {
            self.keep(Record::MaySpeak { whom: vec![who], may: None });
        }
        Ok(())
    }

    fn mute(&mut self, who: ParticipantId, muted: bool) -> Result<(), Refusal> {
        if !self.room.roster.get(who).is_some_and(|member| member.place.is_seen()) {
            return Err(Refusal::ParticipantUnknown);
        }
        self.decide(vec![who], !muted);
        Ok(())
    }

    fn mute_all(&mut self, MuteAll { muted, except }: &MuteAll) {
        let students = |member: &&Member| member.role == RoomRole::Student && !except.contains(&member.id);
        let whom: Vec<_> = self.room.roster.iter().filter(students).map(|member| member.id).collect();
        if !whom.is_empty() {
            self.decide(whom, !muted);
        }
    }

    /// Mutes some; or lets them speak, which opens their microphones only if they have turned them on themselves. It holds
    /// at once and is written afterwards; written again, if need be, as a removal is.
    fn decide(&mut self, whom: Vec<ParticipantId>, may: bool) {
        for who in &whom {
            self.change(*who, |sound| sound.may_speak = Some(may));
        }
        self.keep(Record::MaySpeak { whom, may: Some(may) });
    }

    fn allow_unmuting(&mut self, allowed: bool) {
        let changed = self.room.features.sound.unmuting != allowed;
        self.apply_unmuting(allowed);
        self.keep(Record::Unmuting { allowed });
        if changed {
            self.tell(Event::UnmutingAllowed(Unmuting { allowed }));
        }
    }

    fn apply_unmuting(&mut self, allowed: bool) {
        self.room.features.sound.unmuting = allowed;
        for member in self.room.roster.iter_mut() {
            member.sound.may_speak = member.sound.may_speak.filter(|may| !may);
        }
    }

    /// Changes one's sound, and tells what the forwarder and the others notice of it.
    fn change(&mut self, who: ParticipantId, how: impl FnOnce(&mut MemberSound)) {
        let Some(member) = self.room.roster.get_mut(who) else { return };
        let (peer, before, showed) = (member.sound.peer, member.sound.microphone(), member.sound.camera());
        how(&mut member.sound);
        let (now, microphone, camera) = (member.sound.peer, member.sound.microphone(), member.sound.camera());
        let is_seen = member.place.is_seen();
        self.effects.extend(peer.filter(|_| peer != now).map(Effect::Silence));
        // A program that comes again speaks by another peer, though for the others nothing has changed.
        if before != microphone || peer != now && microphone == Microphone::On {
            self.effects.extend(now.map(|peer| Effect::Open(peer, microphone == Microphone::On)));
        }
        if before != microphone && is_seen {
            self.tell(Event::Microphone(MicrophoneChanged { participant_id: who, microphone }));
        }
        if showed != camera && is_seen {
            self.tell(video::Event::Camera(CameraChanged { participant_id: who, camera }));
        }
    }
}
