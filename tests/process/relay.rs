//! The relay, tested with coturn's client (Debian's package coturn).

use std::{
    fs,
    io::{BufRead, BufReader},
    path::PathBuf,
    process::{Command, Stdio},
};

use nix::{
    sys::signal::{Signal, kill},
    unistd::Pid,
};

use crate::support::program::{Data, Server, eventually, refused, serve};

const SECRET: &str = "the-winds-of-winter";

/// A server whose relay has all transports, with its ports.
struct Relay {
    _server: Server,
    sound: String,
    plain: String,
    tls: String,
    _certificate: tempfile::TempDir,
}

/// A self-signed certificate and its key.
fn certificate() -> (tempfile::TempDir, PathBuf, PathBuf) {
    let dir = tempfile::tempdir().expect("a temporary directory");
    let made = rcgen::generate_simple_self_signed(vec!["127.0.0.1".into()]).expect("a certificate");
    let (certificate, key) = (dir.path().join("relay.crt"), dir.path().join("relay.key"));
    fs::write(&certificate, made.cert.pem()).expect("the test owns it");
    fs::write(&key, made.signing_key.serialize_pem()).expect("the test owns it");
    (dir, certificate, key)
}

impl Relay {
    fn start() -> Self {
        let (_certificate, certificate, key) = certificate();
        let data = Data::prepared();
        let mut command = serve(&data);
        command.env("LYCEUM_TURN_TLS_LISTEN", "127.0.0.1:0").env("LYCEUM_TURN_SECRET", SECRET);
        command.env("LYCEUM_TURN_TLS_CERT", certificate).env("LYCEUM_TURN_TLS_KEY", key);
        let server = Server::start(&mut command);
        let said = eventually("what browsers are told", || {
            let said = server.said();
            said.contains("turns:").then_some(said)
        });
        let port = |before: &str| {
            let (_, rest) = said.split_once(before).unwrap_or_else(|| panic!("{before:?} is not in {said:?}"));
            rest.chars().take_while(char::is_ascii_digit).collect::<String>()
        };
        let (sound, plain) = (port("UDP and TCP to 127.0.0.1:"), port("turn:127.0.0.1:"));
        assert!(!data.path().join("turn.secret").exists(), "a secret from the environment is not written down");
        Self { sound, plain, tls: port("turns:127.0.0.1:"), _server: server, _certificate }
    }

    /// The output of coturn's client, up to the first line with `last`, or up to its end.
    fn drive(&self, way: &[&str], secret: &str, peer: &[&str], last: &str) -> String {
        let port = if way.contains(&"-S") { &self.tls } else { &self.plain };
        // Limits the time, whatever goes wrong.
        let mut command = Command::new("timeout");
        command.args([
            "--kill-after=5",
            "90",
            "turnutils_uclient",
            "-v",
            "-c",
            "-n",
            "3",
            "-u",
            "ana",
            "-W",
            secret,
            "-p",
            port,
        ]);
        command.args(way).args(peer).arg("127.0.0.1").stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = command.spawn().expect("coturn's client is there (scripts/setup test installs it)");
        let mut said = String::new();
        for line in BufReader::new(child.stdout.take().expect("it is piped")).lines().map_while(Result::ok) {
            said.push_str(&line);
            said.push('\n');
            if line.contains(last) {
                break;
            }
        }
        // It may wait for answers that the media port never gives.
        let pid = Pid::from_raw(i32::try_from(child.id()).expect("it fits"));
        let _ = kill(pid, Signal::SIGTERM);
        child.wait().expect("the test owns it");
        said
    }
}

#[test]
fn coturns_client_needs_the_secret_and_reaches_only_the_media_port() {
    let relay = Relay::start();
    let sound = ["-s", "-e", "127.0.0.1", "-r", &relay.sound];
    let elsewhere = ["-s", "-e", "127.0.0.2", "-r", &relay.sound];
    // It binds a channel to the next port, too.
    let channels = ["-e", "127.0.0.1", "-r", &relay.sound];
    for way in [&[][..], &["-t"], &["-t", "-S"]] {
        let said = relay.drive(way, SECRET, &sound, "tot_send_msgs=3");
        assert!(said.contains("Received relay addr: 127.0.0.1:"), "{way:?} with the secret: {said}");
        // The client prints "()" after a refusal without a reason phrase. Over TLS it also tries old versions, which we lack.
        assert!(said.contains("tot_send_msgs=3") && !said.contains(" ()"), "{way:?} to sound: {said}");
        let said = relay.drive(way, "the-winds-of-summer", &sound, "Cannot complete Allocation");
        assert!(said.contains("Cannot complete Allocation"), "{way:?} with another secret: {said}");
        assert!(!said.contains("Received relay addr"), "{way:?} with another secret: {said}");
        let said = relay.drive(way, SECRET, &elsewhere, "error 403");
        assert!(said.contains("error 403"), "{way:?} to another machine: {said}");
        let said = relay.drive(way, SECRET, &channels, "error 403");
        assert!(said.contains("error 403"), "{way:?} to another port: {said}");
    }
}

