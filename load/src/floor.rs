//! The floor under every forwarder, on this machine and now: what a packet costs that is only sent, or only encrypted.

use std::{
    io::IoSlice,
    net::UdpSocket,
    os::fd::AsRawFd,
    thread,
    time::{Duration, Instant},
};

use aws_lc_rs::aead::{AES_128_GCM, Aad, LessSafeKey, Nonce, UnboundKey};
use nix::{
    sys::socket::{ControlMessage, MsgFlags, SockaddrStorage, sendmsg},
    time::{ClockId, clock_gettime},
};
use serde::Serialize;

/// How long each is measured, in CPU time.
const MEASURED: Duration = Duration::from_millis(700);
/// How many packets one call sends with segmentation offload.
const SEGMENTS: usize = 10;

/// Microseconds of CPU for each packet.
#[derive(Debug, Serialize)]
pub struct Floor {
    pub sendto_us: f64,
    pub gso_10_us: f64,
    pub aes_128_gcm_us: f64,
}

/// Measures with packets of this size.
///
/// # Errors
/// The operating system's.
pub fn measure(size: usize) -> Result<Floor, String> {
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
    let sendto_us = per_packet(1, || drop(source.send_to(&packet, to)));
    let many = vec![7; size * SEGMENTS];
    let (segment, address) = (size as u16, SockaddrStorage::from(to));
    let gso_10_us = per_packet(SEGMENTS, || {
        let offload = [ControlMessage::UdpGsoSegments(&segment)];
        let _ = sendmsg(source.as_raw_fd(), &[IoSlice::new(&many)], &offload, MsgFlags::empty(), Some(&address));
    });
    let key = UnboundKey::new(&AES_128_GCM, &[1; 16]).map(LessSafeKey::new).map_err(|error| error.to_string())?;
    let mut sealed = packet.clone();
    let aes_128_gcm_us = per_packet(1, || {
        let nonce = Nonce::assume_unique_for_key([2; 12]);
        let _ = key.seal_in_place_separate_tag(nonce, Aad::from([3; 20]), &mut sealed[20..]);
    });
    listener.join().map_err(|_| "the listener has failed")?;
    Ok(Floor { sendto_us, gso_10_us, aes_128_gcm_us })
}

fn per_packet(packets: usize, mut send: impl FnMut()) -> f64 {
    let begun = cpu();
    let mut calls = 0;
    while cpu() - begun < MEASURED {
        for _ in 0..100 {
            send();
        }
        calls += 100;
    }
    (cpu() - begun).as_secs_f64() * 1e6 / (calls * packets) as f64
}

/// The CPU time of this thread.
fn cpu() -> Duration {
    // A machine without this clock still has one that runs on.
    clock_gettime(ClockId::CLOCK_THREAD_CPUTIME_ID).map_or_else(|_| since_start(), Duration::from)
}

fn since_start() -> Duration {
    use std::sync::OnceLock;
    static START: OnceLock<Instant> = OnceLock::new();
    START.get_or_init(Instant::now).elapsed()
}
