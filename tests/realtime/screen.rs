//! The screen of a lesson, and the participants' avatars, over real sockets.

use image::ImageFormat;
use reqwest::Method;
use serde_json::json;

use super::Lesson;
use crate::support::{
    app::TestApp,
    client::Client,
    files::{file, picture},
    http::{Answer, Api, Browser},
};

/// A live lesson based on three texts, and its teacher's client.
async fn lesson_with_content() -> (Lesson, Client) {
    let lesson = Lesson::planned(json!({})).await;
    let parts: Vec<_> = ["Lava", "Magma", "Ash"].map(|text| json!({"kind": "text", "text": text})).into();
    let token = Some(lesson.token.as_str());
    let (status, made) = lesson.app.post("/experiences", token, json!({"Title": "Volcanoes", "content": parts})).await;
    assert_eq!(status, 201, "{made}");
    let path = format!("/sessions/{}", lesson.id);
    lesson.app.ask(reqwest::Method::PUT, &path, token, Some(json!({"experiences": made["id"]}))).await;
    let teacher = lesson.start().await;
    (lesson, teacher)
}

#[actix_web::test]
async fn everyone_sees_the_current_slide_including_late_participants() {
    let (lesson, mut teacher) = lesson_with_content().await;
    let (mut student, joined) = Client::guest(&lesson.app.url, &lesson.code, "Maria").await;
    assert_eq!(joined["room"]["screen"]["slide"]["html"], "<p>Lava</p>\n");
    teacher.ask("on.screenTurn", json!({"page": 1})).await.expect("there are three");
    let told = student.hear("on.screenTurn").await;
    let item = told["screen"]["itemId"].clone();
    assert!(item.is_string(), "{told}");
    let slide = json!({"kind": "text", "html": "<p>Magma</p>\n"});
    assert_eq!(told["screen"], json!({"page": 1, "pages": 3, "itemId": item, "slide": slide}));
    assert_eq!(student.ask("on.screenTurn", json!({"page": 0})).await, Err("not_allowed".into()));
    assert_eq!(teacher.ask("on.screenTurn", json!({"page": 3})).await, Err("slide_unknown".into()));
    assert_eq!(teacher.ask("on.screenTurn", json!({"page": -1})).await, Err("data_bad".into()));
    assert_eq!(teacher.ask("on.screenTurn", json!({"page": 0, "pdfPage": 1})).await, Err("slide_unknown".into()));
    teacher.ask("on.point", json!({"at": {"x": 65535, "y": 0}})).await.expect("the teacher points");
    assert_eq!(student.hear("on.pointer").await, json!({"at": {"x": 65535, "y": 0}}));
    assert_eq!(student.ask("on.point", json!({"at": null})).await, Err("not_allowed".into()));
    for outside in
        [json!({"x": -1, "y": 0}), json!({"x": 65536, "y": 0}), json!({"x": 0.5, "y": 0}), json!({"x": null})]
    {
        assert_eq!(teacher.ask("on.point", json!({"at": outside})).await, Err("data_bad".into()));
    }
    let (_late, joined) = Client::guest(&lesson.app.url, &lesson.code, "Late").await;
    assert_eq!(joined["room"]["screen"]["page"], 1);
}

