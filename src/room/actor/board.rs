//! The room's part in drawing: what is drawn at this moment, and the content of a page for those who come later.

use actix::{Context, Handler, Message, MessageResult};
use bytes::Bytes;

use super::RoomActor;
use crate::{
    error::Refusal,
    ids::ParticipantId,
    protocol::{board::Content, ink},
};

/// Asks for a page of a whiteboard, as someone in the room.
#[derive(Message)]
#[rtype(result = "Result<Content, Refusal>")]
pub struct GetBoard {
    pub who: ParticipantId,
    pub page: u16,
}

impl Handler<GetBoard> for RoomActor {
    type Result = MessageResult<GetBoard>;

    fn handle(&mut self, GetBoard { who, page }: GetBoard, _: &mut Context<Self>) -> Self::Result {
        MessageResult(self.state.board(who, page))
    }
}

impl RoomActor {
    /// The frame with what was drawn since the last tick, by those who may draw.
    pub(super) fn gather_ink(&mut self) -> Option<Bytes> {
        let mut drawn = Vec::new();
        for link in self.links.values().filter(|link| link.inside) {
            let pieces = link.outbox.shared.ink.take();
            let may = !pieces.is_empty() && self.state.member(link.who).is_some_and(|who| self.state.may_draw(who));
            if may {
                drawn.extend(pieces.into_iter().map(|piece| (link.seat, piece)));
            }
        }
        (!drawn.is_empty()).then(|| ink::encode_frame(&drawn))
    }
}
