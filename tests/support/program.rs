//! The real program, started as people start it.

use std::{
    io::{BufRead, BufReader, Read, Write},
    net::{SocketAddr, TcpStream},
    os::unix::process::ExitStatusExt,
    path::{Path, PathBuf},
    process::{Child, Command, ExitStatus, Output, Stdio},
    sync::{Arc, Mutex, mpsc},
    thread,
    time::{Duration, Instant},
};

use nix::{
    sys::signal::{Signal, kill},
    unistd::Pid,
};

use super::{postgres, temp_dirs, timeouts::PROGRAM_PATIENCE as PATIENCE};

/// Asks repeatedly until there is an answer.
#[track_caller]
pub fn eventually<T>(what: &str, mut ask: impl FnMut() -> Option<T>) -> T {
    let deadline = Instant::now() + PATIENCE;
    loop {
        if let Some(answer) = ask() {
            return answer;
        }
        assert!(Instant::now() < deadline, "{what}: still not after {PATIENCE:?}");
        thread::sleep(Duration::from_millis(10));
    }
}

/// Reports that the running test could not check everything, and why. The test passes, so its ordinary output would not be shown.
pub fn report_skipped(why: &str) {
    let test = thread::current().name().unwrap_or("a test").to_owned();
    let _ = writeln!(std::io::stderr(), "\nleft out: {test}: {why}");
}

/// A data directory for one test, which the database's user can reach when the tests run as root.
pub struct Data {
    dir: tempfile::TempDir,
}

impl Data {
    pub fn fresh() -> Self {
        Self { dir: temp_dirs::dir() }
    }

    /// A data directory whose database exists already, so that the server starts as usual.
    pub fn prepared() -> Self {
        let data = Self::fresh();
        postgres::fill(&data.path());
        data
    }

    /// A data directory inside an existing directory.
    pub fn within(dir: &Path) -> Self {
        Self { dir: tempfile::Builder::new().tempdir_in(dir).expect("a temporary directory") }
    }

    /// The path; the server creates the directory.
    pub fn path(&self) -> PathBuf {
        self.dir.path().join("data")
    }

    pub fn cluster(&self) -> PathBuf {
        self.path().join("postgres/cluster")
    }

    /// The process id in the database's pid file.
    pub fn postmaster(&self) -> Option<Pid> {
        let text = std::fs::read_to_string(self.cluster().join("postmaster.pid")).ok()?;
        text.lines().next()?.trim().parse().ok().map(Pid::from_raw)
    }
}

/// Runs `lyceum` with these arguments and nothing of our environment but PATH.
pub fn lyceum(arguments: &[&str]) -> Command {
    // HTTP clients of the tests use TLS with one of two cryptography providers, which must be chosen.
    lyceum::outbound::tls::install_crypto_provider();
    let mut command = Command::new(env!("CARGO_BIN_EXE_lyceum"));
    command.args(arguments).env_clear().stdin(Stdio::null());
    // Each server of the tests has ports of its own.
    command.env("LYCEUM_MEDIA_LISTEN", "127.0.0.1:0").env("LYCEUM_TURN_LISTEN", "127.0.0.1:0");
    if let Some(path) = std::env::var_os("PATH") {
        command.env("PATH", path);
    }
    command
}

/// Runs `lyceum serve` on a free port, with cheap password hashes.
pub fn serve(data: &Data) -> Command {
    let mut command = lyceum(&["serve", "--listen", "127.0.0.1:0", "--bcrypt-cost", "4"]);
    command.env("LYCEUM_DATA_DIR", data.path());
    command
}

/// Has `other` run the same program: its command line comes last, and only its environment is passed.
pub fn run_by(mut other: Command, program: &Command) -> Command {
    other.arg(program.get_program()).args(program.get_args()).stdin(Stdio::null());
    other.env_clear().envs(program.get_envs().filter_map(|(name, value)| Some((name, value?))));
    other
}

/// Runs a command to its end, with a deadline.
pub fn run(command: &mut Command) -> Output {
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("it starts");
    let deadline = Instant::now() + PATIENCE;
    while child.try_wait().expect("the test owns it").is_none() {
        if Instant::now() > deadline {
            child.kill().expect("the test owns it");
            panic!("{command:?} does not end: {:?}", child.wait_with_output());
        }
        thread::sleep(Duration::from_millis(10));
    }
    child.wait_with_output().expect("it has ended")
}

/// Runs a command that must fail with this code, and returns its one line of output.
#[track_caller]
pub fn refused(command: &mut Command, code: i32) -> String {
    let output = run(command);
    let said = String::from_utf8(output.stderr).expect("it says text");
    assert_eq!(output.status.code(), Some(code), "{command:?} says {said}");
    let lines: Vec<_> = said.lines().filter(|line| line.starts_with("lyceum: ")).collect();
    let [line] = lines[..] else { panic!("{command:?} says not one line but {said}") };
    assert_eq!(said.lines().last(), Some(line), "nothing comes after it");
    line.to_owned()
}

