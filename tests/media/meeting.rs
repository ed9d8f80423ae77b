//! Meetings by the packets of the video-conferencing design, with a client that knows nothing else (`meeting_peer.py`).

use std::{path::Path, time::Duration};

use serde_json::json;
use tokio::{process::Command, time::timeout};

use crate::support::app::TestApp;

/// Longer than the program waits itself, so that it can tell what did not happen.
const PATIENCE: Duration = Duration::from_secs(150);

#[actix_web::test]
async fn a_client_of_another_make_plays_a_whole_meeting_by_packets_alone() {
    let app = TestApp::start();
    let mut tokens = vec![app.account("host", "teacher").await];
    for username in ["ben", "eve"] {
        tokens.push(app.account(username, "student").await);
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let playing = Command::new("python3")
        .arg(root.join("tests/support/meeting_peer.py"))
        .arg(json!({ "url": app.url, "tokens": tokens }).to_string())
        .env("PYTHONPATH", root.join(".tools/python"))
        .kill_on_drop(true)
        .output();
    let output = timeout(PATIENCE, playing).await.expect("the program ends by itself").expect("python3 starts");
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{told}");
    assert_eq!(String::from_utf8_lossy(&output.stdout).trim(), "played", "{told}");
}

#[actix_web::test]
async fn only_those_who_plan_lessons_start_meetings_and_a_full_one_sends_away() {
    let app = TestApp::start();
    let (host, ben) = (app.account("host", "teacher").await, app.account("ben", "student").await);
    let (status, refused) = app.post("/meeting", Some(&ben), json!({})).await;
    assert_eq!((status, &refused["error"]["code"]), (403, &json!("not_allowed")));
    let (status, meeting) = app.post("/meeting", Some(&host), json!({})).await;
    assert_eq!((status, &meeting["users"]), (201, &json!(0)), "{meeting}");
    let id = meeting["meeting_id"].as_str().expect("an id");
    let address = meeting["address"].as_str().expect("an address");
    assert!(address.starts_with("ws://127.0.0.1:") && address.ends_with("/meeting/socket"), "{address}");
    let (status, found) = app.post("/meeting/join", Some(&ben), json!({ "meeting_id": id })).await;
    assert_eq!((status, &found["address"]), (200, &meeting["address"]));
    let (status, _) = app.post("/meeting/join", None, json!({ "meeting_id": id })).await;
    assert_eq!(status, 401);
    let (status, _) = app.post("/meeting/join", Some(&ben), json!({ "meeting_id": "22222" })).await;
    assert_eq!(status, 404);
    // Leaving where one is not changes nothing.
    let (status, _) = app.post("/meeting/leave", Some(&ben), json!({ "meeting_id": id })).await;
    assert_eq!(status, 200);
    let (status, _) = app.post(&format!("/meeting/end/{id}"), Some(&host), json!({})).await;
    assert_eq!(status, 200);
}
