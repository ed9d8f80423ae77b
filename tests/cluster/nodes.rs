//! A change at one node takes effect at the other.

use lyceum::access::Role;
use serde_json::json;

use super::{card, join, lesson_on_two_nodes};
use crate::{
    realtime::Lesson,
    support::{
        app::{PASSWORD, TestApp},
        client::Client,
        http::{Api, Browser},
    },
};

#[actix_web::test]
async fn a_session_planned_at_one_node_is_found_at_the_other_until_it_is_deleted() {
    let (lesson, other) = lesson_on_two_nodes(json!({})).await;
    assert_eq!(card(&other, &lesson.code).await.expect("it was planned before")["sessionTitle"], "Volcanoes");
    let teacher = Api::with(&other, &lesson.token);
    let planned = teacher.plan("Rivers").await;
    let code = planned["sessionCode"].as_str().expect("a code");
    assert_eq!(card(&lesson.app, code).await.expect("it is known here")["sessionTitle"], "Rivers");
    let path = format!("/sessions/{}", planned["id"].as_str().expect("an id"));
    let changed = json!({ "sessionTitle": "Lakes", "dateTimeOfSession": "2030-01-07T09:00:00Z" });
    assert_eq!(teacher.put(&path, changed).await.status, 200);
    assert_eq!(card(&lesson.app, code).await.expect("it is known here")["sessionTitle"], "Lakes");
    assert!(teacher.delete(&path).await.status.is_success());
    assert_eq!(card(&lesson.app, code).await, Err("code_unknown".to_owned()));
}

#[actix_web::test]
async fn a_person_blocked_at_one_node_is_disconnected_at_the_other() {
    let (lesson, _teacher) = Lesson::live().await;
    let other = lesson.app.second_node();
    other.person("alice", Role::Administrator).await;
    let sofia = other.person("sofia", Role::Student).await;
    let token = Api::of(&lesson.app, "sofia").await.token().to_owned();
    let (mut student, _) = Client::join(&lesson.app.url, json!({ "sessionId": lesson.code, "token": token })).await;
    let alice = Api::of(&other, "alice").await;
    let blocked = alice.put(&format!("/people/{sofia}/block"), json!({ "reason": "They shout." })).await;
    assert_eq!(blocked.status, 200, "{}", blocked.text);
    assert_eq!(student.closed().await, (4009, "restarting".into()));
}

#[actix_web::test]
async fn a_person_erased_at_one_node_leaves_the_room_at_the_other() {
    let (lesson, mut teacher) = Lesson::live().await;
    let other = lesson.app.second_node();
    other.person("alice", Role::Administrator).await;
    let sofia = other.person("sofia", Role::Student).await;
    let token = Api::of(&lesson.app, "sofia").await.token().to_owned();
    let (mut student, _) = Client::join(&lesson.app.url, json!({ "sessionId": lesson.code, "token": token })).await;
    student.ask("on.message", json!({ "message": "Hello" })).await.expect("it is said");
    assert_eq!(teacher.hear("on.message").await[0]["message"], "Hello");
    let erased = Api::of(&other, "alice").await.delete(&format!("/people/{sofia}")).await;
    assert!(erased.status.is_success(), "{}", erased.text);
    student.closed().await;
    let named = lesson.app.texts("SELECT name AS text FROM participants WHERE name = 'Sofia'");
    assert!(named.is_empty(), "nothing that was still to be written names them: {named:?}");
}

#[actix_web::test]
async fn an_avatar_changed_at_one_node_is_seen_in_the_room_at_the_other() {
    let (lesson, mut teacher) = Lesson::live().await;
    let other = lesson.app.second_node();
    other.person("sofia", Role::Student).await;
    let sofia = Api::of(&other, "sofia").await;
    let joined = json!({ "sessionId": lesson.code, "token": sofia.token() });
    let (_student, _) = Client::join(&lesson.app.url, joined).await;
    let changed = sofia.put("/updateme", json!({ "avatar": { "skinColour": "#123456" } })).await;
    assert_eq!(changed.status, 200, "{}", changed.text);
    let seen = teacher.hear("on.participantAvatar").await;
    assert_eq!(seen["avatar"]["skinColour"], "#123456", "{seen}");
}

