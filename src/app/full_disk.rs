//! Starts on a full disk: waits until there is room, and meanwhile says so at `/readyz`. A server that gave up instead would
//! only be started again and again, and would be gone for good where nothing starts it again.

use std::{
    net::TcpListener,
    path::{Path, PathBuf},
    time::Duration,
};

use actix_web::{
    App, HttpServer,
    dev::ServerHandle,
    http::KeepAlive,
    rt::{task::spawn_blocking, time::sleep},
};

use super::{ExitError, signals::Signals, storage::Storage, systemd};
use crate::{config::Store, db::disk::Disk, outbound::tls::Tls, web};

/// How often the disk is looked at, and how long after a start that did not find enough room the next one follows.
const LOOK: Duration = Duration::from_secs(1);
const AGAIN: Duration = Duration::from_secs(3);
/// How the operating system and PostgreSQL call it.
const FULL: [&str; 2] = ["No space left on device", "Disk quota exceeded"];

/// Opens the storage once its disk has room; `None` when the server is told to stop before.
pub(super) async fn open_storage(
    store: &Store,
    listener: &TcpListener,
    tls: Option<&Tls>,
    signals: &mut Signals,
) -> Result<Option<Storage>, ExitError> {
    let disk = match &store.database_url {
        None => Disk::of(existing(&store.data_dir)),
        Some(_) => Disk::of_secrets(existing(&store.data_dir)),
    };
    let mut waiting: Option<ServerHandle> = None;
    loop {
        let mut pause = LOOK;
        if disk.has_room() {
            let store = store.clone();
            let opening = spawn_blocking(move || Storage::open(&store));
            let opened = tokio::select! {
                opened = opening => opened.map_err(|panic| ExitError::Failed(panic.to_string()))?,
                // The thread still finishes, and stops what it has started.
                () = signals.stop_requested() => return Ok(None),
            };
            match opened {
                Ok(storage) => {
                    if let Some(waiting) = waiting {
                        waiting.stop(true).await;
                    }
                    return Ok(Some(storage));
                }
                Err(stop) if is_full(&stop) => tracing::error!(%stop, "there is too little room on the disk to start"),
                Err(stop) => return Err(stop),
            }
            pause = AGAIN;
        }
        if waiting.is_none() {
            waiting = Some(answer(listener, tls).map_err(|error| ExitError::Failed(error.to_string()))?);
        }
        systemd::tell(systemd::STARTING);
        tokio::select! {
            () = sleep(pause) => {}
            () = signals.stop_requested() => return Ok(None),
        }
    }
}

/// The nearest folder that exists: at the first start there is no data directory yet.
fn existing(path: &Path) -> PathBuf {
    path.ancestors().find(|path| path.exists()).map_or_else(|| PathBuf::from("."), Path::to_owned)
}

fn is_full(stop: &ExitError) -> bool {
    let said = stop.to_string();
    FULL.iter().any(|full| said.contains(full))
}

/// Answers in place of the server. The listener stays open when this stops, so that no connection is refused in between.
fn answer(listener: &TcpListener, tls: Option<&Tls>) -> std::io::Result<ServerHandle> {
    let address = listener.local_addr()?;
    let server = HttpServer::new(|| App::new().configure(web::configure_waiting));
    // An idle connection would hold up the real server.
    let server = server.workers(1).keep_alive(KeepAlive::Disabled).shutdown_timeout(1).disable_signals();
    let server = match tls {
        Some(tls) => server.listen_rustls_0_23(listener.try_clone()?, tls.server_config())?,
        None => server.listen(listener.try_clone()?)?,
    };
    let server = server.run();
    let handle = server.handle();
    drop(actix_web::rt::spawn(server));
    println!("Lyceum waits at {address} for room on its disk");
    Ok(handle)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_disk_is_told_from_other_failures() {
        for (said, full) in [
            (
                "the private database does not start: could not write lock file \"postmaster.pid\": No space left on device",
                true,
            ),
            ("the data directory /srv cannot be used: No space left on device (os error 28)", true),
            ("the data directory /srv cannot be used: Permission denied (os error 13)", false),
        ] {
            assert_eq!(is_full(&ExitError::Failed(said.to_owned())), full, "{said}");
        }
    }

    #[test]
    fn the_disk_of_a_folder_that_does_not_exist_yet_is_that_of_its_parent() {
        let dir = tempfile::tempdir().expect("a temporary directory");
        assert_eq!(existing(&dir.path().join("school/data")), dir.path());
        assert_eq!(existing(Path::new("no-such-folder")), Path::new("."));
    }
}
