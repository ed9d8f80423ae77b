//! The thin actor around a `RoomState`: it owns the mailbox, the tick and the links to those connected, and carries out
//! what the state asks for.
//!
//! Every 50 ms it gathers the poses that came since, encodes one frame for all, and hands it out together with the news of
//! that time, so that a connection writes once a tick and not once for every line of chat. Replies do not wait for the
//! tick. What must last goes to the journal with a ticket; the request it came from is answered when the ticket comes back.

use std::{
    collections::{HashMap, VecDeque},
    sync::Arc,
    time::{Duration, Instant},
};

use actix::{Actor, Addr, AsyncContext, Context, Recipient};
use bytestring::ByteString;
use tokio::sync::oneshot;

use super::{
    effect::{Audience, Effect, Ticket},
    journal::Journal,
    messages::{Change, RoomChanged, RoomGeneration, Settled, Write},
    outbox::Outbox,
    pose_cell::PoseCell,
    scene::Scene,
    state::{Caller, Command, RoomState},
};
use crate::{
    access::{Keys, RoomRole},
    clock,
    db::rooms::Record,
    error::Refusal,
    ids::{ConnectionId, ParticipantId, Seat, SessionId},
    media::{
        Forwarder, Media,
        messages::{Close, Leave, Negotiate, SdpAnswer, SetAudible},
        transport::sdp::Capabilities,
    },
    protocol::{
        CloseReason, Nothing, RequestId,
        roster::{SessionCard, SessionState},
        rtc::MediaStats,
        server::{Error, News, Reply, ServerEvent},
        session,
    },
};

pub mod census;
mod inbox;
mod measure;
mod sound;
mod stream;
mod tick;

use stream::Stream;

/// How often poses and news go out.
pub const TICK: Duration = Duration::from_millis(50);
/// A second's worth of ticks: everyone's pose is told anew, and time passes for the state.
const TICKS_A_SECOND: u32 = 20;
/// How many messages may wait for a room.
const MAILBOX: usize = 8192;
/// How long a slow client has to read why it is closed.
const LAST_WORD: Duration = Duration::from_secs(5);

/// One who is connected and has a place.
struct Link {
    who: ParticipantId,
    seat: Seat,
    role: RoomRole,
    outbox: Outbox,
    poses: Arc<PoseCell>,
    /// The number of the last pose read.
    seen_pose: u32,
    /// In the room, so that news are for them; the number of the last that they know.
    inside: bool,
    seen_news: u64,
}

/// One whose entry is not written yet.
struct Arrival {
    outbox: Outbox,
    poses: Arc<PoseCell>,
}

/// Someone who waits for an answer.
enum Asked {
    /// With the number of the request, if it has one.
    Request(ConnectionId, Option<RequestId>),
    Order(oneshot::Sender<Result<(), Refusal>>),
    /// A program that publishes.
    Stream(oneshot::Sender<Result<SdpAnswer, Refusal>>),
}

/// What a room is opened with.
pub struct Opening {
    pub state: RoomState,
    pub card: SessionCard,
    pub generation: RoomGeneration,
    pub keys: Arc<Keys>,
    pub journal: Addr<Journal>,
    pub upward: Recipient<RoomChanged>,
    pub media: Arc<Media>,
}

pub struct RoomActor {
    state: RoomState,
    session: SessionId,
    card: SessionCard,
    generation: RoomGeneration,
    keys: Arc<Keys>,
    journal: Addr<Journal>,
    upward: Recipient<RoomChanged>,
    media: Arc<Media>,
    /// From the first offer on.
    forwarder: Option<Addr<Forwarder>>,
    links: HashMap<ConnectionId, Link>,
    arrivals: HashMap<ConnectionId, Arrival>,
    streams: HashMap<ConnectionId, Stream>,
    /// Those that broke off lately.
    broken: VecDeque<Stream>,
    /// How everyone's sound travels, and when that was asked of the shards.
    measured: Option<(Instant, MediaStats)>,
    /// Where the journal tells what became of records: from the first one on.
    settled: Option<Arc<Recipient<Settled>>>,
    awaiting: HashMap<Ticket, Vec<Asked>>,
    /// News since the last tick.
    news: Vec<(u64, ByteString)>,
    scene: Arc<Scene>,
    /// News for the teachers, of this tick.
    for_teachers: Vec<ServerEvent>,
    opened: Instant,
    ticks: u32,
    draining: bool,
}

impl RoomActor {
    pub fn new(opening: Opening) -> Self {
        let Opening { state, card, generation, keys, journal, upward, media } = opening;
        Self {
            session: card.id,
            state,
            card,
            generation,
            keys,
            journal,
            upward,
            media,
            forwarder: None,
            links: HashMap::new(),
            arrivals: HashMap::new(),
            streams: HashMap::new(),
            broken: VecDeque::new(),
            measured: None,
            settled: None,
            awaiting: HashMap::new(),
            news: Vec::new(),
            scene: Arc::default(),
            for_teachers: Vec::new(),
            opened: Instant::now(),
            ticks: 0,
            draining: false,
        }
    }

