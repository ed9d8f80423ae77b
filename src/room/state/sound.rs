//! Who is heard, and who sends video. Only its owner opens a microphone; the teacher can close it, and forbid or allow its
//! opening. The server does not forward the audio of a closed microphone, whatever the client sends.
//!
//! A peer survives a lost connection for as long as the seat does: a WebSocket breaks sooner than the path of the packets, and
//! someone who comes back from another network continues with the same peer from new addresses.

use super::{Context, Feature, Member, MemberSound, RoomState};
use crate::{
    access::{RoomAct, RoomRole},
    db::sound::Record,
    error::Refusal,
    ids::{ConnectionId, ParticipantId},
    media::messages::Sends,
    protocol::{
        Nothing,
        roster::Microphone,
        showing::{self, ScreenChanged},
        sound::{Event, MicrophoneChanged, MuteAll, Offer, Request, Unmuting, View},
        speaking::InviteOutcome,
        video::{self, CameraChanged},
    },
    room::effect::Effect,
};

/// Whether students may turn their own microphones on. The rest of the state is in each member ([`MemberSound`]).
#[derive(Debug)]
pub struct Sound {
    unmuting: bool,
}

impl Default for Sound {
    fn default() -> Self {
        Self { unmuting: true }
    }
}

pub(super) fn view(room: &RoomState) -> View {
    View { unmuting_allowed: room.features.sound.unmuting }
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

    /// Records of sound take effect with the request.
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
    /// Handles an offer: for a first peer, or with new addresses for the one they have.
    fn offer(&mut self, who: ParticipantId, Offer { sdp, restart, camera }: Offer) -> Result<(), Refusal> {
        let member = self.member(who)?;
        let connection = member.place.connection().ok_or(Refusal::NotJoined)?;
        let restarts = if restart { Some(member.sound.peer.ok_or(Refusal::NoMedia)?) } else { None };
        let camera_on = self.camera_of_offer(member, camera);
        if !restart && let Some(member) = self.room.roster.get_mut(who) {
            member.sound.offers_camera_on = camera_on;
        }
        self.effect(Effect::Negotiate { who, connection, restarts, sdp });
        Ok(())
    }

    /// A first offer was answered: the new peer replaces an earlier one. The microphone of a program that
    /// has one is on from the start.
    pub(super) fn peer_negotiated(&mut self, who: ParticipantId, connection: ConnectionId, sends: Sends) {
        let Some(member) = self.room.roster.get(who).filter(|member| member.place.connection() == Some(connection))
        else {
            return;
        };
        let (stream, on) = (member.stream, (member.stream && sends.audio).then_some(true));
        self.change(who, |sound| {
            (sound.peer, sound.switch, sound.unclaimed_since) = (Some(connection), on, None);
            (sound.has_camera, sound.camera_on) = (sends.video, stream || sound.offers_camera_on);
        });
    }

    /// A peer continues from new addresses.
    pub(super) fn peer_restarted(&mut self, who: ParticipantId, peer: ConnectionId) {
        if let Some(member) = self.room.roster.get_mut(who).filter(|member| member.sound.peer == Some(peer)) {
            member.sound.unclaimed_since = None;
        }
    }

    /// A peer's media stopped.
    pub(super) fn peer_gone(&mut self, who: ParticipantId, peer: ConnectionId) {
        let Some(member) = self.room.roster.get(who) else { return };
        if member.sound.screen == Some(peer) {
            return self.change(who, |sound| sound.screen = None);
        }
        if member.sound.peer != Some(peer) {
            return;
        }
        let connection = member.place.connection();
        self.change(who, |sound| drop(sound.close_peer()));
        if let Some(connection) = connection {
            self.tell_one(connection, Event::MediaEnd(Nothing {}));
        }
    }

    /// Closes the peers that no connection has claimed for longer than the grace period.
    pub(super) fn close_unclaimed_peers(&mut self) {
        let (grace, now) = (self.room.rules.grace, self.now);
        let over = |member: &&Member| member.sound.unclaimed_since.is_some_and(|since| now - since >= grace);
        let whom: Vec<_> = self.room.roster.iter().filter(over).map(|member| member.id).collect();
        whom.into_iter().for_each(|who| self.change(who, |sound| drop(sound.close_all())));
    }

    fn mute_own(&mut self, who: ParticipantId, muted: bool) -> Result<(), Refusal> {
        let member = self.member(who)?;
        if member.sound.peer.is_none() {
            return Err(Refusal::NoMedia);
        }
        let allowed = self.room.features.sound.unmuting || member.role == RoomRole::Teacher;
        let invited = self.room.features.speaking.is_invited(who);
        let before = member.sound.may_speak;
        if !muted && !allowed && !invited && before != Some(true) {
            return Err(Refusal::UnmutingForbidden);
        }
        let may_speak = match before {
            _ if muted => before,
            // The invitation ends; what it allowed holds until the teacher mutes them.
            _ if invited && !allowed => Some(true),
            before => before.filter(|may| *may),
        };
        self.change(who, |sound| (sound.switch, sound.may_speak) = (Some(!muted), may_speak));
        if may_speak != before {
            self.persist(Record::MaySpeak { whom: vec![who], may: may_speak });
        }
        if !muted {
            self.end_invitation(who, InviteOutcome::Accepted);
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

    /// Mutes people, or lifts that, which allows them to turn their microphones on. It takes effect at once, and its record
    /// follows; a second request writes it again, as with a removal.
    ///
    /// A mute turns the owner's own switch off, so that lifting it opens no microphone: only its owner does. A program has
    /// nobody who could, and was set up by the teacher.
    fn decide(&mut self, whom: Vec<ParticipantId>, may: bool) {
        for who in &whom {
            let stream = self.room.roster.get(*who).is_some_and(|member| member.stream);
            self.change(*who, |sound| {
                sound.may_speak = Some(may);
                sound.switch = sound.switch.map(|on| on && (may || stream));
            });
            if !may {
                self.end_invitation(*who, InviteOutcome::Withdrawn);
            }
        }
        self.persist(Record::MaySpeak { whom, may: Some(may) });
    }

    fn allow_unmuting(&mut self, allowed: bool) {
        let changed = self.room.features.sound.unmuting != allowed;
        self.apply_unmuting(allowed);
        self.persist(Record::Unmuting { allowed });
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

    /// Changes someone's sound, and tells the forwarder and the others what changed for them.
    pub(super) fn change(&mut self, who: ParticipantId, how: impl FnOnce(&mut MemberSound)) {
        let Some(member) = self.room.roster.get_mut(who) else { return };
        let (peer, before, showed) = (member.sound.peer, member.sound.microphone(), member.sound.camera());
        let shared = member.sound.screen;
        how(&mut member.sound);
        let (now, microphone, camera) = (member.sound.peer, member.sound.microphone(), member.sound.camera());
        let (screen, is_seen) = (member.sound.screen, member.place.is_seen());
        self.effects.extend(peer.filter(|_| peer != now).map(Effect::ClosePeer));
        self.effects.extend(shared.filter(|_| shared != screen).map(Effect::ClosePeer));
        // A program that reconnects has another peer, though nothing has changed for the others.
        if before != microphone || peer != now && microphone == Microphone::On {
            self.effects.extend(now.map(|peer| Effect::SetAudible(peer, microphone == Microphone::On)));
        }
        if showed != camera || peer != now && camera {
            self.effects.extend(now.map(|peer| Effect::SetVisible(peer, camera)));
        }
        if shared.is_some() != screen.is_some() && is_seen {
            let screen = screen.is_some();
            self.tell(showing::Event::Screen(ScreenChanged { participant_id: who, screen }));
        }
        if before != microphone && is_seen {
            self.tell(Event::Microphone(MicrophoneChanged { participant_id: who, microphone }));
        }
        if showed != camera && is_seen {
            self.tell(video::Event::Camera(CameraChanged { participant_id: who, camera }));
        }
    }
}
