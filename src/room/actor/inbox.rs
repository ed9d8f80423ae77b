//! What a room is told.

use actix::{Context, Handler, ResponseFuture};
use tokio::sync::oneshot;

use super::{Arrival, Asked, Caller, Command, RoomActor};
use crate::{
    clock,
    error::Refusal,
    ids::{ConnectionId, PersonId},
    protocol::{ClientEvent, CloseReason, Nothing, chat, session},
    room::messages::{Act, Dissolve, Drain, Erase, Gone, Join, Order, Redress, Reshape, SendBack, Settled},
};

impl Handler<Join> for RoomActor {
    type Result = ();

    fn handle(&mut self, join: Join, ctx: &mut Context<Self>) {
        let Join { entrant, request, outbox, poses } = join;
        if self.draining {
            return outbox.turn_down(request, Refusal::Busy);
        }
        let connection = outbox.connection;
        match self.state.apply(clock::now(), Caller::Server, Command::Enter(entrant)) {
            Ok(effects) => {
                self.arrivals.insert(connection, Arrival { outbox, poses });
                self.carry_out(effects, vec![Asked::Request(connection, request)], ctx);
            }
            Err(refusal) => outbox.turn_down(request, refusal),
        }
    }
}

impl Handler<Act> for RoomActor {
    type Result = ();

    fn handle(&mut self, act: Act, ctx: &mut Context<Self>) {
        let Act { who, connection, request, event } = act;
        // A connection that was replaced or closed has nothing more to say.
        let Some(link) = self.links.get(&connection) else { return };
        let asked = Asked::Request(connection, request);
        let asks_for_much = matches!(
            event,
            ClientEvent::Session(session::Request::Snapshot(_)) | ClientEvent::Chat(chat::Request::History(_))
        );
        if asks_for_much && link.outbox.is_laden() {
            return self.refuse(asked, Refusal::TooFast);
        }
        self.act(Caller::Participant(who), Command::Ask(event), Some(asked), ctx);
    }
}

impl RoomActor {
    /// A connection is gone, however it ended.
    fn gone(&mut self, connection: ConnectionId, ctx: &mut Context<Self>) {
        self.links.remove(&connection);
        self.arrivals.remove(&connection);
        let who =
            self.state.members().find(|member| member.place.connection() == Some(connection)).map(|member| member.id);
        if let Some(who) = who {
            self.act(Caller::Server, Command::Lose(who, connection), None, ctx);
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
        self.act(Caller::Outside(by), command, Some(Asked::Order(answer)), ctx);
        Box::pin(async { answered.await.unwrap_or(Err(Refusal::Busy)) })
    }
}

impl Handler<Reshape> for RoomActor {
    type Result = ();

    fn handle(&mut self, Reshape { rules, card }: Reshape, ctx: &mut Context<Self>) {
        self.card = crate::protocol::roster::SessionCard { state: self.card.state, ..card };
        self.act(Caller::Server, Command::UpdateRules(rules), None, ctx);
    }
}

impl Handler<Dissolve> for RoomActor {
    type Result = ();

    fn handle(&mut self, _: Dissolve, ctx: &mut Context<Self>) {
        let connections: Vec<_> = self.links.keys().chain(self.arrivals.keys()).copied().collect();
        for connection in connections {
            self.tell(connection, &session::Event::End(Nothing {}).into());
            self.close(connection, CloseReason::Ended);
        }
        self.stop(ctx);
    }
}

impl Handler<Settled> for RoomActor {
    type Result = ();

    fn handle(&mut self, Settled { kept, lost }: Settled, ctx: &mut Context<Self>) {
        for ticket in kept {
            self.settle(ticket, true, ctx);
        }
        for ticket in lost {
            self.settle(ticket, false, ctx);
        }
    }
}

impl Handler<SendBack> for RoomActor {
    type Result = ();

    fn handle(&mut self, SendBack(person): SendBack, ctx: &mut Context<Self>) {
        let is_meant = |theirs: Option<PersonId>| theirs.is_some() && (person.is_none() || theirs == person);
        let theirs = self.state.members().filter(|member| is_meant(member.person));
        let connections: Vec<_> = theirs.filter_map(|member| member.place.connection()).collect();
        for connection in connections {
            // A browser comes back by itself after that, with its cookie.
            self.close(connection, CloseReason::Restarting);
            self.gone(connection, ctx);
        }
    }
}

impl Handler<Redress> for RoomActor {
    type Result = ();

    fn handle(&mut self, Redress { person, avatar }: Redress, ctx: &mut Context<Self>) {
        self.act(Caller::Server, Command::UpdateAvatar(person, Box::new(avatar)), None, ctx);
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
            self.links.keys().chain(self.arrivals.keys()).chain(self.streams.keys()).copied().collect();
        for connection in &connections {
            self.tell(*connection, &session::Event::Restart(Nothing {}).into());
        }
        for connection in &connections {
            self.close(*connection, CloseReason::Restarting);
        }
        // When all are out, so that nobody hears of each of the others; and before the answer to this, so that whoever
        // then waits for the journal waits for these goings too.
        for connection in connections {
            self.gone(connection, ctx);
        }
    }
}
