//! The relay, for clients whose network blocks all other paths, and how browsers find it.

use std::{net::SocketAddr, path::PathBuf};

use clap::{ArgAction, Args, builder::BoolishValueParser};

use super::TurnSecret;

#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "Relay (TURN)")]
pub struct Turn {
    /// Whether sound is relayed for those whose network lets it through in no other way
    #[arg(long, env = "LYCEUM_TURN", value_name = "BOOL", action = ArgAction::Set, default_value = "true",
          value_parser = BoolishValueParser::new())]
    pub turn: bool,
    /// The address and port that the relay listens on, by UDP and TCP
    #[arg(long, env = "LYCEUM_TURN_LISTEN", value_name = "ADDR", default_value = "0.0.0.0:3478", value_parser = listen)]
    pub turn_listen: SocketAddr,
    /// The same by TLS, which passes nearly every filter on port 443
    #[arg(long, env = "LYCEUM_TURN_TLS_LISTEN", value_name = "ADDR", value_parser = listen)]
    pub turn_tls_listen: Option<SocketAddr>,
    /// The certificate with those that vouch for it (PEM); the one of --tls-cert, if not given
    #[arg(
        long,
        env = "LYCEUM_TURN_TLS_CERT",
        value_name = "FILE",
        requires = "turn_tls_listen",
        requires = "turn_tls_key"
    )]
    pub turn_tls_cert: Option<PathBuf>,
    /// The certificate's key (PEM)
    #[arg(
        long,
        env = "LYCEUM_TURN_TLS_KEY",
        value_name = "FILE",
        requires = "turn_tls_listen",
        requires = "turn_tls_cert"
    )]
    pub turn_tls_key: Option<PathBuf>,
    /// The name in the certificate, or NAME:PORT where another port leads to the relay's; without it, the name in the
    /// public URL
    #[arg(long, env = "LYCEUM_TURN_TLS_ANNOUNCE", value_name = "NAME", requires = "turn_tls_listen", value_parser = name)]
    pub turn_tls_announce: Option<String>,
    /// Another relay's addresses, by commas, such as turn:turn.example:3478?transport=udp: with LYCEUM_TURN_SECRET, its
    /// secret, it takes the place of ours
    #[arg(long, env = "LYCEUM_TURN_URLS", value_name = "URLS", value_delimiter = ',', value_parser = url)]
    pub turn_urls: Vec<String>,
}

impl Turn {
    pub(super) fn check(&self, secret: Option<&TurnSecret>, has_certificate: bool) -> Result<(), String> {
        if self.turn_tls_listen.is_some() && self.turn_tls_cert.is_none() && !has_certificate {
            let flags = "--turn-tls-cert and --turn-tls-key, or --tls-cert and --tls-key";
            return Err(format!("--turn-tls-listen (LYCEUM_TURN_TLS_LISTEN) needs {flags}"));
        }
        if !self.turn_urls.is_empty() && secret.is_none() {
            return Err("LYCEUM_TURN_URLS needs LYCEUM_TURN_SECRET, the static-auth-secret of that relay".to_owned());
        }
        Ok(())
    }
}

fn listen(text: &str) -> Result<SocketAddr, String> {
    text.parse().map_err(|_| "an address is IP:PORT, such as 0.0.0.0:3478 or [::]:3478".to_owned())
}

fn name(text: &str) -> Result<String, String> {
    let uri = text.parse::<actix_web::http::uri::Authority>().ok().filter(|name| !name.as_str().contains('@'));
    uri.map(|_| text.to_owned()).ok_or_else(|| "it is NAME or NAME:PORT, such as turn.school.example:443".to_owned())
}

fn url(text: &str) -> Result<String, String> {
    let rest = ["turn:", "turns:"].iter().find_map(|scheme| text.strip_prefix(scheme));
    if rest
        .is_some_and(|rest| !rest.is_empty() && !rest.contains("//") && rest.bytes().all(|one| one.is_ascii_graphic()))
    {
        Ok(text.to_owned())
    } else {
        Err("a relay's address is such as turn:turn.example:3478?transport=udp or turns:turn.example:443?transport=tcp"
            .to_owned())
    }
}
