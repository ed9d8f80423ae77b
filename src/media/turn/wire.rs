//! The relay's sockets and its thread. What comes in is taken a lot at a time from each, so that nobody who sends without
//! end keeps the others waiting.

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
    Doors,
    allocations::{Allocations, Client, Outcome, Ports, When},
    stream::{PACKET, Stream},
};
use crate::media::transport::turn::network;

const WAKER: Token = Token(0);
const UDP: Token = Token(1);
const TCP: Token = Token(2);
const TLS: Token = Token(3);
/// Connections and relayed addresses count from here, and no number comes twice.
const FIRST: usize = 4;
/// How many packets are taken of one socket before the others have their turn.
const LOT: usize = 64;
/// How many ports are tried until there is an even one.
const ODD: usize = 32;
/// How often is looked for what is over.
const STEP: Duration = Duration::from_secs(1);
/// How long a connection may be without an allocation.
const IDLE: Duration = Duration::from_secs(10);
/// How many connections there may be, and how many of those without an allocation from one network.
const CONNECTIONS: usize = 8192;
const UNPROVEN: usize = 512;

/// The addresses that the relay speaks from.
pub type Relayed = Arc<RwLock<HashSet<SocketAddr>>>;

/// Relayed addresses, each a socket that the port for sound alone can reach.
struct Outlets {
    registry: Registry,
    next: usize,
    /// The port for sound, as it is reached from this machine.
    sound: SocketAddr,
    sockets: HashMap<usize, UdpSocket>,
    relayed: Relayed,
}

impl Outlets {
    fn number(&mut self) -> usize {
        self.next += 1;
        self.next - 1
    }

    fn bind(&self, four: bool) -> io::Result<net::UdpSocket> {
        let ip = inside(self.sound.ip(), four).ok_or(io::ErrorKind::AddrNotAvailable)?;
        let socket = net::UdpSocket::bind((ip, 0))?;
        socket.connect((ip, self.sound.port()))?;
        socket.set_nonblocking(true)?;
        Ok(socket)
    }
}

/// By which address of that family a port that listens on `ip` is reached from this machine.
fn inside(ip: IpAddr, four: bool) -> Option<IpAddr> {
    match ip {
        ip if ip.is_unspecified() && four => Some(Ipv4Addr::LOCALHOST.into()),
        ip if ip.is_unspecified() && ip.is_ipv6() => Some(Ipv6Addr::LOCALHOST.into()),
        ip => (ip.is_ipv4() == four && !ip.is_unspecified()).then_some(ip),
    }
}

