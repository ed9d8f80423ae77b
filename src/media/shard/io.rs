//! A shard's sockets, and how it waits for packets and commands at once: UDP for nearly everyone, and TCP for clients behind
//! filters that let nothing else through (RFC 6544), with a length before each packet (RFC 4571).
//!
//! When a client does not read from its connection, further packets are dropped, as on a full network; the buffer is bounded.

use std::{
    collections::{HashMap, VecDeque},
    io::{self, IoSlice, Read, Write},
    net::{self, SocketAddr},
    os::fd::AsRawFd,
    time::{Duration, Instant},
};

use mio::{
    Events, Interest, Poll, Token, Waker,
    net::{TcpListener, TcpStream, UdpSocket},
};
use nix::{
    errno::Errno,
    sys::socket::{ControlMessage, MsgFlags, SockaddrStorage, sendmsg},
};

use super::gso::GsoBatch;
use crate::media::transport::{
    Broken,
    framing::{Framing, frame},
    turn::network,
};

const UDP: Token = Token(0);
const WAKER: Token = Token(1);
const LISTENER: Token = Token(2);
/// Connections are numbered from here; numbers are not reused.
const FIRST: usize = 3;
/// How many consecutive errors are taken for errors of single packets.
const MAX_ERRORS: usize = 16;
/// How many connections one shard holds, how many of them may be unproven per network, and how long a connection may stay
/// unproven, over all shards that it passes.
const MAX_CONNECTIONS: usize = 4096;
const MAX_UNPROVEN: usize = 512;
const PROVE_WITHIN: Duration = Duration::from_secs(10);
/// How often a shard without peers looks for them.
const PRUNE_EVERY: Duration = Duration::from_secs(1);
/// How many bytes may wait for a client that does not read.
const MAX_UNSENT: usize = 64 << 10;
/// The largest packet, in bytes.
pub const MAX_PACKET: usize = 2048;

/// How a packet came, and how an answer goes back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Path {
    Udp(SocketAddr),
    Tcp { connection: usize, from: SocketAddr },
}

impl Path {
    pub fn address(self) -> SocketAddr {
        match self {
            Path::Udp(from) | Path::Tcp { from, .. } => from,
        }
    }
}

/// A connection on its way to another shard, with the bytes that were read from it.
pub struct MovedConnection {
    stream: net::TcpStream,
    from: SocketAddr,
    since: Instant,
    read: Vec<u8>,
}

struct Connection {
    stream: TcpStream,
    from: SocketAddr,
    since: Instant,
    proven: bool,
    read: Framing,
    unsent: Vec<u8>,
}

pub struct ShardSockets {
    udp: UdpSocket,
    listener: Option<TcpListener>,
    connections: HashMap<usize, Connection>,
    next: usize,
    /// Connections that may have data, in the order in which they are read.
    ready: VecDeque<usize>,
    /// Whether connections are read before UDP this time.
    streams_first: bool,
    poll: Poll,
    events: Events,
}

impl ShardSockets {
    /// The sockets, and the waker that interrupts [`ShardSockets::wait`].
    ///
    /// # Errors
    /// The operating system's.
    pub fn new(udp: net::UdpSocket, listener: Option<net::TcpListener>) -> io::Result<(Self, Waker)> {
        udp.set_nonblocking(true)?;
        let mut udp = UdpSocket::from_std(udp);
        let poll = Poll::new()?;
        poll.registry().register(&mut udp, UDP, Interest::READABLE)?;
        let listener = match listener {
            Some(listener) => {
                listener.set_nonblocking(true)?;
                let mut listener = TcpListener::from_std(listener);
                poll.registry().register(&mut listener, LISTENER, Interest::READABLE)?;
                Some(listener)
            }
            None => None,
        };
        let waker = Waker::new(poll.registry(), WAKER)?;
        let events = Events::with_capacity(256);
        let (connections, ready) = (HashMap::new(), VecDeque::new());
        Ok((Self { udp, listener, connections, next: FIRST, ready, streams_first: false, poll, events }, waker))
    }

