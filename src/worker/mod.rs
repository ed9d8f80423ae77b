//! Does the jobs that changes have queued in the database. Only one worker takes a job. A failed job is tried again after
//! increasing pauses, and given up after a day.
//!
//! A worker takes a job for [`LEASE`], which is longer than any try, and settles it afterwards. If the server dies in between,
//! the job is taken again once the lease has expired, unless its mail was being sent at that moment. Then nobody knows whether
//! the mail server has the mail; because no mail may be sent twice, the job is given up. Administrators see it, and may send it
//! again.
//!
//! Each [`Queue`] has its own slots, and a slot is free as soon as its job is settled: a mail server that does not answer delays
//! no erasure, and one slow mail delays no other. Tidying has a task of its own.

mod erasure;
mod mail;
mod office;

use std::{sync::Arc, time::Duration};

use actix_rt::{task::JoinHandle, time};
use futures_util::{
    future::{LocalBoxFuture, join_all},
    stream::{FuturesUnordered, StreamExt},
};
use tokio::sync::watch;

use crate::{
    clock::{self, Time},
    db::{
        conversions, idempotency,
        jobs::{self, Job, JobKinds, JobOutcome},
        logins,
    },
    domain::{SchoolRef, files, mails::NO_MAILS, reminders, retention},
    error::Failure,
    outbound::Mailer,
};

/// How long a worker owns a job. No try takes this long: a mailer gives up after two minutes, and so does a conversion.
const LEASE: chrono::Duration = chrono::Duration::minutes(3);
/// A job is given up after this time.
const PATIENCE: chrono::Duration = chrono::Duration::hours(24);
/// How often a queue looks for due jobs without being notified: a command or another node may have queued one.
const LOOK: Duration = Duration::from_secs(5);
/// How often unused data is deleted.
const TIDY_EVERY: Duration = Duration::from_secs(600);
/// The longest wait between two tries.
const LONGEST_PAUSE: chrono::Duration = chrono::Duration::hours(1);

/// Kinds of jobs that share slots.
#[derive(Clone, Copy)]
struct Queue {
    kinds: JobKinds,
    /// How many jobs are tried at once.
    places: usize,
}

const QUEUES: [Queue; 3] = [
    Queue { kinds: JobKinds::Of(erasure::KINDS), places: 2 },
    // Each may take all of a core and gigabytes of memory.
    Queue { kinds: JobKinds::Of(office::KINDS), places: 1 },
    Queue { kinds: JobKinds::AllBut(NO_MAILS), places: 4 },
];

/// Why a job is given up if its mail was being sent when the server died.
const INTERRUPTED: &str = "the server ended while this was leaving: whether it was sent is not known";

/// Why a try failed.
#[derive(Clone, Debug, PartialEq, Eq)]
enum JobError {
    Later(String),
    Never(String),
}

/// Does jobs until it is told to stop.
pub struct Worker {
    over: watch::Sender<bool>,
    running: Vec<JoinHandle<()>>,
}

impl Worker {
    /// Starts on the actix system of this thread.
    pub fn start(school: SchoolRef, mailer: Arc<Mailer>) -> Self {
        let over = watch::Sender::new(false);
        let work = |queue| actix_rt::spawn(run(QueueRunner::new(&school, &mailer, queue), over.subscribe()));
        let mut running: Vec<_> = QUEUES.into_iter().map(work).collect();
        running.push(actix_rt::spawn(tidy(Arc::clone(&school), over.subscribe())));
        Self { over, running }
    }

    /// Takes no more jobs, and waits up to `patience` for those that are being tried; the rest are tried again after the next
    /// start.
    pub async fn stop(self, patience: Duration) {
        self.over.send_replace(true);
        let _ = time::timeout(patience, join_all(self.running)).await;
    }
}

async fn tidy(school: SchoolRef, mut over: watch::Receiver<bool>) {
    loop {
        if let Err(failure) = retention::purge(&school, clock::now()).await {
            tracing::warn!(%failure, "expired data could not be deleted");
        }
        match files::remove_unused(&school, clock::now()).await {
            Ok(0) => {}
            Ok(gone) => tracing::info!(files = gone, "unused files were deleted"),
            Err(failure) => tracing::warn!(%failure, "unused files could not be deleted"),
        }
        tokio::select! {
            () = time::sleep(TIDY_EVERY) => {}
            _ = over.wait_for(|over| *over) => return,
        }
    }
}

/// A running queue.
struct QueueRunner {
    school: SchoolRef,
    mailer: Arc<Mailer>,
    queue: Queue,
    trying: FuturesUnordered<LocalBoxFuture<'static, Result<(), Failure>>>,
}

impl QueueRunner {
    fn new(school: &SchoolRef, mailer: &Arc<Mailer>, queue: Queue) -> Self {
        Self { school: Arc::clone(school), mailer: Arc::clone(mailer), queue, trying: FuturesUnordered::new() }
    }

