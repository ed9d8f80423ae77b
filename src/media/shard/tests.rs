//! Who says nothing any more, and packets that nobody has proven to be theirs: shards that do not run, with the time passed in.

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
    srtp::Sealer,
    stun::tests::binding,
};

const PASSWORD: &str = "a password that nobody guesses";

/// A forwarder that only writes down.
struct Notes(UnboundedSender<Noticed>);

impl Actor for Notes {
    type Context = Context<Self>;
}

impl Handler<Noticed> for Notes {
    type Result = ();

    fn handle(&mut self, noticed: Noticed, _: &mut Context<Self>) {
        self.0.send(noticed).expect("somebody reads them");
    }
}

/// Shards of one port, where that is, and the room that is open on each of them.
struct Stage {
    shards: Vec<Shard>,
    /// Where they are reached by TCP, and the first of them by UDP.
    there: SocketAddr,
    udp: SocketAddr,
    room: MediaRoomId,
    noticed: UnboundedReceiver<Noticed>,
}

fn stage(count: usize) -> Stage {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let there = listener.local_addr().expect("an address");
    let sockets: Vec<_> = (0..count).map(|_| UdpSocket::bind("127.0.0.1:0").expect("a free port")).collect();
    // For a flood, as much as the system allows.
    setsockopt(&sockets[0], RcvBuf, &(1 << 20)).expect("a socket");
    let udp = sockets[0].local_addr().expect("an address");
    let identity = Identity::fresh().expect("a certificate");
    let mut shards = start::prepare(sockets, listener, true, &identity, &Probes::default()).expect("they are ours");
    let (notes, noticed) = unbounded_channel();
    let notices = Notes(notes).start().recipient();
    let room = MediaRoomId::fresh(SessionId::fresh());
    for shard in &mut shards {
        shard.obey(Command::Open { room, home: 0, first_ssrc: 7, notices: notices.clone() });
    }
    Stage { shards, there, udp, room, noticed }
}

impl Stage {
    /// Somebody will come to this shard, by this name.
    fn expect(&mut self, shard: usize, name: &str) -> (ConnectionId, String) {
        let (peer, user) = (ConnectionId::fresh(), user(shard, name));
        let fingerprint = self.shards[shard].identity.fingerprint().to_owned();
        let (room, password, terms) = (self.room, PASSWORD.to_owned(), Terms::default());
        let expected = Expected { peer, association: 1, room, user: user.clone(), password, fingerprint, terms };
        self.shards[shard].obey(Command::Expect(Box::new(expected)));
        (peer, user)
    }

    /// A packet that the kernel gives to the first shard. What it hands to others is looked at, too.
    fn takes(&mut self, from: Path, mut packet: Vec<u8>, now: Instant) {
        self.shards[0].take(from, &mut packet, Seen::by(0), now);
        for _ in 0..3 {
            self.shards.iter_mut().for_each(|shard| {
                shard.heed();
                shard.take_handed(now);
            });
        }
    }

    fn peer(&self, who: ConnectionId) -> &Peer {
        let peers = self.shards.iter().flat_map(|shard| shard.peers.iter().flatten());
        peers.into_iter().find(|peer| peer.id == who).expect("they are not forgotten")
    }

