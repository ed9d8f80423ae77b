//! The relay's sockets and thread. Each socket is read in batches, so that no sender of endless packets blocks the others.

use std::{
    collections::{HashMap, HashSet},
    io,
    net::{self, IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr},
    sync::{
        Arc, PoisonError, RwLock,
        atomic::{AtomicBool, Ordering},
    },
    time::{Duration, Instant, SystemTime, UNIX_EPOCH},
};

use mio::{
    Events, Interest, Poll, Registry, Token, Waker,
    net::{TcpListener, TcpStream, UdpSocket},
};
use rustls::ServerConfig;

use super::{
    RelaySockets,
    allocations::{Action, Allocations, Client, Now, Ports},
    connection::{ClientConnection, MAX_PACKET},
};
use crate::media::transport::turn::network;

const WAKER: Token = Token(0);
const UDP: Token = Token(1);
const TCP: Token = Token(2);
const TLS: Token = Token(3);
/// Connections and relayed addresses are numbered from here; numbers are not reused.
const FIRST: usize = 4;
/// How many packets are read from one socket before the next socket.
const BATCH: usize = 64;
/// How many ports are tried to find an even one.
const MAX_PORT_TRIES: usize = 32;
/// How often expired allocations and idle connections are removed.
const TICK: Duration = Duration::from_secs(1);
/// How long a connection may exist without an allocation.
const IDLE_TIMEOUT: Duration = Duration::from_secs(10);
/// How many connections there may be, and how many of them without an allocation from one network.
const MAX_CONNECTIONS: usize = 8192;
const MAX_UNPROVEN: usize = 512;

/// The addresses that the relay sends from.
pub type Relayed = Arc<RwLock<HashSet<SocketAddr>>>;

/// The relayed addresses: one socket each, connected to the media port.
struct RelayPorts {
    registry: Registry,
    next: usize,
    /// The media port's address on this machine.
    sound: SocketAddr,
    sockets: HashMap<usize, UdpSocket>,
    relayed: Relayed,
}

impl RelayPorts {
    fn next_number(&mut self) -> usize {
        self.next += 1;
        self.next - 1
    }

    fn bind(&self, four: bool) -> io::Result<net::UdpSocket> {
        let ip = local_address(self.sound.ip(), four).ok_or(io::ErrorKind::AddrNotAvailable)?;
        let socket = net::UdpSocket::bind((ip, 0))?;
        socket.connect((ip, self.sound.port()))?;
        socket.set_nonblocking(true)?;
        Ok(socket)
    }
}

/// The address of this family on which a port that listens on `ip` is reached from this machine.
fn local_address(ip: IpAddr, four: bool) -> Option<IpAddr> {
    match ip {
        ip if ip.is_unspecified() && four => Some(Ipv4Addr::LOCALHOST.into()),
        ip if ip.is_unspecified() && ip.is_ipv6() => Some(Ipv6Addr::LOCALHOST.into()),
        ip => (ip.is_ipv4() == four && !ip.is_unspecified()).then_some(ip),
    }
}

impl Ports for RelayPorts {
    fn open(&mut self, four: bool, even: bool) -> Option<(usize, SocketAddr)> {
        // Odd ports stay open until an even one is found, so that they are not offered again.
        let mut passed = Vec::new();
        let (socket, address) = loop {
            let socket = self.bind(four).ok()?;
            let address = socket.local_addr().ok()?;
            if !even || address.port() % 2 == 0 {
                break (socket, address);
            }
            passed.push(socket);
            if passed.len() == MAX_PORT_TRIES {
                return None;
            }
        };
        let mut socket = UdpSocket::from_std(socket);
        let number = self.next_number();
        self.registry.register(&mut socket, Token(number), Interest::READABLE).ok()?;
        self.sockets.insert(number, socket);
        self.relayed.write().unwrap_or_else(PoisonError::into_inner).insert(address);
        Some((number, address))
    }

