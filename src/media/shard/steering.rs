//! Tells the kernel on which shard each peer lives, so that the kernel delivers the peer's packets there.
//!
//! By default the kernel spreads packets over the sockets of a port by a hash of the addresses. With two shards, half of the
//! packets would then wake a shard only to be handed to the other. A socket filter (classic BPF, `SO_ATTACH_REUSEPORT_CBPF`,
//! socket(7)) can choose the socket instead. Ours looks up the sender in a search tree. It needs no privilege, and nothing
//! depends on it: a packet that it does not know, or confuses with another, is handed over as before (`handoff.rs`).

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

/// How often the kernel's filter is replaced at most, because people join by dozens.
const PERIOD: Duration = Duration::from_millis(250);
/// How many runs of neighbouring keys are told apart: the kernel accepts 4,096 instructions, and each run takes three.
const MAX_RUNS: usize = 1300;
/// The offset from which a filter addresses the IP header (SKF_NET_OFF of linux/filter.h).
const NETWORK_OFFSET: u32 = -0x10_0000i32 as u32;

/// The shard of each peer, by source address. Shards update it when a path appears or disappears, never for a packet.
pub struct Steering {
    group: OwnedFd,
    routes: Mutex<Routes>,
}

struct Routes {
    shards: HashMap<SocketAddr, usize>,
    changed: bool,
    updated_at: Instant,
}

impl Steering {
    /// Steers packets to the group of sockets on one port to which this socket belongs.
    ///
    /// # Errors
    /// The operating system's, when it has no more file descriptors.
    pub fn new(socket: &UdpSocket) -> std::io::Result<Self> {
        let group = socket.as_fd().try_clone_to_owned()?;
        let routes = Routes { shards: HashMap::new(), changed: false, updated_at: Instant::now() };
        Ok(Self { group, routes: Mutex::new(routes) })
    }

    /// Sets the shard of the peer that uses this address, or removes the address.
    pub fn set(&self, from: SocketAddr, shard: Option<usize>) {
        let mut routes = self.routes.lock().unwrap_or_else(PoisonError::into_inner);
        let before = match shard {
            Some(shard) => routes.shards.insert(from, shard),
            None => routes.shards.remove(&from),
        };
        routes.changed |= before != shard;
    }

    /// Replaces the kernel's filter if something has changed and it is time.
    pub fn update_kernel(&self, now: Instant) {
        // Another shard is doing it.
        let Ok(mut routes) = self.routes.try_lock() else { return };
        if !routes.changed || now.saturating_duration_since(routes.updated_at) < PERIOD {
            return;
        }
        (routes.changed, routes.updated_at) = (false, now);
        let shards = routes.shards.iter().map(|(from, shard)| (key(*from), *shard as u32)).collect();
        drop(routes);
        if let Err(error) = self.attach(&mut program(shards)) {
            tracing::debug!(%error, "the kernel does not take our word for where peers live");
        }
    }

    fn attach(&self, program: &mut [sock_filter]) -> nix::Result<()> {
        let filter = sock_fprog { len: program.len() as u16, filter: program.as_mut_ptr() };
        setsockopt(&self.group, AttachReusePortCbpf, &filter)
    }
}

/// The key that the filter computes from an address: the last four bytes of the IP address, with the port XORed into the lower
/// half.
fn key(from: SocketAddr) -> u32 {
    let address = match from.ip() {
        IpAddr::V4(ip) => ip.to_bits(),
        // These four bytes of an IPv4-mapped address are the IPv4 address.
        IpAddr::V6(ip) => ip.to_bits() as u32,
    };
    address ^ u32::from(from.port())
}

/// A filter that returns the shard of each key. For an unknown key it returns the shard of a neighbour.
fn program(shards: BTreeMap<u32, u32>) -> Vec<sock_filter> {
    let mut runs: Vec<(u32, u32)> = shards.into_iter().collect();
    // Each run of neighbours on one shard is represented by its first key.
    runs.dedup_by_key(|(_, shard)| *shard);
    runs.truncate(MAX_RUNS);
    let mut program = vec![
        statement(code::BYTE, NETWORK_OFFSET),
        statement(code::AND, 0xf0),
        jump_if(code::EQUAL, 0x60, 0, 4),
        statement(code::WORD, NETWORK_OFFSET + 8 + 12),
        statement(code::STORE_X, 0),
        statement(code::HALF, NETWORK_OFFSET + 40),
        statement(code::JUMP, 3),
        statement(code::WORD, NETWORK_OFFSET + 12),
        statement(code::STORE_X, 0),
        statement(code::HALF, NETWORK_OFFSET + 20),
        statement(code::XOR, 0),
    ];
    // Without peers the filter names a socket that does not exist, and the kernel uses its hash.
    push_search_tree(&mut program, if runs.is_empty() { &[(0, u32::MAX)] } else { &runs });
    program
}

/// Appends a binary search tree: each node is a comparison and a long jump, each leaf a result.
fn push_search_tree(program: &mut Vec<sock_filter>, runs: &[(u32, u32)]) {
    if let [(_, shard)] = runs {
        return program.push(statement(code::RETURN, *shard));
    }
    let (below, above) = runs.split_at(runs.len() / 2);
    program.push(jump_if(code::AT_LEAST, above[0].0, 0, 1));
    let jump = program.len();
    program.push(statement(code::JUMP, 0));
    push_search_tree(program, below);
    program[jump].k = (program.len() - jump - 1) as u32;
    push_search_tree(program, above);
}

/// The instructions, combined from the names in linux/bpf_common.h.
mod code {
    /// BPF_LD with BPF_ABS, by size.
    pub const WORD: u16 = 0x20;
    pub const HALF: u16 = 0x28;
    pub const BYTE: u16 = 0x30;
    /// BPF_ALU with BPF_AND of a constant, and with BPF_XOR of the index register.
    pub const AND: u16 = 0x54;
    pub const XOR: u16 = 0xac;
    /// BPF_MISC with BPF_TAX.
    pub const STORE_X: u16 = 0x07;
    /// BPF_JMP with BPF_JA, BPF_JEQ and BPF_JGE.
    pub const JUMP: u16 = 0x05;
    pub const EQUAL: u16 = 0x15;
    pub const AT_LEAST: u16 = 0x35;
    /// BPF_RET of a constant.
    pub const RETURN: u16 = 0x06;
}

fn statement(code: u16, k: u32) -> sock_filter {
    jump_if(code, k, 0, 0)
}

fn jump_if(code: u16, k: u32, jt: u8, jf: u8) -> sock_filter {
    sock_filter { code, jt, jf, k }
}

#[cfg(test)]
mod tests;
