//! The disk becomes full during a lesson: a small file system of the test's own, which only root may mount.

use serde_json::{Value, json};

use super::lesson::Running;
use crate::support::{
    client::Client,
    http::client,
    program::{Data, Server, Starting, serve},
    small_disk::SmallDisk,
    timeouts::until,
};

async fn ready(url: &str) -> u16 {
    client().get(format!("{url}/readyz")).send().await.expect("an answer").status().as_u16()
}

#[actix_web::test]
async fn on_a_full_disk_writes_are_refused_and_the_lesson_recovers() {
    let Some(disk) = SmallDisk::of(320) else { return };
    let data = Data::within(disk.path());
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
    // Features without the disk keep working.
    student.ask("on.handRaise", json!({})).await.expect("hands are in memory");
    teacher.hear("on.handRaise").await;

    disk.clear();
    let said = until("a line that is kept", async || {
        // The database may have stopped, and is coming back.
        student.ask("on.message", line.clone()).await.inspect_err(|code| assert_eq!(code, "not_kept"))
    })
    .await;
    running.server.logs("there is room again on the disk");
    let snapshot = teacher.ask("on.snapshot", json!({})).await.expect("the room");
    let lines: Vec<&Value> =
        snapshot["messages"].as_array().expect("lines").iter().map(|line| &line["message"]).collect();
    assert_eq!(lines, [&json!("There is room"), &json!("What is magma?")], "each once");
    assert_eq!(snapshot["messages"][1]["messageId"], said["messageId"]);
    until("a server that is ready again", async || match ready(&running.url).await {
        200 => Ok(()),
        status => Err(status),
    })
    .await;
    // Nothing that was acknowledged is lost, in a crash as well.
    let running = running.again(&data).await;
    let (mut again, _) = Client::guest(&running.url, &running.code, "Ben").await;
    let snapshot = again.ask("on.snapshot", json!({})).await.expect("the room");
    assert_eq!(snapshot["messages"].as_array().map(Vec::len), Some(2));
    running.server.stop();
}

/// Starts on a full disk, with or without a school on it: the server waits, and says so.
async fn starts_once_there_is_room(disk: &SmallDisk, data: &Data) -> Server {
    disk.fill();
    let starting = Starting::begin(&mut serve(data));
    let url = format!("http://{}", starting.waits_at());
    assert_eq!(ready(&url).await, 503);
    let answer = client().get(format!("{url}/readyz")).send().await.expect("an answer");
    assert_eq!(answer.headers()["retry-after"], "10");
    let body: Value = answer.json().await.expect("JSON");
    assert_eq!(body["error"]["code"], "disk_full", "{body}");
    let alive = client().get(format!("{url}/healthz")).send().await.expect("an answer");
    assert_eq!(alive.status(), 200, "it need not be started again");
    let page = client().get(format!("{url}/")).header("accept", "text/html").send().await.expect("an answer");
    assert_eq!(page.status(), 503);
    assert!(page.text().await.expect("a page").contains("disk is full"));
    disk.clear();
    let server = starting.ready();
    assert_eq!(ready(&format!("http://{}", server.address)).await, 200);
    server
}

#[actix_web::test]
async fn a_start_on_a_full_disk_waits_for_room_and_says_so() {
    let Some(disk) = SmallDisk::of(320) else { return };
    let data = Data::within(disk.path());
    starts_once_there_is_room(&disk, &data).await.stop();
    starts_once_there_is_room(&disk, &data).await.stop();
    // And it may be stopped while it waits.
    disk.fill();
    let starting = Starting::begin(&mut serve(&data));
    starting.waits_at();
    starting.stop();
}
