//! Handles a room's messages.

use actix::{Context, Handler, ResponseFuture};
use tokio::sync::oneshot;

use super::{Caller, Command, PendingJoin, Requester, RoomActor};
use crate::{
    clock,
    error::Refusal,
    ids::{ConnectionId, PersonId},
    protocol::{ClientEvent, CloseReason, Nothing, chat, session},
    room::{
        messages::{
            Act, CancelSession, Depart, Drain, Erase, GetHandInTerms, Gone, HandOver, Join, Order, Reconnect, Resolved,
            UpdateAvatar, UpdateRules,
        },
        state::HandInTerms,
    },
};

impl Handler<Join> for RoomActor {
    type Result = ();

    fn handle(&mut self, join: Join, ctx: &mut Context<Self>) {
        let Join { entrant, login, request, outbox, poses, received } = join;
        // The connection may be gone.
        let _ = received.send(());
        if self.draining {
            return outbox.refuse_join(request, Refusal::Busy);
        }
        let connection = outbox.connection;
        match self.state.apply(clock::now(), Caller::Server, Command::Enter(entrant)) {
            Ok(effects) => {
                self.pending_joins.insert(connection, PendingJoin { login, outbox, poses });
                self.carry_out(effects, vec![Requester::Request(connection, request)], ctx);
            }
            Err(refusal) => outbox.refuse_join(request, refusal),
        }
    }
}

impl Handler<Act> for RoomActor {
    type Result = ();

    fn handle(&mut self, act: Act, ctx: &mut Context<Self>) {
        let Act { who, connection, request, event } = act;
        // The connection was replaced or closed meanwhile.
        let Some(link) = self.links.get(&connection) else { return };
        let asked = Requester::Request(connection, request);
        let is_large = matches!(
            event,
            ClientEvent::Session(session::Request::Snapshot(_)) | ClientEvent::Chat(chat::Request::History(_))
        );
        if is_large && link.outbox.is_backlogged() {
            return self.refuse(asked, Refusal::TooFast);
        }
        self.act(Caller::Participant(who), Command::Ask(event), Some(asked), ctx);
    }
}

impl RoomActor {
    fn connections_of(&self, is_meant: impl Fn(Option<PersonId>) -> bool) -> Vec<ConnectionId> {
        let theirs = self.state.members().filter(|member| is_meant(member.person));
        theirs.filter_map(|member| member.place.connection()).collect()
    }

    /// A connection is gone, however it ended.
    fn gone(&mut self, connection: ConnectionId, ctx: &mut Context<Self>) {
        self.links.remove(&connection);
        self.pending_joins.remove(&connection);
        let who =
            self.state.members().find(|member| member.place.connection() == Some(connection)).map(|member| member.id);
        if let Some(who) = who {
            self.act(Caller::Server, Command::ConnectionLost(who, connection), None, ctx);
        }
    }
}

impl Handler<Gone> for RoomActor {
    type Result = ();

    fn handle(&mut self, Gone { connection }: Gone, ctx: &mut Context<Self>) {
        self.gone(connection, ctx);
    }
}

impl Handler<Order> for RoomActor {
    type Result = ResponseFuture<Result<(), Refusal>>;

    fn handle(&mut self, Order(command, by): Order, ctx: &mut Context<Self>) -> Self::Result {
        let (answer, answered) = oneshot::channel();
        self.act(Caller::Outside(by), command, Some(Requester::Order(answer)), ctx);
        Box::pin(async { answered.await.unwrap_or(Err(Refusal::Busy)) })
    }
}

impl Handler<GetHandInTerms> for RoomActor {
    type Result = Result<HandInTerms, Refusal>;

    fn handle(&mut self, GetHandInTerms(who): GetHandInTerms, _: &mut Context<Self>) -> Self::Result {
        self.state.hand_in_terms(who)
    }
}

impl Handler<HandOver> for RoomActor {
    type Result = ResponseFuture<Result<(), Refusal>>;

