//! The room and its forwarder: the room passes offers on, and the forwarder sends answers and slots back.

use actix::{Actor, ActorFutureExt, Addr, AsyncContext, Context, Handler, Message, WrapFuture, dev::ToEnvelope};

use super::{Caller, Command, Requester, RoomActor, news};
use crate::{
    error::Refusal,
    ids::{ConnectionId, ParticipantId},
    media::{
        Forwarder,
        messages::{Leave, MediaEvent, Negotiate, SdpAnswer, SelectViews, VideoSource, WantedVideo},
        transport::sdp::Capabilities,
    },
    protocol::{
        showing::{self, EncodingsWanted, ShowKind},
        sound::{self, Description, MediaSlots},
        video::{self, MediaPaused, Views},
    },
};

impl RoomActor {
    pub(super) fn forwarder(&mut self, ctx: &mut Context<Self>) -> Addr<Forwarder> {
        let (media, session) = (&self.media, self.session);
        let events = || ctx.address().recipient();
        let start = || Forwarder::new(std::sync::Arc::clone(media), session, events()).start();
        self.forwarder.get_or_insert_with(start).clone()
    }

    pub(super) fn tell_forwarder<M>(&self, message: M)
    where
        M: Message + Send + 'static,
        M::Result: Send,
        Forwarder: Handler<M>,
        Context<Forwarder>: ToEnvelope<Forwarder, M>,
    {
        if let Some(forwarder) = &self.forwarder {
            forwarder.do_send(message);
        }
    }

    /// Passes a connection's offer to the forwarder, and its answer back.
    pub(super) fn negotiate(
        &mut self,
        who: ParticipantId,
        connection: ConnectionId,
        offer: Negotiate,
        asked: Vec<Requester>,
        ctx: &mut Context<Self>,
    ) {
        let (peer, restarts) = (offer.peer, offer.restart);
        let answer = self.forwarder(ctx).send(offer);
        ctx.spawn(answer.into_actor(self).map(move |answer, this, ctx| match answer.unwrap_or(Err(Refusal::Busy)) {
            // The connection is gone meanwhile. A peer that it had before is kept for as long as the seat.
            Ok(_) if !this.links.contains_key(&connection) => {
                if !restarts {
                    this.tell_forwarder(Leave(connection));
                }
            }
            Ok(SdpAnswer { sdp, sends, .. }) => {
                let done = if restarts {
                    Command::PeerRestarted(who, peer)
                } else {
                    Command::PeerNegotiated(who, connection, sends)
                };
                this.act(Caller::Server, done, None, ctx);
                let answer = Description { sdp };
                asked.into_iter().for_each(|asked| this.answer(asked, &answer));
            }
            Err(refusal) => asked.into_iter().for_each(|asked| this.refuse(asked, refusal)),
        }));
    }
}

impl RoomActor {
    /// Passes the offer of a screen to the forwarder, and its answer back.
    pub(super) fn negotiate_screen(
        &mut self,
        who: ParticipantId,
        connection: ConnectionId,
        sdp: String,
        asked: Vec<Requester>,
        ctx: &mut Context<Self>,
    ) {
        let peer = ConnectionId::fresh();
        let capabilities = Capabilities::PUBLISH_ONLY;
        let offer = Negotiate { peer, who: Some(who), capabilities, sdp, restart: false, screen: true };
        let answer = self.forwarder(ctx).send(offer);
        ctx.spawn(answer.into_actor(self).map(move |answer, this, ctx| match answer.unwrap_or(Err(Refusal::Busy)) {
            Ok(SdpAnswer { sdp, sends, .. }) => {
                let answer = Description { sdp };
                asked.into_iter().for_each(|asked| this.answer(asked, &answer));
                this.act(Caller::Server, Command::ScreenNegotiated(who, connection, peer, sends), None, ctx);
            }
            Err(refusal) => asked.into_iter().for_each(|asked| this.refuse(asked, refusal)),
        }));
    }

    /// Sets the people that a peer watches, and answers with who is in which of its views.
    pub(super) fn watch(
        &mut self,
        peer: ConnectionId,
        videos: Vec<WantedVideo>,
        asked: Vec<Requester>,
        ctx: &mut Context<Self>,
    ) {
        let answer = self.forwarder(ctx).send(SelectViews { peer, videos });
        ctx.spawn(answer.into_actor(self).map(|answer, this, _| match answer.unwrap_or(Err(Refusal::Busy)) {
            Ok(sources) => {
                let is_screen =
                    |(at, source): (usize, &Option<VideoSource>)| source.is_some_and(|one| one.screen).then_some(at);
                let screens = sources.iter().enumerate().filter_map(is_screen).collect();
                let views = sources.iter().map(|source| source.map(|one| one.who)).collect();
                let views = Views { views, screens };
                asked.into_iter().for_each(|asked| this.answer(asked, &views));
            }
            Err(refusal) => asked.into_iter().for_each(|asked| this.refuse(asked, refusal)),
        }));
    }
}

impl Handler<MediaEvent> for RoomActor {
    type Result = ();

    fn handle(&mut self, changed: MediaEvent, ctx: &mut Context<Self>) {
        match changed {
            MediaEvent::SlotsChanged { to, slots } => {
                // The same slots may go to a whole class, so they are serialised once.
                let text = news(&sound::Event::Slots(MediaSlots { slots }).into(), self.state.seq());
                let connection = |who| self.state.member(who).and_then(|member| member.place.connection());
                for connection in to.into_iter().filter_map(connection) {
                    self.send(connection, text.clone());
                }
            }
            MediaEvent::EncodingsWanted(VideoSource { who, screen }, encodings) => {
                let kind = if screen { ShowKind::Screen } else { ShowKind::Camera };
                let member = self.state.member(who);
                if let Some(connection) = member.and_then(|member| member.place.connection()) {
                    let wanted = showing::Event::Wanted(EncodingsWanted { kind, encodings });
                    self.send_event(connection, &wanted.into());
                }
            }
            MediaEvent::VideoPaused { to, source: VideoSource { who, screen }, paused } => {
                let paused = MediaPaused { participant_id: who, screen, paused };
                if let Some(connection) = self.state.member(to).and_then(|member| member.place.connection()) {
                    self.send_event(connection, &video::Event::Paused(paused).into());
                }
            }
            MediaEvent::PeerGone(_, peer) if self.streams.contains_key(&peer) => self.stream_broke_off(peer, ctx),
            MediaEvent::PeerGone(Some(who), peer) => self.act(Caller::Server, Command::PeerGone(who, peer), None, ctx),
            MediaEvent::PeerGone(None, _) => {}
        }
    }
}
