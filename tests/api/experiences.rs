//! `/experiences`.

use futures_util::future::join_all;
use lyceum::{access::Role, domain::quotas};
use serde_json::json;

use crate::support::{
    app::TestApp,
    http::{Api, Browser},
};

#[actix_web::test]
async fn everyone_sees_the_public_experiences_and_a_teacher_their_own_too() {
    let app = TestApp::start();
    app.teacher("maria").await;
    app.teacher("ben").await;
    app.person("sofia", Role::Student).await;
    let maria = Api::of(&app, "maria").await;
    let made = maria
        .post(
            "/experiences",
            json!({ "Title": "Planets", "Discription": "All eight", "public": true, "created_by": "me" }),
        )
        .await;
    assert_eq!(made.status, 201, "{}", made.text);
    assert_eq!(made.json()["Discription"], "All eight");
    maria.post("/experiences", json!({ "Title": "Mine alone" })).await;
    let titles = |answer: serde_json::Value| -> Vec<String> {
        let list = answer.as_array().cloned().unwrap_or_default();
        list.iter().map(|one| one["Title"].as_str().unwrap_or_default().to_owned()).collect()
    };
    assert_eq!(titles(maria.get("/experiences").await.json()), ["Mine alone", "Planets"]);
    for other in [Api::public(&app), Api::of(&app, "ben").await, Api::of(&app, "sofia").await] {
        assert_eq!(titles(other.get("/api/experiences").await.json()), ["Planets"]);
    }
    assert_eq!(maria.get("/experiences").await.json()[1]["Media"], json!([]));
}

#[actix_web::test]
async fn an_administrator_sees_every_experience_but_changes_only_their_own() {
    let app = TestApp::start();
    app.teacher("maria").await;
    app.teacher("ben").await;
    app.person("sofia", Role::Student).await;
    app.person("head", Role::Administrator).await;
    let maria = Api::of(&app, "maria").await;
    let quiz = json!([{ "kind": "quiz", "question": "How many?", "options": ["Eight", "Nine"], "answer": 0 }]);
    let made = maria.post("/experiences", json!({ "Title": "Mine alone", "content": quiz })).await.json();
    let path = format!("/experiences/{}", made["id"].as_str().expect("an id"));
    let head = Api::of(&app, "head").await;
    let seen = head.get(&path).await.json();
    assert_eq!((&seen["Title"], &seen["content"][0]["question"]), (&json!("Mine alone"), &json!("How many?")));
    assert_eq!(seen["content"][0]["answer"], json!(null), "which is right is for its owner");
    assert_eq!(head.put(&path, json!({ "Title": "Mine now" })).await.refusal(), "experience_unknown");
    assert_eq!(head.delete(&path).await.refusal(), "experience_unknown");
    assert_eq!(head.get("/experiences").await.json(), json!([]), "they do not stand on their shelf");
    for other in [Api::public(&app), Api::of(&app, "ben").await, Api::of(&app, "sofia").await] {
        assert_eq!(other.get(&path).await.refusal(), "experience_unknown");
    }
}

#[actix_web::test]
async fn one_person_has_a_thousand_experiences_and_no_more() {
    let app = TestApp::start();
    app.teacher("maria").await;
    app.teacher("ben").await;
    let most = quotas::MATERIALS;
    app.sql(&format!(
        "INSERT INTO experiences (id, title, owner_id) SELECT gen_random_uuid(), 'Planet ' || n, people.id
         FROM generate_series(1, {most} - 1) n, people WHERE username = 'maria'"
    ));
    let maria = Api::of(&app, "maria").await;
    let add = || maria.post("/experiences", json!({ "Title": "One more" }));
    // At the same time, so that each request finds the quota not yet full.
    let mut answers = join_all([add(), add(), add(), add()]).await;
    answers.sort_by_key(|answer| answer.status);
    assert_eq!(answers[0].status, 201, "{}", answers[0].text);
    for refused in &answers[1..] {
        assert_eq!((refused.status.as_u16(), refused.refusal().as_str()), (409, "experiences_full"));
    }
    let shelf = "/dashboard/experiences";
    let page = Browser::of(&app, "maria").await.send(shelf, shelf, &[("title", "And one"), ("description", "x")]).await;
    assert!(page.text.contains("One person can have at most 1,000 materials. Delete one first."), "{}", page.text);
    assert_eq!(Api::of(&app, "ben").await.post("/experiences", json!({ "Title": "Mine" })).await.status, 201);
    let last = format!("/experiences/{}", answers[0].json()["id"].as_str().expect("an id"));
    assert_eq!(maria.delete(&last).await.status, 200);
    assert_eq!(add().await.status, 201, "there is room again");
}

#[actix_web::test]
async fn an_experience_needs_a_title_that_fits() {
    let app = TestApp::start();
    app.teacher("maria").await;
    let maria = Api::of(&app, "maria").await;
    for (body, code) in [
        (json!({ "Title": "  " }), "title_empty"),
        (json!({ "Title": "x".repeat(201) }), "title_too_long"),
        (json!({ "Title": "a\u{7}" }), "text_bad"),
        (json!({ "Title": "a", "Discription": "x".repeat(5001) }), "description_too_long"),
        (json!({}), "body_bad"),
    ] {
        assert_eq!(maria.post("/experiences", body).await.refusal(), code);
    }
}
