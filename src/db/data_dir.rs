//! The data directory: it is created at the first start, held by one server at a time, and contains the server's secrets.

use std::{
    fs::{self, DirBuilder, File, OpenOptions, TryLockError},
    io::{self, Read, Seek, Write},
    os::unix::fs::{DirBuilderExt, OpenOptionsExt, PermissionsExt},
    path::{Path, PathBuf},
};

use crate::{
    clock::Time,
    config::{SecretKey, TurnSecret},
};

/// The file with the signing key.
const KEY: &str = "secret.key";
/// The file with earlier signing keys, one per line, each with the time until which it is accepted.
const OLD_KEYS: &str = "secret.old";

/// Why a data directory cannot be used, in one line for the operator.
#[derive(Debug, thiserror::Error)]
pub enum DataDirError {
    #[error("the data directory {} cannot be used: {reason}", path.display())]
    Broken { path: PathBuf, reason: String },
    #[error("another server{} uses the data directory {}", pid.map(|pid| format!(" (process {pid})")).unwrap_or_default(), path.display())]
    InUse { path: PathBuf, pid: Option<u32> },
}

/// A data directory that this process holds for as long as this value lives.
pub struct DataDir {
    path: PathBuf,
    _lock: File,
}

impl DataDir {
    /// Creates the directory if necessary, and locks it.
    ///
    /// # Errors
    /// [`DataDirError::InUse`] when another server has it.
    pub fn take(path: &Path) -> Result<Self, DataDirError> {
        let broken = |reason: String| DataDirError::Broken { path: path.to_owned(), reason };
        make(path).map_err(|error| broken(error.to_string()))?;
        let path = path.canonicalize().map_err(|error| broken(error.to_string()))?;
        let lock = lock(&path)?;
        Ok(Self { path, _lock: lock })
    }

    /// Absolute, without symbolic links.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The signing key, created if there is none.
    ///
    /// # Errors
    /// [`DataDirError::Broken`] when it cannot be read or written, or is not a key.
    pub fn secret_key(&self) -> Result<SecretKey, DataDirError> {
        let parse = |text: &str| SecretKey::parse(text).ok_or("it does not hold 64 hexadecimal digits");
        self.read_or_make(KEY, || SecretKey::random().to_hex(), parse)
    }

    /// Earlier signing keys whose signatures are still accepted.
    ///
    /// # Errors
    /// [`DataDirError::Broken`] when they cannot be read.
    pub fn old_keys(&self, now: Time) -> Result<Vec<SecretKey>, DataDirError> {
        let old = read_old(&self.path).map_err(|reason| DataDirError::Broken { path: self.path.clone(), reason })?;
        Ok(old.into_iter().filter(|(_, until)| *until > now).map(|(key, _)| key).collect())
    }

    /// The relay's secret, created if there is none.
    ///
    /// # Errors
    /// [`DataDirError::Broken`] when it cannot be read or written, or is not a secret.
    pub fn turn_secret(&self) -> Result<TurnSecret, DataDirError> {
        let parse = |text: &str| TurnSecret::parse(text).ok_or("it does not hold 16 to 256 letters and digits");
        self.read_or_make("turn.secret", || TurnSecret::random().0, parse)
    }

    fn read_or_make<T>(
        &self,
        name: &str,
        fresh: impl FnOnce() -> String,
        parse: impl FnOnce(&str) -> Result<T, &'static str>,
    ) -> Result<T, DataDirError> {
        let text = read_or_make(&self.path.join(name), fresh);
        let secret = text.and_then(|text| parse(text.trim()).map_err(str::to_owned));
        secret.map_err(|error| DataDirError::Broken { path: self.path.clone(), reason: format!("{name}: {error}") })
    }
}

