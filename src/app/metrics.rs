//! The metrics endpoint for Prometheus, on its own listener. What `crate::metrics` does not count is gathered when it is asked
//! for, so it costs nothing otherwise. A part of the server that does not answer in time is left out. No label identifies a
//! person.

use std::{fs, net::TcpListener, time::Duration};

use actix_web::{App, HttpResponse, HttpServer, dev::Server, web};
use nix::sys::{
    resource::{Resource, UsageWho, getrlimit, getrusage},
    time::TimeVal,
};
use prometheus::{Counter, Encoder, Gauge, GaugeVec, IntCounter, IntCounterVec, Opts, Registry, TextEncoder};
use tokio::time::timeout;

use super::logging;
use crate::{
    clock,
    cluster::registry::{Count, RoomStats},
    db::jobs,
    domain::SchoolRef,
    media::stats::{PeerStats, ShardStats, Traffic},
    metrics::registered,
    protocol::rtc::Transport,
};

/// How long a part of the server may take to answer.
const PATIENCE: Duration = Duration::from_secs(2);

/// Serves `/metrics` on a listener that is bound already, until the process ends.
///
/// # Errors
/// When the operating system refuses it.
pub fn serve(school: SchoolRef, listener: TcpListener) -> std::io::Result<Server> {
    let server = HttpServer::new(move || {
        let school = school.clone();
        let answer = move || {
            let school = school.clone();
            async move { HttpResponse::Ok().content_type(TextEncoder::new().format_type()).body(render(&school).await) }
        };
        App::new().route("/metrics", web::get().to(answer))
    });
    Ok(server.workers(1).disable_signals().listen(listener)?.run())
}

/// All metrics, in Prometheus's text format.
pub async fn render(school: &SchoolRef) -> String {
    let now = Snapshot(Registry::new());
    let (rooms, shards, jobs) = tokio::join!(
        timeout(PATIENCE, school.rooms.send(Count)),
        timeout(PATIENCE, school.media.stats()),
        timeout(PATIENCE, school.pool.run(|connection| jobs::load(connection, &[], clock::now()))),
    );
    if let Ok(Ok(stats)) = rooms {
        now.rooms(&stats);
    }
    if let Ok(shards) = shards {
        now.sound(&shards);
    }
    now.database(school, jobs.ok().and_then(Result::ok));
    let help = "Warnings of the libraries that read what strangers send; most are counted here only";
    now.counters("lyceum_library_warnings_total", help, "library", logging::library_warnings());
    now.gauge("lyceum_waiting_passwords", "Passwords that wait to be checked", school.hashing.waiting() as f64);
    now.process();
    now.gauges("lyceum_build_info", "The version that runs", "version", [(env!("CARGO_PKG_VERSION"), 1.0)]);
    let mut families = school.metrics.registry.gather();
    families.append(&mut now.0.gather());
    TextEncoder::new().encode_to_string(&families).expect("metrics are text")
}

/// The metrics that are gathered for one request.
struct Snapshot(Registry);

impl Snapshot {
    fn gauge(&self, name: &str, help: &str, value: f64) {
        registered(&self.0, Gauge::new(name, help)).set(value);
    }

