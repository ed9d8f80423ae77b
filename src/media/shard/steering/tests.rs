use std::net::{Ipv4Addr, Ipv6Addr};

use super::*;
use crate::media::bind;

/// Two sockets on one port, as two shards have them.
fn pair(address: SocketAddr) -> (Vec<UdpSocket>, Steering) {
    let first = bind(address, true).expect("the kernel allows it");
    let second = bind(first.local_addr().expect("the kernel allows it"), true).expect("the kernel allows it");
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

/// Has forty people who live here and there send a packet each, and looks where it comes.
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
        steering.note(seen, Some(home(number)));
    }
    steering.tell(later());
    for (number, one) in people.iter().enumerate() {
        one.send_to(&[number as u8], (from, port)).expect("the kernel allows it");
        let mut packet = [0; 8];
        let (_, who) = sockets[home(number)].recv_from(&mut packet).expect("a packet comes where its sender lives");
        assert_eq!((packet[0], who.port()), (number as u8, one.local_addr().expect("the kernel allows it").port()));
    }
}

#[test]
fn the_kernel_puts_a_packet_where_its_sender_lives() {
    everyone_arrives_at_home((Ipv4Addr::LOCALHOST, 0).into(), Ipv4Addr::LOCALHOST.into());
}

#[test]
fn so_it_does_by_ipv6_and_by_ipv4_on_a_port_of_both() {
    // Some machines have no IPv6.
    if UdpSocket::bind((Ipv6Addr::LOCALHOST, 0)).is_err() {
        return;
    }
    everyone_arrives_at_home((Ipv6Addr::UNSPECIFIED, 0).into(), Ipv6Addr::LOCALHOST.into());
    everyone_arrives_at_home((Ipv6Addr::UNSPECIFIED, 0).into(), Ipv4Addr::LOCALHOST.into());
}

#[test]
fn strangers_are_taken_by_somebody_and_so_is_everyone_once_all_have_gone() {
    let (sockets, steering) = pair((Ipv4Addr::LOCALHOST, 0).into());
    let stranger = UdpSocket::bind((Ipv4Addr::LOCALHOST, 0)).expect("the kernel allows it");
    let somewhere: SocketAddr = (Ipv4Addr::new(192, 0, 2, 1), 9).into();
    let arrives = || {
        stranger.send_to(&[1], sockets[0].local_addr().expect("the kernel allows it")).expect("the kernel allows it");
        sockets.iter().for_each(|socket| socket.set_nonblocking(true).expect("the kernel allows it"));
        // On loopback a packet is there when it has been sent.
        sockets.iter().filter(|socket| socket.recv(&mut [0; 8]).is_ok()).count()
    };
    assert_eq!(arrives(), 1);
    steering.note(somewhere, Some(1));
    steering.tell(later());
    assert_eq!(arrives(), 1);
    steering.note(somewhere, None);
    steering.tell(later() + PERIOD);
    assert_eq!(arrives(), 1);
}

#[test]
fn the_kernel_takes_a_program_for_more_than_it_can_tell_apart() {
    let (_sockets, steering) = pair((Ipv4Addr::LOCALHOST, 0).into());
    let mut longest = program((0..5000).map(|number| (number * 7, number % 2)).collect());
    assert!(longest.len() <= 4096);
    assert_eq!(steering.attach(&mut longest), Ok(()));
}

#[test]
fn one_shard_for_all_needs_no_tree() {
    assert_eq!(program((0..300).map(|number| (number, 1)).collect()).len(), 12);
}

#[test]
fn the_kernel_is_told_once_in_a_while_and_only_of_news() {
    let (_sockets, steering) = pair((Ipv4Addr::LOCALHOST, 0).into());
    let changed = || steering.known.lock().expect("nobody panicked").changed;
    let somewhere: SocketAddr = (Ipv4Addr::new(192, 0, 2, 1), 9).into();
    let begun = Instant::now();
    steering.note(somewhere, Some(1));
    steering.tell(begun);
    assert!(changed(), "not yet");
    steering.tell(later());
    assert!(!changed());
    steering.note(somewhere, Some(1));
    assert!(!changed(), "that is no news");
}
