//! Silent peers, forged addresses and unknown senders: shards whose threads do not run, with the time passed in.

use std::{
    io::Read,
    net::{SocketAddr, TcpListener, TcpStream, UdpSocket},
};

use actix::{Actor, Context, Handler};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

use nix::sys::socket::{setsockopt, sockopt::RcvBuf};

use super::{peer::SILENCE, *};
use crate::ids::SessionId;
use crate::media::transport::{
    dtls::tests::{client, hears, outbound, repeats, says},
    framing::frame,
    rtcp,
    sdp::IceCredentials,
    srtp::Sealer,
    stun::{
        Request,
        tests::{binding, success},
    },
};

mod bandwidth;
mod paths;

const PASSWORD: &str = "a password that nobody guesses";

/// A forwarder that only records events.
struct EventRecorder(UnboundedSender<ShardEvent>);

impl Actor for EventRecorder {
    type Context = Context<Self>;
}

impl Handler<ShardEvent> for EventRecorder {
    type Result = ();

    fn handle(&mut self, event: ShardEvent, _: &mut Context<Self>) {
        self.0.send(event).expect("somebody reads them");
    }
}

/// The shards of one port, its addresses, and the room that is open on each shard.
struct Stage {
    shards: Vec<Shard>,
    /// The TCP address, and the UDP address of the first shard.
    there: SocketAddr,
    udp: SocketAddr,
    room: MediaRoomId,
    event: UnboundedReceiver<ShardEvent>,
}

fn stage(count: usize) -> Stage {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let there = listener.local_addr().expect("an address");
    let sockets: Vec<_> = (0..count).map(|_| UdpSocket::bind("127.0.0.1:0").expect("a free port")).collect();
    // A receive buffer as large as the system allows, for a flood.
    setsockopt(&sockets[0], RcvBuf, &(1 << 20)).expect("a socket");
    let udp = sockets[0].local_addr().expect("an address");
    let identity = Identity::fresh().expect("a certificate");
    let mut shards = start::prepare(sockets, listener, true, &identity, &Probes::default()).expect("they are ours");
    let (notes, event) = unbounded_channel();
    let events = EventRecorder(notes).start().recipient();
    let room = MediaRoomId::fresh(SessionId::fresh());
    for shard in &mut shards {
        shard.handle_command(ShardCommand::OpenRoom { room, home: 0, first_ssrc: 7, events: events.clone() });
    }
    Stage { shards, there, udp, room, event }
}

impl Stage {
    /// Adds a peer with this name to a shard.
    fn expect(&mut self, shard: usize, name: &str) -> (ConnectionId, String) {
        self.expect_with(shard, name, Negotiated::default())
    }

    fn expect_with(&mut self, shard: usize, name: &str, negotiated: Negotiated) -> (ConnectionId, String) {
        let (peer, ufrag) = (ConnectionId::fresh(), ufrag(shard, name));
        let fingerprints = vec![self.shards[shard].identity.fingerprint().to_owned()];
        let (room, password) = (self.room, PASSWORD.to_owned());
        let remote = IceCredentials { ufrag: "theirs".to_owned(), password: "their password".to_owned() };
        let ours = ufrag.clone();
        let expected = NewPeer { peer, association: 1, room, ufrag: ours, password, remote, fingerprints, negotiated };
        self.shards[shard].handle_command(ShardCommand::AddPeer(Box::new(expected)));
        (peer, ufrag)
    }

    /// The first shard receives a packet from the kernel. What it hands to other shards is handled too.
    fn takes(&mut self, from: Path, mut packet: Vec<u8>, now: Instant) {
        self.shards[0].on_packet(from, &mut packet, Origin::local(0), now);
        for _ in 0..3 {
            self.shards.iter_mut().for_each(|shard| {
                shard.drain_commands();
                shard.take_handoffs(now);
            });
        }
    }

