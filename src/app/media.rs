//! Opens the media port and the relay's ports, and describes what browsers are given.

use std::{
    io,
    net::{IpAddr, SocketAddr},
    sync::Arc,
};

use super::ExitError;
use crate::{
    config::{Serve, Turn},
    db::data_dir::DataDir,
    media::{
        Media, ShardOptions,
        addresses::{Reach, reach},
        turn::{Relay, RelaySockets},
    },
    outbound::tls::Tls,
};

/// The open ports. The relay still needs its secret.
pub(super) struct Sound {
    media: Arc<Media>,
    doors: Option<RelaySockets>,
}

impl Sound {
    /// Opens the media port, with one shard for each core, and the ports of the relay, with its certificate. Few clients need the
    /// relay, and its ports are well known: if other programs have them, lessons go on without it.
    pub fn open(serve: &Serve, certificate: Option<&Tls>) -> Result<Self, ExitError> {
        let listen = serve.media.media_listen;
        let shards = ShardOptions { steering: serve.media.media_steering, ..ShardOptions::default() };
        let media = Media::open(listen, &serve.media.media_announce, shards);
        let media = media.map_err(|error| port_error("sound", "LYCEUM_MEDIA_LISTEN", listen, &error))?;
        let ours = serve.turn.turn && serve.turn.turn_urls.is_empty();
        let doors = if ours { open_doors(&serve.turn, certificate)? } else { None };
        Ok(Self { media, doors })
    }

    /// Starts our relay, or registers an external one.
    pub fn start(self, serve: &Serve, data_dir: &DataDir) -> Result<Arc<Media>, ExitError> {
        let Self { media, doors } = self;
        let secret = || match &serve.turn_secret {
            Some(secret) => Ok(secret.clone()),
            None => data_dir.turn_secret(),
        };
        if let Some(doors) = doors {
            let failed = |error: io::Error| ExitError::Failed(format!("the relay does not start: {error}"));
            let urls = urls(serve, &media, &doors).map_err(failed)?;
            let relay =
                Relay::start(doors, urls, secret()?, media.local_addr(), media.relay_peers()).map_err(failed)?;
            media.set_relay(relay);
        } else if serve.turn.turn && !serve.turn.turn_urls.is_empty() {
            media.set_relay(Relay::elsewhere(serve.turn.turn_urls.clone(), secret()?));
        }
        Ok(media)
    }
}

/// The relay's ports; `None` when another program has them.
fn open_doors(turn: &Turn, certificate: Option<&Tls>) -> Result<Option<RelaySockets>, ExitError> {
    let plain = turn.turn_listen;
    let mut tls = turn.turn_tls_listen.zip(certificate.cloned());
    loop {
        let (listen, error) = match RelaySockets::open(plain, tls.clone()) {
            Ok(doors) => return Ok(Some(doors)),
            Err(port_error) => port_error,
        };
        let by_tls = listen != plain && tls.as_ref().is_some_and(|(at, _)| *at == listen);
        let variable = if by_tls { "LYCEUM_TURN_TLS_LISTEN" } else { "LYCEUM_TURN_LISTEN" };
        let stop = port_error("the relay", variable, listen, &error);
        if error.kind() != io::ErrorKind::AddrInUse {
            return Err(stop);
        }
        if by_tls {
            tracing::warn!("sound is not relayed by TLS: {stop}");
            tls = None;
        } else {
            tracing::warn!("sound is not relayed: {stop}");
            return Ok(None);
        }
    }
}

fn port_error(what: &str, variable: &str, listen: SocketAddr, error: &io::Error) -> ExitError {
    match error.kind() {
        io::ErrorKind::AddrInUse => ExitError::Failed(format!(
            "another program has the port for {what}, {listen}, already: choose another with {variable}"
        )),
        _ => ExitError::Wrong(format!("cannot listen for {what} on {listen}: {error}")),
    }
}

