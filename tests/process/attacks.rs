//! Attacks on the real program, with honest people beside: each states how long honest people waited before and during the
//! attack, and fails when one of them was refused. Attackers have addresses of their own, 127.x.y.z, and threads of their own.

use std::{
    io::{Read, Write},
    net::{IpAddr, Ipv4Addr, SocketAddr, TcpStream},
    sync::{
        Arc,
        atomic::{AtomicBool, AtomicUsize, Ordering::Relaxed},
    },
    thread::{self, JoinHandle},
    time::{Duration, Instant},
};

use lyceum::app::raise_open_files_limit;
use serde_json::{Value, json};

use super::connections::{ask, connect};
use crate::support::{
    client::Client,
    http::builder,
    program::{Data, Server, eventually, lyceum, run},
};

/// How long each attack lasts.
pub const ATTACK: Duration = Duration::from_secs(20);
const PASSWORD: &str = "correct horse battery";

/// A server with the usual cost of passwords, an administrator, and the code of a planned lesson.
struct School {
    server: Server,
    url: String,
    code: String,
    token: String,
    /// The cookie of a known browser.
    known: String,
    _data: Data,
}

impl School {
    async fn begin(cost: &str) -> Self {
        raise_open_files_limit();
        let data = Data::prepared();
        let mut create = lyceum(&["admin", "create", "--username", "anna", "--email", "anna@school.example"]);
        create.env("LYCEUM_DATA_DIR", data.path()).env("LYCEUM_ADMIN_PASSWORD", PASSWORD);
        assert!(run(create.env("LYCEUM_BCRYPT_COST", cost)).status.success());
        let mut serve = lyceum(&["serve", "--listen", "127.0.0.1:0", "--bcrypt-cost", cost]);
        let server = Server::start(serve.env("LYCEUM_DATA_DIR", data.path()));
        let url = format!("http://{}", server.address);
        let client = builder().build().expect("a client");
        let credentials = json!({"identifier": "anna", "password": PASSWORD});
        let answer = client.post(format!("{url}/auth/local")).json(&credentials).send().await.expect("it answers");
        let known = answer.headers()["set-cookie"].to_str().expect("ASCII").split(';').next().expect("one").to_owned();
        let token = answer.json::<Value>().await.expect("JSON")["jwt"].as_str().expect("a token").to_owned();
        let plan = json!({"sessionTitle": "Volcanoes", "dateTimeOfSession": "2026-11-20T09:00:00Z"});
        let planned = client.post(format!("{url}/sessions")).bearer_auth(&token).json(&plan).send().await;
        let planned: Value = planned.expect("it answers").json().await.expect("JSON");
        let code = planned["sessionCode"].as_str().expect("a code").to_owned();
        Self { server, url, code, token, known, _data: data }
    }
}

/// An honest client's HTTP, from this address.
fn honest(from: [u8; 4]) -> reqwest::Client {
    builder().local_address(IpAddr::from(from)).build().expect("a client")
}

/// Attackers, who go on until they are told to stop.
pub struct Attack {
    stop: Arc<AtomicBool>,
    threads: Vec<JoinHandle<()>>,
}

impl Attack {
    /// So many threads, which repeat this; it is told the thread's number and how often it was called.
    pub fn begin(threads: usize, each: impl Fn(usize, usize) + Send + Sync + 'static) -> Self {
        let (stop, each) = (Arc::<AtomicBool>::default(), Arc::new(each));
        let threads = (0..threads).map(|number| {
            let (stop, each) = (Arc::clone(&stop), Arc::clone(&each));
            thread::spawn(move || (0..).take_while(|_| !stop.load(Relaxed)).for_each(|turn| each(number, turn)))
        });
        Self { threads: threads.collect(), stop }
    }

    pub fn end(self) {
        self.stop.store(true, Relaxed);
        self.threads.into_iter().for_each(|thread| thread.join().expect("an attacker does not panic"));
    }
}

