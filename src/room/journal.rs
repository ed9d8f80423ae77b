//! Batches room records into PostgreSQL, so that a lesson never waits for the database.
//!
//! One commit is on its way at a time; whatever comes meanwhile goes into the next. So a quiet room is written at once, and
//! in a busy school one commit carries many lines: the disk's flush is the price, and they share it. Records are written in
//! the order in which they came. When the database is away the batch is tried again for a while, and then given back as
//! lost, as it is at once when the disk is full; a record that the database refuses is found by writing the batch one by one, so that it takes no other with it.

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use actix::{Actor, ActorFutureExt, AsyncContext, Context, Handler, Recipient, ResponseFuture, WrapFuture};
use tokio::sync::oneshot;

use super::{
    effect::Ticket,
    messages::{Settle, Settled, Write},
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

/// How many messages may wait in the mailbox, and how many records behind it.
const MAILBOX: usize = 8192;
const WAITING: usize = 20_000;
/// The most records of one commit.
const BATCH: usize = 1000;
/// How long an unreachable database is tried.
const PATIENCE: Duration = Duration::from_secs(5);
const RETRY: Duration = Duration::from_millis(200);

struct Entry {
    session: SessionId,
    ticket: Ticket,
    record: Record,
    room: Arc<Recipient<Settled>>,
}

pub struct Journal {
    pool: Pool,
    metrics: Arc<Metrics>,
    waiting: Vec<Entry>,
    writing: bool,
    /// How many records have come, and of how many it is known what became.
    come: u64,
    done: u64,
    /// Who waits until so many are done.
    settling: Vec<(u64, oneshot::Sender<()>)>,
}

impl Journal {
    /// It writes one commit at a time, over a connection of its own: however many queries of pages and exports hold the
    /// connections of `pool`, a lesson goes on.
    pub fn new(pool: &Pool, metrics: Arc<Metrics>) -> Self {
        Self {
            pool: pool.separate(1),
            metrics,
            waiting: Vec::new(),
            writing: false,
            come: 0,
            done: 0,
            settling: Vec::new(),
        }
    }

    fn begin(&mut self, ctx: &mut Context<Self>) {
        let done = self.done;
        for (_, settled) in self.settling.extract_if(.., |(mark, _)| *mark <= done) {
            // Whoever asked may not wait any more.
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
                // Whoever asked is answered all the same.
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

/// Writes a batch; says of each entry whether it is kept.
fn write(pool: &Pool, batch: &[Entry]) -> Vec<bool> {
    if !pool.has_room() {
        return vec![false; batch.len()];
    }
    let begun = Instant::now();
    loop {
        let records = || batch.iter().map(|entry| (entry.session, entry.record.clone()));
        match pool.run_here(|connection| rooms::write(connection, records())) {
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
        pool.run_here(|connection| rooms::write(connection, record))
            .inspect_err(|error| tracing::error!(%error, session = %entry.session, "a record cannot be written"))
            .is_ok()
    };
    batch.iter().map(kept).collect()
}

fn report(batch: &[Entry], kept: &[bool]) {
    let mut rooms: Vec<(&Arc<Recipient<Settled>>, Settled)> = Vec::new();
    for (Entry { ticket, room, .. }, kept) in batch.iter().zip(kept) {
        let at = rooms.iter().position(|(known, _)| Arc::ptr_eq(known, room)).unwrap_or_else(|| {
            rooms.push((room, Settled { kept: Vec::new(), lost: Vec::new() }));
            rooms.len() - 1
        });
        let settled = &mut rooms[at].1;
        if *kept { settled.kept.push(*ticket) } else { settled.lost.push(*ticket) }
    }
    for (room, settled) in rooms {
        // A room has at most as many tickets out as it was allowed to hand in.
        room.do_send(settled);
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
            let lost = records.into_iter().map(|(ticket, _)| ticket).collect();
            return room.do_send(Settled { kept: Vec::new(), lost });
        }
        let entries =
            records.into_iter().map(|(ticket, record)| Entry { session, ticket, record, room: Arc::clone(&room) });
        self.come += entries.len() as u64;
        self.waiting.extend(entries);
        self.metrics.waiting_records.set(self.waiting.len() as i64);
        if !self.writing {
            self.begin(ctx);
        }
    }
}

impl Handler<Settle> for Journal {
    type Result = ResponseFuture<()>;

    fn handle(&mut self, _: Settle, _: &mut Context<Self>) -> Self::Result {
        if self.done == self.come {
            return Box::pin(async {});
        }
        let (settled, wait) = oneshot::channel();
        self.settling.push((self.come, settled));
        Box::pin(async {
            // The journal only ends with the process.
            let _ = wait.await;
        })
    }
}
