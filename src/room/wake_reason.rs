//! Why a connection's task was woken: to write output only, or for its actor too.
//!
//! A connection is one task. On each wake, actix-http polls its output several times, and each poll would make the actor look
//! through its mailbox, its timers and its input. A walking crowd wakes every connection 40 times a second, and most of the
//! time the actor has nothing to do. So the actor has a waker of its own that sets a flag, and the output polls the actor only
//! while the flag is set.

use std::{
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
    task::{Context, Wake},
};

use futures_util::task::AtomicWaker;

#[derive(Debug)]
pub struct WakeReason {
    actor: AtomicBool,
    task: AtomicWaker,
}

impl Default for WakeReason {
    /// An actor that has not run yet must run.
    fn default() -> Self {
        Self { actor: AtomicBool::new(true), task: AtomicWaker::new() }
    }
}

impl WakeReason {
    /// Wakes the task to write output that does not concern the actor.
    pub fn wake_writer(&self) {
        self.task.wake();
    }

    /// From now on, a wake reaches the task of `cx`.
    pub fn register(&self, cx: &Context<'_>) {
        self.task.register(cx.waker());
    }

    /// Clears the actor's flag. Returns whether it was set.
    pub fn take_actor(&self) -> bool {
        self.actor.swap(false, Ordering::AcqRel)
    }

    /// Has the actor run at the task's next poll.
    pub fn mark_actor(&self) {
        self.actor.store(true, Ordering::Release);
    }
}

/// The actor's waker.
impl Wake for WakeReason {
    fn wake(self: Arc<Self>) {
        self.wake_by_ref();
    }

    fn wake_by_ref(self: &Arc<Self>) {
        self.mark_actor();
        self.task.wake();
    }
}

#[cfg(test)]
mod tests {
    use std::{sync::atomic::AtomicUsize, task::Waker};

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
        let (task, reason) = (Arc::<Task>::default(), WakeReason::default());
        assert!(reason.take_actor(), "it has not run yet");
        reason.register(&Context::from_waker(&Arc::clone(&task).into()));
        reason.wake_writer();
        assert_eq!((task.0.load(Ordering::Relaxed), reason.take_actor()), (1, false));
    }

    #[test]
    fn the_actors_waker_wakes_the_task_and_the_actor() {
        let (task, reason) = (Arc::<Task>::default(), Arc::<WakeReason>::default());
        reason.take_actor();
        reason.register(&Context::from_waker(&Arc::clone(&task).into()));
        Waker::from(Arc::clone(&reason)).wake();
        assert_eq!((task.0.load(Ordering::Relaxed), reason.take_actor()), (1, true));
    }
}
