//! Looking up join codes.

use lyceum::{domain::listings, web::Door};
use reqwest::Method;
use serde_json::json;

use crate::support::{
    app::TestApp,
    http::{Answer, Api},
    timeouts::until_refused,
};

#[actix_web::test]
async fn a_code_shows_its_lessons_card_in_any_spelling() {
    let app = TestApp::start();
    app.teacher("maria").await;
    let session = Api::of(&app, "maria").await.plan("The moons of Jupiter").await;
    let code = session["sessionCode"].as_str().expect("a code");
    let api = Api::public(&app);
    for path in [
        format!("/codes/{code}"),
        format!("/api/codes/{}", code.to_lowercase()),
        format!("/codes/{}-{}", &code[..2], &code[2..]),
    ] {
        let answer = api.get(&path).await;
        assert_eq!(answer.status, 200, "{path}: {}", answer.text);
        assert_eq!(answer.header("content-type"), "application/json");
        let card = answer.json();
        assert_eq!(card["sessionTitle"], "The moons of Jupiter");
        assert_eq!(
            (&card["teacher"], &card["state"], &card["id"]),
            (&json!("Maria"), &json!("planned"), &session["id"])
        );
    }
}

#[actix_web::test]
async fn only_wrong_codes_count_against_a_guesser() {
    let app = TestApp::start();
    app.teacher("maria").await;
    let session = Api::of(&app, "maria").await.plan("Fractions").await;
    let right = format!("/codes/{}", session["sessionCode"].as_str().expect("a code"));
    let api = Api::public(&app);
    for _ in 0..300 {
        assert_eq!(api.get(&right).await.status, 200);
    }
    assert_eq!(api.get("/codes/ZZZZZ").await.status, 404);
    until_refused(|| api.get("/codes/ZZZZZ"), |answer| answer.status == 429).await;
    let refused = api.get(&right).await;
    assert_eq!((refused.refusal().as_str(), refused.header("retry-after")), ("too_many_guesses", "60"));
}

#[actix_web::test]
async fn behind_a_trusted_proxy_guesses_count_per_client_address() {
    let app = TestApp::behind(Door { public_url: None, trust_proxy: true });
    let api = Api::public(&app);
    let from = |address: &'static str| {
        Answer::of(api.request(Method::GET, "/codes/ZZZZZ").header("x-forwarded-for", format!("1.2.3.4, {address}")))
    };
    until_refused(|| from("203.0.113.9"), |answer| answer.status == 429).await;
    assert_eq!(from("203.0.113.10").await.status, 404);
}

#[actix_web::test]
async fn the_code_of_an_ended_lesson_is_remembered_for_a_day_even_after_a_restart() {
    let app = TestApp::start();
    app.teacher("maria").await;
    let maria = Api::of(&app, "maria").await;
    for (title, ended) in [("Today", "3 hours"), ("Last week", "7 days")] {
        maria.plan(title).await;
        app.sql(&format!(
            "UPDATE sessions SET state = 'ended', ended_at = now() - interval '{ended}' WHERE title = '{title}'"
        ));
    }
    let sessions = maria.get("/sessions").await.json();
    for session in sessions.as_array().expect("a list") {
        let id = session["id"].as_str().and_then(|id| id.parse().ok()).expect("an id");
        app.school.directory.forget(id);
    }
    // As at a start of the server.
    listings::load(&app.school).await.expect("the directory is read");
    for session in sessions.as_array().expect("a list") {
        let answer = maria.get(&format!("/codes/{}", session["sessionCode"].as_str().expect("a code"))).await;
        let expected = if session["sessionTitle"] == "Today" { "lesson_ended" } else { "code_unknown" };
        assert_eq!(answer.refusal(), expected, "{session}");
    }
}

#[actix_web::test]
async fn the_overall_limit_holds_with_one_guess_per_new_address_and_a_class_still_comes_in() {
    let app = TestApp::behind(Door { public_url: None, trust_proxy: true });
    app.teacher("maria").await;
    let session = Api::of(&app, "maria").await.plan("Fractions").await;
    let right = format!("/codes/{}", session["sessionCode"].as_str().expect("a code"));
    let api = Api::public(&app);
    let from =
        |address: String, path: &str| Answer::of(api.request(Method::GET, path).header("x-forwarded-for", address));
    assert_eq!(from("192.0.2.1".to_owned(), &right).await.status, 200);
    let mut answered = 0;
    for guess in 0..2500_u32 {
        let address = format!("10.{}.{}.1", guess % 250, guess / 250);
        answered += usize::from(from(address, "/codes/ZZZZZ").await.status == 404);
    }
    assert!((900..1800).contains(&answered), "{answered} wrong codes were answered");
    for _ in 0..10 {
        assert_eq!(from("192.0.2.1".to_owned(), &right).await.status, 200, "the school has found it before");
    }
}
