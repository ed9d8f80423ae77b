//! The selective forwarding unit. `forwarder` decides, `shard` forwards, `transport` implements the wire formats. Events go up to
//! the room through the `Recipient` that the room gives to its forwarder.

pub mod addresses;
pub mod audio_level;
pub mod bandwidth;
pub mod forwarder;
pub mod messages;
pub mod probe;
pub mod shard;
pub mod slots;
pub mod stats;
pub mod transport;
pub mod turn;
mod video_subscriptions;

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

use crate::protocol::rtc::{IceServer, Transport};
pub use forwarder::Forwarder;
use probe::Probes;
use shard::{ShardCommand, ShardHandle};
use stats::ShardStats;
use tokio::sync::oneshot;
use transport::dtls::Identity;
use turn::{Relay, RelayPeers};

/// The kernel's buffer for a shard in each direction, in bytes: a tenth of a second of a full school.
const BUFFER: usize = 4 << 20;

/// The public media port, its shards, and the addresses that browsers are given.
pub struct Media {
    identity: Identity,
    listen: SocketAddr,
    candidates: Vec<SocketAddr>,
    shards: Vec<ShardHandle>,
    peers_per_shard: usize,
    probes: Probes,
    next: AtomicUsize,
    /// The relay for clients that cannot reach the port themselves. Set at start, or never.
    relay: OnceLock<Relay>,
}

/// How many shards there are, and how many peers of a room one shard takes before the room spans another.
#[derive(Clone, Copy, Debug)]
pub struct ShardOptions {
    pub count: usize,
    pub peers_per_shard: usize,
    /// Whether the kernel is told on which shard each peer lives.
    pub steering: bool,
}

impl Default for ShardOptions {
    /// One shard for each core. Spanning shards does not pay for a class, but it does for a lecture hall.
    fn default() -> Self {
        Self {
            count: std::thread::available_parallelism().map_or(1, usize::from),
            peers_per_shard: 400,
            steering: true,
        }
    }
}

impl Media {
    /// Listens on `listen`, and gives browsers the addresses in `announce`, or else those that the machine has.
    ///
    /// # Errors
    /// When the port is taken or cannot be listened on.
    pub fn open(listen: SocketAddr, announce: &[SocketAddr], options: ShardOptions) -> io::Result<Arc<Self>> {
        let (listen, listener) = bind_udp_and_tcp(listen)?;
        let port = listen.port();
        let ShardOptions { count, peers_per_shard, steering } = options;
        let sockets = (0..count.max(1)).map(|_| bind_udp(listen, count > 1)).collect::<io::Result<_>>()?;
        let identity = Identity::fresh().map_err(|_| io::Error::other("no certificate could be made"))?;
        let probes = Probes::default();
        let handles = shard::start(sockets, listener, steering, &identity, &probes)?;
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
        Ok(Arc::new(Self { identity, listen, candidates, shards: handles, peers_per_shard, probes, next, relay }))
    }

    /// The addresses that browsers are given.
    pub fn candidates(&self) -> &[SocketAddr] {
        &self.candidates
    }

    /// A user name and a password with which a browser may test whether it reaches this port.
    pub fn issue_probe(&self) -> (String, String) {
        self.probes.issue()
    }

    /// The address that the media port listens on.
    pub fn local_addr(&self) -> SocketAddr {
        self.listen
    }

    /// For each address family the one address by which clients of a relay name this port.
    pub fn relay_peers(&self) -> RelayPeers {
        let first = |four| self.candidates.iter().copied().find(|candidate| candidate.is_ipv4() == four);
        RelayPeers { four: first(true), six: first(false) }
    }

    /// Gives browsers this relay from now on.
    pub fn set_relay(&self, relay: Relay) {
        // Only the start of the server calls this, once.
        let _ = self.relay.set(relay);
    }

    /// The ICE servers for one participant, with a user name and a password.
    pub fn ice_servers(&self, whose: &str) -> Vec<IceServer> {
        self.relay.get().map(|relay| relay.server(whose)).into_iter().collect()
    }