    /// Lets the state do it, carries out what follows, and sees that `asked` is answered now or later.
    fn act(&mut self, from: Caller, command: Command, asked: Option<Asked>, ctx: &mut Context<Self>) {
        match self.state.apply(clock::now(), from, command) {
            Ok(effects) => self.carry_out(effects, asked.into_iter().collect(), ctx),
            Err(refusal) => asked.into_iter().for_each(|asked| self.refuse(asked, refusal)),
        }
    }

    fn carry_out(&mut self, effects: Vec<Effect>, mut asked: Vec<Asked>, ctx: &mut Context<Self>) {
        let later = effects.iter().rev().find_map(|effect| match effect {
            Effect::Keep(ticket, _) | Effect::Await(ticket) => Some(*ticket),
            _ => None,
        });
        let answered_below = effects.iter().any(|effect| {
            matches!(
                effect,
                Effect::Answer(_)
                    | Effect::Welcome { .. }
                    | Effect::Negotiate { .. }
                    | Effect::Watch(..)
                    | Effect::Measure
            )
        });
        match later {
            Some(ticket) if !asked.is_empty() && !answered_below => {
                self.awaiting.entry(ticket).or_default().append(&mut asked);
            }
            // Whoever asked hears it before anything closes.
            None if !answered_below => asked.drain(..).for_each(|asked| self.answer(asked, &Nothing {})),
            _ => {}
        }
        let mut records = Vec::new();
        for effect in effects {
            match effect {
                Effect::Tell(Audience::All(seq), event) => self.news.push((seq, news(&event, seq))),
                Effect::Tell(Audience::Teachers, event) => self.for_teachers.push(event),
                Effect::Tell(Audience::One(connection), event) => self.tell(connection, &event),
                Effect::Answer(answer) => asked.drain(..).for_each(|asked| self.answer(asked, &answer.0)),
                Effect::Keep(ticket, record) => records.push((ticket, record)),
                Effect::Await(_) => {}
                Effect::Welcome { who, connection, inside } => {
                    self.welcome(who, connection, inside, std::mem::take(&mut asked), ctx);
                }
                Effect::LetIn { who, connection } => self.let_in(who, connection),
                Effect::Negotiate { who, connection, restarts, shows, sdp } => {
                    let offer = Negotiate {
                        peer: restarts.unwrap_or(connection),
                        who: Some(who),
                        capabilities: Capabilities { sends_audio: true, sends_video: shows, receives: true },
                        sdp,
                        restart: restarts.is_some(),
                    };
                    self.negotiate(who, connection, offer, std::mem::take(&mut asked), ctx);
                }
                Effect::Watch(peer, whom) => self.watch(peer, whom, std::mem::take(&mut asked), ctx),
                Effect::Measure => self.measure(std::mem::take(&mut asked), ctx),
                Effect::Open(peer, open) => self.tell_forwarder(SetAudible { peer, audible: open }),
                Effect::Silence(peer) => self.tell_forwarder(Leave(peer)),
                Effect::Close(connection, reason) => self.close(connection, reason),
                Effect::Started => {
                    self.card.state = SessionState::Live;
                    self.report(Change::Started);
                }
                Effect::Stop => self.stop(ctx),
            }
        }
        if !records.is_empty() {
            self.keep(records, ctx);
        }
    }

    fn keep(&mut self, records: Vec<(Ticket, Record)>, ctx: &mut Context<Self>) {
        let tickets: Vec<_> = records.iter().map(|(ticket, _)| *ticket).collect();
        let room = self.settled.get_or_insert_with(|| Arc::new(ctx.address().recipient()));
        let write = Write { session: self.session, records, room: Arc::clone(room) };
        if self.journal.try_send(write).is_err() {
            tracing::warn!(session = %self.session, "the journal is full: records are refused");
            for ticket in tickets {
                self.settle(ticket, false, ctx);
            }
        }
    }

    fn settle(&mut self, ticket: Ticket, kept: bool, ctx: &mut Context<Self>) {
        let asked = self.awaiting.remove(&ticket).unwrap_or_default();
        let command = if kept { Command::Committed(ticket) } else { Command::Failed(ticket) };
        let effects = self.state.apply(clock::now(), Caller::Server, command).unwrap_or_default();
        if kept {
            self.carry_out(effects, asked, ctx);
        } else {
            asked.into_iter().for_each(|asked| self.refuse(asked, Refusal::NotKept));
            self.carry_out(effects, Vec::new(), ctx);
        }
    }

