use std::net::{Ipv4Addr, Ipv6Addr};

use super::*;
use crate::media::bind_udp;

/// Two sockets on one port, as two shards have them.
fn pair(address: SocketAddr) -> (Vec<UdpSocket>, Steering) {
    let first = bind_udp(address, true).expect("the kernel allows it");
    let second = bind_udp(first.local_addr().expect("the kernel allows it"), true).expect("the kernel allows it");
    let steering = Steering::new(&first).expect("the kernel allows it");
    let sockets = vec![first, second];
    for socket in &sockets {
        socket.set_read_timeout(Some(Duration::from_secs(10))).expect("the kernel allows it");
    }
    (sockets, steering)
}

fn later() -> Instant {
    Instant::now() + PERIOD
}

/// Forty clients on two shards send a packet each; each packet must arrive at its client's shard.
fn everyone_arrives_at_home(listen: SocketAddr, from: IpAddr) {
    let (sockets, steering) = pair(listen);
    let port = sockets[0].local_addr().expect("the kernel allows it").port();
    let people: Vec<_> = (0..40).map(|_| UdpSocket::bind((from, 0)).expect("the kernel allows it")).collect();
    let home = |number: usize| usize::from(number.is_multiple_of(3));
    for (number, one) in people.iter().enumerate() {
        let mut seen = one.local_addr().expect("the kernel allows it");
        if listen.is_ipv6()
            && let IpAddr::V4(ip) = seen.ip()
        {
            seen.set_ip(ip.to_ipv6_mapped().into());
        }
        steering.set(seen, Some(home(number)));
    }
    steering.update_kernel(later());
    for (number, one) in people.iter().enumerate() {
        one.send_to(&[number as u8], (from, port)).expect("the kernel allows it");
        let mut packet = [0; 8];
        let (_, who) = sockets[home(number)].recv_from(&mut packet).expect("a packet comes where its sender lives");
        assert_eq!((packet[0], who.port()), (number as u8, one.local_addr().expect("the kernel allows it").port()));
    }
}

#[test]
fn the_kernel_delivers_a_packet_to_its_senders_shard() {
    everyone_arrives_at_home((Ipv4Addr::LOCALHOST, 0).into(), Ipv4Addr::LOCALHOST.into());
}

#[test]
fn steering_works_for_ipv6_and_for_ipv4_on_a_dual_stack_port() {
    // Some machines have no IPv6.
    if UdpSocket::bind((Ipv6Addr::LOCALHOST, 0)).is_err() {
        return;
    }
    everyone_arrives_at_home((Ipv6Addr::UNSPECIFIED, 0).into(), Ipv6Addr::LOCALHOST.into());
    everyone_arrives_at_home((Ipv6Addr::UNSPECIFIED, 0).into(), Ipv4Addr::LOCALHOST.into());
}

#[test]
fn unknown_senders_reach_some_shard_with_and_without_routes() {
    let (sockets, steering) = pair((Ipv4Addr::LOCALHOST, 0).into());
    let stranger = UdpSocket::bind((Ipv4Addr::LOCALHOST, 0)).expect("the kernel allows it");
    let somewhere: SocketAddr = (Ipv4Addr::new(192, 0, 2, 1), 9).into();
    let arrives = || {
        stranger.send_to(&[1], sockets[0].local_addr().expect("the kernel allows it")).expect("the kernel allows it");
        sockets.iter().for_each(|socket| socket.set_nonblocking(true).expect("the kernel allows it"));
        // On loopback a packet has arrived when the send call returns.
        sockets.iter().filter(|socket| socket.recv(&mut [0; 8]).is_ok()).count()
    };
    assert_eq!(arrives(), 1);
    steering.set(somewhere, Some(1));
    steering.update_kernel(later());
    assert_eq!(arrives(), 1);
    steering.set(somewhere, None);
    steering.update_kernel(later() + PERIOD);
    assert_eq!(arrives(), 1);
}

#[test]
fn the_kernel_accepts_the_longest_filter() {
    let (_sockets, steering) = pair((Ipv4Addr::LOCALHOST, 0).into());
    let mut longest = program((0..5000).map(|number| (number * 7, number % 2)).collect());
    assert!(longest.len() <= 4096);
    assert_eq!(steering.attach(&mut longest), Ok(()));
}

#[test]
fn peers_on_a_single_shard_need_no_search_tree() {
    assert_eq!(program((0..300).map(|number| (number, 1)).collect()).len(), 12);
}

#[test]
fn the_filter_is_replaced_periodically_and_only_after_changes() {
    let (_sockets, steering) = pair((Ipv4Addr::LOCALHOST, 0).into());
    let changed = || steering.routes.lock().expect("nobody panicked").changed;
    let somewhere: SocketAddr = (Ipv4Addr::new(192, 0, 2, 1), 9).into();
    let begun = Instant::now();
    steering.set(somewhere, Some(1));
    steering.update_kernel(begun);
    assert!(changed(), "not yet");
    steering.update_kernel(later());
    assert!(!changed());
    steering.set(somewhere, Some(1));
    assert!(!changed(), "that is no news");
}
