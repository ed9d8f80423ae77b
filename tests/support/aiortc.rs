//! A WebRTC client of another make (aiortc, of PyPI): a Python program that speaks a tone, and says when it hears one.

use std::{
    io::Write,
    path::Path,
    process::{Child, ChildStdin, Command, Stdio},
    time::Duration,
};

use serde_json::{Value, json};

use super::lines::Lines;

/// Longer than the program itself waits for anything, so that it can say what did not happen.
const PATIENCE: Duration = Duration::from_secs(75);

pub struct Aiortc {
    process: Child,
    words: ChildStdin,
    told: Lines,
}

impl Aiortc {
    /// A guest who is about to come into the room.
    pub fn guest(url: &str, code: &str, name: &str) -> Self {
        Self::start(&json!({ "by": "websocket", "url": url, "code": code, "name": name, "views": 1 }))
    }

    /// The same, in a network that lets nothing through but what goes by the relay that the server tells of.
    pub fn relayed(url: &str, code: &str, name: &str) -> Self {
        Self::start(&json!({ "by": "websocket", "url": url, "code": code, "name": name, "relayed": true }))
    }

    /// A program that is about to speak at a WHIP address, or to listen at one of WHEP.
    pub fn program(by: &str, url: &str, key: &str) -> Self {
        Self::start(&json!({ "by": by, "url": url, "key": key }))
    }

    /// A program that is about to speak and to show a picture in this codec; the network loses some of it, or not.
    pub fn camera(url: &str, key: &str, codec: &str, loses: bool) -> Self {
        let loses = loses.then_some("out");
        Self::start(&json!({ "by": "whip", "url": url, "key": key, "shows": codec, "loses": loses }))
    }

    /// A program that is about to listen, and to see whoever shows something.
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

    /// The next that it tells. It gives up by itself what takes too long.
    fn next(&mut self) -> Value {
        serde_json::from_str(&self.told.next("aiortc's answer", PATIENCE)).expect("a line is JSON")
    }

    /// Waits until it is in, and has offered; its id, if it is in the room.
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

    /// Waits until a tone is heard for a while.
    pub fn hears(&mut self) {
        self.does("hear");
    }

    /// Waits until nothing has been heard for a while.
    pub fn hears_nothing(&mut self) {
        self.does("hear nothing");
    }

    /// Wants to see this one, and nobody else.
    pub fn watches(&mut self, whom: &str) {
        self.does_to("watch", whom);
    }

    /// How often its camera was asked for a picture that stands by itself.
    pub fn was_asked_for_whole_pictures(&mut self) -> u64 {
        self.does_to("whole", "").as_u64().expect("a number")
    }

    /// Waits until a picture is seen to change for a while.
    pub fn sees(&mut self) {
        self.does("see");
    }

    /// Waits until nothing has been seen to change for a while.
    pub fn sees_nothing(&mut self) {
        self.does("see nothing");
    }

    pub fn unmutes(&mut self) {
        self.does("unmute");
    }

    /// Ends its stream as is decent, by what it came.
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