    /// The ICE servers for someone who has no seat yet and only tests the connection.
    pub fn ice_servers_to_test(&self) -> Vec<IceServer> {
        self.relay.get().and_then(Relay::server_to_test).into_iter().collect()
    }

    /// The URLs of the relay.
    pub fn relay_urls(&self) -> &[String] {
        self.relay.get().map_or(&[], Relay::urls)
    }

    /// Whether packets from this address come through our relay.
    pub fn is_relayed(&self, from: SocketAddr) -> bool {
        self.relay.get().is_some_and(|relay| relay.sends_from(from))
    }

    /// The statistics of every shard that runs.
    pub async fn stats(&self) -> Vec<ShardStats> {
        let mut all = Vec::new();
        for shard in &self.shards {
            let (answer, answered) = oneshot::channel();
            shard.send(ShardCommand::Stats(answer));
            all.extend(answered.await);
        }
        for stats in all.iter_mut().flat_map(|shard: &mut ShardStats| &mut shard.peers) {
            if let Some((from, way)) = &mut stats.from
                && *way == Transport::Udp
                && self.is_relayed(*from)
            {
                *way = Transport::Relay;
            }
        }
        all
    }

    fn identity(&self) -> &Identity {
        &self.identity
    }

    fn next_shard(&self) -> usize {
        self.next.fetch_add(1, Ordering::Relaxed) % self.shards.len()
    }

    /// The shard for the next peer of a room with this home, given how many of the room's peers each shard has: the home while it
    /// has few, then the next shard.
    fn choose_shard(&self, home: usize, inside: &[usize]) -> usize {
        let mut shards = (0..inside.len()).map(|step| (home + step) % inside.len());
        let emptiest = shards.clone().min_by_key(|shard| inside[*shard]).unwrap_or(home);
        shards.find(|shard| inside[*shard] < self.peers_per_shard).unwrap_or(emptiest)
    }

    fn shard_count(&self) -> usize {
        self.shards.len()
    }

    fn shard(&self, number: usize) -> &ShardHandle {
        &self.shards[number]
    }

    /// A user name fragment and a password for one peer of a shard (RFC 8445, 5.3).
    fn ice_credentials(&self, shard: usize) -> (String, String) {
        let random = |len| rand::rng().sample_iter(Alphanumeric).take(len).map(char::from).collect::<String>();
        (shard::ufrag(shard, &random(14)), random(24))
    }
}

impl Drop for Media {
    fn drop(&mut self) {
        self.shards.iter().for_each(|shard| shard.send(ShardCommand::Stop));
    }
}

/// Binds the same port for UDP and TCP. Only our own shards may share the UDP port.
fn bind_udp_and_tcp(listen: SocketAddr) -> io::Result<(SocketAddr, TcpListener)> {
    const TRIES: usize = 16;
    let mut tries = 0;
    loop {
        tries += 1;
        let address = SocketAddr::new(listen.ip(), bind_udp(listen, false)?.local_addr()?.port());
        match TcpListener::bind(address) {
            Ok(listener) => return Ok((address, listener)),
            // With port 0 any port will do: try the next one.
            Err(error) if listen.port() == 0 && tries < TRIES && error.kind() == io::ErrorKind::AddrInUse => {}
            Err(error) => return Err(error),
        }
    }
}

fn bind_udp(address: SocketAddr, shared: bool) -> io::Result<UdpSocket> {
    let socket = Socket::new(Domain::for_address(address), Type::DGRAM, Some(Protocol::UDP))?;
    socket.set_reuse_port(shared)?;
    if address.ip() == IpAddr::V6(Ipv6Addr::UNSPECIFIED) {
        socket.set_only_v6(false)?;
    }
    // The kernel may have a lower limit, which then applies.
    let _ = socket.set_recv_buffer_size(BUFFER);
    let _ = socket.set_send_buffer_size(BUFFER);
    socket.bind(&address.into())?;
    Ok(socket.into())
}
