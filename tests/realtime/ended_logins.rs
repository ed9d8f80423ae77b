//! A person is blocked, or their logins end, during a lesson.

use lyceum::access::Role;
use reqwest::Method;
use serde_json::json;

use super::Lesson;
use crate::support::{
    app::PASSWORD,
    client::Client,
    http::{Api, Browser},
};

#[actix_web::test]
async fn a_blocked_person_leaves_the_lesson_and_cannot_return_even_as_a_guest() {
    let (lesson, mut teacher) = Lesson::live().await;
    let app = &lesson.app;
    app.person("alice", Role::Administrator).await;
    let sofia = app.person("sofia", Role::Student).await;
    let browser = Browser::of(app, "sofia").await;
    let token = Api::public(app)
        .post("/auth/local", json!({ "identifier": "sofia", "password": PASSWORD }))
        .await
        .json()["jwt"]
        .as_str()
        .expect("a token")
        .to_owned();
    let (mut student, _) = Client::join(&app.url, json!({ "sessionId": lesson.code, "token": token })).await;
    assert_eq!(teacher.hear("on.participantJoin").await["username"], "Sofia");
    let alice = Api::of(app, "alice").await;
    let blocked = alice.put(&format!("/people/{sofia}/block"), json!({ "reason": "They shout." })).await;
    assert_eq!(blocked.status, 200, "{}", blocked.text);
    assert_eq!(student.closed().await, (4009, "restarting".into()));

    let join = json!({ "sessionId": lesson.code, "token": token, "username": "Somebody" });
    assert_eq!(Client::connect(&app.url).await.ask("on.sessionJoin", join).await, Err("blocked".into()));
    let (cookie, ours) = (browser.cookies(), app.url.clone());
    let join = json!({ "sessionId": lesson.code, "username": "Somebody" });
    let mut page = Client::try_connect(&ours, &[("cookie", &cookie), ("origin", &ours)]).await.expect("it opens");
    assert_eq!(page.ask("on.sessionJoin", join).await, Err("blocked".into()));
}

#[actix_web::test]
async fn streams_of_a_blocked_teacher_end() {
    let (lesson, _teacher) = Lesson::live().await;
    let app = &lesson.app;
    app.person("alice", Role::Administrator).await;
    let teacher = Api::with(app, &lesson.token);
    let path = format!("/sessions/{}/stream-keys", lesson.id);
    let key = teacher.post(&path, json!({ "kind": "view", "name": "A player" })).await.json();
    let api = Api::with(app, key["key"].as_str().expect("a key"));
    let stream = format!("/whep/{}", lesson.code);
    let offer = || async {
        let request = api.request(Method::POST, &stream).header("content-type", "application/sdp").body("v=0");
        crate::support::http::Answer::of(request).await.refusal()
    };
    assert_ne!(offer().await, "stream_key_wrong");
    let anna = teacher.get("/usersme").await.json()["id"].as_str().expect("an id").to_owned();
    let alice = Api::of(app, "alice").await;
    assert_eq!(alice.put(&format!("/people/{anna}/block"), json!({ "reason": "spam" })).await.status, 200);
    assert_eq!(offer().await, "stream_key_wrong");
}

#[actix_web::test]
async fn changing_the_password_ends_other_logins_and_connections() {
    let (lesson, mut teacher) = Lesson::live().await;
    let app = &lesson.app;
    let other = Api::of(app, "anna").await;
    let answer = other.put("/updateme", json!({ "password": "a brand new secret" })).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    assert_eq!(teacher.closed().await, (4009, "restarting".into()));
    let join = |token: &str| json!({ "sessionId": lesson.code, "token": token });
    let mut again = Client::connect(&app.url).await;
    assert_eq!(again.ask("on.sessionJoin", join(&lesson.token)).await, Err("sign_in_needed".into()));
    let (_, joined) = Client::join(&app.url, join(other.token())).await;
    assert_eq!(joined["role"], "teacher");
}

#[actix_web::test]
async fn signing_out_on_one_device_leaves_the_lesson_on_another() {
    let (lesson, mut teacher) = Lesson::live().await;
    let app = &lesson.app;
    let other = Api::of(app, "anna").await;
    assert_eq!(other.post("/auth/logout", json!({})).await.status, 200);
    teacher.ask("on.snapshot", json!({})).await.expect("her lesson goes on");
    let join = json!({ "sessionId": lesson.code, "token": other.token() });
    assert_eq!(Client::connect(&app.url).await.ask("on.sessionJoin", join).await, Err("sign_in_needed".into()));
    // Now on the device that is in the lesson.
    assert_eq!(Api::with(app, &lesson.token).post("/auth/logout", json!({})).await.status, 200);
    assert_eq!(teacher.closed().await, (4009, "restarting".into()));
}

