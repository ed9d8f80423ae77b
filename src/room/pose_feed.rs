//! The latest poses of a room, and what is drawn there at this moment, which every connection's output copies from here.
//!
//! The room encodes it once a tick, with its WebSocket head, publishes it and wakes the connections; it never passes through a
//! mailbox. A newer frame replaces an older one: a slow client misses poses first, and nothing piles up.

use std::sync::{Arc, OnceLock};

use actix_http::ws::{OpCode, Parser};
use arc_swap::ArcSwapOption;
use bytes::{Bytes, BytesMut};

#[derive(Debug, Default)]
pub struct PoseFeed {
    latest: ArcSwapOption<PoseFrame>,
}

#[derive(Debug)]
struct PoseFrame {
    number: u32,
    message: Bytes,
}

impl PoseFeed {
    /// Replaces what was published: one or more frames, a message each. `number` is higher than the last one's.
    pub fn publish(&self, number: u32, frames: &[&[u8]]) {
        // A server does not mask its frames, so the bytes are the same for everyone.
        let length: usize = frames.iter().map(|frame| frame.len() + 10).sum();
        let mut message = BytesMut::with_capacity(length);
        for frame in frames {
            Parser::write_message(&mut message, frame, OpCode::Binary, true, false);
        }
        self.latest.store(Some(Arc::new(PoseFrame { number, message: message.freeze() })));
    }
}

/// One connection's view of the feed: empty until the connection is in the room.
#[derive(Debug, Default)]
pub struct PoseView {
    feed: OnceLock<Arc<PoseFeed>>,
}

impl PoseView {
    pub fn subscribe(&self, feed: Arc<PoseFeed>) {
        // A connection enters one room at most.
        let _ = self.feed.set(feed);
    }

    /// The latest frame, if it is not the one numbered `seen`.
    pub fn newer_than(&self, seen: &mut u32) -> Option<Bytes> {
        let latest = self.feed.get()?.latest.load();
        let frame = latest.as_ref().filter(|frame| frame.number != *seen)?;
        *seen = frame.number;
        Some(frame.message.clone())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_newcomer_sees_the_latest_frame_once_and_then_what_is_newer() {
        let (feed, view, mut seen) = (Arc::new(PoseFeed::default()), PoseView::default(), 0);
        feed.publish(1, &[b"one"]);
        assert_eq!(view.newer_than(&mut seen), None, "not in the room yet");
        view.subscribe(Arc::clone(&feed));
        feed.publish(2, &[b"two"]);
        assert_eq!(view.newer_than(&mut seen).as_deref(), Some(&b"\x82\x03two"[..]));
        assert_eq!(view.newer_than(&mut seen), None);
        feed.publish(3, &[b"three"]);
        feed.publish(4, &[b"four", b"ink"]);
        assert_eq!(view.newer_than(&mut seen).as_deref(), Some(&b"\x82\x04four\x82\x03ink"[..]));
    }
}
