//! A request that is sent twice makes one thing.

use futures_util::future::join_all;
use image::ImageFormat;
use lyceum::access::Role;
use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{
    app::TestApp,
    files::{file, picture},
    http::{Answer, Api},
};

async fn send(api: &Api, path: &str, key: &str, body: &Value) -> Answer {
    Answer::of(api.request(Method::POST, path).header("idempotency-key", key).json(body)).await
}

fn lesson(title: &str) -> Value {
    json!({ "sessionTitle": title, "dateTimeOfSession": "2030-01-07T09:00:00Z" })
}

fn count(app: &TestApp, table: &str) -> String {
    app.texts(&format!("SELECT count(*)::text AS text FROM {table}")).remove(0)
}

#[actix_web::test]
async fn equal_requests_at_once_plan_one_lesson() {
    let app = TestApp::start();
    app.teacher("maria").await;
    let maria = Api::of(&app, "maria").await;
    let body = lesson("Volcanoes");
    let answers = join_all((0..8).map(|at| send(&maria, ["/sessions", "/api/sessions"][at % 2], "k1", &body))).await;
    for answer in &answers {
        assert_eq!(answer.status, 201, "{}", answer.text);
        assert_eq!(answer.json()["id"], answers[0].json()["id"]);
    }
    assert_eq!(count(&app, "sessions"), "1");
    assert_eq!(app.trail().iter().filter(|line| line.contains("session-created")).count(), 1);
    // Without a key, and with another one, each request plans a lesson.
    send(&maria, "/sessions", "\"k2\"", &body).await;
    maria.post("/sessions", body).await;
    assert_eq!(count(&app, "sessions"), "3");
}

#[actix_web::test]
async fn a_key_belongs_to_one_request_of_one_person() {
    let app = TestApp::start();
    app.teacher("maria").await;
    app.teacher("ben").await;
    let (maria, ben) = (Api::of(&app, "maria").await, Api::of(&app, "ben").await);
    let first = send(&maria, "/sessions", "k", &lesson("One")).await.json();
    assert_eq!(send(&maria, "/sessions", "k", &lesson("Two")).await.refusal(), "key_reused");
    assert_ne!(send(&ben, "/sessions", "k", &lesson("One")).await.json()["id"], first["id"]);
    for bad in ["", &"k".repeat(256)] {
        assert_eq!(send(&maria, "/sessions", bad, &lesson("One")).await.refusal(), "key_bad");
    }
    // A refused request has made nothing, so its key is free.
    assert_eq!(send(&maria, "/sessions", "free", &lesson(" ")).await.refusal(), "title_empty");
    assert_eq!(send(&maria, "/sessions", "free", &lesson("Three")).await.status, 201);
    // After a day it is forgotten.
    app.sql("UPDATE idempotency_keys SET created_at = created_at - INTERVAL '25 hours'");
    assert_ne!(send(&maria, "/sessions", "k", &lesson("One")).await.json()["id"], first["id"]);
}

#[actix_web::test]
async fn everything_that_is_made_is_made_once() {
    let app = TestApp::start();
    app.teacher("maria").await;
    app.person("alice", Role::Administrator).await;
    let (maria, alice) = (Api::of(&app, "maria").await, Api::of(&app, "alice").await);
    let session = maria.plan("Volcanoes").await["id"].as_str().expect("an id").to_owned();
    let keys = format!("/sessions/{session}/stream-keys");
    for (api, path, body, table) in [
        (
            &maria,
            "/experiences",
            json!({ "Title": "Planets", "content": [{ "kind": "text", "text": "Eight." }] }),
            "experiences",
        ),
        (&maria, "/invite", json!({ "email": "friend@school.example" }), "invitations"),
        (&maria, keys.as_str(), json!({ "kind": "publish", "name": "OBS" }), "stream_keys"),
        (
            &alice,
            "/people",
            json!({ "people": "Zoe, zoe@school.example\ncy@school.example", "role": "teacher" }),
            "people",
        ),
    ] {
        let before: u32 = count(&app, table).parse().expect("a number");
        let answers = join_all((0..3).map(|_| send(api, path, "once", &body))).await;
        for answer in &answers {
            assert!(answer.status.is_success(), "{path}: {}", answer.text);
            assert_eq!(answer.text, answers[0].text, "{path}");
        }
        assert_eq!(count(&app, table), (before + 1).to_string(), "{path}");
    }
    let mails = app.mails().await;
    assert_eq!(mails.iter().filter(|mail| mail.address == "friend@school.example").count(), 1, "{mails:?}");

    let photo = picture(40, 30, ImageFormat::Png);
    let upload = || {
        let request = maria.request(Method::POST, "/upload").header("idempotency-key", "once");
        Answer::of(file(request, "cone.png", &photo))
    };
    let (one, other) = (upload().await, upload().await);
    assert_eq!((one.status.as_u16(), &one.json()[0]["id"]), (201, &other.json()[0]["id"]), "{}", other.text);
    assert_eq!(count(&app, "uploads"), "1");
}

#[actix_web::test]
async fn the_keys_of_one_person_are_bounded() {
    let app = TestApp::start();
    let id = app.teacher("maria").await;
    let maria = Api::of(&app, "maria").await;
    app.sql(&format!(
        "INSERT INTO idempotency_keys SELECT '{id}', decode(md5(n::text), 'hex'), '', '{id}', now() - n * INTERVAL '1 second'
         FROM generate_series(1, 1000) n"
    ));
    send(&maria, "/sessions", "k", &lesson("One")).await;
    assert_eq!(count(&app, "idempotency_keys"), "1000");
    assert_eq!(send(&maria, "/sessions", "k", &lesson("One")).await.status, 201, "the newest one is kept");
    assert_eq!(count(&app, "sessions"), "1");
}