    /// A client at this socket sends a check as this user, and answers what the server asks there.
    fn checks(&mut self, socket: &UdpSocket, user: &str, now: Instant) {
        self.takes(udp(socket), binding(user, PASSWORD), now);
        for packet in received(socket) {
            if let Some(request) = Request::read(&packet).filter(|request| request.ufrag().as_deref() == Some("theirs"))
            {
                drop(request);
                self.takes(udp(socket), success(&packet), now);
            }
        }
    }

    fn peer(&self, who: ConnectionId) -> &Peer {
        let peers = self.shards.iter().flat_map(|shard| shard.peers.iter().flatten());
        peers.into_iter().find(|peer| peer.id == who).expect("they are not forgotten")
    }

    /// Completes a handshake with the peer whose packets come from this socket. Returns what encrypts the peer's packets.
    fn shakes(&mut self, socket: &UdpSocket, who: ConnectionId, now: Instant) -> Sealer {
        let from = udp(socket);
        socket.set_read_timeout(Some(Duration::from_millis(50))).expect("a time");
        let mut client = client(&self.shards[0].identity);
        for _ in 0..20 {
            for packet in says(&mut client) {
                self.takes(from, packet.to_vec(), now);
            }
            let mut answer = [0; MAX_PACKET];
            while let Ok(len) = socket.recv(&mut answer) {
                // Packets outside this range answer connectivity checks.
                if (20..64).contains(&answer[0]) {
                    hears(&mut client, &answer[..len]);
                }
            }
            repeats(&mut client);
            if self.peer(who).keys.is_some() {
                let provider = rtc_crypto::default_provider().expect("ring is built in");
                return Sealer::new(&outbound(&client), provider.crypto()).expect("keys");
            }
        }
        panic!("they do not agree");
    }

    /// Whether the first shard keeps nothing about anybody.
    fn is_empty(&self) -> bool {
        let shard = &self.shards[0];
        let named = shard.by_id.len() + shard.by_ufrag.len() + shard.by_path.len();
        named == 0 && shard.peers.iter().flatten().count() == 0
    }
}

fn socket() -> UdpSocket {
    UdpSocket::bind("127.0.0.1:0").expect("a free port")
}

/// The packets that wait in a socket.
fn received(socket: &UdpSocket) -> Vec<Vec<u8>> {
    socket.set_nonblocking(true).expect("a socket");
    let mut packet = [0; MAX_PACKET];
    let packets = std::iter::from_fn(|| socket.recv(&mut packet).ok().map(|len| packet[..len].to_vec())).collect();
    socket.set_nonblocking(false).expect("a socket");
    packets
}

fn udp(socket: &UdpSocket) -> Path {
    Path::Udp(socket.local_addr().expect("an address"))
}

/// A packet that only this peer's keys can make.
fn sealed(sealer: &mut Sealer) -> Vec<u8> {
    let mut packet = Vec::new();
    rtcp::write_empty_receiver_report(&mut packet);
    sealer.seal_rtcp(&mut packet).expect("it is sealed");
    packet
}

async fn is_gone(stage: &mut Stage, who: ConnectionId) {
    loop {
        if let ShardEvent::Gone { peer, .. } = stage.event.recv().await.expect("the forwarder is told") {
            return assert_eq!(peer, who);
        }
    }
}