    fn gauges<'a>(&self, name: &str, help: &str, label: &str, values: impl IntoIterator<Item = (&'a str, f64)>) {
        let all = registered(&self.0, GaugeVec::new(Opts::new(name, help), &[label]));
        values.into_iter().for_each(|(of, value)| all.with_label_values(&[of]).set(value));
    }

    fn counter(&self, name: &str, help: &str, value: u64) {
        registered(&self.0, IntCounter::new(name, help)).inc_by(value);
    }

    fn counters<'a>(&self, name: &str, help: &str, label: &str, values: impl IntoIterator<Item = (&'a str, u64)>) {
        let all = registered(&self.0, IntCounterVec::new(Opts::new(name, help), &[label]));
        values.into_iter().for_each(|(of, value)| all.with_label_values(&[of]).inc_by(value));
    }

    /// Under the names that Prometheus's own libraries use.
    fn process(&self) {
        if let Ok(usage) = getrusage(UsageWho::RUSAGE_SELF) {
            let seconds = |time: TimeVal| time.tv_sec() as f64 + time.tv_usec() as f64 / 1e6;
            let all = registered(&self.0, Counter::new("process_cpu_seconds_total", "Time spent on all cores"));
            all.inc_by(seconds(usage.user_time()) + seconds(usage.system_time()));
        }
        if let Some(bytes) = resident_bytes() {
            self.gauge("process_resident_memory_bytes", "Memory in use", bytes);
        }
        if let (Ok(open), Ok((most, _))) = (fs::read_dir("/proc/self/fd"), getrlimit(Resource::RLIMIT_NOFILE)) {
            self.gauge("process_open_fds", "Files and sockets that are open", open.count() as f64);
            self.gauge("process_max_fds", "How many may be", most as f64);
        }
    }

    fn rooms(&self, stats: &RoomStats) {
        self.gauge("lyceum_rooms", "Rooms that are open", stats.rooms as f64);
        self.gauge(
            "lyceum_seats",
            "People in a room, and those lost a moment ago, whose place is kept",
            stats.seats as f64,
        );
        self.gauge("lyceum_connections", "WebSockets of people in a room, or waiting for it", stats.connections as f64);
        self.gauge("lyceum_programs", "Programs that stream, by WHIP and WHEP", stats.programs as f64);
        let (all, most) = (stats.waiting_bytes, stats.most_waiting_bytes);
        self.gauge("lyceum_outbox_bytes", "What waits for all connections to be read, in bytes", all as f64);
        self.gauge("lyceum_outbox_most_bytes", "What waits for the slowest of them", most as f64);
    }

    fn sound(&self, shards: &[ShardStats]) {
        let peers: Vec<&PeerStats> = shards.iter().flat_map(|shard| &shard.peers).collect();
        let by = |way: Option<Transport>| peers.iter().filter(|peer| peer.way() == way).count() as f64;
        let ways = [
            ("udp", Some(Transport::Udp)),
            ("tcp", Some(Transport::Tcp)),
            ("relay", Some(Transport::Relay)),
            ("none", None),
        ];
        let help = "Peers with sound, by the way that their packets come";
        self.gauges("lyceum_media_peers", help, "way", ways.map(|(name, way)| (name, by(way))));
        let all = |of: fn(&PeerStats) -> f32| mean(peers.iter().map(|peer| f64::from(of(peer))));
        let loss = [("up", all(|peer| peer.up.loss)), ("down", all(|peer| peer.down.loss))];
        let help = "The share of packets lost of late, from 0 to 1: the mean of all peers";
        self.gauges("lyceum_media_loss_ratio", help, "direction", loss);
        let seconds = |of: fn(&PeerStats) -> f32| all(of) / 1000.0;
        let jitter = [("up", seconds(|peer| peer.up.jitter)), ("down", seconds(|peer| peer.down.jitter))];
        let help = "By how much packets come earlier or later than they were sent (RFC 3550), in seconds: the mean of all peers";
        self.gauges("lyceum_media_jitter_seconds", help, "direction", jitter);
        let trips = peers.iter().filter_map(|peer| peer.round_trip).map(f64::from);
        let help = "There and back, in seconds: the mean of the peers of whom it is known";
        self.gauge("lyceum_media_round_trip_seconds", help, mean(trips) / 1000.0);
        let sum = |of: fn(&ShardStats) -> Traffic| shards.iter().map(of).sum::<Traffic>();
        let flows = [("up", sum(|shard| shard.up)), ("down", sum(|shard| shard.down))];
        let help = "Packets with sound, to the server and from it";
        let packets = flows.map(|(way, flow)| (way, flow.packets));
        self.counters("lyceum_media_packets_total", help, "direction", packets);
        self.counters(
            "lyceum_media_bytes_total",
            "Their bytes",
            "direction",
            flows.map(|(way, flow)| (way, flow.bytes)),
        );
        let of = |of: fn(&ShardStats) -> u64| shards.iter().map(of).sum();
        let help = "Packets that were none, or forged, or came twice";
        self.counter("lyceum_media_refused_packets_total", help, of(|shard| shard.refused));
        let help = "Packets that were lost between shards, as one did not keep up";
        self.counter("lyceum_media_overrun_packets_total", help, of(|shard| shard.dropped));
        let waiting: u64 = of(|shard| shard.queued);
        self.gauge("lyceum_media_waiting_packets", "Packets on their way between shards", waiting as f64);
    }

    fn database(&self, school: &SchoolRef, jobs: Option<jobs::QueueLoad>) {
        let up = f64::from(u8::from(jobs.is_some()));
        self.gauge("lyceum_database_up", "Whether the database has answered just now", up);
        let pool = school.pool.state();
        let busy = f64::from(pool.open - pool.idle);
        let connections = [("busy", busy), ("idle", f64::from(pool.idle))];
        self.gauges("lyceum_database_connections", "Connections to the database", "state", connections);
        self.gauge("lyceum_database_connections_most", "How many there may be", f64::from(pool.most));
        if let Some(load) = jobs {
            let states = [("waiting", load.waiting), ("failing", load.failing), ("given_up", load.given_up)]
                .map(|(name, count)| (name, count as f64));
            let help = "Mails and the like: those that wait, those of them that have failed before, and those of the last days \
                        that were given up";
            self.gauges("lyceum_jobs", help, "state", states);
            self.gauge(
                "lyceum_jobs_overdue_seconds",
                "For how long the oldest should have been tried",
                load.overdue_seconds,
            );
        }
    }
}

/// Returns 0 for no values, rather than the -0 that they sum up to.
fn mean(values: impl Iterator<Item = f64>) -> f64 {
    let (count, sum) = values.fold((0, 0.0), |(count, sum), value| (count + 1, sum + value));
    sum / f64::from(count.max(1))
}

fn resident_bytes() -> Option<f64> {
    let status = fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    line.split_whitespace().next()?.parse::<f64>().ok().map(|kib| kib * 1024.0)
}
