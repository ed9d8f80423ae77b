//! Attacks by media on the real program, with honest voices beside: each states how long an honest packet took before and during the
//! attack, and fails when honest sound is lost.

use std::{
    net::UdpSocket,
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering::Relaxed},
    },
    thread,
    time::{Duration, Instant},
};

use reqwest::Method;
use serde_json::json;
use str0m::net::Protocol;

use super::{
    attacks::{ATTACK, Attack, state},
    lesson::{Running, ask, text},
};
use crate::{
    media::{
        attacks::{forged, hello},
        paths::{attribute, check},
        voice::{Pupil, Voice, candidate},
        whip::Key,
    },
    support::{aiortc::Aiortc, client::Client, program::Data},
};

/// How many packets a second a flood has, and how many go out at a time.
const RATE: u32 = 30_000;
const BURST: u32 = 100;
/// How long each kind of packet comes.
const KIND: Duration = Duration::from_secs(2);
/// What an address that has proven nothing may get for each byte from it (RFC 9000, 8.1, has the same number).
const AMPLIFICATION: usize = 3;

/// A live lesson in which Ana speaks and Ben listens.
struct Class {
    running: Running,
    _teacher: Client,
    ana: Pupil,
    ben: Pupil,
}

impl Class {
    async fn begin(data: &Data) -> Self {
        let (running, teacher) = Running::begin(data).await;
        let guest = |name: &str| json!({"sessionId": running.code, "username": name});
        let mut ana = Pupil::enters(&running.url, guest("Ana"), b'a').await;
        let ben = Pupil::enters(&running.url, guest("Ben"), b'b').await;
        ana.speaks().await;
        ben.voice.hears(b'a', 50).await;
        Self { running, _teacher: teacher, ana, ben }
    }

    /// How long nearly all of Ana's packets took at most to Ben. Of a hundred, two may be lost.
    async fn p99(&self, lasting: Duration) -> Duration {
        self.ben.voice.heard();
        tokio::time::sleep(lasting).await;
        let mut heard = self.ben.voice.heard();
        heard.retain(|one| one.whose == b'a');
        let (first, last) = (heard.first().expect("she is heard").number, heard.last().expect("she is heard").number);
        let sent = (last - first + 1) as usize;
        let expected = lasting.as_millis() as usize / 20;
        assert!(sent * 10 > expected * 9, "only {sent} of {expected} packets were on their way");
        assert!(heard.len() * 100 >= sent * 98, "of {sent} packets {} came", heard.len());
        let mut delays: Vec<_> = heard.iter().map(|one| one.delay).collect();
        delays.sort();
        delays[(delays.len() * 99 / 100).min(delays.len() - 1)]
    }
}

/// Seventeen kinds of packets that need no keys, each with a name.
fn kinds() -> Vec<(String, Vec<u8>)> {
    let forged = forged().into_iter().take(13).enumerate();
    let mut kinds: Vec<_> = forged.map(|(number, packet)| (format!("forged {number}"), packet)).collect();
    kinds.push(("a greeting".to_owned(), hello(1)));
    kinds.push(("a check of nobody".to_owned(), check("nobody:none", "nothing", true)));
    // An allocation and a refresh of a relay (RFC 8656), without credentials.
    for (name, method) in [("an allocation", 3_u8), ("a refresh", 4)] {
        kinds.push((name.to_owned(), [&[0, method, 0, 0, 0x21, 0x12, 0xa4, 0x42][..], &[7; 12]].concat()));
    }
    kinds
}

#[actix_web::test]
#[ignore = "takes long: make test-long"]
async fn sound_arrives_while_strangers_flood_the_media_port() {
    let data = Data::prepared();
    let class = Class::begin(&data).await;
    let before = class.p99(Duration::from_secs(5)).await;
    let (there, kinds) = (class.ana.voice.there, kinds());
    assert_eq!(kinds.len(), 17);
    for (name, packet) in kinds {
        let socket = UdpSocket::bind("127.0.0.1:0").expect("a free port");
        socket.set_nonblocking(true).expect("a socket");
        let (sent, got) = (Arc::<AtomicUsize>::default(), Arc::<AtomicUsize>::default());
        let (counted, counted_back) = (Arc::clone(&sent), Arc::clone(&got));
        let attack = Attack::begin(1, move |_, _| {
            let next = Instant::now() + Duration::from_secs(1) * BURST / RATE;
            for _ in 0..BURST {
                counted.fetch_add(socket.send_to(&packet, there).unwrap_or(0), Relaxed);
            }
            while let Ok(bytes) = socket.recv(&mut [0; 2000]) {
                counted_back.fetch_add(bytes, Relaxed);
            }
            thread::sleep(next.saturating_duration_since(Instant::now()));
        });
        let during = class.p99(KIND).await;
        attack.end();
        let (sent, got) = (sent.load(Relaxed), got.load(Relaxed));
        state(&format!("{name}: sound"), before, during);
        println!("{name}: {got} bytes came back for {sent}");
        assert!(got <= AMPLIFICATION * sent, "{name}: {got} bytes for {sent}");
    }
    class.running.server.stop();
}