#[actix_web::test]
async fn a_quiz_is_answered_counted_revealed_and_deleted_after_the_lesson() {
    let lesson = Lesson::planned(json!({})).await;
    let token = Some(lesson.token.as_str());
    let quiz = json!({"kind": "quiz", "question": "How hot?", "options": ["Cold", "Hot"], "answer": 1});
    let (_, made) = lesson.app.post("/experiences", token, json!({"Title": "Volcanoes", "content": [quiz]})).await;
    let path = format!("/sessions/{}", lesson.id);
    lesson.app.ask(reqwest::Method::PUT, &path, token, Some(json!({"experiences": made["id"]}))).await;
    let mut teacher = lesson.start().await;
    let (mut maria, joined) = Client::guest(&lesson.app.url, &lesson.code, "Maria").await;
    let (mut ben, _) = Client::guest(&lesson.app.url, &lesson.code, "Ben").await;
    let slide = joined["room"]["screen"]["slide"].clone();
    let keys: Vec<_> = slide.as_object().expect("a slide").keys().map(String::as_str).collect();
    assert_eq!(keys, ["kind", "options", "question", "quizId"], "what is right is not told");
    let choose = |choice: i64| json!({"quizId": slide["quizId"], "choice": choice});
    assert_eq!(maria.ask("on.quizAnswer", choose(0)).await, Err("quiz_not_open".into()));
    teacher.ask("on.quizOpen", json!({"quizId": slide["quizId"]})).await.expect("it is opened");
    assert_eq!(ben.hear("on.screenTurn").await["screen"]["quizOpen"], true);
    maria.ask("on.quizAnswer", choose(0)).await.expect("it is kept");
    ben.ask("on.quizAnswer", choose(1)).await.expect("it is kept");
    maria.ask("on.quizAnswer", choose(1)).await.expect("she changes her answer");
    for (choice, refusal) in [(2, "choice_unknown"), (-1, "data_bad"), (300, "data_bad")] {
        assert_eq!(maria.ask("on.quizAnswer", choose(choice)).await, Err(refusal.into()), "{choice}");
    }
    let counted = json!({"quizId": slide["quizId"], "counts": [0, 2]});
    teacher.hear_where("on.quizCount", |data| *data == counted).await;
    assert_eq!(ben.ask("on.quizReveal", json!({"quizId": slide["quizId"]})).await, Err("not_allowed".into()));
    assert_eq!(teacher.ask("on.quizAnswer", choose(1)).await, Err("not_allowed".into()));
    let resume = joined["resume"].clone();
    let (_maria, again) = Client::join(&lesson.app.url, json!({"sessionId": lesson.code, "resume": resume})).await;
    assert_eq!(again["room"]["answers"], json!([choose(1)]));
    assert!(again["room"].get("count").is_none(), "that is the teacher's");

    teacher.ask("on.quizReveal", json!({"quizId": slide["quizId"]})).await.expect("it is shown");
    let outcome = json!({"right": 1, "counts": [0, 2]});
    assert_eq!(ben.hear("on.screenTurn").await["screen"]["outcome"], outcome);
    assert_eq!(ben.ask("on.quizAnswer", choose(0)).await, Err("quiz_over".into()));
    assert_eq!(lesson.app.texts("SELECT choice::text AS text FROM quiz_answers"), ["1", "1"]);
    teacher.ask("on.sessionTerminate", json!({})).await.expect("it ends");
    assert!(lesson.app.texts("SELECT choice::text AS text FROM quiz_answers").is_empty());
}

#[actix_web::test]
async fn changed_content_appears_in_a_room_that_is_open_already() {
    let lesson = Lesson::planned(json!({})).await;
    let (mut teacher, joined) = lesson.teacher().await;
    assert!(joined["room"].get("screen").is_none(), "without content there is no screen");
    let (lesson, token) = (&lesson, Some(lesson.token.as_str()));
    let put = |path: String, body| async move { lesson.app.ask(reqwest::Method::PUT, &path, token, Some(body)).await };
    let (_, made) = lesson.app.post("/experiences", token, json!({"Title": "Empty"})).await;
    let experience = format!("/experiences/{}", made["id"].as_str().expect("an id"));
    put(format!("/sessions/{}", lesson.id), json!({"experiences": made["id"]})).await;
    put(experience.clone(), json!({"content": [{"kind": "text", "text": "Lava"}]})).await;
    assert_eq!(teacher.hear("on.screenTurn").await["screen"]["pages"], 1);
    lesson.app.ask(reqwest::Method::DELETE, &experience, token, None).await;
    assert_eq!(teacher.hear("on.screenTurn").await, json!({"screen": null}));
}

