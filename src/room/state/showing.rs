//! Who shows a camera or shares a screen. Only its owner turns a camera on; the teacher says who may, and can end it, which takes
//! effect where packets are forwarded, whatever the client sends. A screen comes over a peer connection of its own, so that its
//! start and its end leave sound and cameras alone (docs/adr/0033).

use std::collections::BTreeSet;

use super::{Context, Feature, Member, RoomState};
use crate::{
    access::{RoomAct, RoomRole},
    db::showing::Record,
    error::Refusal,
    ids::{ConnectionId, ParticipantId},
    media::messages::Sends,
    protocol::{
        rtc::VIEWS,
        showing::{Asked, Asking, Event, Permission, Permit, Request, ScreenChanged, ShowKind, Spotlight, View},
    },
    room::effect::Effect,
};

pub use crate::protocol::showing::Showing as Rules;
use crate::protocol::showing::ShowingRule;

#[derive(Debug, Default)]
pub struct Showing {
    rules: Rules,
    /// Who asks for permission. Nothing of it is kept: like a raised hand, it ends with the server.
    asked: BTreeSet<(ParticipantId, ShowKind)>,
    /// The person that everyone sees large. It ends with the server, too.
    spotlight: Option<ParticipantId>,
}

impl Showing {
    #[cfg(test)]
    pub fn rules(&self) -> Rules {
        self.rules
    }

    fn rule(&self, kind: ShowKind) -> ShowingRule {
        match kind {
            ShowKind::Camera => self.rules.cameras,
            ShowKind::Screen => self.rules.screens,
        }
    }
}

impl RoomState {
    /// Whether someone may show a camera or a screen. A teacher always may, and so may a program, which a teacher has set up.
    pub(super) fn may_show(&self, member: &Member, kind: ShowKind) -> bool {
        let decided = match kind {
            ShowKind::Camera => member.sound.may_camera,
            ShowKind::Screen => member.sound.may_screen,
        };
        let by_rule = self.features.showing.rule(kind) == ShowingRule::Everyone;
        member.role == RoomRole::Teacher || member.stream || decided.unwrap_or(by_rule)
    }

    fn permission(&self, of: &Member) -> Permission {
        let [camera, screen] = [ShowKind::Camera, ShowKind::Screen].map(|kind| self.may_show(of, kind));
        Permission { participant_id: of.id, camera, screen }
    }

    fn cameras(&self) -> usize {
        self.roster.iter().filter(|member| member.sound.camera()).count()
    }
}

pub(super) fn view(room: &RoomState, of: &Member) -> View {
    let state = &room.features.showing;
    let asked = state.asked.iter().filter(|_| of.role == RoomRole::Teacher);
    View {
        showing: state.rules,
        may_show: room.permission(of),
        spotlight: state.spotlight,
        showing_asked: asked.map(|(who, kind)| Asked { participant_id: *who, kind: *kind, asks: true }).collect(),
    }
}

impl Feature for Showing {
    type Request = Request;
    type Record = Record;

    fn act(_: ParticipantId, request: &Request) -> RoomAct {
        match request {
            Request::Allow(_) | Request::Permit(_) | Request::Spotlight(_) => RoomAct::AllowShowing,
            Request::ShowCamera(_) | Request::ShareScreen(_) | Request::StopScreen(_) | Request::Ask(_) => {
                RoomAct::ShowPicture
            }
        }
    }

    fn request(cx: &mut Context, by: ParticipantId, request: Request) -> Result<(), Refusal> {
        match request {
            Request::ShowCamera(switch) => cx.show_camera(by, switch.on),
            Request::ShareScreen(offer) => cx.share_screen(by, offer.sdp),
            Request::StopScreen(_) => {
                cx.change(by, |sound| sound.screen = None);
                Ok(())
            }
            Request::Ask(asking) => cx.ask_to_show(by, asking),
            Request::Allow(rules) => {
                cx.apply_showing(rules);
                cx.persist(Record::Rules(rules));
                Ok(())
            }
            Request::Permit(permit) => cx.permit_showing(permit),
            Request::Spotlight(spotlight) => cx.put_in_spotlight(spotlight.participant_id),
        }
    }

    /// Records of showing take effect with the request.
    fn committed(_: &mut Context, _: Record) {}

