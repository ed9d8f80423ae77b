//! What a room is told.

use actix::{Context, Handler, ResponseFuture};
use tokio::sync::oneshot;

use super::{Arrival, Asked, Caller, Command, RoomActor};
use crate::{
    clock,
    error::Refusal,
    ids::{ConnectionId, MessageId, ParticipantId},
    protocol::{ClientEvent, CloseReason, client::Nothing, server::ServerEvent},
    room::messages::{Act, Dissolve, Drain, Erase, Gone, Join, Order, Redress, Reshape, SendBack, Settled},
};

/// What a participant asks for, in the words of the state. `None`: it is no wish of one who is in already.
fn command(who: ParticipantId, event: ClientEvent) -> Option<Command> {
    Some(match event {
        ClientEvent::SessionJoin(_) => return None,
        ClientEvent::SessionCreate(Nothing {}) => Command::Start,
        ClientEvent::SessionTerminate(Nothing {}) => Command::End,
        ClientEvent::Message(say) => {
            Command::Say { id: MessageId::fresh(), client_id: say.client_id, message: say.message }
        }
        ClientEvent::EditMessage(edit) => Command::Edit { id: edit.message_id, message: edit.message },
        ClientEvent::MessageHistory(page) => Command::History { before: page.before },
        ClientEvent::HandRaise(Nothing {}) => Command::RaiseHand,
        ClientEvent::HandLower(whose) => Command::LowerHand(whose.participant_id),
        ClientEvent::ParticipantRemove(whom) => Command::Remove(whom.participant_id),
        ClientEvent::ParticipantAdmit(whom) => Command::Admit(whom.participant_id),
        ClientEvent::ParticipantAdmitAll(Nothing {}) => Command::AdmitAll,
        ClientEvent::ParticipantReadmit(whom) => Command::Readmit(whom.participant_id),
        ClientEvent::MediaOffer(offer) => Command::Offer { sdp: offer.sdp, restart: offer.restart },
        ClientEvent::MediaWatch(watch) => {
            Command::Watch(watch.participants.iter().map(|one| (one.participant_id, one.size as u8)).collect())
        }
        ClientEvent::ParticipantMute(mute) => match mute.participant_id {
            Some(whom) if whom != who => Command::Mute(whom, mute.muted),
            _ => Command::MuteOwn(mute.muted),
        },
        ClientEvent::ParticipantMuteAll(all) => Command::MuteAll { muted: all.muted, except: all.except },
        ClientEvent::UnmutingAllow(unmuting) => Command::AllowUnmuting(unmuting.allowed),
        ClientEvent::MediaStats(Nothing {}) => Command::Measure,
        ClientEvent::ScreenTurn(turn) => Command::Turn(turn.page),
        ClientEvent::QuizAnswer(answer) => Command::Choose(answer),
        ClientEvent::QuizReveal(reveal) => Command::Reveal(reveal.quiz_id),
        ClientEvent::ParticipantLeave(Nothing {}) => Command::Leave,
        ClientEvent::Snapshot(Nothing {}) => Command::Snapshot,
    })
}

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
        let asks_for_much = matches!(event, ClientEvent::Snapshot(_) | ClientEvent::MessageHistory(_));
        if asks_for_much && link.outbox.is_laden() {
            return self.refuse(asked, Refusal::TooFast);
        }
        match command(who, event) {
            Some(command) => self.act(Caller::Participant(who), command, Some(asked), ctx),
            None => self.refuse(asked, Refusal::AlreadyJoined),
        }
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
        self.act(Caller::Server, Command::Reshape(rules), None, ctx);
    }
}

impl Handler<Dissolve> for RoomActor {
    type Result = ();

    fn handle(&mut self, _: Dissolve, ctx: &mut Context<Self>) {
        let connections: Vec<_> = self.links.keys().chain(self.arrivals.keys()).copied().collect();
        for connection in connections {
            self.tell(connection, &ServerEvent::SessionTerminate(Nothing {}));
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
        let theirs = self.state.members().filter(|member| member.person == Some(person));
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
        self.act(Caller::Server, Command::Redress(person, Box::new(avatar)), None, ctx);
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
            self.tell(*connection, &ServerEvent::ServerRestart(Nothing {}));
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
