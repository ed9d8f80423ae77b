//! A mailed link works once, also for many requests at once.

use futures_util::future::join_all;
use serde_json::{Value, json};

use crate::support::{
    app::TestApp,
    http::{Answer, Api},
};

const AT_ONCE: usize = 12;

/// Exactly one request got this status; the others were told that the link is dead, or to come again.
fn works_once(answers: &[Answer], done: u16) {
    let right = answers.iter().filter(|answer| answer.status == done).count();
    let told: Vec<_> = answers.iter().map(|answer| (answer.status.as_u16(), answer.text.as_str())).collect();
    assert_eq!(right, 1, "{told:?}");
    for answer in answers.iter().filter(|answer| answer.status != done) {
        assert!(["link_dead", "busy"].contains(&answer.refusal().as_str()), "{}", answer.text);
    }
}

#[actix_web::test]
async fn a_link_for_a_password_that_is_used_by_many_at_once_works_once() {
    let app = TestApp::start();
    app.teacher("maria").await;
    let api = Api::public(&app);
    api.post("/auth/forgot-password", json!({ "email": "maria@school.example" })).await;
    let code = app.mailed_token("maria@school.example").await;
    let password = |number: usize| format!("a brand new secret {number}");
    let reset = |number| {
        let (password, code) = (password(number), &code);
        let body = json!({ "code": code, "password": password, "passwordConfirmation": password });
        api.post("/auth/reset-password", body)
    };
    let answers = join_all((0..AT_ONCE).map(reset)).await;
    works_once(&answers, 200);
    let chosen = answers.iter().position(|answer| answer.status == 200).expect("one was right");
    Api::sign_in(&app, "maria", &password(chosen)).await;
}

#[actix_web::test]
async fn an_invitation_that_is_used_by_many_at_once_signs_up_one() {
    let app = TestApp::start();
    app.teacher("maria").await;
    let (maria, api) = (Api::of(&app, "maria").await, Api::public(&app));
    assert_eq!(maria.post("/invite", json!({ "email": "sofia@school.example" })).await.status, 200);
    let token = app.mailed_token("sofia@school.example").await;
    let sign_up = |number: usize| -> Value {
        json!({
            "username": format!("sofia{number}"), "email": format!("sofia{number}@home.example"), "name": "Sofia",
            "password": "correct horse battery", "invitation": token,
        })
    };
    let answers = join_all((0..AT_ONCE).map(|number| api.post("/auth/local/register", sign_up(number)))).await;
    works_once(&answers, 201);
    assert_eq!(app.texts("SELECT username AS text FROM registrations").len(), 1);
}
