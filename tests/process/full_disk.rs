//! The disk is full in the middle of a lesson, for real: a small file system of the test's own, which only root may mount.

use std::{
    fs::{self, File},
    io::Write,
    path::PathBuf,
    process::Command,
};

use serde_json::{Value, json};

use super::lesson::Running;
use crate::support::{
    client::{Client, PATIENCE},
    program::Data,
};

/// A file system in memory; it goes when this is dropped.
struct SmallDisk(tempfile::TempDir);

impl SmallDisk {
    /// `None` where one may not mount.
    fn mount() -> Option<Self> {
        let at = tempfile::tempdir().expect("a temporary directory");
        let mut mount = Command::new("mount");
        mount.args(["-t", "tmpfs", "-o", "size=320m,mode=0755", "lyceum-test"]).arg(at.path());
        let mounted = mount.output().is_ok_and(|output| output.status.success());
        mounted.then(|| Self(at))
    }

    fn filling(&self) -> PathBuf {
        self.0.path().join("filling")
    }

    fn fill(&self) {
        let mut file = File::create(self.filling()).expect("there is room for a name");
        let zeros = vec![0; 1 << 20];
        while file.write_all(&zeros).is_ok() {}
        // To the last byte.
        while file.write_all(&[0]).is_ok() {}
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg("--lazy").arg(self.0.path()).status();
    }
}

async fn ready(url: &str) -> u16 {
    reqwest::get(format!("{url}/readyz")).await.expect("an answer").status().as_u16()
}

#[actix_web::test]
async fn a_full_disk_refuses_what_cannot_be_kept_and_the_lesson_goes_on_when_there_is_room_again() {
    let Some(disk) = SmallDisk::mount() else {
        eprintln!("left out: a file system can be mounted by root alone, and not in every container");
        return;
    };
    let data = Data::within(disk.0.path());
    let (running, mut teacher) = Running::begin(&data).await;
    let (mut student, _) = Client::guest(&running.url, &running.code, "Maria").await;
    student.ask("on.message", json!({"message": "There is room"})).await.expect("it is kept");
    assert_eq!(ready(&running.url).await, 200);

    disk.fill();
    let line = json!({"message": "What is magma?", "clientId": "magma"});
    for _ in 0..3 {
        assert_eq!(student.ask("on.message", line.clone()).await, Err("not_kept".into()));
    }
    assert_eq!(ready(&running.url).await, 503);
    let told = "the disk of the data directory is full";
    let log = running.server.logged();
    assert_eq!(log.lines().filter(|line| line.contains(told)).count(), 1, "{log}");
    // What needs no disk goes on.
    student.ask("on.handRaise", json!({})).await.expect("hands are in memory");
    teacher.hear("on.handRaise").await;

    fs::remove_file(disk.filling()).expect("it is ours");
    let begun = std::time::Instant::now();
    let said = loop {
        match student.ask("on.message", line.clone()).await {
            Ok(said) => break said,
            // The database may have gone down, and is coming back.
            Err(code) => assert!(code == "not_kept" && begun.elapsed() < 3 * PATIENCE, "{code}"),
        }
    };
    running.server.logs("there is room again on the disk");
    let snapshot = teacher.ask("on.snapshot", json!({})).await.expect("the room");
    let lines: Vec<&Value> =
        snapshot["messages"].as_array().expect("lines").iter().map(|line| &line["message"]).collect();
    assert_eq!(lines, [&json!("There is room"), &json!("What is magma?")], "each once");
    assert_eq!(snapshot["messages"][1]["messageId"], said["messageId"]);
    while ready(&running.url).await != 200 {
        assert!(begun.elapsed() < 3 * PATIENCE, "it is not ready again");
    }
    // Nothing that was answered is lost, in a crash as well.
    let running = running.again(&data).await;
    let (mut again, _) = Client::guest(&running.url, &running.code, "Ben").await;
    let snapshot = again.ask("on.snapshot", json!({})).await.expect("the room");
    assert_eq!(snapshot["messages"].as_array().map(Vec::len), Some(2));
    running.server.stop();
}
