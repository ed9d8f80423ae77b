//! What leaves on one connection's socket: what its actor says, and then the scene, so that both leave in one write.
//!
//! The room as a newcomer receives it has a hundred kilobytes. In one piece it would make actix-http's write buffer that
//! large, for as long as the connection lasts; so it is handed on in pieces.

use std::{
    pin::Pin,
    sync::Arc,
    task::{Context, Poll, Waker},
};

use bytes::Bytes;
use futures_util::Stream;

use super::outbox::Slots;

/// The largest piece of what is said that is handed on at once.
const PIECE: usize = 4 * 1024;

pub struct Outflow<S> {
    said: Pin<Box<S>>,
    /// What is left of something large.
    rest: Bytes,
    slots: Arc<Slots>,
    /// The number of the frame that was written last.
    seen: u32,
    /// Gives the actor cause.
    waker: Waker,
}

impl<S> Outflow<S> {
    pub fn new(said: S, slots: Arc<Slots>) -> Self {
        let waker = Arc::clone(&slots.cause).into();
        Self { said: Box::pin(said), rest: Bytes::new(), slots, seen: 0, waker }
    }
}

impl<S: Stream<Item = Result<Bytes, E>>, E> Stream for Outflow<S> {
    type Item = Result<Bytes, E>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = &mut *self;
        this.slots.cause.await_in(cx);
        if this.rest.is_empty() && this.slots.cause.take_actors() {
            match this.said.as_mut().poll_next(&mut Context::from_waker(&this.waker)) {
                Poll::Ready(Some(Ok(said))) => {
                    this.rest = said;
                    // It may have more to say.
                    this.slots.cause.give_actor();
                }
                Poll::Pending => {}
                end => return end,
            }
        }
        if this.rest.is_empty() {
            // A frame may follow what was said, but never the end.
            let frame = if this.slots.is_closed() { None } else { this.slots.sight.newer_than(&mut this.seen) };
            return frame.map_or(Poll::Pending, |frame| Poll::Ready(Some(Ok(frame))));
        }
        let piece = this.rest.split_to(this.rest.len().min(PIECE));
        this.slots.sent(piece.len());
        Poll::Ready(Some(Ok(piece)))
    }
}

#[cfg(test)]
mod tests {
    use futures_util::stream;

    use super::*;
    use crate::room::scene::Scene;

    fn flow(said: Vec<Bytes>, ends: bool) -> (Vec<Bytes>, bool) {
        flow_of(Arc::default(), said, ends)
    }

    fn flow_of(slots: Arc<Slots>, said: Vec<Bytes>, ends: bool) -> (Vec<Bytes>, bool) {
        let scene = Arc::new(Scene::default());
        slots.sight.open(Arc::clone(&scene));
        scene.show(1, b"poses");
        let said = stream::iter(said.into_iter().map(Ok::<_, ()>));
        let said: Pin<Box<dyn Stream<Item = _>>> =
            if ends { Box::pin(said) } else { Box::pin(stream::StreamExt::chain(said, stream::pending())) };
        let (mut flow, mut pieces) = (Outflow::new(said, slots), Vec::new());
        loop {
            match Pin::new(&mut flow).poll_next(&mut Context::from_waker(Waker::noop())) {
                Poll::Ready(Some(piece)) => pieces.push(piece.expect("no errors here")),
                Poll::Ready(None) => return (pieces, true),
                Poll::Pending => return (pieces, false),
            }
        }
    }

    #[test]
    fn a_large_room_is_told_in_pieces_and_the_scene_follows() {
        let large = Bytes::from(vec![7; 2 * PIECE + 1]);
        let (pieces, ended) = flow(vec![large.clone()], false);
        let lengths: Vec<_> = pieces.iter().map(Bytes::len).collect();
        assert_eq!((lengths, ended), (vec![PIECE, PIECE, 1, 2 + b"poses".len()], false));
        assert_eq!(pieces[..3].concat(), large);
    }

    #[test]
    fn the_actor_is_asked_only_when_it_has_cause() {
        let (slots, scene) = (Arc::<Slots>::default(), Arc::<Scene>::default());
        slots.sight.open(Arc::clone(&scene));
        let mut asked = 0;
        let mut flow = Outflow::new(
            stream::poll_fn(|_| {
                asked += 1;
                Poll::<Option<Result<Bytes, ()>>>::Pending
            }),
            Arc::clone(&slots),
        );
        let mut frames = 0;
        for number in 1..=10 {
            scene.show(number, b"poses");
            while Pin::new(&mut flow).poll_next(&mut Context::from_waker(Waker::noop())).is_ready() {
                frames += 1;
            }
        }
        slots.cause.give_actor();
        let idle = Pin::new(&mut flow).poll_next(&mut Context::from_waker(Waker::noop()));
        assert!(idle.is_pending());
        drop(flow);
        assert_eq!((frames, asked), (10, 2));
    }

    #[test]
    fn nothing_follows_the_end_or_the_word_of_it() {
        let slots = Arc::<Slots>::default();
        slots.close();
        let (pieces, ended) = flow_of(slots, vec![Bytes::from_static(b"close")], false);
        assert_eq!((pieces, ended), (vec![Bytes::from_static(b"close")], false));
        let (pieces, ended) = flow(vec![Bytes::from_static(b"close")], true);
        assert_eq!((pieces, ended), (vec![Bytes::from_static(b"close")], true));
    }
}
