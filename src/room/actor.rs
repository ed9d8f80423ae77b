//! The thin actor around a `RoomState`: it owns the mailbox, the tick and the connections, and carries out the state's effects.
//!
//! Every 50 ms it gathers the new poses, encodes one frame for everyone, and sends it together with the news since the last
//! tick, so that a connection writes once a tick and not once for each chat message. Replies do not wait for the tick. Records
//! go to the journal with a ticket; the request behind a record is answered when the journal resolves the ticket.

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
    messages::{Change, Resolved, RoomChanged, RoomGeneration, Write},
    outbox::Outbox,
    pose_cell::PoseCell,
    pose_feed::PoseFeed,
    state::{Caller, Command, RoomState},
};
use crate::{
    access::{Keys, RoomRole},
    clock,
    db::rooms::Record,
    error::Refusal,
    ids::{ConnectionId, LoginId, ParticipantId, Seat, SessionId},
    media::{
        Forwarder, Media,
        messages::{Close, Leave, Negotiate, SdpAnswer, SetAudible, SetVisible},
        transport::sdp::Capabilities,
    },
    protocol::{
        CloseReason, Nothing, RequestId,
        roster::{SessionCard, SessionState},
        rtc::MediaStats,
        server::{News, Reply, ServerEvent},
        session,
    },
};

pub mod board;
mod inbox;
mod measure;
mod replies;
mod sound;
pub mod stats;
mod stream;
mod tick;

use stream::Stream;

/// How often poses and news go out.
pub const TICK: Duration = Duration::from_millis(50);
/// After this many ticks everyone's pose is sent again, and the state handles timeouts.
const TICKS_A_SECOND: u32 = 20;
/// How many messages may wait for a room.
const MAILBOX: usize = 8192;
/// How long a slow client has to read the close frame.
const SLOW_CLOSE_TIMEOUT: Duration = Duration::from_secs(5);

/// The connection of a member who is in the room or waits.
struct Link {
    who: ParticipantId,
    login: Option<LoginId>,
    seat: Seat,
    role: RoomRole,
    outbox: Outbox,
    poses: Arc<PoseCell>,
    /// The number of the last pose read.
    seen_pose: u32,
    /// In the room, and so receives news.
    inside: bool,
    /// The number of the last news sent to it.
    seen_news: u64,
}

/// A join whose record is not committed yet.
struct PendingJoin {
    login: Option<LoginId>,
    outbox: Outbox,
    poses: Arc<PoseCell>,
}

/// Who waits for the answer to a request.
enum Requester {
    /// A participant, with the number of the request if it has one.
    Request(ConnectionId, Option<RequestId>),
    /// Someone outside the room.
    Order(oneshot::Sender<Result<(), Refusal>>),
    /// A program with a stream key.
    Stream(oneshot::Sender<Result<SdpAnswer, Refusal>>),
}

/// What a room needs to open.
pub struct Opening {
    pub state: RoomState,
    pub card: SessionCard,
    pub generation: RoomGeneration,
    pub keys: Arc<Keys>,
    pub journal: Addr<Journal>,
    /// Told when the room starts, ends or is idle.
    pub registry: Recipient<RoomChanged>,
    pub media: Arc<Media>,
}

pub struct RoomActor {
    state: RoomState,
    session: SessionId,
    card: SessionCard,
    generation: RoomGeneration,
    keys: Arc<Keys>,
    journal: Addr<Journal>,
    registry: Recipient<RoomChanged>,
    media: Arc<Media>,
    /// Started by the first offer.
    forwarder: Option<Addr<Forwarder>>,
    links: HashMap<ConnectionId, Link>,
    pending_joins: HashMap<ConnectionId, PendingJoin>,
    streams: HashMap<ConnectionId, Stream>,
    /// Streams that broke off recently.
    broken: VecDeque<Stream>,
    /// The last media statistics, and when the shards gave them.
    measured: Option<(Instant, MediaStats)>,
    /// Where the journal sends results; set with the first record.
    resolved: Option<Arc<Recipient<Resolved>>>,
    /// Requests that wait for the journal.
    awaiting: HashMap<Ticket, Vec<Requester>>,
    /// News since the last tick.
    news: Vec<(u64, ByteString)>,
    poses: Arc<PoseFeed>,
    /// Events for the teachers since the last tick.
    for_teachers: Vec<(Option<ConnectionId>, ServerEvent)>,
    opened: Instant,
    ticks: u32,
    draining: bool,
}

