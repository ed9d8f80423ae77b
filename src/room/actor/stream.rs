//! Programs that stream by WHIP and WHEP. They have no WebSocket: their requests come over HTTP.
//!
//! A program that publishes is a participant, under the same rules for capacity, mute, removal and the grace period of a lost
//! connection. A program that only listens is not a participant; the number of them is limited, and they end with their key or
//! the lesson.

use actix::{ActorFutureExt, AsyncContext, Context, Handler, ResponseActFuture, ResponseFuture, WrapFuture};
use tokio::sync::oneshot;

use super::{Caller, Command, Requester, RoomActor};
use crate::{
    access::StreamKind,
    clock,
    error::Refusal,
    ids::{AttendanceId, ConnectionId, ParticipantId, StreamId, StreamKeyId},
    media::{
        messages::{IceSession, Leave, Negotiate, RestartIce, SdpAnswer},
        transport::sdp::Capabilities,
    },
    protocol::{Avatar, Nothing, roster::SessionState, session},
    room::{
        messages::{AmendStream, CloseStream, OpenStream, RevokeKey},
        state::Entrant,
    },
};

/// How many programs may listen with one key, and in one room.
const VIEWERS_OF_A_KEY: usize = 100;
const VIEWERS: usize = 300;
/// How many streams that broke off are remembered.
const BROKEN: usize = 64;

/// A program that streams.
pub(super) struct Stream {
    id: StreamId,
    key: StreamKeyId,
    /// The participant that it publishes as; `None` if it listens.
    who: Option<ParticipantId>,
    /// Its SDP offer, until the forwarder gets it.
    offer: String,
    /// Set with the answer.
    ice: Option<IceSession>,
}

impl RoomActor {
    fn publish(&mut self, open: OpenStream, asked: Requester, ctx: &mut Context<Self>) {
        let (who, connection) = (open.key.participant(), ConnectionId::fresh());
        let entrant = Entrant {
            id: who,
            resumes: true,
            person: None,
            student: None,
            device: None,
            name: Some(open.name),
            avatar: Avatar::random(&mut rand::rng()),
            stream: true,
            connection,
            attendance: AttendanceId::fresh(),
        };
        match self.state.apply(clock::now(), Caller::Server, Command::Enter(Box::new(entrant))) {
            Ok(effects) => {
                let stream = Stream { id: open.id, key: open.key, who: Some(who), offer: open.sdp, ice: None };
                self.streams.insert(connection, stream);
                self.carry_out(effects, vec![asked], ctx);
            }
            Err(refusal) => self.refuse(asked, refusal),
        }
    }

    fn view(&mut self, open: OpenStream, asked: Requester, ctx: &mut Context<Self>) {
        if self.state.phase() != SessionState::Live {
            return self.refuse(asked, Refusal::NotLive);
        }
        let of_key = self.listeners().filter(|one| one.key == open.key).count();
        if self.listeners().count() >= VIEWERS || of_key >= VIEWERS_OF_A_KEY {
            return self.refuse(asked, Refusal::RoomFull);
        }
        let connection = ConnectionId::fresh();
        let stream = Stream { id: open.id, key: open.key, who: None, offer: open.sdp, ice: None };
        self.streams.insert(connection, stream);
        self.stream_entered(connection, vec![asked], ctx);
    }

    /// The stream has its place: passes its offer to the forwarder, and the answer back.
    pub(super) fn stream_entered(&mut self, connection: ConnectionId, asked: Vec<Requester>, ctx: &mut Context<Self>) {
        let Some(stream) = self.streams.get_mut(&connection) else { return };
        let (who, sdp) = (stream.who, std::mem::take(&mut stream.offer));
        let capabilities = if who.is_some() { Capabilities::PUBLISH_ONLY } else { Capabilities::RECEIVE_ONLY };
        let answered = self.forwarder(ctx).send(Negotiate {
            peer: connection,
            who,
            capabilities,
            sdp,
            restart: false,
            screen: false,
        });
        ctx.spawn(answered.into_actor(self).map(move |answered, this, ctx| {
            match (answered.unwrap_or(Err(Refusal::Busy)), this.streams.get_mut(&connection)) {
                // The stream ended meanwhile.
                (Ok(_), None) => {
                    this.tell_forwarder(Leave(connection));
                    asked.into_iter().for_each(|asked| this.refuse(asked, Refusal::StreamUnknown));
                }
                (Ok(answered), Some(stream)) => {
                    stream.ice = Some(answered.ice.clone());
                    if let Some(who) = who {
                        let done = Command::PeerNegotiated(who, connection, answered.sends);
                        this.act(Caller::Server, done, None, ctx);
                    }
                    let delivered = asked.into_iter().all(|asked| match asked {
                        Requester::Stream(answer) => answer.send(Ok(answered.clone())).is_ok(),
                        Requester::Request(..) | Requester::Order(_) => true,
                    });
                    // The program hung up and does not know the stream's address, so nobody could end it.
                    if !delivered {
                        this.hang_up(connection, ctx);
                    }
                }
                (Err(refusal), _) => {
                    this.hang_up(connection, ctx);
                    asked.into_iter().for_each(|asked| this.refuse(asked, refusal));
                }
            }
        }));
    }

    /// The streams that listen, which are not participants.
    pub(super) fn listeners(&self) -> impl Iterator<Item = &Stream> {
        self.streams.values().filter(|stream| stream.who.is_none())
    }

