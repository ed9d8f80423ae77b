//! The relay's rules, without a socket.

use super::*;
use crate::media::transport::turn::tests::{Put, Signed, addresses, answer, request, send};

const SOUND: &str = "203.0.113.5:7882";
const UNIX: u64 = 1_000_000;

/// Ports that are only counted.
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

struct Scene {
    allocations: Allocations,
    ports: Counted,
    now: Instant,
    unix: u64,
    requests: u8,
}

fn ana() -> Client {
    Client::Udp("192.0.2.7:5000".parse().expect("an address"))
}

impl Scene {
    fn begin() -> Self {
        let peers = Peers { four: Some(SOUND.parse().expect("an address")), six: None };
        let allocations = Allocations::new(secret(), peers).expect("cryptography is built in");
        Self { allocations, ports: Counted::default(), now: Instant::now(), unix: UNIX, requests: 0 }
    }

    /// One with an allocation for Ana, and her nonce.
    fn with_ana() -> (Self, String) {
        let mut scene = Self::begin();
        let nonce = scene.nonce(ana());
        assert_eq!(scene.asks_as_ana(&nonce, Method::Allocate, &[Put::Udp]), None);
        (scene, nonce)
    }

    fn take(&mut self, from: Client, packet: &[u8]) -> Outcome<'static> {
        let when = When { now: self.now, unix: self.unix };
        match self.allocations.take(from, packet, when, &mut self.ports) {
            Outcome::Nothing => Outcome::Nothing,
            Outcome::Answer(answer) => Outcome::Answer(answer),
            Outcome::Relay(port, data) => Outcome::Relay(port, data.into_owned().into()),
        }
    }

    fn answered(&mut self, from: Client, method: Method, put: &[Put], signed: Signed) -> Vec<u8> {
        self.requests = self.requests.wrapping_add(1);
        match self.take(from, &request(method, self.requests, put, signed)) {
            Outcome::Answer(answer) => answer,
            other => panic!("{other:?} is no answer"),
        }
    }

    /// The error, if it is one.
    fn asks(&mut self, from: Client, method: Method, put: &[Put], signed: Signed) -> Option<u16> {
        answer(&self.answered(from, method, put, signed)).0
    }

    fn nonce(&mut self, from: Client) -> String {
        let (code, nonce) = answer(&self.answered(from, Method::Allocate, &[Put::Udp], None));
        assert_eq!(code, Some(401));
        nonce.expect("a nonce")
    }

    fn asks_as_ana(&mut self, nonce: &str, method: Method, put: &[Put]) -> Option<u16> {
        let (user, password) = credentials::issue(&secret(), "ana", UNIX);
        self.asks(ana(), method, put, Some((&user, &password, nonce)))
    }
}

fn secret() -> TurnSecret {
    TurnSecret("the winds of winter".into())
}

#[test]
fn who_has_the_password_gets_an_address_and_speaks_through_it() {
    let mut scene = Scene::begin();
    let nonce = scene.nonce(ana());
    let (user, password) = credentials::issue(&secret(), "ana", UNIX);
    let signed = Some((user.as_str(), password.as_str(), nonce.as_str()));
    let granted = scene.answered(ana(), Method::Allocate, &[Put::Udp], signed);
    assert_eq!(addresses(&granted), ("127.0.0.1:4000".parse().ok(), Some(ana().address())));
    assert_eq!(scene.asks(ana(), Method::ChannelBind, &[Put::Channel(0x4001), Put::Peer(SOUND)], signed), None);
    assert_eq!(scene.take(ana(), b"\x40\x01\0\x02hi"), Outcome::Relay(1, b"hi".as_slice().into()));
    let mut out = Vec::new();
    assert_eq!(scene.allocations.back(1, b"ho", scene.now, &mut out), Some(ana()));
    assert_eq!(out, b"\x40\x01\0\x02ho");
    assert_eq!(scene.take(ana(), b"\x40\x02\0\x02hi"), Outcome::Nothing, "another channel");
    assert_eq!(scene.asks(ana(), Method::Refresh, &[Put::Lifetime(0)], signed), None);
    assert_eq!(scene.ports.closed, [1]);
    assert_eq!(scene.take(ana(), b"\x40\x01\0\x02hi"), Outcome::Nothing, "it is over");
}

