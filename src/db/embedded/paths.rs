//! Where the cluster, its socket and its log are, and who may connect. The folder is ours, and only the files that PostgreSQL
//! itself writes belong to its user, so that root never writes where another user could have put a link.

use std::{
    fs::{self, DirBuilder},
    io,
    os::unix::{
        ffi::OsStrExt,
        fs::{DirBuilderExt, MetadataExt, PermissionsExt, symlink},
    },
    path::{Path, PathBuf},
};

use nix::sys::signal::Signal;
use sha2::{Digest, Sha256};

use super::{EmbeddedError, binaries::Binaries, owner::Owner};
use crate::db::data_dir;

/// Linux's limit for the path of a socket, without the final zero.
const SOCKET_LIMIT: usize = 107;
pub(super) const SOCKET_NAME: &str = ".s.PGSQL.5432";

/// Where root keeps a cluster if PostgreSQL's user cannot reach the data directory.
const ELSEWHERE: &str = "/var/lib/lyceum";

pub(super) struct ClusterPaths {
    /// `postgres` in the data directory; a link when the cluster is elsewhere.
    pub home: PathBuf,
    pub cluster: PathBuf,
    pub socket: PathBuf,
    /// Held so that two data directories that link to one cluster, such as a copy, do not both run it.
    _lock: Option<fs::File>,
}

/// The folder of the cluster, which may not exist yet.
pub(super) fn cluster_of(data_dir: &Path) -> PathBuf {
    data_dir.join("postgres").join("cluster")
}

impl ClusterPaths {
    pub fn at(data_dir: &Path) -> Self {
        let home = data_dir.join("postgres");
        let home = home.canonicalize().unwrap_or(home);
        let inside = home.join("socket");
        let socket = if inside.as_os_str().len() + 1 + SOCKET_NAME.len() <= SOCKET_LIMIT {
            inside
        } else {
            PathBuf::from(format!("/tmp/lyceum-{}", digest(&home)))
        };
        Self { cluster: home.join("cluster"), socket, home, _lock: None }
    }

    /// Creates the folders so that the owner can reach them.
    pub fn prepare(data_dir: &Path, owner: &Owner, binaries: &Binaries) -> Result<Self, EmbeddedError> {
        let home = data_dir.join("postgres");
        let failed = |path: &Path, error: io::Error| {
            EmbeddedError::Failed(format!("the private database's folder {} cannot be used: {error}", path.display()))
        };
        if home.symlink_metadata().is_err() {
            if !owner.is_other() || make_traversable(data_dir, owner, binaries) {
                DirBuilder::new().mode(mode(owner)).create(&home).map_err(|error| failed(&home, error))?;
            } else {
                move_cluster_elsewhere(&home, owner).map_err(|error| failed(Path::new(ELSEWHERE), error))?;
            }
        }
        if !home.exists() {
            let there = fs::read_link(&home).unwrap_or_default();
            return Err(EmbeddedError::Failed(format!(
                "the private database is gone: {} leads to {}, which is not there; restore it from a backup, or remove \
                 the link to begin anew",
                home.display(),
                there.display()
            )));
        }
        let mut place = Self::at(data_dir);
        if owner.is_other() && !can_reach(owner, binaries, &place.home) {
            return Err(EmbeddedError::Failed(format!(
                "the user {} cannot reach the private database in {}: let it pass through the folders above (chmod o+x)",
                owner.names[0],
                place.home.display()
            )));
        }
        place._lock = Some(data_dir::lock(&place.home)?);
        match DirBuilder::new().mode(0o700).create(&place.socket) {
            Ok(()) => owner.own(&place.socket).map_err(|error| failed(&place.socket, error))?,
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                let found = place.socket.symlink_metadata().map_err(|error| failed(&place.socket, error))?;
                if !found.is_dir() || found.uid() != owner.uid.as_raw() || found.mode() & 0o077 != 0 {
                    let foreign = io::Error::other("it belongs to someone else, or others may write to it");
                    return Err(failed(&place.socket, foreign));
                }
            }
            Err(error) => return Err(failed(&place.socket, error)),
        }
        Ok(place)
    }

    /// Accepts a connection only if the operating system identifies its user (peer) as the server's or PostgreSQL's own.
    pub fn write_access(&self, owner: &Owner) -> Result<(), EmbeddedError> {
        let names = owner.names.iter().map(|name| format!("lyceum \"{name}\" lyceum\n")).collect::<String>();
        for (file, text) in [(self.hba(), "local all lyceum peer map=lyceum\n"), (self.ident(), names.as_str())] {
            if fs::read_to_string(&file).is_ok_and(|found| found == text) {
                continue;
            }
            let write = || {
                fs::write(&file, text)?;
                fs::set_permissions(&file, fs::Permissions::from_mode(0o644))
            };
            write().map_err(|error| EmbeddedError::Failed(format!("{} cannot be written: {error}", file.display())))?;
        }
        Ok(())
    }

    pub fn hba(&self) -> PathBuf {
        self.home.join("pg_hba.conf")
    }

    pub fn ident(&self) -> PathBuf {
        self.home.join("pg_ident.conf")
    }

    /// Removes the socket's folder if it is in `/tmp`; everything else stays.
    pub fn clear(&self) {
        if !self.socket.starts_with(&self.home) {
            let _ = fs::remove_dir(&self.socket);
        }
    }

    /// A URL in libpq's syntax (PostgreSQL's documentation, 34.1.1.1).
    pub fn url(&self, database: &str) -> String {
        let host = self.socket.to_string_lossy().replace('\\', r"\\").replace('\'', r"\'");
        format!("host='{host}' port=5432 user=lyceum dbname={database} application_name=lyceum")
    }
}

