//! A TURN relay (RFC 8656) for clients whose network allows neither UDP nor the media port. It relays to the media port and to
//! nothing else, so that it is of no use to anyone outside a lesson.

mod allocations;
mod connection;
mod credentials;
mod server;

use std::{
    io,
    net::{SocketAddr, TcpListener, UdpSocket},
    sync::{
        Arc, PoisonError,
        atomic::{AtomicBool, Ordering},
    },
    time::{SystemTime, UNIX_EPOCH},
};

use mio::Waker;

use crate::{config::TurnSecret, outbound::tls::Tls, protocol::rtc::IceServer};
use allocations::Allocations;
pub use allocations::RelayPeers;
use server::{RelayServer, Relayed};

/// The sockets that clients connect to.
pub struct RelaySockets {
    udp: UdpSocket,
    tcp: TcpListener,
    tls: Option<(TcpListener, Tls)>,
}

impl RelaySockets {
    /// # Errors
    /// When a port is taken or cannot be listened on: the address, and why.
    pub fn open(listen: SocketAddr, tls: Option<(SocketAddr, Tls)>) -> Result<Self, (SocketAddr, io::Error)> {
        let (udp, tcp) = bind_udp_and_tcp(listen).map_err(|error| (listen, error))?;
        let tls = match tls {
            Some((listen, settings)) => Some((listener(listen).map_err(|error| (listen, error))?, settings)),
            None => None,
        };
        Ok(Self { udp, tcp, tls })
    }

    /// The address for UDP and TCP, and the address for TLS.
    ///
    /// # Errors
    /// The operating system's.
    pub fn addresses(&self) -> io::Result<(SocketAddr, Option<SocketAddr>)> {
        let tls = self.tls.as_ref().map(|(listener, _)| listener.local_addr()).transpose()?;
        Ok((self.tcp.local_addr()?, tls))
    }
}

/// Binds the same port for UDP and TCP.
fn bind_udp_and_tcp(listen: SocketAddr) -> io::Result<(UdpSocket, TcpListener)> {
    const TRIES: usize = 16;
    let mut tries = 0;
    loop {
        tries += 1;
        let udp = super::bind_udp(listen, false)?;
        udp.set_nonblocking(true)?;
        match listener(udp.local_addr()?) {
            Ok(tcp) => return Ok((udp, tcp)),
            // With port 0 any port will do: try the next one.
            Err(error) if listen.port() == 0 && tries < TRIES && error.kind() == io::ErrorKind::AddrInUse => {}
            Err(error) => return Err(error),
        }
    }
}

fn listener(listen: SocketAddr) -> io::Result<TcpListener> {
    let listener = TcpListener::bind(listen)?;
    listener.set_nonblocking(true)?;
    Ok(listener)
}

/// The relay that browsers are told about: ours, or an external one that shares our secret.
pub struct Relay {
    urls: Vec<String>,
    secret: TurnSecret,
    running: Option<Running>,
}

struct Running {
    relayed: Relayed,
    stopping: Arc<AtomicBool>,
    waker: Waker,
}

impl Relay {
    pub fn elsewhere(urls: Vec<String>, secret: TurnSecret) -> Self {
        Self { urls, secret, running: None }
    }

    /// Starts our relay: from `sockets` to the media port, which listens on `sound` and which clients know as `peers`.
    ///
    /// # Errors
    /// When the operating system refuses a thread or a waker.
    pub fn start(
        sockets: RelaySockets,
        urls: Vec<String>,
        secret: TurnSecret,
        sound: SocketAddr,
        peers: RelayPeers,
    ) -> io::Result<Self> {
        let allocations = Allocations::new(secret.clone(), peers);
        let allocations = allocations.map_err(|_| io::Error::other("no cryptography is built in"))?;
        let (relayed, stopping) = (Relayed::default(), Arc::<AtomicBool>::default());
        let (server, waker) =
            RelayServer::new(sockets, sound, allocations, Arc::clone(&relayed), Arc::clone(&stopping))?;
        std::thread::Builder::new().name("turn".to_owned()).spawn(move || server.run())?;
        Ok(Self { urls, secret, running: Some(Running { relayed, stopping, waker }) })
    }

    pub fn urls(&self) -> &[String] {
        &self.urls
    }

    /// The relay, with credentials that are valid for one lesson.
    pub fn server(&self, whose: &str) -> IceServer {
        let (username, credential) = credentials::issue(&self.secret, whose, now());
        IceServer { urls: self.urls.clone(), username, credential }
    }

    /// Our relay, with credentials for someone without a seat who tests whether it is reachable. Anyone can get them, so they are
    /// valid for a minute and for few allocations at once, a limit that an external relay would not enforce.
    pub fn server_to_test(&self) -> Option<IceServer> {
        self.running.as_ref()?;
        let (username, credential) = credentials::issue_to_test(&self.secret, now());
        Some(IceServer { urls: self.urls.clone(), username, credential })
    }

    /// Whether packets from this address come through our relay.
    pub fn sends_from(&self, address: SocketAddr) -> bool {
        let address = SocketAddr::new(address.ip().to_canonical(), address.port());
        let relays = |one: &Running| one.relayed.read().unwrap_or_else(PoisonError::into_inner).contains(&address);
        self.running.as_ref().is_some_and(relays)
    }
}

/// In seconds since 1970.
fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs())
}

impl Drop for Relay {
    fn drop(&mut self) {
        if let Some(running) = &self.running {
            running.stopping.store(true, Ordering::Relaxed);
            let _ = running.waker.wake();
        }
    }
}
