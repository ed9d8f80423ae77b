//! The configuration, by flags or environment variables: one struct per concern, read once. An invalid value is reported in one
//! line.

pub mod accounts;
pub mod backup;
pub mod files;
pub mod lessons;
pub mod log;
pub mod mail;
pub mod media;
pub mod metrics;
pub mod office;
pub mod secrets;
pub mod store;
pub mod turn;
pub mod web;

use std::{ffi::OsString, path::PathBuf};

use clap::{
    Args, Command as Clap, CommandFactory, Parser, Subcommand,
    error::{ContextKind, ContextValue, ErrorKind},
};

pub use accounts::Accounts;
pub use backup::Backup;
pub use files::Files;
pub use lessons::Lessons;
pub use log::{Format, Log};
pub use mail::{Encryption, Mail};
pub use media::Media;
pub use metrics::Metrics;
pub use office::{Office, OfficeChoice};
pub use secrets::{Password, SecretKey, TurnSecret};
pub use store::Store;
pub use turn::Turn;
pub use web::Web;

/// A realtime classroom server: a teacher opens a lesson, students come in with a code.
#[derive(Debug, Parser)]
#[command(name = "lyceum", version, max_term_width = 110, disable_help_subcommand = true)]
pub struct Cli {
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Start the server
    Serve(Box<Serve>),
    /// Bring the database up to date, and leave
    Migrate(Migrate),
    /// Write the school into one file, also while the server runs
    Backup(BackupNow),
    /// Make a school of such a file, in a data directory that is empty
    Restore(Restore),
    /// Look after administrators' accounts
    #[command(subcommand)]
    Admin(Admin),
    /// What everyone has a right to: to be told what is held about them, and to be erased
    #[command(subcommand)]
    Person(Person),
    /// Look after the key that sign-ins and seats are signed with
    #[command(subcommand)]
    Keys(Keys),
}

#[derive(Debug, Args)]
#[command(after_help = secrets::SERVE_HELP)]
pub struct Serve {
    #[command(flatten)]
    pub web: Web,
    #[command(flatten)]
    pub store: Store,
    #[command(flatten)]
    pub backup: Backup,
    #[command(flatten)]
    pub accounts: Accounts,
    #[command(flatten)]
    pub mail: Mail,
    #[command(flatten)]
    pub files: Files,
    #[command(flatten)]
    pub office: Office,
    #[command(flatten)]
    pub lessons: Lessons,
    #[command(flatten)]
    pub media: Media,
    #[command(flatten)]
    pub turn: Turn,
    #[command(flatten)]
    pub metrics: Metrics,
    #[command(flatten)]
    pub log: Log,
    /// From the environment only: arguments are seen by everyone on the machine.
    #[arg(skip)]
    pub secret_key: Option<SecretKey>,
    #[arg(skip)]
    pub old_secret_keys: Vec<SecretKey>,
    #[arg(skip)]
    pub turn_secret: Option<TurnSecret>,
    /// As above.
    #[arg(skip)]
    pub smtp_password: Option<Password>,
    /// As above.
    #[arg(skip)]
    pub s3_secret: Option<Password>,
}

#[derive(Debug, Args)]
pub struct Migrate {
    #[command(flatten)]
    pub store: Store,
    #[command(flatten)]
    pub log: Log,
}

#[derive(Debug, Args)]
pub struct BackupNow {
    /// The folder that it is written into; its name says when it was made
    #[arg(long, env = "LYCEUM_BACKUP_DIR", value_name = "DIR", default_value = "./backups")]
    pub to: PathBuf,
    #[command(flatten)]
    pub store: Store,
    #[command(flatten)]
    pub log: Log,
}

#[derive(Debug, Args)]
pub struct Restore {
    /// What `lyceum backup` has written
    pub file: PathBuf,
    #[command(flatten)]
    pub store: Store,
    #[command(flatten)]
    pub log: Log,
}

#[derive(Debug, Subcommand)]
pub enum Admin {
    /// Make an administrator's account; its password is asked for, or read from standard input
    Create(AdminCreate),
}

#[derive(Debug, Args)]
#[command(after_help = secrets::ADMIN_HELP)]
pub struct AdminCreate {
    /// What they sign in with
    #[arg(long)]
    pub username: String,
    /// Their email address
    #[arg(long)]
    pub email: String,
    /// Their name as others see it; the username, if not given
    #[arg(long)]
    pub name: Option<String>,
    /// Make a strong password, and print it once
    #[arg(long)]
    pub random_password: bool,
    #[command(flatten)]
    pub accounts: Accounts,
    #[command(flatten)]
    pub store: Store,
    #[command(flatten)]
    pub log: Log,
    /// From the environment only: arguments are seen by everyone on the machine.
    #[arg(skip)]
    pub password: Option<Password>,
}

