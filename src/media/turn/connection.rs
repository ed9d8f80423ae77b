//! A client's connection to the relay, by TCP or TLS, as a stream of packets. When a client does not read, further packets are
//! dropped, as on a full network; all buffers are bounded.

use std::{
    io::{self, Read, Write},
    net::SocketAddr,
    sync::Arc,
    time::Instant,
};

use mio::net::TcpStream;
use rustls::{ServerConfig, ServerConnection};

use crate::media::transport::turn;

/// How many bytes may wait for a client that does not read.
const MAX_UNSENT: usize = 64 << 10;
/// The longest packet.
pub const MAX_PACKET: usize = 4096;

pub struct ClientConnection {
    pub socket: TcpStream,
    pub from: SocketAddr,
    /// Since when it has had no allocation.
    pub idle_since: Instant,
    tls: Option<Box<ServerConnection>>,
    read: Vec<u8>,
    unsent: Vec<u8>,
}

impl ClientConnection {
    /// # Errors
    /// When the TLS settings do not fit.
    pub fn new(socket: TcpStream, from: SocketAddr, tls: Option<&Arc<ServerConfig>>) -> io::Result<Self> {
        let tls = tls.map(|tls| ServerConnection::new(Arc::clone(tls)).map(Box::new)).transpose();
        let tls = tls.map_err(io::Error::other)?;
        Ok(Self { socket, from, idle_since: Instant::now(), tls, read: Vec::new(), unsent: Vec::new() })
    }

    /// The next packet, if it is complete.
    ///
    /// # Errors
    /// When the connection is over, or its contents are invalid.
    pub fn receive(&mut self) -> io::Result<Option<Vec<u8>>> {
        loop {
            if let Some(length) = turn::frame_length(&self.read) {
                if length > MAX_PACKET {
                    return Err(io::ErrorKind::InvalidData.into());
                }
                if self.read.len() >= length {
                    let rest = self.read.split_off(length);
                    return Ok(Some(std::mem::replace(&mut self.read, rest)));
                }
            }
            let mut some = [0; MAX_PACKET];
            match self.read_some(&mut some) {
                Ok(0) => return Err(io::ErrorKind::UnexpectedEof.into()),
                Ok(length) => self.read.extend_from_slice(&some[..length]),
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => return Ok(None),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
    }

    fn read_some(&mut self, some: &mut [u8]) -> io::Result<usize> {
        let Some(tls) = &mut self.tls else { return self.socket.read(some) };
        loop {
            match tls.reader().read(some) {
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
                done => return done,
            }
            let length = tls.read_tls(&mut self.socket)?;
            let broken = tls.process_new_packets().err();
            // Writes the next part of the handshake, or the alert that ends it.
            let _ = write_tls(tls, &mut self.socket);
            if let Some(broken) = broken {
                return Err(io::Error::other(broken));
            }
            if length == 0 {
                return Ok(0);
            }
        }
    }

    /// Sends a whole packet, or drops it.
    pub fn send(&mut self, packet: &[u8]) {
        if self.unsent.len() + packet.len() < MAX_UNSENT {
            self.unsent.extend_from_slice(packet);
        }
        self.flush();
    }

    /// Sends waiting bytes, as far as the network takes them. A broken connection is noticed when reading.
    pub fn flush(&mut self) {
        let Some(tls) = &mut self.tls else {
            while !self.unsent.is_empty() {
                match self.socket.write(&self.unsent) {
                    Ok(length) => drop(self.unsent.drain(..length)),
                    Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                    Err(_) => return,
                }
            }
            return;
        };
        while write_tls(tls, &mut self.socket).is_ok() && !self.unsent.is_empty() {
            match tls.writer().write(&self.unsent) {
                Ok(length) if length > 0 => drop(self.unsent.drain(..length)),
                _ => return,
            }
        }
    }
}

/// Writes everything that TLS wants to send.
fn write_tls(tls: &mut ServerConnection, socket: &mut TcpStream) -> io::Result<()> {
    while tls.wants_write() {
        match tls.write_tls(socket) {
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            done => drop(done?),
        }
    }
    Ok(())
}
