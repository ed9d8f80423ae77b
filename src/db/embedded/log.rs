//! PostgreSQL's log, in a file of bounded size, and its last fatal message, for the operator.

use std::{
    fs::{self, File},
    io::{BufRead, BufReader, Read, Write},
    os::unix::fs::{OpenOptionsExt, PermissionsExt},
    path::{Path, PathBuf},
    sync::{Arc, Mutex, PoisonError},
    thread,
    time::{Duration, Instant},
};

/// Beyond this many bytes the file is rotated, and the file rotated before is deleted.
const LIMIT: u64 = 1 << 20;

pub(super) struct Log {
    last_fatal: Arc<Mutex<Option<String>>>,
    thread: thread::JoinHandle<()>,
}

impl Log {
    /// Writes what it reads until all writers are gone.
    pub fn keep(path: &Path, from: impl Read + Send + 'static) -> std::io::Result<Self> {
        let last_fatal = Arc::new(Mutex::new(None));
        let seen = last_fatal.clone();
        let mut file = RotatingFile::open(path.to_owned());
        let thread = thread::Builder::new().name("postgres-log".into()).spawn(move || {
            let mut line = Vec::new();
            let mut from = BufReader::new(from);
            // A line may never end: half a megabyte counts as a line, too.
            while (&mut from).take(LIMIT / 2).read_until(b'\n', &mut line).is_ok_and(|read| read > 0) {
                if let Some(said) = fatal_message(&String::from_utf8_lossy(&line)) {
                    *seen.lock().unwrap_or_else(PoisonError::into_inner) = Some(said);
                }
                file.write(&line);
                line.clear();
            }
        })?;
        Ok(Self { last_fatal, thread })
    }

    /// Why PostgreSQL stopped, if it has logged that. Waits a moment for output that is still on its way.
    pub fn last_fatal(&self) -> Option<String> {
        let deadline = Instant::now() + Duration::from_millis(300);
        while !self.thread.is_finished() && Instant::now() < deadline {
            thread::sleep(Duration::from_millis(5));
        }
        self.last_fatal.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

/// Why the server stopped, if the line says so. Errors of single statements do not count.
fn fatal_message(line: &str) -> Option<String> {
    let (_, said) = line.split_once("PANIC:").or_else(|| line.split_once("FATAL:"))?;
    Some(said.trim().to_owned())
}

struct RotatingFile {
    path: PathBuf,
    file: Option<File>,
    size: u64,
}

impl RotatingFile {
    fn open(path: PathBuf) -> Self {
        let file = File::options().append(true).create(true).mode(0o600).open(&path).ok();
        // A file of an older version may exist, which other users could read.
        if let Some(file) = &file {
            let _ = file.set_permissions(fs::Permissions::from_mode(0o600));
        }
        let size = file.as_ref().and_then(|file| file.metadata().ok()).map_or(0, |metadata| metadata.len());
        Self { path, file, size }
    }

    /// Writes a line; an error is ignored, because it must not stop the database.
    fn write(&mut self, line: &[u8]) {
        if self.size + line.len() as u64 > LIMIT {
            let _ = fs::rename(&self.path, self.path.with_extension("log.1"));
            *self = Self::open(std::mem::take(&mut self.path));
        }
        if let Some(file) = &mut self.file
            && file.write_all(line).is_ok()
        {
            self.size += line.len() as u64;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_log_is_bounded_and_its_last_fatal_message_is_kept() {
        let dir = tempfile::tempdir().expect("a temporary directory");
        let path = dir.path().join("postgres.log");
        let mut text = "2026-01-01 [1] LOG:  all is well\n".repeat(100_000);
        text.push_str("2026-01-01 [1] FATAL:  the disk is on fire\n");
        let log = Log::keep(&path, std::io::Cursor::new(text)).expect("a thread");
        while !log.thread.is_finished() {
            thread::yield_now();
        }
        assert_eq!(log.last_fatal().as_deref(), Some("the disk is on fire"));
        let sizes: Vec<u64> = fs::read_dir(dir.path())
            .expect("it is there")
            .map(|entry| entry.and_then(|entry| entry.metadata()).expect("a file").len())
            .collect();
        assert_eq!(sizes.len(), 2);
        assert!(sizes.iter().all(|size| *size <= LIMIT), "{sizes:?}");
    }
}
