//! One for each room that has media: who publishes, and who hears whom. It answers offers, keeps the list of those who may
//! be heard, and gives each new list whole to the shard, which forwards by it. No packet ever passes here.

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

use actix::{Actor, ActorContext, AsyncContext, Context, Handler, MessageResult, Recipient};

use super::{
    Media,
    messages::{Close, Leave, MediaChanged, Negotiate, Noticed, Open},
    shard::{Command, Expected, Line, Plan},
    transport::sdp::{Form, Offer, Ours},
};
use crate::{
    error::Refusal,
    ids::{ConnectionId, ParticipantId, SessionId},
};

struct Known {
    who: ParticipantId,
    publishes: bool,
    form: Option<Form>,
    open: bool,
}

pub struct Forwarder {
    session: SessionId,
    media: Arc<Media>,
    shard: usize,
    first_ssrc: u32,
    upward: Recipient<MediaChanged>,
    peers: HashMap<ConnectionId, Known>,
}

impl Forwarder {
    pub fn new(media: Arc<Media>, session: SessionId, upward: Recipient<MediaChanged>) -> Self {
        let shard = media.next_shard();
        Self { session, media, shard, first_ssrc: rand::random(), upward, peers: HashMap::new() }
    }

    fn line(&self) -> &Line {
        self.media.line(self.shard)
    }

    /// Gives the shard the list as it is now.
    fn publish(&self) {
        let speaks = |(id, known): (&ConnectionId, &Known)| (known.open && known.publishes).then_some(*id);
        let listens = |(id, known): (&ConnectionId, &Known)| known.form.map(|_| *id);
        let speakers: HashSet<_> = self.peers.iter().filter_map(speaks).collect();
        let listeners = self.peers.iter().filter_map(listens).collect();
        self.line().tell(Command::Follow(self.session, Arc::new(Plan { speakers, listeners })));
    }

    fn negotiate(&mut self, Negotiate { peer, who, sdp }: Negotiate) -> Result<String, Refusal> {
        let offer = Offer::read(&sdp).map_err(|_| Refusal::OfferBad)?;
        let (user, password) = self.media.credentials(self.shard);
        let ours = Ours {
            user: &user,
            password: &password,
            fingerprint: self.media.identity().fingerprint(),
            candidates: self.media.candidates(),
            first_ssrc: self.first_ssrc,
        };
        let (answer, terms) = offer.answer(&ours);
        let publishes = terms.publishing.is_some();
        let open = self.peers.get(&peer).is_some_and(|known| known.open);
        self.peers.insert(peer, Known { who, publishes, form: terms.form, open });
        let fingerprint = offer.fingerprint;
        let expected = Expected { peer, room: self.session, user, password, fingerprint, terms };
        self.line().tell(Command::Expect(Box::new(expected)));
        self.publish();
        Ok(answer)
    }
}

impl Actor for Forwarder {
    type Context = Context<Self>;

    fn started(&mut self, ctx: &mut Context<Self>) {
        let notices = ctx.address().recipient();
        self.line().tell(Command::Open { room: self.session, first_ssrc: self.first_ssrc, notices });
    }

    fn stopped(&mut self, _: &mut Context<Self>) {
        self.line().tell(Command::Close(self.session));
    }
}

impl Handler<Negotiate> for Forwarder {
    type Result = MessageResult<Negotiate>;

    fn handle(&mut self, negotiate: Negotiate, _: &mut Context<Self>) -> Self::Result {
        MessageResult(self.negotiate(negotiate))
    }
}

impl Handler<Open> for Forwarder {
    type Result = ();

    fn handle(&mut self, Open { peer, open }: Open, _: &mut Context<Self>) {
        if let Some(known) = self.peers.get_mut(&peer)
            && known.open != open
        {
            known.open = open;
            self.publish();
        }
    }
}

impl Handler<Leave> for Forwarder {
    type Result = ();

    fn handle(&mut self, Leave(peer): Leave, _: &mut Context<Self>) {
        if self.peers.remove(&peer).is_some() {
            self.line().tell(Command::Forget(peer));
            self.publish();
        }
    }
}

impl Handler<Close> for Forwarder {
    type Result = ();

    fn handle(&mut self, _: Close, ctx: &mut Context<Self>) {
        ctx.stop();
    }
}

impl Handler<Noticed> for Forwarder {
    type Result = ();

    fn handle(&mut self, noticed: Noticed, _: &mut Context<Self>) {
        match noticed {
            Noticed::Slots { form, holders } => {
                let to = self.peers.iter().filter(|(_, known)| known.form == Some(form)).map(|(id, _)| *id).collect();
                let holder = |id: ConnectionId| self.peers.get(&id).map(|known| known.who);
                let slots = holders.into_iter().map(|id| id.and_then(holder)).collect();
                self.upward.do_send(MediaChanged::Slots { to, slots });
            }
            Noticed::Here(peer) => tracing::debug!(?peer, "media stand"),
            Noticed::Gone(peer) => {
                if self.peers.remove(&peer).is_some() {
                    self.publish();
                    self.upward.do_send(MediaChanged::Gone(peer));
                }
            }
        }
    }
}
