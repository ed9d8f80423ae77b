//! The archive of a backup: what it contains, and how it is unpacked even if an attacker made it.

use std::{
    fs::{self, File},
    io::{self, BufReader, BufWriter, Write},
    path::{Path, PathBuf},
};

use tar::{Archive, Builder, EntryType};

use super::ExitError;

/// The name of the database dump in the archive.
const DUMP: &str = "database.dump";
/// The parts of the data directory that are not copied: the cluster, which is dumped instead, and files of a running server.
const LEFT_OUT: [&str; 2] = ["postgres", "lyceum.lock"];

/// Writes the archive and syncs it to disk. The folder of the backups may be inside the data directory.
///
/// # Errors
/// An error of the operating system, such as a full disk.
pub fn write(archive: File, dump: &Path, data_dir: &Path, backups: &Path) -> io::Result<()> {
    let mut tar = Builder::new(BufWriter::new(archive));
    tar.follow_symlinks(false);
    tar.append_path_with_name(dump, DUMP)?;
    let (data_dir, backups) = (data_dir.canonicalize()?, backups.canonicalize()?);
    append(&mut tar, &data_dir, Path::new(""), &backups)?;
    let mut file = tar.into_inner()?;
    file.flush()?;
    file.get_ref().sync_all()
}

/// Appends a folder of the data directory. A file that vanishes meanwhile is left out.
fn append(tar: &mut Builder<BufWriter<File>>, data_dir: &Path, folder: &Path, backups: &Path) -> io::Result<()> {
    let mut names = Vec::new();
    for entry in fs::read_dir(data_dir.join(folder))? {
        names.push(folder.join(entry?.file_name()));
    }
    names.sort();
    for name in names.iter().filter(|name| !LEFT_OUT.iter().any(|left| name.as_path() == Path::new(left))) {
        let path = data_dir.join(name);
        let appended = match fs::symlink_metadata(&path) {
            Ok(_) if path == backups => Ok(()),
            Ok(found) if found.is_dir() => {
                tar.append_dir(name, &path).and_then(|()| append(tar, data_dir, name, backups))
            }
            Ok(found) if found.is_file() => tar.append_path_with_name(&path, name),
            Ok(_) => Ok(()),
            Err(error) => Err(error),
        };
        appended.or_else(|error| if error.kind() == io::ErrorKind::NotFound { Ok(()) } else { Err(error) })?;
    }
    Ok(())
}

/// The name of something in a data directory besides the caller's lock file, if there is anything.
///
/// # Errors
/// An error of the operating system.
pub fn first_entry(data_dir: &Path) -> io::Result<Option<String>> {
    for entry in fs::read_dir(data_dir)? {
        let name = entry?.file_name();
        if name != LEFT_OUT[1] {
            return Ok(Some(name.to_string_lossy().into_owned()));
        }
    }
    Ok(None)
}

/// Unpacks everything into the data directory, nothing outside it, and returns the path of the database dump.
///
/// # Errors
/// One line for the operator: the file is no backup, is truncated, or does not fit on the disk.
pub fn unpack(archive: File, data_dir: &Path) -> Result<PathBuf, ExitError> {
    let no_backup = |error: io::Error| match error.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::PermissionDenied => ExitError::Failed(error.to_string()),
        _ => ExitError::Wrong(format!("this is no whole backup of a school: {error}")),
    };
    let mut tar = Archive::new(BufReader::new(archive));
    for entry in tar.entries().map_err(no_backup)? {
        let mut entry = entry.map_err(no_backup)?;
        // Our backups contain nothing else. Links in a forged one could lead out of the directory.
        if matches!(entry.header().entry_type(), EntryType::Regular | EntryType::Directory) {
            entry.unpack_in(data_dir).map_err(no_backup)?;
        }
    }
    let dump = data_dir.join(DUMP);
    if !dump.is_file() {
        return Err(ExitError::Wrong("this is no backup of a school: there is no database in it".to_owned()));
    }
    Ok(dump)
}

/// Removes what a failed restore has unpacked.
pub fn clear(data_dir: &Path) {
    for entry in fs::read_dir(data_dir).into_iter().flatten().flatten() {
        let path = entry.path();
        if entry.file_name() != LEFT_OUT[1] {
            let _ = if path.is_dir() { fs::remove_dir_all(&path) } else { fs::remove_file(&path) };
        }
    }
}