impl RoomActor {
    pub fn new(opening: Opening) -> Self {
        let Opening { state, card, generation, keys, journal, registry, media } = opening;
        Self {
            session: card.id,
            state,
            card,
            generation,
            keys,
            journal,
            registry,
            media,
            forwarder: None,
            links: HashMap::new(),
            pending_joins: HashMap::new(),
            streams: HashMap::new(),
            broken: VecDeque::new(),
            measured: None,
            resolved: None,
            awaiting: HashMap::new(),
            news: Vec::new(),
            poses: Arc::default(),
            for_teachers: Vec::new(),
            opened: Instant::now(),
            ticks: 0,
            draining: false,
        }
    }

    /// Applies a command, carries out its effects, and answers `asked` now or later.
    fn act(&mut self, from: Caller, command: Command, asked: Option<Requester>, ctx: &mut Context<Self>) {
        match self.state.apply(clock::now(), from, command) {
            Ok(effects) => self.carry_out(effects, asked.into_iter().collect(), ctx),
            Err(refusal) => asked.into_iter().for_each(|asked| self.refuse(asked, refusal)),
        }
    }

    fn carry_out(&mut self, effects: Vec<Effect>, mut asked: Vec<Requester>, ctx: &mut Context<Self>) {
        let later = effects.iter().rev().find_map(|effect| match effect {
            Effect::Persist(ticket, _) | Effect::Await(ticket) => Some(*ticket),
            _ => None,
        });
        let answered_below = effects.iter().any(|effect| {
            matches!(
                effect,
                Effect::Answer(_)
                    | Effect::Welcome { .. }
                    | Effect::Negotiate { .. }
                    | Effect::NegotiateScreen { .. }
                    | Effect::Watch(..)
                    | Effect::Measure
            )
        });
        match later {
            Some(ticket) if !asked.is_empty() && !answered_below => {
                self.awaiting.entry(ticket).or_default().append(&mut asked);
            }
            // The reply goes out before a connection closes.
            None if !answered_below => asked.drain(..).for_each(|asked| self.answer(asked, &Nothing {})),
            _ => {}
        }
        let mut records = Vec::new();
        for effect in effects {
            match effect {
                Effect::Tell(Audience::All(seq), event) => self.news.push((seq, news(&event, seq))),
                Effect::Tell(Audience::Teachers, event) => self.for_teachers.push((None, event)),
                Effect::Tell(Audience::TeachersAnd(one), event) => self.for_teachers.push((Some(one), event)),
                Effect::Tell(Audience::One(connection), event) => self.send_event(connection, &event),
                Effect::Answer(answer) => asked.drain(..).for_each(|asked| self.answer(asked, &answer.0)),
                Effect::Persist(ticket, record) => records.push((ticket, record)),
                Effect::Await(_) => {}
                Effect::Welcome { who, connection, inside } => {
                    self.welcome(who, connection, inside, std::mem::take(&mut asked), ctx);
                }
                Effect::LetIn { who, connection } => self.let_in(who, connection),
                Effect::Negotiate { who, connection, restarts, sdp } => {
                    let offer = Negotiate {
                        peer: restarts.unwrap_or(connection),
                        who: Some(who),
                        capabilities: Capabilities { sends_audio: true, sends_video: true, receives: true },
                        sdp,
                        restart: restarts.is_some(),
                        screen: false,
                    };
                    self.negotiate(who, connection, offer, std::mem::take(&mut asked), ctx);
                }
                Effect::NegotiateScreen { who, connection, sdp } => {
                    self.negotiate_screen(who, connection, sdp, std::mem::take(&mut asked), ctx);
                }
                Effect::Watch(peer, whom) => self.watch(peer, whom, std::mem::take(&mut asked), ctx),
                Effect::Measure => self.measure(std::mem::take(&mut asked), ctx),
                Effect::SetAudible(peer, open) => self.tell_forwarder(SetAudible { peer, audible: open }),
                Effect::SetVisible(peer, visible) => self.tell_forwarder(SetVisible { peer, visible }),
                Effect::ClosePeer(peer) => self.tell_forwarder(Leave(peer)),
                Effect::Close(connection, reason) => self.close(connection, reason),
                Effect::Started(at) => {
                    self.card.state = SessionState::Live;
                    self.card.started_at = Some(at);
                    self.report(Change::Started(at));
                }
                Effect::Stop => self.stop(ctx),
            }
        }
        if !records.is_empty() {
            self.persist(records, ctx);
        }
    }