    /// Waits until there may be a packet or a command, or until the timeout.
    ///
    /// # Errors
    /// The operating system's.
    pub fn wait(&mut self, timeout: Option<Duration>) -> io::Result<()> {
        match self.poll.poll(&mut self.events, timeout) {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => return Ok(()),
            done => done?,
        }
        let mut accepts = false;
        for event in &self.events {
            match event.token() {
                LISTENER => accepts = true,
                Token(connection) if connection >= FIRST => {
                    if event.is_writable()
                        && let Some(connection) = self.connections.get_mut(&connection)
                    {
                        connection.flush();
                    }
                    if event.is_readable() && !self.ready.contains(&connection) {
                        self.ready.push_back(connection);
                    }
                }
                _ => {}
            }
        }
        if accepts {
            self.accept();
        }
        Ok(())
    }

    fn accept(&mut self) {
        while let Some(Ok((stream, from))) = self.listener.as_ref().map(TcpListener::accept) {
            if self.has_room_for(from) {
                self.insert(stream, from, Instant::now(), &[]);
            }
        }
    }

    fn has_room_for(&self, from: SocketAddr) -> bool {
        let near = |one: &&Connection| !one.proven && network(one.from.ip()) == network(from.ip());
        let unproven = || self.connections.values().filter(near).count();
        self.connections.len() < MAX_CONNECTIONS && unproven() < MAX_UNPROVEN
    }

    fn insert(&mut self, mut stream: TcpStream, from: SocketAddr, since: Instant, bytes: &[u8]) {
        let number = self.next;
        self.next += 1;
        // Nagle's algorithm would delay every packet until the one before it is acknowledged.
        let _ = stream.set_nodelay(true);
        let interest = Interest::READABLE | Interest::WRITABLE;
        if self.poll.registry().register(&mut stream, Token(number), interest).is_ok() {
            let mut read = Framing::default();
            read.put(bytes);
            self.connections
                .insert(number, Connection { stream, from, since, proven: false, read, unsent: Vec::new() });
            self.ready.push_back(number);
        }
    }

    /// Takes a connection out, for another shard. `packet` was the last one read from it.
    pub fn release(&mut self, connection: usize, packet: &[u8]) -> Option<MovedConnection> {
        let mut connection = self.connections.remove(&connection)?;
        let _ = self.poll.registry().deregister(&mut connection.stream);
        let read = connection.read.returned(packet);
        Some(MovedConnection { stream: connection.stream.into(), from: connection.from, since: connection.since, read })
    }

    pub fn adopt(&mut self, moved: MovedConnection) {
        if self.has_room_for(moved.from) {
            self.insert(TcpStream::from_std(moved.stream), moved.from, moved.since, &moved.read);
        }
    }

    /// Notes that a connection belongs to a peer.
    pub fn mark_proven(&mut self, connection: usize) {
        if let Some(connection) = self.connections.get_mut(&connection) {
            connection.proven = true;
        }
    }

    pub fn close(&mut self, connection: usize) {
        self.connections.remove(&connection);
    }

    /// How long the shard may sleep although nothing comes: while connections are unproven, they must be pruned in time.
    pub fn idle_timeout(&self) -> Option<Duration> {
        self.connections.values().any(|connection| !connection.proven).then_some(PRUNE_EVERY)
    }

    /// Closes connections that stayed unproven for too long.
    pub fn prune(&mut self, now: Instant) {
        self.connections.retain(|_, connection| {
            connection.proven || now.saturating_duration_since(connection.since) < PROVE_WITHIN
        });
    }

    /// The length of the next packet, and how it came. UDP and connections alternate, so that a flood on one does not block the
    /// other.
    pub fn receive(&mut self, packet: &mut [u8; MAX_PACKET]) -> Option<(usize, Path)> {
        self.streams_first = !self.streams_first && !self.ready.is_empty();
        if self.streams_first {
            self.next_stream_packet(packet).or_else(|| self.next_datagram(packet))
        } else {
            self.next_datagram(packet).or_else(|| self.next_stream_packet(packet))
        }
    }

    fn next_datagram(&self, packet: &mut [u8; MAX_PACKET]) -> Option<(usize, Path)> {
        for _ in 0..MAX_ERRORS {
            match self.udp.recv_from(packet) {
                Ok((len, from)) => return Some((len, Path::Udp(from))),
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => break,
                // ICMP reports that an earlier packet of ours could not be delivered, which says nothing about the next packet.
                Err(_) => {}
            }
        }
        None
    }