#[test]
fn without_a_channel_packets_come_in_messages() {
    let (mut scene, nonce) = Scene::with_ana();
    let mut out = Vec::new();
    assert_eq!(scene.take(ana(), &send(SOUND, b"hi")), Outcome::Nothing, "not permitted yet");
    assert_eq!(scene.allocations.back(1, b"ho", scene.now, &mut out), None);
    assert_eq!(scene.asks_as_ana(&nonce, Method::CreatePermission, &[Put::Peer("203.0.113.5:1")]), None);
    assert_eq!(scene.take(ana(), &send(SOUND, b"hi")), Outcome::Relay(1, b"hi".as_slice().into()));
    assert_eq!(scene.allocations.back(1, b"ho", scene.now, &mut out), Some(ana()));
    assert!(out.ends_with(b"ho\0\0"));
}

#[test]
fn it_relays_to_the_port_for_sound_and_nowhere_else() {
    let (mut scene, nonce) = Scene::with_ana();
    for other in ["203.0.113.6:7882", "127.0.0.1:7882", "0.0.0.0:7882", "255.255.255.255:7882"] {
        assert_eq!(scene.asks_as_ana(&nonce, Method::CreatePermission, &[Put::Peer(other)]), Some(403), "{other}");
        let both = [Put::Peer(SOUND), Put::Peer(other)];
        assert_eq!(scene.asks_as_ana(&nonce, Method::CreatePermission, &both), Some(403), "{other} with ours");
    }
    for other in ["203.0.113.6:7882", "203.0.113.5:22", "127.0.0.1:7882"] {
        let bind = [Put::Channel(0x4001), Put::Peer(other)];
        assert_eq!(scene.asks_as_ana(&nonce, Method::ChannelBind, &bind), Some(403), "{other}");
    }
    let six = Put::Peer("[2001:db8::1]:7882");
    assert_eq!(scene.asks_as_ana(&nonce, Method::CreatePermission, &[six]), Some(443));
    assert_eq!(scene.asks_as_ana(&nonce, Method::CreatePermission, &[Put::Peer(SOUND)]), None);
    for other in ["203.0.113.6:7882", "203.0.113.5:22", "127.0.0.1:7882"] {
        assert_eq!(scene.take(ana(), &send(other, b"hi")), Outcome::Nothing, "{other}");
    }
}

#[test]
fn who_does_not_know_the_password_or_comes_too_late_gets_nothing() {
    let mut scene = Scene::begin();
    let nonce = scene.nonce(ana());
    let (user, password) = credentials::issue(&secret(), "ana", UNIX);
    let longer = format!("9{user}");
    let mut allocate = |signed| scene.asks(ana(), Method::Allocate, &[Put::Udp], signed);
    assert_eq!(allocate(Some((&user, "guess", &nonce))), Some(401));
    assert_eq!(allocate(Some((&longer, &password, &nonce))), Some(401), "a longer time");
    let over = UNIX.to_string();
    let known = credentials::password(&secret(), &over);
    assert_eq!(allocate(Some((&over, &known, &nonce))), Some(401), "the time is over, just now");
    assert_eq!(allocate(Some((&user, &password, "00000000"))), Some(438));
    assert_eq!(scene.ports.opened, 0);
    let elsewhere = Client::Udp("192.0.2.7:5001".parse().expect("an address"));
    let signed = Some((user.as_str(), password.as_str(), nonce.as_str()));
    assert_eq!(scene.asks(elsewhere, Method::Allocate, &[Put::Udp], signed), Some(438), "another's nonce");
    scene.unix += 3600;
    assert_eq!(scene.asks(ana(), Method::Allocate, &[Put::Udp], signed), Some(438));
}

#[test]
fn nobody_uses_what_is_anothers() {
    let (mut scene, nonce) = Scene::with_ana();
    let (user, password) = credentials::issue(&secret(), "ben", UNIX);
    let signed = Some((user.as_str(), password.as_str(), nonce.as_str()));
    assert_eq!(scene.asks(ana(), Method::Refresh, &[Put::Lifetime(0)], signed), Some(441));
    assert!(scene.ports.closed.is_empty());
}

#[test]
fn a_request_that_comes_again_is_answered_again_and_a_second_one_refused() {
    let mut scene = Scene::begin();
    let nonce = scene.nonce(ana());
    let (user, password) = credentials::issue(&secret(), "ana", UNIX);
    let packet = request(Method::Allocate, 77, &[Put::Udp], Some((&user, &password, &nonce)));
    let first = scene.take(ana(), &packet);
    assert_eq!(scene.take(ana(), &packet), first);
    assert_eq!(scene.ports.opened, 1);
    assert_eq!(scene.asks_as_ana(&nonce, Method::Allocate, &[Put::Udp]), Some(437));
}

