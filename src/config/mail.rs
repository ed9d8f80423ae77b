//! How mails are sent.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "Mail")]
pub struct Mail {
    /// Whom mails are from, such as "Lyceum <lyceum@school.example>"
    #[arg(long, env = "LYCEUM_MAIL_FROM", value_name = "MAILBOX", default_value = "Lyceum <lyceum@localhost>", value_parser = mailbox)]
    pub mail_from: String,
    /// The mail server that mails are given to; without it they lie as files in the folder mail of the data directory
    #[arg(long, env = "LYCEUM_SMTP_HOST", value_name = "HOST", value_parser = host)]
    pub smtp_host: Option<String>,
    /// Its port; 587 with starttls, 465 with tls and 25 with none, if not given
    #[arg(long, env = "LYCEUM_SMTP_PORT", value_name = "N", requires = "smtp_host")]
    pub smtp_port: Option<u16>,
    /// How what is said to it is encrypted
    #[arg(long, env = "LYCEUM_SMTP_ENCRYPTION", value_name = "HOW", value_enum, default_value_t = Encryption::Starttls)]
    pub smtp_encryption: Encryption,
    /// Whom it knows us as; the password stands in the environment
    #[arg(long, env = "LYCEUM_SMTP_USER", value_name = "NAME", requires = "smtp_host")]
    pub smtp_user: Option<String>,
    /// A file with a certificate (PEM) to trust besides the system's, for a mail server that has its own authority
    #[arg(long, env = "LYCEUM_SMTP_CA", value_name = "FILE", requires = "smtp_host")]
    pub smtp_ca: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Encryption {
    /// From after the greeting on, or not at all
    Starttls,
    /// From the first byte
    Tls,
    /// Not at all: for a mail server on this machine
    None,
}

impl Mail {
    /// Checks that mails can contain working links, and that a user name comes with its password.
    pub(super) fn check(&self, has_url: bool, has_password: bool) -> Result<(), String> {
        let Some(host) = &self.smtp_host else { return Ok(()) };
        if !has_url {
            return Err("mails have links in them: with --smtp-host, say --public-url (LYCEUM_PUBLIC_URL), too".into());
        }
        if self.smtp_user.is_some() && !has_password {
            return Err("--smtp-user needs its password, in LYCEUM_SMTP_PASSWORD".into());
        }
        let here = host == "localhost" || host.parse::<std::net::IpAddr>().is_ok_and(|address| address.is_loopback());
        if self.smtp_user.is_some() && self.smtp_encryption == Encryption::None && !here {
            return Err("--smtp-encryption none would show the password of --smtp-user to the whole network".into());
        }
        Ok(())
    }
}

fn mailbox(text: &str) -> Result<String, String> {
    match text.parse::<lettre::message::Mailbox>() {
        Ok(_) => Ok(text.to_owned()),
        Err(_) => Err("it is an email address, or a name and an address such as Lyceum <lyceum@school.example>".into()),
    }
}

fn host(text: &str) -> Result<String, String> {
    let fine = !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | ':'));
    if fine { Ok(text.to_owned()) } else { Err("it is a host's name or address, such as mail.school.example".into()) }
}
