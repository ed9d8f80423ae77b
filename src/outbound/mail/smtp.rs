//! Mails to a mail server, by SMTP. Encrypted unless told otherwise, and then never less: a server that does not offer what
//! was set is not spoken to.

use std::time::Duration;

use actix_rt::time::timeout;
use lettre::{
    AsyncSmtpTransport, AsyncTransport, Tokio1Executor,
    message::Mailbox,
    transport::smtp::{
        Error,
        authentication::Credentials,
        client::{Certificate, Tls, TlsParametersBuilder},
    },
};

use super::{Mail, Unsent};
use crate::config::{Encryption, Password};

/// How long a connection may take.
const CONNECT: Duration = Duration::from_secs(20);
/// How long all of a mail may take: a server that has fallen silent is left.
const PATIENCE: Duration = Duration::from_secs(60);

/// How a mail server is reached.
#[derive(Clone, Debug)]
pub struct Server {
    pub host: String,
    pub port: Option<u16>,
    pub encryption: Encryption,
    pub credentials: Option<(String, Password)>,
    /// A certificate, in PEM, to trust besides those of the system.
    pub authority: Option<Vec<u8>>,
}

pub struct Smtp {
    transport: AsyncSmtpTransport<Tokio1Executor>,
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
    /// Gets ready; it does not connect yet.
    ///
    /// # Errors
    /// When the authority is no certificate.
    pub fn open(server: &Server, from: Mailbox) -> Result<Self, String> {
        let tls = server.tls().map_err(|error| causes(&error))?;
        let mut transport = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(&server.host)
            .port(server.port())
            .tls(tls)
            .timeout(Some(CONNECT));
        if let Some((user, password)) = &server.credentials {
            transport = transport.credentials(Credentials::new(user.clone(), password.0.clone()));
        }
        Ok(Self { transport: transport.build(), from, patience: PATIENCE })
    }

    /// Gives up on a mail after so long.
    pub fn patient(self, patience: Duration) -> Self {
        Self { patience, ..self }
    }

    pub(super) async fn send(&self, mail: &Mail) -> Result<(), Unsent> {
        let message = mail.message(&self.from)?;
        match timeout(self.patience, self.transport.send(message)).await {
            Ok(Ok(_)) => Ok(()),
            Ok(Err(error)) if is_about_the_mail(&error) => Err(Unsent::Never(causes(&error))),
            Ok(Err(error)) => Err(Unsent::Later(causes(&error))),
            Err(_) => Err(Unsent::Later("the mail server has fallen silent".to_owned())),
        }
    }
}

/// Whether a refusal is for good and about this mail: 5xx, except those by which a server asks for another login (RFC
/// 4954), which whoever set this up can mend.
fn is_about_the_mail(error: &Error) -> bool {
    let code = error.status().map_or(0, u16::from);
    error.is_permanent() && !(530..540).contains(&code)
}

/// An error with what caused it, on one line.
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
