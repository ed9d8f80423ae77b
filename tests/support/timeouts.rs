//! The waits of tests. Each wait has one deadline for all of it, so that a failing test ends.

use std::{
    fmt::Debug,
    time::{Duration, Instant},
};

/// Long enough for a busy machine; a test that waits this long has failed.
pub const PATIENCE: Duration = Duration::from_secs(20);

/// The same for a program that has to start first.
pub const PROGRAM_PATIENCE: Duration = Duration::from_secs(60);

/// Waits for the result of `wait`.
///
/// # Panics
/// If it takes longer than [`PATIENCE`].
pub async fn within<T>(what: &str, wait: impl Future<Output = T>) -> T {
    tokio::time::timeout(PATIENCE, wait).await.unwrap_or_else(|_| panic!("{what}: not within {PATIENCE:?}"))
}

/// Asks repeatedly until there is an answer. An error describes what there is instead.
///
/// # Panics
/// If there is none within [`PATIENCE`].
pub async fn until<T, E: Debug>(what: &str, mut ask: impl AsyncFnMut() -> Result<T, E>) -> T {
    let mut last = None;
    let asking = async {
        loop {
            match ask().await {
                Ok(answer) => return answer,
                Err(instead) => last = Some(instead),
            }
            // The server answers no more than twenty texts per second on one connection.
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
    };
    let answer = tokio::time::timeout(PATIENCE, asking).await;
    answer.unwrap_or_else(|_| panic!("{what}: not within {PATIENCE:?}, but {last:?}"))
}

/// The deadline of a wait with many steps.
#[derive(Clone, Copy)]
pub struct Deadline(Instant);

impl Deadline {
    pub fn after(patience: Duration) -> Self {
        Self(Instant::now() + patience)
    }

    /// The time that is left for the next step.
    ///
    /// # Panics
    /// If no time is left.
    #[track_caller]
    pub fn left(self, what: &str) -> Duration {
        let left = self.0.saturating_duration_since(Instant::now());
        assert!(!left.is_zero(), "{what}: not in time");
        left
    }
}

/// The answer to the first attempt that is `refused`. A limit recovers with time, so a fixed number of attempts would never reach
/// it on a slow machine: this makes as many as necessary, up to a thousand.
///
/// # Panics
/// If none is refused.
pub async fn until_refused<T, Attempt: Future<Output = T>>(
    mut attempt: impl FnMut() -> Attempt,
    refused: impl Fn(&T) -> bool,
) -> T {
    for _ in 0..1000 {
        let answer = attempt().await;
        if refused(&answer) {
            return answer;
        }
    }
    panic!("a thousand attempts, and none was refused")
}
