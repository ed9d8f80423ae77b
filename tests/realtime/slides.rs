//! What a teacher brings to the screen of a lesson, and what they note about its pages.

use image::ImageFormat;
use lyceum::{clock, domain::files};
use reqwest::Method;
use serde_json::{Value, json};

use super::Lesson;
use crate::support::{
    client::Client,
    files::{file, picture},
    http::{Answer, Api},
};

const PDF: &[u8] = b"%PDF-1.7\nnothing in it";

async fn upload(api: &Api, name: &str, bytes: &[u8]) -> Value {
    let answer = Answer::of(file(api.request(Method::POST, "/upload"), name, bytes)).await;
    assert_eq!(answer.status, 201, "{}", answer.text);
    answer.json()[0]["id"].clone()
}

async fn bring(api: &Api, lesson: &Lesson, media: &Value) -> Answer {
    api.post(&format!("/sessions/{}/items", lesson.id), json!({ "media": media })).await
}

#[actix_web::test]
async fn a_file_that_the_teacher_brings_is_on_the_screen_at_once_and_stays_with_the_lesson() {
    let (lesson, mut teacher) = Lesson::live().await;
    let (mut ben, _) = Client::guest(&lesson.app.url, &lesson.code, "Ben").await;
    let api = Api::with(&lesson.app, &lesson.token);
    let photo = upload(&api, "etna.png", &picture(64, 48, ImageFormat::Png)).await;
    let first = bring(&api, &lesson, &photo).await;
    assert_eq!((first.status.as_u16(), &first.json()["page"]), (201, &json!(0)), "{}", first.text);
    assert_eq!(ben.hear("on.screenTurn").await["screen"]["itemId"], first.json()["itemId"]);
    let pdf = upload(&api, "Moons.pdf", PDF).await;
    let second = bring(&api, &lesson, &pdf).await.json();
    // The room has the page when the answer comes.
    teacher.ask("on.screenTurn", json!({"page": second["page"], "pdfPage": 4})).await.expect("it is there");
    let shown = ben.hear_where("on.screenTurn", |data| data["screen"]["page"] == 1).await;
    assert_eq!(
        (&shown["screen"]["itemId"], &shown["screen"]["pdfPage"], &shown["screen"]["slide"]["name"]),
        (&second["itemId"], &json!(4), &json!("Moons.pdf"))
    );
    let (_late, joined) = Client::guest(&lesson.app.url, &lesson.code, "Late").await;
    assert_eq!(joined["room"]["screen"], shown["screen"]);
    // Nothing else keeps the files from being tidied away.
    let tomorrow = clock::now() + chrono::Duration::hours(25);
    assert_eq!(files::remove_unused(&lesson.app.school, tomorrow).await.expect("it is tidied"), 0);
    teacher.ask("on.sessionTerminate", json!({})).await.expect("it ends");
    assert_eq!(bring(&api, &lesson, &pdf).await.refusal(), "lesson_ended");
}

#[actix_web::test]
async fn what_is_brought_comes_after_the_material_which_other_lessons_share() {
    let (lesson, mut teacher) = Lesson::live().await;
    let api = Api::with(&lesson.app, &lesson.token);
    let made = api.prepare("Volcanoes").await;
    let path = format!("/sessions/{}", lesson.id);
    assert_eq!(api.put(&path, json!({ "experiences": made["id"] })).await.status, 200);
    let before = teacher.hear("on.screenTurn").await["screen"].clone();
    let media = upload(&api, "Moons.pdf", PDF).await;
    let brought = bring(&api, &lesson, &media).await.json();
    assert_eq!(brought["page"], before["pages"]);
    let after = teacher.hear("on.screenTurn").await["screen"].clone();
    assert_eq!((&after["page"], &after["itemId"]), (&before["page"], &before["itemId"]), "the page stays");
    let path = format!("/experiences/{}", made["id"].as_str().expect("an id"));
    assert_eq!(api.get(&path).await.json()["content"], made["content"]);
}

