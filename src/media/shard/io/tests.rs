//! Packets in and out over real sockets.

use super::*;

/// The sockets, their address, and the waker, which must live as long as the poll.
fn sockets() -> (ShardSockets, SocketAddr, Waker) {
    let listener = net::TcpListener::bind("127.0.0.1:0").expect("a free port");
    let address = listener.local_addr().expect("an address");
    let udp = net::UdpSocket::bind("127.0.0.1:0").expect("a free port");
    let (sockets, waker) = ShardSockets::new(udp, Some(listener)).expect("the sockets are ours");
    (sockets, address, waker)
}

fn next(sockets: &mut ShardSockets) -> (Vec<u8>, Path) {
    let mut packet = [0; MAX_PACKET];
    for _ in 0..100 {
        if let Some((len, path)) = sockets.receive(&mut packet) {
            return (packet[..len].to_vec(), path);
        }
        sockets.wait(Some(Duration::from_millis(100))).expect("it waits");
    }
    panic!("nothing comes");
}

#[test]
fn packets_arrive_whole_however_the_stream_is_split() {
    let (mut sockets, address, _waker) = sockets();
    let mut client = net::TcpStream::connect(address).expect("it listens");
    client.set_nodelay(true).expect("a socket");
    let mut bytes = Vec::new();
    frame(b"one", &mut bytes);
    frame(b"two and more", &mut bytes);
    for byte in bytes {
        client.write_all(&[byte]).expect("it is open");
    }
    assert_eq!(next(&mut sockets).0, b"one");
    let (packet, path) = next(&mut sockets);
    assert_eq!(packet, b"two and more");
    sockets.send(b"answer", path);
    let mut answer = [0; 8];
    client.read_exact(&mut answer).expect("it answers");
    assert_eq!(answer[..], [0, 6, b'a', b'n', b's', b'w', b'e', b'r']);
}

#[test]
fn a_moved_connection_keeps_the_bytes_already_read() {
    let ((mut one, address, _first), (mut other, _, _second)) = (sockets(), sockets());
    let mut client = net::TcpStream::connect(address).expect("it listens");
    let mut bytes = Vec::new();
    frame(b"who am I", &mut bytes);
    frame(b"more", &mut bytes);
    client.write_all(&bytes).expect("it is open");
    let (packet, Path::Tcp { connection, .. }) = next(&mut one) else { panic!("it came by TCP") };
    other.adopt(one.release(connection, &packet).expect("it is there"));
    assert_eq!(next(&mut other).0, b"who am I");
    assert_eq!(next(&mut other).0, b"more");
}

#[test]
fn moving_a_connection_does_not_extend_its_deadline() {
    let ((mut one, address, _first), (mut other, _, _second)) = (sockets(), sockets());
    let mut client = net::TcpStream::connect(address).expect("it listens");
    let mut bytes = Vec::new();
    frame(b"who am I", &mut bytes);
    client.write_all(&bytes).expect("it is open");
    let (packet, Path::Tcp { connection, .. }) = next(&mut one) else { panic!("it came by TCP") };
    let mut moved = one.release(connection, &packet).expect("it is there");
    moved.since -= PROVE_WITHIN;
    other.adopt(moved);
    other.prune(Instant::now());
    client.set_read_timeout(Some(Duration::from_secs(20))).expect("a time");
    assert_eq!(client.read(&mut [0]).expect("it is closed"), 0);
}

#[test]
fn a_shard_without_peers_wakes_up_for_half_open_connections() {
    let (mut sockets, address, _waker) = sockets();
    assert_eq!(sockets.idle_timeout(), None, "nothing is to be done");
    let client = net::TcpStream::connect(address).expect("it listens");
    while sockets.connections.is_empty() {
        sockets.accept();
    }
    assert_eq!(sockets.idle_timeout(), Some(PRUNE_EVERY));
    sockets.prune(Instant::now() + PROVE_WITHIN);
    assert!(sockets.connections.is_empty(), "nothing was heard of it");
    assert_eq!(sockets.idle_timeout(), None);
    drop(client);
}

#[test]
fn unproven_connections_of_one_network_are_limited() {
    let (mut sockets, address, _waker) = sockets();
    let come = |sockets: &mut ShardSockets, count: usize| {
        for _ in 0..count {
            drop(net::TcpStream::connect(address).expect("it listens"));
            sockets.accept();
        }
    };
    come(&mut sockets, MAX_UNPROVEN + 50);
    assert_eq!(sockets.connections.len(), MAX_UNPROVEN);
    // Proven connections do not count.
    let known: Vec<_> = sockets.connections.keys().copied().take(10).collect();
    known.into_iter().for_each(|connection| sockets.mark_proven(connection));
    come(&mut sockets, 20);
    assert_eq!(sockets.connections.len(), MAX_UNPROVEN + 10);
}