#[test]
fn what_cannot_be_is_refused_by_its_name() {
    let mut scene = Scene::begin();
    let nonce = scene.nonce(ana());
    let mut allocate = |put: &[Put]| scene.asks_as_ana(&nonce, Method::Allocate, put);
    assert_eq!(allocate(&[]), Some(400));
    assert_eq!(allocate(&[Put::Tcp]), Some(442));
    assert_eq!(allocate(&[Put::Udp, Put::Family(2)]), Some(440), "there is no IPv6 here");
    assert_eq!(allocate(&[Put::Udp, Put::Strange]), Some(420));
    assert_eq!(allocate(&[Put::Udp, Put::Pair]), Some(508), "nobody needs two");
    for method in [Method::Refresh, Method::CreatePermission, Method::ChannelBind] {
        assert_eq!(scene.asks_as_ana(&nonce, method, &[Put::Peer(SOUND)]), Some(437), "{method:?}");
    }
    let (mut scene, nonce) = Scene::with_ana();
    assert_eq!(scene.asks_as_ana(&nonce, Method::CreatePermission, &[]), Some(400));
    for put in [&[Put::Peer(SOUND)][..], &[Put::Channel(0x4001)], &[Put::Channel(0x3fff), Put::Peer(SOUND)]] {
        assert_eq!(scene.asks_as_ana(&nonce, Method::ChannelBind, put), Some(400));
    }
    assert_eq!(scene.asks_as_ana(&nonce, Method::ChannelBind, &[Put::Channel(0x4001), Put::Peer(SOUND)]), None);
    assert_eq!(scene.asks_as_ana(&nonce, Method::ChannelBind, &[Put::Channel(0x4002), Put::Peer(SOUND)]), Some(400));
}

#[test]
fn what_is_not_renewed_ends() {
    let (mut scene, nonce) = Scene::with_ana();
    let bind = [Put::Channel(0x4001), Put::Peer(SOUND)];
    assert_eq!(scene.asks_as_ana(&nonce, Method::ChannelBind, &bind), None);
    scene.now += Duration::from_secs(599);
    scene.allocations.expire(scene.now, &mut scene.ports);
    assert_eq!(scene.asks_as_ana(&nonce, Method::Refresh, &[Put::Lifetime(86_400)]), None, "whatever is wished");
    scene.now += Duration::from_secs(1);
    assert_eq!(scene.take(ana(), b"\x40\x01\0\x02hi"), Outcome::Nothing, "the channel is over");
    scene.allocations.expire(scene.now, &mut scene.ports);
    assert!(scene.allocations.holds(ana()));
    scene.now += Duration::from_secs(599);
    scene.allocations.expire(scene.now, &mut scene.ports);
    assert_eq!(scene.ports.closed, [1]);
    assert!(!scene.allocations.holds(ana()));
}

#[test]
fn one_user_has_only_so_many_addresses() {
    let mut scene = Scene::begin();
    let (user, password) = credentials::issue(&secret(), "ana", UNIX);
    let mut codes = Vec::new();
    for port in 0..=BY_ONE {
        let from = Client::Stream(port, ana().address());
        let nonce = scene.nonce(from);
        codes.push(scene.asks(from, Method::Allocate, &[Put::Udp], Some((&user, &password, &nonce))));
    }
    assert_eq!(codes.pop(), Some(Some(486)));
    assert!(codes.iter().all(Option::is_none));
    scene.allocations.end(Client::Stream(0, ana().address()), &mut scene.ports);
    let nonce = scene.nonce(ana());
    assert_eq!(scene.asks_as_ana(&nonce, Method::Allocate, &[Put::Udp]), None, "one is free again");
}

#[test]
fn who_came_in_time_stays_no_longer_than_what_they_have_then() {
    let mut scene = Scene::begin();
    let user = (UNIX + 1).to_string();
    let password = credentials::password(&secret(), &user);
    let nonce = scene.nonce(ana());
    let signed = Some((user.as_str(), password.as_str(), nonce.as_str()));
    assert_eq!(scene.asks(ana(), Method::Allocate, &[Put::Udp], signed), None, "a second is left");
    scene.unix += 1;
    let bind = [Put::Channel(0x4001), Put::Peer(SOUND)];
    for (method, put) in [(Method::Refresh, &[Put::Lifetime(600)][..]), (Method::ChannelBind, &bind)] {
        assert_eq!(scene.asks(ana(), method, put, signed), Some(401), "{method:?}");
    }
    scene.now += Duration::from_secs(LIFETIME.into());
    scene.allocations.expire(scene.now, &mut scene.ports);
    assert_eq!(scene.ports.closed, [1]);
}

