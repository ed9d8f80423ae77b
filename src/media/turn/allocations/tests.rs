//! The relay's rules, without sockets.

use super::*;
use crate::media::transport::turn::tests::{Put, Signed, addresses, answer, request, send};

const SOUND: &str = "203.0.113.5:7882";
const UNIX: u64 = 1_000_000;

/// Ports that only count.
#[derive(Default)]
struct Counted {
    opened: usize,
    closed: Vec<usize>,
}

impl Ports for Counted {
    fn open(&mut self, four: bool, _even: bool) -> Option<(usize, SocketAddr)> {
        self.opened += 1;
        let address = if four { "127.0.0.1:4000" } else { "[::1]:4000" };
        Some((self.opened, address.parse().expect("an address")))
    }

    fn close(&mut self, port: usize) {
        self.closed.push(port);
    }
}

struct Fixture {
    allocations: Allocations,
    ports: Counted,
    now: Instant,
    unix: u64,
    requests: u8,
}

fn ana() -> Client {
    Client::Udp("192.0.2.7:5000".parse().expect("an address"))
}

impl Fixture {
    fn begin() -> Self {
        let peers = RelayPeers { four: Some(SOUND.parse().expect("an address")), six: None };
        let allocations = Allocations::new(secret(), peers).expect("cryptography is built in");
        Self { allocations, ports: Counted::default(), now: Instant::now(), unix: UNIX, requests: 0 }
    }

    /// A fixture with an allocation for Ana, and her nonce.
    fn with_ana() -> (Self, String) {
        let mut fixture = Self::begin();
        let nonce = fixture.nonce(ana());
        assert_eq!(fixture.request_as_ana(&nonce, Method::Allocate, &[Put::Udp]), None);
        (fixture, nonce)
    }

    fn take(&mut self, from: Client, packet: &[u8]) -> Action<'static> {
        let now = Now { instant: self.now, unix: self.unix };
        match self.allocations.on_client_packet(from, packet, now, &mut self.ports) {
            Action::Drop => Action::Drop,
            Action::Reply(answer) => Action::Reply(answer),
            Action::Relay(port, data) => Action::Relay(port, data.into_owned().into()),
        }
    }

    fn answered(&mut self, from: Client, method: Method, put: &[Put], signed: Signed) -> Vec<u8> {
        self.requests = self.requests.wrapping_add(1);
        match self.take(from, &request(method, self.requests, put, signed)) {
            Action::Reply(answer) => answer,
            other => panic!("{other:?} is no answer"),
        }
    }

    /// The error code of the answer, if it is an error.
    fn request(&mut self, from: Client, method: Method, put: &[Put], signed: Signed) -> Option<u16> {
        answer(&self.answered(from, method, put, signed)).0
    }

    fn nonce(&mut self, from: Client) -> String {
        let (code, nonce) = answer(&self.answered(from, Method::Allocate, &[Put::Udp], None));
        assert_eq!(code, Some(401));
        nonce.expect("a nonce")
    }

    fn request_as_ana(&mut self, nonce: &str, method: Method, put: &[Put]) -> Option<u16> {
        let (user, password) = credentials::issue(&secret(), "ana", UNIX);
        self.request(ana(), method, put, Some((&user, &password, nonce)))
    }
}

fn secret() -> TurnSecret {
    TurnSecret("the winds of winter".into())
}

#[test]
fn a_client_with_the_password_gets_an_address_and_relays_through_it() {
    let mut fixture = Fixture::begin();
    let nonce = fixture.nonce(ana());
    let (user, password) = credentials::issue(&secret(), "ana", UNIX);
    let signed = Some((user.as_str(), password.as_str(), nonce.as_str()));
    let granted = fixture.answered(ana(), Method::Allocate, &[Put::Udp], signed);
    assert_eq!(addresses(&granted), ("127.0.0.1:4000".parse().ok(), Some(ana().address())));
    assert_eq!(fixture.request(ana(), Method::ChannelBind, &[Put::Channel(0x4001), Put::Peer(SOUND)], signed), None);
    assert_eq!(fixture.take(ana(), b"\x40\x01\0\x02hi"), Action::Relay(1, b"hi".as_slice().into()));
    let mut out = Vec::new();
    assert_eq!(fixture.allocations.on_peer_packet(1, b"ho", fixture.now, &mut out), Some(ana()));
    assert_eq!(out, b"\x40\x01\0\x02ho");
    assert_eq!(fixture.take(ana(), b"\x40\x02\0\x02hi"), Action::Drop, "another channel");
    assert_eq!(fixture.request(ana(), Method::Refresh, &[Put::Lifetime(0)], signed), None);
    assert_eq!(fixture.ports.closed, [1]);
    assert_eq!(fixture.take(ana(), b"\x40\x01\0\x02hi"), Action::Drop, "it is over");
}