#[actix_web::test]
async fn only_the_teacher_brings_and_only_their_own_files_up_to_a_hundred() {
    let (lesson, _teacher) = Lesson::live().await;
    let api = Api::with(&lesson.app, &lesson.token);
    lesson.app.teacher("mario").await;
    let mario = Api::of(&lesson.app, "mario").await;
    let (hers, his) = (upload(&api, "hers.pdf", PDF).await, upload(&mario, "his.pdf", PDF).await);
    assert_eq!(bring(&mario, &lesson, &his).await.refusal(), "session_unknown");
    for other in [his, json!("01a1f7aa-a99e-76a1-87aa-e33b999bfa2c"), json!("none"), json!(null)] {
        assert_eq!(bring(&api, &lesson, &other).await.refusal(), "content_bad", "{other}");
    }
    lesson.app.sql(&format!(
        "INSERT INTO session_items SELECT gen_random_uuid(), '{}', n, '{}' FROM generate_series(0, 99) n",
        lesson.id,
        hers.as_str().expect("an id")
    ));
    assert_eq!(bring(&api, &lesson, &hers).await.refusal(), "content_many");
}

#[actix_web::test]
async fn only_the_teacher_who_wrote_notes_gets_them() {
    let (lesson, mut teacher) = Lesson::live().await;
    let api = Api::with(&lesson.app, &lesson.token);
    let media = upload(&api, "Moons.pdf", PDF).await;
    let brought = bring(&api, &lesson, &media).await.json();
    let path = format!("/items/{}/notes", brought["itemId"].as_str().expect("an id"));
    let put = |page: u32, text: &str| {
        let (api, path, body) = (&api, &path, json!({ "page": page, "text": text }));
        async move { api.put(path, body).await }
    };
    for (page, text) in [(3, "Ask who has seen Saturn"), (0, "Say hello"), (3, "Ask who has seen Jupiter")] {
        assert_eq!(put(page, text).await.status, 200);
    }
    let notes = json!([{ "page": 0, "text": "Say hello" }, { "page": 3, "text": "Ask who has seen Jupiter" }]);
    assert_eq!(api.get(&path).await.json(), notes);
    assert_eq!(put(1000, "too far").await.refusal(), "slide_unknown");
    assert_eq!(put(1, &"x".repeat(5001)).await.refusal(), "body_too_long");
    assert_eq!(put(1, "\u{7}").await.refusal(), "text_bad");

    // Neither does a student get them with the room, nor another teacher from the API.
    let token = lesson.app.account("sofia", "student").await;
    let join = json!({ "sessionId": lesson.code, "token": token });
    let (mut sofia, joined) = Client::join(&lesson.app.url, join).await;
    teacher.ask("on.screenTurn", json!({ "page": 0, "pdfPage": 3 })).await.expect("there is one");
    let told = sofia.hear("on.screenTurn").await;
    let snapshot = sofia.ask("on.snapshot", json!({})).await.expect("the room");
    for seen in [&joined, &told, &snapshot] {
        assert!(!seen.to_string().contains("Jupiter") && seen.to_string().contains("Moons.pdf"), "{seen}");
    }
    assert_eq!(Api::with(&lesson.app, &token).get(&path).await.refusal(), "not_allowed");
    lesson.app.teacher("mario").await;
    let mario = Api::of(&lesson.app, "mario").await;
    assert_eq!(mario.get(&path).await.refusal(), "content_unknown");
    let answer = mario.put(&path, json!({ "page": 0, "text": "His" })).await;
    assert_eq!(answer.refusal(), "content_unknown");

    // The teacher's export has them, and an empty note is none.
    assert_eq!(api.get("/users/me/export").await.json()["slideNotes"][1]["text"], "Ask who has seen Jupiter");
    assert_eq!(put(3, " \n").await.status, 200);
    assert_eq!(api.get(&path).await.json(), json!([{ "page": 0, "text": "Say hello" }]));
}

#[actix_web::test]
async fn teachers_have_notes_of_their_own_about_public_material() {
    let lesson = Lesson::planned(json!({})).await;
    let api = Api::with(&lesson.app, &lesson.token);
    let media = upload(&api, "Moons.pdf", PDF).await;
    let content = json!([{ "kind": "presentation", "media": media }]);
    let made = api.post("/experiences", json!({ "Title": "Moons", "public": true, "content": content })).await.json();
    let path = format!("/items/{}/notes", made["content"][0]["id"].as_str().expect("an id"));
    lesson.app.teacher("mario").await;
    let mario = Api::of(&lesson.app, "mario").await;
    for (who, text) in [(&api, "Hers"), (&mario, "His")] {
        assert_eq!(who.put(&path, json!({ "page": 0, "text": text })).await.status, 200);
    }
    for (who, text) in [(&api, "Hers"), (&mario, "His")] {
        assert_eq!(who.get(&path).await.json(), json!([{ "page": 0, "text": text }]));
    }
}
