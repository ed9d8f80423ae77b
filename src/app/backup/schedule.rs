//! Backups by themselves: one every so often, counted from the last one in the folder, whichever server made it; the oldest
//! are deleted. One that fails is told in the log, and tried again soon.

use std::{
    fs, io,
    path::{Path, PathBuf},
    time::{Duration, SystemTime},
};

use actix_web::rt::{spawn, task::spawn_blocking, time::sleep};

use super::{BEGIN, END, Source};
use crate::{clock, config::Backup};

/// How often it is looked whether a backup is due, and after how long one that failed is tried again.
const LOOK: Duration = Duration::from_secs(300);

#[derive(Clone)]
pub struct Schedule {
    source: Source,
    folder: PathBuf,
    every: Duration,
    keep: usize,
}

impl Schedule {
    /// Begins, on the actix system of this thread, if a folder is set.
    pub fn start(backup: &Backup, source: Source) {
        let Some(folder) = backup.backup_dir.clone() else { return };
        let every = Duration::from_secs(3600 * u64::from(backup.backup_hours));
        let schedule = Self { source, folder, every, keep: backup.backup_keep as usize };
        spawn(async move {
            loop {
                let schedule = schedule.clone();
                if let Err(error) = spawn_blocking(move || schedule.look()).await {
                    tracing::error!(%error, "a backup has broken down");
                }
                sleep(LOOK).await;
            }
        });
    }

    fn look(&self) {
        match self.is_due() {
            Ok(false) => return,
            Ok(true) => {}
            Err(error) => tracing::error!(%error, folder = %self.folder.display(), "the backups cannot be looked at"),
        }
        match self.source.back_up(&self.folder, clock::now()) {
            Ok(file) => {
                tracing::info!(file = %file.display(), "the school is backed up");
                self.prune();
            }
            Err(stop) => tracing::error!("{stop}"),
        }
    }

    fn is_due(&self) -> io::Result<bool> {
        let Some(last) = backups(&self.folder)?.pop() else { return Ok(true) };
        let age = SystemTime::now().duration_since(fs::metadata(last)?.modified()?);
        // One of tomorrow, by a clock that was set right since, is as good as one of now.
        Ok(age.is_ok_and(|age| age >= self.every))
    }

    fn prune(&self) {
        let Ok(mut all) = backups(&self.folder) else { return };
        all.truncate(all.len().saturating_sub(self.keep));
        for old in all {
            if let Err(error) = fs::remove_file(&old) {
                tracing::warn!(%error, file = %old.display(), "an old backup cannot be deleted");
            }
        }
    }
}

/// The backups in a folder, the oldest first: their names say when they were made.
fn backups(folder: &Path) -> io::Result<Vec<PathBuf>> {
    let is_backup = |path: &PathBuf| {
        path.file_name()
            .and_then(|name| name.to_str())
            .is_some_and(|name| name.starts_with(BEGIN) && name.ends_with(END))
    };
    let mut all = match fs::read_dir(folder) {
        Ok(entries) => entries.map(|entry| entry.map(|entry| entry.path())).collect::<io::Result<Vec<_>>>()?,
        Err(error) if error.kind() == io::ErrorKind::NotFound => Vec::new(),
        Err(error) => return Err(error),
    };
    all.retain(is_backup);
    all.sort();
    Ok(all)
}