/// The keys in a data directory: the signing key, and those that are still accepted.
///
/// # Errors
/// [`DataDirError::Broken`] when there are none, or they cannot be read.
pub fn read_keys(path: &Path, now: Time) -> Result<(SecretKey, Vec<SecretKey>), DataDirError> {
    let read = || {
        let old = read_old(path)?.into_iter().filter(|(_, until)| *until > now).map(|(key, _)| key).collect();
        Ok((read_key(path)?, old))
    };
    read().map_err(|reason| DataDirError::Broken { path: path.to_owned(), reason })
}

fn read_key(path: &Path) -> Result<SecretKey, String> {
    let text = fs::read_to_string(path.join(KEY)).map_err(|error| format!("{KEY}: {error}"))?;
    SecretKey::parse(text.trim()).ok_or_else(|| format!("{KEY}: it does not hold 64 hexadecimal digits"))
}

/// Replaces the signing key in a data directory, also while a server holds it: the server reads its keys again every minute.
/// Signatures of the old key are accepted until `until`.
///
/// # Errors
/// [`DataDirError::Broken`] when there is no key, or files cannot be read or written.
pub fn rotate_key(path: &Path, now: Time, until: Time) -> Result<(), DataDirError> {
    let rotate = || {
        let file = path.join(KEY);
        let key = read_key(path)?;
        let old = read_old(path)?.into_iter().filter(|(_, until)| *until > now).chain([(key, until)]);
        let lines: String = old.map(|(key, until)| format!("{} {}\n", key.to_hex(), until.to_rfc3339())).collect();
        // The old keys are written first: after a crash between the two writes, the current key is also listed as an old one,
        // which is harmless.
        write_whole(&path.join(OLD_KEYS), &lines).map_err(|error| format!("{OLD_KEYS}: {error}"))?;
        write_whole(&file, &format!("{}\n", SecretKey::random().to_hex())).map_err(|error| format!("{KEY}: {error}"))
    };
    rotate().map_err(|reason| DataDirError::Broken { path: path.to_owned(), reason })
}

/// Old keys, and until when each is accepted.
fn read_old(path: &Path) -> Result<Vec<(SecretKey, Time)>, String> {
    let text = match fs::read_to_string(path.join(OLD_KEYS)) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        read => read.map_err(|error| format!("{OLD_KEYS}: {error}"))?,
    };
    let parse = |line: &str| {
        let (key, until) = line.split_once(' ')?;
        Some((SecretKey::parse(key)?, until.parse().ok()?))
    };
    text.lines().map(|line| parse(line).ok_or_else(|| format!("{OLD_KEYS}: a line is no key and a time"))).collect()
}

/// Writes a file completely or not at all: a crash must not leave half a secret.
fn write_whole(path: &Path, text: &str) -> io::Result<()> {
    let mut new = path.as_os_str().to_owned();
    new.push(".new");
    let new = PathBuf::from(new);
    let _ = fs::remove_file(&new);
    let mut file = OpenOptions::new().write(true).create_new(true).mode(0o600).open(&new)?;
    file.write_all(text.as_bytes()).and_then(|()| file.sync_all())?;
    fs::rename(&new, path)
}

/// Creates a directory that no other user can read. If we are root, the database's user can still pass through it.
fn make(path: &Path) -> io::Result<()> {
    let mode = if nix::unistd::geteuid().is_root() { 0o711 } else { 0o700 };
    DirBuilder::new().recursive(true).mode(mode).create(path)
}

/// Locks `lyceum.lock` in a directory for this process, and writes the process id into it.
///
/// # Errors
/// [`DataDirError::InUse`] when another process has it.
pub(super) fn lock(dir: &Path) -> Result<File, DataDirError> {
    let broken =
        |error: io::Error| DataDirError::Broken { path: dir.to_owned(), reason: format!("lyceum.lock: {error}") };
    let path = dir.join("lyceum.lock");
    let mut options = OpenOptions::new();
    let mut file =
        options.read(true).write(true).create(true).truncate(false).mode(0o600).open(path).map_err(broken)?;
    match file.try_lock() {
        Ok(()) => {}
        Err(TryLockError::WouldBlock) => {
            let mut text = String::new();
            let pid = file.read_to_string(&mut text).ok().and_then(|_| text.trim().parse().ok());
            return Err(DataDirError::InUse { path: dir.to_owned(), pid });
        }
        Err(TryLockError::Error(error)) => return Err(broken(error)),
    }
    // The process id is only for people. A full disk is no error here: the code that needs the space reports it.
    let _ = file.set_len(0).and_then(|()| file.rewind()).and_then(|()| writeln!(file, "{}", std::process::id()));
    Ok(file)
}