#[actix_web::test]
async fn signing_out_everywhere_ends_all_logins_and_connections() {
    let (lesson, mut teacher) = Lesson::live().await;
    let app = &lesson.app;
    let other = Api::of(app, "anna").await;
    // She signs out with another login than the one with which she joined.
    assert_eq!(other.post("/auth/logout-everywhere", json!({})).await.status, 200);
    assert_eq!(teacher.closed().await, (4009, "restarting".into()));
    let join = |token: &str| json!({ "sessionId": lesson.code, "token": token });
    for token in [lesson.token.as_str(), other.token()] {
        let mut again = Client::connect(&app.url).await;
        assert_eq!(again.ask("on.sessionJoin", join(token)).await, Err("sign_in_needed".into()));
    }
    let (_, joined) = Client::join(&app.url, join(Api::of(app, "anna").await.token())).await;
    assert_eq!(joined["role"], "teacher");
}

/// Whatever ends all of a person's logins ends everything that they prove: access tokens, refresh tokens, cookies, and open connections.
#[actix_web::test]
async fn ending_a_login_ends_its_tokens_and_connections() {
    let (lesson, _teacher) = Lesson::live().await;
    let app = &lesson.app;
    app.person("head", Role::Administrator).await;
    let head = Api::of(app, "head").await;
    let ways = ["password", "page", "link", "block", "reset", "sign-out", "signed-out-page", "copied", "erased"];
    for (number, way) in ways.into_iter().enumerate() {
        let name = format!("sofia{number}");
        let id = app.person(&name, Role::Student).await;
        let (other, page, second) =
            (Api::of(app, &name).await, Browser::of(app, &name).await, Browser::of(app, &name).await);
        let credentials = json!({ "identifier": name, "password": PASSWORD });
        let tokens = Api::public(app).post("/auth/local", credentials).await.json();
        let token = tokens["jwt"].as_str().expect("a token");
        let shows = Api::with(app, token);
        assert_eq!(shows.get("/usersme").await.status, 200, "{way}");
        let (mut connection, _) = Client::join(&app.url, json!({ "sessionId": lesson.code, "token": token })).await;

        let public = Api::public(app);
        let refresh = || public.post("/auth/refresh", json!({ "refreshToken": tokens["refreshToken"] }));
        let new = "a brand new secret";
        match way {
            "password" => assert_eq!(other.put("/updateme", json!({ "password": new })).await.status, 200),
            "page" => {
                let fields = [("current_password", PASSWORD), ("password", new)];
                assert!(second.send("/profile", "/profile/password", &fields).await.status.is_redirection());
            }
            "link" => {
                Api::public(app).post("/auth/forgot-password", json!({ "id": name })).await;
                let code = app.mailed_token(&format!("{name}@school.example")).await;
                let body = json!({ "code": code, "password": new });
                assert_eq!(Api::public(app).post("/auth/reset-password", body).await.status, 200);
            }
            "block" => {
                let why = json!({ "reason": "They shout." });
                assert_eq!(head.put(&format!("/people/{id}/block"), why).await.status, 200);
            }
            "reset" => assert_eq!(head.post(&format!("/people/{id}/reset-access"), json!({})).await.status, 200),
            "sign-out" => assert_eq!(other.post("/auth/logout-everywhere", json!({})).await.status, 200),
            "signed-out-page" => {
                assert!(second.send("/profile", "/signout/everywhere", &[]).await.status.is_redirection())
            }
            "copied" => {
                assert_eq!(refresh().await.status, 200);
                assert_eq!(refresh().await.refusal(), "sign_in_needed", "it was used");
            }
            _ => assert!(head.delete(&format!("/people/{id}")).await.status.is_success()),
        }
        connection.closed().await;
        assert_eq!(shows.get("/usersme").await.refusal(), "sign_in_needed", "{way}");
        assert_eq!(refresh().await.refusal(), "sign_in_needed", "{way}");
        let mut again = Client::connect(&app.url).await;
        let join = json!({ "sessionId": lesson.code, "token": token, "username": "Somebody" });
        let refused = if way == "block" { "blocked" } else { "sign_in_needed" };
        assert_eq!(again.ask("on.sessionJoin", join).await, Err(refused.to_owned()), "{way}");
        // A copied token ends only its own login; nothing suggests that the others were copied.
        let browser = page.get("/profile").await;
        if way == "copied" {
            assert_eq!(browser.status, 200);
        } else {
            assert_eq!(browser.redirect_target(), "/signin?next=/profile", "{way}");
        }
    }
}
