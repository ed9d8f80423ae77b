//! The latest frame of poses of a room, which everyone's stream takes from here.
//!
//! It is encoded once a tick, WebSocket head included, and never passes through a mailbox: the room shows it, wakes those
//! who watch, and each stream copies what it has not written yet. A newer frame covers an older one, so that a client that
//! reads slowly misses poses first, and nothing piles up.

use std::sync::{Arc, OnceLock};

use actix_http::ws::{OpCode, Parser};
use arc_swap::ArcSwapOption;
use bytes::{Bytes, BytesMut};

#[derive(Debug, Default)]
pub struct Scene {
    latest: ArcSwapOption<Frame>,
}

#[derive(Debug)]
struct Frame {
    number: u32,
    message: Bytes,
}

impl Scene {
    /// Covers the frame before. `number` is higher than its.
    pub fn show(&self, number: u32, frame: &[u8]) {
        // A server masks nothing, so that the message is the same for everyone.
        let mut message = BytesMut::with_capacity(frame.len() + 10);
        Parser::write_message(&mut message, frame, OpCode::Binary, true, false);
        self.latest.store(Some(Arc::new(Frame { number, message: message.freeze() })));
    }
}

/// One connection's sight of the scene: nothing, until it is in the room.
#[derive(Debug, Default)]
pub struct Sight {
    scene: OnceLock<Arc<Scene>>,
}

impl Sight {
    pub fn open(&self, scene: Arc<Scene>) {
        // Whoever is in the room stays in it for as long as the connection lasts.
        let _ = self.scene.set(scene);
    }

    /// The latest frame, if it is not the one numbered `seen`.
    pub fn newer_than(&self, seen: &mut u32) -> Option<Bytes> {
        let latest = self.scene.get()?.latest.load();
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
        let (scene, sight, mut seen) = (Arc::new(Scene::default()), Sight::default(), 0);
        scene.show(1, b"one");
        assert_eq!(sight.newer_than(&mut seen), None, "not in the room yet");
        sight.open(Arc::clone(&scene));
        scene.show(2, b"two");
        assert_eq!(sight.newer_than(&mut seen).as_deref(), Some(&b"\x82\x03two"[..]));
        assert_eq!(sight.newer_than(&mut seen), None);
        scene.show(3, b"three");
        scene.show(4, b"four");
        assert_eq!(sight.newer_than(&mut seen).as_deref(), Some(&b"\x82\x04four"[..]));
    }
}
