//! `lyceum-load crash`: kill -9 of the server in mid-lesson, the restart, and how everyone returns to their own seat.

use std::{
    collections::HashSet,
    io::{Read, Write},
    net::TcpStream,
    process::{Child, Command, Stdio},
    thread,
    time::{Duration, Instant},
};

use clap::Args;
use nix::{
    sys::signal::{Signal, kill},
    unistd::Pid,
};
use serde::Serialize;
use tokio::runtime;

use crate::{
    connection::{self, Address, Admission},
    crowd::Phase,
    lyceum,
    pose::cost,
    protocol::Protocol,
    report::{Format, rounded},
    run::{Plan, Run},
};

#[derive(Args)]
pub struct Crash {
    /// The server, as http://HOST:PORT
    #[arg(long, default_value = "http://127.0.0.1:8080")]
    url: Address,
    /// The lesson's join code
    #[arg(long)]
    code: String,
    /// How many people
    #[arg(short, default_value_t = 300)]
    n: usize,
    /// The server's process, which is killed
    #[arg(long)]
    pid: u32,
    /// Poses per second of each person
    #[arg(long, default_value_t = 20.0)]
    hz: f64,
    /// Seconds between two chat lines of a person
    #[arg(long, default_value_t = 2.0)]
    chat_every: f64,
    /// How long the lesson runs before the crash, in seconds
    #[arg(long, default_value_t = 5.0)]
    secs: f64,
    /// How long to wait for everyone to be back, in seconds
    #[arg(long, default_value_t = 30.0)]
    patience: f64,
    #[command(flatten)]
    format: Format,
    /// The command that starts the server again; it is stopped at the end
    #[arg(last = true, required = true)]
    restart: Vec<String>,
}

#[derive(Serialize)]
struct Report {
    people: usize,
    joined: usize,
    /// From the start of the new process to its first answer.
    answers_after_s: Option<f64>,
    back: usize,
    /// From the start of the new process until the last person is in their seat.
    all_back_after_s: Option<f64>,
    misplaced: usize,
    lines_said: u64,
    lines_acknowledged: usize,
    acknowledged_but_lost: usize,
    closed: crate::tally::Counts,
    refusals: crate::tally::Counts,
}

impl Crash {
    /// # Errors
    /// When not everyone is back in their seat in time, or an acknowledged line is lost.
    pub fn run(self) -> Result<(), String> {
        cost(self.pid)?;
        let run = Run::start(Plan {
            address: self.url.clone(),
            protocol: Protocol::Lyceum,
            code: self.code.clone(),
            people: self.n,
            hz: self.hz,
            line_every: Duration::from_secs_f64(self.chat_every),
            comes_back: true,
            at_a_time: 16,
            threads: 1,
        });
        let joined = run.present();
        run.tell(Phase::Moving { since: tokio::time::Instant::now() });
        thread::sleep(Duration::from_secs_f64(self.secs));

        signal(Signal::SIGKILL, self.pid)?;
        self.wait(|| run.present() == 0);
        let restarted = Instant::now();
        let mut server = Server(self.restart()?);
        let answers = self.wait(|| is_healthy(&self.url)).then(|| restarted.elapsed());
        let all_back = self.wait(|| run.present() == joined).then(|| restarted.elapsed());
        let (back, misplaced) = (run.present(), run.crowd.misplaced.load(std::sync::atomic::Ordering::Relaxed));

        // Lines that are acknowledged after the crash must be kept too.
        thread::sleep(Duration::from_secs(1));
        run.tell(Phase::Still);
        thread::sleep(Duration::from_secs(1));
        // The room may be full, so the history is read after the others have left.
        let tally = run.finish();
        let kept = runtime::Builder::new_current_thread()
            .enable_all()
            .build()
            .map_err(|e| e.to_string())?
            .block_on(history(&self.url, &self.code));
        server.stop();
        let kept = kept?;
        let lost = tally.acknowledged.iter().filter(|id| !kept.contains(*id)).count();
        let report = Report {
            people: self.n,
            joined,
            answers_after_s: answers.map(|after| rounded(after.as_secs_f64())),
            back,
            all_back_after_s: all_back.map(|after| rounded(after.as_secs_f64())),
            misplaced,
            lines_said: tally.lines_said,
            lines_acknowledged: tally.acknowledged.len(),
            acknowledged_but_lost: lost,
            closed: tally.closed,
            refusals: tally.refusals,
        };
        self.format.print(&report)?;
        match (all_back, misplaced, lost) {
            (Some(_), 0, 0) if joined == self.n => Ok(()),
            _ => Err("not everyone is back in their seat with everything that was acknowledged".into()),
        }
    }

    fn restart(&self) -> Result<Child, String> {
        let (program, arguments) = self.restart.split_first().expect("clap requires a command");
        let mut command = Command::new(program);
        command.args(arguments).stdin(Stdio::null()).stdout(Stdio::null());
        command.spawn().map_err(|e| format!("{program}: {e}"))
    }

    fn wait(&self, until: impl Fn() -> bool) -> bool {
        let started = Instant::now();
        while started.elapsed().as_secs_f64() < self.patience {
            if until() {
                return true;
            }
            thread::sleep(Duration::from_millis(5));
        }
        false
    }
}

/// The restarted server, which is stopped however this process ends.
struct Server(Child);

impl Server {
    /// Asks the server to stop, so that it stops its database; kills it if it does not.
    fn stop(&mut self) {
        if signal(Signal::SIGTERM, self.0.id()).is_ok() {
            let asked = Instant::now();
            while asked.elapsed() < Duration::from_secs(15) {
                if !matches!(self.0.try_wait(), Ok(None)) {
                    return;
                }
                thread::sleep(Duration::from_millis(20));
            }
        }
        // It has ended meanwhile, or is killed now.
        _ = self.0.kill();
        _ = self.0.wait();
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if matches!(self.0.try_wait(), Ok(None)) {
            self.stop();
        }
    }
}

fn signal(signal: Signal, pid: u32) -> Result<(), String> {
    kill(Pid::from_raw(pid.cast_signed()), signal).map_err(|error| format!("{signal} to {pid}: {error}"))
}

fn is_healthy(server: &Address) -> bool {
    let ask = || -> std::io::Result<bool> {
        let mut stream = TcpStream::connect(&server.authority)?;
        // It may listen before it answers.
        stream.set_read_timeout(Some(Duration::from_secs(20)))?;
        write!(stream, "GET /healthz HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n", server.authority)?;
        let mut answer = [0; 12];
        stream.read_exact(&mut answer)?;
        Ok(&answer == b"HTTP/1.1 200")
    };
    ask().unwrap_or(false)
}

/// The ids of all chat lines, as a newcomer can read them.
async fn history(address: &Address, code: &str) -> Result<HashSet<String>, String> {
    let admission = connection::enter(address, Protocol::Lyceum, code, "Load auditor", None).await?;
    let Admission { mut socket, mut lines, mut more_lines, .. } = admission;
    let mut all = HashSet::new();
    let mut id = lyceum::JOIN_ID;
    loop {
        let oldest = lines.first().map(|line| line.message_id.clone());
        all.extend(lines.into_iter().map(|line| line.message_id));
        let (true, Some(oldest)) = (more_lines, oldest) else { return Ok(all) };
        id += 1;
        // To stay within the limit of requests per second.
        tokio::time::sleep(Duration::from_millis(60)).await;
        let older: lyceum::History = connection::ask(&mut socket, id, lyceum::history(id, &oldest)).await?;
        (lines, more_lines) = (older.messages, older.more_messages);
    }
}
