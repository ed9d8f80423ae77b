//! Room on the disk that the database lies on. PostgreSQL does not bear a full one: when its log cannot grow any more it
//! gives up, and comes back only once there is room. So what rooms have to write is refused a little before, while the
//! database goes on and can still be read.

use std::{
    path::PathBuf,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

use nix::sys::statvfs::statvfs;

/// What is left to the database, in bytes: two files of its log, of 16 MiB each.
const RESERVE: u64 = 32 * 1024 * 1024;

#[derive(Clone, Debug)]
pub struct Disk(Arc<Watched>);

#[derive(Debug)]
struct Watched {
    path: PathBuf,
    full: AtomicBool,
}

impl Disk {
    /// The disk that this lies on.
    pub fn of(path: PathBuf) -> Self {
        Self(Arc::new(Watched { path, full: AtomicBool::new(false) }))
    }

    /// Whether there is room. That there is none any more is said in the log once, and that there is again.
    pub fn has_room(&self) -> bool {
        // What cannot be asked is no reason to stop.
        let Ok(found) = statvfs(&self.0.path) else { return true };
        let free = found.blocks_available().saturating_mul(found.fragment_size());
        let full = free < RESERVE;
        if self.0.full.swap(full, Ordering::Relaxed) != full {
            let megabytes = free / 1_000_000;
            if full {
                tracing::error!(
                    megabytes,
                    "the disk of the data directory is full: lessons write nothing until there is room"
                );
            } else {
                tracing::info!(megabytes, "there is room again on the disk of the data directory");
            }
        }
        !full
    }
}
