//! What the room says to single connections: replies, refusals and events.

use bytestring::ByteString;

use super::{Requester, RoomActor, json, news};
use crate::{
    error::Refusal,
    ids::ConnectionId,
    protocol::{
        server::{Error, Reply, ServerEvent},
        session,
    },
};

impl RoomActor {
    pub(super) fn answer(&self, asked: Requester, data: &impl serde::Serialize) {
        match asked {
            Requester::Request(connection, Some(reply)) => self.send(connection, json(&Reply::Data { reply, data })),
            // A request without a number gets no reply on success.
            Requester::Request(_, None) => {}
            // The one who asked may be gone.
            Requester::Order(answer) => drop(answer.send(Ok(()))),
            // A stream's answer comes from the forwarder. This stream was replaced before it was negotiated.
            Requester::Stream(answer) => drop(answer.send(Err(Refusal::Busy))),
        }
    }

    pub(super) fn refuse(&self, asked: Requester, refusal: Refusal) {
        match asked {
            Requester::Request(connection, reply) => {
                let error = Error::from(refusal);
                match (self.pending_joins.get(&connection), reply) {
                    (Some(pending), reply) => pending.outbox.refuse_join(reply, refusal),
                    (None, Some(reply)) => self.send(connection, json(&Reply::<()>::Error { reply, error })),
                    (None, None) => self.send_event(connection, &session::Event::Refused(error).into()),
                }
            }
            Requester::Order(answer) => drop(answer.send(Err(refusal))),
            Requester::Stream(answer) => drop(answer.send(Err(refusal))),
        }
    }

    pub(super) fn send_event(&self, connection: ConnectionId, event: &ServerEvent) {
        self.send(connection, news(event, self.state.seq()));
    }

    /// Sends a message to one connection. The next tick handles a client that is too slow for it.
    pub(super) fn send(&self, connection: ConnectionId, text: ByteString) {
        if let Some(link) = self.links.get(&connection)
            && link.outbox.text(text).is_err()
        {
            link.outbox.give_up();
        }
    }
}
