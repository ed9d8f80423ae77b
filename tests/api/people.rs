//! Administrators manage people's accounts.

use lyceum::access::Role;
use serde_json::json;

use crate::support::{
    app::{PASSWORD, TestApp},
    client::Client,
    http::Api,
};

#[actix_web::test]
async fn people_are_found_by_name_role_and_blocked_state() {
    let app = TestApp::start();
    app.person("alice", Role::Administrator).await;
    app.teacher("maria").await;
    let mario = app.person("mario_100", Role::Student).await;
    let api = Api::of(&app, "alice").await;
    api.put(&format!("/people/{mario}/block"), json!({ "reason": "spam" })).await;
    for (query, found) in [
        ("", &["alice", "maria", "mario_100"][..]),
        ("?search=MARI", &["maria", "mario_100"]),
        ("?search=maria@school", &["maria"]),
        ("?search=o_1", &["mario_100"]),
        ("?search=a_i", &[]),
        ("?search=%25", &[]),
        ("?search=%5C", &[]),
        ("?search=%00", &[]),
        ("?search='%20OR%201=1%20--", &[]),
        ("?role=teacher", &["maria"]),
        ("?blocked=true", &["mario_100"]),
        ("?blocked=false&search=mari", &["maria"]),
        ("?offset=2", &["mario_100"]),
        ("?offset=2000000000", &[]),
    ] {
        let answer = api.get(&format!("/people{query}")).await;
        assert_eq!(answer.status, 200, "{query}: {}", answer.text);
        let body = answer.json();
        let people = body["people"].as_array().expect("a list");
        let names: Vec<_> = people.iter().map(|person| person["username"].as_str().expect("a name")).collect();
        assert_eq!(names, found, "{query}");
        assert!(!answer.text.contains("$2b$"), "{}", answer.text);
    }
    assert_eq!(api.get("/people?offset=4000000000").await.refusal(), "body_bad", "it is no int32, as is described");
    assert_eq!(api.get("/people?role=king").await.refusal(), "role_unknown");
    assert_eq!(api.get("/people/nonsense").await.refusal(), "person_unknown");
}

#[actix_web::test]
async fn a_blocked_person_cannot_sign_in_until_unblocked_and_old_logins_stay_ended() {
    let app = TestApp::start();
    app.person("alice", Role::Administrator).await;
    let maria = app.teacher("maria").await;
    let (alice, signed_in) = (Api::of(&app, "alice").await, Api::of(&app, "maria").await);
    let block = format!("/people/{maria}/block");
    assert_eq!(alice.put(&block, json!({ "reason": " " })).await.refusal(), "reason_bad");
    let blocked = alice.put(&block, json!({ "reason": "They shout." })).await.json();
    assert_eq!((&blocked["blocked"], &blocked["blockedReason"]), (&json!(true), &json!("They shout.")));
    let sign_in = || async {
        Api::public(&app).post("/auth/local", json!({ "identifier": "maria", "password": PASSWORD })).await
    };
    assert_eq!(sign_in().await.refusal(), "blocked");
    assert_eq!(signed_in.get("/usersme").await.refusal(), "sign_in_needed");
    let again = alice.put(&block, json!({ "reason": "Another reason." })).await.json();
    assert_eq!(again["blockedReason"], "Another reason.");
    let open = alice.delete(&block).await.json();
    assert_eq!((&open["blocked"], &open["blockedReason"]), (&json!(false), &json!(null)));
    assert_eq!(sign_in().await.status, 200);
    assert_eq!(signed_in.get("/usersme").await.refusal(), "sign_in_needed");
}

#[actix_web::test]
async fn a_new_role_applies_from_the_next_request() {
    let app = TestApp::start();
    app.person("alice", Role::Administrator).await;
    let sofia = app.person("sofia", Role::Student).await;
    let (alice, student) = (Api::of(&app, "alice").await, Api::of(&app, "sofia").await);
    assert_eq!(student.get("/sessions").await.refusal(), "not_allowed");
    let role = format!("/people/{sofia}/role");
    assert_eq!(alice.put(&role, json!({ "role": "king" })).await.refusal(), "role_unknown");
    assert_eq!(alice.put(&role, json!({ "role": "teacher" })).await.json()["role"], "teacher");
    assert_eq!(student.get("/sessions").await.status, 200);
}

