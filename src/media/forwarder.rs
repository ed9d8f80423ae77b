//! One for each room that has media: who publishes, and who hears whom. It answers offers, keeps the list of those who may
//! be heard, and gives each new list whole to the shard, which forwards by it. No packet ever passes here.

use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};

use actix::{Actor, ActorContext, AsyncContext, Context, Handler, MessageResult, Recipient};

use super::{
    Media,
    messages::{Answered, Close, Ice, Leave, MediaChanged, Negotiate, Noticed, Open, RestartIce, Watch},
    shard::{Audience, Command, Expected, MediaRoomId, Plan, Restart, Watched},
    transport::sdp::{Form, Fragment, Offer, Ours, Part, Terms},
    views::Seen,
};
use crate::{
    error::Refusal,
    ids::{ConnectionId, ParticipantId, SessionId},
};

struct Known {
    /// `None`: one who only listens.
    who: Option<ParticipantId>,
    /// Counts the associations of this room: a shard may still tell of one that the peer had before.
    association: u64,
    terms: Terms,
    /// Of its certificate: by it, it is known again.
    fingerprint: String,
    /// The section of the answer that has our addresses.
    mid: String,
    /// How often it was answered.
    answers: u32,
    open: bool,
    shard: usize,
    /// Whom it sees.
    seen: Seen,
}

/// Those who listen in one form.
struct Listening {
    /// Given anew when nobody has listened in it for a while.
    number: u64,
    /// Who is in which slot, as the shard has said.
    holders: Vec<Option<ConnectionId>>,
}

pub struct Forwarder {
    room: MediaRoomId,
    media: Arc<Media>,
    /// Where it is decided who is heard.
    home: usize,
    /// The shards that know of the room.
    opened: Vec<usize>,
    first_ssrc: u32,
    associations: u64,
    upward: Recipient<MediaChanged>,
    peers: HashMap<ConnectionId, Known>,
    forms: HashMap<Form, Listening>,
}

impl Forwarder {
    pub fn new(media: Arc<Media>, session: SessionId, upward: Recipient<MediaChanged>) -> Self {
        let home = media.next_shard();
        Self {
            room: MediaRoomId::fresh(session),
            media,
            home,
            opened: Vec::new(),
            first_ssrc: rand::random(),
            associations: 0,
            upward,
            peers: HashMap::new(),
            forms: HashMap::new(),
        }
    }

    /// Tells all shards that know of the room.
    fn tell(&self, command: impl Fn() -> Command) {
        self.opened.iter().for_each(|shard| self.media.line(*shard).tell(command()));
    }

    fn open_on(&mut self, shard: usize, notices: Recipient<Noticed>) {
        if !self.opened.contains(&shard) {
            self.opened.push(shard);
            let Self { room, home, first_ssrc, .. } = *self;
            self.media.line(shard).tell(Command::Open { room, home, first_ssrc, notices });
        }
    }

    fn next_place(&self) -> usize {
        let mut inside = vec![0; self.media.shards()];
        self.peers.values().for_each(|known| inside[known.shard] += 1);
        self.media.place(self.home, &inside)
    }

    /// Gives the shards the list as it is now.
    fn publish(&mut self) {
        let speaks =
            |(id, known): (&ConnectionId, &Known)| (known.open && known.terms.publishing.is_some()).then_some(*id);
        let speakers: HashSet<_> = self.peers.iter().filter_map(speaks).collect();
        let mut audiences: HashMap<Form, Audience> = HashMap::new();
        for (id, known) in &self.peers {
            let Some(form) = known.terms.form else { continue };
            let fresh = || Listening { number: rand::random(), holders: vec![None; form.slots] };
            let number = self.forms.entry(form).or_insert_with(fresh).number;
            let audience = audiences.entry(form).or_insert_with(|| Audience {
                form,
                number,
                listeners: Vec::new(),
                shards: Vec::new(),
            });
            audience.listeners.push(*id);
            if !audience.shards.contains(&known.shard) {
                audience.shards.push(known.shard);
            }
        }
        self.forms.retain(|form, _| audiences.contains_key(form));
        let watched = self.watched();
        let plan = Arc::new(Plan { speakers, audiences: audiences.into_values().collect(), watched });
        self.tell(|| Command::Follow(self.room, Arc::clone(&plan)));
    }

    /// Who watches whom. Programs that nobody is asked for see whoever shows something.
    fn watched(&mut self) -> Vec<Watched> {
        let mut cameras: Vec<_> = self
            .peers
            .iter()
            .filter(|(_, known)| known.terms.camera.is_some())
            .filter_map(|(id, known)| Some((known.who?, *id, known.shard)))
            .collect();
        cameras.sort_unstable_by_key(|(who, ..)| *who);
        for known in self.peers.values_mut().filter(|known| known.who.is_none()) {
            known.seen.fill(cameras.iter().map(|(who, ..)| *who));
        }
        let watched = cameras.into_iter().map(|(who, from, home)| {
            let mut watched = Watched { from, home, shards: Vec::new(), watchers: Vec::new() };
            for (id, known) in self.peers.iter().filter(|(id, _)| **id != from) {
                if let Some(watcher) = known.seen.watcher(who, *id) {
                    watched.watchers.push(watcher);
                    if !watched.shards.contains(&known.shard) {
                        watched.shards.push(known.shard);
                    }
                }
            }
            watched
        });
        watched.filter(|watched| !watched.watchers.is_empty()).collect()
    }

