//! The least that a forwarder could take, on this machine and now: a thread that sleeps until a packet comes and sends it on as
//! it is, to one. What it takes longer on a machine with other guests, a server takes longer, too, and cannot help it.

use std::{
    net::UdpSocket,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering::Relaxed},
    },
    thread::{self, JoinHandle},
    time::Duration,
};

use crate::{arrival, tally::Times};

/// How often a packet is sent on: 1,600 in a lesson of 8 s, under a hundredth of a core.
const PACE: Duration = Duration::from_millis(5);
/// Whoever waits longer than this waits for nothing.
const PATIENCE: Duration = Duration::from_secs(2);

/// Measures until it is asked.
pub struct Bare {
    over: Arc<AtomicBool>,
    threads: [JoinHandle<()>; 2],
    listener: JoinHandle<Times>,
}

impl Bare {
    /// Begins, with packets of this size.
    ///
    /// # Errors
    /// The operating system's.
    pub fn start(size: usize) -> Result<Self, String> {
        Self::begin(size.max(size_of::<u64>())).map_err(|error| error.to_string())
    }

    fn begin(size: usize) -> std::io::Result<Self> {
        let [source, forwarder, sink] = [socket()?, socket()?, socket()?];
        arrival::stamped(&sink)?;
        source.connect(forwarder.local_addr()?)?;
        forwarder.connect(source.local_addr()?)?;
        let onward = socket()?;
        onward.connect(sink.local_addr()?)?;
        let over = Arc::new(AtomicBool::new(false));
        let speaker = thread::spawn({
            let over = Arc::clone(&over);
            move || {
                let mut packet = vec![7; size];
                while !over.load(Relaxed) {
                    packet[..size_of::<u64>()].copy_from_slice(&arrival::now().to_be_bytes());
                    let _ = source.send(&packet);
                    thread::sleep(PACE);
                }
                // Nothing is the end.
                let _ = source.send(&[]);
            }
        });
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
        Ok(Self { over, threads: [speaker, forwarding], listener })
    }

    /// From before a packet is sent to when the kernel has it for the listener.
    ///
    /// # Errors
    /// When a thread has failed.
    pub fn finish(self) -> Result<Times, String> {
        self.over.store(true, Relaxed);
        for thread in self.threads {
            thread.join().map_err(|_| "the bare forwarder has failed")?;
        }
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
        let bare = Bare::start(100).expect("there are ports");
        thread::sleep(PACE * 10);
        let times = bare.finish().expect("nothing fails");
        assert!(times.ms(0.99).is_some_and(|ms| ms > 0.0 && ms < 60_000.0));
    }
}