    fn close(&mut self, port: usize) {
        if let Some(address) = self.sockets.remove(&port).and_then(|socket| socket.local_addr().ok()) {
            self.relayed.write().unwrap_or_else(PoisonError::into_inner).remove(&address);
        }
    }
}

pub struct RelayServer {
    poll: Poll,
    stopping: Arc<AtomicBool>,
    udp: UdpSocket,
    tcp: TcpListener,
    tls: Option<(TcpListener, Arc<ServerConfig>)>,
    ports: RelayPorts,
    streams: HashMap<usize, ClientConnection>,
    allocations: Allocations,
    /// Sockets that may have more data.
    ready: Vec<usize>,
    ticked_at: Instant,
}

impl RelayServer {
    /// Takes the sockets; `sound` is the address that the media port listens on. Also returns the waker of the thread.
    ///
    /// # Errors
    /// The operating system's.
    pub fn new(
        sockets: RelaySockets,
        sound: SocketAddr,
        allocations: Allocations,
        relayed: Relayed,
        stopping: Arc<AtomicBool>,
    ) -> io::Result<(Self, Waker)> {
        let poll = Poll::new()?;
        let registry = poll.registry();
        let mut udp = UdpSocket::from_std(sockets.udp);
        registry.register(&mut udp, UDP, Interest::READABLE)?;
        let mut tcp = TcpListener::from_std(sockets.tcp);
        registry.register(&mut tcp, TCP, Interest::READABLE)?;
        let tls = match sockets.tls {
            Some((listener, tls)) => {
                let mut listener = TcpListener::from_std(listener);
                registry.register(&mut listener, TLS, Interest::READABLE)?;
                Some((listener, Arc::new(tls.server_config())))
            }
            None => None,
        };
        let waker = Waker::new(registry, WAKER)?;
        let registry = registry.try_clone()?;
        let ports = RelayPorts { registry, next: FIRST, sound, sockets: HashMap::new(), relayed };
        let (streams, ready) = (HashMap::new(), Vec::new());
        Ok((
            Self { poll, stopping, udp, tcp, tls, ports, streams, allocations, ready, ticked_at: Instant::now() },
            waker,
        ))
    }

    /// Runs until the relay is told to stop.
    pub fn run(mut self) {
        let mut events = Events::with_capacity(256);
        while !self.stopping.load(Ordering::Relaxed) {
            let timeout = if self.ready.is_empty() { TICK } else { Duration::ZERO };
            match self.poll.poll(&mut events, Some(timeout)) {
                Err(error) if error.kind() != io::ErrorKind::Interrupted => {
                    tracing::error!(%error, "the relay cannot wait for packets: it stops");
                    return;
                }
                _ => {}
            }
            for event in &events {
                let number = event.token().0;
                if event.is_writable()
                    && let Some(stream) = self.streams.get_mut(&number)
                {
                    stream.flush();
                }
                if event.is_readable() && !self.ready.contains(&number) {
                    self.ready.push(number);
                }
            }
            let mut ready = std::mem::take(&mut self.ready);
            ready.retain(|number| self.serve(*number));
            self.ready.append(&mut ready);
            self.on_tick(Instant::now());
        }
    }

    /// Reads one batch from a socket. Returns whether there may be more.
    fn serve(&mut self, number: usize) -> bool {
        match Token(number) {
            WAKER => false,
            UDP => self.read_datagrams(),
            TCP | TLS => {
                self.accept(number == TLS.0);
                false
            }
            _ if self.streams.contains_key(&number) => self.read_connection(number),
            _ => self.read_relay_port(number),
        }
    }

    fn read_datagrams(&mut self) -> bool {
        let mut packet = [0; MAX_PACKET];
        for _ in 0..BATCH {
            match self.udp.recv_from(&mut packet) {
                Ok((length, from)) => self.on_client_packet(Client::Udp(from), &packet[..length]),
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => return false,
                // ICMP reports that an earlier packet of ours could not be delivered, which says nothing about the next packet.
                Err(_) => {}
            }
        }
        true
    }

