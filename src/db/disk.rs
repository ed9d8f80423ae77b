//! Watches the free space on the database's disk. PostgreSQL cannot bear a full disk: when its log cannot grow it stops, and
//! comes back only once there is space. So rooms are refused writes a little earlier, while the database still runs and can be
//! read.

use std::{
    path::PathBuf,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

use nix::sys::statvfs::{FsFlags, statvfs};

/// The space reserved for the database, in bytes: two files of its log, 16 MiB each.
const RESERVE: u64 = 32 * 1024 * 1024;
/// The space that a data directory without a database needs for its few small files.
const SECRETS: u64 = 1024 * 1024;

#[derive(Clone, Debug)]
pub struct Disk(Arc<Watched>);

#[derive(Debug)]
struct Watched {
    path: PathBuf,
    reserve: u64,
    full: AtomicBool,
}

impl Disk {
    /// The database's disk, with this path.
    pub fn of(path: PathBuf) -> Self {
        Self(Arc::new(Watched { path, reserve: RESERVE, full: AtomicBool::new(false) }))
    }

    /// The disk of a data directory whose database is elsewhere.
    pub fn of_secrets(path: PathBuf) -> Self {
        Self(Arc::new(Watched { path, reserve: SECRETS, full: AtomicBool::new(false) }))
    }

    /// Whether there is space. Logs once when the disk becomes full, and once when it no longer is.
    pub fn has_room(&self) -> bool {
        // A disk that cannot be queried is no reason to stop.
        let Ok(found) = statvfs(&self.0.path) else { return true };
        // Nor is one on which nothing can ever be written.
        if found.blocks() == 0 || found.flags().contains(FsFlags::ST_RDONLY) {
            return true;
        }
        let free = found.blocks_available().saturating_mul(found.fragment_size());
        let full = free < self.0.reserve;
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