    /// One packet of the connection whose turn it is; the connection then goes to the end of the queue.
    fn next_stream_packet(&mut self, packet: &mut [u8; MAX_PACKET]) -> Option<(usize, Path)> {
        while let Some(number) = self.ready.pop_front() {
            let Some(connection) = self.connections.get_mut(&number) else { continue };
            match connection.receive(packet) {
                Ok(Some(len)) => {
                    self.ready.push_back(number);
                    return Some((len, Path::Tcp { connection: number, from: connection.from }));
                }
                Ok(None) => {}
                Err(_) => drop(self.connections.remove(&number)),
            }
        }
        None
    }

    /// Sends a packet. One that cannot be sent now is lost, as it might be on the network.
    pub fn send(&mut self, packet: &[u8], to: Path) {
        match to {
            Path::Udp(to) => drop(self.udp.send_to(packet, to)),
            Path::Tcp { connection, .. } => {
                if let Some(connection) = self.connections.get_mut(&connection) {
                    connection.send(packet);
                }
            }
        }
    }

    /// Sends several packets to the same peer with one system call, if the kernel supports that; if it does not, sets `no_gso`
    /// and does not try again for this peer.
    pub fn send_batch(
        &mut self,
        packets: &[u8],
        GsoBatch { segment, count, .. }: GsoBatch,
        to: Path,
        no_gso: &mut bool,
    ) {
        match to {
            _ if count == 0 => {}
            Path::Udp(address) if count > 1 && !*no_gso => {
                if send_gso(&self.udp, packets, segment, address).is_err_and(is_unsupported) {
                    *no_gso = true;
                    packets.chunks(segment).for_each(|packet| self.send(packet, to));
                }
            }
            Path::Udp(_) => packets.chunks(segment).for_each(|packet| self.send(packet, to)),
            Path::Tcp { connection, .. } => {
                if let Some(connection) = self.connections.get_mut(&connection) {
                    packets.chunks(segment).for_each(|packet| connection.queue(packet));
                    connection.flush();
                }
            }
        }
    }
}

/// Gives the kernel packets of one size to split; the last packet may be shorter (udp(7), UDP_SEGMENT).
fn send_gso(socket: &UdpSocket, packets: &[u8], segment: usize, to: SocketAddr) -> nix::Result<usize> {
    let segment = segment as u16;
    let to = SockaddrStorage::from(to);
    let offload = [ControlMessage::UdpGsoSegments(&segment)];
    sendmsg(socket.as_raw_fd(), &[IoSlice::new(packets)], &offload, MsgFlags::empty(), Some(&to))
}

/// Whether the kernel or the network card does not support GSO at all. Any other error concerns only this batch.
fn is_unsupported(error: Errno) -> bool {
    matches!(error, Errno::EIO | Errno::EINVAL | Errno::ENOPROTOOPT | Errno::EOPNOTSUPP | Errno::EMSGSIZE)
}

impl Connection {
    /// The length of the next packet; `None` when it is incomplete.
    fn receive(&mut self, packet: &mut [u8; MAX_PACKET]) -> io::Result<Option<usize>> {
        loop {
            if let Some(len) = self.read.next(packet).map_err(|Broken| io::ErrorKind::InvalidData)? {
                return Ok(Some(len));
            }
            let mut some = [0; MAX_PACKET];
            match self.stream.read(&mut some) {
                Ok(0) => return Err(io::ErrorKind::UnexpectedEof.into()),
                Ok(len) => self.read.put(&some[..len]),
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => return Ok(None),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
    }

    fn send(&mut self, packet: &[u8]) {
        self.queue(packet);
        self.flush();
    }

    fn queue(&mut self, packet: &[u8]) {
        if self.unsent.len() + packet.len() < MAX_UNSENT {
            frame(packet, &mut self.unsent);
        }
    }

    fn flush(&mut self) {
        while !self.unsent.is_empty() {
            match self.stream.write(&self.unsent) {
                Ok(len) => drop(self.unsent.drain(..len)),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                // Try again later; a broken connection is noticed when reading.
                Err(_) => return,
            }
        }
    }
}

#[cfg(test)]
mod tests;
