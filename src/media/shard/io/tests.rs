//! What comes in and goes out over real sockets.

use super::*;

/// A wire, its address, and its waker, without which it would not be asked.
fn wire() -> (Wire, SocketAddr, Waker) {
    let listener = net::TcpListener::bind("127.0.0.1:0").expect("a free port");
    let address = listener.local_addr().expect("an address");
    let udp = net::UdpSocket::bind("127.0.0.1:0").expect("a free port");
    let (wire, waker) = Wire::new(udp, Some(listener)).expect("the sockets are ours");
    (wire, address, waker)
}

fn next(wire: &mut Wire) -> (Vec<u8>, Path) {
    let mut packet = [0; PACKET];
    for _ in 0..100 {
        if let Some((len, path)) = wire.receive(&mut packet) {
            return (packet[..len].to_vec(), path);
        }
        wire.wait(Some(Duration::from_millis(100))).expect("it waits");
    }
    panic!("nothing comes");
}

#[test]
fn packets_come_whole_however_the_stream_is_cut() {
    let (mut wire, address, _waker) = wire();
    let mut client = net::TcpStream::connect(address).expect("it listens");
    client.set_nodelay(true).expect("a socket");
    let mut bytes = Vec::new();
    frame(b"one", &mut bytes);
    frame(b"two and more", &mut bytes);
    for byte in bytes {
        client.write_all(&[byte]).expect("it is open");
    }
    assert_eq!(next(&mut wire).0, b"one");
    let (packet, path) = next(&mut wire);
    assert_eq!(packet, b"two and more");
    wire.send(b"answer", path);
    let mut answer = [0; 8];
    client.read_exact(&mut answer).expect("it answers");
    assert_eq!(answer[..], [0, 6, b'a', b'n', b's', b'w', b'e', b'r']);
}

