//! `lyceum-load audio`: people who speak and people who listen, every packet of whom is looked at, and what that costs the
//! server.

mod ears;
mod voices;

use std::{
    sync::{Arc, atomic::Ordering::Relaxed, mpsc},
    thread,
    time::{Duration, Instant},
};

use clap::Args;
use futures_util::{SinkExt, StreamExt};
use serde::{Deserialize, Serialize};
use tokio::{runtime, sync::Semaphore, task::LocalSet};
use tokio_tungstenite::tungstenite::Message;

use crate::{
    dialect::Dialect,
    door::{self, Address},
    floor::{self, Floor},
    lyceum, process,
    report::{Format, rounded},
};
use voices::{Shared, Voice, Voices};

#[derive(Args)]
pub struct Audio {
    /// The server, as http://HOST:PORT
    #[arg(long, default_value = "http://127.0.0.1:8080")]
    url: Address,
    /// The lesson's join code
    #[arg(long)]
    code: String,
    /// How many speak
    #[arg(short, default_value_t = 10)]
    publishers: usize,
    /// How many only listen
    #[arg(short, default_value_t = 50)]
    subscribers: usize,
    /// Those who speak listen, too
    #[arg(long)]
    all: bool,
    /// How many each can hear at once; as many as speak, if not given
    #[arg(long)]
    slots: Option<usize>,
    /// Of each who speaks, in kbit/s
    #[arg(long, default_value_t = 32.0)]
    bitrate: f64,
    /// How long to measure, in seconds, after two seconds of the same load
    #[arg(long, default_value_t = 10.0)]
    secs: f64,
    /// So many come in at a time
    #[arg(long, default_value_t = 16)]
    at_a_time: usize,
    /// The server's process, to tell what it costs
    #[arg(long)]
    pid: Option<u32>,
    /// Measure what this machine takes for a packet that is only sent, too
    #[arg(long)]
    floor: bool,
    #[command(flatten)]
    format: Format,
}

#[derive(Serialize)]
struct Report {
    publishers: usize,
    listeners: usize,
    slots: usize,
    present: usize,
    packets_sent: u64,
    packets_expected: u64,
    packets_received: u64,
    lost: u64,
    out_of_order: u64,
    corrupt: u64,
    latency_p50_ms: Option<f64>,
    latency_p99_ms: Option<f64>,
    join_to_first_packet_p50_ms: Option<f64>,
    join_to_first_packet_p99_ms: Option<f64>,
    server_cpu_cores: Option<f64>,
    packets_per_cpu_second: Option<f64>,
    memory_kib_per_peer: Option<f64>,
    sendto_us: Option<f64>,
    gso_10_us: Option<f64>,
    aes_128_gcm_us: Option<f64>,
    of_the_sendto_floor: Option<f64>,
}

const WARM_UP: Duration = Duration::from_secs(2);
/// Header, level and tag around a payload.
const AROUND: usize = 12 + 8 + 16;

#[derive(Deserialize)]
struct Description {
    sdp: String,
}

impl Audio {
    /// # Errors
    /// When nobody comes in.
    pub fn run(&self) -> Result<(), String> {
        let payload = ((self.bitrate * 1000.0 / 8.0 / 50.0) as usize).clamp(ears::STAMP, 1200);
        let before = self.pid.and_then(process::memory);
        let shared = Arc::new(Shared::default());
        let (arrivals, arriving) = mpsc::channel();
        let at_work = Arc::clone(&shared);
        let voices = thread::spawn(move || Voices::new(at_work, payload).run(&arriving));
        let door = self.door(arrivals)?;
        shared.speaking.store(true, Relaxed);
        thread::sleep(WARM_UP);
        let cost = || self.pid.and_then(process::cost).map(|cost| cost.cpu);
        let cost_before = cost();
        let begun = Instant::now();
        shared.measuring.store(true, Relaxed);
        thread::sleep(Duration::from_secs_f64(self.secs));
        shared.measuring.store(false, Relaxed);
        let (cost_after, passed) = (cost(), begun.elapsed());
        let memory = self.pid.and_then(process::memory);
        shared.over.store(true, Relaxed);
        let heard = voices.join().map_err(|_| "the voices have failed")??;
        drop(door);
        let floor = if self.floor { Some(floor::measure(payload + AROUND)?) } else { None };
        let present = heard.present;
        let cpu = cost_after.zip(cost_before).map(|(after, before)| after.saturating_sub(before).as_secs_f64());
        let rate = cpu.filter(|cpu| *cpu > 0.0).map(|cpu| heard.received as f64 / cpu);
        let grown = memory.zip(before).map(|(now, before)| now.saturating_sub(before) as f64 / 1024.0);
        let of = |which: fn(&Floor) -> f64| floor.as_ref().map(|floor| rounded(which(floor)));
        self.format.print(&Report {
            publishers: self.publishers,
            listeners: self.listeners(),
            slots: self.slots(),
            present,
            packets_sent: heard.sent,
            packets_expected: heard.received + heard.lost,
            packets_received: heard.received,
            lost: heard.lost,
            out_of_order: heard.out_of_order,
            corrupt: heard.corrupt,
            latency_p50_ms: heard.latency.ms(0.5),
            latency_p99_ms: heard.latency.ms(0.99),
            join_to_first_packet_p50_ms: heard.first.ms(0.5),
            join_to_first_packet_p99_ms: heard.first.ms(0.99),
            server_cpu_cores: cpu.map(|cpu| rounded(cpu / passed.as_secs_f64())),
            packets_per_cpu_second: rate.map(rounded),
            memory_kib_per_peer: grown.map(|grown| rounded(grown / present.max(1) as f64)),
            sendto_us: of(|floor| floor.sendto_us),
            gso_10_us: of(|floor| floor.gso_10_us),
            aes_128_gcm_us: of(|floor| floor.aes_128_gcm_us),
            of_the_sendto_floor: rate.zip(floor.as_ref()).map(|(rate, floor)| rounded(rate * floor.sendto_us / 1e6)),
        })
    }

