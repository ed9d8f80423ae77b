//! Creates the cluster, and describes how it is started.

use std::{
    fs::{self, DirBuilder, File},
    io::{self, Write},
    os::unix::fs::DirBuilderExt,
    path::{Path, PathBuf},
    process::{Command, Output, Stdio},
};

use nix::sys::signal::Signal;

use super::{DATABASE, EmbeddedError, Settings, binaries::Binaries, owner::Owner, paths::ClusterPaths};

/// The major version of an existing cluster.
pub(super) fn version(cluster: &Path) -> Result<Option<u32>, EmbeddedError> {
    let path = cluster.join("PG_VERSION");
    let damaged = |what: String| {
        let advice = "restore the data directory from a backup, or move it away to begin anew";
        Err(EmbeddedError::Failed(format!(
            "the private database in {} is damaged ({what}): {advice}",
            cluster.display()
        )))
    };
    match fs::read_to_string(&path) {
        Ok(text) => match text.trim().parse() {
            Ok(version) => Ok(Some(version)),
            Err(_) => damaged("PG_VERSION does not hold a version".into()),
        },
        Err(error) if error.kind() == io::ErrorKind::NotFound && !cluster.exists() => Ok(None),
        Err(error) => damaged(format!("PG_VERSION: {error}")),
    }
}

/// Creates the cluster beside its place, and moves it there once it is complete.
pub(super) fn make(
    place: &ClusterPaths,
    owner: &Owner,
    binaries: &Binaries,
    durable: bool,
) -> Result<(), EmbeddedError> {
    tracing::info!("making a private database in {}", place.home.display());
    let new = place.home.join("cluster.new");
    let made = build(&new, owner, binaries, durable).and_then(|()| {
        fs::rename(&new, &place.cluster)
            .and_then(|()| File::open(&place.home)?.sync_all())
            .map_err(|error| error.to_string())
    });
    made.map_err(|reason| {
        let _ = fs::remove_dir_all(&new);
        EmbeddedError::Failed(format!("the private database cannot be made in {}: {reason}", place.home.display()))
    })
}

fn build(new: &Path, owner: &Owner, binaries: &Binaries, durable: bool) -> Result<(), String> {
    match fs::remove_dir_all(new) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error.to_string()),
        _ => {}
    }
    DirBuilder::new().mode(0o700).create(new).and_then(|()| owner.own(new)).map_err(|error| error.to_string())?;
    // C.UTF-8 knows the letters of all languages; C exists everywhere.
    initdb(new, owner, binaries, durable, "C.UTF-8")
        .or_else(|said| if said.contains("locale") { initdb(new, owner, binaries, durable, "C") } else { Err(said) })?;
    let mut single = owner.command(&binaries.postgres(), Signal::SIGKILL);
    single.args(["--single", "-D"]).arg(new).args((!durable).then_some("-F")).arg("postgres");
    let output = run_with_input(single, &format!("CREATE DATABASE {DATABASE}\n")).map_err(|error| error.to_string())?;
    match error_line(&output) {
        None if output.status.success() => Ok(()),
        said => Err(said.unwrap_or_else(|| format!("postgres --single: {}", output.status))),
    }
}

fn initdb(new: &Path, owner: &Owner, binaries: &Binaries, durable: bool, locale: &str) -> Result<(), String> {
    let mut command = owner.command(&binaries.initdb(), Signal::SIGKILL);
    command.arg("-D").arg(new).args(["--username=lyceum", "--encoding=UTF8", "--data-checksums", "--auth=peer"]);
    command.arg(format!("--locale={locale}")).args((!durable).then_some("--no-sync"));
    let output = command.output().map_err(|error| format!("initdb: {error}"))?;
    if output.status.success() {
        return Ok(());
    }
    Err(error_line(&output).unwrap_or_else(|| format!("initdb: {}", output.status)))
}

fn run_with_input(mut command: Command, text: &str) -> io::Result<Output> {
    let mut child = command.stdin(Stdio::piped()).spawn()?;
    child.stdin.take().expect("stdin is piped").write_all(text.as_bytes())?;
    child.wait_with_output()
}

/// The error message of a PostgreSQL program, on one line.
fn error_line(output: &Output) -> Option<String> {
    let text = String::from_utf8_lossy(&output.stderr);
    let in_line = |line: &str| {
        let marks = ["PANIC:", "FATAL:", "ERROR:", "error:"];
        marks.iter().find_map(|mark| line.split_once(mark)).map(|(_, said)| said.trim().to_owned())
    };
    text.lines().find_map(in_line)
}

/// What the keeper needs to start PostgreSQL, each time.
pub(super) struct Start {
    owner: Owner,
    program: PathBuf,
    arguments: Vec<String>,
    pub cluster: PathBuf,
    pub log: PathBuf,
}

impl Start {
    pub fn new(place: &ClusterPaths, owner: Owner, binaries: &Binaries, settings: Settings<'_>) -> Self {
        let mut arguments = Vec::new();
        let mut set = |name: &str, value: &str| arguments.extend(["-c".to_owned(), format!("{name}={value}")]);
        set("listen_addresses", "");
        set("port", "5432");
        set("unix_socket_directories", &quoted(&place.socket));
        set("unix_socket_permissions", "0700");
        set("hba_file", &place.hba().to_string_lossy());
        set("ident_file", &place.ident().to_string_lossy());
        set("max_connections", &(settings.connections + 20).to_string());
        set("cluster_name", "lyceum");
        set("jit", "off");
        set("log_destination", "stderr");
        set("logging_collector", "off");
        set("log_line_prefix", "%m [%p] ");
        // Details and statements contain people's names and addresses.
        set("log_error_verbosity", "terse");
        set("log_min_error_statement", "panic");
        if !settings.durable {
            for name in ["fsync", "synchronous_commit", "full_page_writes"] {
                set(name, "off");
            }
        }
        let log = place.home.join("postgres.log");
        Self { owner, program: binaries.postgres(), arguments, cluster: place.cluster.clone(), log }
    }

    pub fn command(&self) -> Command {
        let mut command = self.owner.command(&self.program, Signal::SIGINT);
        command.arg("-D").arg(&self.cluster).args(&self.arguments).stdout(Stdio::null());
        command
    }
}

/// Quotes a path for a list of paths.
fn quoted(path: &Path) -> String {
    format!("\"{}\"", path.to_string_lossy().replace('"', "\"\""))
}
