//! Finds `initdb` and `postgres`: in the configured folder, on PATH, where `pg_config` says, or where Debian puts them.

use std::{
    env, fs,
    path::{Path, PathBuf},
    process::Command,
};

use super::EmbeddedError;

pub(super) struct Binaries {
    dir: PathBuf,
}

impl Binaries {
    pub fn initdb(&self) -> PathBuf {
        self.dir.join("initdb")
    }

    pub fn postgres(&self) -> PathBuf {
        self.dir.join("postgres")
    }

    pub fn program(&self, name: &str) -> Result<PathBuf, EmbeddedError> {
        let path = self.dir.join(name);
        let missing = || EmbeddedError::Failed(format!("PostgreSQL's program {name} is not in {}", self.dir.display()));
        path.is_file().then_some(path).ok_or_else(missing)
    }
}

const DEBIAN: &str = "/usr/lib/postgresql";

/// Finds the programs. An existing cluster needs those of its own major version.
pub(super) fn find(told: Option<&Path>, needed: Option<u32>) -> Result<Binaries, EmbeddedError> {
    if let Some(dir) = told {
        let fits = |dir: &PathBuf| needed.is_none_or(|needed| version(dir) == Some(needed));
        return match real_folder(dir) {
            None => {
                Err(EmbeddedError::Wrong(format!("--postgres-bin {} does not hold initdb and postgres", dir.display())))
            }
            Some(dir) if fits(&dir) => Ok(Binaries { dir }),
            Some(dir) => Err(EmbeddedError::Wrong(format!(
                "--postgres-bin {} is not PostgreSQL {}, which made the database",
                dir.display(),
                needed.unwrap_or_default()
            ))),
        };
    }
    // PATH belongs to the machine and is not a setting of ours.
    let path = env::var_os("PATH").unwrap_or_default();
    let mut places = env::split_paths(&path).filter_map(|dir| real_folder(&dir));
    let fitting = |dir: &PathBuf| needed.is_none_or(|needed| version(dir) == Some(needed));
    let found =
        places.find(fitting).or_else(|| debian().into_iter().find(fitting)).or_else(|| pg_config().filter(fitting));
    found.map(|dir| Binaries { dir }).ok_or_else(|| missing(needed))
}

fn missing(needed: Option<u32>) -> EmbeddedError {
    EmbeddedError::Failed(match needed {
        None => "PostgreSQL's server programs (initdb, postgres) are not installed: install the package postgresql \
                 (apt install postgresql), or say where they are with --postgres-bin, or use --database-url"
            .into(),
        Some(version) => format!(
            "the database in the data directory is PostgreSQL {version}'s, which is not installed: install the \
             package postgresql-{version}, or say where it is with --postgres-bin"
        ),
    })
}

/// The folder, without symbolic links, if it contains both programs.
fn real_folder(dir: &Path) -> Option<PathBuf> {
    let real = |program| dir.join(program).canonicalize().ok().filter(|path| path.is_file());
    let initdb = real("initdb")?;
    real("postgres").filter(|postgres| postgres.parent() == initdb.parent())?;
    initdb.parent().map(Path::to_owned)
}

/// Debian's folders, the highest version first.
fn debian() -> Vec<PathBuf> {
    let mut versions: Vec<u32> = fs::read_dir(DEBIAN)
        .into_iter()
        .flatten()
        .filter_map(|entry| entry.ok()?.file_name().to_str()?.parse().ok())
        .collect();
    versions.sort_unstable_by(|a, b| b.cmp(a));
    versions
        .into_iter()
        .filter_map(|version| real_folder(&Path::new(DEBIAN).join(version.to_string()).join("bin")))
        .collect()
}

fn pg_config() -> Option<PathBuf> {
    let output = Command::new("pg_config").arg("--bindir").output().ok()?;
    real_folder(Path::new(String::from_utf8(output.stdout).ok()?.trim()))
}

/// The major version, from Debian's path or, failing that, from the program itself.
fn version(dir: &Path) -> Option<u32> {
    let parts: Vec<_> = dir.iter().filter_map(|part| part.to_str()).collect();
    if let [.., "postgresql", version, "bin"] = parts[..] {
        return version.parse().ok();
    }
    let output = Command::new(dir.join("postgres")).arg("--version").output().ok()?;
    let text = String::from_utf8(output.stdout).ok()?;
    let digits = text.split_whitespace().find(|word| word.starts_with(|c: char| c.is_ascii_digit()))?;
    digits.split(|c: char| !c.is_ascii_digit()).next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_without_the_programs_is_an_invalid_value() {
        let dir = tempfile::tempdir().expect("a temporary directory");
        let said = find(Some(dir.path()), None).map(|_| ()).expect_err("it is empty");
        assert!(matches!(said, EmbeddedError::Wrong(_)), "{said}");
    }

    #[test]
    fn a_cluster_of_a_version_that_is_not_installed_names_its_package() {
        let said = find(None, Some(8)).map(|_| ()).expect_err("nobody has PostgreSQL 8").to_string();
        assert!(said.contains("postgresql-8"), "{said}");
    }

    #[test]
    fn a_missing_postgresql_gives_one_line_with_its_package() {
        let said = missing(None).to_string();
        assert!(said.contains("apt install postgresql") && !said.contains('\n') && !said.contains("  "), "{said}");
    }

    #[test]
    fn the_version_is_read_from_debians_path() {
        assert_eq!(version(Path::new("/usr/lib/postgresql/15/bin")), Some(15));
    }
}
