//! A shard's sockets, and how it waits for packets and commands at once: UDP for nearly everyone, and TCP for those behind
//! filters that let nothing else through (RFC 6544), with each packet's length before it (RFC 4571).
//!
//! A connection whose client does not read drops what comes next, as a full network would; it never grows without bound.

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

use super::window::Batch;
use crate::media::transport::{
    Broken,
    framing::{Framing, frame},
    turn::network,
};

const UDP: Token = Token(0);
const WAKER: Token = Token(1);
const LISTENER: Token = Token(2);
/// Connections count from here, and no number comes twice.
const FIRST: usize = 3;
/// How many errors in a row are taken for those of single packets.
const TRIES: usize = 16;
/// How many connections one shard holds, how many of those from one network of which nobody knows whose they are, and how
/// long one may take to prove it, on however many shards.
const CONNECTIONS: usize = 4096;
const UNPROVEN: usize = 512;
const PROVE_WITHIN: Duration = Duration::from_secs(10);
/// What may wait for a client that does not read, in bytes.
const UNSENT: usize = 64 << 10;
/// The largest packet.
pub const PACKET: usize = 2048;

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

/// A connection on its way to the shard that it belongs to, with what was read of it.
pub struct Passed {
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

pub struct Wire {
    udp: UdpSocket,
    listener: Option<TcpListener>,
    connections: HashMap<usize, Connection>,
    next: usize,
    /// Connections from which something may be read, in their turns.
    ready: VecDeque<usize>,
    /// Whose turn it is to be read first.
    streams_first: bool,
    poll: Poll,
    events: Events,
}

impl Wire {
    /// The sockets, and what wakes it for a command.
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

    /// Until there may be a packet or a command, or the time is over.
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
        self.connections.len() < CONNECTIONS && unproven() < UNPROVEN
    }

    fn insert(&mut self, mut stream: TcpStream, from: SocketAddr, since: Instant, bytes: &[u8]) {
        let number = self.next;
        self.next += 1;
        // Nagle's algorithm would hold back every packet until the one before it is confirmed.
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

    /// Takes a connection out, to be given to another shard; `packet` was read of it last.
    pub fn release(&mut self, connection: usize, packet: &[u8]) -> Option<Passed> {
        let mut connection = self.connections.remove(&connection)?;
        let _ = self.poll.registry().deregister(&mut connection.stream);
        let read = connection.read.returned(packet);
        Some(Passed { stream: connection.stream.into(), from: connection.from, since: connection.since, read })
    }

    pub fn adopt(&mut self, passed: Passed) {
        if self.has_room_for(passed.from) {
            self.insert(TcpStream::from_std(passed.stream), passed.from, passed.since, &passed.read);
        }
    }

    /// This connection belongs to a peer.
    pub fn prove(&mut self, connection: usize) {
        if let Some(connection) = self.connections.get_mut(&connection) {
            connection.proven = true;
        }
    }

    pub fn close(&mut self, connection: usize) {
        self.connections.remove(&connection);
    }

    /// Closes those of which nobody knows whose they are.
    pub fn prune(&mut self, now: Instant) {
        self.connections.retain(|_, connection| {
            connection.proven || now.saturating_duration_since(connection.since) < PROVE_WITHIN
        });
    }

    /// The next packet's length and how it came. UDP and the connections take turns, so that no flood of one has the others wait.
    pub fn receive(&mut self, packet: &mut [u8; PACKET]) -> Option<(usize, Path)> {
        self.streams_first = !self.streams_first && !self.ready.is_empty();
        if self.streams_first {
            self.next_of_streams(packet).or_else(|| self.next_datagram(packet))
        } else {
            self.next_datagram(packet).or_else(|| self.next_of_streams(packet))
        }
    }

    fn next_datagram(&self, packet: &mut [u8; PACKET]) -> Option<(usize, Path)> {
        for _ in 0..TRIES {
            match self.udp.recv_from(packet) {
                Ok((len, from)) => return Some((len, Path::Udp(from))),
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => break,
                // An earlier packet of ours could not be delivered, as ICMP says; that says nothing of the next one.
                Err(_) => {}
            }
        }
        None
    }

    /// One packet of the connection whose turn it is, which then stands behind the others.
    fn next_of_streams(&mut self, packet: &mut [u8; PACKET]) -> Option<(usize, Path)> {
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

    /// A packet that cannot be sent now is lost, as it might be on the way.
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

    /// Sends several packets for the same peer with one system call, where the kernel takes them so; where it does not, it is
    /// not asked again for this peer.
    pub fn send_batch(&mut self, packets: &[u8], Batch { segment, count, .. }: Batch, to: Path, singly: &mut bool) {
        match to {
            _ if count == 0 => {}
            Path::Udp(address) if count > 1 && !*singly => {
                if gso(&self.udp, packets, segment, address).is_err_and(is_refusal) {
                    *singly = true;
                    packets.chunks(segment).for_each(|packet| self.send(packet, to));
                }
            }
            Path::Udp(_) => packets.chunks(segment).for_each(|packet| self.send(packet, to)),
            Path::Tcp { connection, .. } => {
                if let Some(connection) = self.connections.get_mut(&connection) {
                    packets.chunks(segment).for_each(|packet| connection.put(packet));
                    connection.flush();
                }
            }
        }
    }
}

/// Hands packets of one size, the last of which may be shorter, to the kernel, which cuts them (udp(7), UDP_SEGMENT).
fn gso(socket: &UdpSocket, packets: &[u8], segment: usize, to: SocketAddr) -> nix::Result<usize> {
    let segment = segment as u16;
    let to = SockaddrStorage::from(to);
    let offload = [ControlMessage::UdpGsoSegments(&segment)];
    sendmsg(socket.as_raw_fd(), &[IoSlice::new(packets)], &offload, MsgFlags::empty(), Some(&to))
}

/// Whether the kernel, or the network card on the way, does not do it at all: anything else says nothing of the next batch.
fn is_refusal(error: Errno) -> bool {
    matches!(error, Errno::EIO | Errno::EINVAL | Errno::ENOPROTOOPT | Errno::EOPNOTSUPP | Errno::EMSGSIZE)
}

impl Connection {
    /// The next packet's length; `None` when it is not whole yet.
    fn receive(&mut self, packet: &mut [u8; PACKET]) -> io::Result<Option<usize>> {
        loop {
            if let Some(len) = self.read.next(packet).map_err(|Broken| io::ErrorKind::InvalidData)? {
                return Ok(Some(len));
            }
            let mut some = [0; PACKET];
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
        self.put(packet);
        self.flush();
    }

    fn put(&mut self, packet: &[u8]) {
        if self.unsent.len() + packet.len() < UNSENT {
            frame(packet, &mut self.unsent);
        }
    }

    fn flush(&mut self) {
        while !self.unsent.is_empty() {
            match self.stream.write(&self.unsent) {
                Ok(len) => drop(self.unsent.drain(..len)),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                // Later, or never: reading tells which.
                Err(_) => return,
            }
        }
    }
}

#[cfg(test)]
mod tests;
