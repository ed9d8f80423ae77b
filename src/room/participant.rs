//! One connection: decodes and limits what comes in, writes what goes out.
//!
//! actix-web polls this actor only while the socket takes what it writes. So a client that does not read stops its own
//! actor, whose mailbox then fills up to its bound, and nobody else notices (see `outbox`). Whatever waits when the actor
//! is polled leaves in one write.

mod outgoing;

use std::{
    num::NonZeroU32,
    sync::Arc,
    time::{Duration, Instant},
};

use actix::{Actor, ActorContext, ActorFutureExt, Addr, AsyncContext, StreamHandler, WrapFuture, prelude::SendError};
use actix_http::ws::Codec;
use actix_web::error::PayloadError;
use actix_web_actors::ws::{self, CloseCode, Message, ProtocolError, WebsocketContext};
use bytes::Bytes;
use futures_util::{Stream, future::LocalBoxFuture};
use governor::{DefaultDirectRateLimiter, Quota, RateLimiter};
use tracing::{Instrument, Span};

use super::{
    actor::RoomActor,
    cause::Inflow,
    link::ConnectionHandle,
    messages::{Act, Gone, Join},
    outbox::{Outbox, QUEUE, Slots},
    outflow::Outflow,
    pace,
    pose_cell::PoseCell,
    state::Entrant,
};
use crate::{
    error::Refusal,
    ids::{ConnectionId, ParticipantId, SessionId},
    protocol::{
        ClientEvent, ClientFrame, CloseReason, Pose, RequestId, chat,
        roster::SessionJoin,
        server::{Error, News, Reply},
        session,
    },
};

/// How long one may take to join.
const JOIN_WITHIN: Duration = Duration::from_secs(10);
/// How long a client may take to answer a close frame.
const GOODBYE: Duration = Duration::from_secs(2);
const PING_EVERY: Duration = Duration::from_secs(15);
/// How long nothing, not even a pong, may come.
const SILENCE: Duration = Duration::from_secs(45);
/// How much of bad and excessive input ends a connection. A bad frame is [`FAULT`], and every good one forgives one.
const PATIENCE: u32 = 200;
const FAULT: u32 = 10;

const TEXTS_A_SECOND: NonZeroU32 = NonZeroU32::new(20).expect("not zero");
const TEXTS_AT_ONCE: NonZeroU32 = NonZeroU32::new(40).expect("not zero");
const LINES_A_SECOND: NonZeroU32 = NonZeroU32::new(5).expect("not zero");
const LINES_AT_ONCE: NonZeroU32 = NonZeroU32::new(10).expect("not zero");
/// Frames of any kind, pings and parts included: far beyond what anyone honest sends.
const FRAMES_A_SECOND: NonZeroU32 = NonZeroU32::new(200).expect("not zero");
const FRAMES_AT_ONCE: NonZeroU32 = NonZeroU32::new(2000).expect("not zero");
const POSES_A_SECOND: NonZeroU32 = NonZeroU32::new(30).expect("not zero");

/// Whom the door has found to be at it, and the room that they may knock at.
pub struct Entry {
    /// Whose room it is.
    pub session: SessionId,
    pub room: Addr<RoomActor>,
    pub entrant: Entrant,
}

/// Asks whoever knows about sessions and accounts. Handed down by the web's door, which may call them.
pub type Door = Box<dyn Fn(SessionJoin, ConnectionId) -> LocalBoxFuture<'static, Result<Entry, Refusal>>>;

enum Stage {
    Outside,
    Knocking,
    Seated(ParticipantId, Addr<RoomActor>),
}

pub struct Participant {
    connection: ConnectionId,
    door: Door,
    socket: Option<ConnectionHandle>,
    slots: Arc<Slots>,
    poses: Arc<PoseCell>,
    stage: Stage,
    /// Whom to tell when the connection goes.
    room: Option<Addr<RoomActor>>,
    texts: DefaultDirectRateLimiter,
    lines: DefaultDirectRateLimiter,
    moves: DefaultDirectRateLimiter,
    frames: DefaultDirectRateLimiter,
    faults: u32,
    heard_at: Instant,
    /// The close frame was sent; nothing is heard or said any more.
    closing: bool,
    /// The parts of a message that comes in several frames.
    parts: Option<Parts>,
    /// Around whatever is logged of this connection.
    span: Span,
}

struct Parts {
    binary: bool,
    bytes: Vec<u8>,
}

type Socket = WebsocketContext<Participant>;

impl Participant {
    /// The `span` has fields `room` and `participant`, for the ids of these.
    pub fn new(door: Door, socket: Option<ConnectionHandle>, span: Span) -> Self {
        let limiter = |rate, burst| RateLimiter::direct(Quota::per_second(rate).allow_burst(burst));
        Self {
            connection: ConnectionId::fresh(),
            door,
            socket,
            slots: Arc::default(),
            poses: Arc::default(),
            stage: Stage::Outside,
            room: None,
            texts: limiter(TEXTS_A_SECOND, TEXTS_AT_ONCE),
            lines: limiter(LINES_A_SECOND, LINES_AT_ONCE),
            moves: limiter(POSES_A_SECOND, POSES_A_SECOND),
            frames: limiter(FRAMES_A_SECOND, FRAMES_AT_ONCE),
            faults: 0,
            heard_at: Instant::now(),
            closing: false,
            parts: None,
            span,
        }
    }

