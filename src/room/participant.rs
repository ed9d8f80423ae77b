//! One connection: decodes and rate-limits input, and writes output.
//!
//! actix-web polls this actor only while the socket accepts output. So a client that does not read stops its own actor, the
//! actor's mailbox fills up to its bound, and nobody else is affected (see `outbox`). Everything that waits when the actor is
//! polled leaves in one write.

mod binary;
mod fragments;
mod meeting;
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
use tokio::sync::oneshot;
use tracing::{Instrument, Span};

use binary::DrawingLimits;
use fragments::Fragments;
pub use meeting::MeetingClient;

use super::{
    actor::RoomActor,
    connection_handle::ConnectionHandle,
    connection_input::ConnectionInput,
    connection_output::ConnectionOutput,
    messages::{Act, Gone, Join},
    outbox::{ConnectionShared, Outbox, QUEUE},
    pose_cell::PoseCell,
    state::Entrant,
};
use crate::{
    error::Refusal,
    ids::{ConnectionId, LoginId, ParticipantId, SessionId},
    protocol::{
        ClientEvent, ClientFrame, CloseReason, RequestId, chat,
        roster::SessionJoin,
        server::{Error, News, Reply},
        session,
    },
};

/// How long a client may take to join.
const JOIN_TIMEOUT: Duration = Duration::from_secs(10);
/// How long a client may take to answer a close frame.
const CLOSE_TIMEOUT: Duration = Duration::from_secs(2);
const PING_EVERY: Duration = Duration::from_secs(15);
/// How long a client may send nothing, not even a pong.
const SILENCE_TIMEOUT: Duration = Duration::from_secs(45);
/// How many penalty points close a connection. A bad or excessive frame costs [`PENALTY`], and a good one takes one point away.
const MOST_PENALTIES: u32 = 200;
const PENALTY: u32 = 10;

const TEXTS_A_SECOND: NonZeroU32 = NonZeroU32::new(20).expect("not zero");
const TEXTS_AT_ONCE: NonZeroU32 = NonZeroU32::new(40).expect("not zero");
const LINES_A_SECOND: NonZeroU32 = NonZeroU32::new(5).expect("not zero");
const LINES_AT_ONCE: NonZeroU32 = NonZeroU32::new(10).expect("not zero");
/// Frames of any kind, pings and continuations included: far more than an honest client sends.
const FRAMES_A_SECOND: NonZeroU32 = NonZeroU32::new(200).expect("not zero");
const FRAMES_AT_ONCE: NonZeroU32 = NonZeroU32::new(2000).expect("not zero");
const POSES_A_SECOND: NonZeroU32 = NonZeroU32::new(30).expect("not zero");

/// A join that may go on: who joins, and which room.
pub struct JoinAccepted {
    /// The room's session.
    pub session: SessionId,
    pub room: Addr<RoomActor>,
    pub entrant: Entrant,
    /// The login that identified them, if they have an account.
    pub login: Option<LoginId>,
}

/// Checks a join against sessions and accounts. The web supplies it, since use cases are above the room.
pub type JoinHandler = Box<dyn Fn(SessionJoin, ConnectionId) -> LocalBoxFuture<'static, Result<JoinAccepted, Refusal>>>;

enum Stage {
    NotJoined,
    Joining,
    Seated(ParticipantId, Addr<RoomActor>),
}

pub struct Participant {
    connection: ConnectionId,
    on_join: JoinHandler,
    socket: Option<ConnectionHandle>,
    shared: Arc<ConnectionShared>,
    poses: Arc<PoseCell>,
    stage: Stage,
    /// Told when the connection goes; set from the join on.
    room: Option<Addr<RoomActor>>,
    texts: DefaultDirectRateLimiter,
    lines: DefaultDirectRateLimiter,
    moves: DefaultDirectRateLimiter,
    frames: DefaultDirectRateLimiter,
    drawing: DrawingLimits,
    penalties: u32,
    last_input: Instant,
    /// The close frame was sent: input is ignored, and nothing else is sent.
    closing: bool,
    /// The beginning of a message that arrives in several frames.
    fragments: Option<Fragments>,
    /// Set for a client that speaks packets instead of the room's events.
    meeting: Option<MeetingClient>,
    /// Around everything that is logged about this connection.
    span: Span,
}