#[test]
fn neither_one_network_nor_all_have_more_than_there_may_be() {
    let mut scene = Scene::begin();
    let comes = |scene: &mut Scene, network: u8, number: usize| {
        let from = Client::Stream(number, SocketAddr::from(([192, 0, network, 7], 5000)));
        let (user, password) = credentials::issue(&secret(), &format!("{network} {}", number / BY_ONE), UNIX);
        let nonce = scene.nonce(from);
        scene.asks(from, Method::Allocate, &[Put::Udp], Some((&user, &password, &nonce)))
    };
    // Strangers' questions are not what is counted here.
    scene.allocations.strangers =
        RateLimiter::keyed(Quota::per_second(1_000_000.try_into().expect("it is more than none")));
    for number in 0..FROM_ONE {
        assert_eq!(comes(&mut scene, 1, number), None, "{number}");
    }
    assert_eq!(comes(&mut scene, 1, FROM_ONE), Some(508), "one network");
    for number in 0..IN_ALL - FROM_ONE {
        assert_eq!(comes(&mut scene, 2, IN_ALL + number), None, "{number}");
    }
    assert_eq!(comes(&mut scene, 3, 2 * IN_ALL), Some(508), "all together");
    assert_eq!(scene.ports.opened, IN_ALL);
}

#[test]
fn those_who_only_try_have_little_for_a_moment_and_take_nobodys_place() {
    let mut scene = Scene::begin();
    let tries = |scene: &mut Scene, from: Client| {
        let (user, password) = credentials::issue_to_try(&secret(), UNIX);
        let nonce = scene.nonce(from);
        scene.asks(from, Method::Allocate, &[Put::Udp], Some((&user, &password, &nonce)))
    };
    // From so many networks that none of them has had all that it may.
    let from = |number: usize| {
        let address = format!("198.51.{}.7:5000", number / (TRIES_FROM_ONE / 2));
        Client::Stream(number, address.parse().expect("an address"))
    };
    assert!((0..TRIES_IN_ALL).all(|number| tries(&mut scene, from(number)).is_none()));
    assert_eq!(tries(&mut scene, from(TRIES_IN_ALL)), Some(486), "they are many");
    let nonce = scene.nonce(ana());
    assert_eq!(scene.asks_as_ana(&nonce, Method::Allocate, &[Put::Udp]), None, "who is in a lesson is not kept out");
    scene.now += Duration::from_secs(TRY_LIFETIME.into());
    scene.unix += u64::from(TRY_LIFETIME);
    scene.allocations.expire(scene.now, &mut scene.ports);
    assert_eq!(scene.ports.closed.len(), TRIES_IN_ALL);
    assert!(scene.allocations.holds(ana()));
    assert_eq!(tries(&mut scene, from(0)), Some(401), "the name is over, too");
}

#[test]
fn one_network_does_not_take_every_try() {
    let mut scene = Scene::begin();
    let (user, password) = credentials::issue_to_try(&secret(), UNIX);
    let mut tries = |from: Client| {
        let nonce = scene.nonce(from);
        scene.asks(from, Method::Allocate, &[Put::Udp], Some((&user, &password, &nonce)))
    };
    assert!((0..TRIES_FROM_ONE).all(|number| tries(Client::Stream(number, ana().address())).is_none()));
    assert_eq!(tries(Client::Stream(TRIES_FROM_ONE, ana().address())), Some(486));
    assert_eq!(tries(Client::Udp("198.51.100.1:9".parse().expect("an address"))), None);
}

#[test]
fn strangers_get_little_back_and_soon_nothing() {
    let mut scene = Scene::begin();
    let small = request(Method::Allocate, 1, &[Put::Udp], None);
    let Outcome::Answer(answer) = scene.take(ana(), &small) else { panic!("the first is answered") };
    assert!(answer.len() <= 3 * small.len(), "{} for {}", answer.len(), small.len());
    let forged = |number| request(Method::Refresh, number, &[], Some(("9999999999:x", "guess", "none")));
    let answered = (0..4_000).filter(|number| scene.take(ana(), &forged(*number as u8)) != Outcome::Nothing).count();
    assert!(answered < 4_000, "all are answered");
    let binding = request(Method::Binding, 1, &[], None);
    let elsewhere = Client::Udp("198.51.100.1:9".parse().expect("an address"));
    let Outcome::Answer(answer) = scene.take(elsewhere, &binding) else { panic!("others are answered") };
    assert_eq!(addresses(&answer), (None, Some(elsewhere.address())));
}
