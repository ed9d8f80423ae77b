//! Runs the program once its configuration is read, and reports why it stops early.

mod admin;
mod backup;
mod files;
mod keys;
mod listening;
mod logging;
mod mail;
pub mod metrics;
mod person;
mod ready;
mod redirect;
mod renewals;
mod server;
mod sound;
mod storage;

use std::process::ExitCode;

use crate::{
    config::{Admin, Cli, Command, Keys, Person},
    db::{data_dir::Unusable, embedded},
    error::{Failure, Fault},
};
pub use listening::http;
pub use server::allow_connections;
use storage::Storage;

/// Why the program stops early, in one line for the operator.
#[derive(Debug, thiserror::Error)]
pub enum Stop {
    /// An invalid value.
    #[error("{0}")]
    Wrong(String),
    #[error("{0}")]
    Failed(String),
}

impl Stop {
    pub fn code(&self) -> ExitCode {
        match self {
            Stop::Wrong(_) => ExitCode::from(2),
            Stop::Failed(_) => ExitCode::FAILURE,
        }
    }
}

impl From<Unusable> for Stop {
    fn from(unusable: Unusable) -> Self {
        match unusable {
            Unusable::Broken { .. } => Stop::Wrong(unusable.to_string()),
            Unusable::InUse { .. } => Stop::Failed(unusable.to_string()),
        }
    }
}

impl From<embedded::Unable> for Stop {
    fn from(unable: embedded::Unable) -> Self {
        match unable {
            embedded::Unable::Wrong(line) => Stop::Wrong(line),
            embedded::Unable::Failed(line) => Stop::Failed(line),
            embedded::Unable::InUse(unusable) => unusable.into(),
        }
    }
}

impl From<Failure> for Stop {
    fn from(failure: Failure) -> Self {
        Stop::Failed(failure.to_string())
    }
}

impl From<Fault> for Stop {
    fn from(fault: Fault) -> Self {
        Stop::Failed(fault.to_string())
    }
}

/// Runs one command to its end.
///
/// # Errors
/// [`Stop`], which `main` prints.
pub fn run(cli: &Cli) -> Result<(), Stop> {
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
