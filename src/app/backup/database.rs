//! Dumps and restores the database with PostgreSQL's own programs.

use std::{
    path::Path,
    process::{Command, Stdio},
};

use percent_encoding::percent_decode_str;

use super::ExitError;

/// Dumps the whole database in one snapshot.
///
/// # Errors
/// The error message of `pg_dump`, in one line.
pub fn dump(program: &Path, url: &str, into: &Path) -> Result<(), ExitError> {
    let mut command = Command::new(program);
    command.args(["--format=custom", "--no-owner", "--no-privileges", "--file"]).arg(into);
    run(command, url).map_err(|line| ExitError::Failed(format!("no backup: {line}")))
}

/// Restores into an empty database, completely or not at all.
///
/// # Errors
/// The error message of `pg_restore`, in one line; also when the database is not empty.
pub fn restore(program: &Path, url: &str, dump: &Path) -> Result<(), ExitError> {
    let mut command = Command::new(program);
    command.args(["--no-owner", "--no-privileges", "--exit-on-error", "--single-transaction"]).arg(dump);
    run(command, url).map_err(|line| ExitError::Failed(format!("the database could not be restored: {line}")))
}

fn run(mut command: Command, url: &str) -> Result<(), String> {
    let (url, password) = split_password(url);
    command.arg("--dbname").arg(url).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped());
    if let Some(password) = password {
        command.env("PGPASSWORD", password);
    }
    let name = command.get_program().to_string_lossy().into_owned();
    let ended = command.output().map_err(|error| format!("{name}: {error}"))?;
    if ended.status.success() {
        return Ok(());
    }
    let said = String::from_utf8_lossy(&ended.stderr);
    Err(said.lines().find(|line| line.contains("error:")).unwrap_or(&said).trim().to_owned())
}

/// Separates the password from the URL, because every user of the machine can see arguments.
fn split_password(url: &str) -> (String, Option<String>) {
    let parts = || {
        let (scheme, rest) = url.split_once("://")?;
        let authority = &rest[..rest.find(['/', '?']).unwrap_or(rest.len())];
        let (user, password) = authority.rsplit_once('@')?.0.split_once(':')?;
        let after = &rest[user.len() + 1 + password.len()..];
        Some((format!("{scheme}://{user}{after}"), percent_decode_str(password).decode_utf8_lossy().into_owned()))
    };
    match parts() {
        Some((url, password)) => (url, Some(password)),
        None => (url.to_owned(), None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_password_is_not_passed_as_an_argument() {
        for (url, expected, password) in [
            ("postgres://anna:p%40ss:w@db.example/school", "postgres://anna@db.example/school", Some("p@ss:w")),
            ("postgresql://anna@db.example:5433/school", "postgresql://anna@db.example:5433/school", None),
            ("postgres:///school?host=/run", "postgres:///school?host=/run", None),
            ("postgres://db/a:b@c", "postgres://db/a:b@c", None),
            ("host='/tmp/x' user=lyceum", "host='/tmp/x' user=lyceum", None),
        ] {
            assert_eq!(split_password(url), (expected.to_owned(), password.map(str::to_owned)), "{url}");
        }
    }
}
