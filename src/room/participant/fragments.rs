//! Messages that arrive in several frames.

use actix_http::ws::Item;
use actix_web_actors::ws::CloseCode;

use super::{Participant, Socket, hang_up};
use crate::protocol::FRAME_LIMIT;

/// The beginning of a message.
pub struct Fragments {
    binary: bool,
    bytes: Vec<u8>,
}

impl Participant {
    /// Assembles a message from several frames (RFC 6455, 5.4), up to the limit of one frame.
    pub(super) fn on_fragment(&mut self, item: Item, ctx: &mut Socket) {
        let (bytes, last) = match item {
            Item::FirstText(bytes) => {
                self.fragments = Some(Fragments { binary: false, bytes: bytes.to_vec() });
                return;
            }
            Item::FirstBinary(bytes) => {
                self.fragments = Some(Fragments { binary: true, bytes: bytes.to_vec() });
                return;
            }
            Item::Continue(bytes) => (bytes, false),
            Item::Last(bytes) => (bytes, true),
        };
        let Some(mut fragments) = self.fragments.take() else { return hang_up(ctx, CloseCode::Protocol) };
        if fragments.bytes.len() + bytes.len() > FRAME_LIMIT {
            return hang_up(ctx, CloseCode::Size);
        }
        fragments.bytes.extend_from_slice(&bytes);
        match (last, fragments.binary) {
            (false, _) => self.fragments = Some(fragments),
            (true, true) => self.on_binary(&fragments.bytes, ctx),
            (true, false) => match String::from_utf8(fragments.bytes) {
                Ok(text) => self.on_text(&text, ctx),
                Err(_) => hang_up(ctx, CloseCode::Invalid),
            },
        }
    }
}
