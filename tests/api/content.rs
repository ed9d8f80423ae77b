//! `/experiences/{id}`: the content of an experience.

use image::ImageFormat;
use lyceum::{access::Role, clock};
use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{
    app::TestApp,
    files::{file, picture},
    http::{Answer, Api},
};

async fn photo(api: &Api) -> Value {
    let request = file(api.request(Method::POST, "/upload"), "etna.jpg", &picture(64, 48, ImageFormat::Jpeg));
    Answer::of(request).await.json()[0].clone()
}

fn quiz() -> Value {
    json!({ "kind": "quiz", "question": "How many moons has Mars?", "options": ["One", "Two"], "answer": 1.0 })
}

fn kinds(experience: &Value) -> Vec<&str> {
    experience["content"].as_array().expect("a list").iter().map(|one| one["kind"].as_str().unwrap_or("?")).collect()
}

#[actix_web::test]
async fn content_is_written_ordered_and_changed_as_one_list() {
    let app = TestApp::start();
    app.teacher("maria").await;
    let maria = Api::of(&app, "maria").await;
    let media = photo(&maria).await;
    let content = json!([
        { "kind": "photo", "media": media["id"] },
        quiz(),
        { "kind": "text", "text": "# Mars\n\n<script>alert(1)</script>" },
        { "kind": "photo", "media": { "id": media["id"] } },
    ]);
    let made = maria.post("/experiences", json!({ "Title": "Planets", "content": content })).await;
    assert_eq!(made.status, 201, "{}", made.text);
    let made = made.json();
    assert_eq!(kinds(&made), ["photo", "quiz", "text", "photo"]);
    assert_eq!(made["Media"].as_array().map(Vec::len), Some(1), "one file, though it stands twice");
    assert_eq!(made["Media"][0]["related"], json!([made["id"]]));
    let html = made["content"][2]["html"].as_str().expect("html");
    assert!(html.contains("<h3>Mars</h3>") && !html.contains("<script"), "{html}");
    let path = format!("/experiences/{}", made["id"].as_str().expect("an id"));
    let parts = made["content"].as_array().expect("a list");
    let turned: Vec<_> = parts.iter().rev().skip(1).cloned().collect();
    let edited = maria.put(&path, json!({ "content": turned })).await.json();
    assert_eq!(kinds(&edited), ["text", "quiz", "photo"]);
    let ids =
        |of: &Value| of["content"].as_array().expect("a list").iter().map(|one| one["id"].clone()).collect::<Vec<_>>();
    assert_eq!(ids(&edited), [parts[2]["id"].clone(), parts[1]["id"].clone(), parts[0]["id"].clone()]);
    assert_eq!(edited["Title"], "Planets", "what was not said has stayed");
    assert_eq!(maria.get(&path).await.json(), edited);
    assert_eq!(maria.delete(&path).await.status, 200);
    assert_eq!(maria.get(&path).await.refusal(), "experience_unknown");
}

#[actix_web::test]
async fn invalid_content_is_refused_and_changes_nothing() {
    let app = TestApp::start();
    app.teacher("maria").await;
    app.teacher("ben").await;
    let (maria, ben) = (Api::of(&app, "maria").await, Api::of(&app, "ben").await);
    let foreign = photo(&ben).await;
    let path = format!("/experiences/{}", maria.prepare("Planets").await["id"].as_str().expect("an id"));
    let many: Vec<_> = (0..101).map(|_| json!({ "kind": "text", "text": "a" })).collect();
    for (content, code) in [
        (json!([{ "kind": "song" }]), "content_bad"),
        (json!([{ "kind": "photo" }]), "content_bad"),
        (json!([{ "kind": "photo", "media": "../x" }]), "content_bad"),
        (json!([{ "kind": "photo", "media": foreign["id"] }]), "content_bad"),
        (json!([{ "kind": "text", "text": " " }]), "body_empty"),
        (json!([{ "kind": "text", "text": "x".repeat(5001) }]), "body_too_long"),
        (json!([{ "kind": "quiz", "question": "?", "options": ["a"], "answer": 0 }]), "quiz_bad"),
        (json!([{ "kind": "quiz", "question": "?", "options": ["a", "b"], "answer": 2 }]), "quiz_bad"),
        (json!([{ "kind": "quiz", "question": "?", "options": ["a", "b"], "answer": 0.5 }]), "quiz_bad"),
        (json!([{ "kind": "quiz", "question": "?", "options": ["a", "b"], "answer": -1 }]), "quiz_bad"),
        (json!([{ "kind": "quiz", "question": "?", "options": ["a", " "], "answer": 0 }]), "quiz_bad"),
        (json!([{ "kind": "quiz", "question": "?", "options": ["a", "b"] }]), "quiz_bad"),
        (json!(many), "content_many"),
        (json!("text"), "body_bad"),
    ] {
        assert_eq!(maria.put(&path, json!({ "content": content })).await.refusal(), code, "{content}");
    }
    assert_eq!(kinds(&maria.get(&path).await.json()), ["text"]);
}