    fn listeners(&self) -> usize {
        self.subscribers + if self.all { self.publishers } else { 0 }
    }

    fn slots(&self) -> usize {
        self.slots.unwrap_or(self.publishers).max(1)
    }

    /// Lets everyone in, and holds their WebSockets until what is returned is dropped.
    fn door(&self, arrivals: mpsc::Sender<Voice>) -> Result<Door, String> {
        let people: Vec<_> = (0..self.publishers + self.subscribers)
            .map(|number| (number, number < self.publishers, number >= self.publishers || self.all))
            .collect();
        let (url, code, slots, at_a_time) = (self.url.clone(), self.code.clone(), self.slots(), self.at_a_time);
        let (in_, all_in) = mpsc::channel();
        let (hold, held) = tokio::sync::oneshot::channel::<()>();
        let thread = thread::spawn(move || {
            let Ok(runtime) = runtime::Builder::new_current_thread().enable_all().build() else { return };
            runtime.block_on(LocalSet::new().run_until(async move {
                let gate = Arc::new(Semaphore::new(at_a_time.max(1)));
                for (number, speaks, listens) in people {
                    let (url, code, gate) = (url.clone(), code.clone(), Arc::clone(&gate));
                    let (arrivals, in_) = (arrivals.clone(), in_.clone());
                    tokio::task::spawn_local(async move {
                        let slots = if listens { slots } else { 0 };
                        let entered = {
                            let _turn = gate.acquire().await;
                            enter(&url, &code, number, speaks, slots, &arrivals).await
                        };
                        let (outcome, socket) = match entered {
                            Ok(socket) => (Ok(()), Some(socket)),
                            Err(reason) => (Err(reason), None),
                        };
                        let _ = in_.send(outcome);
                        // Whoever does not read is closed as too slow.
                        if let Some(mut socket) = socket {
                            while socket.next().await.is_some() {}
                        }
                    });
                }
                drop((arrivals, in_));
                let _ = held.await;
            }));
        });
        for _ in 0..self.publishers + self.subscribers {
            all_in.recv().map_err(|_| "the door has failed")??;
        }
        Ok(Door { _hold: hold, _thread: thread })
    }
}

/// Everyone's WebSockets.
struct Door {
    _hold: tokio::sync::oneshot::Sender<()>,
    _thread: thread::JoinHandle<()>,
}

async fn enter(
    url: &Address,
    code: &str,
    number: usize,
    speaks: bool,
    slots: usize,
    arrivals: &mpsc::Sender<Voice>,
) -> Result<door::Socket, String> {
    let mut admission = door::enter(url, Dialect::Lyceum, code, &format!("Voice {number}"), None).await?;
    let (offered, offer) = Voice::offer(number, speaks, slots)?;
    let answer: Description = door::ask(&mut admission.socket, 1, lyceum::offer(1, &offer)).await?;
    let voice = offered.answered(&answer.sdp)?;
    if speaks {
        let unmute = lyceum::unmute(2);
        admission.socket.send(Message::text(unmute)).await.map_err(|error| error.to_string())?;
    }
    arrivals.send(voice).map_err(|_| "the voices have failed")?;
    Ok(admission.socket)
}