    /// Shakes hands with one whose packets come from this socket. Returns what their packets are sealed with.
    fn shakes(&mut self, socket: &UdpSocket, who: ConnectionId, now: Instant) -> Sealer {
        let from = udp(socket);
        socket.set_read_timeout(Some(Duration::from_millis(50))).expect("a time");
        let mut client = client(&self.shards[0].identity);
        for _ in 0..20 {
            for packet in says(&mut client) {
                self.takes(from, packet.to_vec(), now);
            }
            let mut answer = [0; PACKET];
            while let Ok(len) = socket.recv(&mut answer) {
                // What is not DTLS answers a check.
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

    /// Nothing is kept of anybody.
    fn is_empty(&self) -> bool {
        let shard = &self.shards[0];
        let named = shard.by_id.len() + shard.by_user.len() + shard.by_path.len();
        named == 0 && shard.peers.iter().flatten().count() == 0
    }
}

fn socket() -> UdpSocket {
    UdpSocket::bind("127.0.0.1:0").expect("a free port")
}

fn udp(socket: &UdpSocket) -> Path {
    Path::Udp(socket.local_addr().expect("an address"))
}

/// A packet that only this one's keys make.
fn sealed(sealer: &mut Sealer) -> Vec<u8> {
    let mut packet = Vec::new();
    rtcp::write_presence(&mut packet);
    sealer.seal_rtcp(&mut packet).expect("it is sealed");
    packet
}

async fn is_gone(stage: &mut Stage, who: ConnectionId) {
    loop {
        match stage.noticed.recv().await.expect("the forwarder is told") {
            Noticed::Gone { peer, .. } => return assert_eq!(peer, who),
            Noticed::Here(_) | Noticed::Slots { .. } => {}
        }
    }
}

#[actix::test]
async fn of_who_falls_silent_nothing_is_left_after_half_a_minute() {
    let mut stage = stage(1);
    let (ana, user) = stage.expect(0, "ana");
    let begun = Instant::now();
    let socket = socket();
    let udp = udp(&socket);
    stage.takes(udp, binding(&user, PASSWORD), begun);
    stage.shakes(&socket, ana, begun);
    // By a second way, too.
    let mut stream = TcpStream::connect(stage.there).expect("it listens");
    std::io::Write::write_all(&mut stream, &[0, 1, 0]).expect("it is open");
    let mut packet = [0; PACKET];
    let tcp = loop {
        stage.shards[0].wire.wait(Some(Duration::from_millis(100))).expect("it waits");
        if let Some((_, path @ Path::Tcp { .. })) = stage.shards[0].wire.receive(&mut packet) {
            break path;
        }
    };
    stage.takes(tcp, binding(&user, PASSWORD), begun);
    let later = begun + Duration::from_secs(20);
    stage.takes(udp, binding(&user, PASSWORD), later);
    // Whoever does not know the password does not speak for her.
    let late = later + SILENCE;
    stage.takes(udp, binding(&user, "a guess"), late);
    stage.takes(udp, vec![0x80; 100], late);
    stage.shards[0].step(late);
    assert_eq!(stage.shards[0].count().peers.len(), 1, "she has been heard not longer ago than that");
    stage.shards[0].step(late + STEP);
    assert!(stage.is_empty() && stage.shards[0].count().peers.is_empty());
    is_gone(&mut stage, ana).await;
    stream.set_read_timeout(Some(Duration::from_secs(20))).expect("a time");
    let mut rest = Vec::new();
    stream.read_to_end(&mut rest).expect("her connection is closed");
}

#[actix::test]
async fn who_never_comes_is_not_waited_for_any_longer() {
    let mut stage = stage(1);
    let (ben, user) = stage.expect(0, "ben");
    let begun = Instant::now();
    let udp = Path::Udp("192.0.2.1:5000".parse().expect("an address"));
    // He is heard again and again, but does not shake hands.
    for second in 0..30 {
        let now = begun + Duration::from_secs(second);
        stage.takes(udp, binding(&user, PASSWORD), now);
        stage.shards[0].step(now);
    }
    assert!(!stage.is_empty());
    stage.shards[0].step(begun + SILENCE + Duration::from_secs(1));
    assert!(stage.is_empty());
    is_gone(&mut stage, ben).await;
}

#[actix::test]
async fn who_only_writes_another_shards_number_pushes_out_nobody() {
    let mut stage = stage(2);
    let known = "192.0.2.1:5000".parse().expect("an address");
    stage.shards[0].obey(Command::Route { from: known, shard: 1, comes: true });
    let now = Instant::now();
    let take = |stage: &mut Stage, from, mut packet: Vec<u8>| {
        stage.shards[0].take(Path::Udp(from), &mut packet, Seen::by(0), now);
    };
    for _ in 0..10 {
        take(&mut stage, known, vec![0x80; 100]);
    }
    take(&mut stage, known, binding(&user(1, "cem"), PASSWORD));
    let forged = binding(&user(1, "nobody"), PASSWORD);
    for port in 1..5000 {
        let from = SocketAddr::from(([198, 51, 100, 1], port));
        take(&mut stage, from, forged.clone());
    }
    let other = &stage.shards[1];
    let packets: Vec<_> = std::iter::from_fn(|| other.lines[1].take()).collect();
    assert!(packets.iter().all(|passing| matches!(passing, Passing::Stray { from, .. } if *from == known)));
    assert_eq!(packets.len(), 11, "what the known one has sent, a check among it");
}

/// Ana, and another who has a seat, too, each of whom comes from where they are.
fn two(ana: usize, mallory: usize) -> (Stage, [(ConnectionId, String); 2]) {
    let mut stage = stage(ana.max(mallory) + 1);
    let both = [stage.expect(ana, "ana"), stage.expect(mallory, "mallory")];
    (stage, both)
}

#[actix::test]
async fn who_checks_in_anothers_name_of_address_gets_nothing_of_theirs() {
    // Both on the shard that the kernel gives it to, each on it with the other elsewhere, and both elsewhere.
    for (on, by) in [(0, 0), (0, 1), (1, 0), (1, 1)] {
        let (mut stage, [(ana, ana_user), (mallory, mallory_user)]) = two(on, by);
        let (here, there) = (socket(), socket());
        let begun = Instant::now();
        stage.takes(udp(&here), binding(&ana_user, PASSWORD), begun);
        // While she shakes hands, and when she has.
        stage.takes(udp(&here), binding(&mallory_user, PASSWORD), begun);
        let mut anas = stage.shakes(&here, ana, begun);
        stage.takes(udp(&there), binding(&mallory_user, PASSWORD), begun);
        let mut mallorys = stage.shakes(&there, mallory, begun);
        assert_eq!(stage.peer(mallory).path, Some(udp(&there)));
        for second in 1..10 {
            let now = begun + Duration::from_secs(second);
            stage.takes(udp(&here), binding(&mallory_user, PASSWORD), now);
            assert_eq!(stage.peer(mallory).path, Some(udp(&there)), "what is theirs does not go to her");
            stage.takes(udp(&here), sealed(&mut anas), now);
            assert_eq!((stage.peer(ana).path, stage.peer(ana).heard_at), (Some(udp(&here)), now));
        }
        // Not even who seals what they say.
        for second in 10..20 {
            let now = begun + Duration::from_secs(second);
            stage.takes(udp(&here), sealed(&mut mallorys), now);
            stage.takes(udp(&here), sealed(&mut anas), now);
            assert_eq!(stage.peer(ana).heard_at, now, "{on} {by}");
        }
    }
}

#[actix::test]
async fn an_address_is_anothers_at_once_when_who_was_there_is_gone_without_a_word() {
    for (before, after) in [(0, 0), (0, 1), (1, 0), (1, 1)] {
        let (mut stage, [(ana, ana_user), (ben, ben_user)]) = two(before, after);
        let here = socket();
        let begun = Instant::now();
        stage.takes(udp(&here), binding(&ana_user, PASSWORD), begun);
        stage.shakes(&here, ana, begun);
        let now = begun + Duration::from_secs(1);
        stage.takes(udp(&here), binding(&ben_user, PASSWORD), now);
        let mut bens = stage.shakes(&here, ben, now);
        assert_eq!(stage.peer(ben).path, Some(udp(&here)));
        let late = now + SILENCE - STEP;
        stage.takes(udp(&here), sealed(&mut bens), late);
        assert_eq!(stage.peer(ben).heard_at, late);
        stage.shards.iter_mut().for_each(|shard| shard.step(late));
        is_gone(&mut stage, ana).await;
        let now = late + STEP;
        stage.takes(udp(&here), binding(&ben_user, PASSWORD), now);
        stage.takes(udp(&here), sealed(&mut bens), now);
        assert_eq!(stage.peer(ben).heard_at, now, "{before} {after}");
    }
}

#[actix::test]
async fn a_way_that_is_asked_for_no_more_is_nobodys() {
    let mut stage = stage(1);
    let (ana, user) = stage.expect(0, "ana");
    let (old, new) = (socket(), socket());
    let begun = Instant::now();
    stage.takes(udp(&old), binding(&user, PASSWORD), begun);
    stage.shakes(&old, ana, begun);
    let mut now = begun;
    while now <= begun + SILENCE {
        now += Duration::from_secs(5);
        stage.takes(udp(&new), binding(&user, PASSWORD), now);
        stage.shards[0].step(now);
    }
    assert_eq!(stage.peer(ana).path, Some(udp(&new)));
    assert_eq!(stage.shards[0].by_path.keys().copied().collect::<Vec<_>>(), [udp(&new)]);
}

/// In looks at what there is, however long each may take.
#[actix::test]
async fn a_flood_by_udp_does_not_keep_out_who_comes_by_tcp() {
    let mut stage = stage(1);
    let (_, user) = stage.expect(0, "cem");
    let flooder = socket();
    let look = |stage: &mut Stage| {
        (0..2 * BATCH).for_each(|_| drop(flooder.send_to(&[0xff; 20], stage.udp)));
        assert!(stage.shards[0].look(&mut [0; PACKET]), "there is always more");
    };
    look(&mut stage);
    let mut stream = TcpStream::connect(stage.there).expect("it listens");
    // It is seen to have come, and says something only then.
    look(&mut stage);
    look(&mut stage);
    let mut check = Vec::new();
    frame(&binding(&user, PASSWORD), &mut check);
    std::io::Write::write_all(&mut stream, &check).expect("it is open");
    look(&mut stage);
    look(&mut stage);
    assert!(stage.shards[0].by_path.keys().any(|way| matches!(way, Path::Tcp { .. })), "it is heard");
}
