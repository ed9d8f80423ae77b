//! The stream of what leaves on one connection's socket: its actor's messages, and then the latest pose frame, so that both
//! leave in one write.
//!
//! A snapshot has a hundred kilobytes. In one piece it would grow actix-http's write buffer to that size for as long as the
//! connection lasts, so it leaves in chunks.

use std::{
    pin::Pin,
    sync::Arc,
    task::{Context, Poll, Waker},
};

use bytes::Bytes;
use futures_util::Stream;

use super::outbox::ConnectionShared;

/// The largest part of the actor's output that leaves at once, in bytes.
const CHUNK: usize = 4 * 1024;

pub struct ConnectionOutput<S> {
    /// The actor's messages, as WebSocket frames.
    output: Pin<Box<S>>,
    /// The rest of a large message.
    rest: Bytes,
    shared: Arc<ConnectionShared>,
    /// The number of the pose frame that was written last.
    seen: u32,
    /// The actor's waker.
    waker: Waker,
}

impl<S> ConnectionOutput<S> {
    pub fn new(output: S, shared: Arc<ConnectionShared>) -> Self {
        let waker = Arc::clone(&shared.wake).into();
        Self { output: Box::pin(output), rest: Bytes::new(), shared, seen: 0, waker }
    }
}

impl<S: Stream<Item = Result<Bytes, E>>, E> Stream for ConnectionOutput<S> {
    type Item = Result<Bytes, E>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = &mut *self;
        this.shared.wake.register(cx);
        if this.rest.is_empty() && this.shared.wake.take_actor() {
            match this.output.as_mut().poll_next(&mut Context::from_waker(&this.waker)) {
                Poll::Ready(Some(Ok(output))) => {
                    this.rest = output;
                    // It may have more.
                    this.shared.wake.mark_actor();
                }
                Poll::Pending => {}
                end => return end,
            }
        }
        if this.rest.is_empty() {
            // A pose frame may follow a message, but not the close frame.
            let frame = if this.shared.is_closed() { None } else { this.shared.poses.newer_than(&mut this.seen) };
            return frame.map_or(Poll::Pending, |frame| Poll::Ready(Some(Ok(frame))));
        }
        let chunk = this.rest.split_to(this.rest.len().min(CHUNK));
        this.shared.sent(chunk.len());
        Poll::Ready(Some(Ok(chunk)))
    }
}

#[cfg(test)]
mod tests {
    use futures_util::stream;

    use super::*;
    use crate::room::pose_feed::PoseFeed;

    fn drain(output: Vec<Bytes>, ends: bool) -> (Vec<Bytes>, bool) {
        drain_shared(Arc::default(), output, ends)
    }

    fn drain_shared(shared: Arc<ConnectionShared>, output: Vec<Bytes>, ends: bool) -> (Vec<Bytes>, bool) {
        let feed = Arc::new(PoseFeed::default());
        shared.poses.subscribe(Arc::clone(&feed));
        feed.publish(1, &[b"poses"]);
        let output = stream::iter(output.into_iter().map(Ok::<_, ()>));
        let output: Pin<Box<dyn Stream<Item = _>>> =
            if ends { Box::pin(output) } else { Box::pin(stream::StreamExt::chain(output, stream::pending())) };
        let (mut stream, mut chunks) = (ConnectionOutput::new(output, shared), Vec::new());
        loop {
            match Pin::new(&mut stream).poll_next(&mut Context::from_waker(Waker::noop())) {
                Poll::Ready(Some(chunk)) => chunks.push(chunk.expect("no errors here")),
                Poll::Ready(None) => return (chunks, true),
                Poll::Pending => return (chunks, false),
            }
        }
    }

    #[test]
    fn a_large_message_leaves_in_chunks_and_the_pose_frame_follows() {
        let large = Bytes::from(vec![7; 2 * CHUNK + 1]);
        let (chunks, ended) = drain(vec![large.clone()], false);
        let lengths: Vec<_> = chunks.iter().map(Bytes::len).collect();
        assert_eq!((lengths, ended), (vec![CHUNK, CHUNK, 1, 2 + b"poses".len()], false));
        assert_eq!(chunks[..3].concat(), large);
    }

    #[test]
    fn the_actor_is_polled_only_when_it_has_a_reason() {
        let (shared, feed) = (Arc::<ConnectionShared>::default(), Arc::<PoseFeed>::default());
        shared.poses.subscribe(Arc::clone(&feed));
        let mut polled = 0;
        let mut stream = ConnectionOutput::new(
            stream::poll_fn(|_| {
                polled += 1;
                Poll::<Option<Result<Bytes, ()>>>::Pending
            }),
            Arc::clone(&shared),
        );
        let mut frames = 0;
        for number in 1..=10 {
            feed.publish(number, &[b"poses"]);
            while Pin::new(&mut stream).poll_next(&mut Context::from_waker(Waker::noop())).is_ready() {
                frames += 1;
            }
        }
        shared.wake.mark_actor();
        let idle = Pin::new(&mut stream).poll_next(&mut Context::from_waker(Waker::noop()));
        assert!(idle.is_pending());
        drop(stream);
        assert_eq!((frames, polled), (10, 2));
    }

    #[test]
    fn nothing_follows_the_end_or_the_close_frame() {
        let shared = Arc::<ConnectionShared>::default();
        shared.close();
        let (chunks, ended) = drain_shared(shared, vec![Bytes::from_static(b"close")], false);
        assert_eq!((chunks, ended), (vec![Bytes::from_static(b"close")], false));
        let (chunks, ended) = drain(vec![Bytes::from_static(b"close")], true);
        assert_eq!((chunks, ended), (vec![Bytes::from_static(b"close")], true));
    }
}