#[test]
fn a_connection_moves_with_what_was_read_of_it() {
    let ((mut one, address, _first), (mut other, _, _second)) = (wire(), wire());
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
fn nobody_gains_time_by_being_sent_from_one_to_another() {
    let ((mut one, address, _first), (mut other, _, _second)) = (wire(), wire());
    let mut client = net::TcpStream::connect(address).expect("it listens");
    let mut bytes = Vec::new();
    frame(b"who am I", &mut bytes);
    client.write_all(&bytes).expect("it is open");
    let (packet, Path::Tcp { connection, .. }) = next(&mut one) else { panic!("it came by TCP") };
    let mut passed = one.release(connection, &packet).expect("it is there");
    passed.since -= PROVE_WITHIN;
    other.adopt(passed);
    other.prune(Instant::now());
    client.set_read_timeout(Some(Duration::from_secs(20))).expect("a time");
    assert_eq!(client.read(&mut [0]).expect("it is closed"), 0);
}

#[test]
fn strangers_of_one_network_do_not_take_all_the_places() {
    let (mut wire, address, _waker) = wire();
    let come = |wire: &mut Wire, count: usize| {
        for _ in 0..count {
            drop(net::TcpStream::connect(address).expect("it listens"));
            wire.accept();
        }
    };
    come(&mut wire, UNPROVEN + 50);
    assert_eq!(wire.connections.len(), UNPROVEN);
    // Those who are known are not counted.
    let known: Vec<_> = wire.connections.keys().copied().take(10).collect();
    known.into_iter().for_each(|connection| wire.prove(connection));
    come(&mut wire, 20);
    assert_eq!(wire.connections.len(), UNPROVEN + 10);
}

#[test]
fn strangers_do_not_come_in_by_another_shards_door() {
    let ((mut one, address, _first), (mut other, _, _second)) = (wire(), wire());
    let mut hello = Vec::new();
    frame(b"who am I", &mut hello);
    for _ in 0..UNPROVEN + 20 {
        let mut client = net::TcpStream::connect(address).expect("it listens");
        client.write_all(&hello).expect("it is open");
        let (packet, Path::Tcp { connection, .. }) = next(&mut one) else { panic!("it came by TCP") };
        other.adopt(one.release(connection, &packet).expect("it is there"));
    }
    assert_eq!(other.connections.len(), UNPROVEN);
}

#[test]
fn a_flood_has_nobody_else_wait() {
    let (mut wire, address, _waker) = wire();
    let there = wire.udp.local_addr().expect("an address");
    let flood = |client: &mut net::TcpStream| {
        let mut bytes = Vec::new();
        (0..200).for_each(|_| frame(b"flood", &mut bytes));
        client.write_all(&bytes).expect("it is open");
    };
    let connect = |wire: &mut Wire| {
        let client = net::TcpStream::connect(address).expect("it listens");
        wire.accept();
        client
    };
    let (mut before, mut quiet, mut after) = (connect(&mut wire), connect(&mut wire), connect(&mut wire));
    let udp = net::UdpSocket::bind("127.0.0.1:0").expect("a free port");
    for _ in 0..50 {
        udp.send_to(b"flood", there).expect("it is sent");
    }
    flood(&mut before);
    flood(&mut after);
    let mut word = Vec::new();
    frame(b"word", &mut word);
    quiet.write_all(&word).expect("it is open");
    // It is all there: what matters is in which order it is read.
    std::thread::sleep(Duration::from_millis(50));
    wire.wait(Some(Duration::from_millis(100))).expect("it waits");
    let position = (0..20).position(|_| next(&mut wire).0 == b"word").expect("its turn comes soon");
    assert!(position <= 6, "{position}");
    let by_udp = (0..10).filter(|_| matches!(next(&mut wire).1, Path::Udp(_))).count();
    assert_eq!(by_udp, 5, "they take turns");
}

#[test]
fn where_the_kernel_refuses_many_at_once_each_goes_by_itself() {
    let (mut wire, _, _waker) = wire();
    let there = net::UdpSocket::bind("127.0.0.1:0").expect("a free port");
    there.set_read_timeout(Some(Duration::from_secs(20))).expect("a time");
    let to = Path::Udp(there.local_addr().expect("an address"));
    let mut singly = false;
    let numbered = |count: u8| (0..count).flat_map(|number| [number; 20]).collect::<Vec<_>>();
    let batch = |count: u8| {
        let mut batch = Batch::default();
        (1..=usize::from(count)).for_each(|count| batch.add(4, 20 * count));
        batch
    };
    let arrive = |count: u8| {
        for number in 0..count {
            let mut packet = [0; PACKET];
            assert_eq!(there.recv(&mut packet).expect("it arrives"), 20);
            assert_eq!(packet[0], number, "each comes once, in its order");
        }
    };
    wire.send_batch(&numbered(10), batch(10), to, &mut singly);
    arrive(10);
    // No kernel takes more than 128.
    wire.send_batch(&numbered(150), batch(150), to, &mut singly);
    arrive(150);
    assert!(singly, "it has refused");
    // It is not asked again.
    wire.send_batch(&numbered(10), batch(10), to, &mut singly);
    arrive(10);
}

#[test]
fn a_client_that_does_not_read_or_sends_too_much_costs_little() {
    let (mut wire, address, _waker) = wire();
    let mut client = net::TcpStream::connect(address).expect("it listens");
    client.write_all(&[0, 1, 7]).expect("it is open");
    let (_, path) = next(&mut wire);
    let Path::Tcp { connection, .. } = path else { panic!("it came by TCP") };
    for _ in 0..20_000 {
        wire.send(&[0; 1000], path);
    }
    assert!(wire.connections[&connection].unsent.len() <= UNSENT + 2);
    client.write_all(&[0xff, 0xff]).expect("it is open");
    for _ in 0..10 {
        wire.wait(Some(Duration::from_millis(20))).expect("it waits");
        assert_eq!(wire.receive(&mut [0; PACKET]), None);
    }
    assert!(wire.connections.is_empty(), "no packet is as long as that");
}
