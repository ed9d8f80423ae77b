//! `lyceum-load audio --soak`: people come, stay for a moment and leave all the time, properly or by breaking the connection.
//! Reports whether the server keeps anything of people who are gone.

use std::{
    cell::Cell,
    rc::Rc,
    sync::atomic::Ordering::Relaxed,
    thread,
    time::{Duration, Instant},
};

use futures_util::StreamExt;
use serde::Serialize;
use tokio::{
    runtime,
    task::LocalSet,
    time::{sleep, timeout},
};

use super::{
    Audio,
    entrance::{Entered, Entrance},
    server_metrics::ServerMetrics,
    voices::{Part, Voice},
};
use crate::{
    connection::{self, Address, Socket},
    lyceum, process,
    report::rounded,
};

/// How long someone stays: the shortest stay, and the longest addition to it.
const STAY: Duration = Duration::from_secs(2);
const LONGER: Duration = Duration::from_secs(6);
/// How often the server is examined.
const LOOK: Duration = Duration::from_secs(5);
/// Longer than a seat is kept.
const FORGOTTEN: Duration = Duration::from_secs(45);

/// What the server holds at one moment.
#[derive(Clone, Copy, Debug)]
struct Held {
    memory_kib: u64,
    files: usize,
    threads: usize,
    /// According to its metrics, if they are read.
    says: Option<ServerMetrics>,
}

#[derive(Serialize)]
struct Report {
    seconds: f64,
    places: usize,
    visits: u64,
    refused: u64,
    heard_nobody: u64,
    packets_received: u64,
    lost: u64,
    out_of_order: u64,
    corrupt: u64,
    join_to_first_packet_p50_ms: Option<f64>,
    join_to_first_packet_p99_ms: Option<f64>,
    /// Before anyone joined; the averages of the second and the last fifth; the maximum; and after everyone has gone.
    memory_mib: [f64; 5],
    files: [f64; 5],
    threads: [f64; 5],
    rooms: Option<[f64; 5]>,
    connections: Option<[f64; 5]>,
    peers: Option<[f64; 5]>,
}

fn look(pid: u32, metrics: Option<&Address>) -> Result<Held, String> {
    Ok(Held {
        memory_kib: process::memory(pid).unwrap_or_default() / 1024,
        files: process::files(pid).unwrap_or_default(),
        threads: process::threads(pid).unwrap_or_default(),
        says: metrics.map(ServerMetrics::fetch).transpose()?,
    })
}

/// The places, and the people who take them in turn.
struct Places {
    entrance: Entrance,
    until: Instant,
    visits: Cell<usize>,
    refused: Cell<u64>,
}

impl Places {
    async fn keep_coming(self: Rc<Self>, place: usize, like: Part) {
        // They do not all come at once.
        sleep(LONGER * place as u32 / 64).await;
        while Instant::now() < self.until {
            let visit = self.visits.replace(self.visits.get() + 1);
            // The first people have nobody to hear.
            let timed = Instant::now() + STAY < self.until && visit > 64;
            let part = Part { number: visit, timed, ..like };
            match async { self.entrance.enter(Voice::offer(part)?).await }.await {
                Ok(Entered { socket, gone, .. }) => {
                    self.stay(visit, socket).await;
                    gone.store(true, Relaxed);
                }
                Err(_) => {
                    self.refused.set(self.refused.get() + 1);
                    sleep(STAY).await;
                }
            }
        }
    }

    /// Stays for a while, and then leaves: properly, by closing the connection, or by dropping it.
    async fn stay(&self, visit: usize, mut socket: Socket) {
        let long = STAY + LONGER * (visit.wrapping_mul(37) % 64) as u32 / 64;
        let _ = timeout(long, async { while socket.next().await.is_some() {} }).await;
        match visit % 3 {
            0 => connection::leave(socket, lyceum::LEAVE).await,
            1 => drop(socket.close(None).await),
            _ => {}
        }
    }
}

impl Audio {
    /// # Errors
    /// When the server's process is not given, or its metrics are not afterwards as before.
    pub(super) fn soak(&self, seconds: f64) -> Result<(), String> {
        let pid = self.pid.ok_or("--soak needs the server's process: --pid")?;
        let look = || look(pid, self.metrics.as_ref());
        let before = look()?;
        let (shared, arrivals, voices) = self.voices();
        shared.measuring.store(true, Relaxed);
        let (entrance, publishers, slots, from) =
            (self.entrance(arrivals, None).0, self.publishers, self.slots(), self.from);
        let (places, begun) = (self.publishers + self.subscribers, Instant::now());
        let until = begun + Duration::from_secs_f64(seconds);
        let medium = self.medium;
        let door = thread::spawn(move || {
            let Ok(runtime) = runtime::Builder::new_current_thread().enable_all().build() else { return (0, 0) };
            let local = LocalSet::new();
            let all = Rc::new(Places { entrance, until, visits: Cell::new(0), refused: Cell::new(0) });
            for place in 0..places {
                let like = Part {
                    number: place,
                    medium,
                    from,
                    speaks: place < publishers,
                    silent: false,
                    slots,
                    timed: false,
                };
                local.spawn_local(Rc::clone(&all).keep_coming(place, like));
            }
            runtime.block_on(local);
            (all.visits.get() as u64, all.refused.get())
        });
        let mut looks = Vec::new();
        while Instant::now() < until {
            thread::sleep(LOOK.min(until.saturating_duration_since(Instant::now())));
            looks.push(look()?);
        }
        let (visits, refused) = door.join().map_err(|_| "the door has failed")?;
        // By then the server has given up the seats of people who might have come back.
        thread::sleep(FORGOTTEN);
        let after = look()?;
        let heard = Self::heard(&shared, voices)?;
        let of = |value: fn(&Held) -> f64| {
            let part = |from: usize, to: usize| &looks[looks.len() * from / 5..looks.len() * to / 5];
            let mean = |looks: &[Held]| looks.iter().map(value).sum::<f64>() / looks.len().max(1) as f64;
            let most = looks.iter().map(value).fold(0.0, f64::max);
            [value(&before), mean(part(1, 2)), mean(part(4, 5)), most, value(&after)].map(rounded)
        };
        let says = |value: fn(&Held) -> f64| before.says.map(|_| of(value));
        self.format.print(&Report {
            seconds: rounded(seconds),
            places,
            visits,
            refused,
            heard_nobody: heard.heard_nobody,
            packets_received: heard.received,
            lost: heard.missing,
            out_of_order: heard.out_of_order,
            corrupt: heard.corrupt,
            join_to_first_packet_p50_ms: heard.first.ms(0.5),
            join_to_first_packet_p99_ms: heard.first.ms(0.99),
            memory_mib: of(|held| held.memory_kib as f64 / 1024.0),
            files: of(|held| held.files as f64),
            threads: of(|held| held.threads as f64),
            rooms: says(|held| held.says.map_or(0.0, |says| says.rooms)),
            connections: says(|held| held.says.map_or(0.0, |says| says.connections)),
            peers: says(|held| held.says.map_or(0.0, |says| says.peers)),
        })?;
        before.says.zip(after.says).map_or(Ok(()), |(before, after)| after.ensure_equal(before))
    }
}
