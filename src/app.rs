//! Runs the program once its configuration is read, and reports why it stops early.

mod admin;
mod backup;
mod connections;
mod files;
mod full_disk;
mod keys;
mod listener;
mod logging;
mod mail;
mod media;
pub mod metrics;
mod paced_stream;
mod person;
mod redirect;
mod reload;
mod server;
mod signals;
mod storage;
mod systemd;

use std::process::ExitCode;

use crate::{
    config::{Admin, Cli, Command, Keys, Person},
    db::{data_dir::DataDirError, embedded},
    error::{Failure, Fault},
};
pub use listener::http;
pub use server::raise_open_files_limit;
use storage::Storage;

/// Why the program stops early, in one line for the operator.
#[derive(Debug, thiserror::Error)]
pub enum ExitError {
    /// An invalid value.
    #[error("{0}")]
    Wrong(String),
    #[error("{0}")]
    Failed(String),
}

impl ExitError {
    pub fn code(&self) -> ExitCode {
        match self {
            ExitError::Wrong(_) => ExitCode::from(2),
            ExitError::Failed(_) => ExitCode::FAILURE,
        }
    }
}

impl From<DataDirError> for ExitError {
    fn from(unusable: DataDirError) -> Self {
        match unusable {
            DataDirError::Broken { .. } => ExitError::Wrong(unusable.to_string()),
            DataDirError::InUse { .. } => ExitError::Failed(unusable.to_string()),
        }
    }
}

impl From<embedded::EmbeddedError> for ExitError {
    fn from(unable: embedded::EmbeddedError) -> Self {
        match unable {
            embedded::EmbeddedError::Wrong(line) => ExitError::Wrong(line),
            embedded::EmbeddedError::Failed(line) => ExitError::Failed(line),
            embedded::EmbeddedError::InUse(unusable) => unusable.into(),
        }
    }
}

impl From<Failure> for ExitError {
    fn from(failure: Failure) -> Self {
        ExitError::Failed(failure.to_string())
    }
}

impl From<Fault> for ExitError {
    fn from(fault: Fault) -> Self {
        ExitError::Failed(fault.to_string())
    }
}

/// Runs one command to its end.
///
/// # Errors
/// [`ExitError`], which `main` prints.
pub fn run(cli: &Cli) -> Result<(), ExitError> {
    match &cli.command {
        Command::Serve(serve) => {
            logging::start(&serve.log);
            server::run(serve)
        }
        Command::Migrate(migrate) => {
            logging::start(&migrate.log);
            let storage = Storage::join(&migrate.store)?;
            println!("The database is up to date.");
            storage.close();
            Ok(())
        }
        Command::Backup(wanted) => {
            logging::start(&wanted.log);
            backup::now(wanted)
        }
        Command::Restore(wanted) => {
            logging::start(&wanted.log);
            backup::restore(wanted)
        }
        Command::Admin(Admin::Create(create)) => {
            logging::start(&create.log);
            admin::create(create)
        }
        Command::Person(Person::Export(wanted)) => {
            logging::start(&wanted.log);
            person::export(wanted)
        }
        Command::Person(Person::Erase(wanted)) => {
            logging::start(&wanted.log);
            person::erase(wanted)
        }
        Command::Keys(Keys::Rotate(rotate)) => keys::rotate(rotate),
    }
}
