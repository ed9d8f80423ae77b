//! Handles the room's messages to a connection.

use actix::Handler;
use bytestring::ByteString;

use super::{Participant, Socket, Stage, meeting::Step};
use crate::{error::Refusal, ids::ParticipantId, room::outbox::Outgoing};

impl Participant {
    fn seated(&mut self, who: ParticipantId) {
        if let Some(room) = &self.room {
            self.stage = Stage::Seated(who, room.clone());
            self.span.record("participant", tracing::field::display(who));
            self.span.in_scope(|| tracing::debug!("a connection has a seat"));
        }
    }

    /// Sends a frame of the room, or what it is in the client's packets.
    pub(super) fn write(&mut self, text: ByteString, ctx: &mut Socket) {
        let Some(client) = &mut self.meeting else { return ctx.text(text) };
        let steps = client.frame(&text);
        self.take(steps, ctx);
    }

    /// A packet of a client that speaks them.
    pub(super) fn on_packet(&mut self, text: &str, ctx: &mut Socket) {
        if self.texts.check().is_err() {
            return self.penalize(None, Refusal::TooFast, ctx);
        }
        let Some(client) = &mut self.meeting else { return };
        match client.packet(text) {
            Ok(steps) => self.take(steps, ctx),
            Err(refusal) => self.penalize(None, refusal, ctx),
        }
    }

    fn take(&mut self, steps: Vec<Step>, ctx: &mut Socket) {
        for step in steps {
            match step {
                Step::Send(packet) => ctx.text(packet),
                Step::Ask(request, event) => self.on_request(Some(request), event, ctx),
            }
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
                    self.write(reply, ctx);
                }
            }
            Outgoing::WatchPoses(_) if self.meeting.is_some() => {}
            Outgoing::WatchPoses(feed) => self.shared.poses.subscribe(feed),
            _ if self.is_over(ctx) => {}
            Outgoing::JoinRefused { request, refusal } => {
                self.stage = Stage::NotJoined;
                self.refuse(request, refusal, ctx);
            }
            Outgoing::Text(text) => self.write(text, ctx),
            Outgoing::News { batch, seen } => batch.after(seen).for_each(|text| self.write(text.clone(), ctx)),
            Outgoing::Close(reason) => self.shut(reason, ctx),
        }
    }
}