#[actix::test]
async fn a_silent_peer_is_removed_after_half_a_minute() {
    let mut stage = stage(1);
    let (ana, ufrag) = stage.expect(0, "ana");
    let begun = Instant::now();
    let socket = socket();
    let udp = udp(&socket);
    stage.checks(&socket, &ufrag, begun);
    stage.shakes(&socket, ana, begun);
    // She also connects by TCP.
    let mut stream = TcpStream::connect(stage.there).expect("it listens");
    std::io::Write::write_all(&mut stream, &[0, 1, 0]).expect("it is open");
    let mut packet = [0; MAX_PACKET];
    let tcp = loop {
        stage.shards[0].sockets.wait(Some(Duration::from_millis(100))).expect("it waits");
        if let Some((_, path @ Path::Tcp { .. })) = stage.shards[0].sockets.receive(&mut packet) {
            break path;
        }
    };
    stage.takes(tcp, binding(&ufrag, PASSWORD), begun);
    let later = begun + Duration::from_secs(20);
    stage.takes(udp, binding(&ufrag, PASSWORD), later);
    // A sender without the password does not count as her.
    let late = later + SILENCE;
    stage.takes(udp, binding(&ufrag, "a guess"), late);
    stage.takes(udp, vec![0x80; 100], late);
    stage.shards[0].on_tick(late);
    assert_eq!(stage.shards[0].stats().peers.len(), 1, "she has been heard not longer ago than that");
    stage.shards[0].on_tick(late + TICK);
    assert!(stage.is_empty() && stage.shards[0].stats().peers.is_empty());
    is_gone(&mut stage, ana).await;
    stream.set_read_timeout(Some(Duration::from_secs(20))).expect("a time");
    let mut rest = Vec::new();
    stream.read_to_end(&mut rest).expect("her connection is closed");
}

#[actix::test]
async fn a_peer_that_never_completes_the_handshake_is_removed() {
    let mut stage = stage(1);
    let (ben, ufrag) = stage.expect(0, "ben");
    let begun = Instant::now();
    let udp = Path::Udp("192.0.2.1:5000".parse().expect("an address"));
    // He sends checks again and again, but does not complete a handshake.
    for second in 0..30 {
        let now = begun + Duration::from_secs(second);
        stage.takes(udp, binding(&ufrag, PASSWORD), now);
        stage.shards[0].on_tick(now);
    }
    assert!(!stage.is_empty());
    stage.shards[0].on_tick(begun + SILENCE + Duration::from_secs(1));
    assert!(stage.is_empty());
    is_gone(&mut stage, ben).await;
}

#[actix::test]
async fn packets_that_only_name_another_shard_displace_no_known_peer() {
    let mut stage = stage(2);
    let known = "192.0.2.1:5000".parse().expect("an address");
    stage.shards[0].handle_command(ShardCommand::Route { from: known, shard: 1, active: true });
    let now = Instant::now();
    let take = |stage: &mut Stage, from, mut packet: Vec<u8>| {
        stage.shards[0].on_packet(Path::Udp(from), &mut packet, Origin::local(0), now);
    };
    for _ in 0..10 {
        take(&mut stage, known, vec![0x80; 100]);
    }
    take(&mut stage, known, binding(&ufrag(1, "cem"), PASSWORD));
    let forged = binding(&ufrag(1, "nobody"), PASSWORD);
    for port in 1..5000 {
        let from = SocketAddr::from(([198, 51, 100, 1], port));
        take(&mut stage, from, forged.clone());
    }
    let other = &stage.shards[1];
    let packets: Vec<_> = std::iter::from_fn(|| other.shards[1].pop()).collect();
    assert!(packets.iter().all(|message| matches!(message, ShardMessage::Packet { from, .. } if *from == known)));
    assert_eq!(packets.len(), 11, "what the known one has sent, a check among it");
}

/// Counted in passes over the sockets, however long each takes.
#[actix::test]
async fn a_udp_flood_does_not_keep_out_tcp_connections() {
    let mut stage = stage(1);
    let (_, ufrag) = stage.expect(0, "cem");
    let flooder = socket();
    let look = |stage: &mut Stage| {
        (0..2 * BATCH).for_each(|_| drop(flooder.send_to(&[0xff; 20], stage.udp)));
        assert!(stage.shards[0].run_once(&mut [0; MAX_PACKET]), "there is always more");
    };
    look(&mut stage);
    let mut stream = TcpStream::connect(stage.there).expect("it listens");
    // The connection is accepted in one pass and read in a later one.
    look(&mut stage);
    look(&mut stage);
    let mut check = Vec::new();
    frame(&binding(&ufrag, PASSWORD), &mut check);
    std::io::Write::write_all(&mut stream, &check).expect("it is open");
    look(&mut stage);
    look(&mut stage);
    assert!(stage.shards[0].by_path.keys().any(|way| matches!(way, Path::Tcp { .. })), "it is heard");
}
