//! Backups of a school in one file: `lyceum backup` writes one, `lyceum restore` restores a school from one, and a server with a
//! backup folder writes them regularly.
//!
//! The file is a plain tar: the database as `pg_dump` writes it, the secrets, and everything else in the data directory. The
//! database is read in one snapshot while lessons go on, and before the files, so that every file it refers to is in the backup.

mod archive;
mod database;
mod schedule;

use std::{
    fs::{self, File, OpenOptions},
    io,
    os::unix::fs::OpenOptionsExt,
    path::{Path, PathBuf},
};

use super::{ExitError, storage::Storage};
use crate::{
    clock::{self, Time},
    config::{BackupNow, Restore, Store},
    db::{
        Pool,
        audit::{self, AuditAction, AuditSubject, NewAuditEntry},
        data_dir::DataDir,
        embedded::{self, Embedded},
    },
};
pub(super) use schedule::Schedule;

/// The name of a backup starts and ends with these; between them is the time at which it was made.
const BEGIN: &str = "lyceum-";
const END: &str = ".tar";

/// The source of a backup, and where to find PostgreSQL's programs.
#[derive(Clone)]
pub(super) struct BackupSource {
    store: Store,
    url: String,
    pool: Pool,
}

impl BackupSource {
    pub fn new(store: &Store, storage: &Storage) -> Self {
        Self { store: store.clone(), url: storage.url.clone(), pool: storage.pool.clone() }
    }

    /// Writes a backup into a folder, and returns its path. Only its owner may read it, because it contains the secrets.
    ///
    /// # Errors
    /// One line for the operator. No partial file remains.
    pub fn back_up(&self, folder: &Path, now: Time) -> Result<PathBuf, ExitError> {
        let said = |what: &Path, error: io::Error| ExitError::Failed(format!("no backup: {}: {error}", what.display()));
        fs::create_dir_all(folder).map_err(|error| said(folder, error))?;
        let place = folder.join(format!("{BEGIN}{}{END}", now.format("%Y%m%dT%H%M%SZ")));
        let (part, dump) = (place.with_extension("part"), place.with_extension("dump"));
        let made = create(&dump).and_then(|_| create(&part)).map_err(|error| said(&part, error)).and_then(|archive| {
            database::dump(&self.program("pg_dump")?, &self.url, &dump)?;
            archive::write(archive, &dump, &self.store.data_dir, folder).map_err(|error| said(&part, error))?;
            fs::rename(&part, &place).map_err(|error| said(&place, error))
        });
        let _ = fs::remove_file(&dump);
        if made.is_err() {
            let _ = fs::remove_file(&part);
        }
        made?;
        record_action(&self.pool, AuditAction::BackedUp, &place.file_name().unwrap_or_default().to_string_lossy(), now);
        Ok(place)
    }

    fn program(&self, name: &str) -> Result<PathBuf, ExitError> {
        program(&self.store, name)
    }
}

/// Records in the audit trail what this program has done by itself or for the operator.
pub(super) fn record_action(pool: &Pool, deed: AuditAction, what: &str, now: Time) {
    let line = NewAuditEntry { by: None, deed, about: AuditSubject::Called(what), detail: "" };
    if let Err(failure) = pool.run_blocking(|connection| audit::write(connection, now, line)) {
        tracing::warn!(%failure, "this could not be recorded in the audit trail");
    }
}

fn create(path: &Path) -> io::Result<File> {
    OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(path)
}

fn program(store: &Store, name: &str) -> Result<PathBuf, ExitError> {
    let private = store.database_url.is_none().then_some(store.data_dir.as_path());
    Ok(embedded::program(private, store.postgres_bin.as_deref(), name)?)
}

/// Runs `lyceum backup`, also while a server runs.
pub(super) fn now(backup: &BackupNow) -> Result<(), ExitError> {
    let storage = Storage::join(&backup.store)?;
    let made = BackupSource::new(&backup.store, &storage).back_up(&backup.to, clock::now());
    storage.close();
    println!("The school is in {}", made?.display());
    Ok(())
}

/// Runs `lyceum restore`, into an empty data directory and an empty database.
pub(super) fn restore(restore: &Restore) -> Result<(), ExitError> {
    let store = &restore.store;
    let archive = File::open(&restore.file)
        .map_err(|error| ExitError::Wrong(format!("{} cannot be read: {error}", restore.file.display())))?;
    let data_dir = DataDir::take(&store.data_dir)?;
    if let Some(there) = archive::first_entry(data_dir.path()).map_err(|error| ExitError::Failed(error.to_string()))? {
        let path = data_dir.path().display();
        return Err(ExitError::Wrong(format!(
            "the data directory {path} holds {there} already: restore into an empty one"
        )));
    }
    let filled = fill(store, data_dir.path(), archive);
    if filled.is_err() {
        archive::clear(data_dir.path());
    }
    drop(data_dir);
    filled?;
    // Migrates the school of an older version.
    Storage::open(store)?.close();
    println!("The school is restored: lyceum serve --data-dir {}", store.data_dir.display());
    Ok(())
}

fn fill(store: &Store, data_dir: &Path, archive: File) -> Result<(), ExitError> {
    let dump = archive::unpack(archive, data_dir)?;
    let settings = embedded::Settings { bin: store.postgres_bin.as_deref(), connections: 2, durable: true };
    let running = match &store.database_url {
        Some(_) => None,
        None => Some(Embedded::start(data_dir, settings)?),
    };
    let private = running.as_ref().map(|database| database.url(embedded::DATABASE));
    let url = private.or_else(|| store.database_url.clone()).unwrap_or_default();
    let restored = program(store, "pg_restore").and_then(|program| database::restore(&program, &url, &dump));
    if let Some(database) = running {
        database.stop();
    }
    restored?;
    fs::remove_file(&dump).map_err(|error| ExitError::Failed(error.to_string()))
}
