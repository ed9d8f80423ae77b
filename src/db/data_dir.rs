//! The data directory: made at first start, held by one server at a time, and where its secrets lie.

use std::{
    fs::{self, DirBuilder, File, OpenOptions, TryLockError},
    io::{self, Read, Seek, Write},
    os::unix::fs::{DirBuilderExt, OpenOptionsExt, PermissionsExt},
    path::{Path, PathBuf},
};

use crate::config::{SecretKey, TurnSecret};

/// Why a data directory cannot be used: one line for people.
#[derive(Debug, thiserror::Error)]
pub enum Unusable {
    #[error("the data directory {} cannot be used: {reason}", path.display())]
    Broken { path: PathBuf, reason: String },
    #[error("another server{} uses the data directory {}", pid.map(|pid| format!(" (process {pid})")).unwrap_or_default(), path.display())]
    InUse { path: PathBuf, pid: Option<u32> },
}

/// A data directory that is ours for as long as this lives.
pub struct DataDir {
    path: PathBuf,
    _lock: File,
}

impl DataDir {
    /// Makes the directory if need be, and takes it.
    ///
    /// # Errors
    /// [`Unusable::InUse`] when another server has it.
    pub fn take(path: &Path) -> Result<Self, Unusable> {
        let broken = |reason: String| Unusable::Broken { path: path.to_owned(), reason };
        make(path).map_err(|error| broken(error.to_string()))?;
        let path = path.canonicalize().map_err(|error| broken(error.to_string()))?;
        let lock = lock(&path)?;
        Ok(Self { path, _lock: lock })
    }

    /// Absolute, without symbolic links.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The key in the directory, made when there is none.
    ///
    /// # Errors
    /// [`Unusable::Broken`] when it cannot be read or written, or is not a key.
    pub fn secret_key(&self) -> Result<SecretKey, Unusable> {
        let parse = |text: &str| SecretKey::parse(text).ok_or("it does not hold 64 hexadecimal digits");
        self.read_or_make("secret.key", || SecretKey::random().to_hex(), parse)
    }

    /// The relay's secret in the directory, made when there is none.
    ///
    /// # Errors
    /// [`Unusable::Broken`] when it cannot be read or written, or is none.
    pub fn turn_secret(&self) -> Result<TurnSecret, Unusable> {
        let parse = |text: &str| TurnSecret::parse(text).ok_or("it does not hold 16 to 256 letters and digits");
        self.read_or_make("turn.secret", || TurnSecret::random().0, parse)
    }

    fn read_or_make<T>(
        &self,
        name: &str,
        fresh: impl FnOnce() -> String,
        parse: impl FnOnce(&str) -> Result<T, &'static str>,
    ) -> Result<T, Unusable> {
        let text = read_or_make(&self.path.join(name), fresh);
        let secret = text.and_then(|text| parse(text.trim()).map_err(str::to_owned));
        secret.map_err(|error| Unusable::Broken { path: self.path.clone(), reason: format!("{name}: {error}") })
    }
}

/// Others of the machine have no business in it, except that the database's user must pass through when we are root.
fn make(path: &Path) -> io::Result<()> {
    let mode = if nix::unistd::geteuid().is_root() { 0o711 } else { 0o700 };
    DirBuilder::new().recursive(true).mode(mode).create(path)
}

/// Locks `lyceum.lock` in a directory for this process, whose number it then holds.
///
/// # Errors
/// [`Unusable::InUse`] when another process has it.
pub(super) fn lock(dir: &Path) -> Result<File, Unusable> {
    let broken = |error: io::Error| Unusable::Broken { path: dir.to_owned(), reason: format!("lyceum.lock: {error}") };
    let path = dir.join("lyceum.lock");
    let mut options = OpenOptions::new();
    let mut file =
        options.read(true).write(true).create(true).truncate(false).mode(0o600).open(path).map_err(broken)?;
    match file.try_lock() {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => {
            let mut text = String::new();
            let pid = file.read_to_string(&mut text).ok().and_then(|_| text.trim().parse().ok());
            return Err(Unusable::InUse { path: dir.to_owned(), pid });
        }
        Err(TryLockError::Error(error)) => return Err(broken(error)),
    }
    // Whose it is, is only for people: a full disk is met elsewhere, by those who need the room.
    let _ = file.set_len(0).and_then(|()| file.rewind()).and_then(|()| writeln!(file, "{}", std::process::id()));
    Ok(file)
}

fn read_or_make(path: &Path, fresh: impl FnOnce() -> String) -> Result<String, String> {
    let said = |error: io::Error| error.to_string();
    match fs::read_to_string(path) {
        Ok(text) => {
            if fs::metadata(path).map_err(said)?.permissions().mode() & 0o077 != 0 {
                tracing::warn!(file = %path.display(), "others could read a secret: it is for its owner only now");
                fs::set_permissions(path, fs::Permissions::from_mode(0o600)).map_err(said)?;
            }
            Ok(text)
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            let text = fresh();
            // Whole or not at all: a crash here must not leave half a secret.
            let new = path.with_extension("new");
            let _ = fs::remove_file(&new);
            let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&new).map_err(said)?;
            writeln!(file, "{text}").and_then(|()| file.sync_all()).map_err(said)?;
            fs::rename(&new, path).map_err(said)?;
            Ok(text)
        }
        Err(error) => Err(said(error)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_servers_cannot_hold_one_directory() {
        let dir = tempfile::tempdir().expect("a temporary directory");
        let first = DataDir::take(dir.path()).expect("it is free");
        let second = DataDir::take(dir.path()).map(|_| ()).expect_err("it is taken");
        assert!(matches!(second, Unusable::InUse { pid: Some(pid), .. } if pid == std::process::id()), "{second}");
        drop(first);
        DataDir::take(dir.path()).expect("it is free again");
    }

    #[test]
    fn the_key_is_made_once_and_for_its_owner_only() {
        let dir = tempfile::tempdir().expect("a temporary directory");
        let data = DataDir::take(dir.path()).expect("it is free");
        let key = data.secret_key().expect("a key");
        let file = dir.path().join("secret.key");
        let mode = || fs::metadata(&file).expect("the file is there").permissions().mode() & 0o777;
        assert_eq!(mode(), 0o600);
        fs::set_permissions(&file, fs::Permissions::from_mode(0o644)).expect("it is ours");
        assert_eq!(data.secret_key().expect("the same key"), key);
        assert_eq!(mode(), 0o600);
        fs::write(&file, "half a k").expect("it is ours");
        let said = data.secret_key().expect_err("that is no key").to_string();
        assert!(said.contains("secret.key: it does not hold 64"), "{said}");
    }

    #[test]
    fn a_file_in_place_of_the_directory_is_one_line() {
        let file = tempfile::NamedTempFile::new().expect("a temporary file");
        let said = DataDir::take(file.path()).map(|_| ()).expect_err("that is a file").to_string();
        assert!(said.starts_with("the data directory ") && !said.contains('\n'), "{said}");
    }
}