#[actix_web::test]
async fn a_setting_changed_at_one_node_applies_at_both() {
    let app = TestApp::start();
    let other = app.second_node();
    app.person("head", Role::Administrator).await;
    app.teacher("maria").await;
    let head = Browser::of(&app, "head").await;
    let wanted = [
        ("school_name", "Hill School"),
        ("language_en", "on"),
        ("capacity", "25"),
        ("highest_capacity", "40"),
        ("upload_mb", "200"),
        ("quota_mb", "2000"),
        ("empty_room_minutes", "10"),
        ("attendance_days", ""),
        ("guest_days", "30"),
        ("audit_days", "365"),
        ("registration_days", "7"),
        ("version", "0"),
    ];
    let saved = head.send("/admin/settings", "/admin/settings", &wanted).await;
    assert_eq!(saved.redirect_target(), "/admin/settings", "{}", saved.text);
    for node in [&app, &other] {
        assert_eq!(node.school.name(), "Hill School");
        let maria = Api::of(node, "maria").await;
        let large = json!({ "sessionTitle": "Rivers", "dateTimeOfSession": "2030-01-07T09:00:00Z", "capacity": 41 });
        assert_eq!(maria.post("/sessions", large).await.refusal(), "capacity_too_high");
    }
}

#[actix_web::test]
async fn a_stream_key_revoked_at_one_node_is_invalid_at_the_other() {
    let (lesson, _teacher) = Lesson::live().await;
    let other = lesson.app.second_node();
    let path = format!("/sessions/{}/stream-keys", lesson.id);
    let key = Api::with(&lesson.app, &lesson.token).post(&path, json!({ "kind": "view", "name": "Hall" })).await.json();
    let revoked =
        Api::with(&other, &lesson.token).delete(&format!("{path}/{}", key["id"].as_str().expect("an id"))).await;
    assert!(revoked.status.is_success(), "{}", revoked.text);
    let program = Api::with(&lesson.app, key["key"].as_str().expect("a key"));
    let offer = program.request(reqwest::Method::POST, &format!("/whep/{}", lesson.code));
    let offer = offer.header("content-type", "application/sdp").body("v=0");
    assert_eq!(crate::support::http::Answer::of(offer).await.refusal(), "stream_key_wrong");
}

#[actix_web::test]
async fn a_password_changed_at_one_node_ends_connections_at_the_other() {
    let (lesson, mut teacher) = Lesson::live().await;
    let other = lesson.app.second_node();
    let elsewhere = Api::sign_in(&other, "anna", PASSWORD).await;
    let changed = elsewhere.put("/updateme", json!({ "password": "a brand new secret" })).await;
    assert_eq!(changed.status, 200, "{}", changed.text);
    assert_eq!(teacher.closed().await, (4009, "restarting".into()));
}

#[actix_web::test]
async fn the_last_of_two_edits_applies_at_both_nodes() {
    let (lesson, other) = lesson_on_two_nodes(json!({})).await;
    let nodes = [Api::with(&lesson.app, &lesson.token), Api::with(&other, &lesson.token)];
    let path = format!("/sessions/{}", lesson.id);
    for _ in 0..20 {
        let edit = |node: usize, guests: bool| {
            let changed = json!({
                "sessionTitle": "Volcanoes", "dateTimeOfSession": "2026-11-20T09:00:00Z", "guestsAllowed": guests,
            });
            nodes[node].put(&path, changed)
        };
        let (one, two) = tokio::join!(edit(0, true), edit(1, false));
        assert!(one.status.is_success() && two.status.is_success(), "{} {}", one.text, two.text);
        let holds = nodes[0].get(&path).await.json()["guestsAllowed"].clone();
        for node in [&*lesson.app, &*other] {
            assert_eq!(card(node, &lesson.code).await.expect("it is known")["guestsAllowed"], holds);
        }
    }
    // The room follows the same rules.
    let holds = card(&lesson.app, &lesson.code).await.expect("it is known")["guestsAllowed"] == true;
    let guest = Client::connect(&lesson.app.url).await.ask("on.sessionJoin", join(&lesson.code, "Max")).await;
    assert_eq!(guest.is_ok(), holds, "{guest:?}");
}
