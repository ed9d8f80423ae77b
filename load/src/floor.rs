//! The floor under every forwarder, on this machine and now: what a packet costs that is only sent, or only encrypted.
//!
//! Machines that are shared are now fast and now slow, so it is measured in the same seconds as what is compared with it: a
//! millisecond of each again and again, too short to be in anyone's way.

use std::{
    io::IoSlice,
    net::UdpSocket,
    os::fd::AsRawFd,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering::Relaxed},
    },
    thread::{self, JoinHandle},
    time::Duration,
};

use aws_lc_rs::aead::{AES_128_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
use nix::{
    sys::socket::{ControlMessage, MsgFlags, SockaddrStorage, sendmsg},
    time::{ClockId, clock_gettime},
};
use serde::Serialize;

/// How long each is measured at a time, in CPU time, and how long it rests then.
const SLICE: Duration = Duration::from_millis(1);
const REST: Duration = Duration::from_millis(20);
/// How many packets one call sends with segmentation offload.
const SEGMENTS: usize = 10;

/// Microseconds of CPU for each packet.
#[derive(Debug, Serialize)]
pub struct Floor {
    pub sendto_us: f64,
    pub gso_10_us: f64,
    pub aes_128_gcm_us: f64,
}

/// Measures until it is asked.
pub struct Meter {
    over: Arc<AtomicBool>,
    thread: JoinHandle<Result<Floor, String>>,
}

impl Meter {
    /// Begins, with packets of this size.
    pub fn start(size: usize) -> Self {
        let over = Arc::new(AtomicBool::new(false));
        let thread = thread::spawn({
            let over = Arc::clone(&over);
            move || measure(size, &over)
        });
        Self { over, thread }
    }

    /// # Errors
    /// The operating system's.
    pub fn finish(self) -> Result<Floor, String> {
        self.over.store(true, Relaxed);
        self.thread.join().map_err(|_| "the measuring has failed")?
    }
}

fn measure(size: usize, over: &AtomicBool) -> Result<Floor, String> {
    let words = |error: std::io::Error| error.to_string();
    let sink = UdpSocket::bind("127.0.0.1:0").map_err(words)?;
    let source = UdpSocket::bind("127.0.0.1:0").map_err(words)?;
    let to = sink.local_addr().map_err(words)?;
    sink.set_read_timeout(Some(Duration::from_millis(200))).map_err(words)?;
    // Somebody listens, as in a lesson.
    let listener = thread::spawn(move || {
        let mut packet = [0; 2048];
        while sink.recv(&mut packet).is_ok() {}
    });
    let packet = vec![7; size];
    let many = vec![7; size * SEGMENTS];
    let (segment, address) = (size as u16, SockaddrStorage::from(to));
    let key = UnboundKey::new(&AES_128_GCM, &[1; 16]).map(LessSafeKey::new).map_err(|error| error.to_string())?;
    let mut sealed = packet.clone();
    let [mut sendto, mut gso, mut aes] = [Spent::default(); 3];
    while !over.load(Relaxed) || sendto.calls == 0 {
        sendto.measure(|| drop(source.send_to(&packet, to)));
        thread::sleep(REST);
        gso.measure(|| {
            let offload = [ControlMessage::UdpGsoSegments(&segment)];
            let _ = sendmsg(source.as_raw_fd(), &[IoSlice::new(&many)], &offload, MsgFlags::empty(), Some(&address));
        });
        thread::sleep(REST);
        aes.measure(|| {
            let nonce = Nonce::assume_unique_for_key([2; 12]);
            let _ = key.seal_in_place_separate_tag(nonce, Aad::from([3; 20]), &mut sealed[20..]);
        });
        thread::sleep(REST);
    }
    listener.join().map_err(|_| "the listener has failed")?;
    Ok(Floor {
        sendto_us: sendto.per_packet(1),
        gso_10_us: gso.per_packet(SEGMENTS),
        aes_128_gcm_us: aes.per_packet(1),
    })
}

/// CPU time, and for how many calls.
#[derive(Clone, Copy, Default)]
struct Spent {
    time: Duration,
    calls: usize,
}

impl Spent {
    fn measure(&mut self, mut call: impl FnMut()) {
        let begun = cpu();
        let mut spent = Duration::ZERO;
        while spent < SLICE {
            for _ in 0..50 {
                call();
            }
            self.calls += 50;
            spent = cpu() - begun;
        }
        self.time += spent;
    }

    fn per_packet(self, packets: usize) -> f64 {
        self.time.as_secs_f64() * 1e6 / (self.calls * packets) as f64
    }
}

/// The CPU time of this thread.
fn cpu() -> Duration {
    // A machine without this clock still has one that runs on.
    clock_gettime(ClockId::CLOCK_THREAD_CPUTIME_ID).map_or_else(|_| since_start(), Duration::from)
}

fn since_start() -> Duration {
    use std::{sync::OnceLock, time::Instant};
    static START: OnceLock<Instant> = OnceLock::new();
    START.get_or_init(Instant::now).elapsed()
}
