//! Sound between browsers: a selective forwarding unit. `forwarder` decides, `shard` forwards, `transport` speaks with the
//! wire. Signals go up through a `Recipient` that whoever starts a forwarder hands down.

pub mod addresses;
pub mod forwarder;
pub mod level;
pub mod messages;
pub mod probe;
pub mod shard;
pub mod slots;
pub mod stats;
pub mod transport;
pub mod turn;
mod views;

use std::{
    io,
    net::{IpAddr, Ipv6Addr, SocketAddr, TcpListener, UdpSocket},
    sync::{
        Arc, OnceLock,
        atomic::{AtomicUsize, Ordering},
    },
};

use rand::{RngExt, distr::Alphanumeric};
use socket2::{Domain, Protocol, Socket, Type};

use crate::protocol::rtc::{IceServer, Way};
pub use forwarder::Forwarder;
use probe::Probes;
use shard::{Command, Line};
use stats::ShardStats;
use tokio::sync::oneshot;
use transport::dtls::Identity;
use turn::{Peers, Relay};

/// What the kernel may hold for a shard in each direction, in bytes: a tenth of a second of a full school.
const BUFFER: usize = 4 << 20;

/// The public port, its shards, and what browsers are told of them.
pub struct Media {
    identity: Identity,
    listen: SocketAddr,
    candidates: Vec<SocketAddr>,
    lines: Vec<Line>,
    together: usize,
    probes: Probes,
    next: AtomicUsize,
    /// For those who cannot come by themselves; set at start, or never.
    relay: OnceLock<Relay>,
}

/// How many threads forward, and how many of a room live on one of them before it spans another.
#[derive(Clone, Copy, Debug)]
pub struct Shards {
    pub count: usize,
    pub together: usize,
    /// The kernel is told where each peer lives.
    pub steered: bool,
}

impl Default for Shards {
    /// One a core. A class is not worth the crossing, a hall is.
    fn default() -> Self {
        Self { count: std::thread::available_parallelism().map_or(1, usize::from), together: 400, steered: true }
    }
}

impl Media {
    /// Listens on `listen`, and tells browsers `announce`, or what can be found out.
    ///
    /// # Errors
    /// When the port is taken or cannot be listened on.
    pub fn open(listen: SocketAddr, announce: &[SocketAddr], shards: Shards) -> io::Result<Arc<Self>> {
        let (listen, listener) = claim(listen)?;
        let port = listen.port();
        let Shards { count, together, steered } = shards;
        let sockets = (0..count.max(1)).map(|_| bind(listen, count > 1)).collect::<io::Result<_>>()?;
        let identity = Identity::fresh().map_err(|_| io::Error::other("no certificate could be made"))?;
        let probes = Probes::default();
        let lines = shard::start(sockets, listener, steered, &identity, &probes)?;
        let at_port = |mut address: SocketAddr| {
            if address.port() == 0 {
                address.set_port(port);
            }
            address
        };
        let candidates = match announce {
            [] => addresses::reachable(listen.ip()).into_iter().map(|ip| SocketAddr::new(ip, port)).collect(),
            told => told.iter().copied().map(at_port).collect(),
        };
        let (next, relay) = (AtomicUsize::new(0), OnceLock::new());
        Ok(Arc::new(Self { identity, listen, candidates, lines, together, probes, next, relay }))
    }

    /// What browsers are told.
    pub fn candidates(&self) -> &[SocketAddr] {
        &self.candidates
    }

    /// A name and a password with which a browser may try its ways to this port.
    pub fn probe(&self) -> (String, String) {
        self.probes.issue()
    }

    /// What the port for sound listens on.
    pub fn listens_on(&self) -> SocketAddr {
        self.listen
    }

    /// The one address, of each family, by which a relay's clients name this port.
    pub fn peers(&self) -> Peers {
        let first = |four| self.candidates.iter().copied().find(|candidate| candidate.is_ipv4() == four);
        Peers { four: first(true), six: first(false) }
    }

    /// Tells browsers of this relay from now on.
    pub fn relay_by(&self, relay: Relay) {
        // Only whoever starts the server does this, once.
        let _ = self.relay.set(relay);
    }