    fn watch(&mut self, Watch { peer, whom }: Watch) -> Result<Vec<Option<ParticipantId>>, Refusal> {
        let known = self.peers.get_mut(&peer).ok_or(Refusal::NoMedia)?;
        known.seen.choose(&whom)?;
        let seen = known.seen.people();
        self.publish();
        Ok(seen)
    }

    /// Tells these who is in the slots of their form.
    fn tell_slots(&self, form: Form, to: Vec<ParticipantId>) {
        let holder = |id: ConnectionId| self.peers.get(&id).and_then(|known| known.who);
        if let Some(Listening { holders, .. }) = self.forms.get(&form) {
            let slots = holders.iter().map(|id| id.and_then(holder)).collect();
            self.upward.do_send(MediaChanged::Slots { to, slots });
        }
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

    fn negotiate(
        &mut self,
        Negotiate { peer, who, part, sdp, restart }: Negotiate,
        notices: Recipient<Noticed>,
    ) -> Result<Answered, Refusal> {
        let offer = Offer::read(&sdp).map_err(|_| Refusal::OfferBad)?;
        let before = self.peers.get(&peer);
        let answers = if restart { before.ok_or(Refusal::NoMedia)?.answers + 1 } else { 1 };
        let shard = before.map_or_else(|| self.next_place(), |known| known.shard);
        let (user, password) = self.media.credentials(shard);
        let (sdp, terms) = offer.answer(part, &self.ours(&user, &password, answers));
        let fits = match part {
            Part::PUBLISHES => terms.publishing.is_some() && offer.voices() == 1,
            Part::LISTENS => terms.form.is_some() || terms.views.is_some(),
            _ => true,
        };
        if !fits {
            return Err(Refusal::OfferUnfit);
        }
        let open = before.is_some_and(|known| known.open);
        let mid = offer.tagged().to_owned();
        let ice = Ice { ours: user.clone(), theirs: offer.user };
        let answered = Answered { sdp, ice, shows: terms.camera.is_some() };
        let fingerprint = offer.fingerprint;
        if restart {
            // The keys stay, and with them what they were agreed upon for.
            let same = |known: &Known| known.terms == terms && known.fingerprint.eq_ignore_ascii_case(&fingerprint);
            let known = self.peers.get_mut(&peer).filter(|known| same(known)).ok_or(Refusal::NoMedia)?;
            known.answers = answers;
            self.media.line(shard).tell(Command::Restart(Restart { peer, user, password }));
            return Ok(answered);
        }
        let seen = Seen::new(terms.views.map_or(0, |views| views.count));
        self.associations += 1;
        let association = self.associations;
        let (agreed, print) = (terms.clone(), fingerprint.clone());
        let known = Known { who, association, terms: agreed, fingerprint: print, mid, answers, open, shard, seen };
        self.peers.insert(peer, known);
        self.open_on(shard, notices);
        let expected = Expected { peer, association, room: self.room, user, password, fingerprint, terms };
        self.media.line(shard).tell(Command::Expect(Box::new(expected)));
        self.publish();
        Ok(answered)
    }

    /// A new name and a new password; keys, streams and slots stay.
    fn restart_ice(&mut self, RestartIce { peer, theirs }: RestartIce) -> Result<Answered, Refusal> {
        let known = self.peers.get(&peer).ok_or(Refusal::StreamUnknown)?;
        let (user, password) = self.media.credentials(known.shard);
        let sdp = Fragment::ours(&self.ours(&user, &password, known.answers), &known.mid);
        let ice = Ice { ours: user.clone(), theirs };
        self.media.line(known.shard).tell(Command::Restart(Restart { peer, user, password }));
        Ok(Answered { sdp, ice, shows: known.terms.camera.is_some() })
    }
}

impl Handler<Watch> for Forwarder {
    type Result = MessageResult<Watch>;

    fn handle(&mut self, watch: Watch, _: &mut Context<Self>) -> Self::Result {
        MessageResult(self.watch(watch))
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
        self.open_on(self.home, notices);
    }

    fn stopped(&mut self, _: &mut Context<Self>) {
        self.tell(|| Command::Close(self.room));
    }
}

impl Handler<Negotiate> for Forwarder {
    type Result = MessageResult<Negotiate>;

    fn handle(&mut self, negotiate: Negotiate, ctx: &mut Context<Self>) -> Self::Result {
        MessageResult(self.negotiate(negotiate, ctx.address().recipient()))
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
        if let Some(known) = self.peers.remove(&peer) {
            self.media.line(known.shard).tell(Command::Forget(peer));
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
            Noticed::Slots { form, number, holders } => {
                let Some(listening) = self.forms.get_mut(&form).filter(|one| one.number == number) else { return };
                listening.holders = holders;
                let listens = |known: &&Known| known.terms.form == Some(form);
                let to = self.peers.values().filter(listens).filter_map(|known| known.who).collect();
                self.tell_slots(form, to);
            }
            Noticed::Here(peer) => {
                tracing::debug!(?peer, "media stand");
                if let Some(Known { who: Some(who), terms: Terms { form: Some(form), .. }, .. }) = self.peers.get(&peer)
                {
                    self.tell_slots(*form, vec![*who]);
                }
            }
            Noticed::Gone { peer, association } => {
                // It may have offered anew meanwhile.
                if self.peers.get(&peer).is_none_or(|known| known.association != association) {
                    return;
                }
                if let Some(known) = self.peers.remove(&peer) {
                    self.publish();
                    self.upward.do_send(MediaChanged::Gone(known.who, peer));
                }
            }
        }
    }
}

#[cfg(test)]
mod tests;
