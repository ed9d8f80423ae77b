//! The private PostgreSQL of a school without a database server: a cluster in the data directory, reached over a Unix socket
//! only, started and stopped with the server, and recovered when either has crashed.
//!
//! A long-lived thread, the keeper, is PostgreSQL's parent. The kernel signals PostgreSQL when that thread dies, so that even
//! `kill -9` of the server stops the database in order. If a postmaster is left over all the same, the next start stops it first.
//! The cluster is created under another name and then renamed, so that half a cluster is never used.

mod binaries;
mod cluster;
mod log;
mod orphan;
mod owner;
mod paths;
mod supervisor;

use std::path::{Path, PathBuf};

use supervisor::Supervisor;

/// Why the private PostgreSQL cannot run, in one line for the operator.
#[derive(Debug, thiserror::Error)]
pub enum EmbeddedError {
    /// An invalid setting.
    #[error("{0}")]
    Wrong(String),
    #[error("{0}")]
    Failed(String),
    #[error(transparent)]
    InUse(#[from] super::data_dir::DataDirError),
}

#[derive(Clone, Copy, Debug)]
pub struct Settings<'a> {
    /// The folder with `initdb` and `postgres`, if configured.
    pub bin: Option<&'a Path>,
    /// How many connections are needed at once.
    pub connections: u32,
    /// Whether a commit must survive a power failure. Tests need not wait for a disk.
    pub durable: bool,
}

/// A running private PostgreSQL; it stops when this is dropped.
pub struct Embedded {
    keeper: Supervisor,
    place: paths::ClusterPaths,
}

impl Embedded {
    /// Starts the cluster of a data directory that the caller holds, and creates it first if there is none.
    ///
    /// # Errors
    /// [`EmbeddedError`] says in one line what is missing or broken.
    pub fn start(data_dir: &Path, settings: Settings<'_>) -> Result<Self, EmbeddedError> {
        let existing = cluster::version(&paths::cluster_of(data_dir))?;
        let binaries = binaries::find(settings.bin, existing)?;
        let owner = owner::Owner::of(&paths::cluster_of(data_dir))?;
        let place = paths::ClusterPaths::prepare(data_dir, &owner, &binaries)?;
        if existing.is_none() {
            cluster::make(&place, &owner, &binaries, settings.durable)?;
        }
        orphan::clear(&place)?;
        place.write_access(&owner)?;
        let keeper = Supervisor::start(cluster::Start::new(&place, owner, &binaries, settings))?;
        Ok(Self { keeper, place })
    }

    /// The URL of one of its databases; the school's is [`DATABASE`].
    pub fn url(&self, database: &str) -> String {
        self.place.url(database)
    }

    /// The postmaster's process id, while it runs.
    pub fn pid(&self) -> Option<u32> {
        self.keeper.pid()
    }

    /// Stops PostgreSQL in order. Connections that are still open are closed.
    pub fn stop(self) {
        drop(self);
    }
}

impl Drop for Embedded {
    fn drop(&mut self) {
        self.keeper.stop();
        self.place.clear();
    }
}

/// The path of another program of PostgreSQL, of the version that created the cluster of this data directory, if there is one.
///
/// # Errors
/// [`EmbeddedError`] says in one line what is missing.
pub fn program(data_dir: Option<&Path>, bin: Option<&Path>, name: &str) -> Result<PathBuf, EmbeddedError> {
    let existing = data_dir.map_or(Ok(None), |data_dir| cluster::version(&paths::cluster_of(data_dir)))?;
    binaries::find(bin, existing)?.program(name)
}

/// The school's database, and the role that owns everything.
pub const DATABASE: &str = "lyceum";

/// The URL of the database that another process runs in this data directory.
pub fn url_of_running(data_dir: &Path) -> String {
    paths::ClusterPaths::at(data_dir).url(DATABASE)
}