    fn restored(cx: &mut Context, record: Record) {
        match record {
            Record::Rules(rules) => cx.set_showing(rules),
            Record::May { who, kind, may } => cx.decide_showing(who, kind, may),
        }
    }

    /// Clients drop the wish of someone who has left, and take them out of the spotlight.
    fn left(cx: &mut Context, who: ParticipantId) {
        let spotlight = &mut cx.room.features.showing.spotlight;
        *spotlight = spotlight.filter(|large| *large != who);
        cx.room.features.showing.asked.retain(|(asks, _)| *asks != who);
    }
}

impl Context<'_> {
    fn show_camera(&mut self, who: ParticipantId, on: bool) -> Result<(), Refusal> {
        let member = self.member(who)?;
        if on {
            self.may_turn_on(member)?;
        }
        self.change(who, |sound| sound.camera_on = on);
        self.stop_asking(who, ShowKind::Camera);
        Ok(())
    }

    fn may_turn_on(&self, member: &Member) -> Result<(), Refusal> {
        if member.sound.peer().is_none() || !member.sound.has_camera {
            return Err(Refusal::NoMedia);
        }
        if !self.room.may_show(member, ShowKind::Camera) {
            return Err(Refusal::ShowingForbidden);
        }
        if !member.sound.camera() && self.room.cameras() >= VIEWS {
            return Err(Refusal::TooManyCameras);
        }
        Ok(())
    }

    /// Whether the camera of a new offer is on from the start.
    pub(super) fn camera_of_offer(&self, member: &Member, wanted: Option<bool>) -> bool {
        let others = self.room.cameras() - usize::from(member.sound.camera());
        wanted.unwrap_or(true) && self.room.may_show(member, ShowKind::Camera) && others < VIEWS
    }

    fn share_screen(&mut self, who: ParticipantId, sdp: String) -> Result<(), Refusal> {
        let member = self.member(who)?;
        let connection = member.place.connection().ok_or(Refusal::NotJoined)?;
        self.may_share(member)?;
        self.effect(Effect::NegotiateScreen { who, connection, sdp });
        Ok(())
    }

    /// A teacher takes the screen; a student waits until it is free.
    fn may_share(&self, member: &Member) -> Result<(), Refusal> {
        if !self.room.may_show(member, ShowKind::Screen) {
            return Err(Refusal::ShowingForbidden);
        }
        let is_taken = self.sharing().iter().any(|who| *who != member.id);
        let alone = !self.room.features.showing.rules.several_screens;
        if alone && is_taken && member.role != RoomRole::Teacher { Err(Refusal::ScreenTaken) } else { Ok(()) }
    }

    fn sharing(&self) -> Vec<ParticipantId> {
        self.room.roster.iter().filter(|member| member.sound.screen.is_some()).map(|member| member.id).collect()
    }

    /// The offer of a screen was answered: the new peer replaces an earlier one. Meanwhile the permission may have ended.
    pub(super) fn screen_negotiated(
        &mut self,
        who: ParticipantId,
        connection: ConnectionId,
        peer: ConnectionId,
        sends: Sends,
    ) {
        let member = self.room.roster.get(who).filter(|member| member.place.connection() == Some(connection));
        if !member.is_some_and(|member| sends.video && self.may_share(member).is_ok()) {
            self.effect(Effect::ClosePeer(peer));
            return self.tell_one(connection, Event::Screen(ScreenChanged { participant_id: who, screen: false }));
        }
        if !self.room.features.showing.rules.several_screens {
            let others = self.sharing().into_iter().filter(|sharing| *sharing != who);
            others.collect::<Vec<_>>().into_iter().for_each(|other| self.change(other, |sound| sound.screen = None));
        }
        self.change(who, |sound| sound.screen = Some(peer));
        self.stop_asking(who, ShowKind::Screen);
        self.effect(Effect::SetAudible(peer, sends.audio));
        self.effect(Effect::SetVisible(peer, true));
    }

    fn ask_to_show(&mut self, who: ParticipantId, Asking { kind, asks }: Asking) -> Result<(), Refusal> {
        let member = self.member(who)?;
        if asks && (self.room.features.showing.rule(kind) == ShowingRule::Nobody) {
            return Err(Refusal::ShowingForbidden);
        }
        let needed = asks && !self.room.may_show(member, kind);
        let state = &mut self.room.features.showing;
        let changed = if needed { state.asked.insert((who, kind)) } else { state.asked.remove(&(who, kind)) };
        if changed {
            self.tell_teachers(Event::Asked(Asked { participant_id: who, kind, asks: needed }));
        }
        Ok(())
    }

    fn stop_asking(&mut self, who: ParticipantId, kind: ShowKind) {
        if self.room.features.showing.asked.remove(&(who, kind)) {
            self.tell_teachers(Event::Asked(Asked { participant_id: who, kind, asks: false }));
        }
    }

    /// It takes effect at once, and its record follows; a second request writes it again, as with a mute.
    fn permit_showing(&mut self, Permit { participant_id: who, kind, may }: Permit) -> Result<(), Refusal> {
        if !self.room.roster.get(who).is_some_and(|member| member.place.is_seen()) {
            return Err(Refusal::ParticipantUnknown);
        }
        self.decide_showing(who, kind, Some(may));
        self.stop_asking(who, kind);
        self.end_forbidden(who);
        self.tell_permission(who);
        self.persist(Record::May { who, kind, may: Some(may) });
        Ok(())
    }

    fn put_in_spotlight(&mut self, who: Option<ParticipantId>) -> Result<(), Refusal> {
        let is_seen = |who| self.room.roster.get(who).is_some_and(|member| member.place.is_seen());
        if !who.is_none_or(is_seen) {
            return Err(Refusal::ParticipantUnknown);
        }
        if std::mem::replace(&mut self.room.features.showing.spotlight, who) != who {
            self.tell(Event::Spotlit(Spotlight { participant_id: who }));
        }
        Ok(())
    }

    fn decide_showing(&mut self, who: ParticipantId, kind: ShowKind, may: Option<bool>) {
        let Some(member) = self.room.roster.get_mut(who) else { return };
        match kind {
            ShowKind::Camera => member.sound.may_camera = may,
            ShowKind::Screen => member.sound.may_screen = may,
        }
    }

    /// A rule that changes ends the permissions of single people, but not what was forbidden them.
    fn set_showing(&mut self, rules: Rules) {
        let before = std::mem::replace(&mut self.room.features.showing.rules, rules);
        for member in self.room.roster.iter_mut() {
            let sound = &mut member.sound;
            sound.may_camera = sound.may_camera.filter(|may| !may || before.cameras == rules.cameras);
            sound.may_screen = sound.may_screen.filter(|may| !may || before.screens == rules.screens);
        }
    }

    fn apply_showing(&mut self, rules: Rules) {
        if self.room.features.showing.rules == rules {
            return;
        }
        self.set_showing(rules);
        self.tell(Event::Allowed(rules));
        let whom: Vec<_> = self.room.roster.iter().map(|member| member.id).collect();
        for who in &whom {
            self.end_forbidden(*who);
        }
        let state = &self.room.features.showing;
        let asks_in_vain = |(who, kind): &(ParticipantId, ShowKind)| {
            let may = self.room.roster.get(*who).is_some_and(|member| self.room.may_show(member, *kind));
            may || state.rule(*kind) == ShowingRule::Nobody
        };
        let in_vain: Vec<_> = state.asked.iter().copied().filter(asks_in_vain).collect();
        in_vain.into_iter().for_each(|(who, kind)| self.stop_asking(who, kind));
        whom.into_iter().for_each(|who| self.tell_permission(who));
    }

    /// Ends what someone shows and may show no longer.
    fn end_forbidden(&mut self, who: ParticipantId) {
        let Some(member) = self.room.roster.get(who) else { return };
        let [camera, screen] = [ShowKind::Camera, ShowKind::Screen].map(|kind| self.room.may_show(member, kind));
        self.change(who, |sound| {
            sound.camera_on &= camera;
            sound.screen = sound.screen.filter(|_| screen);
        });
    }

    fn tell_permission(&mut self, who: ParticipantId) {
        let Some(member) = self.room.roster.get(who).filter(|member| member.place.is_seen()) else { return };
        if member.role == RoomRole::Student && !member.stream {
            let permission = self.room.permission(member);
            self.tell_teachers_and(who, Event::Permitted(permission));
        }
    }
}