/// Has honest people do this again and again; the time that nearly all of them waited for less.
async fn p99(lasting: Duration, mut once: impl AsyncFnMut()) -> Duration {
    let (begin, mut times) = (Instant::now(), Vec::new());
    while begin.elapsed() < lasting || times.len() < 10 {
        let at = Instant::now();
        once().await;
        times.push(at.elapsed());
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    times.sort();
    times[(times.len() * 99 / 100).min(times.len() - 1)]
}

pub fn state(what: &str, before: Duration, during: Duration) {
    println!("{what}: the honest p99 was {before:.1?} before the attack and {during:.1?} during it");
}

/// A request on a connection of its own from this address; the status of the answer.
fn request(from: [u8; 4], to: SocketAddr, request: &str) -> Option<u16> {
    let mut stream = connect(from, to)?;
    stream.write_all(request.as_bytes()).ok()?;
    let mut answer = [0; 1024];
    let read = stream.read(&mut answer).ok()?;
    std::str::from_utf8(&answer[..read.min(16)]).ok()?.split(' ').nth(1)?.parse().ok()
}

fn post(path: &str, body: &Value) -> String {
    let body = body.to_string();
    format!(
        "POST {path} HTTP/1.1\r\nhost: lyceum\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\
         connection: close\r\n\r\n{body}",
        body.len()
    )
}

#[actix_web::test]
#[ignore = "takes long: make test-long"]
async fn honest_people_sign_in_while_one_address_tries_two_hundred_names_at_once() {
    let school = School::begin("10").await;
    let client = honest([127, 0, 0, 2]);
    let sign_in = async |known: bool| {
        let body = json!({"identifier": "anna", "password": PASSWORD});
        let request = client.post(format!("{}/auth/local", school.url)).json(&body);
        let request = if known { request.header("cookie", &school.known) } else { request };
        assert_eq!(request.send().await.expect("it answers").status().as_u16(), 200);
    };
    let before = p99(Duration::from_secs(3), || sign_in(false)).await;
    let (to, tried) = (school.server.address, Arc::<AtomicUsize>::default());
    let count = Arc::clone(&tried);
    let attack = Attack::begin(200, move |thread, turn| {
        let body = json!({"identifier": format!("nobody-{thread}-{turn}"), "password": "not this one at all"});
        request([127, 0, 0, 9], to, &post("/auth/local", &body));
        count.fetch_add(1, Relaxed);
    });
    let during = p99(ATTACK / 2, || sign_in(false)).await;
    let during_known = p99(ATTACK / 2, || sign_in(true)).await;
    attack.end();
    state("signing in from an unknown browser", before, during);
    state("signing in from a known browser", before, during_known);
    println!("{} names were tried", tried.load(Relaxed));
    school.server.stop();
}

#[actix_web::test]
#[ignore = "takes long: make test-long"]
async fn a_class_comes_in_while_sixteen_thousand_addresses_guess_codes() {
    const ADDRESSES: usize = 16_312;
    let school = School::begin("4").await;
    let client = honest([127, 200, 0, 2]);
    let look_up = async || {
        let answer = client.get(format!("{}/codes/{}", school.url, school.code)).send().await.expect("it answers");
        assert_eq!(answer.status().as_u16(), 200);
    };
    let before = p99(Duration::from_secs(3), look_up).await;
    let to = school.server.address;
    let (wrong, all) = (Arc::<AtomicUsize>::default(), Arc::<AtomicUsize>::default());
    let (counted_wrong, counted) = (Arc::clone(&wrong), Arc::clone(&all));
    let (begin, next) = (Instant::now(), AtomicUsize::new(0));
    let attack = Attack::begin(32, move |_, _| {
        let address = u32::from(Ipv4Addr::new(127, 1, 0, 1)) + (next.fetch_add(1, Relaxed) % ADDRESSES * 7) as u32;
        let guess = "GET /codes/ZZZZZ HTTP/1.1\r\nhost: lyceum\r\nconnection: close\r\n\r\n";
        let status = request(Ipv4Addr::from(address).octets(), to, guess);
        counted.fetch_add(1, Relaxed);
        counted_wrong.fetch_add(usize::from(status == Some(404)), Relaxed);
    });
    let during = p99(ATTACK, look_up).await;
    attack.end();
    let (wrong, all, seconds) = (wrong.load(Relaxed), all.load(Relaxed), begin.elapsed().as_secs() as usize);
    state("looking up a code", before, during);
    println!("{wrong} of {all} wrong codes were answered in {seconds} s");
    school.server.stop();
}

#[actix_web::test]
#[ignore = "takes long: make test-long"]
async fn people_join_while_guests_flood_the_lesson() {
    let school = School::begin("4").await;
    let (mut teacher, _) = Client::join(&school.url, json!({"sessionId": school.code, "token": school.token})).await;
    teacher.ask("on.sessionCreate", json!({})).await.expect("the teacher starts");
    let (_, seat) = Client::guest(&school.url, &school.code, "Maria").await;
    // A new guest, and one with a resume token.
    let join = async || {
        let guest = json!({"sessionId": school.code, "username": "Tom"});
        let resume = json!({"sessionId": school.code, "resume": seat["resume"]});
        for join in [guest, resume] {
            let (mut client, _) = Client::join(&school.url, join).await;
            client.text(json!({"event": "on.participantLeave", "data": {}}).to_string()).await;
            client.closed().await;
        }
    };
    let before = p99(Duration::from_secs(3), join).await;
    let (to, code, came) = (school.server.address, school.code.clone(), Arc::<AtomicUsize>::default());
    let count = Arc::clone(&came);
    let attack = Attack::begin(14, move |thread, turn| {
        let from = [127, 0, 1, 1 + thread as u8];
        if join_and_leave(from, to, &code, turn).is_some() {
            count.fetch_add(1, Relaxed);
        }
    });
    let during = p99(ATTACK, join).await;
    attack.end();
    state("joining twice and leaving", before, during);
    println!("{} guests of 14 addresses came and went", came.load(Relaxed));
    school.server.stop();
}

/// A guest who joins and hangs up, by a WebSocket made by hand.
fn join_and_leave(from: [u8; 4], to: SocketAddr, code: &str, turn: usize) -> Option<()> {
    let mut stream = connect(from, to)?;
    let handshake = "GET /ws HTTP/1.1\r\nhost: lyceum\r\nconnection: Upgrade\r\nupgrade: websocket\r\n\
        sec-websocket-version: 13\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n\
        sec-websocket-protocol: lyceum.v1\r\n\r\n";
    stream.write_all(handshake.as_bytes()).ok()?;
    let mut answer = [0; 4096];
    let read = stream.read(&mut answer).ok()?;
    if !answer[..read].starts_with(b"HTTP/1.1 101") {
        return None;
    }
    let text = |text: String| {
        // A masked text frame (RFC 6455, 5.2), with a mask of zeros.
        let length = u16::try_from(text.len()).expect("it is short").to_be_bytes();
        [&[0x81, 0x80 | 126][..], &length, &[0; 4], text.as_bytes()].concat()
    };
    let data = json!({"sessionId": code, "username": format!("Flood {turn}")});
    stream.write_all(&text(json!({"event": "on.sessionJoin", "id": 1, "data": data}).to_string())).ok()?;
    let read = stream.read(&mut answer).ok()?;
    let refused = answer[..read].windows(8).any(|part| part == b"too_fast");
    stream.write_all(&text(json!({"event": "on.participantLeave", "id": 2, "data": {}}).to_string())).ok()?;
    (read > 0 && !refused).then_some(())
}

#[actix_web::test]
#[ignore = "takes long: make test-long"]
async fn a_page_opens_while_one_address_opens_ten_thousand_connections() {
    let school = School::begin("4").await;
    let client = honest([127, 0, 0, 2]);
    // A new connection for each.
    let open = async || {
        let page = client.get(format!("{}/signin", school.url)).header("connection", "close").send().await;
        assert_eq!(page.expect("it answers").status().as_u16(), 200);
    };
    let before = p99(Duration::from_secs(3), open).await;
    let sound = eventually("where sound comes", || {
        let said = school.server.said();
        let (_, rest) = said.split_once("Sound comes by UDP and TCP to ")?;
        rest.split([',', ' ', '\n']).next()?.parse::<SocketAddr>().ok()
    });
    let to = school.server.address;
    let held: Vec<_> = (0..9970).filter_map(|_| connect([127, 0, 0, 9], to)).collect();
    let half_open: Vec<_> = (0..600).filter_map(|_| TcpStream::connect(sound).ok()).collect();
    let attack = Attack::begin(100, move |_, _| {
        let Some(mut stream) = connect([127, 0, 0, 9], to) else { return };
        let head = b"POST /upload HTTP/1.1\r\nhost: lyceum\r\ntransfer-encoding: chunked\r\n\r\n";
        let mut sent = stream.write_all(head);
        for _ in 0..10 {
            thread::sleep(Duration::from_millis(200));
            sent = sent.and_then(|()| stream.write_all(b"1\r\na\r\n"));
        }
    });
    let during = p99(ATTACK, open).await;
    attack.end();
    let alive = held.into_iter().filter_map(|mut stream| ask(&mut stream, "/healthz")).count();
    state("opening a page", before, during);
    println!("of 9970 connections of one address, {alive} are answered after {ATTACK:?}");
    let closed = half_open.into_iter().filter(|mut stream| {
        let _ = stream.set_read_timeout(Some(Duration::from_secs(1)));
        match stream.read(&mut [0]) {
            Ok(read) => read == 0,
            Err(error) => error.kind() == std::io::ErrorKind::ConnectionReset,
        }
    });
    println!("of 600 half-open connections to the media port, {} were closed", closed.count());
    school.server.stop();
}
