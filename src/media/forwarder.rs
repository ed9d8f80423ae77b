//! The forwarder of one room: its publishers, their listeners and their watchers. It answers offers, keeps the list of peers
//! that may be heard, and gives the shards a new plan each time that the list changes. No packet passes through it.

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

use actix::{Actor, ActorContext, AsyncContext, Context, Handler, MessageResult, Recipient};

use super::{
    Media,
    messages::{
        Close, IceSession, Leave, MediaEvent, Negotiate, RestartIce, SdpAnswer, SelectViews, Sends, SetAudible,
        SetVisible, ShardEvent, VideoSource,
    },
    shard::{Audience, IceRestart, MediaRoomId, NewPeer, Plan, ShardCommand, WatchedVideo},
    transport::sdp::{Capabilities, LocalParameters, Negotiated, Offer, OfferFault, ReceiveFormat, SdpFragment},
    video_subscriptions::Subscriptions,
};
use crate::{
    error::Refusal,
    ids::{ConnectionId, ParticipantId, SessionId},
};

struct PeerState {
    /// `None` for a peer that only listens and is not a participant.
    who: Option<ParticipantId>,
    /// Numbers the associations of this room: a shard may still report the end of an earlier association of the same peer.
    association: u64,
    negotiated: Negotiated,
    /// The fingerprints of the peer's certificates, by which a restart recognises the peer.
    fingerprints: Vec<String>,
    /// The section of the answer that carries our candidates.
    mid: String,
    /// How many answers this peer has had.
    answers: u32,
    audible: bool,
    visible: bool,
    /// It sends a screen, and not a camera.
    screen: bool,
    /// Which encodings of its video somebody watches, the best first, as the room last heard.
    wanted: Vec<bool>,
    /// Whether its line has lately been too narrow for all that it wants to see.
    is_line_narrow: bool,
    shard: usize,
    /// Whom it sees.
    views: Subscriptions,
}

impl PeerState {
    /// The video that it may send; a program that only receives sends none.
    fn source(&self) -> Option<VideoSource> {
        self.who.map(|who| VideoSource { who, screen: self.screen })
    }
}

/// The listeners that share one receive format.
struct GroupState {
    /// A group that was empty for a while gets a new id.
    id: u64,
    /// Who holds which slot, as the shard last reported.
    holders: Vec<Option<ConnectionId>>,
}

pub struct Forwarder {
    room: MediaRoomId,
    media: Arc<Media>,
    /// The shard that assigns the slots.
    home: usize,
    /// The shards on which the room is open.
    shards: Vec<usize>,
    first_ssrc: u32,
    associations: u64,
    room_events: Recipient<MediaEvent>,
    peers: HashMap<ConnectionId, PeerState>,
    groups: HashMap<ReceiveFormat, GroupState>,
}

impl Forwarder {
    pub fn new(media: Arc<Media>, session: SessionId, room_events: Recipient<MediaEvent>) -> Self {
        let home = media.next_shard();
        Self {
            room: MediaRoomId::fresh(session),
            media,
            home,
            shards: Vec::new(),
            first_ssrc: rand::random(),
            associations: 0,
            room_events,
            peers: HashMap::new(),
            groups: HashMap::new(),
        }
    }

    /// Sends a command to every shard on which the room is open.
    fn send_to_shards(&self, command: impl Fn() -> ShardCommand) {
        self.shards.iter().for_each(|shard| self.media.shard(*shard).send(command()));
    }

    fn open_on(&mut self, shard: usize, events: Recipient<ShardEvent>) {
        if !self.shards.contains(&shard) {
            self.shards.push(shard);
            let Self { room, home, first_ssrc, .. } = *self;
            self.media.shard(shard).send(ShardCommand::OpenRoom { room, home, first_ssrc, events });
        }
    }

    fn choose_shard(&self) -> usize {
        let mut inside = vec![0; self.media.shard_count()];
        self.peers.values().for_each(|known| inside[known.shard] += 1);
        self.media.choose_shard(self.home, &inside)
    }

    /// Gives the shards the current plan.
    fn publish_plan(&mut self) {
        let speaks = |(id, known): (&ConnectionId, &PeerState)| {
            (known.audible && known.negotiated.audio.is_some()).then_some(*id)
        };
        let speakers: HashSet<_> = self.peers.iter().filter_map(speaks).collect();
        let mut audiences: HashMap<ReceiveFormat, Audience> = HashMap::new();
        for (id, known) in &self.peers {
            let Some(format) = known.negotiated.format else { continue };
            let fresh = || GroupState { id: rand::random(), holders: vec![None; format.slots] };
            let group = self.groups.entry(format).or_insert_with(fresh).id;
            let audience = audiences.entry(format).or_insert_with(|| Audience {
                format,
                group,
                listeners: Vec::new(),
                shards: Vec::new(),
            });
            audience.listeners.push(*id);
            if !audience.shards.contains(&known.shard) {
                audience.shards.push(known.shard);
            }
        }
        self.groups.retain(|format, _| audiences.contains_key(format));
        let videos = self.watched_videos();
        self.tell_wanted(&videos);
        let plan = Arc::new(Plan { speakers, audiences: audiences.into_values().collect(), videos });
        self.send_to_shards(|| ShardCommand::SetPlan(self.room, Arc::clone(&plan)));
    }

