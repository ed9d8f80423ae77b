//! Where tests put databases: in memory if there is enough, because a database is many small files.

use std::{
    fs::{self, Permissions},
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
    process,
    sync::Once,
};

use nix::sys::statvfs::statvfs;
use tempfile::TempDir;

const PREFIX: &str = "lyceum-test-";

/// In bytes: more than all tests that run at once need.
const ENOUGH: u64 = 2 << 30;

fn place() -> PathBuf {
    let memory = Path::new("/dev/shm");
    let free = statvfs(memory).map_or(0, |disk| disk.blocks_available() * disk.fragment_size());
    if free > ENOUGH { memory.to_owned() } else { std::env::temp_dir() }
}

/// A directory that the database's user can reach when the tests run as root. Dropping this deletes it.
pub fn dir() -> TempDir {
    static SWEPT: Once = Once::new();
    let place = place();
    SWEPT.call_once(|| sweep(&place));
    let prefix = format!("{PREFIX}{}-", process::id());
    let open = Permissions::from_mode(0o755);
    let dir = tempfile::Builder::new().prefix(&prefix).permissions(open).tempdir_in(place);
    dir.expect("a temporary directory")
}

/// Removes what finished runs have left: files of runs that were killed, and of each run the database that all its tests share.
fn sweep(place: &Path) {
    for entry in fs::read_dir(place).into_iter().flatten().filter_map(Result::ok) {
        let name = entry.file_name();
        let of = name.to_str().and_then(|name| name.strip_prefix(PREFIX)?.split('-').next());
        if of.is_some_and(|pid| !Path::new("/proc").join(pid).exists()) {
            // Another run may be doing the same.
            let _ = fs::remove_dir_all(entry.path());
        }
    }
}
