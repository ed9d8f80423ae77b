//! An administrator sees the live lessons, and can end one.

use lyceum::access::Role;
use serde_json::{Value, json};

use super::Lesson;
use crate::support::{
    client::Client,
    http::{Api, Browser},
    timeouts::until,
};

/// Asks until the metrics are as wanted: several threads count them.
async fn live_when(api: &Api, so: impl Fn(&Value) -> bool) -> Value {
    until("the wanted figures", async || {
        let live = api.get("/live").await.json();
        if so(&live) { Ok(live) } else { Err(live) }
    })
    .await
}

#[actix_web::test]
async fn an_administrator_sees_live_lessons_and_queues() {
    let lesson = Lesson::planned(json!({ "waitingRoom": true })).await;
    lesson.app.person("head", Role::Administrator).await;
    let head = Api::of(&lesson.app, "head").await;
    assert_eq!(head.get("/live").await.json(), json!({ "lessons": [], "unwritten": 0 }), "it is only planned");
    let _teacher = lesson.start().await;
    let (_guest, _) = Client::guest(&lesson.app.url, &lesson.code, "Mila").await;
    let live = live_when(&head, |live| live["lessons"][0]["room"]["waiting"] == 1).await;
    let told = &live["lessons"][0];
    assert_eq!((&told["sessionTitle"], &told["id"]), (&json!("Volcanoes"), &json!(lesson.id)));
    assert!(told["startedAt"].is_string(), "{told}");
    let room = &told["room"];
    assert_eq!((&room["people"], &room["connections"], &room["peers"]), (&json!(1), &json!(2), &json!(0)), "{room}");
    let page = Browser::of(&lesson.app, "head").await.get("/admin/live").await.text;
    assert!(page.contains("Volcanoes") && page.contains("+ 1 waiting") && page.contains("1 lesson"), "{page}");
}

#[actix_web::test]
async fn an_administrator_ends_a_lesson_and_the_trail_records_it() {
    let (lesson, mut teacher) = Lesson::live().await;
    let (mut guest, _) = Client::guest(&lesson.app.url, &lesson.code, "Mila").await;
    lesson.app.person("head", Role::Administrator).await;
    let head = Browser::of(&lesson.app, "head").await;
    let page = "/admin/live";
    let close = format!("{page}/{}/close", lesson.id);
    assert_eq!(head.send(page, &close, &[]).await.redirect_target(), page);
    teacher.hear("on.sessionTerminate").await;
    guest.hear("on.sessionTerminate").await;
    let after = head.get(page).await.text;
    assert!(after.contains("Lesson ended.") && after.contains("No lesson is live."), "{after}");
    assert_eq!(lesson.app.get(&format!("/codes/{}", lesson.code), None).await.0, 410);
    let ended: Vec<_> = lesson.app.trail().into_iter().filter(|line| line.contains("session-ended")).collect();
    assert_eq!(ended, ["Head | session-ended | Volcanoes"]);
    let from = lesson
        .app
        .texts("SELECT address AS text FROM audit JOIN audit_words ON line = audit.id WHERE deed = 'session-ended'");
    assert_eq!(from, ["127.0.0.1"]);
    let again = Api::of(&lesson.app, "head").await.post(&format!("/live/{}/close", lesson.id), json!({})).await;
    assert_eq!(again.refusal(), "session_unknown");
}