/// The relay's URLs for browsers.
fn urls(serve: &Serve, media: &Media, doors: &RelaySockets) -> io::Result<Vec<String>> {
    let (plain, tls) = doors.addresses()?;
    let peers = media.relay_peers();
    let reached = peers.four.or(peers.six).map_or(plain.ip(), |peer| peer.ip());
    let told = if plain.ip().is_unspecified() || !serve.media.media_announce.is_empty() { reached } else { plain.ip() };
    let at = |ip: IpAddr, port| SocketAddr::new(ip, port);
    let mut urls: Vec<_> =
        ["udp", "tcp"].iter().map(|by| format!("turn:{}?transport={by}", at(told, plain.port()))).collect();
    if let Some(tls) = tls {
        let place = match (&serve.turn.turn_tls_announce, serve.web.host()) {
            (Some(name), _) if has_port(name) => name.clone(),
            (Some(name), _) => format!("{name}:{}", tls.port()),
            (None, Some(host)) => format!("{host}:{}", tls.port()),
            (None, None) => at(told, tls.port()).to_string(),
        };
        urls.push(format!("turns:{place}?transport=tcp"));
    }
    Ok(urls)
}

fn has_port(name: &str) -> bool {
    name.rsplit_once(':').is_some_and(|(_, port)| !port.is_empty() && port.bytes().all(|one| one.is_ascii_digit()))
}

/// Describes what browsers outside are given, and what is missing for clients behind filters.
pub(super) fn tell(media: &Media) -> String {
    let candidates = media.candidates();
    let told: Vec<_> = candidates.iter().map(ToString::to_string).collect();
    let mut line = format!("Sound comes by UDP and TCP to {}", told.join(", "));
    match media.relay_urls() {
        [] => line.push_str(", and is not relayed"),
        urls => {
            line.push_str(", or relayed by ");
            line.push_str(&urls.join(", "));
        }
    }
    let missing = missing(candidates, media.relay_urls());
    if !missing.is_empty() {
        line.push_str(". Missing: ");
        line.push_str(&missing.join("; "));
    }
    line
}

fn missing(candidates: &[SocketAddr], urls: &[String]) -> Vec<&'static str> {
    let best = candidates.iter().map(|candidate| reach(candidate.ip())).max().unwrap_or(Reach::Machine);
    let address = match best {
        Reach::Machine => Some("an address for other machines (LYCEUM_MEDIA_ANNOUNCE)"),
        Reach::Network => Some("a public address for those outside (LYCEUM_MEDIA_ANNOUNCE)"),
        Reach::World => None,
    };
    let tls = !urls.iter().any(|url| url.starts_with("turns:"));
    let tls = tls.then_some("TLS on port 443 for those behind strict filters (LYCEUM_TURN_TLS_LISTEN)");
    address.into_iter().chain(tls).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn missing_settings_are_named_only_if_they_keep_clients_out() {
        let parts = |candidates: &[&str], urls: &[&str]| {
            let candidates: Vec<_> = candidates.iter().map(|one| one.parse().expect("an address")).collect();
            let urls: Vec<_> = urls.iter().map(|url| (*url).to_owned()).collect();
            missing(&candidates, &urls).join("; ")
        };
        let plain = "turn:203.0.113.5:3478?transport=udp";
        let tls = "turns:turn.example:443?transport=tcp";
        assert_eq!(parts(&["203.0.113.5:7882", "127.0.0.1:7882"], &[plain, tls]), "");
        assert!(parts(&["203.0.113.5:7882"], &[plain]).contains("TLS on port 443"));
        assert!(parts(&["203.0.113.5:7882"], &[]).contains("TLS on port 443"));
        for inside in ["10.1.2.3:7882", "192.168.1.9:7882", "100.64.0.1:7882", "[fd00::1]:7882"] {
            assert!(parts(&[inside, "127.0.0.1:7882"], &[tls]).contains("a public address"), "{inside}");
        }
        assert!(parts(&["127.0.0.1:7882"], &[tls]).contains("an address for other machines"));
        assert_eq!(parts(&["[2001:db8::5]:7882"], &[tls]), "");
    }

    #[test]
    fn a_name_may_have_a_port() {
        assert!(has_port("turn.example:443") && has_port("[2001:db8::5]:443"));
        assert!(!has_port("turn.example") && !has_port("[2001:db8::5]"));
    }
}