#[derive(Debug, Subcommand)]
pub enum Person {
    /// Print all that is held about a person, as JSON
    Export(PersonExport),
    /// Erase a person with all that is held about them, for good; also while the server runs
    Erase(Box<PersonErase>),
}

#[derive(Debug, Args)]
pub struct PersonExport {
    /// Their username or email address
    pub username: String,
    #[command(flatten)]
    pub store: Store,
    #[command(flatten)]
    pub log: Log,
}

#[derive(Debug, Args)]
#[command(after_help = secrets::S3_HELP)]
pub struct PersonErase {
    /// Their username or email address
    pub username: String,
    #[command(flatten)]
    pub files: Files,
    #[command(flatten)]
    pub store: Store,
    #[command(flatten)]
    pub log: Log,
    /// From the environment only: arguments are seen by everyone on the machine.
    #[arg(skip)]
    pub s3_secret: Option<Password>,
}

#[derive(Debug, Subcommand)]
pub enum Keys {
    /// Put another key in the place of the one in the data directory, for a server that runs within a minute; what the old
    /// one has signed is believed for 14 more days
    Rotate(KeysRotate),
}

#[derive(Debug, Args)]
pub struct KeysRotate {
    #[command(flatten)]
    pub store: Store,
    /// From the environment only: arguments are seen by everyone on the machine.
    #[arg(skip)]
    pub secret_key: Option<SecretKey>,
}

/// Why no command runs.
#[derive(Debug, PartialEq, Eq)]
pub enum CliError {
    /// The text that was asked for: help or the version.
    Answer(String),
    /// One line that says what is wrong.
    Wrong(String),
}

/// Reads the command line and the environment.
///
/// # Errors
/// [`CliError::Answer`] for `--help` and `--version`, [`CliError::Wrong`] for an invalid value.
pub fn read(arguments: impl IntoIterator<Item = OsString>) -> Result<Cli, CliError> {
    let mut cli = Cli::try_parse_from(arguments).map_err(|error| {
        match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => CliError::Answer(error.render().to_string()),
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => CliError::Wrong(
            "say what to do: serve, migrate, backup, restore, admin create, person export, person erase or keys rotate \
             (lyceum --help explains)"
                .into(),
        ),
        _ => CliError::Wrong(one_line(&error)),
    }
    })?;
    match &mut cli.command {
        Command::Serve(serve) => {
            serve.web.check().map_err(CliError::Wrong)?;
            serve.secret_key = secrets::secret_key().map_err(CliError::Wrong)?;
            serve.old_secret_keys = secrets::old_secret_keys().map_err(CliError::Wrong)?;
            serve.turn_secret = secrets::turn_secret().map_err(CliError::Wrong)?;
            serve.turn.check(serve.turn_secret.as_ref(), serve.web.tls_cert.is_some()).map_err(CliError::Wrong)?;
            serve.smtp_password = secrets::smtp_password();
            let (url, password) = (serve.web.public_url.is_some(), serve.smtp_password.is_some());
            serve.mail.check(url, password).map_err(CliError::Wrong)?;
            serve.s3_secret = secrets::s3_secret();
            serve.files.check(serve.s3_secret.is_some()).map_err(CliError::Wrong)?;
        }
        Command::Admin(Admin::Create(create)) => create.password = secrets::admin_password(),
        Command::Keys(Keys::Rotate(rotate)) => rotate.secret_key = secrets::secret_key().map_err(CliError::Wrong)?,
        Command::Person(Person::Erase(erase)) => {
            erase.s3_secret = secrets::s3_secret();
            erase.files.check(erase.s3_secret.is_some()).map_err(CliError::Wrong)?;
        }
        Command::Person(Person::Export(_)) | Command::Migrate(_) | Command::Backup(_) | Command::Restore(_) => {}
    }
    Ok(cli)
}

/// The first paragraph of clap's explanation, which contains what is wrong.
fn one_line(error: &clap::Error) -> String {
    let text = error.render().to_string();
    let first = text.split("\n\n").next().unwrap_or_default().trim_start_matches("error: ");
    let mut line = first.split_whitespace().collect::<Vec<_>>().join(" ");
    if let Some(ContextValue::String(shown)) = error.get(ContextKind::InvalidArg)
        && let Some(variable) = variable_of(&Cli::command(), shown)
    {
        line.push_str(&format!(" (the variable {variable} sets it too)"));
    }
    line
}

/// The environment variable of a flag, as clap shows the flag: `--listen <ADDR>`.
fn variable_of(command: &Clap, shown: &str) -> Option<String> {
    let long = shown.trim_start_matches("--").split([' ', '.', '=']).next()?;
    let here = command.get_arguments().find(|argument| argument.get_long() == Some(long)).and_then(|a| a.get_env());
    match here {
        Some(variable) => Some(variable.to_string_lossy().into_owned()),
        None => command.get_subcommands().find_map(|below| variable_of(below, shown)),
    }
}

#[cfg(test)]
mod tests;
