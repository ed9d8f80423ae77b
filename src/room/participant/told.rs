//! What the room tells a connection.

use actix::Handler;

use super::{Participant, Socket, Stage};
use crate::room::messages::{Deliver, Seated, Shut, Text, TurnedDown, Watch};

impl Handler<Seated> for Participant {
    type Result = ();

    fn handle(&mut self, Seated { who, reply }: Seated, ctx: &mut Socket) {
        if let Some(room) = &self.room {
            self.stage = Stage::Seated(who, room.clone());
            self.span.record("participant", tracing::field::display(who));
            self.span.in_scope(|| tracing::debug!("a connection has a seat"));
        }
        if let Some(reply) = reply.filter(|_| !self.closing) {
            ctx.text(reply);
        }
    }
}

impl Handler<TurnedDown> for Participant {
    type Result = ();

    fn handle(&mut self, TurnedDown { request, refusal }: TurnedDown, ctx: &mut Socket) {
        if !self.is_over(ctx) {
            self.stage = Stage::Outside;
            self.refuse(request, refusal, ctx);
        }
    }
}

impl Handler<Text> for Participant {
    type Result = ();

    fn handle(&mut self, Text(text): Text, ctx: &mut Socket) {
        if !self.is_over(ctx) {
            ctx.text(text);
        }
    }
}

impl Handler<Deliver> for Participant {
    type Result = ();

    fn handle(&mut self, Deliver { batch, seen }: Deliver, ctx: &mut Socket) {
        if self.is_over(ctx) {
            return;
        }
        for text in batch.after(seen) {
            ctx.text(text.clone());
        }
    }
}

impl Handler<Watch> for Participant {
    type Result = ();

    fn handle(&mut self, Watch(scene): Watch, _: &mut Socket) {
        self.slots.sight.open(scene);
    }
}

impl Handler<Shut> for Participant {
    type Result = ();

    fn handle(&mut self, Shut(reason): Shut, ctx: &mut Socket) {
        if !self.is_over(ctx) {
            self.shut(reason, ctx);
        }
    }
}
