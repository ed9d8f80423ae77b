//! What the room tells a connection.

use actix::Handler;

use super::{Participant, Socket, Stage};
use crate::{ids::ParticipantId, room::outbox::Outgoing};

impl Participant {
    fn seated(&mut self, who: ParticipantId) {
        if let Some(room) = &self.room {
            self.stage = Stage::Seated(who, room.clone());
            self.span.record("participant", tracing::field::display(who));
            self.span.in_scope(|| tracing::debug!("a connection has a seat"));
        }
    }
}

impl Handler<Outgoing> for Participant {
    type Result = ();

    fn handle(&mut self, told: Outgoing, ctx: &mut Socket) {
        match told {
            Outgoing::Seated { who, reply } => {
                self.seated(who);
                if let Some(reply) = reply.filter(|_| !self.closing) {
                    ctx.text(reply);
                }
            }
            Outgoing::Watch(scene) => self.slots.sight.open(scene),
            _ if self.is_over(ctx) => {}
            Outgoing::TurnedDown { request, refusal } => {
                self.stage = Stage::Outside;
                self.refuse(request, refusal, ctx);
            }
            Outgoing::Text(text) => ctx.text(text),
            Outgoing::News { batch, seen } => batch.after(seen).for_each(|text| ctx.text(text.clone())),
            Outgoing::Close(reason) => self.shut(reason, ctx),
        }
    }
}
