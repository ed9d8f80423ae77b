//! Makes a thread that is busy with poses look at its sockets less often.
//!
//! 300 people who walk send 6,000 poses a second, each at its own moment. A thread that wakes up for each spends more on
//! waking than on poses, and finds its caches cold each time. What a pose changes goes out with the next tick only, so
//! there is no hurry: once poses come thick, the thread rests for a moment between two looks, and then handles together
//! what has come. A thread with few poses never rests. (Network cards do the same: "interrupt coalescing".)

use std::{
    cell::Cell,
    sync::Arc,
    thread,
    time::{Duration, Instant},
};

use tokio::{sync::Notify, task::yield_now};

/// How long a thread rests: what it costs an answer, at most twice.
const REST: Duration = Duration::from_millis(4);
/// Poses come thick when so many come within this time.
const THICK: u32 = 50;
const WITHIN: Duration = Duration::from_millis(100);

thread_local! {
    /// Poses on this thread since they were last judged.
    static POSES: Cell<u32> = const { Cell::new(0) };
    static THICKENS: Arc<Notify> = begin();
}

/// A pose has come on this thread.
pub fn saw_pose() {
    let poses = POSES.get() + 1;
    POSES.set(poses);
    if poses == THICK {
        THICKENS.with(|thickens| thickens.notify_one());
    }
}

fn begin() -> Arc<Notify> {
    let thickens = Arc::new(Notify::new());
    actix_rt::spawn(keep(Arc::clone(&thickens)));
    thickens
}

async fn keep(thickens: Arc<Notify>) {
    loop {
        thickens.notified().await;
        POSES.set(0);
        let mut since = Instant::now();
        loop {
            // Goes on when all that was ready is done, and the sockets have been looked at.
            yield_now().await;
            thread::sleep(REST);
            if since.elapsed() >= WITHIN {
                if POSES.replace(0) < THICK {
                    break;
                }
                since = Instant::now();
            }
        }
    }
}
