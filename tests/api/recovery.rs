//! Forgotten passwords, and changes to one's own profile, by the API.

use chrono::Duration;
use lyceum::{access::Role, clock};
use serde_json::json;

use crate::support::{
    app::{PASSWORD, TestApp},
    http::{Answer, Api},
    mails::token,
};

const NEW: &str = "a brand new secret";

async fn sign_in(api: &Api, password: &str) -> Answer {
    api.post("/auth/local", json!({ "identifier": "maria", "password": password })).await
}

#[actix_web::test]
async fn a_mailed_link_changes_the_password_once_and_ends_all_logins() {
    let app = TestApp::start();
    app.teacher("maria").await;
    let (api, signed_in) = (Api::public(&app), Api::of(&app, "maria").await);
    api.post("/auth/forgot-password", json!({ "email": "Maria@School.example" })).await;
    let code = app.mailed_token("maria@school.example").await;
    let reset = |password: &'static str| {
        api.post(
            "/auth/reset-password",
            json!({ "code": code, "password": password, "passwordConfirmation": password }),
        )
    };
    assert_eq!(reset("short").await.refusal(), "password_too_short");
    assert_eq!(reset("password123").await.refusal(), "password_common");
    assert_eq!(sign_in(&api, PASSWORD).await.status, 200, "nothing has changed yet");
    let answer = reset(NEW).await;
    assert_eq!((answer.status.as_u16(), answer.json()["code"].as_u64()), (200, Some(0)), "{}", answer.text);
    let again = reset("another new secret").await;
    assert_eq!((again.status.as_u16(), again.refusal().as_str()), (410, "link_dead"));
    assert_eq!(signed_in.get("/usersme").await.refusal(), "sign_in_needed");
    assert_eq!(sign_in(&api, PASSWORD).await.refusal(), "sign_in_wrong");
    assert_eq!(sign_in(&api, NEW).await.status, 200);
    let mails = app.mails().await;
    let last = mails.last().expect("a mail");
    assert_eq!(
        (last.address.as_str(), last.written.subject.as_str()),
        ("maria@school.example", "Your password was changed")
    );
}

#[actix_web::test]
async fn asking_for_a_link_reveals_nothing() {
    let app = TestApp::start();
    app.teacher("maria").await;
    let ben = app.teacher("ben").await;
    app.teacher("bella").await;
    app.sql("UPDATE people SET blocked_at = now() WHERE username = 'bella'");
    let api = Api::public(&app);
    let mut answers = Vec::new();
    for whom in [
        json!({ "email": "maria@school.example" }),
        json!({ "id": ben.to_string() }),
        json!({ "email": "bella@school.example" }),
        json!({ "email": "nobody@school.example" }),
        json!({ "id": "01a1f7aa-a99e-76a1-87aa-e33b999bfa2c" }),
        json!({ "id": "' OR 1=1 --" }),
    ] {
        let answer = api.post("/auth/forgot-password", whom).await;
        answers.push((answer.status.as_u16(), answer.text));
    }
    assert!(answers.iter().all(|answer| answer == &answers[0] && answer.0 == 200), "{answers:?}");
    let mut addresses: Vec<_> = app.mails().await.into_iter().map(|mail| mail.address).collect();
    addresses.sort();
    assert_eq!(addresses, ["ben@school.example", "maria@school.example"]);
    for wrong in [json!({}), json!({ "email": "" }), json!({ "email": "a\nb" })] {
        assert_eq!(api.post("/auth/forgot-password", wrong).await.refusal(), "identifier_bad");
    }
    let mut last = 200;
    for _ in 0..6 {
        last = api.post("/auth/forgot-password", json!({ "email": "maria@school.example" })).await.status.as_u16();
    }
    assert_eq!(last, 429, "a mailbox is not flooded");
}

#[actix_web::test]
async fn an_expired_or_foreign_link_changes_nothing() {
    let app = TestApp::start();
    app.teacher("maria").await;
    let api = Api::public(&app);
    api.post("/auth/forgot-password", json!({ "email": "maria" })).await;
    let mails = app.mails_at(clock::now() - Duration::minutes(31)).await;
    assert!(mails.is_empty(), "it is not due then");
    let code = app.mailed_token("maria@school.example").await;
    app.sql("UPDATE resets SET expires_at = expires_at - interval '30 minutes 1 second'");
    let reset = |code: String| api.post("/auth/reset-password", json!({ "code": code, "password": NEW }));
    assert_eq!(reset(code).await.refusal(), "link_dead");
    // The link of a registration is for another purpose.
    let new = json!({ "username": "zoe", "email": "zoe@school.example", "password": PASSWORD, "name": "Zoe" });
    api.post("/auth/local/register", new).await;
    assert_eq!(reset(app.mailed_token("zoe@school.example").await).await.refusal(), "link_dead");
    assert_eq!(sign_in(&api, PASSWORD).await.status, 200);
}

#[actix_web::test]
async fn changing_the_password_keeps_only_the_current_login() {
    let app = TestApp::start();
    app.teacher("maria").await;
    let (here, elsewhere) = (Api::of(&app, "maria").await, Api::of(&app, "maria").await);
    Api::public(&app).post("/auth/forgot-password", json!({ "email": "maria" })).await;
    let link = token(app.mails().await.last().expect("a mail"));
    let body =
        json!({ "name": " Maria  Papadaki ", "role": "administrator", "email": "x@y.example", "confirmed": false });
    let answer = here.put("/api/updateme", body).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    let user = answer.json();
    assert_eq!((&user["name"], &user["role"]["type"]), (&json!("Maria Papadaki"), &json!("teacher")));
    assert_eq!((&user["email"], &user["confirmed"]), (&json!("maria@school.example"), &json!(true)));
    assert_eq!(elsewhere.get("/usersme").await.status, 200, "a name is no reason to sign anyone out");

    assert_eq!(here.put("/updateme", json!({ "password": "short" })).await.refusal(), "password_too_short");
    assert_eq!(here.put("/updateme", json!({ "name": "" })).await.refusal(), "name_empty");
    assert_eq!(here.put("/updateme", json!({})).await.status, 200);
    assert_eq!(here.put("/updateme", json!({ "password": NEW })).await.status, 200);
    assert_eq!(here.get("/usersme").await.json()["name"], "Maria Papadaki");
    assert_eq!(elsewhere.get("/usersme").await.refusal(), "sign_in_needed");
    let api = Api::public(&app);
    assert_eq!(sign_in(&api, NEW).await.status, 200);
    let late = api.post("/auth/reset-password", json!({ "code": link, "password": PASSWORD })).await;
    assert_eq!(late.refusal(), "link_dead", "a link from before is dead, too");
    assert_eq!(app.mails().await.last().expect("a mail").written.subject, "Your password was changed");
    assert_eq!(api.put("/updateme", json!({ "name": "x" })).await.refusal(), "sign_in_needed");
    app.person("sofia", Role::Student).await;
    assert_eq!(Api::of(&app, "sofia").await.put("/updateme", json!({ "name": "Sofia B." })).await.status, 200);
}
