//! `/ws/limbo`: the WebSocket of a student who waits for the next lesson of their group. It only tells; the page enters the lesson.

use std::time::{Duration, Instant};

use actix::{Actor, ActorContext, AsyncContext, Handler, StreamHandler};
use actix_http::ws::Codec;
use actix_web::{
    HttpRequest, HttpResponse,
    web::{Data, Payload},
};
use actix_web_actors::ws::{self, CloseCode, Message, ProtocolError, WebsocketContext};

use super::{errors::ApiError, pages::personal_link::STUDENT_COOKIE, request, ws as lesson};
use crate::{
    domain::{
        School, SchoolRef,
        groups::{self, Place},
        limbo::{self, LimboNews},
    },
    error::Refusal,
    ids::ConnectionId,
    protocol::{SUBPROTOCOL, server::Error},
    room::ConnectionHandle,
};

/// A connection that has heard nothing for longer than this is dead: the page opens another one.
const TELL_EVERY: Duration = Duration::from_secs(20);
/// How long a client may send nothing, not even a pong.
const SILENCE_TIMEOUT: Duration = Duration::from_secs(50);
/// The largest frame that a client may send; an honest one sends none.
const FRAME_LIMIT: usize = 1024;
/// How many frames a client may send between two pings.
const FRAMES: u32 = 100;

struct Waiting {
    school: SchoolRef,
    place: Option<Place>,
    connection: ConnectionId,
    last_input: Instant,
    frames: u32,
}

pub async fn open(request: HttpRequest, payload: Payload, school: Data<School>) -> Result<HttpResponse, ApiError> {
    if !request::is_ours(&request) {
        return Err(Refusal::OriginForeign.into());
    }
    if !lesson::speaks_ours(&request) {
        return Err(Refusal::SubprotocolUnknown.into());
    }
    let place = match request::sent_cookie(&request, STUDENT_COOKIE) {
        Some(token) => groups::place_of(&school, &token).await?,
        None => None,
    };
    if let Some(handle) = request.conn_data::<ConnectionHandle>() {
        handle.limit_send_buffer();
    }
    let connection = ConnectionId::fresh();
    let waiting = Waiting { school: school.into_inner(), place, connection, last_input: Instant::now(), frames: 0 };
    let mut response = ws::handshake_with_protocols(&request, &[SUBPROTOCOL]).map_err(|_| Refusal::HandshakeBad)?;
    Ok(response.streaming(WebsocketContext::with_codec(waiting, payload, Codec::new().max_size(FRAME_LIMIT))))
}

type Socket = WebsocketContext<Waiting>;

impl Waiting {
    /// Tells why this connection cannot wait, and closes it.
    fn refuse(refusal: Refusal, ctx: &mut Socket) {
        let error = serde_json::json!({ "event": "on.refused", "data": Error::from(refusal), "seq": 0 });
        ctx.text(error.to_string());
        ctx.close(Some(CloseCode::Policy.into()));
        ctx.stop();
    }

    fn tell(&self, ctx: &mut Socket) {
        if let Some(place) = &self.place {
            ctx.text(limbo::state(&self.school, place.group.id).as_ref());
        }
    }
}

impl Actor for Waiting {
    type Context = Socket;

    fn started(&mut self, ctx: &mut Socket) {
        let Some(place) = &self.place else { return Self::refuse(Refusal::LinkUnknown, ctx) };
        let address = ctx.address().recipient();
        if let Err(refusal) = self.school.limbo.enter(place.group.id, place.student.id, self.connection, address) {
            self.place = None;
            return Self::refuse(refusal, ctx);
        }
        // After it is among those who wait, so that no start is missed in between.
        self.tell(ctx);
        ctx.run_interval(TELL_EVERY, |this, ctx| {
            this.frames = 0;
            if this.last_input.elapsed() > SILENCE_TIMEOUT {
                return ctx.stop();
            }
            // A browser's script sees no pings, and must know that the connection lives.
            this.tell(ctx);
            ctx.ping(b"");
        });
    }

    fn stopped(&mut self, _: &mut Socket) {
        if let Some(place) = &self.place {
            self.school.limbo.leave(place.group.id, self.connection);
        }
    }
}

impl Handler<LimboNews> for Waiting {
    type Result = ();

    fn handle(&mut self, news: LimboNews, ctx: &mut Socket) {
        match news {
            LimboNews::State(text) => ctx.text(text.as_ref()),
            LimboNews::Changed => ctx.text(r#"{"event":"on.limboChange","data":{},"seq":0}"#),
        }
    }
}

impl StreamHandler<Result<Message, ProtocolError>> for Waiting {
    fn handle(&mut self, message: Result<Message, ProtocolError>, ctx: &mut Socket) {
        self.last_input = Instant::now();
        self.frames += 1;
        match message {
            _ if self.frames > FRAMES => ctx.stop(),
            Ok(Message::Ping(bytes)) => ctx.pong(&bytes),
            Ok(Message::Close(reason)) => {
                ctx.close(reason);
                ctx.stop();
            }
            Ok(_) => {}
            Err(_) => ctx.stop(),
        }
    }
}