#[actix_web::test]
async fn only_the_owner_may_change_an_experience_and_see_the_right_answers() {
    let app = TestApp::start();
    app.teacher("maria").await;
    app.teacher("ben").await;
    app.person("sofia", Role::Student).await;
    let (maria, ben) = (Api::of(&app, "maria").await, Api::of(&app, "ben").await);
    let body = json!({ "Title": "Moons", "public": true, "content": [quiz()] });
    let made = maria.post("/experiences", body).await.json();
    assert_eq!(made["content"][0]["answer"], 1);
    let path = format!("/experiences/{}", made["id"].as_str().expect("an id"));
    let others = [Api::public(&app), Api::of(&app, "ben").await, Api::of(&app, "sofia").await];
    for other in &others {
        let seen = other.get(&path).await.json();
        assert_eq!(
            (&seen["content"][0]["question"], &seen["content"][0]["answer"]),
            (&quiz()["question"], &Value::Null)
        );
        let mut listed = seen.clone();
        listed.as_object_mut().expect("an experience").remove("content");
        assert_eq!(other.get("/experiences").await.json(), json!([listed]), "a list has no texts and no quizzes");
    }
    assert_eq!(ben.put(&path, json!({ "Title": "Mine" })).await.refusal(), "experience_unknown");
    assert_eq!(ben.delete(&path).await.refusal(), "experience_unknown");
    assert_eq!(maria.put(&path, json!({ "public": false })).await.status, 200);
    for other in &others {
        assert_eq!(other.get(&path).await.refusal(), "experience_unknown");
    }
}

#[actix_web::test]
async fn lists_of_experiences_contain_files_but_no_texts_or_quizzes() {
    let app = TestApp::start();
    app.teacher("maria").await;
    let maria = Api::of(&app, "maria").await;
    let (first, second) = (photo(&maria).await, photo(&maria).await);
    let text = json!({ "kind": "text", "text": "Lava ".repeat(900) });
    let show = |media: &Value| json!({ "kind": "photo", "media": media["id"] });
    let content = json!([show(&second), text, show(&first), quiz(), show(&second)]);
    let body = json!({ "Title": "Volcanoes", "public": true, "content": content });
    let made = maria.post("/experiences", body).await.json();
    for lesson in ["Monday", "Friday"] {
        let plan = json!({ "sessionTitle": lesson, "dateTimeOfSession": "2030-01-07T09:00:00Z",
                           "experiences": made["id"] });
        assert_eq!(maria.post("/sessions", plan).await.status, 201);
    }
    let mut listed = made.clone();
    listed.as_object_mut().expect("an experience").remove("content");
    let names: Vec<_> = listed["Media"].as_array().expect("files").iter().map(|file| file["id"].clone()).collect();
    assert_eq!(names, [second["id"].clone(), first["id"].clone()], "each file once, in order");
    let signed_in = maria.get("/usersme").await.json();
    for sessions in [maria.get("/sessions").await.json(), signed_in["sessions"].clone()] {
        assert_eq!(sessions.as_array().map(Vec::len), Some(2));
        assert!(sessions.as_array().expect("a list").iter().all(|one| one["experiences"] == listed), "{sessions}");
    }
    let public = Api::public(&app).get("/experiences").await;
    assert_eq!(public.json(), json!([listed]));
    assert_eq!(signed_in["moreSessions"], false);
    assert!(!public.text.contains("Lava") && !public.text.contains("moons"), "{}", public.text);
}

#[actix_web::test]
async fn an_experience_in_a_live_lesson_cannot_be_changed() {
    let app = TestApp::start();
    app.teacher("maria").await;
    let maria = Api::of(&app, "maria").await;
    let made = maria.prepare("Planets").await;
    let path = format!("/experiences/{}", made["id"].as_str().expect("an id"));
    let session = maria
        .post(
            "/sessions",
            json!({ "sessionTitle": "Space", "dateTimeOfSession": "2030-01-07T09:00:00Z", "experiences": made["id"] }),
        )
        .await
        .json();
    assert_eq!(session["experiences"]["content"][0]["text"], "Eight of them.");
    assert_eq!(maria.get(&format!("/sessions/{}", session["id"].as_str().expect("an id"))).await.json(), session);
    assert_eq!(maria.put(&path, json!({ "Title": "All planets" })).await.status, 200);
    let id = session["id"].as_str().expect("an id");
    app.sql(&format!(
        "UPDATE sessions SET state = 'live', started_at = '{}' WHERE id = '{id}'",
        clock::now().to_rfc3339()
    ));
    for answer in [maria.put(&path, json!({ "Title": "None" })).await, maria.delete(&path).await] {
        assert_eq!((answer.status.as_u16(), answer.refusal().as_str()), (409, "experience_live"));
    }
    app.sql(&format!("UPDATE sessions SET state = 'ended' WHERE id = '{id}'"));
    assert_eq!(maria.delete(&path).await.status, 200);
}
