//! Stream keys: who creates them, what each is valid for, and for how long.

use std::sync::Arc;

use lyceum::access::Role;
use reqwest::Method;
use serde_json::json;

use super::{FRAGMENT, Key, Stream, fragment};
use crate::{
    media::{Class, in_order},
    realtime::Lesson,
    support::{
        app::TestApp,
        http::{Answer, Api, client},
    },
};

#[actix_web::test]
async fn a_key_ends_with_its_lesson_and_is_valid_for_no_other() {
    let lesson = Lesson::planned(json!({"guestsAllowed": false, "waitingRoom": true, "capacity": 1})).await;
    let (key, other) = (Key::issue(&lesson, "publish", "OBS").await, Key::issue(&lesson, "publish", "Camera").await);
    let early = key.post("v=0").await;
    assert_eq!((early.refusal().as_str(), early.header("retry-after")), ("not_live", "5"));
    let mut teacher = lesson.start().await;
    // Neither a waiting room nor the lack of an account stops a teacher's program; the capacity of the room does.
    let stream = Stream::open(&lesson, &key, Some(b'o'), 0).await;
    assert_eq!(other.post("v=0").await.refusal(), "room_full");
    let (code, _other_teacher) = Lesson::on(&lesson.app).await;
    let abroad = Key { url: format!("{}/whip/{code}", lesson.app.url), ..other.clone() };
    assert_eq!(abroad.post("v=0").await.refusal(), "stream_key_wrong");
    teacher.ask("on.sessionTerminate", json!({})).await.expect("the teacher ends");
    assert_eq!(teacher.closed().await.0, 4001);
    assert_eq!(stream.delete().await.refusal(), "lesson_ended");
    assert_eq!(other.post("v=0").await.refusal(), "lesson_ended");
    let path = format!("/sessions/{}/stream-keys", lesson.id);
    assert_eq!(lesson.app.get(&path, Some(&lesson.token)).await, (200, json!([])));
    let late = lesson.app.post(&path, Some(&lesson.token), json!({"kind": "view", "name": "Radio"})).await;
    assert_eq!((late.0, &late.1["error"]["code"]), (410, &json!("lesson_ended")));
}

#[actix_web::test]
async fn only_its_own_key_changes_or_ends_a_stream() {
    let Class { lesson, ben, .. } = Class::begin().await;
    let (key, camera) = (Key::issue(&lesson, "publish", "OBS").await, Key::issue(&lesson, "publish", "Camera").await);
    let (view, gone) = (Key::issue(&lesson, "view", "Radio").await, Key::issue(&lesson, "publish", "Gone").await);
    gone.revoke(&lesson).await;
    let stream = Stream::open(&lesson, &key, Some(b'o'), 0).await;
    stream.voice.speak(true);
    ben.voice.hears(b'o', 5).await;
    // Of another teacher's lesson on the same server.
    let token = lesson.app.account("other", "teacher").await;
    let planned = json!({"sessionTitle": "Rivers", "dateTimeOfSession": "2026-11-20T09:00:00Z"});
    let (_, planned) = lesson.app.post("/sessions", Some(&token), planned).await;
    let text = |name: &str| planned[name].as_str().expect("a text").to_owned();
    let abroad = Lesson { app: Arc::clone(&lesson.app), id: text("id"), code: text("sessionCode"), token };
    let foreign = Key::issue(&abroad, "publish", "OBS").await;
    let nobodys = Key { secret: "x".repeat(38), ..key.clone() };
    for (other, status, refusal) in [
        (&camera, 404, "stream_unknown"),
        (&view, 403, "stream_key_other"),
        (&gone, 401, "stream_key_wrong"),
        (&foreign, 401, "stream_key_wrong"),
        (&nobodys, 401, "stream_key_wrong"),
    ] {
        let patch = other.request("PATCH", &stream.url).header("content-type", FRAGMENT).header("if-match", "*");
        for request in [patch.body(fragment("another")), other.request("DELETE", &stream.url)] {
            let answer = Answer::of(request).await;
            assert_eq!((answer.status.as_u16(), answer.refusal().as_str()), (status, refusal), "{}", other.url);
            assert!(status != 401 || answer.header("www-authenticate") == "Bearer");
        }
    }
    for method in ["PATCH", "DELETE"] {
        let without = client().request(Method::from_bytes(method.as_bytes()).expect("one"), &stream.url);
        assert_eq!(Answer::of(without.header("if-match", "*")).await.refusal(), "stream_key_wrong", "{method}");
    }
    ben.voice.heard();
    in_order(&ben.voice.hears(b'o', 10).await);
    assert_eq!(stream.delete().await.status, 200);
}

#[actix_web::test]
async fn only_its_teacher_creates_and_sees_a_key() {
    let app = TestApp::start();
    for (who, role) in [("tess", Role::Teacher), ("tom", Role::Teacher)] {
        app.person(who, role).await;
    }
    let (tess, tom) = (Api::of(&app, "tess").await, Api::of(&app, "tom").await);
    let session = tess.plan("Fractions").await;
    let path = format!("/sessions/{}/stream-keys", session["id"].as_str().expect("an id"));
    let made = tess.post(&path, json!({"kind": "view", "name": "  Radio "})).await;
    let secret = made.json()["key"].as_str().expect("a key").to_owned();
    assert_eq!(made.json()["name"], "Radio");
    let listed = tess.get(&path).await;
    assert!(listed.json()[0]["name"] == "Radio" && !listed.text.contains(&secret));
    assert_eq!(tom.get(&path).await.refusal(), "session_unknown");
    assert_eq!(tom.post(&path, json!({"kind": "view", "name": "Radio"})).await.refusal(), "session_unknown");
    let key = format!("{path}/{}", made.json()["id"].as_str().expect("an id"));
    assert_eq!(tom.delete(&key).await.refusal(), "session_unknown");
    for (wanted, refusal) in [
        (json!({"kind": "watch", "name": "Radio"}), "stream_kind_bad"),
        (json!({"kind": "view"}), "name_empty"),
        (json!({"kind": "view", "name": "x".repeat(41)}), "name_too_long"),
    ] {
        assert_eq!(tess.post(&path, wanted).await.refusal(), refusal);
    }
    for number in 1..20 {
        assert_eq!(tess.post(&path, json!({"kind": "publish", "name": format!("Camera {number}")})).await.status, 201);
    }
    assert_eq!(tess.post(&path, json!({"kind": "view", "name": "One more"})).await.refusal(), "stream_keys_many");
    assert_eq!(tess.delete(&key).await.status, 200);
    assert_eq!(tess.delete(&key).await.refusal(), "stream_key_unknown");
}
