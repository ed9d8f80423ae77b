//! A relay (TURN, RFC 8656) for those whose network lets neither UDP nor the port for sound through. It relays to that port
//! and to nowhere else, so that it is of no use to anyone who is not in a lesson.

mod allocations;
mod credentials;
mod stream;
mod wire;

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
pub use allocations::Peers;
use wire::{Relayed, Wire};

/// The sockets that clients come to.
pub struct Doors {
    udp: UdpSocket,
    tcp: TcpListener,
    tls: Option<(TcpListener, Tls)>,
}

impl Doors {
    /// # Errors
    /// When a port is taken or cannot be listened on: which.
    pub fn open(listen: SocketAddr, tls: Option<(SocketAddr, Tls)>) -> Result<Self, (SocketAddr, io::Error)> {
        let (udp, tcp) = both(listen).map_err(|error| (listen, error))?;
        let tls = match tls {
            Some((listen, settings)) => Some((listener(listen).map_err(|error| (listen, error))?, settings)),
            None => None,
        };
        Ok(Self { udp, tcp, tls })
    }

    /// Where it listens by UDP and TCP, and where by TLS.
    ///
    /// # Errors
    /// The operating system's.
    pub fn addresses(&self) -> io::Result<(SocketAddr, Option<SocketAddr>)> {
        let tls = self.tls.as_ref().map(|(listener, _)| listener.local_addr()).transpose()?;
        Ok((self.tcp.local_addr()?, tls))
    }
}

/// The same port for UDP and TCP.
fn both(listen: SocketAddr) -> io::Result<(UdpSocket, TcpListener)> {
    const TRIES: usize = 16;
    let mut tries = 0;
    loop {
        tries += 1;
        let udp = super::bind(listen, false)?;
        udp.set_nonblocking(true)?;
        match listener(udp.local_addr()?) {
            Ok(tcp) => return Ok((udp, tcp)),
            // Any port will do: the next one.
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

/// What browsers are told about relays: ours, or another's that has the same secret.
pub struct Relay {
    urls: Vec<String>,
    secret: TurnSecret,
    running: Option<Running>,
}

struct Running {
    relayed: Relayed,
    stops: Arc<AtomicBool>,
    waker: Waker,
}

impl Relay {
    pub fn elsewhere(urls: Vec<String>, secret: TurnSecret) -> Self {
        Self { urls, secret, running: None }
    }

    /// Starts ours: from `doors` to the port that listens on `sound`, which clients know as `peers`.
    ///
    /// # Errors
    /// When the operating system refuses a thread or what wakes it.
    pub fn start(
        doors: Doors,
        urls: Vec<String>,
        secret: TurnSecret,
        sound: SocketAddr,
        peers: Peers,
    ) -> io::Result<Self> {
        let allocations = Allocations::new(secret.clone(), peers);
        let allocations = allocations.map_err(|_| io::Error::other("no cryptography is built in"))?;
        let (relayed, stops) = (Relayed::default(), Arc::<AtomicBool>::default());
        let (wire, waker) = Wire::new(doors, sound, allocations, Arc::clone(&relayed), Arc::clone(&stops))?;
        std::thread::Builder::new().name("turn".to_owned()).spawn(move || wire.run())?;
        Ok(Self { urls, secret, running: Some(Running { relayed, stops, waker }) })
    }

    pub fn urls(&self) -> &[String] {
        &self.urls
    }

    /// The relay with a name and a password that are good for one lesson.
    pub fn server(&self, whose: &str) -> IceServer {
        let (username, credential) = credentials::issue(&self.secret, whose, now());
        IceServer { urls: self.urls.clone(), username, credential }
    }

    /// Ours, with a name and a password for one who has no seat yet and tries whether it is reached. They are for anyone,
    /// so that they are good for a minute and for few at once, which another's relay would not know.
    pub fn server_to_try(&self) -> Option<IceServer> {
        self.running.as_ref()?;
        let (username, credential) = credentials::issue_to_try(&self.secret, now());
        Some(IceServer { urls: self.urls.clone(), username, credential })
    }

    /// Whether what comes from this address came through our relay.
    pub fn speaks_from(&self, address: SocketAddr) -> bool {
        let address = SocketAddr::new(address.ip().to_canonical(), address.port());
        let speaks = |one: &Running| one.relayed.read().unwrap_or_else(PoisonError::into_inner).contains(&address);
        self.running.as_ref().is_some_and(speaks)
    }
}

/// In seconds since 1970.
fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs())
}

impl Drop for Relay {
    fn drop(&mut self) {
        if let Some(running) = &self.running {
            running.stops.store(true, Ordering::Relaxed);
            let _ = running.waker.wake();
        }
    }
}
