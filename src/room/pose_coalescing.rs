//! Makes a thread that receives many poses poll its sockets less often, as network cards do with "interrupt coalescing".
//!
//! 300 people who walk send 6,000 poses a second, each at its own moment. A thread that wakes for each one spends more time on
//! waking than on poses, with cold caches each time. A pose only goes out with the next tick, so there is no hurry: above a
//! rate of poses, the thread sleeps for a moment between two polls and then handles together what has arrived. A thread
//! with few poses never sleeps.

use std::{
    cell::Cell,
    sync::Arc,
    thread,
    time::{Duration, Instant},
};

use tokio::{sync::Notify, task::yield_now};

/// How long a thread sleeps between two polls. It delays a reply by at most twice that.
const SLEEP: Duration = Duration::from_millis(4);
/// The rate above which a thread sleeps: this many poses within this time.
const MANY: u32 = 50;
const WINDOW: Duration = Duration::from_millis(100);

thread_local! {
    /// Poses on this thread in the current window.
    static POSES: Cell<u32> = const { Cell::new(0) };
    static MANY_POSES: Arc<Notify> = start();
}

/// Counts a pose that arrived on this thread.
pub fn on_pose() {
    let poses = POSES.get() + 1;
    POSES.set(poses);
    if poses == MANY {
        MANY_POSES.with(|many_poses| many_poses.notify_one());
    }
}

fn start() -> Arc<Notify> {
    let many_poses = Arc::new(Notify::new());
    actix_rt::spawn(coalesce(Arc::clone(&many_poses)));
    many_poses
}

async fn coalesce(many_poses: Arc<Notify>) {
    loop {
        many_poses.notified().await;
        POSES.set(0);
        let mut since = Instant::now();
        loop {
            // Continues after all ready tasks have run and the sockets were polled.
            yield_now().await;
            thread::sleep(SLEEP);
            if since.elapsed() >= WINDOW {
                if POSES.replace(0) < MANY {
                    break;
                }
                since = Instant::now();
            }
        }
    }
}
