//! The least that a forwarder could take, on this machine and now: a thread that sleeps until a packet comes and sends it on as
//! it is, to one. What it takes longer on a machine with other guests, a server takes longer, too, and cannot help it.

use std::{
    net::UdpSocket,
    thread::{self, JoinHandle},
    time::{Duration, Instant},
};

use crate::{arrival, tally::Times};

/// How often a packet is sent on: 1,600 in a lesson of 8 s, under a hundredth of a core.
const PACE: Duration = Duration::from_millis(5);
/// Whoever waits longer than this waits for nothing.
const PATIENCE: Duration = Duration::from_secs(2);

/// Measures until it is asked.
pub struct Bare {
    source: UdpSocket,
    forwarding: JoinHandle<()>,
    listener: JoinHandle<Times>,
}

/// What its packets come from: whichever thread speaks for everyone, so that they wake the forwarder as those wake the server.
pub struct Speaker {
    source: UdpSocket,
    packet: Vec<u8>,
    next: Instant,
}

impl Speaker {
    /// Says something when it is time.
    pub fn say(&mut self, now: Instant) {
        if self.next <= now {
            self.next = now + PACE;
            self.packet[..size_of::<u64>()].copy_from_slice(&arrival::now().to_be_bytes());
            let _ = self.source.send(&self.packet);
        }
    }
}

impl Bare {
    /// Begins, with packets of this size, as soon as the speaker says something.
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

    /// From before a packet is sent to when the kernel has it for the listener.
    ///
    /// # Errors
    /// When a thread has failed.
    pub fn finish(self) -> Result<Times, String> {
        // Nothing is the end.
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
    fn each_packet_takes_some_time_and_not_forever() {
        let (bare, mut speaker) = Bare::start(100).expect("there are ports");
        let begun = Instant::now();
        while begun.elapsed() < PACE * 10 {
            speaker.say(Instant::now());
        }
        let times = bare.finish().expect("nothing fails");
        assert!(times.ms(0.99).is_some_and(|ms| ms > 0.0 && ms < 60_000.0));
    }
}
