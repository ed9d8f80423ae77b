//! Opens the mailer, as configured.

use std::path::{Path, PathBuf};

use super::{ExitError, storage::Storage};
use crate::{
    config::Serve,
    outbound::{
        Mailer,
        mail::{Directory, Server, Smtp},
    },
};

/// The folder in which mails are stored, if no mail server is configured.
pub(super) fn folder(serve: &Serve, data_dir: &Path) -> Option<PathBuf> {
    serve.mail.smtp_host.is_none().then(|| data_dir.join("mail"))
}

pub(super) fn open(serve: &Serve, storage: &Storage) -> Result<Mailer, ExitError> {
    let mail = &serve.mail;
    let from = mail.mail_from.parse().expect("the configuration was checked");
    let data_dir = storage.data_dir.as_ref().expect("a server holds its data directory").path();
    if let Some(folder) = folder(serve, data_dir) {
        let unusable = |error| ExitError::Wrong(format!("{} cannot be used: {error}", folder.display()));
        return Directory::open(folder.clone(), from).map(Mailer::Directory).map_err(unusable);
    }
    let host = mail.smtp_host.clone().expect("without a folder there is a mail server");
    let authority = mail.smtp_ca.as_ref().map(|file| {
        std::fs::read(file).map_err(|error| ExitError::Wrong(format!("--smtp-ca {}: {error}", file.display())))
    });
    let server = Server {
        host,
        port: mail.smtp_port,
        encryption: mail.smtp_encryption,
        credentials: mail.smtp_user.clone().zip(serve.smtp_password.clone()),
        authority: authority.transpose()?,
    };
    Smtp::open(&server, from).map(Mailer::Smtp).map_err(|error| ExitError::Wrong(format!("--smtp-ca: {error}")))
}