/// A running `lyceum serve`; killed when dropped.
pub struct Server {
    child: Child,
    pub address: SocketAddr,
    /// Its standard output so far.
    said: Text,
    log: Text,
}

/// A `lyceum serve` that is starting.
pub struct Starting {
    child: Child,
    said: Text,
    log: Text,
    ready: mpsc::Receiver<SocketAddr>,
}

type Text = Arc<Mutex<String>>;

impl Starting {
    pub fn begin(command: &mut Command) -> Self {
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("it starts");
        let log = follow(child.stderr.take().expect("it is piped"), |_| {});
        let (tell, ready) = mpsc::channel();
        let said = follow(child.stdout.take().expect("it is piped"), move |line| {
            let address = line.split_once("ready at ").and_then(|(_, url)| url.split_once("://"));
            if let Some((_, address)) = address {
                let _ = tell.send(address.trim().parse().expect("an address"));
            }
        });
        Self { child, said, log, ready }
    }

    /// Waits until it has logged this.
    pub fn logs(&self, part: &str) {
        logs(&self.log, part);
    }

    /// The address at which it waits for room on its disk.
    pub fn waits_at(&self) -> SocketAddr {
        eventually("a server that waits", || {
            let said = text(&self.said);
            said.split_once("waits at ").and_then(|(_, rest)| rest.split(' ').next()?.parse().ok())
        })
    }

    /// Sends SIGTERM before it is ready; the exit code must be 0.
    pub fn stop(mut self) {
        kill(Pid::from_raw(i32::try_from(self.child.id()).expect("it fits")), Signal::SIGTERM)
            .expect("the test owns it");
        let status = eventually("the server's end", || self.child.try_wait().expect("the test owns it"));
        assert_eq!(status.code(), Some(0), "{status}: {}", text(&self.log));
    }

    /// Waits until it prints that it is ready.
    pub fn ready(mut self) -> Server {
        let Ok(address) = self.ready.recv_timeout(PATIENCE) else {
            self.child.kill().expect("the test owns it");
            let status = self.child.wait();
            panic!("it is not ready ({status:?}): {}", text(&self.log));
        };
        Server { child: self.child, address, said: self.said, log: self.log }
    }
}

fn text(text: &Text) -> String {
    text.lock().expect("the lock is not poisoned").clone()
}

fn logs(log: &Text, part: &str) {
    eventually(&format!("{part:?} in the log"), || text(log).contains(part).then_some(()));
}

impl Server {
    /// Starts it, and waits until it prints that it is ready.
    pub fn start(command: &mut Command) -> Self {
        Starting::begin(command).ready()
    }

    pub fn pid(&self) -> Pid {
        Pid::from_raw(i32::try_from(self.child.id()).expect("it fits"))
    }

    pub fn signal(&self, signal: Signal) {
        kill(self.pid(), signal).expect("the test owns it");
    }

    /// Waits for its end.
    pub fn ended(&mut self) -> ExitStatus {
        eventually("the server's end", || self.child.try_wait().expect("the test owns it"))
    }

    /// Sends SIGTERM; the exit code must be 0.
    pub fn stop(mut self) {
        self.signal(Signal::SIGTERM);
        let status = self.ended();
        assert_eq!(status.code(), Some(0), "{status}: {}", self.logged());
    }

    /// Kills it, as a crash would.
    pub fn kill(mut self) {
        self.signal(Signal::SIGKILL);
        assert_eq!(self.ended().signal(), Some(9));
    }

    pub fn logged(&self) -> String {
        text(&self.log)
    }

    pub fn said(&self) -> String {
        text(&self.said)
    }

    /// Waits until it has logged this.
    pub fn logs(&self, part: &str) {
        logs(&self.log, part);
    }

    /// The status of a GET, without an HTTP client: a server that is stopping must not confuse a client's pool.
    pub fn get(&self, path: &str) -> Option<u16> {
        use std::io::Write;
        let mut stream = TcpStream::connect(self.address).ok()?;
        stream.set_read_timeout(Some(PATIENCE)).ok()?;
        write!(stream, "GET {path} HTTP/1.1\r\nHost: lyceum\r\nConnection: close\r\n\r\n").ok()?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer).ok()?;
        answer.split(' ').nth(1)?.parse().ok()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn follow(from: impl Read + Send + 'static, mut seen: impl FnMut(&str) + Send + 'static) -> Text {
    let text = Arc::new(Mutex::new(String::new()));
    let kept = Arc::clone(&text);
    thread::spawn(move || {
        for line in BufReader::new(from).lines().map_while(Result::ok) {
            kept.lock().expect("the lock is not poisoned").push_str(&format!("{line}\n"));
            seen(&line);
        }
    });
    text
}