    /// Begins to speak with the one whose words `payload` brings; what it returns is to be sent to them.
    pub fn start(
        self,
        payload: impl Stream<Item = Result<Bytes, PayloadError>> + 'static,
        codec: Codec,
    ) -> impl Stream<Item = Result<Bytes, actix_web::Error>> + 'static {
        let slots = Arc::clone(&self.slots);
        let heard = Inflow::new(payload, Arc::clone(&slots.cause));
        Outflow::new(WebsocketContext::with_codec(self, heard, codec), slots)
    }

    fn on_text(&mut self, text: &str, ctx: &mut Socket) {
        let frame = ClientFrame::parse(text);
        if self.texts.check().is_err() {
            // With its number, if it has one: a client waits for an answer to what it has numbered.
            return self.fault(frame.ok().and_then(|frame| frame.id), Refusal::TooFast, ctx);
        }
        let frame = match frame {
            Ok(frame) => frame,
            Err(refusal) => return self.fault(None, refusal, ctx),
        };
        let request = frame.id;
        let event = match ClientEvent::parse(&frame) {
            Ok(event) => event,
            Err(refusal) => return self.fault(request, refusal, ctx),
        };
        let chatty = matches!(event, ClientEvent::Chat(chat::Request::Message(_) | chat::Request::Edit(_)));
        if chatty && self.lines.check().is_err() {
            return self.fault(request, Refusal::TooFast, ctx);
        }
        self.faults = self.faults.saturating_sub(1);
        match (&self.stage, event) {
            (Stage::Outside, ClientEvent::Session(session::Request::Join(join))) => self.knock(join, request, ctx),
            (Stage::Outside | Stage::Knocking, _) => self.refuse(request, Refusal::NotJoined, ctx),
            (Stage::Seated(who, room), event) => {
                let act = Act { who: *who, connection: self.connection, request, event };
                match room.try_send(act) {
                    Ok(()) => {}
                    Err(SendError::Full(_)) => self.refuse(request, Refusal::Busy, ctx),
                    // It has failed, or is over. Whoever comes back finds it opened again, or hears that it has ended.
                    Err(SendError::Closed(_)) => self.shut(CloseReason::Restarting, ctx),
                }
            }
        }
    }

    fn on_binary(&mut self, frame: &[u8], ctx: &mut Socket) {
        let Stage::Seated(..) = self.stage else { return self.fault(None, Refusal::NotJoined, ctx) };
        pace::saw_pose();
        if self.moves.check().is_err() {
            // The next pose says it all.
            return;
        }
        match Pose::from_frame(frame) {
            Ok(pose) => {
                self.faults = self.faults.saturating_sub(1);
                self.poses.set(pose);
            }
            Err(refusal) => self.fault(None, refusal, ctx),
        }
    }

    /// Continues a message in several frames (RFC 6455, 5.4), up to the size of one.
    fn on_part(&mut self, item: actix_http::ws::Item, ctx: &mut Socket) {
        use actix_http::ws::Item;
        let (bytes, last) = match item {
            Item::FirstText(bytes) => {
                self.parts = Some(Parts { binary: false, bytes: bytes.to_vec() });
                return;
            }
            Item::FirstBinary(bytes) => {
                self.parts = Some(Parts { binary: true, bytes: bytes.to_vec() });
                return;
            }
            Item::Continue(bytes) => (bytes, false),
            Item::Last(bytes) => (bytes, true),
        };
        let Some(mut parts) = self.parts.take() else { return hang_up(ctx, CloseCode::Protocol) };
        if parts.bytes.len() + bytes.len() > crate::protocol::FRAME_LIMIT {
            return hang_up(ctx, CloseCode::Size);
        }
        parts.bytes.extend_from_slice(&bytes);
        match (last, parts.binary) {
            (false, _) => self.parts = Some(parts),
            (true, true) => self.on_binary(&parts.bytes, ctx),
            (true, false) => match String::from_utf8(parts.bytes) {
                Ok(text) => self.on_text(&text, ctx),
                Err(_) => hang_up(ctx, CloseCode::Invalid),
            },
        }
    }

    fn knock(&mut self, join: SessionJoin, request: Option<RequestId>, ctx: &mut Socket) {
        self.stage = Stage::Knocking;
        let asked = (self.door)(join, self.connection).instrument(self.span.clone());
        ctx.spawn(asked.into_actor(self).map(move |found, this, ctx| match found {
            _ if this.closing => {}
            Ok(Entry { session, room, entrant }) => {
                this.span.record("room", tracing::field::display(session));
                let outbox = Outbox {
                    connection: this.connection,
                    connection_actor: ctx.address().recipient(),
                    slots: Arc::clone(&this.slots),
                    socket: this.socket.clone(),
                };
                let join = Join { entrant: Box::new(entrant), request, outbox, poses: Arc::clone(&this.poses) };
                if !room.connected() {
                    this.stage = Stage::Outside;
                    return this.refuse(request, Refusal::Busy, ctx);
                }
                // There is one for each connection, however many come at once to a room that is just being opened.
                room.do_send(join);
                this.room = Some(room);
            }
            Err(refusal) => {
                this.stage = Stage::Outside;
                this.refuse(request, refusal, ctx);
            }
        }));
    }

    fn refuse(&self, request: Option<RequestId>, refusal: Refusal, ctx: &mut Socket) {
        self.span.in_scope(|| tracing::debug!(code = refusal.code(), "refused"));
        let error = Error::from(refusal);
        let text = match request {
            Some(reply) => serde_json::to_string(&Reply::<()>::Error { reply, error }),
            None => serde_json::to_string(&News { event: &session::Event::Refused(error).into(), seq: 0 }),
        };
        ctx.text(text.expect("a refusal is JSON"));
    }

    /// Refuses what no honest client sends, and does not put up with it for ever.
    fn fault(&mut self, request: Option<RequestId>, refusal: Refusal, ctx: &mut Socket) {
        self.faults += FAULT;
        if self.faults >= PATIENCE {
            return self.shut(CloseReason::Abusive, ctx);
        }
        self.refuse(request, refusal, ctx);
    }

    /// Says why, and then waits for the client's close frame, for as long as is decent: who closes a WebSocket ends the
    /// TCP connection once both have said so (RFC 6455, 7.1.1), and a browser tells its page only after that.
    fn shut(&mut self, reason: CloseReason, ctx: &mut Socket) {
        if std::mem::replace(&mut self.closing, true) {
            return;
        }
        self.tell_room();
        self.slots.close();
        self.span.in_scope(|| tracing::debug!(reason = reason.name(), "a connection is closed"));
        let description = Some(reason.name().to_owned());
        ctx.close(Some(ws::CloseReason { code: CloseCode::Other(reason.code()), description }));
        ctx.run_later(GOODBYE, |_, ctx| ctx.stop());
    }

    fn tell_room(&mut self) {
        if let Some(room) = self.room.take() {
            room.do_send(Gone { connection: self.connection });
        }
    }

    /// Whether this connection is given up; then it hears why instead of whatever else waited for it.
    fn is_over(&mut self, ctx: &mut Socket) -> bool {
        if self.slots.is_doomed() {
            self.shut(CloseReason::TooSlow, ctx);
        }
        self.closing
    }
}