type Socket = WebsocketContext<Participant>;

impl Participant {
    /// `span` has empty fields `room` and `participant`, for their ids.
    pub fn new(on_join: JoinHandler, socket: Option<ConnectionHandle>, span: Span) -> Self {
        let limiter = |rate, burst| RateLimiter::direct(Quota::per_second(rate).allow_burst(burst));
        Self {
            connection: ConnectionId::fresh(),
            on_join,
            socket,
            shared: Arc::default(),
            poses: Arc::default(),
            stage: Stage::NotJoined,
            room: None,
            texts: limiter(TEXTS_A_SECOND, TEXTS_AT_ONCE),
            lines: limiter(LINES_A_SECOND, LINES_AT_ONCE),
            moves: limiter(POSES_A_SECOND, POSES_A_SECOND),
            frames: limiter(FRAMES_A_SECOND, FRAMES_AT_ONCE),
            drawing: DrawingLimits::default(),
            penalties: 0,
            last_input: Instant::now(),
            closing: false,
            fragments: None,
            meeting: None,
            span,
        }
    }

    /// A client that speaks packets. It sends and gets no poses.
    pub fn with_packets(self, client: MeetingClient) -> Self {
        Self { meeting: Some(client), ..self }
    }

    /// Starts the actor on a request's payload. Returns the body of the response.
    pub fn start(
        self,
        payload: impl Stream<Item = Result<Bytes, PayloadError>> + 'static,
        codec: Codec,
    ) -> impl Stream<Item = Result<Bytes, actix_web::Error>> + 'static {
        let shared = Arc::clone(&self.shared);
        let input = ConnectionInput::new(payload, Arc::clone(&shared.wake));
        ConnectionOutput::new(WebsocketContext::with_codec(self, input, codec), shared)
    }

    fn on_text(&mut self, text: &str, ctx: &mut Socket) {
        if self.meeting.is_some() {
            return self.on_packet(text, ctx);
        }
        let frame = ClientFrame::parse(text);
        if self.texts.check().is_err() {
            // With its number, if it has one: a client waits for the reply to a numbered request.
            return self.penalize(frame.ok().and_then(|frame| frame.id), Refusal::TooFast, ctx);
        }
        let frame = match frame {
            Ok(frame) => frame,
            Err(refusal) => return self.penalize(None, refusal, ctx),
        };
        let request = frame.id;
        let event = match ClientEvent::parse(&frame) {
            Ok(event) => event,
            Err(refusal) => return self.penalize(request, refusal, ctx),
        };
        self.on_request(request, event, ctx);
    }

    fn on_request(&mut self, request: Option<RequestId>, event: ClientEvent, ctx: &mut Socket) {
        let chatty = matches!(event, ClientEvent::Chat(chat::Request::Message(_) | chat::Request::Edit(_)));
        if chatty && self.lines.check().is_err() || self.drawing.exceeds(&event) {
            return self.penalize(request, Refusal::TooFast, ctx);
        }
        self.penalties = self.penalties.saturating_sub(1);
        match (&self.stage, event) {
            (Stage::NotJoined, ClientEvent::Session(session::Request::Join(join))) => {
                self.join(join, request, false, ctx)
            }
            (Stage::NotJoined | Stage::Joining, _) => self.refuse(request, Refusal::NotJoined, ctx),
            (Stage::Seated(who, room), event) => {
                let act = Act { who: *who, connection: self.connection, request, event };
                match room.try_send(act) {
                    Ok(()) => {}
                    Err(SendError::Full(_)) => self.refuse(request, Refusal::Busy, ctx),
                    // It failed or is over. A client that comes back finds it open again, or learns that the lesson has ended.
                    Err(SendError::Closed(_)) => self.shut(CloseReason::Restarting, ctx),
                }
            }
        }
    }

    /// `last` is false when the join is tried again if the room stops before it is in.
    fn join(&mut self, join: SessionJoin, request: Option<RequestId>, last: bool, ctx: &mut Socket) {
        self.stage = Stage::Joining;
        let joining = (self.on_join)(join.clone(), self.connection).instrument(self.span.clone());
        ctx.spawn(joining.into_actor(self).map(move |found, this, ctx| match found {
            _ if this.closing => {}
            Ok(accepted) => {
                this.span.record("room", tracing::field::display(accepted.session));
                let received = this.ask_room(accepted, request, ctx);
                ctx.spawn(received.into_actor(this).map(move |received, this, ctx| {
                    if received.is_ok() || this.closing {
                        return;
                    }
                    // The lesson ended, or its room was idle and closed: now it is known which. A room that stopped by a fault is
                    // still listed for a moment.
                    this.room = None;
                    if last {
                        this.stage = Stage::NotJoined;
                        this.refuse(request, Refusal::Busy, ctx);
                    } else {
                        this.join(join, request, true, ctx);
                    }
                }));
            }
            Err(refusal) => {
                this.stage = Stage::NotJoined;
                this.refuse(request, refusal, ctx);
            }
        }));
    }

    /// Asks the room to let this connection in. The receiver fails if the room stops before it has the message.
    fn ask_room(&mut self, accepted: JoinAccepted, request: Option<RequestId>, ctx: &Socket) -> oneshot::Receiver<()> {
        let JoinAccepted { room, entrant, login, .. } = accepted;
        let outbox = Outbox {
            connection: self.connection,
            connection_actor: ctx.address().recipient(),
            shared: Arc::clone(&self.shared),
            socket: self.socket.clone(),
        };
        let (sender, received) = oneshot::channel();
        let poses = Arc::clone(&self.poses);
        // Never refused by a full mailbox: a connection sends one join, and a whole class may join a room that just opens.
        room.do_send(Join { entrant: Box::new(entrant), login, request, outbox, poses, received: sender });
        self.room = Some(room);
        received
    }

    fn refuse(&mut self, request: Option<RequestId>, refusal: Refusal, ctx: &mut Socket) {
        self.span.in_scope(|| tracing::debug!(code = refusal.code(), "refused"));
        let error = Error::from(refusal);
        let text = match request {
            Some(reply) => serde_json::to_string(&Reply::<()>::Error { reply, error }),
            None => serde_json::to_string(&News { event: &session::Event::Refused(error).into(), seq: 0 }),
        };
        self.write(text.expect("a refusal is JSON").into(), ctx);
    }

    /// Refuses input that no honest client sends, and closes the connection when it does not stop.
    fn penalize(&mut self, request: Option<RequestId>, refusal: Refusal, ctx: &mut Socket) {
        self.penalties += PENALTY;
        if self.penalties >= MOST_PENALTIES {
            return self.shut(CloseReason::Abusive, ctx);
        }
        self.refuse(request, refusal, ctx);
    }

    /// Sends a close frame with the reason, and waits for the client's for [`CLOSE_TIMEOUT`]: the TCP connection ends after both
    /// close frames (RFC 6455, 7.1.1), and a browser tells its page only after that.
    fn shut(&mut self, reason: CloseReason, ctx: &mut Socket) {
        if std::mem::replace(&mut self.closing, true) {
            return;
        }
        self.tell_room();
        self.shared.close();
        self.span.in_scope(|| tracing::debug!(reason = reason.name(), "a connection is closed"));
        let description = Some(reason.name().to_owned());
        ctx.close(Some(ws::CloseReason { code: CloseCode::Other(reason.code()), description }));
        ctx.run_later(CLOSE_TIMEOUT, |_, ctx| ctx.stop());
    }

    fn tell_room(&mut self) {
        if let Some(room) = self.room.take() {
            room.do_send(Gone { connection: self.connection });
        }
    }

    /// Whether this connection is closing. One that the room gave up starts to close here, and gets the reason instead of the
    /// messages that waited.
    fn is_over(&mut self, ctx: &mut Socket) -> bool {
        if self.shared.is_too_slow() {
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
        ctx.run_later(JOIN_TIMEOUT, |this, ctx| {
            if !matches!(this.stage, Stage::Seated(..)) {
                this.shut(CloseReason::JoinTimeout, ctx);
            }
        });
        ctx.run_interval(PING_EVERY, |this, ctx| {
            if this.last_input.elapsed() > SILENCE_TIMEOUT {
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
        self.last_input = Instant::now();
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
            Ok(Message::Continuation(item)) => self.on_fragment(item, ctx),
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

    /// The input has ended.
    fn finished(&mut self, ctx: &mut Socket) {
        if self.closing {
            self.socket.iter().for_each(ConnectionHandle::finish);
        }
        ctx.stop();
    }
}
