//! Mail through a mail server, by SMTP. The connection is encrypted unless configured otherwise, and never falls back: a server
//! that does not offer the configured encryption gets no mail.

use std::time::Duration;

use actix_rt::time::timeout;
use lettre::{
    address::Envelope,
    message::Mailbox,
    transport::smtp::{
        Error,
        authentication::{Credentials, DEFAULT_MECHANISMS},
        client::{AsyncSmtpConnection, Certificate, Tls, TlsParametersBuilder},
        commands::{Data, Mail as MailFrom, Rcpt},
        extension::{ClientId, Extension, MailParameter},
    },
};

use super::{Mail, MailError};
use crate::config::{Encryption, Password};

/// How long connecting may take.
const CONNECT: Duration = Duration::from_secs(20);
/// How long a server may take to accept a mail, and again to confirm it.
const PATIENCE: Duration = Duration::from_secs(60);
/// How long a server may take to close the connection.
const GOODBYE: Duration = Duration::from_secs(2);
const SILENT: &str = "the mail server has fallen silent";

/// How to reach a mail server.
#[derive(Clone, Debug)]
pub struct Server {
    pub host: String,
    pub port: Option<u16>,
    pub encryption: Encryption,
    pub credentials: Option<(String, Password)>,
    /// A certificate in PEM to trust in addition to those of the system.
    pub authority: Option<Vec<u8>>,
}

pub struct Smtp {
    host: String,
    port: u16,
    tls: Tls,
    credentials: Option<Credentials>,
    from: Mailbox,
    patience: Duration,
}

impl Server {
    fn port(&self) -> u16 {
        self.port.unwrap_or(match self.encryption {
            Encryption::Starttls => 587,
            Encryption::Tls => 465,
            Encryption::None => 25,
        })
    }

    fn tls(&self) -> Result<Tls, Error> {
        let mut tls = TlsParametersBuilder::new(self.host.clone());
        if let Some(pem) = &self.authority {
            tls = tls.add_root_certificate(Certificate::from_pem(pem)?);
        }
        Ok(match self.encryption {
            Encryption::Starttls => Tls::Required(tls.build()?),
            Encryption::Tls => Tls::Wrapper(tls.build()?),
            Encryption::None => Tls::None,
        })
    }
}

impl Smtp {
    /// Prepares the client without connecting.
    ///
    /// # Errors
    /// When the authority is not a certificate.
    pub fn open(server: &Server, from: Mailbox) -> Result<Self, String> {
        let tls = server.tls().map_err(|error| causes(&error))?;
        let credentials = server.credentials.as_ref();
        let credentials = credentials.map(|(user, password)| Credentials::new(user.clone(), password.0.clone()));
        Ok(Self { host: server.host.clone(), port: server.port(), tls, credentials, from, patience: PATIENCE })
    }

    /// Sets how long an attempt may take.
    pub fn patient(self, patience: Duration) -> Self {
        Self { patience, ..self }
    }

    /// Until the text is sent, everything may fail and be tried again. After that only the server's answer says what became of
    /// the mail (RFC 5321, 4.2.5); without an answer nobody knows.
    pub(super) async fn send(
        &self,
        mail: &Mail,
        leaving: impl Future<Output = Result<(), MailError>>,
    ) -> Result<(), MailError> {
        let message = mail.message(&self.from)?;
        let text = message.formatted();
        let offered = timeout(self.patience, self.offer(message.envelope())).await;
        let mut connection = offered.map_err(|_| MailError::Later(SILENT.to_owned()))??;
        leaving.await?;
        match timeout(self.patience, connection.message(&text)).await {
            Ok(Ok(_)) => {
                // The mail is sent, whatever the server answers now.
                let _ = timeout(GOODBYE, connection.quit()).await;
                Ok(())
            }
            Ok(Err(error)) if error.status().is_some() => Err(refused(&error)),
            Ok(Err(error)) => Err(unknown(&causes(&error))),
            Err(_) => Err(unknown(SILENT)),
        }
    }

    /// Connects, and names sender and recipients, until the server is ready for the text.
    async fn offer(&self, envelope: &Envelope) -> Result<AsyncSmtpConnection, MailError> {
        let refused = |error: Error| refused(&error);
        let (server, us) = ((self.host.as_str(), self.port), ClientId::default());
        let at_once = if let Tls::Wrapper(tls) = &self.tls { Some(tls.clone()) } else { None };
        let connected = AsyncSmtpConnection::connect_tokio1(server, Some(CONNECT), &us, at_once, None).await;
        let mut connection = connected.map_err(refused)?;
        if let Tls::Required(tls) = &self.tls {
            connection.starttls(tls.clone(), &us).await.map_err(refused)?;
        }
        if let Some(credentials) = &self.credentials {
            connection.auth(DEFAULT_MECHANISMS, credentials).await.map_err(refused)?;
        }
        let mut parameters = Vec::new();
        if envelope.to().iter().chain(envelope.from()).any(|address| !AsRef::<str>::as_ref(address).is_ascii()) {
            if !connection.server_info().supports_feature(Extension::SmtpUtfEight) {
                return Err(MailError::Never("the mail server does not take such an address (SMTPUTF8)".to_owned()));
            }
            parameters.push(MailParameter::SmtpUtfEight);
        }
        connection.command(MailFrom::new(envelope.from().cloned(), parameters)).await.map_err(refused)?;
        for to in envelope.to() {
            connection.command(Rcpt::new(to.clone(), Vec::new())).await.map_err(refused)?;
        }
        connection.command(Data).await.map_err(refused)?;
        Ok(connection)
    }
}

fn refused(error: &Error) -> MailError {
    if is_about_the_mail(error) { MailError::Never(causes(error)) } else { MailError::Later(causes(error)) }
}

fn unknown(why: &str) -> MailError {
    MailError::Unknown(format!("{why}: whether it has this mail is not known"))
}

/// Whether a refusal is permanent and concerns this mail: 5xx, except the codes that ask for other credentials (RFC 4954), which
/// an administrator can correct.
fn is_about_the_mail(error: &Error) -> bool {
    let code = error.status().map_or(0, u16::from);
    error.is_permanent() && !(530..540).contains(&code)
}

/// An error and its sources, on one line.
fn causes(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        let cause_text = cause.to_string();
        if !text.contains(&cause_text) {
            text.push_str(": ");
            text.push_str(&cause_text);
        }
        source = cause.source();
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}