    /// Tells these participants who holds the slots of their format.
    fn send_slots(&self, format: ReceiveFormat, to: Vec<ParticipantId>) {
        let holder = |id: ConnectionId| self.peers.get(&id).and_then(|known| known.who);
        if let Some(GroupState { holders, .. }) = self.groups.get(&format) {
            let slots = holders.iter().map(|id| id.and_then(holder)).collect();
            self.room_events.do_send(MediaEvent::SlotsChanged { to, slots });
        }
    }

    fn local_parameters<'a>(&'a self, ufrag: &'a str, password: &'a str, version: u32) -> LocalParameters<'a> {
        LocalParameters {
            ufrag,
            password,
            fingerprint: self.media.identity().fingerprint(),
            candidates: self.media.candidates(),
            first_ssrc: self.first_ssrc,
            version,
        }
    }

    fn negotiate(
        &mut self,
        Negotiate { peer, who, capabilities, sdp, restart, screen }: Negotiate,
        events: Recipient<ShardEvent>,
    ) -> Result<SdpAnswer, Refusal> {
        let offer = Offer::read(&sdp).map_err(refusal_of)?;
        let before = self.peers.get(&peer);
        let answers = if restart { before.ok_or(Refusal::NoMedia)?.answers + 1 } else { 1 };
        let shard = before.map_or_else(|| self.choose_shard(), |known| known.shard);
        let (ufrag, password) = self.media.ice_credentials(shard);
        let (sdp, negotiated) = offer.answer(capabilities, &self.local_parameters(&ufrag, &password, answers));
        let fits = match capabilities {
            Capabilities::PUBLISH_ONLY => {
                offer.audio_senders() <= 1 && (negotiated.audio.is_some() || negotiated.video.is_some())
            }
            Capabilities::RECEIVE_ONLY => negotiated.format.is_some() || negotiated.views.is_some(),
            _ => true,
        };
        if !fits {
            return Err(Refusal::OfferUnfit);
        }
        let audible = before.is_some_and(|known| known.audible);
        let visible = before.is_some_and(|known| known.visible);
        let mid = offer.bundle_mid().to_owned();
        let remote = offer.ice;
        let ice = IceSession { local_ufrag: ufrag.clone(), remote_ufrag: remote.ufrag.clone() };
        let answered = SdpAnswer { sdp, ice, sends: sends(&negotiated) };
        let fingerprints = offer.fingerprints;
        if restart {
            // A restart keeps the keys, and therefore everything that was negotiated with them.
            let same = |known: &PeerState| known.negotiated == negotiated && known.fingerprints == fingerprints;
            let known = self.peers.get_mut(&peer).filter(|known| same(known)).ok_or(Refusal::NoMedia)?;
            known.answers = answers;
            self.media.shard(shard).send(ShardCommand::RestartIce(IceRestart { peer, ufrag, password, remote }));
            return Ok(answered);
        }
        self.associations += 1;
        let association = self.associations;
        let known = PeerState {
            who,
            association,
            views: Subscriptions::new(negotiated.views.map_or(0, |views| views.count)),
            negotiated: negotiated.clone(),
            fingerprints: fingerprints.clone(),
            mid,
            answers,
            audible,
            visible,
            screen,
            wanted: Vec::new(),
            is_line_narrow: negotiated.views.is_some_and(|views| views.transport_id.is_some()),
            shard,
        };
        self.peers.insert(peer, known);
        self.open_on(shard, events);
        let room = self.room;
        let new_peer = NewPeer { peer, association, room, ufrag, password, remote, fingerprints, negotiated };
        self.media.shard(shard).send(ShardCommand::AddPeer(Box::new(new_peer)));
        self.publish_plan();
        Ok(answered)
    }

    /// Gives the peer new ICE credentials; keys, streams and slots stay.
    fn restart_ice(&mut self, RestartIce { peer, remote }: RestartIce) -> Result<SdpAnswer, Refusal> {
        let known = self.peers.get(&peer).ok_or(Refusal::StreamUnknown)?;
        let (ufrag, password) = self.media.ice_credentials(known.shard);
        let sdp = SdpFragment::local(&self.local_parameters(&ufrag, &password, known.answers), &known.mid);
        let ice = IceSession { local_ufrag: ufrag.clone(), remote_ufrag: remote.ufrag.clone() };
        self.media.shard(known.shard).send(ShardCommand::RestartIce(IceRestart { peer, ufrag, password, remote }));
        Ok(SdpAnswer { sdp, ice, sends: sends(&known.negotiated) })
    }
}