fn hang_up(ctx: &mut Socket, code: CloseCode) {
    ctx.close(Some(code.into()));
    ctx.stop();
}

impl Actor for Participant {
    type Context = Socket;

    fn started(&mut self, ctx: &mut Socket) {
        ctx.set_mailbox_capacity(QUEUE);
        ctx.run_later(JOIN_WITHIN, |this, ctx| {
            if !matches!(this.stage, Stage::Seated(..)) {
                this.shut(CloseReason::JoinTimeout, ctx);
            }
        });
        ctx.run_interval(PING_EVERY, |this, ctx| {
            if this.heard_at.elapsed() > SILENCE {
                this.shut(CloseReason::Silent, ctx);
            } else if !this.closing {
                ctx.ping(b"");
            }
        });
    }

    fn stopped(&mut self, _: &mut Socket) {
        self.tell_room();
    }
}

impl StreamHandler<Result<Message, ProtocolError>> for Participant {
    fn handle(&mut self, message: Result<Message, ProtocolError>, ctx: &mut Socket) {
        self.heard_at = Instant::now();
        if self.closing {
            if matches!(message, Ok(Message::Close(_)) | Err(_)) {
                self.finished(ctx);
            }
            return;
        }
        if self.frames.check().is_err() {
            return self.shut(CloseReason::Abusive, ctx);
        }
        match message {
            Ok(Message::Binary(frame)) => self.on_binary(&frame, ctx),
            Ok(Message::Text(text)) => self.on_text(&text, ctx),
            Ok(Message::Continuation(item)) => self.on_part(item, ctx),
            Ok(Message::Ping(bytes)) => ctx.pong(&bytes),
            Ok(Message::Pong(_) | Message::Nop) => {}
            Ok(Message::Close(reason)) => {
                ctx.close(reason);
                ctx.stop();
            }
            Err(ProtocolError::Overflow) => hang_up(ctx, CloseCode::Size),
            Err(_) => hang_up(ctx, CloseCode::Protocol),
        }
    }

    /// Nothing more comes.
    fn finished(&mut self, ctx: &mut Socket) {
        if self.closing {
            self.socket.iter().for_each(ConnectionHandle::finish);
        }
        ctx.stop();
    }
}
