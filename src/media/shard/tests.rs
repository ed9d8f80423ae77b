//! Who says nothing any more, and packets that nobody has proven to be theirs: shards that do not run, with the time passed in.

use std::{
    io::Read,
    net::{SocketAddr, TcpListener, TcpStream, UdpSocket},
};

use actix::{Actor, Context, Handler};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

use super::{peer::SILENCE, *};
use crate::media::transport::{
    dtls::tests::{client, hears, says},
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
    there: SocketAddr,
    room: SessionId,
    noticed: UnboundedReceiver<Noticed>,
}

fn stage(count: usize) -> Stage {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let there = listener.local_addr().expect("an address");
    let sockets = (0..count).map(|_| UdpSocket::bind("127.0.0.1:0").expect("a free port")).collect();
    let identity = Identity::fresh().expect("a certificate");
    let mut shards = start::prepare(sockets, listener, &identity, &Probes::default()).expect("they are ours");
    let (notes, noticed) = unbounded_channel();
    let notices = Notes(notes).start().recipient();
    let room = SessionId::fresh();
    for shard in &mut shards {
        shard.obey(Command::Open { room, home: 0, first_ssrc: 7, notices: notices.clone() });
    }
    Stage { shards, there, room, noticed }
}

impl Stage {
    /// Somebody will come to this shard, by this name.
    fn expect(&mut self, shard: usize, name: &str) -> (ConnectionId, String) {
        let (peer, user) = (ConnectionId::fresh(), user(shard, name));
        let fingerprint = self.shards[shard].identity.fingerprint().to_owned();
        let (room, password, terms) = (self.room, PASSWORD.to_owned(), Terms::default());
        let expected = Expected { peer, room, user: user.clone(), password, fingerprint, terms };
        self.shards[shard].obey(Command::Expect(Box::new(expected)));
        (peer, user)
    }

    fn takes(&mut self, from: Path, mut packet: Vec<u8>, now: Instant) {
        self.shards[0].take(from, &mut packet, 0, now);
    }

    /// Shakes hands with one whose packets come from this socket.
    fn shakes(&mut self, socket: &UdpSocket, now: Instant) {
        let from = Path::Udp(socket.local_addr().expect("an address"));
        socket.set_read_timeout(Some(Duration::from_millis(50))).expect("a time");
        let mut client = client(&self.shards[0].identity);
        let stands = |stage: &Self| stage.shards[0].peers.iter().flatten().any(|peer| peer.keys.is_some());
        for _ in 0..20 {
            for packet in says(&mut client) {
                self.takes(from, packet.to_vec(), now);
            }
            if stands(self) {
                return;
            }
            let mut answer = [0; PACKET];
            while let Ok(len) = socket.recv(&mut answer) {
                // What is not DTLS answers a check.
                if (20..64).contains(&answer[0]) {
                    hears(&mut client, &answer[..len]);
                }
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

async fn is_gone(stage: &mut Stage, who: ConnectionId) {
    loop {
        match stage.noticed.recv().await.expect("the forwarder is told") {
            Noticed::Gone(peer) => return assert_eq!(peer, who),
            Noticed::Here(_) | Noticed::Slots { .. } => {}
        }
    }
}

#[actix::test]
async fn of_who_falls_silent_nothing_is_left_after_half_a_minute() {
    let mut stage = stage(1);
    let (ana, user) = stage.expect(0, "ana");
    let begun = Instant::now();
    let socket = UdpSocket::bind("127.0.0.1:0").expect("a free port");
    let udp = Path::Udp(socket.local_addr().expect("an address"));
    stage.takes(udp, binding(&user, PASSWORD), begun);
    stage.shakes(&socket, begun);
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
    stage.shards[0].obey(Command::Route(known, Some(1)));
    let now = Instant::now();
    for _ in 0..10 {
        stage.takes(Path::Udp(known), vec![0x80; 100], now);
    }
    let check = binding(&user(1, "cem"), PASSWORD);
    stage.takes(Path::Udp(known), check.clone(), now);
    let forged = binding(&user(1, "nobody"), PASSWORD);
    for port in 1..5000 {
        let from = SocketAddr::from(([198, 51, 100, 1], port));
        stage.takes(Path::Udp(from), forged.clone(), now);
    }
    let other = &stage.shards[1];
    let packets: Vec<_> = std::iter::from_fn(|| other.lines[1].take()).collect();
    assert!(packets.iter().all(|passing| matches!(passing, Passing::Stray { from, .. } if *from == known)));
    assert_eq!(packets.len(), 11, "what the known one has sent, a check among it");
}