    fn answer(&self, asked: Asked, data: &impl serde::Serialize) {
        match asked {
            Asked::Request(connection, Some(reply)) => self.say(connection, json(&Reply::Data { reply, data })),
            // Success is silent to one who did not number the request.
            Asked::Request(_, None) => {}
            // Whoever ordered it may have gone.
            Asked::Order(answer) => drop(answer.send(Ok(()))),
            // What a stream is answered with comes from the forwarder. This one was replaced before it stood.
            Asked::Stream(answer) => drop(answer.send(Err(Refusal::Busy))),
        }
    }

    fn refuse(&self, asked: Asked, refusal: Refusal) {
        match asked {
            Asked::Request(connection, reply) => {
                let error = Error::from(refusal);
                match (self.arrivals.get(&connection), reply) {
                    (Some(arrival), reply) => arrival.outbox.turn_down(reply, refusal),
                    (None, Some(reply)) => self.say(connection, json(&Reply::<()>::Error { reply, error })),
                    (None, None) => self.tell(connection, &session::Event::Refused(error).into()),
                }
            }
            Asked::Order(answer) => drop(answer.send(Err(refusal))),
            Asked::Stream(answer) => drop(answer.send(Err(refusal))),
        }
    }

    fn tell(&self, connection: ConnectionId, event: &ServerEvent) {
        self.say(connection, news(event, self.state.seq()));
    }

    /// Says something to one. Whoever does not even take a reply is found out at the next tick.
    fn say(&self, connection: ConnectionId, text: ByteString) {
        if let Some(link) = self.links.get(&connection)
            && link.outbox.text(text).is_err()
        {
            link.outbox.doom();
        }
    }

    fn welcome(
        &mut self,
        who: ParticipantId,
        connection: ConnectionId,
        inside: bool,
        asked: Vec<Asked>,
        ctx: &mut Context<Self>,
    ) {
        if self.streams.contains_key(&connection) {
            return self.stream_entered(connection, asked, ctx);
        }
        let Some((arrival, member)) = self.arrivals.remove(&connection).zip(self.state.member(who)) else { return };
        let claims = crate::access::ResumeClaims { sub: who, sid: self.session };
        let joined = session::Joined {
            participant_id: who,
            username: member.name.clone(),
            role: member.role,
            avatar: member.avatar.clone(),
            resume: self.keys.resume_token(claims),
            session: self.card.clone(),
            ice_servers: self.media.ice_servers(&who.to_string()),
            room: inside.then(|| self.state.snapshot(member)),
        };
        let reply = asked.iter().find_map(|asked| match asked {
            Asked::Request(_, Some(reply)) => Some(json(&Reply::Data { reply: *reply, data: &joined })),
            Asked::Request(_, None) | Asked::Order(_) | Asked::Stream(_) => None,
        });
        let Arrival { outbox, poses } = arrival;
        if outbox.seat(who, reply).is_err() || inside && outbox.watch(&self.scene).is_err() {
            outbox.doom();
        }
        let seat = member.seat;
        let link =
            Link { who, seat, role: member.role, outbox, poses, seen_pose: 0, inside, seen_news: self.state.seq() };
        self.links.insert(connection, link);
    }

    fn let_in(&mut self, who: ParticipantId, connection: ConnectionId) {
        let Some(member) = self.state.member(who) else { return };
        let event = session::Event::Enter(Box::new(self.state.snapshot(member))).into();
        self.tell(connection, &event);
        if let Some(link) = self.links.get_mut(&connection) {
            link.inside = true;
            link.seen_news = self.state.seq();
            if link.outbox.watch(&self.scene).is_err() {
                link.outbox.doom();
            }
        }
    }

    fn close(&mut self, connection: ConnectionId, reason: CloseReason) {
        self.hand_out(false);
        if let Some(link) = self.links.remove(&connection) {
            link.outbox.close(reason);
        } else if let Some(arrival) = self.arrivals.remove(&connection) {
            arrival.outbox.close(reason);
        } else {
            self.end_stream(connection);
        }
    }

    fn report(&self, change: Change) {
        self.upward.do_send(RoomChanged { session: self.session, generation: self.generation, change });
    }

    fn stop(&mut self, ctx: &mut Context<Self>) {
        use actix::ActorContext;
        self.report(match self.state.phase() {
            SessionState::Planned => Change::Idle,
            SessionState::Live | SessionState::Ended => Change::Ended,
        });
        self.tell_forwarder(Close);
        ctx.stop();
    }
}

impl Actor for RoomActor {
    type Context = Context<Self>;

    fn started(&mut self, ctx: &mut Self::Context) {
        ctx.set_mailbox_capacity(MAILBOX);
        ctx.run_interval(TICK, Self::tick);
    }
}

fn json(value: &impl serde::Serialize) -> ByteString {
    serde_json::to_string(value).expect("what we send is JSON").into()
}

fn news(event: &ServerEvent, seq: u64) -> ByteString {
    json(&News { event, seq })
}