#[test]
fn an_invalid_relay_configuration_gives_one_line() {
    let data = Data::prepared();
    let (_dir, certificate, key) = certificate();
    let [certificate, key] = [certificate, key].map(|path| path.to_str().expect("it is text").to_owned());
    for (variables, part) in [
        (&[("LYCEUM_TURN_LISTEN", "nonsense")][..], "LYCEUM_TURN_LISTEN"),
        (&[("LYCEUM_TURN_SECRET", "short")], "LYCEUM_TURN_SECRET"),
        (&[("LYCEUM_TURN_URLS", "turn:turn.example:3478")], "LYCEUM_TURN_SECRET"),
        (&[("LYCEUM_TURN_URLS", "https://turn.example"), ("LYCEUM_TURN_SECRET", SECRET)], "LYCEUM_TURN_URLS"),
        (&[("LYCEUM_TURN_TLS_LISTEN", "127.0.0.1:0")], "--turn-tls-cert"),
        (
            &[
                ("LYCEUM_TURN_TLS_LISTEN", "127.0.0.1:0"),
                ("LYCEUM_TURN_TLS_CERT", "/nowhere"),
                ("LYCEUM_TURN_TLS_KEY", &key),
            ],
            "/nowhere",
        ),
        (
            &[
                ("LYCEUM_TURN_TLS_LISTEN", "127.0.0.1:0"),
                ("LYCEUM_TURN_TLS_CERT", &certificate),
                ("LYCEUM_TURN_TLS_KEY", &certificate),
            ],
            "relay.crt cannot be used",
        ),
    ] {
        let said = refused(serve(&data).envs(variables.iter().copied()), 2);
        assert!(said.contains(part), "{variables:?} says {said}");
    }
    let taken = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port");
    let address = taken.local_addr().expect("an address").to_string();
    let said = refused(serve(&data).env("LYCEUM_MEDIA_LISTEN", &address), 1);
    assert!(said.contains("the port for sound") && said.contains("LYCEUM_MEDIA_LISTEN"), "{said}");
}

#[test]
fn the_server_runs_without_a_relay_whose_ports_are_taken() {
    let (_dir, certificate, key) = certificate();
    let taken = std::net::TcpListener::bind("127.0.0.1:0").expect("a free port");
    let address = taken.local_addr().expect("an address").to_string();
    let said = |server: &Server| {
        eventually("what browsers are told", || {
            server.said().lines().find(|line| line.contains("Sound comes")).map(str::to_owned)
        })
    };
    let data = Data::prepared();
    let server = Server::start(serve(&data).env("LYCEUM_TURN_LISTEN", &address));
    assert!(said(&server).contains("is not relayed"));
    assert!(server.logged().contains(&format!("the port for the relay, {address}, already")), "{}", server.logged());
    assert_eq!(server.get("/readyz"), Some(200));
    server.stop();

    let mut by_tls = serve(&data);
    by_tls.env("LYCEUM_TURN_TLS_CERT", certificate).env("LYCEUM_TURN_TLS_KEY", key);
    let server = Server::start(by_tls.env("LYCEUM_TURN_TLS_LISTEN", &address));
    let told = said(&server);
    assert!(told.contains("turn:127.0.0.1:") && !told.contains("turns:"), "{told}");
    assert!(server.logged().contains("LYCEUM_TURN_TLS_LISTEN"), "{}", server.logged());
    server.stop();
}

#[test]
fn an_external_relay_or_none_can_be_configured() {
    let data = Data::prepared();
    let elsewhere = "turn:turn.example:3478?transport=udp";
    let server = Server::start(serve(&data).env("LYCEUM_TURN_URLS", elsewhere).env("LYCEUM_TURN_SECRET", SECRET));
    let said = |server: &Server| {
        eventually("what browsers are told", || {
            server.said().lines().find(|line| line.contains("Sound comes")).map(str::to_owned)
        })
    };
    assert!(said(&server).contains(elsewhere));
    server.stop();
    let server = Server::start(serve(&data).env("LYCEUM_TURN", "false"));
    assert!(said(&server).contains("is not relayed") && !data.path().join("turn.secret").exists());
    server.stop();
}
