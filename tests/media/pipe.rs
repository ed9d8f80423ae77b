//! The transport of a voice's packets: UDP, or TCP with a length before each packet (RFC 4571).

use std::{
    io::{Read, Write},
    net::{SocketAddr, TcpStream, UdpSocket},
    time::Duration,
};

use str0m::net::Protocol;

pub enum Pipe {
    Udp(UdpSocket),
    Tcp(TcpStream, Vec<u8>),
}

impl Pipe {
    pub fn open(by: Protocol, to: SocketAddr) -> Self {
        if by == Protocol::Tcp {
            let stream = TcpStream::connect(to).expect("the server listens");
            stream.set_nodelay(true).expect("a socket");
            return Self::Tcp(stream, Vec::new());
        }
        Self::Udp(UdpSocket::bind("127.0.0.1:0").expect("a free port"))
    }

    /// By UDP, from this address.
    pub fn from(here: SocketAddr) -> Self {
        Self::Udp(UdpSocket::bind(here).expect("a port that is free"))
    }

    pub fn here(&self) -> SocketAddr {
        match self {
            Self::Udp(socket) => socket.local_addr(),
            Self::Tcp(stream, _) => stream.local_addr(),
        }
        .expect("an address")
    }

    /// The server may be gone; then nothing arrives.
    pub fn send(&mut self, packet: &[u8], to: SocketAddr) {
        match self {
            Self::Udp(socket) => drop(socket.send_to(packet, to)),
            Self::Tcp(stream, _) => {
                let mut framed = (packet.len() as u16).to_be_bytes().to_vec();
                framed.extend_from_slice(packet);
                drop(stream.write_all(&framed));
            }
        }
    }

    /// The next packet, if one arrives in this time.
    pub fn receive(&mut self, within: Duration) -> Option<(Vec<u8>, SocketAddr)> {
        let mut packet = vec![0; 2000];
        match self {
            Self::Udp(socket) => {
                socket.set_read_timeout(Some(within)).expect("a time");
                let (len, from) = socket.recv_from(&mut packet).ok()?;
                packet.truncate(len);
                Some((packet, from))
            }
            Self::Tcp(stream, read) => loop {
                if let Some(head) = read.first_chunk::<2>() {
                    let end = 2 + usize::from(u16::from_be_bytes(*head));
                    if read.len() >= end {
                        let packet = read[2..end].to_vec();
                        read.drain(..end);
                        return Some((packet, stream.peer_addr().ok()?));
                    }
                }
                stream.set_read_timeout(Some(within)).expect("a time");
                let len = stream.read(&mut packet).ok().filter(|len| *len > 0)?;
                read.extend_from_slice(&packet[..len]);
            },
        }
    }
}