fn mode(owner: &Owner) -> u32 {
    if owner.is_other() { 0o711 } else { 0o700 }
}

/// Whether the owner can enter the data directory. If it only lacks the permission to pass through, that is granted; it shows
/// nothing of the directory's content.
fn make_traversable(data_dir: &Path, owner: &Owner, binaries: &Binaries) -> bool {
    if can_reach(owner, binaries, data_dir) {
        return true;
    }
    let Ok(mode) = data_dir.metadata().map(|metadata| metadata.mode() & 0o777) else { return false };
    let set = |mode| fs::set_permissions(data_dir, fs::Permissions::from_mode(mode)).is_ok();
    if set(mode | 0o011) && can_reach(owner, binaries, data_dir) {
        return true;
    }
    set(mode);
    false
}

/// Whether the owner can pass through to a folder, tried by a program that runs as the owner.
fn can_reach(owner: &Owner, binaries: &Binaries, dir: &Path) -> bool {
    let mut command = owner.command(&binaries.postgres(), Signal::SIGKILL);
    command.current_dir(dir).arg("--version").status().is_ok_and(|status| status.success())
}

/// Puts the cluster where PostgreSQL's user can reach it, and links it from the data directory.
fn move_cluster_elsewhere(home: &Path, owner: &Owner) -> io::Result<()> {
    let seed: [u8; 8] = rand::random();
    let there = Path::new(ELSEWHERE).join(hex(&seed));
    DirBuilder::new().recursive(true).mode(0o711).create(&there)?;
    fs::write(there.join("data-dir"), home.as_os_str().as_bytes())?;
    symlink(&there, home)?;
    tracing::info!(
        "the user {} cannot reach {}: the database is kept in {}",
        owner.names[0],
        home.parent().unwrap_or(home).display(),
        there.display()
    );
    Ok(())
}

fn digest(path: &Path) -> String {
    hex(&Sha256::digest(path.as_os_str().as_bytes())[..8])
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_data_directory_gets_a_shorter_socket_path() {
        for length in [10, 80, 95, 200] {
            let dir = PathBuf::from(format!("/{}", "x".repeat(length)));
            let place = ClusterPaths::at(&dir);
            assert!(place.socket.join(SOCKET_NAME).as_os_str().len() <= SOCKET_LIMIT, "{}", place.socket.display());
            assert_eq!(place.socket, ClusterPaths::at(&dir).socket, "it is found again");
        }
    }

    #[test]
    fn a_quote_in_the_path_is_escaped() {
        let place = ClusterPaths::at(Path::new("/it's"));
        assert!(place.url("lyceum").starts_with(r"host='/it\'s/postgres/socket' port=5432"));
    }
}