impl Ports for Outlets {
    fn open(&mut self, four: bool, even: bool) -> Option<(usize, SocketAddr)> {
        // The odd ones are kept as long as an even one is looked for, so that they do not come again.
        let mut passed = Vec::new();
        let (socket, address) = loop {
            let socket = self.bind(four).ok()?;
            let address = socket.local_addr().ok()?;
            if !even || address.port() % 2 == 0 {
                break (socket, address);
            }
            passed.push(socket);
            if passed.len() == ODD {
                return None;
            }
        };
        let mut socket = UdpSocket::from_std(socket);
        let number = self.number();
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

pub struct Wire {
    poll: Poll,
    stops: Arc<AtomicBool>,
    udp: UdpSocket,
    tcp: TcpListener,
    tls: Option<(TcpListener, Arc<ServerConfig>)>,
    outlets: Outlets,
    streams: HashMap<usize, Stream>,
    allocations: Allocations,
    /// Sockets that may have more for us.
    ready: Vec<usize>,
    stepped_at: Instant,
}

impl Wire {
    /// Takes the sockets; `sound` is what the port for sound listens on. Gives what wakes the thread, too.
    ///
    /// # Errors
    /// The operating system's.
    pub fn new(
        doors: Doors,
        sound: SocketAddr,
        allocations: Allocations,
        relayed: Relayed,
        stops: Arc<AtomicBool>,
    ) -> io::Result<(Self, Waker)> {
        let poll = Poll::new()?;
        let registry = poll.registry();
        let mut udp = UdpSocket::from_std(doors.udp);
        registry.register(&mut udp, UDP, Interest::READABLE)?;
        let mut tcp = TcpListener::from_std(doors.tcp);
        registry.register(&mut tcp, TCP, Interest::READABLE)?;
        let tls = match doors.tls {
            Some((listener, tls)) => {
                let mut listener = TcpListener::from_std(listener);
                registry.register(&mut listener, TLS, Interest::READABLE)?;
                Some((listener, Arc::new(tls.settings())))
            }
            None => None,
        };
        let waker = Waker::new(registry, WAKER)?;
        let registry = registry.try_clone()?;
        let outlets = Outlets { registry, next: FIRST, sound, sockets: HashMap::new(), relayed };
        let (streams, ready) = (HashMap::new(), Vec::new());
        Ok((
            Self { poll, stops, udp, tcp, tls, outlets, streams, allocations, ready, stepped_at: Instant::now() },
            waker,
        ))
    }

    /// Runs until it is told to stop.
    pub fn run(mut self) {
        let mut events = Events::with_capacity(256);
        while !self.stops.load(Ordering::Relaxed) {
            let timeout = if self.ready.is_empty() { STEP } else { Duration::ZERO };
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
            self.step(Instant::now());
        }
    }

    /// Takes a lot of what has come to one socket. Says whether there may be more.
    fn serve(&mut self, number: usize) -> bool {
        match Token(number) {
            WAKER => false,
            UDP => self.take_datagrams(),
            TCP | TLS => {
                self.accept(number == TLS.0);
                false
            }
            _ if self.streams.contains_key(&number) => self.take_stream(number),
            _ => self.take_back(number),
        }
    }

    fn take_datagrams(&mut self) -> bool {
        let mut packet = [0; PACKET];
        for _ in 0..LOT {
            match self.udp.recv_from(&mut packet) {
                Ok((length, from)) => self.take(Client::Udp(from), &packet[..length]),
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => return false,
                // An earlier packet of ours could not be delivered, as ICMP says; that says nothing of the next one.
                Err(_) => {}
            }
        }
        true
    }

    fn take_stream(&mut self, number: usize) -> bool {
        for _ in 0..LOT {
            let Some(stream) = self.streams.get_mut(&number) else { return false };
            match stream.receive() {
                Ok(Some(packet)) => {
                    let client = Client::Stream(number, stream.from);
                    self.take(client, &packet);
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

    fn take_back(&mut self, port: usize) -> bool {
        let mut packet = [0; PACKET];
        let mut wrapped = Vec::with_capacity(PACKET);
        for _ in 0..LOT {
            let Some(socket) = self.outlets.sockets.get(&port) else { return false };
            match socket.recv(&mut packet) {
                Ok(length) => {
                    if let Some(to) = self.allocations.back(port, &packet[..length], Instant::now(), &mut wrapped) {
                        self.send(to, &wrapped);
                    }
                }
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => return false,
                Err(_) => {}
            }
        }
        true
    }

    fn take(&mut self, from: Client, packet: &[u8]) {
        let unix = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
        let when = When { now: Instant::now(), unix };
        match self.allocations.take(from, packet, when, &mut self.outlets) {
            Outcome::Nothing => {}
            Outcome::Answer(answer) => self.send(from, &answer),
            Outcome::Relay(port, data) => {
                if let Some(socket) = self.outlets.sockets.get(&port) {
                    // What cannot be sent now is lost, as it might be on the way.
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
            let near = |one: &&Stream| network(one.from.ip()) == network(from.ip());
            let unproven = self.streams.iter().filter(|(number, stream)| {
                near(stream) && !self.allocations.holds(Client::Stream(**number, stream.from))
            });
            if self.streams.len() >= CONNECTIONS || unproven.count() >= UNPROVEN {
                continue;
            }
            if let Ok(stream) = Stream::new(socket, from, tls.map(|(_, settings)| settings)) {
                self.keep(stream);
            }
        }
    }

    fn keep(&mut self, mut stream: Stream) {
        let number = self.outlets.number();
        // Nagle's algorithm would hold back every packet until the one before it is confirmed.
        let _ = TcpStream::set_nodelay(&stream.socket, true);
        let interest = Interest::READABLE | Interest::WRITABLE;
        if self.poll.registry().register(&mut stream.socket, Token(number), interest).is_ok() {
            self.streams.insert(number, stream);
            self.ready.push(number);
        }
    }

    fn close(&mut self, number: usize) {
        if let Some(stream) = self.streams.remove(&number) {
            self.allocations.end(Client::Stream(number, stream.from), &mut self.outlets);
        }
    }

    /// Ends what is over, and closes connections that are for nothing.
    fn step(&mut self, now: Instant) {
        if now.saturating_duration_since(self.stepped_at) < STEP {
            return;
        }
        self.stepped_at = now;
        self.allocations.expire(now, &mut self.outlets);
        let allocations = &self.allocations;
        self.streams.retain(|number, stream| {
            if allocations.holds(Client::Stream(*number, stream.from)) {
                stream.idle_since = now;
            }
            now.saturating_duration_since(stream.idle_since) < IDLE
        });
    }
}