#[test]
fn packets_without_a_channel_travel_in_indications() {
    let (mut fixture, nonce) = Fixture::with_ana();
    let mut out = Vec::new();
    assert_eq!(fixture.take(ana(), &send(SOUND, b"hi")), Action::Drop, "not permitted yet");
    assert_eq!(fixture.allocations.on_peer_packet(1, b"ho", fixture.now, &mut out), None);
    assert_eq!(fixture.request_as_ana(&nonce, Method::CreatePermission, &[Put::Peer("203.0.113.5:1")]), None);
    assert_eq!(fixture.take(ana(), &send(SOUND, b"hi")), Action::Relay(1, b"hi".as_slice().into()));
    assert_eq!(fixture.allocations.on_peer_packet(1, b"ho", fixture.now, &mut out), Some(ana()));
    assert!(out.ends_with(b"ho\0\0"));
}

#[test]
fn the_relay_leads_only_to_the_media_port() {
    let (mut fixture, nonce) = Fixture::with_ana();
    for other in ["203.0.113.6:7882", "127.0.0.1:7882", "0.0.0.0:7882", "255.255.255.255:7882"] {
        assert_eq!(fixture.request_as_ana(&nonce, Method::CreatePermission, &[Put::Peer(other)]), Some(403), "{other}");
        let both = [Put::Peer(SOUND), Put::Peer(other)];
        assert_eq!(fixture.request_as_ana(&nonce, Method::CreatePermission, &both), Some(403), "{other} with ours");
    }
    for other in ["203.0.113.6:7882", "203.0.113.5:22", "127.0.0.1:7882"] {
        let bind = [Put::Channel(0x4001), Put::Peer(other)];
        assert_eq!(fixture.request_as_ana(&nonce, Method::ChannelBind, &bind), Some(403), "{other}");
    }
    let six = Put::Peer("[2001:db8::1]:7882");
    assert_eq!(fixture.request_as_ana(&nonce, Method::CreatePermission, &[six]), Some(443));
    assert_eq!(fixture.request_as_ana(&nonce, Method::CreatePermission, &[Put::Peer(SOUND)]), None);
    for other in ["203.0.113.6:7882", "203.0.113.5:22", "127.0.0.1:7882"] {
        assert_eq!(fixture.take(ana(), &send(other, b"hi")), Action::Drop, "{other}");
    }
}

#[test]
fn a_wrong_password_and_an_expired_user_name_get_nothing() {
    let mut fixture = Fixture::begin();
    let nonce = fixture.nonce(ana());
    let (user, password) = credentials::issue(&secret(), "ana", UNIX);
    let longer = format!("9{user}");
    let mut allocate = |signed| fixture.request(ana(), Method::Allocate, &[Put::Udp], signed);
    assert_eq!(allocate(Some((&user, "guess", &nonce))), Some(401));
    assert_eq!(allocate(Some((&longer, &password, &nonce))), Some(401), "a longer time");
    let over = UNIX.to_string();
    let known = credentials::password(&secret(), &over);
    assert_eq!(allocate(Some((&over, &known, &nonce))), Some(401), "the time is over, just now");
    assert_eq!(allocate(Some((&user, &password, "00000000"))), Some(438));
    assert_eq!(fixture.ports.opened, 0);
    let elsewhere = Client::Udp("192.0.2.7:5001".parse().expect("an address"));
    let signed = Some((user.as_str(), password.as_str(), nonce.as_str()));
    assert_eq!(fixture.request(elsewhere, Method::Allocate, &[Put::Udp], signed), Some(438), "another's nonce");
    fixture.unix += 3600;
    assert_eq!(fixture.request(ana(), Method::Allocate, &[Put::Udp], signed), Some(438));
}

#[test]
fn an_allocation_cannot_be_used_by_another_user() {
    let (mut fixture, nonce) = Fixture::with_ana();
    let (user, password) = credentials::issue(&secret(), "ben", UNIX);
    let signed = Some((user.as_str(), password.as_str(), nonce.as_str()));
    assert_eq!(fixture.request(ana(), Method::Refresh, &[Put::Lifetime(0)], signed), Some(441));
    assert!(fixture.ports.closed.is_empty());
}

#[test]
fn a_repeated_request_is_answered_again_and_a_second_one_is_refused() {
    let mut fixture = Fixture::begin();
    let nonce = fixture.nonce(ana());
    let (user, password) = credentials::issue(&secret(), "ana", UNIX);
    let packet = request(Method::Allocate, 77, &[Put::Udp], Some((&user, &password, &nonce)));
    let first = fixture.take(ana(), &packet);
    assert_eq!(fixture.take(ana(), &packet), first);
    assert_eq!(fixture.ports.opened, 1);
    assert_eq!(fixture.request_as_ana(&nonce, Method::Allocate, &[Put::Udp]), Some(437));
}

