//! Starts the shards: a thread and a socket for each, and handles to all of them.

use std::{
    collections::HashMap,
    net::{TcpListener, UdpSocket},
    sync::{Arc, mpsc},
    time::Instant,
};

use super::{
    Shard, ShardHandle, bandwidth::BandwidthTimer, coalescer::Coalescer, handoff::HandoffQueue, io::ShardSockets,
    stats::RemovedPeers, steering::Steering,
};
use crate::media::{probe::Probes, transport::dtls::Identity};

/// Starts one shard for each socket; all sockets share one port. With `steered` the kernel is told where each peer lives.
///
/// # Errors
/// When the operating system refuses a thread or a waker.
pub fn start(
    sockets: Vec<UdpSocket>,
    listener: TcpListener,
    steered: bool,
    identity: &Identity,
    probes: &Probes,
) -> std::io::Result<Vec<ShardHandle>> {
    let shards = prepare(sockets, listener, steered, identity, probes)?;
    let handles = shards.first().map(|shard| shard.shards.clone()).unwrap_or_default();
    for shard in shards {
        std::thread::Builder::new().name(format!("media-{}", shard.number)).spawn(move || shard.run())?;
    }
    Ok(handles)
}

/// The shards, not running yet.
pub(super) fn prepare(
    sockets: Vec<UdpSocket>,
    listener: TcpListener,
    steered: bool,
    identity: &Identity,
    probes: &Probes,
) -> std::io::Result<Vec<Shard>> {
    let mut ends = Vec::new();
    let mut handles = Vec::new();
    let steering = match &sockets[..] {
        [first, _, ..] if steered => Some(Arc::new(Steering::new(first)?)),
        _ => None,
    };
    // The first shard accepts TCP connections, and moves those of other shards to them.
    let mut listener = Some(listener);
    for socket in sockets {
        let (commands, received) = mpsc::channel();
        let (sockets, waker) = ShardSockets::new(socket, listener.take())?;
        handles.push(ShardHandle { commands, handoff: Arc::new(HandoffQueue::new()), waker: Arc::new(waker) });
        ends.push((sockets, received));
    }
    let mut shards = Vec::new();
    for (number, (sockets, commands)) in ends.into_iter().enumerate() {
        let now = Instant::now();
        shards.push(Shard {
            number,
            shards: handles.clone(),
            identity: identity.clone(),
            probes: probes.clone(),
            sockets,
            commands,
            peers: Vec::new(),
            by_path: HashMap::new(),
            by_ufrag: HashMap::new(),
            by_id: HashMap::new(),
            steering: steering.clone(),
            rooms: HashMap::new(),
            pending_rooms: Vec::new(),
            to_wake: Vec::new(),
            sealed: Vec::with_capacity(2048),
            coalescer: Coalescer::new(now),
            bandwidth: BandwidthTimer::new(now),
            ticked_at: now,
            reported_at: now,
            stopping: false,
            removed: RemovedPeers::default(),
        });
    }
    Ok(shards)
}