#[actix_web::test]
async fn a_changed_file_description_appears_in_other_experiences_rooms() {
    let lesson = Lesson::planned(json!({})).await;
    let api = Api::with(&lesson.app, &lesson.token);
    let request = file(api.request(Method::POST, "/upload"), "etna.png", &picture(64, 48, ImageFormat::Png));
    let content = json!([{"kind": "photo", "media": Answer::of(request).await.json()[0]["id"]}]);
    let made = api.post("/experiences", json!({"Title": "Volcanoes", "content": content})).await.json();
    let other = api.post("/experiences", json!({"Title": "Islands", "content": content})).await.json();
    assert_eq!(api.put(&format!("/sessions/{}", lesson.id), json!({"experiences": other["id"]})).await.status, 200);
    let (mut teacher, joined) = lesson.teacher().await;
    assert_eq!(joined["room"]["screen"]["slide"]["caption"], "");
    let page = format!("/dashboard/experiences/{}", made["id"].as_str().expect("an id"));
    let part = format!("{page}/parts/{}", made["content"][0]["id"].as_str().expect("an id"));
    let anna = Browser::of(&lesson.app, "anna").await;
    anna.send(&page, &part, &[("caption", "Etna"), ("alternative_text", "A hill")]).await.redirect_target();
    let slide = teacher.hear("on.screenTurn").await["screen"]["slide"].clone();
    assert_eq!((&slide["caption"], &slide["alternativeText"]), (&json!("Etna"), &json!("A hill")));
}

#[actix_web::test]
async fn a_changed_avatar_appears_at_once_and_after_reconnecting() {
    let (lesson, _teacher) = Lesson::live().await;
    let token = lesson.app.account("sofia", "student").await;
    let (mut student, _) = Client::guest(&lesson.app.url, &lesson.code, "Maria").await;
    let join = json!({"sessionId": lesson.code, "token": token});
    let (_sofia, sofia) = Client::join(&lesson.app.url, join.clone()).await;
    student.hear("on.participantJoin").await;
    let avatar = json!({"Avatar": {"hair": {"style": "bun", "colour": "#ff00ff"}, "accessories": {"hat": "wizard"}}});
    let changed = lesson.app.ask(reqwest::Method::PUT, "/updateme", Some(&token), Some(avatar)).await;
    assert_eq!(changed.0, 200, "{}", changed.1);
    let told = student.hear("on.participantAvatar").await;
    assert_eq!(told["participantId"], sofia["participantId"]);
    assert_eq!(told["avatar"], changed.1["Avatar"]);
    assert_eq!(
        (&told["avatar"]["hair"]["style"], &told["avatar"]["accessories"]["hat"]),
        (&json!("bun"), &json!("wizard"))
    );
    assert_eq!(told["avatar"]["eyes"], sofia["avatar"]["eyes"], "what was not said has stayed");
    let (_again, again) = Client::join(&lesson.app.url, join).await;
    assert_eq!(again["avatar"], told["avatar"]);
}

#[actix_web::test]
async fn an_invalid_avatar_is_refused() {
    let app = TestApp::start();
    let token = app.account("sofia", "student").await;
    let before = app.get("/usersme", Some(&token)).await.1["Avatar"].clone();
    for (avatar, path) in [
        (json!({"skinColour": "red"}), json!("Avatar.skinColour")),
        (json!({"eyes": {"size": "large"}}), json!("Avatar.eyes.size")),
        (json!({"eyes": {"size": 300}}), json!("Avatar.eyes.size")),
        (json!({"eyes": {"size": 151}}), json!(null)),
        (json!({"mouth": {"rotation": -46}}), json!(null)),
        (json!({"accessories": {"hat": "halo"}}), json!("Avatar.accessories.hat")),
        (json!({"textureUrl": "https://elsewhere.example/a.png"}), json!(null)),
        (json!({"hair": null}), json!("Avatar")),
    ] {
        let (status, answer) =
            app.ask(reqwest::Method::PUT, "/updateme", Some(&token), Some(json!({"Avatar": avatar}))).await;
        assert_eq!((status, &answer["error"]["code"]), (400, &json!("avatar_bad")), "{avatar}");
        assert_eq!(answer["error"]["details"][0]["path"], path, "{avatar}: {answer}");
    }
    assert_eq!(app.get("/usersme", Some(&token)).await.1["Avatar"], before);
}
