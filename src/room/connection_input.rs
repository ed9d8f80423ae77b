//! The stream of what a client sends, as its actor reads it.
//!
//! Input arrives while the connection's own task runs, just before actix-http's dispatcher asks the output for data. So input
//! marks the actor as having a reason to run, and does not wake the task a second time.

use std::{
    pin::Pin,
    sync::Arc,
    task::{Context, Poll, Wake, Waker},
};

use futures_util::Stream;

use super::wake_reason::WakeReason;

/// A broken connection ends this stream instead of giving an error. An error would overtake the messages that arrived with it,
/// and a client's last message before a reset would be lost.
pub struct ConnectionInput<S> {
    input: Pin<Box<S>>,
    waker: Waker,
}

/// The waker of the input: it marks the actor, and leaves the task alone.
struct MarkActor(Arc<WakeReason>);

impl Wake for MarkActor {
    fn wake(self: Arc<Self>) {
        self.0.mark_actor();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        self.0.mark_actor();
    }
}

impl<S> ConnectionInput<S> {
    pub fn new(input: S, reason: Arc<WakeReason>) -> Self {
        Self { input: Box::pin(input), waker: Arc::new(MarkActor(reason)).into() }
    }
}

impl<S: Stream<Item = Result<T, E>>, T, E> Stream for ConnectionInput<S> {
    type Item = Result<T, E>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = &mut *self;
        let item = this.input.as_mut().poll_next(&mut Context::from_waker(&this.waker));
        item.map(|item| item.filter(Result::is_ok))
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use futures_util::stream;

    use super::*;

    #[derive(Default)]
    struct Task(AtomicUsize);

    impl Wake for Task {
        fn wake(self: Arc<Self>) {
            self.0.fetch_add(1, Ordering::Relaxed);
        }
    }

    #[test]
    fn input_marks_the_actor_without_waking_the_task() {
        let (task, reason) = (Arc::<Task>::default(), Arc::<WakeReason>::default());
        let cx = &mut Context::from_waker(Waker::noop());
        reason.take_actor();
        reason.register(&Context::from_waker(&Arc::clone(&task).into()));
        let (mut feed, mut fed) = (None, false);
        let messages = stream::poll_fn(|cx| {
            feed = Some(cx.waker().clone());
            if std::mem::replace(&mut fed, true) { Poll::Ready(Some(Ok::<_, ()>(1))) } else { Poll::Pending }
        });
        let mut input = ConnectionInput::new(messages, Arc::clone(&reason));
        assert_eq!(Pin::new(&mut input).poll_next(cx), Poll::Pending);
        assert_eq!(Pin::new(&mut input).poll_next(cx), Poll::Ready(Some(Ok(1))));
        drop(input);
        feed.expect("it was polled").wake();
        assert_eq!((task.0.load(Ordering::Relaxed), reason.take_actor()), (0, true));
    }

    #[test]
    fn a_broken_connection_ends_after_the_messages_that_came_with_it() {
        let cx = &mut Context::from_waker(Waker::noop());
        let messages = stream::iter([Ok("a last message"), Err("reset")]);
        let mut input = ConnectionInput::new(messages, Arc::default());
        assert_eq!(Pin::new(&mut input).poll_next(cx), Poll::Ready(Some(Ok("a last message"))));
        assert_eq!(Pin::new(&mut input).poll_next(cx), Poll::Ready(None));
    }
}