    fn persist(&mut self, records: Vec<(Ticket, Record)>, ctx: &mut Context<Self>) {
        let tickets: Vec<_> = records.iter().map(|(ticket, _)| *ticket).collect();
        let room = self.resolved.get_or_insert_with(|| Arc::new(ctx.address().recipient()));
        let write = Write { session: self.session, records, room: Arc::clone(room) };
        if self.journal.try_send(write).is_err() {
            tracing::warn!(session = %self.session, "the journal is full: records are refused");
            for ticket in tickets {
                self.resolve(ticket, false, ctx);
            }
        }
    }

    fn resolve(&mut self, ticket: Ticket, committed: bool, ctx: &mut Context<Self>) {
        let asked = self.awaiting.remove(&ticket).unwrap_or_default();
        let command = if committed { Command::Committed(ticket) } else { Command::Failed(ticket) };
        let effects = self.state.apply(clock::now(), Caller::Server, command).unwrap_or_default();
        if committed {
            self.carry_out(effects, asked, ctx);
        } else {
            asked.into_iter().for_each(|asked| self.refuse(asked, Refusal::NotKept));
            self.carry_out(effects, Vec::new(), ctx);
        }
    }

    fn welcome(
        &mut self,
        who: ParticipantId,
        connection: ConnectionId,
        inside: bool,
        asked: Vec<Requester>,
        ctx: &mut Context<Self>,
    ) {
        if self.streams.contains_key(&connection) {
            return self.stream_entered(connection, asked, ctx);
        }
        let Some((pending, member)) = self.pending_joins.remove(&connection).zip(self.state.member(who)) else {
            return;
        };
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
            Requester::Request(_, Some(reply)) => Some(json(&Reply::Data { reply: *reply, data: &joined })),
            Requester::Request(_, None) | Requester::Order(_) | Requester::Stream(_) => None,
        });
        let PendingJoin { login, outbox, poses } = pending;
        if outbox.seat(who, reply).is_err() || inside && outbox.watch_poses(&self.poses).is_err() {
            outbox.give_up();
        }
        let seat = member.seat;
        let (role, seen_news) = (member.role, self.state.seq());
        let link = Link { who, login, seat, role, outbox, poses, seen_pose: 0, inside, seen_news };
        self.links.insert(connection, link);
    }

    fn let_in(&mut self, who: ParticipantId, connection: ConnectionId) {
        let Some(member) = self.state.member(who) else { return };
        let event = session::Event::Enter(Box::new(self.state.snapshot(member))).into();
        self.send_event(connection, &event);
        if let Some(link) = self.links.get_mut(&connection) {
            link.inside = true;
            link.seen_news = self.state.seq();
            if link.outbox.watch_poses(&self.poses).is_err() {
                link.outbox.give_up();
            }
        }
    }

    fn close(&mut self, connection: ConnectionId, reason: CloseReason) {
        self.send_news(false);
        if let Some(link) = self.links.remove(&connection) {
            link.outbox.close(reason);
        } else if let Some(pending) = self.pending_joins.remove(&connection) {
            pending.outbox.close(reason);
        } else {
            self.end_stream(connection);
        }
    }

    fn report(&self, change: Change) {
        self.registry.do_send(RoomChanged { session: self.session, generation: self.generation, change });
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
