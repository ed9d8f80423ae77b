//! Who of one connection has cause to run when its task is woken: the stream that writes, or its actor as well.
//!
//! A connection is one task. Whatever wakes it, actix-http asks its stream what there is to write, several times, and each
//! time the actor would look through its mailbox, its timers and what the client sent. A walking crowd wakes everyone 40
//! times a second, and for most of that the actor has nothing to do. So the actor gets a waker of its own that notes that
//! it has cause, and it is asked only then.

use std::{
    pin::Pin,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    task::{Context, Poll, Wake, Waker},
};

use futures_util::{Stream, task::AtomicWaker};

#[derive(Debug)]
pub struct Cause {
    actor: AtomicBool,
    task: AtomicWaker,
}

impl Default for Cause {
    /// An actor that has not run yet has cause.
    fn default() -> Self {
        Self { actor: AtomicBool::new(true), task: AtomicWaker::new() }
    }
}

impl Cause {
    /// There is something to write that the actor need not know of.
    pub fn to_write(&self) {
        self.task.wake();
    }

    /// Whatever gives cause after this call wakes the task of `cx`.
    pub fn await_in(&self, cx: &Context<'_>) {
        self.task.register(cx.waker());
    }

    /// Whether the actor has had cause since it was last asked.
    pub fn take_actors(&self) -> bool {
        self.actor.swap(false, Ordering::AcqRel)
    }

    pub fn give_actor(&self) {
        self.actor.store(true, Ordering::Release);
    }
}

/// The actor's waker.
impl Wake for Cause {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        self.give_actor();
        self.task.wake();
    }
}

/// What the client sends. It comes while the connection's own task runs, just before the stream is asked (that is how
/// actix-http's dispatcher works), so that it gives the actor cause and need not wake the task once more for nothing.
///
/// A connection that breaks is one that ends: as an error it would be told before what came with it, and whoever says a last
/// word and is gone would not be heard.
pub struct Inflow<S> {
    heard: Pin<Box<S>>,
    waker: Waker,
}

struct Fed(Arc<Cause>);

impl Wake for Fed {
    fn wake(self: Arc<Self>) {
        self.0.give_actor();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        self.0.give_actor();
    }
}

impl<S> Inflow<S> {
    pub fn new(heard: S, cause: Arc<Cause>) -> Self {
        Self { heard: Box::pin(heard), waker: Arc::new(Fed(cause)).into() }
    }
}

impl<S: Stream<Item = Result<T, E>>, T, E> Stream for Inflow<S> {
    type Item = Result<T, E>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = &mut *self;
        let heard = this.heard.as_mut().poll_next(&mut Context::from_waker(&this.waker));
        heard.map(|heard| heard.filter(Result::is_ok))
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::AtomicUsize;

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
    fn a_new_frame_wakes_the_task_and_leaves_the_actor_alone() {
        let (task, cause) = (Arc::<Task>::default(), Cause::default());
        assert!(cause.take_actors(), "it has not run yet");
        cause.await_in(&Context::from_waker(&Arc::clone(&task).into()));
        cause.to_write();
        assert_eq!((task.0.load(Ordering::Relaxed), cause.take_actors()), (1, false));
    }

    #[test]
    fn what_comes_for_the_actor_wakes_the_task_unless_it_runs_anyway() {
        let (task, cause) = (Arc::<Task>::default(), Arc::<Cause>::default());
        let cx = &mut Context::from_waker(Waker::noop());
        cause.take_actors();
        cause.await_in(&Context::from_waker(&Arc::clone(&task).into()));
        let (mut feed, mut fed) = (None, false);
        let heard = stream::poll_fn(|cx| {
            feed = Some(cx.waker().clone());
            if std::mem::replace(&mut fed, true) { Poll::Ready(Some(Ok::<_, ()>(1))) } else { Poll::Pending }
        });
        let mut inflow = Inflow::new(heard, Arc::clone(&cause));
        assert_eq!(Pin::new(&mut inflow).poll_next(cx), Poll::Pending);
        assert_eq!(Pin::new(&mut inflow).poll_next(cx), Poll::Ready(Some(Ok(1))));
        drop(inflow);
        feed.expect("it was asked").wake();
        assert_eq!((task.0.load(Ordering::Relaxed), cause.take_actors()), (0, true));
        Waker::from(Arc::clone(&cause)).wake();
        assert_eq!((task.0.load(Ordering::Relaxed), cause.take_actors()), (1, true));
    }

    #[test]
    fn a_connection_that_breaks_ends_after_what_came_with_it() {
        let cx = &mut Context::from_waker(Waker::noop());
        let heard = stream::iter([Ok("a last word"), Err("reset")]);
        let mut inflow = Inflow::new(heard, Arc::default());
        assert_eq!(Pin::new(&mut inflow).poll_next(cx), Poll::Ready(Some(Ok("a last word"))));
        assert_eq!(Pin::new(&mut inflow).poll_next(cx), Poll::Ready(None));
    }
}
