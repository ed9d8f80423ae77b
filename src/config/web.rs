//! Where the server listens, and its public URL.

use std::{net::SocketAddr, path::PathBuf};

use clap::{ArgAction, Args, builder::BoolishValueParser};

#[derive(Clone, Debug, Args)]
#[command(next_help_heading = "Web")]
pub struct Web {
    /// The address and port to listen on
    #[arg(long, env = "LYCEUM_LISTEN", value_name = "ADDR", default_value = "127.0.0.1:8080", value_parser = address)]
    pub listen: SocketAddr,
    /// How people reach the server, such as https://school.example: links begin with it, and with https cookies are
    /// marked Secure; without it, the address that a browser asked for is taken, and for links in mails the one that is
    /// listened to
    #[arg(long, env = "LYCEUM_PUBLIC_URL", value_name = "URL", value_parser = public_url)]
    pub public_url: Option<String>,
    /// The certificate with those that vouch for it (PEM): the server then speaks HTTPS itself, and needs no proxy; renewed
    /// files are taken up within a minute, or on SIGHUP
    #[arg(long, env = "LYCEUM_TLS_CERT", value_name = "FILE", requires = "tls_key")]
    pub tls_cert: Option<PathBuf>,
    /// The certificate's key (PEM)
    #[arg(long, env = "LYCEUM_TLS_KEY", value_name = "FILE", requires = "tls_cert")]
    pub tls_key: Option<PathBuf>,
    /// Where those come who have not said https, such as 0.0.0.0:80: they are sent on; and who vouches for the server's
    /// name finds there what certbot has put into the folder acme of the data directory
    #[arg(long, env = "LYCEUM_REDIRECT_LISTEN", value_name = "ADDR", requires = "tls_cert", value_parser = address)]
    pub redirect_listen: Option<SocketAddr>,
    /// Believe X-Forwarded-For, X-Forwarded-Proto, Forwarded and X-Request-Id: only behind a proxy that sets them itself
    #[arg(long, env = "LYCEUM_TRUST_PROXY", action = ArgAction::SetTrue, value_parser = BoolishValueParser::new())]
    pub trust_proxy: bool,
    /// How many connections one address may have: a school of 500 people behind one address needs some 3,500 for a moment when
    /// all load a lesson at once; 0 is no limit; behind a proxy (--trust-proxy) the proxy limits them
    #[arg(long, env = "LYCEUM_CONNECTIONS_PER_ADDRESS", value_name = "N", default_value_t = 4000)]
    pub connections_per_address: u32,
    /// Add a demo school with known passwords and a live lesson; a listen address that others can reach needs it twice
    /// (--demo --demo, or LYCEUM_DEMO=2)
    #[arg(long, env = "LYCEUM_DEMO", action = ArgAction::Count, value_parser = times)]
    pub demo: u8,
}

impl Web {
    /// Checks that public passwords do not reach a network by accident, and that links lead to the server.
    pub(super) fn check(&self) -> Result<(), String> {
        if self.tls_cert.is_some() && self.public_url.as_ref().is_some_and(|url| url.starts_with("http:")) {
            return Err("with --tls-cert people come by https, and --public-url says http".to_owned());
        }
        if self.demo == 1 && !self.listen.ip().is_loopback() {
            return Err(format!(
                "--demo has known passwords, and others can reach {}: say --demo --demo (or LYCEUM_DEMO=2) if you mean it",
                self.listen
            ));
        }
        Ok(())
    }

    /// The start of the links that are printed; `listen` is the address that the server really listens on.
    pub fn url(&self, listen: SocketAddr) -> String {
        let scheme = if self.tls_cert.is_some() { "https" } else { "http" };
        match &self.public_url {
            Some(url) => url.clone(),
            None if listen.ip().is_unspecified() => format!("{scheme}://localhost:{}", listen.port()),
            None => format!("{scheme}://{listen}"),
        }
    }

    /// The most connections of one address, if there is a limit.
    pub fn connections_per_address(&self) -> Option<usize> {
        let limit = usize::try_from(self.connections_per_address).expect("32 bits fit");
        (limit > 0 && !self.trust_proxy).then_some(limit)
    }

    /// The host name of the public URL.
    pub fn host(&self) -> Option<String> {
        let uri: actix_web::http::Uri = self.public_url.as_ref()?.parse().ok()?;
        uri.host().map(str::to_owned)
    }
}

fn address(text: &str) -> Result<SocketAddr, String> {
    let text = text.strip_prefix("localhost:").map_or_else(|| text.to_owned(), |port| format!("127.0.0.1:{port}"));
    text.parse().map_err(|_| "an address is IP:PORT, such as 127.0.0.1:8080 or [::]:8080".to_owned())
}

/// A scheme and a host, without the final slash.
fn public_url(text: &str) -> Result<String, String> {
    let wrong = || "it is a scheme and a host, such as https://school.example".to_owned();
    let uri: actix_web::http::Uri = text.parse().map_err(|_| wrong())?;
    let scheme = uri.scheme_str().filter(|scheme| ["http", "https"].contains(scheme)).ok_or_else(wrong)?;
    let host = uri.authority().filter(|host| !host.as_str().contains('@')).ok_or_else(wrong)?;
    if uri.path() != "/" || uri.query().is_some() {
        return Err(wrong());
    }
    Ok(format!("{scheme}://{host}"))
}

fn times(text: &str) -> Result<u8, String> {
    match text.to_ascii_lowercase().as_str() {
        "" | "0" | "false" | "no" | "off" => Ok(0),
        "1" | "true" | "yes" | "on" => Ok(1),
        "2" => Ok(2),
        _ => Err("it is 0, 1 or 2".to_owned()),
    }
}
