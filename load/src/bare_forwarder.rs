//! The fastest possible forwarder, on this machine and now: a thread that sleeps until a packet comes and sends it on unchanged,
//! to one receiver. When other guests slow the machine down, this takes longer too, and a server cannot do better.

use std::{
    net::UdpSocket,
    thread::{self, JoinHandle},
    time::{Duration, Instant},
};

use crate::{arrival, tally::Times};

/// How often a packet is sent: 1,600 in a lesson of 8 s, under a hundredth of a core.
const PACE: Duration = Duration::from_millis(5);
/// How long to wait for a packet.
const PATIENCE: Duration = Duration::from_secs(2);

/// Measures until it is finished.
pub struct BareForwarder {
    source: UdpSocket,
    forwarding: JoinHandle<()>,
    listener: JoinHandle<Times>,
}

/// The source of its packets: the thread that speaks for everyone, so that the packets wake the forwarder as they wake the
/// server.
pub struct Speaker {
    source: UdpSocket,
    packet: Vec<u8>,
    next: Instant,
}

impl Speaker {
    /// Sends a packet if it is due.
    pub fn send_if_due(&mut self, now: Instant) {
        if self.next <= now {
            self.next = now + PACE;
            self.packet[..size_of::<u64>()].copy_from_slice(&arrival::now().to_be_bytes());
            let _ = self.source.send(&self.packet);
        }
    }
}

impl BareForwarder {
    /// Starts with packets of this size, as soon as the speaker sends.
    ///
    /// # Errors
    /// The operating system's.
    pub fn start(size: usize) -> Result<(Self, Speaker), String> {
        Self::begin(size.max(size_of::<u64>())).map_err(|error| error.to_string())
    }

    fn begin(size: usize) -> std::io::Result<(Self, Speaker)> {
        let [source, forwarder, sink] = [socket()?, socket()?, socket()?];
        arrival::stamped(&sink)?;
        source.connect(forwarder.local_addr()?)?;
        forwarder.connect(source.local_addr()?)?;
        let onward = socket()?;
        onward.connect(sink.local_addr()?)?;
        let speaker = Speaker { source: source.try_clone()?, packet: vec![7; size], next: Instant::now() };
        let forwarding = thread::spawn(move || {
            let mut packet = [0; 2048];
            while let Ok(len) = forwarder.recv(&mut packet) {
                let _ = onward.send(&packet[..len]);
                if len == 0 {
                    return;
                }
            }
        });
        let listener = thread::spawn(move || {
            let (mut packet, mut times) = ([0; 2048], Times::default());
            while let Ok((1.., _, came)) = arrival::receive(&sink, &mut packet) {
                let sent = packet.first_chunk().copied().map(u64::from_be_bytes).unwrap_or_default();
                times.record(came.saturating_sub(sent) / 1000);
            }
            times
        });
        Ok((Self { source, forwarding, listener }, speaker))
    }

    /// The times from before a packet is sent until the kernel has it for the listener.
    ///
    /// # Errors
    /// When a thread has failed.
    pub fn finish(self) -> Result<Times, String> {
        // An empty packet ends it.
        let _ = self.source.send(&[]);
        self.forwarding.join().map_err(|_| "the bare forwarder has failed")?;
        self.listener.join().map_err(|_| "the bare forwarder's listener has failed".into())
    }
}

fn socket() -> std::io::Result<UdpSocket> {
    let socket = UdpSocket::bind("127.0.0.1:0")?;
    socket.set_read_timeout(Some(PATIENCE))?;
    Ok(socket)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_packet_takes_a_bounded_time() {
        let (bare, mut speaker) = BareForwarder::start(100).expect("there are ports");
        let begun = Instant::now();
        while begun.elapsed() < PACE * 10 {
            speaker.send_if_due(Instant::now());
        }
        let times = bare.finish().expect("nothing fails");
        assert!(times.ms(0.99).is_some_and(|ms| ms > 0.0 && ms < 60_000.0));
    }
}