#[test]
fn unproven_connections_from_another_shard_are_limited_too() {
    let ((mut one, address, _first), (mut other, _, _second)) = (sockets(), sockets());
    let mut hello = Vec::new();
    frame(b"who am I", &mut hello);
    for _ in 0..MAX_UNPROVEN + 20 {
        let mut client = net::TcpStream::connect(address).expect("it listens");
        client.write_all(&hello).expect("it is open");
        let (packet, Path::Tcp { connection, .. }) = next(&mut one) else { panic!("it came by TCP") };
        other.adopt(one.release(connection, &packet).expect("it is there"));
    }
    assert_eq!(other.connections.len(), MAX_UNPROVEN);
}

#[test]
fn a_flood_does_not_delay_other_connections() {
    let (mut sockets, address, _waker) = sockets();
    let there = sockets.udp.local_addr().expect("an address");
    let flood = |client: &mut net::TcpStream| {
        let mut bytes = Vec::new();
        (0..200).for_each(|_| frame(b"flood", &mut bytes));
        client.write_all(&bytes).expect("it is open");
    };
    let connect = |sockets: &mut ShardSockets| {
        let client = net::TcpStream::connect(address).expect("it listens");
        sockets.accept();
        client
    };
    let (mut before, mut quiet, mut after) = (connect(&mut sockets), connect(&mut sockets), connect(&mut sockets));
    let udp = net::UdpSocket::bind("127.0.0.1:0").expect("a free port");
    for _ in 0..50 {
        udp.send_to(b"flood", there).expect("it is sent");
    }
    flood(&mut before);
    flood(&mut after);
    let mut word = Vec::new();
    frame(b"word", &mut word);
    quiet.write_all(&word).expect("it is open");
    // Everything has arrived: the order of reading is what matters.
    std::thread::sleep(Duration::from_millis(50));
    sockets.wait(Some(Duration::from_millis(100))).expect("it waits");
    let position = (0..20).position(|_| next(&mut sockets).0 == b"word").expect("its turn comes soon");
    assert!(position <= 6, "{position}");
    let by_udp = (0..10).filter(|_| matches!(next(&mut sockets).1, Path::Udp(_))).count();
    assert_eq!(by_udp, 5, "they take turns");
}

#[test]
fn packets_go_singly_when_the_kernel_refuses_gso() {
    let (mut sockets, _, _waker) = sockets();
    let there = net::UdpSocket::bind("127.0.0.1:0").expect("a free port");
    there.set_read_timeout(Some(Duration::from_secs(20))).expect("a time");
    let to = Path::Udp(there.local_addr().expect("an address"));
    let mut no_gso = false;
    let numbered = |count: u8| (0..count).flat_map(|number| [number; 20]).collect::<Vec<_>>();
    let batch = |count: u8| {
        let mut batch = GsoBatch::default();
        (1..=usize::from(count)).for_each(|count| batch.add(4, 20 * count));
        batch
    };
    let arrive = |count: u8| {
        for number in 0..count {
            let mut packet = [0; MAX_PACKET];
            assert_eq!(there.recv(&mut packet).expect("it arrives"), 20);
            assert_eq!(packet[0], number, "each comes once, in its order");
        }
    };
    sockets.send_batch(&numbered(10), batch(10), to, &mut no_gso);
    arrive(10);
    // No kernel accepts more than 128 segments.
    sockets.send_batch(&numbered(150), batch(150), to, &mut no_gso);
    arrive(150);
    assert!(no_gso, "it has refused");
    // GSO is not tried again.
    sockets.send_batch(&numbered(10), batch(10), to, &mut no_gso);
    arrive(10);
}

#[test]
fn a_client_that_does_not_read_or_sends_too_much_is_bounded() {
    let (mut sockets, address, _waker) = sockets();
    let mut client = net::TcpStream::connect(address).expect("it listens");
    client.write_all(&[0, 1, 7]).expect("it is open");
    let (_, path) = next(&mut sockets);
    let Path::Tcp { connection, .. } = path else { panic!("it came by TCP") };
    for _ in 0..20_000 {
        sockets.send(&[0; 1000], path);
    }
    assert!(sockets.connections[&connection].unsent.len() <= MAX_UNSENT + 2);
    client.write_all(&[0xff, 0xff]).expect("it is open");
    for _ in 0..10 {
        sockets.wait(Some(Duration::from_millis(20))).expect("it waits");
        assert_eq!(sockets.receive(&mut [0; MAX_PACKET]), None);
    }
    assert!(sockets.connections.is_empty(), "no packet is as long as that");
}
