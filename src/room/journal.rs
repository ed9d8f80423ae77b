//! Writes the records of all rooms into PostgreSQL in group commits, so that a lesson never waits for the database.
//!
//! One commit is under way at a time, and records that arrive meanwhile go into the next one. So the records of a quiet room are
//! written at once, and in a busy school one commit, and one flush of the disk, carries many. Records are written in the order
//! of their arrival. If the database is unreachable, the journal tries the batch again for a while and then reports it as
//! failed; if the disk is full, it does so at once. If the database refuses a batch, the journal writes its records one by one,
//! so that a bad record fails alone.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use actix::{Actor, ActorFutureExt, AsyncContext, Context, Handler, Recipient, ResponseFuture, WrapFuture};
use tokio::sync::oneshot;

use super::{
    effect::Ticket,
    messages::{Flush, Resolved, Write},
};
use crate::{
    db::{
        Pool,
        rooms::{self, Record},
    },
    error::Failure,
    ids::SessionId,
    metrics::Metrics,
};

/// How many messages may wait in the mailbox, and how many records after it.
const MAILBOX: usize = 8192;
const WAITING: usize = 20_000;
/// The most records of one commit.
const BATCH: usize = 1000;
/// How long the journal tries again while the database is unreachable.
const PATIENCE: Duration = Duration::from_secs(5);
const RETRY: Duration = Duration::from_millis(200);

struct Entry {
    session: SessionId,
    ticket: Ticket,
    record: Record,
    room: Arc<Recipient<Resolved>>,
}

pub struct Journal {
    pool: Pool,
    metrics: Arc<Metrics>,
    waiting: Vec<Entry>,
    writing: bool,
    /// How many records have arrived, and how many have a result.
    arrived: u64,
    done: u64,
    /// Those who wait until so many have a result.
    flushing: Vec<(u64, oneshot::Sender<()>)>,
}

impl Journal {
    /// The journal has a connection of its own: pages and exports that hold all connections of `pool` do not stop a lesson.
    pub fn new(pool: &Pool, metrics: Arc<Metrics>) -> Self {
        Self {
            pool: pool.separate(1),
            metrics,
            waiting: Vec::new(),
            writing: false,
            arrived: 0,
            done: 0,
            flushing: Vec::new(),
        }
    }

    fn begin(&mut self, ctx: &mut Context<Self>) {
        let done = self.done;
        for (_, settled) in self.flushing.extract_if(.., |(mark, _)| *mark <= done) {
            // The one who asked may be gone.
            let _ = settled.send(());
        }
        if self.waiting.is_empty() {
            return;
        }
        self.writing = true;
        let rest = self.waiting.split_off(self.waiting.len().min(BATCH));
        let batch = std::mem::replace(&mut self.waiting, rest);
        self.metrics.waiting_records.set(self.waiting.len() as i64);
        let batch = Arc::new(batch);
        let begun = Instant::now();
        let (pool, theirs) = (self.pool.clone(), Arc::clone(&batch));
        let written = actix_rt::task::spawn_blocking(move || write(&pool, &theirs));
        ctx.spawn(written.into_actor(self).map(move |written, this, ctx| {
            let kept = written.unwrap_or_else(|panic| {
                // Its rooms still get a result.
                tracing::error!(%panic, "the journal's writer failed");
                vec![false; batch.len()]
            });
            let lost = kept.iter().filter(|kept| !**kept).count();
            this.metrics.record_commit(batch.len(), lost, begun.elapsed());
            report(&batch, &kept);
            this.done += batch.len() as u64;
            this.writing = false;
            this.begin(ctx);
        }));
    }
}

/// Writes a batch. Returns for each record whether it is committed.
fn write(pool: &Pool, batch: &[Entry]) -> Vec<bool> {
    if !pool.has_room() {
        return vec![false; batch.len()];
    }
    let begun = Instant::now();
    loop {
        let records = || batch.iter().map(|entry| (entry.session, entry.record.clone()));
        match pool.run_blocking(|connection| rooms::write(connection, records())) {
            Ok(()) => return vec![true; batch.len()],
            Err(Failure::Fault(fault)) if fault.passes() && begun.elapsed() < PATIENCE => {
                tracing::warn!(%fault, "the journal tries again");
                std::thread::sleep(RETRY);
            }
            Err(Failure::Fault(fault)) if fault.passes() => {
                tracing::error!(%fault, records = batch.len(), "the journal gives up");
                return vec![false; batch.len()];
            }
            Err(_) => return write_one_by_one(pool, batch),
        }
    }
}

fn write_one_by_one(pool: &Pool, batch: &[Entry]) -> Vec<bool> {
    let kept = |entry: &Entry| {
        let record = std::iter::once((entry.session, entry.record.clone()));
        pool.run_blocking(|connection| rooms::write(connection, record))
            .inspect_err(|error| tracing::error!(%error, session = %entry.session, "a record cannot be written"))
            .is_ok()
    };
    batch.iter().map(kept).collect()
}

fn report(batch: &[Entry], kept: &[bool]) {
    let mut rooms: Vec<(&Arc<Recipient<Resolved>>, Resolved)> = Vec::new();
    for (Entry { ticket, room, .. }, kept) in batch.iter().zip(kept) {
        let at = rooms.iter().position(|(known, _)| Arc::ptr_eq(known, room)).unwrap_or_else(|| {
            rooms.push((room, Resolved { committed: Vec::new(), failed: Vec::new() }));
            rooms.len() - 1
        });
        let resolved = &mut rooms[at].1;
        if *kept { resolved.committed.push(*ticket) } else { resolved.failed.push(*ticket) }
    }
    for (room, resolved) in rooms {
        // Never refused: a room has no more records under way than the journal has accepted.
        room.do_send(resolved);
    }
}

impl Actor for Journal {
    type Context = Context<Self>;

    fn started(&mut self, ctx: &mut Self::Context) {
        ctx.set_mailbox_capacity(MAILBOX);
    }
}

impl Handler<Write> for Journal {
    type Result = ();

    fn handle(&mut self, Write { session, records, room }: Write, ctx: &mut Context<Self>) {
        if self.waiting.len() + records.len() > WAITING {
            self.metrics.record_lost(records.len());
            let failed = records.into_iter().map(|(ticket, _)| ticket).collect();
            return room.do_send(Resolved { committed: Vec::new(), failed });
        }
        let entries =
            records.into_iter().map(|(ticket, record)| Entry { session, ticket, record, room: Arc::clone(&room) });
        self.arrived += entries.len() as u64;
        self.waiting.extend(entries);
        self.metrics.waiting_records.set(self.waiting.len() as i64);
        if !self.writing {
            self.begin(ctx);
        }
    }
}

impl Handler<Flush> for Journal {
    type Result = ResponseFuture<()>;

    fn handle(&mut self, _: Flush, _: &mut Context<Self>) -> Self::Result {
        if self.done == self.arrived {
            return Box::pin(async {});
        }
        let (settled, wait) = oneshot::channel();
        self.flushing.push((self.arrived, settled));
        Box::pin(async {
            // The journal only ends with the process, and then nobody waits.
            let _ = wait.await;
        })
    }
}
