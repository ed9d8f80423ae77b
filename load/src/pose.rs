//! `lyceum-load pose` and `idle`: a lesson full of people, and what it costs the server.

use std::{
    thread,
    time::{Duration, Instant},
};

use clap::Args;

use crate::{
    connection::Address,
    crowd::Phase,
    process,
    protocol::Protocol,
    report::{Format, Measured, Memory, Report},
    run::{Plan, Run},
};

#[derive(Args)]
pub struct Target {
    /// The server, as http://HOST:PORT
    #[arg(long, default_value = "http://127.0.0.1:8080")]
    pub url: Address,
    /// The lesson's join code
    #[arg(long)]
    pub code: String,
    /// How many people
    #[arg(short, default_value_t = 300)]
    pub n: usize,
    /// The server's process, to measure what it costs
    #[arg(long)]
    pub pid: Option<u32>,
    /// How many people join at a time
    #[arg(long, default_value_t = 16)]
    pub at_a_time: usize,
    /// The generator's threads
    #[arg(long, default_value_t = 1)]
    pub threads: usize,
    #[command(flatten)]
    pub format: Format,
}

#[derive(Args)]
pub struct Pose {
    #[command(flatten)]
    target: Target,
    /// Poses per second of each person
    #[arg(long, default_value_t = 20.0)]
    hz: f64,
    /// How long to measure, in seconds, after two seconds of the same load
    #[arg(long, default_value_t = 15.0)]
    secs: f64,
    /// Seconds between two chat lines of a person; 0 for none
    #[arg(long, default_value_t = 10.0)]
    chat_every: f64,
    /// The server is load/baseline/server.mjs; the code does not matter
    #[arg(long)]
    socketio: bool,
}

#[derive(Args)]
pub struct Idle {
    #[command(flatten)]
    target: Target,
    /// How long to sit still before measuring, in seconds
    #[arg(long, default_value_t = 5.0)]
    secs: f64,
}

const SETTLING: Duration = Duration::from_secs(1);
const WARM_UP: Duration = Duration::from_secs(2);
/// Messages in flight may still arrive when the load ends.
const AFTERMATH: Duration = Duration::from_millis(1500);
const NEVER: Duration = Duration::from_secs(1 << 30);

fn seconds(seconds: f64) -> Duration {
    if seconds > 0.0 { Duration::from_secs_f64(seconds) } else { NEVER }
}

/// What the people do.
struct Lesson {
    protocol: Protocol,
    hz: f64,
    line_every: Duration,
    moving: bool,
    measured: Duration,
}

impl Pose {
    /// # Errors
    /// When the server's process cannot be read, or nobody could join.
    pub fn run(self) -> Result<(), String> {
        if !(self.hz > 0.0 && self.hz <= 1000.0) {
            return Err("--hz is more than 0 and at most 1000".into());
        }
        self.target.give(Lesson {
            protocol: if self.socketio { Protocol::SocketIo } else { Protocol::Lyceum },
            hz: self.hz,
            line_every: seconds(self.chat_every),
            moving: true,
            measured: seconds(self.secs),
        })
    }
}

impl Idle {
    /// # Errors
    /// When the server's process cannot be read, or nobody could join.
    pub fn run(self) -> Result<(), String> {
        let measured = seconds(self.secs);
        self.target.give(Lesson { protocol: Protocol::Lyceum, hz: 1.0, line_every: NEVER, moving: false, measured })
    }
}

impl Target {
    fn give(self, lesson: Lesson) -> Result<(), String> {
        let (pid, people, format) = (self.pid, self.n, self.format);
        let memory = || pid.and_then(process::memory);
        let spent = || pid.map(cost).transpose();

        let before = memory();
        let run = Run::start(Plan {
            address: self.url,
            protocol: lesson.protocol,
            code: self.code,
            people,
            hz: lesson.hz,
            line_every: lesson.line_every,
            comes_back: false,
            at_a_time: self.at_a_time.max(1),
            threads: self.threads,
        });
        let joined = run.present();
        thread::sleep(SETTLING);
        let mut still = memory();
        if lesson.moving {
            run.tell(Phase::Moving { since: tokio::time::Instant::now() });
            thread::sleep(WARM_UP);
        }

        let (started, server, own) = (Instant::now(), spent()?, cost(std::process::id())?);
        run.measure(true);
        thread::sleep(lesson.measured);
        run.measure(false);
        let elapsed = started.elapsed();
        let server = server.zip(spent()?).map(|(before, now)| now.since(before));
        let own = cost(std::process::id())?.since(own);
        let mut loaded = memory();
        if !lesson.moving {
            still = loaded.take();
        }

        run.tell(Phase::Still);
        thread::sleep(AFTERMATH);
        let present = run.present();
        let tally = run.finish();
        let memory = Memory { before, still, loaded, people: joined };
        let protocol = lesson.protocol;
        let measured = Measured { protocol, people, joined, present, elapsed, tally, server, own, memory };
        format.print(&Report::of(&measured))?;
        if joined == 0 { Err("nobody came in".into()) } else { Ok(()) }
    }
}

/// What a process has cost so far.
///
/// # Errors
/// When there is no such process.
pub fn cost(pid: u32) -> Result<process::Cost, String> {
    process::cost(pid).ok_or_else(|| format!("there is no process {pid}"))
}