    fn handle(&mut self, HandOver(work): HandOver, ctx: &mut Context<Self>) -> Self::Result {
        let (answer, answered) = oneshot::channel();
        let (who, work) = (Caller::Participant(work.who), Command::HandOver(Box::new(work)));
        self.act(who, work, Some(Requester::Order(answer)), ctx);
        Box::pin(async { answered.await.unwrap_or(Err(Refusal::Busy)) })
    }
}

impl Handler<UpdateRules> for RoomActor {
    type Result = ();

    fn handle(&mut self, UpdateRules { rules, card }: UpdateRules, ctx: &mut Context<Self>) {
        let before = std::mem::replace(&mut self.card, card);
        self.card.keep_progress_of(&before);
        self.act(Caller::Server, Command::UpdateRules(rules), None, ctx);
    }
}

impl Handler<CancelSession> for RoomActor {
    type Result = ();

    fn handle(&mut self, _: CancelSession, ctx: &mut Context<Self>) {
        let connections: Vec<_> = self.links.keys().chain(self.pending_joins.keys()).copied().collect();
        for connection in connections {
            let ended = session::Ended { ended_at: clock::now(), keeps_chat: false };
            self.send_event(connection, &session::Event::End(ended).into());
            self.close(connection, CloseReason::Ended);
        }
        self.stop(ctx);
    }
}

impl Handler<Resolved> for RoomActor {
    type Result = ();

    fn handle(&mut self, Resolved { committed, failed }: Resolved, ctx: &mut Context<Self>) {
        for ticket in committed {
            self.resolve(ticket, true, ctx);
        }
        for ticket in failed {
            self.resolve(ticket, false, ctx);
        }
    }
}

impl Handler<Reconnect> for RoomActor {
    type Result = ();

    fn handle(&mut self, whom: Reconnect, ctx: &mut Context<Self>) {
        let connections: Vec<_> = match whom {
            Reconnect::Accounts => self.connections_of(|person| person.is_some()),
            Reconnect::Person(person) => self.connections_of(|theirs| theirs == Some(person)),
            Reconnect::Student(student) => {
                let theirs = self.state.members().filter(|member| member.student == Some(student));
                theirs.filter_map(|member| member.place.connection()).collect()
            }
            Reconnect::Login(login) => {
                let links = self.links.iter().map(|(connection, link)| (connection, link.login));
                let pending = self.pending_joins.iter().map(|(connection, pending)| (connection, pending.login));
                let theirs = links.chain(pending).filter(|(_, by)| *by == Some(login));
                theirs.map(|(connection, _)| *connection).collect()
            }
        };
        for connection in connections {
            // A browser connects again by itself after this, with its cookie.
            self.close(connection, CloseReason::Restarting);
            self.gone(connection, ctx);
        }
    }
}

impl Handler<UpdateAvatar> for RoomActor {
    type Result = ();

    fn handle(&mut self, UpdateAvatar { person, avatar }: UpdateAvatar, ctx: &mut Context<Self>) {
        self.act(Caller::Server, Command::UpdateAvatar(person, Box::new(avatar)), None, ctx);
    }
}

impl Handler<Depart> for RoomActor {
    type Result = ();

    fn handle(&mut self, Depart(person): Depart, ctx: &mut Context<Self>) {
        self.act(Caller::Server, Command::Depart(person), None, ctx);
    }
}

impl Handler<Erase> for RoomActor {
    type Result = ();

    fn handle(&mut self, Erase(person): Erase, ctx: &mut Context<Self>) {
        self.act(Caller::Server, Command::Erase(person), None, ctx);
    }
}

impl Handler<Drain> for RoomActor {
    type Result = ();

    fn handle(&mut self, _: Drain, ctx: &mut Context<Self>) {
        self.draining = true;
        let connections: Vec<_> =
            self.links.keys().chain(self.pending_joins.keys()).chain(self.streams.keys()).copied().collect();
        for connection in &connections {
            self.send_event(*connection, &session::Event::Restart(Nothing {}).into());
        }
        for connection in &connections {
            self.close(*connection, CloseReason::Restarting);
        }
        // After all connections are closed, so that nobody is told about each of the others; and before this message is answered,
        // so that a `Flush` that follows waits for these records too.
        for connection in connections {
            self.gone(connection, ctx);
        }
    }
}