    /// The servers that a browser needs to come by other ways than its own, with a name and a password for this one.
    pub fn servers(&self, whose: &str) -> Vec<IceServer> {
        self.relay.get().map(|relay| relay.server(whose)).into_iter().collect()
    }

    /// The same, for one who has no seat yet and only tries.
    pub fn servers_to_try(&self) -> Vec<IceServer> {
        self.relay.get().and_then(Relay::server_to_try).into_iter().collect()
    }

    /// Where browsers find a relay.
    pub fn relay_urls(&self) -> &[String] {
        self.relay.get().map_or(&[], Relay::urls)
    }

    /// Whether packets from this address come through our relay.
    pub fn is_relayed(&self, from: SocketAddr) -> bool {
        self.relay.get().is_some_and(|relay| relay.speaks_from(from))
    }

    /// What every shard counts. A shard that has stopped counts nothing.
    pub async fn count(&self) -> Vec<ShardStats> {
        let mut all = Vec::new();
        for line in &self.lines {
            let (answer, answered) = oneshot::channel();
            line.tell(Command::Count(answer));
            all.extend(answered.await);
        }
        for stats in all.iter_mut().flat_map(|shard: &mut ShardStats| &mut shard.peers) {
            if let Some((from, way)) = &mut stats.from
                && *way == Way::Udp
                && self.is_relayed(*from)
            {
                *way = Way::Relay;
            }
        }
        all
    }

    fn identity(&self) -> &Identity {
        &self.identity
    }

    fn next_shard(&self) -> usize {
        self.next.fetch_add(1, Ordering::Relaxed) % self.lines.len()
    }

    /// Where the next of a room will live whose home is that, when so many live on each shard: with the others, while these
    /// are few; then on another shard, and so on.
    fn place(&self, home: usize, inside: &[usize]) -> usize {
        let mut shards = (0..inside.len()).map(|step| (home + step) % inside.len());
        let emptiest = shards.clone().min_by_key(|shard| inside[*shard]).unwrap_or(home);
        shards.find(|shard| inside[*shard] < self.together).unwrap_or(emptiest)
    }

    fn shards(&self) -> usize {
        self.lines.len()
    }

    fn line(&self, shard: usize) -> &Line {
        &self.lines[shard]
    }

    /// A user name and a password for one peer of a shard (RFC 8445, 5.3).
    fn credentials(&self, shard: usize) -> (String, String) {
        let random = |len| rand::rng().sample_iter(Alphanumeric).take(len).map(char::from).collect::<String>();
        (shard::user(shard, &random(14)), random(24))
    }
}

impl Drop for Media {
    fn drop(&mut self) {
        self.lines.iter().for_each(|line| line.tell(Command::Stop));
    }
}

/// A port that is ours for UDP and TCP alike: UDP may be shared by our own shards only.
fn claim(listen: SocketAddr) -> io::Result<(SocketAddr, TcpListener)> {
    const TRIES: usize = 16;
    let mut tries = 0;
    loop {
        tries += 1;
        let address = SocketAddr::new(listen.ip(), bind(listen, false)?.local_addr()?.port());
        match TcpListener::bind(address) {
            Ok(listener) => return Ok((address, listener)),
            // Any port will do: the next one.
            Err(error) if listen.port() == 0 && tries < TRIES && error.kind() == io::ErrorKind::AddrInUse => {}
            Err(error) => return Err(error),
        }
    }
}

fn bind(address: SocketAddr, shared: bool) -> io::Result<UdpSocket> {
    let socket = Socket::new(Domain::for_address(address), Type::DGRAM, Some(Protocol::UDP))?;
    socket.set_reuse_port(shared)?;
    if address.ip() == IpAddr::V6(Ipv6Addr::UNSPECIFIED) {
        socket.set_only_v6(false)?;
    }
    // Where the kernel's bound is lower, it holds.
    let _ = socket.set_recv_buffer_size(BUFFER);
    let _ = socket.set_send_buffer_size(BUFFER);
    socket.bind(&address.into())?;
    Ok(socket.into())
}