#[actix_web::test]
async fn resetting_access_ends_logins_and_mails_a_link() {
    let app = TestApp::start();
    app.person("alice", Role::Administrator).await;
    let maria = app.teacher("maria").await;
    let (alice, signed_in) = (Api::of(&app, "alice").await, Api::of(&app, "maria").await);
    let reset = format!("/people/{maria}/reset-access");
    assert_eq!(alice.post(&reset, json!({})).await.status, 200);
    assert_eq!(signed_in.get("/usersme").await.refusal(), "sign_in_needed");
    let api = Api::public(&app);
    let sign_in =
        |password: &'static str| api.post("/auth/local", json!({ "identifier": "maria", "password": password }));
    assert_eq!(sign_in(PASSWORD).await.refusal(), "sign_in_wrong");
    let code = app.mailed_token("maria@school.example").await;
    let new = json!({ "code": code, "password": "a brand new secret" });
    assert_eq!(api.post("/auth/reset-password", new).await.status, 200);
    assert_eq!(sign_in("a brand new secret").await.status, 200);
    alice.put(&format!("/people/{maria}/block"), json!({ "reason": "spam" })).await;
    assert_eq!(alice.post(&reset, json!({})).await.refusal(), "person_blocked");
}

#[actix_web::test]
async fn administrators_cannot_lock_themselves_out() {
    let app = TestApp::start();
    let alice = app.person("alice", Role::Administrator).await;
    let api = Api::of(&app, "alice").await;
    let own = |what: &str| format!("/people/{alice}/{what}");
    assert_eq!(api.put(&own("block"), json!({ "reason": "spam" })).await.refusal(), "own_account");
    assert_eq!(api.put(&own("role"), json!({ "role": "student" })).await.refusal(), "own_account");
    assert_eq!(api.post(&own("reset-access"), json!({})).await.refusal(), "own_account");
    assert_eq!(api.get("/usersme").await.status, 200);
}

#[actix_web::test]
async fn two_administrators_cannot_demote_each_other_at_once() {
    let app = TestApp::start();
    let (alice, ben) = (app.person("alice", Role::Administrator).await, app.person("ben", Role::Administrator).await);
    let (by_alice, by_ben) = (Api::of(&app, "alice").await, Api::of(&app, "ben").await);
    let left = || app.texts("SELECT username AS text FROM people WHERE role = 'administrator' AND blocked_at IS NULL");
    for round in 0..5 {
        let (one, other) = (format!("/people/{ben}"), format!("/people/{alice}"));
        let what = if round % 2 == 0 { "role" } else { "block" };
        let change = json!({ "role": "teacher", "reason": "a quarrel" });
        let (first, second) = (format!("{one}/{what}"), format!("{other}/{what}"));
        futures_util::join!(by_alice.put(&first, change.clone()), by_ben.put(&second, change));
        assert_eq!(left().len(), 1, "round {round}");
        app.sql("UPDATE people SET role = 'administrator', blocked_at = NULL, blocked_reason = NULL");
    }
}

#[actix_web::test]
async fn a_former_teacher_leads_no_lesson() {
    let app = TestApp::start();
    app.person("alice", Role::Administrator).await;
    let maria = app.teacher("maria").await;
    let (alice, teacher) = (Api::of(&app, "alice").await, Api::of(&app, "maria").await);
    let code = teacher.plan("Fractions").await["sessionCode"].as_str().expect("a code").to_owned();
    let signed_in = Api::public(&app).post("/auth/local", json!({ "identifier": "maria", "password": PASSWORD })).await;
    let join = json!({ "sessionId": code, "token": signed_in.json()["jwt"] });
    let mut before = Client::connect(&app.url).await;
    assert_eq!(before.ask("on.sessionJoin", join.clone()).await.expect("it is hers")["role"], "teacher");
    alice.put(&format!("/people/{maria}/role"), json!({ "role": "student" })).await;
    assert_eq!(before.closed().await.0, 4009, "she is asked to show who she is");
    let refused = Client::connect(&app.url).await.ask("on.sessionJoin", join).await;
    assert_eq!(refused, Err("not_allowed".into()));
}
