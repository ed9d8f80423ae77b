//! The lower bound of every forwarder's cost, on this machine and now: a packet that is only sent, or only encrypted.
//!
//! The speed of a shared machine varies, so this is measured in the same seconds as what it is compared with: a few packets of
//! each kind, repeatedly, too few to disturb anyone. Nor are more sent at once than the listener's buffer holds: a packet that
//! the kernel drops costs it a seventh less than one that arrives, and in a lesson all packets arrive.

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

/// How many packets are measured at a time, a few ten thousand bytes, and the pause after that.
const PACKETS: usize = 50;
const REST: Duration = Duration::from_millis(20);
/// How many packets one call sends with segmentation offload.
const SEGMENTS: usize = 10;

/// Microseconds of CPU time per packet.
#[derive(Debug, Serialize)]
pub struct PacketCost {
    pub sendto_us: f64,
    pub gso_10_us: f64,
    pub aes_128_gcm_us: f64,
}

/// Measures until it is finished.
pub struct Meter {
    over: Arc<AtomicBool>,
    thread: JoinHandle<Result<PacketCost, String>>,
}

impl Meter {
    /// Starts with packets of this size.
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
    pub fn finish(self) -> Result<PacketCost, String> {
        self.over.store(true, Relaxed);
        self.thread.join().map_err(|_| "the measuring has failed")?
    }
}

fn measure(size: usize, over: &AtomicBool) -> Result<PacketCost, String> {
    let words = |error: std::io::Error| error.to_string();
    let sink = UdpSocket::bind("127.0.0.1:0").map_err(words)?;
    let source = UdpSocket::bind("127.0.0.1:0").map_err(words)?;
    let to = sink.local_addr().map_err(words)?;
    sink.set_read_timeout(Some(Duration::from_millis(200))).map_err(words)?;
    // A listener, as in a lesson.
    let listener = thread::spawn(move || {
        let mut packet = [0; 2048];
        std::iter::from_fn(|| sink.recv(&mut packet).ok()).count()
    });
    let packet = vec![7; size];
    let many = vec![7; size * SEGMENTS];
    let (segment, address) = (size as u16, SockaddrStorage::from(to));
    let key = UnboundKey::new(&AES_128_GCM, &[1; 16]).map(LessSafeKey::new).map_err(|error| error.to_string())?;
    let mut sealed = packet.clone();
    let [mut sendto, mut gso, mut aes] = [Spent::default(); 3];
    while !over.load(Relaxed) || sendto.packets == 0 {
        sendto.measure(1, || drop(source.send_to(&packet, to)));
        thread::sleep(REST);
        gso.measure(SEGMENTS, || {
            let offload = [ControlMessage::UdpGsoSegments(&segment)];
            let _ = sendmsg(source.as_raw_fd(), &[IoSlice::new(&many)], &offload, MsgFlags::empty(), Some(&address));
        });
        thread::sleep(REST);
        aes.measure(1, || {
            let nonce = Nonce::assume_unique_for_key([2; 12]);
            let _ = key.seal_in_place_separate_tag(nonce, Aad::from([3; 20]), &mut sealed[20..]);
        });
        thread::sleep(REST);
    }
    let arrived = listener.join().map_err(|_| "the listener has failed")?;
    if arrived != sendto.packets + gso.packets {
        return Err(format!("of the floor's {} packets {arrived} arrived", sendto.packets + gso.packets));
    }
    Ok(PacketCost { sendto_us: sendto.per_packet(), gso_10_us: gso.per_packet(), aes_128_gcm_us: aes.per_packet() })
}

/// CPU time, and for how many packets.
#[derive(Clone, Copy, Default)]
struct Spent {
    time: Duration,
    packets: usize,
}

impl Spent {
    fn measure(&mut self, packets_a_call: usize, mut call: impl FnMut()) {
        let begun = cpu();
        for _ in 0..PACKETS / packets_a_call {
            call();
        }
        self.time += cpu() - begun;
        self.packets += PACKETS;
    }

    fn per_packet(self) -> f64 {
        self.time.as_secs_f64() * 1e6 / self.packets as f64
    }
}

/// The CPU time of this thread.
fn cpu() -> Duration {
    // A machine without this clock still has a monotonic one.
    clock_gettime(ClockId::CLOCK_THREAD_CPUTIME_ID).map_or_else(|_| since_start(), Duration::from)
}

fn since_start() -> Duration {
    use std::{sync::OnceLock, time::Instant};
    static START: OnceLock<Instant> = OnceLock::new();
    START.get_or_init(Instant::now).elapsed()
}