fn read_or_make(path: &Path, fresh: impl FnOnce() -> String) -> Result<String, String> {
    let said = |error: io::Error| error.to_string();
    match fs::read_to_string(path) {
        Ok(text) => {
            if fs::metadata(path).map_err(said)?.permissions().mode() & 0o077 != 0 {
                tracing::warn!(file = %path.display(), "a secret was readable by other users: now only its owner can read it");
                fs::set_permissions(path, fs::Permissions::from_mode(0o600)).map_err(said)?;
            }
            Ok(text)
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            let text = fresh();
            write_whole(path, &format!("{text}\n")).map_err(said)?;
            Ok(text)
        }
        Err(error) => Err(said(error)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_servers_cannot_use_one_data_directory() {
        let dir = tempfile::tempdir().expect("a temporary directory");
        let first = DataDir::take(dir.path()).expect("it is free");
        let second = DataDir::take(dir.path()).map(|_| ()).expect_err("it is taken");
        assert!(matches!(second, DataDirError::InUse { pid: Some(pid), .. } if pid == std::process::id()), "{second}");
        drop(first);
        DataDir::take(dir.path()).expect("it is free again");
    }

    #[test]
    fn the_key_is_created_once_and_readable_only_by_its_owner() {
        let dir = tempfile::tempdir().expect("a temporary directory");
        let data = DataDir::take(dir.path()).expect("it is free");
        let key = data.secret_key().expect("a key");
        let file = dir.path().join("secret.key");
        let mode = || fs::metadata(&file).expect("the file is there").permissions().mode() & 0o777;
        assert_eq!(mode(), 0o600);
        fs::set_permissions(&file, fs::Permissions::from_mode(0o644)).expect("the test owns it");
        assert_eq!(data.secret_key().expect("the same key"), key);
        assert_eq!(mode(), 0o600);
        fs::write(&file, "half a k").expect("the test owns it");
        let said = data.secret_key().expect_err("that is no key").to_string();
        assert!(said.contains("secret.key: it does not hold 64"), "{said}");
    }

    #[test]
    fn a_rotated_key_is_accepted_until_it_expires() {
        use chrono::Duration;
        let dir = tempfile::tempdir().expect("a temporary directory");
        let data = DataDir::take(dir.path()).expect("it is free");
        let now = crate::clock::now();
        assert!(rotate_key(dir.path(), now, now + Duration::days(14)).is_err(), "there is none yet");
        let keys: Vec<_> = (0..3)
            .map(|day| {
                let key = data.secret_key().expect("a key");
                let then = now + Duration::days(day);
                rotate_key(dir.path(), then, then + Duration::days(14)).expect("the test owns it");
                key
            })
            .collect();
        let old = |days| data.old_keys(now + Duration::days(days)).expect("the old keys can be read");
        assert_eq!(old(2), keys);
        assert_eq!(old(15), keys[2..]);
        assert_eq!(old(17), []);
        assert!(!keys.contains(&data.secret_key().expect("another key")));
        let mode = fs::metadata(dir.path().join(OLD_KEYS)).expect("the file is there").permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }

    #[test]
    fn a_file_in_place_of_the_data_directory_gives_one_line() {
        let file = tempfile::NamedTempFile::new().expect("a temporary file");
        let said = DataDir::take(file.path()).map(|_| ()).expect_err("that is a file").to_string();
        assert!(said.starts_with("the data directory ") && !said.contains('\n'), "{said}");
    }
}
