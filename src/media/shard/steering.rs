//! Tells the kernel on which shard each peer lives, so that it puts their packets there.
//!
//! Left to itself the kernel spreads packets over the sockets of a port by a hash of the addresses, and of two shards one is
//! woken by half of the packets only to hand them to the other. A socket filter (classic BPF, `SO_ATTACH_REUSEPORT_CBPF`,
//! socket(7)) may choose instead. Ours looks the sender up in a tree of those who are known. It needs no privilege, and nothing
//! depends on it: what it does not know, or takes for another, still goes the long way (`crossing.rs`).

use std::{
    collections::{BTreeMap, HashMap},
    net::{IpAddr, SocketAddr, UdpSocket},
    os::fd::{AsFd, OwnedFd},
    sync::{Mutex, PoisonError},
    time::{Duration, Instant},
};

use nix::{
    libc::{sock_filter, sock_fprog},
    sys::socket::{setsockopt, sockopt::AttachReusePortCbpf},
};

/// How often the kernel is told, at most: people come in by dozens.
const PERIOD: Duration = Duration::from_millis(250);
/// How many neighbours on different shards are told apart: the kernel takes 4,096 instructions, and each costs three.
const BORDERS: usize = 1300;
/// From where a program counts the bytes of the IP header (SKF_NET_OFF of linux/filter.h).
const NETWORK: u32 = -0x10_0000i32 as u32;

/// Where peers live, by the address from which they come. Shards note it when a path is new or gone, never for a packet.
pub struct Steering {
    group: OwnedFd,
    known: Mutex<Known>,
}

struct Known {
    shards: HashMap<SocketAddr, usize>,
    changed: bool,
    told_at: Instant,
}

impl Steering {
    /// Steers what comes to the group of sockets on one port of which this is one.
    ///
    /// # Errors
    /// The operating system's, when it has no more files to give.
    pub fn new(socket: &UdpSocket) -> std::io::Result<Self> {
        let group = socket.as_fd().try_clone_to_owned()?;
        let known = Known { shards: HashMap::new(), changed: false, told_at: Instant::now() };
        Ok(Self { group, known: Mutex::new(known) })
    }

    /// Somebody who lives on this shard comes from there; or from now on nobody does.
    pub fn note(&self, from: SocketAddr, shard: Option<usize>) {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let before = match shard {
            Some(shard) => known.shards.insert(from, shard),
            None => known.shards.remove(&from),
        };
        known.changed |= before != shard;
    }

    /// Tells the kernel what has changed, if it is time.
    pub fn tell(&self, now: Instant) {
        // Another shard is at it.
        let Ok(mut known) = self.known.try_lock() else { return };
        if !known.changed || now.saturating_duration_since(known.told_at) < PERIOD {
            return;
        }
        (known.changed, known.told_at) = (false, now);
        let shards = known.shards.iter().map(|(from, shard)| (key(*from), *shard as u32)).collect();
        drop(known);
        if let Err(error) = self.attach(&mut program(shards)) {
            tracing::debug!(%error, "the kernel does not take our word for where peers live");
        }
    }

    fn attach(&self, program: &mut [sock_filter]) -> nix::Result<()> {
        let filter = sock_fprog { len: program.len() as u16, filter: program.as_mut_ptr() };
        setsockopt(&self.group, AttachReusePortCbpf, &filter)
    }
}

/// What the program makes of an address: the last four bytes of the IP address, and the port over their lower half.
fn key(from: SocketAddr) -> u32 {
    let address = match from.ip() {
        IpAddr::V4(ip) => ip.to_bits(),
        // Those of an IPv4 address that is written as one of IPv6 are its own.
        IpAddr::V6(ip) => ip.to_bits() as u32,
    };
    address ^ u32::from(from.port())
}

/// A program that answers with the shard of each key. Of a stranger it says whatever its neighbour's shard is.
fn program(shards: BTreeMap<u32, u32>) -> Vec<sock_filter> {
    let mut borders: Vec<(u32, u32)> = shards.into_iter().collect();
    // Where each run of neighbours on one shard begins.
    borders.dedup_by_key(|(_, shard)| *shard);
    borders.truncate(BORDERS);
    let mut program = vec![
        with(code::BYTE, NETWORK),
        with(code::AND, 0xf0),
        branch(code::EQUAL, 0x60, 0, 4),
        with(code::WORD, NETWORK + 8 + 12),
        with(code::KEEP, 0),
        with(code::HALF, NETWORK + 40),
        with(code::JUMP, 3),
        with(code::WORD, NETWORK + 12),
        with(code::KEEP, 0),
        with(code::HALF, NETWORK + 20),
        with(code::XOR, 0),
    ];
    // One who knows nobody names a socket that there is not, and the kernel takes its hash.
    grow(&mut program, if borders.is_empty() { &[(0, u32::MAX)] } else { &borders });
    program
}

/// The tree under which these are found: halves, each a comparison and a long jump, down to one answer.
fn grow(program: &mut Vec<sock_filter>, borders: &[(u32, u32)]) {
    if let [(_, shard)] = borders {
        return program.push(with(code::ANSWER, *shard));
    }
    let (below, above) = borders.split_at(borders.len() / 2);
    program.push(branch(code::AT_LEAST, above[0].0, 0, 1));
    let jump = program.len();
    program.push(with(code::JUMP, 0));
    grow(program, below);
    program[jump].k = (program.len() - jump - 1) as u32;
    grow(program, above);
}

/// The instructions' names in linux/bpf_common.h, put together.
mod code {
    /// BPF_LD with BPF_ABS, and how much.
    pub const WORD: u16 = 0x20;
    pub const HALF: u16 = 0x28;
    pub const BYTE: u16 = 0x30;
    /// BPF_ALU with BPF_AND of a constant, and with BPF_XOR of what was kept.
    pub const AND: u16 = 0x54;
    pub const XOR: u16 = 0xac;
    /// BPF_MISC with BPF_TAX.
    pub const KEEP: u16 = 0x07;
    /// BPF_JMP with BPF_JA, BPF_JEQ and BPF_JGE.
    pub const JUMP: u16 = 0x05;
    pub const EQUAL: u16 = 0x15;
    pub const AT_LEAST: u16 = 0x35;
    /// BPF_RET of a constant.
    pub const ANSWER: u16 = 0x06;
}

fn with(code: u16, k: u32) -> sock_filter {
    branch(code, k, 0, 0)
}

fn branch(code: u16, k: u32, jt: u8, jf: u8) -> sock_filter {
    sock_filter { code, jt, jf, k }
}

#[cfg(test)]
mod tests;
