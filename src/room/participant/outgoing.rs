//! Handles the room's messages to a connection.

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

    fn handle(&mut self, message: Outgoing, ctx: &mut Socket) {
        match message {
            Outgoing::Seated { who, reply } => {
                self.seated(who);
                if let Some(reply) = reply.filter(|_| !self.closing) {
                    ctx.text(reply);
                }
            }
            Outgoing::WatchPoses(feed) => self.shared.poses.subscribe(feed),
            _ if self.is_over(ctx) => {}
            Outgoing::JoinRefused { request, refusal } => {
                self.stage = Stage::NotJoined;
                self.refuse(request, refusal, ctx);
            }
            Outgoing::Text(text) => ctx.text(text),
            Outgoing::News { batch, seen } => batch.after(seen).for_each(|text| ctx.text(text.clone())),
            Outgoing::Close(reason) => self.shut(reason, ctx),
        }
    }
}
