//! How shards begin: a thread and a socket each, and for each the way to all others.

use std::{
    collections::HashMap,
    net::{TcpListener, UdpSocket},
    sync::{Arc, mpsc},
    time::Instant,
};

use super::{Line, Shard, count::Past, crossing::Crossing, io::Wire, pace::Pace, steering::Steering};
use crate::media::{probe::Probes, transport::dtls::Identity};

/// Starts as many shards as there are sockets, all on the same port, to which the kernel is told to bring packets, if `steered`.
///
/// # Errors
/// When the operating system refuses a thread or what wakes it.
pub fn start(
    sockets: Vec<UdpSocket>,
    listener: TcpListener,
    steered: bool,
    identity: &Identity,
    probes: &Probes,
) -> std::io::Result<Vec<Line>> {
    let shards = prepare(sockets, listener, steered, identity, probes)?;
    let lines = shards.first().map(|shard| shard.lines.clone()).unwrap_or_default();
    for shard in shards {
        std::thread::Builder::new().name(format!("media-{}", shard.number)).spawn(move || shard.run())?;
    }
    Ok(lines)
}

/// The shards, none of which runs yet.
pub(super) fn prepare(
    sockets: Vec<UdpSocket>,
    listener: TcpListener,
    steered: bool,
    identity: &Identity,
    probes: &Probes,
) -> std::io::Result<Vec<Shard>> {
    let mut ends = Vec::new();
    let mut lines = Vec::new();
    let steering = match &sockets[..] {
        [first, _, ..] if steered => Some(Arc::new(Steering::new(first)?)),
        _ => None,
    };
    // The first shard accepts connections, and gives those of other shards to them.
    let mut listener = Some(listener);
    for socket in sockets {
        let (commands, taken) = mpsc::channel();
        let (wire, waker) = Wire::new(socket, listener.take())?;
        lines.push(Line { commands, crossing: Arc::new(Crossing::new()), waker: Arc::new(waker) });
        ends.push((wire, taken));
    }
    let mut shards = Vec::new();
    for (number, (wire, commands)) in ends.into_iter().enumerate() {
        let now = Instant::now();
        shards.push(Shard {
            number,
            lines: lines.clone(),
            identity: identity.clone(),
            probes: probes.clone(),
            wire,
            commands,
            peers: Vec::new(),
            by_path: HashMap::new(),
            by_user: HashMap::new(),
            by_id: HashMap::new(),
            steering: steering.clone(),
            rooms: HashMap::new(),
            due: Vec::new(),
            handed: Vec::new(),
            sealed: Vec::with_capacity(2048),
            pace: Pace::new(now),
            stepped_at: now,
            reported_at: now,
            over: false,
            past: Past::default(),
        });
    }
    Ok(shards)
}
