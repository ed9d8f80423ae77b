//! The room and its forwarder: offers down, answers and slots up.

use actix::{Actor, ActorFutureExt, Addr, AsyncContext, Context, Handler, Message, WrapFuture, dev::ToEnvelope};

use super::{Asked, Caller, Command, Link, RoomActor};
use crate::{
    error::Refusal,
    ids::{ConnectionId, ParticipantId},
    media::{
        Forwarder,
        messages::{Leave, MediaChanged, Negotiate},
    },
    protocol::{
        rtc::{Description, MediaSlots},
        server::ServerEvent,
    },
};

impl RoomActor {
    fn forwarder(&mut self, ctx: &mut Context<Self>) -> Addr<Forwarder> {
        let (media, session) = (&self.media, self.session);
        let upward = || ctx.address().recipient();
        let start = || Forwarder::new(std::sync::Arc::clone(media), session, upward()).start();
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

    /// Answers an offer, as soon as the forwarder has.
    pub(super) fn negotiate(
        &mut self,
        who: ParticipantId,
        peer: ConnectionId,
        sdp: String,
        asked: Vec<Asked>,
        ctx: &mut Context<Self>,
    ) {
        let answer = self.forwarder(ctx).send(Negotiate { peer, who, sdp });
        ctx.spawn(answer.into_actor(self).map(move |answer, this, ctx| match answer.unwrap_or(Err(Refusal::Busy)) {
            // They have gone meanwhile.
            Ok(_) if !this.links.contains_key(&peer) => this.tell_forwarder(Leave(peer)),
            Ok(sdp) => {
                this.act(Caller::Server, Command::Offered(who, peer), None, ctx);
                let answer = Description { sdp };
                asked.into_iter().for_each(|asked| this.answer(asked, &answer));
            }
            Err(refusal) => asked.into_iter().for_each(|asked| this.refuse(asked, refusal)),
        }));
    }

    /// Forgets a connection, and its sound with it.
    pub(super) fn unlink(&mut self, connection: ConnectionId) -> Option<Link> {
        let link = self.links.remove(&connection)?;
        self.tell_forwarder(Leave(connection));
        Some(link)
    }
}

impl Handler<MediaChanged> for RoomActor {
    type Result = ();

    fn handle(&mut self, changed: MediaChanged, ctx: &mut Context<Self>) {
        match changed {
            MediaChanged::Slots { to, slots } => {
                let event = ServerEvent::MediaSlots(MediaSlots { slots });
                for connection in to {
                    self.tell(connection, &event);
                }
            }
            MediaChanged::Gone(connection) => {
                if let Some(who) = self.links.get(&connection).map(|link| link.who) {
                    self.act(Caller::Server, Command::BrokeOff(who, connection), None, ctx);
                }
            }
        }
    }
}
