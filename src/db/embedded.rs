//! The private PostgreSQL of a school that has none: a cluster in the data directory, spoken to over a Unix socket only,
//! started and stopped with the server, and repaired when either crashed.
//!
//! A long-lived thread, the keeper, is PostgreSQL's parent. The kernel tells PostgreSQL when that thread dies, so that
//! even `kill -9` of the server ends in an orderly stop of the database. Should one be left over all the same, the next
//! start stops it first. The cluster is made under another name and then renamed, so that half a cluster is never used.

mod binaries;
mod cluster;
mod keeper;
mod leftover;
mod log;
mod owner;
mod place;

use std::path::{Path, PathBuf};

use keeper::Keeper;

/// Why there is no private PostgreSQL: one line for people.
#[derive(Debug, thiserror::Error)]
pub enum Unable {
    /// A setting that cannot be used.
    #[error("{0}")]
    Wrong(String),
    #[error("{0}")]
    Failed(String),
    #[error(transparent)]
    InUse(#[from] super::data_dir::Unusable),
}

#[derive(Clone, Copy, Debug)]
pub struct Settings<'a> {
    /// The folder of `initdb` and `postgres`, if told.
    pub bin: Option<&'a Path>,
    /// How many connections will be wanted at once.
    pub connections: u32,
    /// Whether what is committed must outlive the machine's power. Tests need not wait for a disk.
    pub durable: bool,
}

/// A running private PostgreSQL; it stops when this is dropped.
pub struct Embedded {
    keeper: Keeper,
    place: place::Place,
}

impl Embedded {
    /// Starts the cluster of a data directory that the caller holds; makes it at first.
    ///
    /// # Errors
    /// [`Unable`] says in one line what is missing or broken.
    pub fn start(data_dir: &Path, settings: Settings<'_>) -> Result<Self, Unable> {
        let existing = cluster::version(&place::cluster_of(data_dir))?;
        let binaries = binaries::find(settings.bin, existing)?;
        let owner = owner::Owner::of(&place::cluster_of(data_dir))?;
        let place = place::Place::prepare(data_dir, &owner, &binaries)?;
        if existing.is_none() {
            cluster::make(&place, &owner, &binaries, settings.durable)?;
        }
        leftover::clear(&place)?;
        place.write_access(&owner)?;
        let keeper = Keeper::start(cluster::Start::new(&place, owner, &binaries, settings))?;
        Ok(Self { keeper, place })
    }

    /// How to connect to one of its databases; the school's is [`DATABASE`].
    pub fn url(&self, database: &str) -> String {
        self.place.url(database)
    }

    /// The postmaster's process, while there is one.
    pub fn pid(&self) -> Option<u32> {
        self.keeper.pid()
    }

    /// Stops it in order. Connections that are still open are cut.
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

/// Where another of PostgreSQL's programs is, of the version that made the cluster of this data directory if there is one.
///
/// # Errors
/// [`Unable`] says in one line what is missing.
pub fn program(data_dir: Option<&Path>, bin: Option<&Path>, name: &str) -> Result<PathBuf, Unable> {
    let existing = data_dir.map_or(Ok(None), |data_dir| cluster::version(&place::cluster_of(data_dir)))?;
    binaries::find(bin, existing)?.program(name)
}

/// The school's database, and the role that owns everything.
pub const DATABASE: &str = "lyceum";

/// How to connect to the database that another process keeps running in this data directory.
pub fn url_of_running(data_dir: &Path) -> String {
    place::Place::at(data_dir).url(DATABASE)
}
