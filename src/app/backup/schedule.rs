//! Regular backups. The time counts from the latest backup in the folder, whichever server made it; the oldest are deleted. A
//! failure is logged, and tried again soon.

use std::{
    fs, io,
    path::{Path, PathBuf},
    time::{Duration, SystemTime},
};

use actix_web::rt::{spawn, task::spawn_blocking, time::sleep};

use super::{BEGIN, BackupSource, END};
use crate::{clock, config::Backup};

/// How often the schedule checks whether a backup is due, and how soon it retries a failed one.
const LOOK: Duration = Duration::from_secs(300);

#[derive(Clone)]
pub struct Schedule {
    source: BackupSource,
    folder: PathBuf,
    every: Duration,
    keep: usize,
}

impl Schedule {
    /// Starts on the actix system of this thread, if a folder is configured.
    pub fn start(backup: &Backup, source: BackupSource) {
        let Some(folder) = backup.backup_dir.clone() else { return };
        let every = Duration::from_secs(3600 * u64::from(backup.backup_hours));
        let schedule = Self { source, folder, every, keep: backup.backup_keep as usize };
        spawn(async move {
            loop {
                let schedule = schedule.clone();
                if let Err(error) = spawn_blocking(move || schedule.look()).await {
                    tracing::error!(%error, "a backup has panicked");
                }
                sleep(LOOK).await;
            }
        });
    }

    fn look(&self) {
        match is_due(&self.folder, self.every, SystemTime::now()) {
            Ok(false) => return,
            Ok(true) => {}
            Err(error) => {
                tracing::error!(%error, folder = %self.folder.display(), "the folder of backups cannot be read")
            }
        }
        match self.source.back_up(&self.folder, clock::now()) {
            Ok(file) => {
                tracing::info!(file = %file.display(), "the school is backed up");
                prune(&self.folder, self.keep);
            }
            Err(stop) => tracing::error!("{stop}"),
        }
    }
}

fn is_due(folder: &Path, every: Duration, now: SystemTime) -> io::Result<bool> {
    let Some(last) = backups(folder)?.pop() else { return Ok(true) };
    let age = now.duration_since(fs::metadata(last)?.modified()?);
    // The file time may lie in the future if the clock was corrected since: then the backup counts as made now.
    Ok(age.is_ok_and(|age| age >= every))
}

fn prune(folder: &Path, keep: usize) {
    let Ok(mut all) = backups(folder) else { return };
    all.truncate(all.len().saturating_sub(keep));
    for old in all {
        if let Err(error) = fs::remove_file(&old) {
            tracing::warn!(%error, file = %old.display(), "an old backup cannot be deleted");
        }
    }
}

/// The backups in a folder, oldest first: their names contain their times.
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

#[cfg(test)]
mod tests {
    use super::*;

    const DAY: Duration = Duration::from_secs(24 * 3600);

    fn made(folder: &Path, name: &str, at: SystemTime) {
        let path = folder.join(name);
        fs::write(&path, "").expect("the test owns it");
        fs::File::options().append(true).open(path).and_then(|file| file.set_modified(at)).expect("the test owns it");
    }

    #[test]
    fn a_backup_is_due_a_day_after_the_latest_one_from_any_server() {
        let folder = tempfile::tempdir().expect("a temporary directory");
        let (folder, now) = (folder.path(), SystemTime::now());
        let due = |now| is_due(folder, DAY, now).expect("it is readable");
        assert!(is_due(&folder.join("none"), DAY, now).expect("a missing folder is no error") && due(now));
        // Other files and partial backups do not count.
        made(folder, "holiday.tar", now);
        made(folder, "lyceum-20300101T000000Z.part", now);
        assert!(due(now));
        made(folder, "lyceum-20260101T000000Z.tar", now - 3 * DAY);
        assert!(due(now));
        made(folder, "lyceum-20260104T000000Z.tar", now);
        assert!(!due(now) && !due(now + DAY - Duration::from_secs(1)) && due(now + DAY), "and then every day");
        assert!(!due(now - DAY), "the clock was wrong");
    }

    #[test]
    fn pruning_removes_only_the_oldest_backups() {
        let folder = tempfile::tempdir().expect("a temporary directory");
        let (folder, now) = (folder.path(), SystemTime::now());
        for day in 1..=5 {
            made(folder, &format!("lyceum-2026010{day}T000000Z.tar"), now);
        }
        made(folder, "a.tar", now);
        for (keep, left) in [(7, 6), (3, 4), (1, 2)] {
            prune(folder, keep);
            assert_eq!(fs::read_dir(folder).expect("it is there").count(), left);
        }
        assert!(folder.join("lyceum-20260105T000000Z.tar").exists() && folder.join("a.tar").exists());
    }
}
