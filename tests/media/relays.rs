//! An external relay in place of ours: coturn itself (Debian's package coturn), with our secret.

use std::{
    net::UdpSocket,
    process::{Child, Command, Stdio},
};

use lyceum::{config::TurnSecret, media::turn::Relay};
use serde_json::json;

use crate::{
    realtime::Lesson,
    support::{aiortc::Aiortc, app::TestApp},
};

const SECRET: &str = "the-winds-of-winter";

/// Killed when dropped.
struct Coturn {
    process: Child,
    url: String,
    /// The ports from which it relays.
    ports: std::ops::RangeInclusive<u16>,
    _dir: tempfile::TempDir,
}

fn free_port() -> u16 {
    UdpSocket::bind("127.0.0.1:0").and_then(|socket| socket.local_addr()).expect("a free port").port()
}

impl Coturn {
    fn start() -> Self {
        // Below the ephemeral ports, so that nobody else sends from one of them.
        let (port, first) = (free_port(), 20_000 + free_port() % 10_000);
        let ports = first..=first + 200;
        let dir = tempfile::tempdir().expect("a temporary directory");
        let within = |name: &str| dir.path().join(name).display().to_string();
        let process = Command::new("turnserver")
            .args(["-n", "--no-cli", "--no-tls", "--no-dtls", "--allow-loopback-peers", "--realm=school.example"])
            .args(["--use-auth-secret", &format!("--static-auth-secret={SECRET}")])
            .args(["--listening-ip=127.0.0.1", "--relay-ip=127.0.0.1", &format!("--listening-port={port}")])
            .args([format!("--min-port={}", ports.start()), format!("--max-port={}", ports.end())])
            .args([
                format!("--userdb={}", within("users")),
                format!("--pidfile={}", within("pid")),
                "--log-file=stdout".into(),
            ])
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("coturn is there (scripts/setup test installs it)");
        let coturn = Self { process, url: format!("turn:127.0.0.1:{port}?transport=udp"), ports, _dir: dir };
        coturn.answers(port);
        coturn
    }

    /// Waits until it answers a binding request (RFC 8489).
    fn answers(&self, port: u16) {
        let socket = UdpSocket::bind("127.0.0.1:0").expect("a free port");
        socket.set_read_timeout(Some(std::time::Duration::from_millis(100))).expect("a time");
        let request = [&[0, 1, 0, 0, 0x21, 0x12, 0xa4, 0x42][..], &[7; 12]].concat();
        for _ in 0..600 {
            // ICMP reports that nobody listens yet.
            let _ = socket.send_to(&request, ("127.0.0.1", port));
            if socket.recv(&mut [0; 1000]).is_ok() {
                return;
            }
            std::thread::sleep(std::time::Duration::from_millis(20));
        }
        panic!("coturn does not answer");
    }
}

impl Drop for Coturn {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

#[actix_web::test]
async fn audio_passes_through_coturn_with_the_credentials_we_issue() {
    let coturn = Coturn::start();
    let relay = Relay::elsewhere(vec![coturn.url.clone()], TurnSecret(SECRET.into()));
    let lesson = Lesson::planned_on(TestApp::relayed_by(relay), json!({})).await;
    drop(lesson.start().await);
    let (url, code) = (&lesson.app.url, &lesson.code);
    // Her client may use only relayed candidates.
    let (mut ana, mut ben) = (Aiortc::relayed(url, code, "Ana"), Aiortc::guest(url, code, "Ben"));
    for one in [&mut ana, &mut ben] {
        one.is_in();
        one.unmutes();
    }
    ben.hears();
    ana.hears();
    let shards = lesson.app.school.media.stats().await;
    let from = |port| coturn.ports.contains(&port);
    // His client knows the relay too, and uses what answers first.
    let mut relayed = shards.iter().flat_map(|shard| &shard.peers).filter_map(|peer| peer.from);
    assert!(relayed.any(|(address, _)| from(address.port())), "hers come from coturn");
}
