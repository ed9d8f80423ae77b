//! A WebRTC client of another implementation (aiortc, from PyPI): a Python program that plays a tone, and reports when it hears
//! one.

use std::{
    io::Write,
    path::Path,
    process::{Child, ChildStdin, Command, Stdio},
    time::Duration,
};

use serde_json::{Value, json};

use super::output_lines::Lines;

/// Longer than the program itself waits for anything, so that it can report what did not happen.
const PATIENCE: Duration = Duration::from_secs(75);

pub struct Aiortc {
    process: Child,
    words: ChildStdin,
    told: Lines,
}

impl Aiortc {
    /// A guest who joins the room.
    pub fn guest(url: &str, code: &str, name: &str) -> Self {
        Self::start(&json!({ "by": "websocket", "url": url, "code": code, "name": name, "views": 1 }))
    }

    /// A guest who joins the room, with a camera that sends from the beginning, whatever the room says.
    pub fn guest_with_camera(url: &str, code: &str, name: &str) -> Self {
        Self::start(&json!({ "by": "websocket", "url": url, "code": code, "name": name, "views": 1, "shows": "VP8" }))
    }

    /// The same, in a network that lets through only the relay that the server announces.
    pub fn relayed(url: &str, code: &str, name: &str) -> Self {
        Self::start(&json!({ "by": "websocket", "url": url, "code": code, "name": name, "relayed": true }))
    }

    /// A program that publishes to a WHIP URL, or listens at a WHEP URL.
    pub fn program(by: &str, url: &str, key: &str) -> Self {
        Self::start(&json!({ "by": by, "url": url, "key": key }))
    }

    /// A program that publishes audio, and video with this codec.
    pub fn camera(url: &str, key: &str, codec: &str) -> Self {
        Self::start(&json!({ "by": "whip", "url": url, "key": key, "shows": codec }))
    }

    /// The same in VP8, in a network that loses packets. With `repeats` it sends them again in a stream of their own.
    pub fn losing_camera(url: &str, key: &str, repeats: bool) -> Self {
        let wanted =
            json!({ "by": "whip", "url": url, "key": key, "shows": "VP8", "loses": "out", "repeats": repeats });
        Self::start(&wanted)
    }

    /// A program that listens, and watches everyone who sends video.
    pub fn screen(url: &str, key: &str, loses: bool) -> Self {
        let loses = loses.then_some("in");
        Self::start(&json!({ "by": "whep", "url": url, "key": key, "views": 1, "loses": loses }))
    }

    fn start(wanted: &Value) -> Self {
        let root = Path::new(env!("CARGO_MANIFEST_DIR"));
        let packages = root.join(".tools/python");
        assert!(
            packages.join("aiortc").is_dir(),
            "the tests' Python packages are missing: scripts/setup test installs them"
        );
        let mut process = Command::new("python3")
            .arg(root.join("tests/support/aiortc_peer.py"))
            .arg(wanted.to_string())
            .env("PYTHONPATH", packages)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("python3 starts");
        let words = process.stdin.take().expect("it is piped");
        let told = Lines::of(process.stdout.take().expect("it is piped"));
        Self { process, words, told }
    }

    /// Its next report. It gives up by itself what takes too long.
    fn next(&mut self) -> Value {
        serde_json::from_str(&self.told.next("aiortc's answer", PATIENCE)).expect("a line is JSON")
    }

    /// Waits until it has joined and has offered; returns its id, if it is in the room.
    pub fn is_in(&mut self) -> String {
        self.next()["id"].as_str().unwrap_or_default().to_owned()
    }

    fn does(&mut self, word: &str) {
        self.does_to(word, "");
    }

    fn does_to(&mut self, word: &str, whom: &str) -> Value {
        writeln!(self.words, "{word}: {whom}").expect("it listens");
        let next = self.next();
        assert_eq!(next["done"], word);
        next["told"].clone()
    }

    /// Waits until it has heard a tone for a while.
    pub fn hears(&mut self) {
        self.does("hear");
    }

    /// Waits until it has heard nothing for a while.
    pub fn hears_nothing(&mut self) {
        self.does("hear nothing");
    }

    /// Watches this participant, and nobody else.
    pub fn watches(&mut self, whom: &str) {
        self.does_to("watch", whom);
    }

    /// Watches this participant's screen, and nothing else.
    pub fn watches_screen(&mut self, whom: &str) {
        self.does_to("watch screen", whom);
    }

    /// Turns its camera on: the refusal's code, if there was one.
    pub fn shows_camera(&mut self) -> Option<String> {
        self.does_to("show", "").as_str().map(str::to_owned)
    }

    /// Shares a screen: the refusal's code, if there was one.
    pub fn shares_screen(&mut self) -> Option<String> {
        self.does_to("share", "").as_str().map(str::to_owned)
    }

    /// How many key frames its camera was asked for.
    pub fn was_asked_for_whole_pictures(&mut self) -> u64 {
        self.does_to("whole", "").as_u64().expect("a number")
    }

    /// How many packets came or went in streams of retransmissions. No two packets had the same nonce.
    pub fn retransmissions(&mut self) -> u64 {
        let nonces = self.does_to("nonces", "");
        assert_eq!(nonces["reused"], 0, "{nonces}");
        nonces["retransmissions"].as_u64().expect("a number")
    }

    /// Asks for 17 packets again, each 6,000 times. How many packets came.
    pub fn floods_with_requests(&mut self) -> u64 {
        self.does_to("flood", "").as_u64().expect("a number")
    }

    /// Waits until it has seen a changing picture for a while.
    pub fn sees(&mut self) {
        self.does("see");
    }

    /// Waits until it has seen no change for a while.
    pub fn sees_nothing(&mut self) {
        self.does("see nothing");
    }

    pub fn unmutes(&mut self) {
        self.does("unmute");
    }

    /// Ends its stream properly, by the way it came.
    pub fn leaves(&mut self) {
        self.does("leave");
    }
}

impl Drop for Aiortc {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
