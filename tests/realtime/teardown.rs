//! A server that a test drops leaves nothing running: otherwise hundreds of servers would run beside the last tests.

use std::fs;

use nix::sys::signal::{SigSet, Signal};
use serde_json::json;

use super::Lesson;
use crate::support::{app::TestApp, client::Client, timeouts::until};

/// Nothing else blocks this signal, and a thread inherits the blocked signals of its parent.
const MARK: Signal = Signal::SIGWINCH;

/// How many threads of this process block the signal (proc_pid_status(5)).
fn marked() -> usize {
    let blocks = |status: &str| {
        let mask = status.lines().find_map(|line| line.strip_prefix("SigBlk:"))?;
        Some(u64::from_str_radix(mask.trim(), 16).ok()? & 1 << (MARK as u64 - 1) != 0)
    };
    let tasks = fs::read_dir("/proc/self/task").expect("this process has threads").filter_map(Result::ok);
    let statuses = tasks.filter_map(|task| fs::read_to_string(task.path().join("status")).ok());
    // The threads of a connection pool end at their next maintenance, within half a minute.
    let own = statuses.filter(|status| !status.starts_with("Name:\tr2d2-worker"));
    own.filter(|status| blocks(status) == Some(true)).count()
}

#[actix_web::test]
async fn no_thread_outlives_its_server() {
    // The database of all tests starts with the first server, and stays.
    drop(TestApp::start());
    let mark = SigSet::from(MARK);
    mark.thread_block().expect("a thread may block a signal");
    let app = TestApp::start();
    mark.thread_unblock().expect("a thread may block a signal");
    let lesson = Lesson::planned_on(app, json!({})).await;
    let mut teacher = lesson.start().await;
    let (_student, _) = Client::guest(&lesson.app.url, &lesson.code, "Maria").await;
    teacher.ask("on.message", json!({"message": "Is anybody there?"})).await.expect("said");
    assert!(marked() > 8, "its workers, its rooms, its shards and its connections: {}", marked());
    drop(lesson);
    until("the end of all its threads", async || match marked() {
        0 => Ok(()),
        some => Err(some),
    })
    .await;
}