    fn read_connection(&mut self, number: usize) -> bool {
        for _ in 0..BATCH {
            let Some(stream) = self.streams.get_mut(&number) else { return false };
            match stream.receive() {
                Ok(Some(packet)) => {
                    let client = Client::Stream(number, stream.from);
                    self.on_client_packet(client, &packet);
                }
                Ok(None) => return false,
                Err(_) => {
                    self.close(number);
                    return false;
                }
            }
        }
        true
    }

    fn read_relay_port(&mut self, port: usize) -> bool {
        let mut packet = [0; MAX_PACKET];
        let mut wrapped = Vec::with_capacity(MAX_PACKET);
        for _ in 0..BATCH {
            let Some(socket) = self.ports.sockets.get(&port) else { return false };
            match socket.recv(&mut packet) {
                Ok(length) => {
                    if let Some(to) =
                        self.allocations.on_peer_packet(port, &packet[..length], Instant::now(), &mut wrapped)
                    {
                        self.send(to, &wrapped);
                    }
                }
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => return false,
                Err(_) => {}
            }
        }
        true
    }

    fn on_client_packet(&mut self, from: Client, packet: &[u8]) {
        let unix = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
        let now = Now { instant: Instant::now(), unix };
        match self.allocations.on_client_packet(from, packet, now, &mut self.ports) {
            Action::Drop => {}
            Action::Reply(answer) => self.send(from, &answer),
            Action::Relay(port, data) => {
                if let Some(socket) = self.ports.sockets.get(&port) {
                    // A packet that cannot be sent now is lost, as it might be on the network.
                    let _ = socket.send(&data);
                }
            }
        }
    }

    fn send(&mut self, to: Client, packet: &[u8]) {
        match to {
            Client::Udp(to) => drop(self.udp.send_to(packet, to)),
            Client::Stream(number, _) => {
                if let Some(stream) = self.streams.get_mut(&number) {
                    stream.send(packet);
                }
            }
        }
    }

    fn accept(&mut self, encrypted: bool) {
        loop {
            let tls = self.tls.as_ref().filter(|_| encrypted);
            let Ok((socket, from)) = tls.map_or(&self.tcp, |(listener, _)| listener).accept() else { return };
            let near = |one: &&ClientConnection| network(one.from.ip()) == network(from.ip());
            let unproven = self.streams.iter().filter(|(number, stream)| {
                near(stream) && !self.allocations.holds(Client::Stream(**number, stream.from))
            });
            if self.streams.len() >= MAX_CONNECTIONS || unproven.count() >= MAX_UNPROVEN {
                continue;
            }
            if let Ok(stream) = ClientConnection::new(socket, from, tls.map(|(_, settings)| settings)) {
                self.add_connection(stream);
            }
        }
    }

    fn add_connection(&mut self, mut stream: ClientConnection) {
        let number = self.ports.next_number();
        // Nagle's algorithm would delay every packet until the one before it is acknowledged.
        let _ = TcpStream::set_nodelay(&stream.socket, true);
        let interest = Interest::READABLE | Interest::WRITABLE;
        if self.poll.registry().register(&mut stream.socket, Token(number), interest).is_ok() {
            self.streams.insert(number, stream);
            self.ready.push(number);
        }
    }

    fn close(&mut self, number: usize) {
        if let Some(stream) = self.streams.remove(&number) {
            self.allocations.end(Client::Stream(number, stream.from), &mut self.ports);
        }
    }

    /// Ends expired allocations, and closes connections that stay unused.
    fn on_tick(&mut self, now: Instant) {
        if now.saturating_duration_since(self.ticked_at) < TICK {
            return;
        }
        self.ticked_at = now;
        self.allocations.expire(now, &mut self.ports);
        let allocations = &self.allocations;
        self.streams.retain(|number, stream| {
            if allocations.holds(Client::Stream(*number, stream.from)) {
                stream.idle_since = now;
            }
            now.saturating_duration_since(stream.idle_since) < IDLE_TIMEOUT
        });
    }
}