#[test]
fn invalid_requests_get_their_error_codes() {
    let mut fixture = Fixture::begin();
    let nonce = fixture.nonce(ana());
    let mut allocate = |put: &[Put]| fixture.request_as_ana(&nonce, Method::Allocate, put);
    assert_eq!(allocate(&[]), Some(400));
    assert_eq!(allocate(&[Put::Tcp]), Some(442));
    assert_eq!(allocate(&[Put::Udp, Put::Family(2)]), Some(440), "there is no IPv6 here");
    assert_eq!(allocate(&[Put::Udp, Put::Strange]), Some(420));
    assert_eq!(allocate(&[Put::Udp, Put::Pair]), Some(508), "nobody needs two");
    for method in [Method::Refresh, Method::CreatePermission, Method::ChannelBind] {
        assert_eq!(fixture.request_as_ana(&nonce, method, &[Put::Peer(SOUND)]), Some(437), "{method:?}");
    }
    let (mut fixture, nonce) = Fixture::with_ana();
    assert_eq!(fixture.request_as_ana(&nonce, Method::CreatePermission, &[]), Some(400));
    for put in [&[Put::Peer(SOUND)][..], &[Put::Channel(0x4001)], &[Put::Channel(0x3fff), Put::Peer(SOUND)]] {
        assert_eq!(fixture.request_as_ana(&nonce, Method::ChannelBind, put), Some(400));
    }
    assert_eq!(fixture.request_as_ana(&nonce, Method::ChannelBind, &[Put::Channel(0x4001), Put::Peer(SOUND)]), None);
    assert_eq!(
        fixture.request_as_ana(&nonce, Method::ChannelBind, &[Put::Channel(0x4002), Put::Peer(SOUND)]),
        Some(400)
    );
}

#[test]
fn allocations_expire_unless_refreshed() {
    let (mut fixture, nonce) = Fixture::with_ana();
    let bind = [Put::Channel(0x4001), Put::Peer(SOUND)];
    assert_eq!(fixture.request_as_ana(&nonce, Method::ChannelBind, &bind), None);
    fixture.now += Duration::from_secs(599);
    fixture.allocations.expire(fixture.now, &mut fixture.ports);
    assert_eq!(fixture.request_as_ana(&nonce, Method::Refresh, &[Put::Lifetime(86_400)]), None, "whatever is wished");
    fixture.now += Duration::from_secs(1);
    assert_eq!(fixture.take(ana(), b"\x40\x01\0\x02hi"), Action::Drop, "the channel is over");
    fixture.allocations.expire(fixture.now, &mut fixture.ports);
    assert!(fixture.allocations.holds(ana()));
    fixture.now += Duration::from_secs(599);
    fixture.allocations.expire(fixture.now, &mut fixture.ports);
    assert_eq!(fixture.ports.closed, [1]);
    assert!(!fixture.allocations.holds(ana()));
}

#[test]
fn the_allocations_of_one_user_are_limited() {
    let mut fixture = Fixture::begin();
    let (user, password) = credentials::issue(&secret(), "ana", UNIX);
    let mut codes = Vec::new();
    for port in 0..=MAX_PER_USER {
        let from = Client::Stream(port, ana().address());
        let nonce = fixture.nonce(from);
        codes.push(fixture.request(from, Method::Allocate, &[Put::Udp], Some((&user, &password, &nonce))));
    }
    assert_eq!(codes.pop(), Some(Some(486)));
    assert!(codes.iter().all(Option::is_none));
    fixture.allocations.end(Client::Stream(0, ana().address()), &mut fixture.ports);
    let nonce = fixture.nonce(ana());
    assert_eq!(fixture.request_as_ana(&nonce, Method::Allocate, &[Put::Udp]), None, "one is free again");
}

#[test]
fn an_allocation_is_not_extended_after_its_credentials_expire() {
    let mut fixture = Fixture::begin();
    let user = (UNIX + 1).to_string();
    let password = credentials::password(&secret(), &user);
    let nonce = fixture.nonce(ana());
    let signed = Some((user.as_str(), password.as_str(), nonce.as_str()));
    assert_eq!(fixture.request(ana(), Method::Allocate, &[Put::Udp], signed), None, "a second is left");
    fixture.unix += 1;
    let bind = [Put::Channel(0x4001), Put::Peer(SOUND)];
    for (method, put) in [(Method::Refresh, &[Put::Lifetime(600)][..]), (Method::ChannelBind, &bind)] {
        assert_eq!(fixture.request(ana(), method, put, signed), Some(401), "{method:?}");
    }
    fixture.now += Duration::from_secs(LIFETIME.into());
    fixture.allocations.expire(fixture.now, &mut fixture.ports);
    assert_eq!(fixture.ports.closed, [1]);
}

