//! Works off the jobs that changes have queued in the database. One at a time is taken by one worker only; what fails is
//! tried again, later each time, and given up after a day.
//!
//! A worker takes a job for [`LEASE`], longer than any try lasts, and settles it after. When the server dies between the two,
//! the job is taken again when the lease has run out; unless its mail was leaving by then. Whether a mail server has got that
//! nobody knows, and a mail is never sent twice: the job is given up, which administrators see, who may send it again.

mod erasure;
mod letters;

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use actix_rt::{task::JoinHandle, time};
use tokio::sync::Notify;

use crate::{
    clock::{self, Time},
    db::{
        jobs::{self, Job, Outcome},
        logins,
    },
    domain::{SchoolRef, files, retention},
    error::Failure,
    outbound::Mailer,
};

/// For how long a job is ours. No try lasts so long: a mailer gives up after two minutes.
const LEASE: chrono::Duration = chrono::Duration::minutes(3);
/// How many are tried side by side.
const AT_ONCE: i32 = 4;
/// After so long a job is given up.
const PATIENCE: chrono::Duration = chrono::Duration::hours(24);
/// How often it is looked whether something is due, even when nobody says so: a command may have queued it.
const LOOK: Duration = Duration::from_secs(5);
/// How often what nobody uses is cleared away.
const TIDY_EVERY: Duration = Duration::from_secs(600);
/// The longest wait between two tries.
const LONGEST_PAUSE: chrono::Duration = chrono::Duration::hours(1);

/// Why a job is given up whose mail was leaving when the server ended.
const LEAVING: &str = "the server ended while this was leaving: whether it was sent is not known";

/// Why a try came to nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Setback {
    Later(String),
    Never(String),
}

/// Works jobs off until it is told to stop.
pub struct Worker {
    over: Arc<Notify>,
    running: JoinHandle<()>,
}

impl Worker {
    /// Begins, on the actix system of this thread.
    pub fn start(school: SchoolRef, mailer: Arc<Mailer>) -> Self {
        let over = Arc::new(Notify::new());
        let running = actix_rt::spawn(run(school, mailer, Arc::clone(&over)));
        Self { over, running }
    }

    /// Takes no more jobs, and waits for those that are being tried, for as long as is decent: what is left is tried again
    /// after the next start.
    pub async fn stop(self, patience: Duration) {
        self.over.notify_one();
        let _ = time::timeout(patience, self.running).await;
    }
}

async fn run(school: SchoolRef, mailer: Arc<Mailer>, over: Arc<Notify>) {
    let mut tidied: Option<Instant> = None;
    loop {
        if tidied.is_none_or(|at| at.elapsed() >= TIDY_EVERY) {
            tidied = Some(Instant::now());
            if let Err(failure) = retention::purge(&school, clock::now()).await {
                tracing::warn!(%failure, "what is past its time could not be cleared away");
            }
            match files::tidy(&school, clock::now()).await {
                Ok(0) => {}
                Ok(gone) => tracing::info!(files = gone, "what nobody used is gone"),
                Err(failure) => tracing::warn!(%failure, "files could not be cleared away"),
            }
        }
        let wait = match work_off(&school, &mailer, clock::now).await {
            Ok(next) => next.and_then(|next| (next - clock::now()).to_std().ok()).map_or(LOOK, |wait| wait.min(LOOK)),
            Err(failure) => {
                tracing::warn!(%failure, "the jobs could not be looked up");
                LOOK
            }
        };
        tokio::select! {
            () = time::sleep(wait) => {}
            () = school.errands.notified() => {}
            () = over.notified() => return,
        }
    }
}

/// Tries all jobs that are due by this clock; when the next one is due.
///
/// # Errors
/// The database's.
pub async fn work_off(
    school: &SchoolRef,
    mailer: &Arc<Mailer>,
    clock: impl Fn() -> Time,
) -> Result<Option<Time>, Failure> {
    loop {
        let now = clock();
        let due = school
            .pool
            .run(move |connection| {
                jobs::forget_old(connection, now)?;
                logins::forget_old(connection, now)?;
                let left = jobs::give_up_handed_over(connection, LEAVING, now)?;
                if left > 0 {
                    tracing::error!(jobs = left, "of these it is not known whether they were sent: they are given up");
                }
                jobs::take(connection, now, now + LEASE, AT_ONCE)
            })
            .await?;
        if due.is_empty() {
            return school.pool.run(jobs::next_due).await;
        }
        let tries: Vec<_> = due.into_iter().map(|job| attempt(school, mailer, job, now)).collect();
        for tried in futures_util::future::join_all(tries).await {
            tried?;
        }
    }
}

async fn attempt(school: &SchoolRef, mailer: &Mailer, job: Job, now: Time) -> Result<(), Failure> {
    let (id, tries) = (job.id, job.tries);
    let tried = match erasure::attempt(school, mailer, &job).await {
        Some(tried) => tried,
        None => letters::deliver(school, mailer, &job, now).await,
    };
    let outcome = match tried {
        Ok(()) => Outcome::Done,
        Err(setback) => after(setback, &job, now),
    };
    match &outcome {
        Outcome::Done => tracing::debug!(job = %id, kind = job.kind, "done"),
        Outcome::Failed { again, .. } => tracing::warn!(job = %id, kind = job.kind, tries, %again, "a job has failed"),
        Outcome::GivenUp { .. } => tracing::error!(job = %id, kind = job.kind, tries, "a job is given up"),
    }
    school.pool.run(move |connection| jobs::settle(connection, id, tries, &outcome, now)).await
}

/// What follows from a setback: another try, after twice the pause of the last one, or none.
fn after(setback: Setback, job: &Job, now: Time) -> Outcome {
    let error = match setback {
        Setback::Never(error) => return Outcome::GivenUp { error },
        Setback::Later(error) => error,
    };
    let doublings = u32::try_from(job.tries - 1).unwrap_or(0).min(10);
    let again = now + (chrono::Duration::seconds(30) * 2_i32.pow(doublings)).min(LONGEST_PAUSE);
    if again > job.created_at + PATIENCE { Outcome::GivenUp { error } } else { Outcome::Failed { error, again } }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::JobId;

    fn job(tries: i32, created_at: Time) -> Job {
        Job { id: JobId::fresh(), kind: "signed_up".to_owned(), payload: serde_json::json!({}), tries, created_at }
    }

    #[test]
    fn tries_come_ever_more_seldom_and_end_after_a_day() {
        let created = clock::now();
        let (mut now, mut tries) = (created, 0);
        let mut pauses = Vec::new();
        loop {
            tries += 1;
            match after(Setback::Later("the server is away".to_owned()), &job(tries, created), now) {
                Outcome::Failed { again, error } => {
                    assert_eq!(error, "the server is away");
                    pauses.push((again - now).num_seconds());
                    now = again;
                }
                Outcome::GivenUp { .. } => break,
                Outcome::Done => panic!("it has failed"),
            }
        }
        assert_eq!(pauses[..4], [30, 60, 120, 240]);
        assert!(pauses.iter().all(|pause| *pause <= 3600));
        assert!(now - created > chrono::Duration::hours(22) && now - created <= chrono::Duration::hours(24));
    }

    #[test]
    fn what_can_never_work_is_not_tried_again() {
        let now = clock::now();
        let outcome = after(Setback::Never("no such mailbox".to_owned()), &job(1, now), now);
        assert_eq!(outcome, Outcome::GivenUp { error: "no such mailbox".to_owned() });
    }
}
