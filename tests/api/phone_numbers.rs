//! A phone number: people enter their own, and only they and administrators see it.

use lyceum::access::Role;
use serde_json::{Value, json};

use crate::support::{
    app::{PASSWORD, TestApp},
    http::{Api, Browser},
};

#[actix_web::test]
async fn a_phone_number_given_at_sign_up_is_kept_after_confirmation() {
    let app = TestApp::start();
    let public = Api::public(&app);
    let sign_up = |username: &str, number: Value| {
        json!({ "username": username, "email": format!("{username}@school.example"), "name": "Zoe",
                "password": PASSWORD, "role": "teacher", "phone_number": number })
    };
    let answer = public.post("/auth/local/register", sign_up("zoe", json!("+30 210-123 4567"))).await;
    assert_eq!((answer.status.as_u16(), &answer.json()["phone_number"]), (201, &json!("+302101234567")));
    let answer = public.post("/auth/local/register", sign_up("zora", Value::Null)).await;
    assert_eq!((answer.status.as_u16(), &answer.json()["phone_number"]), (201, &Value::Null));
    for wrong in ["12345", "+1234567890123456", "call me", "+30 210 <b>"] {
        let answer = public.post("/auth/local/register", sign_up("zita", json!(wrong))).await;
        assert_eq!((answer.status.as_u16(), answer.refusal().as_str()), (400, "phone_bad"), "{wrong}");
    }
    let party = json!({ "fullname": "Zita", "username": "zita", "email": "zita@school.example", "password": PASSWORD,
                        "phone_number": "2101 234567" });
    assert_eq!(public.post("/signup", party).await.status, 201);
    let kept = "SELECT username || ' ' || coalesce(phone_number, '-') AS text FROM registrations ORDER BY username";
    assert_eq!(app.texts(kept), ["zita 2101234567", "zoe +302101234567", "zora -"]);
    let token = app.mailed_token("zoe@school.example").await;
    assert_eq!(public.post("/auth/email-confirmation", json!({ "confirmation": token })).await.status, 200);
    assert_eq!(Api::of(&app, "zoe").await.get("/usersme").await.json()["phone_number"], "+302101234567");
}

#[actix_web::test]
async fn people_change_and_remove_their_own_phone_number() {
    let app = TestApp::start();
    app.teacher("tess").await;
    let tess = Api::of(&app, "tess").await;
    let put = async |body: Value| tess.put("/updateme", body).await;
    assert_eq!(put(json!({ "phone_number": "+30 2101234567" })).await.json()["phone_number"], "+302101234567");
    assert_eq!(put(json!({ "name": "Tess May" })).await.json()["phone_number"], "+302101234567", "it was not said");
    assert_eq!(put(json!({ "phone_number": "no" })).await.refusal(), "phone_bad");
    assert_eq!(put(json!({ "phone_number": 302101234567_i64 })).await.refusal(), "body_bad");
    assert_eq!(put(json!({ "phone_number": null })).await.json()["phone_number"], Value::Null);
    put(json!({ "phone_number": "0301234567" })).await;
    assert_eq!(put(json!({ "phone_number": " " })).await.json()["phone_number"], Value::Null);

    let browser = Browser::of(&app, "tess").await;
    let sent = browser.send("/profile", "/profile", &[("name", "Tess"), ("phone", "+30 210 12")]).await;
    assert_eq!(sent.redirect_target(), "/profile");
    assert!(browser.get("/profile").await.text.contains("value=\"+3021012\""));
    let wrong = browser.send("/profile", "/profile", &[("name", "Tess"), ("phone", "\"><b>")]).await;
    assert_eq!(wrong.status, 400);
    assert!(wrong.text.contains("id=\"phone-wrong\"") && !wrong.text.contains("\"><b>"), "{}", wrong.text);
    // A form from before the field existed.
    browser.send("/profile", "/profile", &[("name", "Tess")]).await;
    assert_eq!(tess.get("/usersme").await.json()["phone_number"], "+3021012");
}

#[actix_web::test]
async fn only_administrators_and_the_export_show_phone_numbers() {
    let app = TestApp::start();
    let tess = app.teacher("tess").await;
    let sofia = app.person("sofia", Role::Student).await;
    app.person("alice", Role::Administrator).await;
    let student = Api::of(&app, "sofia").await;
    student.put("/updateme", json!({ "phone_number": "+302105550199" })).await;
    app.sql(&format!("INSERT INTO students VALUES ('{tess}', '{sofia}', now())"));
    let alice = Api::of(&app, "alice").await;
    let path = format!("/people/{sofia}");
    assert_eq!(alice.get(&path).await.json()["phoneNumber"], "+302105550199");
    let page = Browser::of(&app, "alice").await.get(&format!("/admin/people/{sofia}")).await;
    assert!(page.text.contains("tel:+302105550199"), "{}", page.text);
    assert_eq!(alice.get(&format!("{path}/export")).await.json()["account"]["phoneNumber"], "+302105550199");
    assert_eq!(student.get("/users/me/export").await.json()["account"]["phoneNumber"], "+302105550199");
    let teacher = Api::of(&app, "tess").await;
    for seen in ["/students", "/progress", &format!("/students/{sofia}/progress")] {
        let answer = teacher.get(seen).await;
        assert!(answer.status == 200 && !answer.text.contains("5550199"), "{seen}: {}", answer.text);
    }
    assert_eq!(alice.delete(&path).await.status, 200);
    let left = "SELECT phone_number AS text FROM people WHERE phone_number IS NOT NULL";
    assert_eq!(app.texts(left), Vec::<String>::new());
}