fn sends(negotiated: &Negotiated) -> Sends {
    Sends { audio: negotiated.audio.is_some(), video: negotiated.video.is_some() }
}

fn refusal_of(fault: OfferFault) -> Refusal {
    match fault {
        OfferFault::Malformed => Refusal::OfferBad,
        OfferFault::WaitsForHandshake => Refusal::OfferPassive,
        OfferFault::NoFingerprint => Refusal::OfferFingerprint,
    }
}

impl Handler<SelectViews> for Forwarder {
    type Result = MessageResult<SelectViews>;

    fn handle(&mut self, select: SelectViews, _: &mut Context<Self>) -> Self::Result {
        MessageResult(self.select_views(select))
    }
}

impl Handler<RestartIce> for Forwarder {
    type Result = MessageResult<RestartIce>;

    fn handle(&mut self, restart: RestartIce, _: &mut Context<Self>) -> Self::Result {
        MessageResult(self.restart_ice(restart))
    }
}

impl Actor for Forwarder {
    type Context = Context<Self>;

    fn started(&mut self, ctx: &mut Context<Self>) {
        let events = ctx.address().recipient();
        self.open_on(self.home, events);
    }

    fn stopped(&mut self, _: &mut Context<Self>) {
        self.send_to_shards(|| ShardCommand::CloseRoom(self.room));
    }
}

impl Handler<Negotiate> for Forwarder {
    type Result = MessageResult<Negotiate>;

    fn handle(&mut self, negotiate: Negotiate, ctx: &mut Context<Self>) -> Self::Result {
        MessageResult(self.negotiate(negotiate, ctx.address().recipient()))
    }
}

impl Handler<SetAudible> for Forwarder {
    type Result = ();

    fn handle(&mut self, SetAudible { peer, audible }: SetAudible, _: &mut Context<Self>) {
        if let Some(known) = self.peers.get_mut(&peer)
            && known.audible != audible
        {
            known.audible = audible;
            self.publish_plan();
        }
    }
}

impl Handler<SetVisible> for Forwarder {
    type Result = ();

    fn handle(&mut self, SetVisible { peer, visible }: SetVisible, _: &mut Context<Self>) {
        if let Some(known) = self.peers.get_mut(&peer)
            && known.visible != visible
        {
            known.visible = visible;
            self.publish_plan();
        }
    }
}

impl Handler<Leave> for Forwarder {
    type Result = ();

    fn handle(&mut self, Leave(peer): Leave, _: &mut Context<Self>) {
        if let Some(known) = self.peers.remove(&peer) {
            self.media.shard(known.shard).send(ShardCommand::RemovePeer(peer));
            self.publish_plan();
        }
    }
}

impl Handler<Close> for Forwarder {
    type Result = ();

    fn handle(&mut self, _: Close, ctx: &mut Context<Self>) {
        ctx.stop();
    }
}

impl Handler<ShardEvent> for Forwarder {
    type Result = ();

    fn handle(&mut self, event: ShardEvent, _: &mut Context<Self>) {
        match event {
            ShardEvent::SlotsChanged { format, group, holders } => {
                let Some(state) = self.groups.get_mut(&format).filter(|state| state.id == group) else { return };
                state.holders = holders;
                let listens = |known: &&PeerState| known.negotiated.format == Some(format);
                let to = self.peers.values().filter(listens).filter_map(|known| known.who).collect();
                self.send_slots(format, to);
            }
            ShardEvent::Connected(peer) => {
                tracing::debug!(?peer, "the media path stands");
                if let Some(PeerState { who: Some(who), negotiated: Negotiated { format: Some(format), .. }, .. }) =
                    self.peers.get(&peer)
                {
                    self.send_slots(*format, vec![*who]);
                }
            }
            ShardEvent::VideoPaused { peer, from, paused } => {
                let to = self.peers.get(&peer).and_then(|known| known.who);
                let source = self.peers.get(&from).and_then(PeerState::source);
                if let (Some(to), Some(source)) = (to, source) {
                    self.room_events.do_send(MediaEvent::VideoPaused { to, source, paused });
                }
            }
            ShardEvent::LineNarrow { peer, narrow } => self.set_line_narrow(peer, narrow),
            ShardEvent::Gone { peer, association } => {
                // The peer may have offered again meanwhile.
                if self.peers.get(&peer).is_none_or(|known| known.association != association) {
                    return;
                }
                if let Some(known) = self.peers.remove(&peer) {
                    self.publish_plan();
                    self.room_events.do_send(MediaEvent::PeerGone(known.who, peer));
                }
            }
        }
    }
}

mod watching;

#[cfg(test)]
mod tests;
