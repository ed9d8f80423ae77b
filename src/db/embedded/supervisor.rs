//! The thread that is PostgreSQL's parent: it starts it, restarts it when it dies, and stops it.

use std::{
    fs,
    path::Path,
    process::Child,
    sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError, mpsc},
    thread,
    time::{Duration, Instant},
};

use nix::{
    errno::Errno,
    sys::{
        signal::{Signal, kill},
        wait::{Id, WaitPidFlag, waitid},
    },
    unistd::Pid,
};

use super::{EmbeddedError, cluster::Start, log::Log};

/// The first wait before a restart. It doubles up to the last, and is reset after PostgreSQL has run for a while.
const BACKOFF: Duration = Duration::from_millis(100);
const BACKOFF_LAST: Duration = Duration::from_secs(10);
const GOOD_WHILE: Duration = Duration::from_secs(60);

/// How to stop PostgreSQL, and how long to wait each time: a fast shutdown, an immediate one, and a kill.
const STEPS: [(Signal, Duration); 3] = [
    (Signal::SIGINT, Duration::from_secs(20)),
    (Signal::SIGQUIT, Duration::from_secs(5)),
    (Signal::SIGKILL, Duration::from_secs(5)),
];

/// How long the children of a killed postmaster may hold its memory.
const ORPHANS: Duration = Duration::from_secs(10);

pub(super) struct Supervisor {
    shared: Arc<Shared>,
    thread: Option<thread::JoinHandle<()>>,
}

#[derive(Default)]
struct Shared {
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Default)]
struct State {
    stopping: bool,
    /// Not reaped while it is set, so that a signal cannot reach another process.
    pid: Option<Pid>,
}

impl Shared {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Waits until `done`, or until `patience` has passed; returns whether it is done.
    fn wait(&self, patience: Duration, done: impl Fn(&State) -> bool) -> bool {
        let waited = self.changed.wait_timeout_while(self.state(), patience, |state| !done(state));
        done(&waited.unwrap_or_else(PoisonError::into_inner).0)
    }
}

impl Supervisor {
    /// Returns when PostgreSQL accepts connections.
    pub fn start(start: Start) -> Result<Self, EmbeddedError> {
        let shared = Arc::new(Shared::default());
        let (tell, told) = mpsc::sync_channel(1);
        let kept = shared.clone();
        let thread = thread::Builder::new()
            .name("postgres-keeper".into())
            .spawn(move || keep(&start, &kept, &tell))
            .map_err(|error| EmbeddedError::Failed(error.to_string()))?;
        match told.recv() {
            Ok(Ok(())) => Ok(Self { shared, thread: Some(thread) }),
            Ok(Err(reason)) => Err(EmbeddedError::Failed(format!("the private database does not start: {reason}"))),
            Err(_) => Err(EmbeddedError::Failed("the thread that keeps the private database has failed".into())),
        }
    }

    pub fn pid(&self) -> Option<u32> {
        self.shared.state().pid.map(|pid| pid.as_raw().unsigned_abs())
    }

    pub fn stop(&mut self) {
        self.shared.state().stopping = true;
        self.shared.changed.notify_all();
        for (signal, patience) in STEPS {
            if let Some(pid) = self.shared.state().pid {
                if signal != Signal::SIGINT {
                    tracing::warn!("the database does not stop: {signal}");
                }
                let _ = kill(pid, signal);
            }
            if self.shared.wait(patience, |state| state.pid.is_none()) {
                break;
            }
        }
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

fn keep(start: &Start, shared: &Shared, tell: &mpsc::SyncSender<Result<(), String>>) {
    let begun = Instant::now();
    let mut backoff = BACKOFF;
    let mut first = true;
    loop {
        let started = Instant::now();
        let ended = run(start, shared, || {
            if std::mem::take(&mut first) {
                let _ = tell.send(Ok(()));
            } else {
                tracing::info!("the database is back");
            }
        });
        if shared.state().stopping {
            return;
        }
        if first && !(ended.contains("still in use") && begun.elapsed() < ORPHANS) {
            let _ = tell.send(Err(ended));
            return;
        }
        if started.elapsed() > GOOD_WHILE {
            backoff = BACKOFF;
        }
        tracing::error!("the database has stopped by itself ({ended}): starting it again");
        if shared.wait(backoff, |state| state.stopping) {
            return;
        }
        backoff = (backoff * 2).min(BACKOFF_LAST);
    }
}

/// Runs PostgreSQL once, from its start to its end, and returns why it ended.
fn run(start: &Start, shared: &Shared, ready: impl FnOnce()) -> String {
    let mut child = {
        let mut state = shared.state();
        if state.stopping {
            return String::new();
        }
        match start.command().spawn() {
            Ok(child) => {
                state.pid = Some(pid_of(&child));
                child
            }
            Err(error) => return error.to_string(),
        }
    };
    let log = child.stderr.take().and_then(|stderr| Log::keep(&start.log, stderr).ok());
    if wait_until_ready(&start.cluster, pid_of(&child)) {
        ready();
    }
    while waitid(Id::Pid(pid_of(&child)), WaitPidFlag::WEXITED | WaitPidFlag::WNOWAIT) == Err(Errno::EINTR) {}
    let mut state = shared.state();
    state.pid = None;
    let status = child.wait();
    drop(state);
    shared.changed.notify_all();
    match status {
        // It stopped by itself, and has logged why.
        Ok(status) if status.code().is_some() => {
            log.and_then(|log| log.last_fatal()).unwrap_or_else(|| status.to_string())
        }
        Ok(status) => status.to_string(),
        Err(error) => error.to_string(),
    }
}

/// Waits until PostgreSQL accepts connections; `false` when it ended instead.
fn wait_until_ready(cluster: &Path, pid: Pid) -> bool {
    let flags = WaitPidFlag::WEXITED | WaitPidFlag::WNOWAIT | WaitPidFlag::WNOHANG;
    let begun = Instant::now();
    let mut told = Duration::from_secs(3);
    while !is_ready(cluster, pid) {
        if !matches!(waitid(Id::Pid(pid), flags), Ok(nix::sys::wait::WaitStatus::StillAlive)) {
            return false;
        }
        if begun.elapsed() > told {
            tracing::warn!("the database takes its time to start: it may be recovering from a crash");
            told += Duration::from_secs(10);
        }
        thread::sleep(Duration::from_millis(5));
    }
    true
}

/// Line 8 of postmaster.pid is the state (PostgreSQL's `pidfile.h`), line 1 the process id.
fn is_ready(cluster: &Path, pid: Pid) -> bool {
    let Ok(text) = fs::read_to_string(cluster.join("postmaster.pid")) else { return false };
    let mut lines = text.lines();
    lines.next().is_some_and(|line| line.trim() == pid.to_string())
        && lines.nth(6).is_some_and(|line| line.trim() == "ready")
}

fn pid_of(child: &Child) -> Pid {
    Pid::from_raw(i32::try_from(child.id()).expect("Linux's process ids fit"))
}