#[test]
fn allocations_are_limited_per_network_and_in_total() {
    let mut fixture = Fixture::begin();
    let comes = |fixture: &mut Fixture, network: u8, number: usize| {
        let from = Client::Stream(number, SocketAddr::from(([192, 0, network, 7], 5000)));
        let (user, password) = credentials::issue(&secret(), &format!("{network} {}", number / MAX_PER_USER), UNIX);
        let nonce = fixture.nonce(from);
        fixture.request(from, Method::Allocate, &[Put::Udp], Some((&user, &password, &nonce)))
    };
    // The limit on unauthenticated requests is not the subject here.
    fixture.allocations.unauthenticated =
        RateLimiter::keyed(Quota::per_second(1_000_000.try_into().expect("it is more than none")));
    for number in 0..MAX_PER_NETWORK {
        assert_eq!(comes(&mut fixture, 1, number), None, "{number}");
    }
    assert_eq!(comes(&mut fixture, 1, MAX_PER_NETWORK), Some(508), "one network");
    for number in 0..MAX_TOTAL - MAX_PER_NETWORK {
        assert_eq!(comes(&mut fixture, 2, MAX_TOTAL + number), None, "{number}");
    }
    assert_eq!(comes(&mut fixture, 3, 2 * MAX_TOTAL), Some(508), "all together");
    assert_eq!(fixture.ports.opened, MAX_TOTAL);
}

#[test]
fn connection_tests_are_short_and_displace_nobody() {
    let mut fixture = Fixture::begin();
    let tries = |fixture: &mut Fixture, from: Client| {
        let (user, password) = credentials::issue_to_test(&secret(), UNIX);
        let nonce = fixture.nonce(from);
        fixture.request(from, Method::Allocate, &[Put::Udp], Some((&user, &password, &nonce)))
    };
    // From so many networks that none of them has reached its own limit.
    let from = |number: usize| {
        let address = format!("198.51.{}.7:5000", number / (MAX_TESTS_PER_NETWORK / 2));
        Client::Stream(number, address.parse().expect("an address"))
    };
    assert!((0..MAX_TESTS_TOTAL).all(|number| tries(&mut fixture, from(number)).is_none()));
    assert_eq!(tries(&mut fixture, from(MAX_TESTS_TOTAL)), Some(486), "they are many");
    let nonce = fixture.nonce(ana());
    assert_eq!(
        fixture.request_as_ana(&nonce, Method::Allocate, &[Put::Udp]),
        None,
        "who is in a lesson is not kept out"
    );
    fixture.now += Duration::from_secs(TEST_LIFETIME.into());
    fixture.unix += u64::from(TEST_LIFETIME);
    fixture.allocations.expire(fixture.now, &mut fixture.ports);
    assert_eq!(fixture.ports.closed.len(), MAX_TESTS_TOTAL);
    assert!(fixture.allocations.holds(ana()));
    assert_eq!(tries(&mut fixture, from(0)), Some(401), "the name is over, too");
}

#[test]
fn connection_tests_are_limited_per_network() {
    let mut fixture = Fixture::begin();
    let (user, password) = credentials::issue_to_test(&secret(), UNIX);
    let mut tries = |from: Client| {
        let nonce = fixture.nonce(from);
        fixture.request(from, Method::Allocate, &[Put::Udp], Some((&user, &password, &nonce)))
    };
    assert!((0..MAX_TESTS_PER_NETWORK).all(|number| tries(Client::Stream(number, ana().address())).is_none()));
    assert_eq!(tries(Client::Stream(MAX_TESTS_PER_NETWORK, ana().address())), Some(486));
    assert_eq!(tries(Client::Udp("198.51.100.1:9".parse().expect("an address"))), None);
}

#[test]
fn unauthenticated_requests_get_small_answers_and_soon_none() {
    let mut fixture = Fixture::begin();
    let small = request(Method::Allocate, 1, &[Put::Udp], None);
    let Action::Reply(answer) = fixture.take(ana(), &small) else { panic!("the first is answered") };
    assert!(answer.len() <= 3 * small.len(), "{} for {}", answer.len(), small.len());
    let forged = |number| request(Method::Refresh, number, &[], Some(("9999999999:x", "guess", "none")));
    let answered = (0..4_000).filter(|number| fixture.take(ana(), &forged(*number as u8)) != Action::Drop).count();
    assert!(answered < 4_000, "all are answered");
    let binding = request(Method::Binding, 1, &[], None);
    let elsewhere = Client::Udp("198.51.100.1:9".parse().expect("an address"));
    let Action::Reply(answer) = fixture.take(elsewhere, &binding) else { panic!("others are answered") };
    assert_eq!(addresses(&answer), (None, Some(elsewhere.address())));
}
