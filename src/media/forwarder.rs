//! One for each room that has media: who publishes, and who hears whom. It answers offers, keeps the list of those who may
//! be heard, and gives each new list whole to the shard, which forwards by it. No packet ever passes here.

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

use actix::{Actor, ActorContext, AsyncContext, Context, Handler, MessageResult, Recipient};

use super::{
    Media,
    messages::{Answered, Close, Ice, Leave, MediaChanged, Negotiate, Noticed, Open, RestartIce},
    shard::{Command, Expected, Line, Plan, Restart},
    transport::sdp::{Fragment, Offer, Ours, Part, Terms},
};
use crate::{
    error::Refusal,
    ids::{ConnectionId, ParticipantId, SessionId},
};

struct Known {
    /// `None`: one who only listens.
    who: Option<ParticipantId>,
    terms: Terms,
    /// Of its certificate: by it, it is known again.
    fingerprint: String,
    /// The section of the answer that has our addresses.
    mid: String,
    /// How often it was answered.
    answers: u32,
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
        let speaks =
            |(id, known): (&ConnectionId, &Known)| (known.open && known.terms.publishing.is_some()).then_some(*id);
        let listens = |(id, known): (&ConnectionId, &Known)| known.terms.form.map(|_| *id);
        let speakers: HashSet<_> = self.peers.iter().filter_map(speaks).collect();
        let listeners = self.peers.iter().filter_map(listens).collect();
        self.line().tell(Command::Follow(self.session, Arc::new(Plan { speakers, listeners })));
    }

    fn ours<'a>(&'a self, user: &'a str, password: &'a str, version: u32) -> Ours<'a> {
        Ours {
            user,
            password,
            fingerprint: self.media.identity().fingerprint(),
            candidates: self.media.candidates(),
            first_ssrc: self.first_ssrc,
            version,
        }
    }

    fn negotiate(&mut self, Negotiate { peer, who, part, sdp, restart }: Negotiate) -> Result<Answered, Refusal> {
        let offer = Offer::read(&sdp).map_err(|_| Refusal::OfferBad)?;
        let before = self.peers.get(&peer);
        let answers = if restart { before.ok_or(Refusal::NoMedia)?.answers + 1 } else { 1 };
        let (user, password) = self.media.credentials(self.shard);
        let (sdp, terms) = offer.answer(part, &self.ours(&user, &password, answers));
        let fits = match part {
            Part::Both => true,
            Part::Publishes => terms.publishing.is_some() && offer.voices() == 1,
            Part::Listens => terms.form.is_some(),
        };
        if !fits {
            return Err(Refusal::OfferUnfit);
        }
        let open = before.is_some_and(|known| known.open);
        let mid = offer.tagged().to_owned();
        let ice = Ice { ours: user.clone(), theirs: offer.user };
        let answered = Answered { sdp, ice };
        let fingerprint = offer.fingerprint;
        if restart {
            // The keys stay, and with them what they were agreed upon for.
            let same = |known: &Known| known.terms == terms && known.fingerprint.eq_ignore_ascii_case(&fingerprint);
            let known = self.peers.get_mut(&peer).filter(|known| same(known)).ok_or(Refusal::NoMedia)?;
            known.answers = answers;
            self.line().tell(Command::Restart(Restart { peer, user, password }));
            return Ok(answered);
        }
        let known = Known { who, terms: terms.clone(), fingerprint: fingerprint.clone(), mid, answers, open };
        self.peers.insert(peer, known);
        let expected = Expected { peer, room: self.session, user, password, fingerprint, terms };
        self.line().tell(Command::Expect(Box::new(expected)));
        self.publish();
        Ok(answered)
    }

    /// A new name and a new password; keys, streams and slots stay.
    fn restart_ice(&mut self, RestartIce { peer, theirs }: RestartIce) -> Result<Answered, Refusal> {
        let known = self.peers.get(&peer).ok_or(Refusal::StreamUnknown)?;
        let (user, password) = self.media.credentials(self.shard);
        let sdp = Fragment::ours(&self.ours(&user, &password, known.answers), &known.mid);
        let ice = Ice { ours: user.clone(), theirs };
        self.line().tell(Command::Restart(Restart { peer, user, password }));
        Ok(Answered { sdp, ice })
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
                let listens = |known: &&Known| known.terms.form == Some(form);
                let to = self.peers.values().filter(listens).filter_map(|known| known.who).collect();
                let holder = |id: ConnectionId| self.peers.get(&id).and_then(|known| known.who);
                let slots = holders.into_iter().map(|id| id.and_then(holder)).collect();
                self.upward.do_send(MediaChanged::Slots { to, slots });
            }
            Noticed::Here(peer) => tracing::debug!(?peer, "media stand"),
            Noticed::Gone(peer) => {
                if let Some(known) = self.peers.remove(&peer) {
                    self.publish();
                    self.upward.do_send(MediaChanged::Gone(known.who, peer));
                }
            }
        }
    }
}
