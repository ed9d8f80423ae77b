//! Stops a PostgreSQL that outlived its server and removes its leftover files, before another starts.

use std::{
    fs,
    path::Path,
    thread,
    time::{Duration, Instant},
};

use nix::{
    errno::Errno,
    sys::signal::{Signal, kill},
    unistd::Pid,
};

use super::{
    EmbeddedError,
    paths::{ClusterPaths, SOCKET_NAME},
};

/// What is tried in turn, and for how long: waiting, because the kernel has signalled it already (see `owner`); a fast shutdown;
/// and an immediate one, after which the cluster recovers.
const STEPS: [(Option<Signal>, Duration); 3] = [
    (None, Duration::from_secs(5)),
    (Some(Signal::SIGINT), Duration::from_secs(20)),
    (Some(Signal::SIGQUIT), Duration::from_secs(10)),
];

/// Returns once no PostgreSQL runs on the cluster, and no file claims that one does.
pub(super) fn clear(place: &ClusterPaths) -> Result<(), EmbeddedError> {
    stop(&place.cluster)?;
    // PostgreSQL would also trust these files if another process has the process id now.
    for name in [SOCKET_NAME.to_owned(), format!("{SOCKET_NAME}.lock")] {
        let _ = fs::remove_file(place.socket.join(name));
    }
    Ok(())
}

fn stop(cluster: &Path) -> Result<(), EmbeddedError> {
    let pid_file = cluster.join("postmaster.pid");
    let Ok(text) = fs::read(&pid_file) else { return Ok(()) };
    let number = String::from_utf8_lossy(&text).lines().next().and_then(|line| line.trim().parse().ok());
    let Some(pid) = number.filter(|number| *number > 0).map(Pid::from_raw) else {
        tracing::info!("postmaster.pid does not name a process: it is removed");
        let _ = fs::remove_file(pid_file);
        return Ok(());
    };
    if !runs(pid, cluster) {
        // Another process may have its process id now, and PostgreSQL would mistake that process for its own.
        if kill(pid, None) != Err(Errno::ESRCH) {
            tracing::info!("process {pid} is not the database: its stale postmaster.pid is removed");
            let _ = fs::remove_file(pid_file);
        }
        return Ok(());
    }
    tracing::warn!("the database of a server that was killed still runs (process {pid}): waiting for its end");
    for (signal, patience) in STEPS {
        if let Some(signal) = signal {
            tracing::warn!("stopping it ({signal})");
            let _ = kill(pid, signal);
        }
        let deadline = Instant::now() + patience;
        while Instant::now() < deadline {
            if !runs(pid, cluster) {
                return Ok(());
            }
            thread::sleep(Duration::from_millis(20));
        }
    }
    Err(EmbeddedError::Failed(format!(
        "the database of a server that was killed still runs (process {pid}) and does not stop"
    )))
}

/// Whether the process is a postmaster of this cluster: its working directory is the cluster's.
fn runs(pid: Pid, cluster: &Path) -> bool {
    let process = Path::new("/proc").join(pid.to_string());
    match fs::read_link(process.join("cwd")) {
        Ok(cwd) => cwd == cluster,
        Err(_) => false,
    }
}