    /// Ends a stream as its program would.
    fn hang_up(&mut self, connection: ConnectionId, ctx: &mut Context<Self>) {
        if let Some(who) = self.streams.get(&connection).and_then(|stream| stream.who) {
            self.act(Caller::Participant(who), Command::from(session::Request::Leave(Nothing {})), None, ctx);
        }
        self.end_stream(connection);
    }

    /// Removes a stream and its peer.
    pub(super) fn end_stream(&mut self, connection: ConnectionId) {
        if self.streams.remove(&connection).is_some() {
            self.tell_forwarder(Leave(connection));
        }
    }

    /// The stream's media stopped. A publisher keeps its place for the grace period: programs try again by themselves.
    pub(super) fn stream_broke_off(&mut self, connection: ConnectionId, ctx: &mut Context<Self>) {
        let Some(stream) = self.streams.remove(&connection) else { return };
        if let Some(who) = stream.who {
            self.act(Caller::Server, Command::PeerGone(who, connection), None, ctx);
            self.act(Caller::Server, Command::ConnectionLost(who, connection), None, ctx);
        }
        if self.broken.len() == BROKEN {
            self.broken.pop_front();
        }
        self.broken.push_back(stream);
    }

    /// Ends a stream that broke off, at its program's request: many programs close their peer first and send the request after
    /// that.
    fn end_broken(&mut self, id: StreamId, key: StreamKeyId, ctx: &mut Context<Self>) -> Result<(), Refusal> {
        let at = self.broken.iter().position(|stream| stream.id == id && stream.key == key);
        let stream = at.and_then(|at| self.broken.remove(at)).ok_or(Refusal::StreamUnknown)?;
        let goes_on = self.streams.values().any(|other| other.who == stream.who);
        if let Some(who) = stream.who.filter(|_| !goes_on) {
            self.act(Caller::Participant(who), Command::from(session::Request::Leave(Nothing {})), None, ctx);
        }
        Ok(())
    }

    fn stream(&self, id: StreamId, key: StreamKeyId) -> Result<(ConnectionId, &Stream), Refusal> {
        let found = self.streams.iter().find(|(_, stream)| stream.id == id && stream.key == key);
        found.map(|(connection, stream)| (*connection, stream)).ok_or(Refusal::StreamUnknown)
    }

    /// The peer whose ICE an amendment restarts, if it does.
    fn restarts(&self, amend: &AmendStream) -> Result<Option<ConnectionId>, Refusal> {
        let (connection, stream) = self.stream(amend.id, amend.key)?;
        let ice = stream.ice.as_ref().ok_or(Refusal::StreamUnknown)?;
        if amend.tag.as_ref().is_some_and(|tag| *tag != ice.local_ufrag) {
            return Err(Refusal::TagStale);
        }
        Ok((amend.theirs.ufrag != ice.remote_ufrag).then_some(connection))
    }
}

impl Handler<OpenStream> for RoomActor {
    type Result = ResponseFuture<Result<SdpAnswer, Refusal>>;

    fn handle(&mut self, open: OpenStream, ctx: &mut Context<Self>) -> Self::Result {
        let (answer, answered) = oneshot::channel();
        let asked = Requester::Stream(answer);
        match open.kind {
            _ if self.draining => self.refuse(asked, Refusal::Busy),
            StreamKind::Publish => self.publish(open, asked, ctx),
            StreamKind::View => self.view(open, asked, ctx),
        }
        Box::pin(async { answered.await.unwrap_or(Err(Refusal::Busy)) })
    }
}

impl Handler<AmendStream> for RoomActor {
    type Result = ResponseActFuture<Self, Result<Option<SdpAnswer>, Refusal>>;

    fn handle(&mut self, amend: AmendStream, ctx: &mut Context<Self>) -> Self::Result {
        let peer = match self.restarts(&amend) {
            Ok(Some(peer)) => peer,
            Ok(None) => return Box::pin(async { Ok(None) }.into_actor(self)),
            Err(refusal) => return Box::pin(async move { Err(refusal) }.into_actor(self)),
        };
        let restarted = self.forwarder(ctx).send(RestartIce { peer, remote: amend.theirs });
        Box::pin(restarted.into_actor(self).map(move |restarted, this, _| {
            let restarted = restarted.unwrap_or(Err(Refusal::Busy))?;
            let stream = this.streams.get_mut(&peer).ok_or(Refusal::StreamUnknown)?;
            stream.ice = Some(restarted.ice.clone());
            Ok(Some(restarted))
        }))
    }
}

impl Handler<CloseStream> for RoomActor {
    type Result = Result<(), Refusal>;

    fn handle(&mut self, CloseStream { id, key }: CloseStream, ctx: &mut Context<Self>) -> Self::Result {
        let Ok((connection, _)) = self.stream(id, key) else { return self.end_broken(id, key, ctx) };
        self.hang_up(connection, ctx);
        Ok(())
    }
}

impl Handler<RevokeKey> for RoomActor {
    type Result = ();

    fn handle(&mut self, RevokeKey(key): RevokeKey, ctx: &mut Context<Self>) {
        let with_it = self.streams.iter().filter(|(_, stream)| stream.key == key);
        let connections: Vec<_> = with_it.map(|(connection, _)| *connection).collect();
        for connection in connections {
            self.hang_up(connection, ctx);
        }
    }
}