#[actix_web::test]
#[ignore = "takes long: make test-long"]
async fn sound_arrives_while_a_listener_asks_for_everything_again() {
    let data = Data::prepared();
    let class = Class::begin(&data).await;
    let Running { url, token, .. } = &class.running;
    let sessions = ask(Method::GET, &format!("{url}/sessions"), Some(token), &json!({})).await;
    let keys = format!("{url}/sessions/{}/stream-keys", text(&sessions[0], "id"));
    let key = async |kind: &str| {
        let key = ask(Method::POST, &keys, Some(token), &json!({"kind": kind, "name": kind})).await;
        Key::read(&key)
    };
    let (publish, view) = (key("publish").await, key("view").await);
    let mut camera = Aiortc::camera(&publish.url, &publish.secret, "VP8");
    let mut screen = Aiortc::screen(&view.url, &view.secret, false);
    camera.is_in();
    screen.is_in();
    screen.sees();
    let before = class.p99(Duration::from_secs(5)).await;
    let stop = Arc::<AtomicBool>::default();
    let ended = Arc::clone(&stop);
    let attack = thread::spawn(move || {
        let (mut floods, mut came) = (0, 0);
        while !ended.load(Relaxed) {
            came += screen.floods_with_requests();
            floods += 1;
        }
        (floods, came)
    });
    let during = class.p99(ATTACK).await;
    stop.store(true, Relaxed);
    let (floods, came) = attack.join().expect("the attacker does not panic");
    state("sound", before, during);
    println!("{floods} times 20 packets that ask 300 times for the same 17: {came} packets came");
    assert!((1..=floods * 4 * 17).contains(&came), "{came} packets for {floods} floods");
    class.running.server.stop();
}

#[actix_web::test]
#[ignore = "takes long: make test-long"]
async fn a_forged_address_gets_no_sound_and_everyone_else_does() {
    let data = Data::prepared();
    let class = Class::begin(&data).await;
    let join = json!({"sessionId": class.running.code, "username": "Mallory"});
    let (mut client, _) = Client::join(&class.running.url, join).await;
    let (mut offered, mut answered) = (String::new(), String::new());
    let asks = async |offer: String| {
        let answer = client.ask("on.mediaOffer", json!({ "sdp": offer })).await.expect("an answer");
        offered = offer;
        answered = text(&answer, "sdp");
        answered.clone()
    };
    let mallory = Voice::negotiate(Some(b'm'), 4, Protocol::Udp, asks).await;
    mallory.hears(b'a', 25).await;
    let user = format!("{}:{}", attribute(&answered, "ice-ufrag"), attribute(&offered, "ice-ufrag"));
    let password = attribute(&answered, "ice-pwd");
    let there = candidate(&answered, Protocol::Udp);
    let before = class.p99(Duration::from_secs(5)).await;
    // The victim's own socket, because a test cannot forge an address: it answers nothing, as the victim would not.
    let victim = UdpSocket::bind("127.0.0.1:0").expect("a free port");
    victim.set_nonblocking(true).expect("a socket");
    let (sent, got) = (Arc::<AtomicUsize>::default(), Arc::<AtomicUsize>::default());
    let (counted, counted_back) = (Arc::clone(&sent), Arc::clone(&got));
    let attack = Attack::begin(1, move |_, _| {
        counted.fetch_add(victim.send_to(&check(&user, &password, true), there).unwrap_or(0), Relaxed);
        thread::sleep(Duration::from_millis(500));
        while let Ok(bytes) = victim.recv(&mut [0; 2000]) {
            counted_back.fetch_add(bytes, Relaxed);
        }
    });
    let during = class.p99(ATTACK).await;
    attack.end();
    let (sent, got) = (sent.load(Relaxed), got.load(Relaxed));
    state("sound", before, during);
    println!("{got} bytes came to the forged address for {sent} from it");
    assert!(got <= AMPLIFICATION * sent, "{got} bytes for {sent}");
    mallory.heard();
    mallory.hears(b'a', 25).await;
    class.running.server.stop();
}