    /// Starts as many due jobs as there are free slots. Returns when the next job is due.
    async fn fill(&mut self, now: Time) -> Result<Option<Time>, Failure> {
        let (kinds, free) = (self.queue.kinds, self.queue.places - self.trying.len());
        let most = i32::try_from(free).expect("a queue has few places");
        let take = move |connection: &mut diesel::PgConnection| {
            jobs::delete_expired(connection, now)?;
            logins::delete_expired(connection, now)?;
            idempotency::delete_expired(connection, now)?;
            conversions::delete_expired(connection, now)?;
            let left = jobs::give_up_handed_over(connection, INTERRUPTED, now)?;
            if left > 0 {
                tracing::error!(
                    jobs = left,
                    "a server died while sending these: they are given up, because they may have arrived"
                );
            }
            if matches!(kinds, JobKinds::AllBut(_)) {
                reminders::queue_due(connection, now)?;
            }
            let due = jobs::take(connection, kinds, now, now + LEASE, most)?;
            Ok((due, jobs::next_due(connection, kinds)?))
        };
        let (due, next) = self.school.pool.run(take).await?;
        for job in due {
            self.trying.push(Box::pin(attempt(Arc::clone(&self.school), Arc::clone(&self.mailer), job, now)));
        }
        Ok(next)
    }
}

async fn run(mut runner: QueueRunner, mut over: watch::Receiver<bool>) {
    let mut queued = runner.school.job_queued.subscribe();
    loop {
        let wait = match runner.fill(clock::now()).await {
            Ok(next) => next.and_then(|next| (next - clock::now()).to_std().ok()).map_or(LOOK, |wait| wait.min(LOOK)),
            Err(failure) => {
                tracing::warn!(%failure, "the jobs could not be looked up");
                LOOK
            }
        };
        tokio::select! {
            Some(tried) = runner.trying.next() => settled(tried),
            () = time::sleep(wait) => {}
            // The school exists for as long as this task.
            _ = queued.changed() => {}
            _ = over.wait_for(|over| *over) => break,
        }
    }
    while let Some(tried) = runner.trying.next().await {
        settled(tried);
    }
}

fn settled(tried: Result<(), Failure>) {
    if let Err(failure) = tried {
        tracing::warn!(%failure, "the outcome of a job could not be stored");
    }
}

/// Tries all jobs that are due by this clock. Returns when the next job is due.
///
/// # Errors
/// A database error.
pub async fn run_due_jobs(
    school: &SchoolRef,
    mailer: &Arc<Mailer>,
    clock: impl Fn() -> Time,
) -> Result<Option<Time>, Failure> {
    let mut next_due = Vec::new();
    for queue in QUEUES {
        let mut runner = QueueRunner::new(school, mailer, queue);
        loop {
            let next = runner.fill(clock()).await?;
            match runner.trying.next().await {
                Some(tried) => tried?,
                None => break next_due.extend(next),
            }
        }
    }
    Ok(next_due.into_iter().min())
}

async fn attempt(school: SchoolRef, mailer: Arc<Mailer>, job: Job, now: Time) -> Result<(), Failure> {
    let (id, tries) = (job.id, job.tries);
    let tried = match erasure::attempt(&school, &mailer, &job).await {
        Some(tried) => tried,
        None => match office::attempt(&school, &job).await {
            Some(tried) => tried,
            None => mail::deliver(&school, &mailer, &job, now).await,
        },
    };
    let outcome = match tried {
        Ok(()) => JobOutcome::Done,
        Err(setback) => after(setback, &job, now),
    };
    match &outcome {
        JobOutcome::Done => tracing::debug!(job = %id, kind = job.kind, "done"),
        JobOutcome::Failed { again, .. } => {
            tracing::warn!(job = %id, kind = job.kind, tries, %again, "a job has failed")
        }
        JobOutcome::GivenUp { .. } => tracing::error!(job = %id, kind = job.kind, tries, "a job is given up"),
    }
    school.pool.run(move |connection| jobs::settle(connection, id, tries, &outcome, now)).await
}

/// The outcome of a failed try: another try after twice the previous pause, or none.
fn after(setback: JobError, job: &Job, now: Time) -> JobOutcome {
    let error = match setback {
        JobError::Never(error) => return JobOutcome::GivenUp { error },
        JobError::Later(error) => error,
    };
    let doublings = u32::try_from(job.tries - 1).unwrap_or(0).min(10);
    let again = now + (chrono::Duration::seconds(30) * 2_i32.pow(doublings)).min(LONGEST_PAUSE);
    if again > job.created_at + PATIENCE { JobOutcome::GivenUp { error } } else { JobOutcome::Failed { error, again } }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::JobId;

    fn job(tries: i32, created_at: Time) -> Job {
        Job { id: JobId::fresh(), kind: "signed_up".to_owned(), payload: serde_json::json!({}), tries, created_at }
    }

    #[test]
    fn retries_become_rarer_and_end_after_a_day() {
        let created = clock::now();
        let (mut now, mut tries) = (created, 0);
        let mut pauses = Vec::new();
        loop {
            tries += 1;
            match after(JobError::Later("the server is away".to_owned()), &job(tries, created), now) {
                JobOutcome::Failed { again, error } => {
                    assert_eq!(error, "the server is away");
                    pauses.push((again - now).num_seconds());
                    now = again;
                }
                JobOutcome::GivenUp { .. } => break,
                JobOutcome::Done => panic!("it has failed"),
            }
        }
        assert_eq!(pauses[..4], [30, 60, 120, 240]);
        assert!(pauses.iter().all(|pause| *pause <= 3600));
        assert!(now - created > chrono::Duration::hours(22) && now - created <= chrono::Duration::hours(24));
    }

    #[test]
    fn permanent_failures_are_not_retried() {
        let now = clock::now();
        let outcome = after(JobError::Never("no such mailbox".to_owned()), &job(1, now), now);
        assert_eq!(outcome, JobOutcome::GivenUp { error: "no such mailbox".to_owned() });
    }
}
