//! A teacher invites a student by the API.

use lyceum::access::Role;
use serde_json::{Value, json};

use crate::support::{
    app::{PASSWORD, TestApp},
    http::Api,
};

fn form(username: &str, email: &str, invitation: &str) -> Value {
    let name = "Sofia Berg";
    json!({ "username": username, "email": email, "password": PASSWORD, "name": name, "invitation": invitation })
}

/// Has maria invite this address, and returns the invitation's token.
async fn invited(app: &TestApp, maria: &Api, email: &str) -> String {
    let answer = maria.post("/invite", json!({ "email": email })).await;
    assert_eq!((answer.status.as_u16(), answer.json()["code"].as_u64()), (200, Some(0)), "{}", answer.text);
    app.mailed_token(email).await
}

fn students(app: &TestApp) -> Vec<String> {
    app.texts(
        "SELECT teacher.username || ' teaches ' || student.username AS text FROM students
         JOIN people teacher ON teacher.id = teacher_id JOIN people student ON student.id = student_id ORDER BY 1",
    )
}

#[actix_web::test]
async fn an_invited_person_signs_up_once_and_becomes_the_teachers_student() {
    let app = TestApp::start();
    app.teacher("maria").await;
    let (maria, api) = (Api::of(&app, "maria").await, Api::public(&app));
    let token = invited(&app, &maria, "sofia@school.example").await;
    let mail = app.mailer.sent().pop().expect("a mail");
    assert!(mail.written.subject.starts_with("Maria has invited you"), "{mail:?}");
    let register = |new: Value| api.post("/api/auth/local/register", new);
    let mut teacher = form("sofia", "sofia@school.example", &token);
    teacher["role"] = json!("teacher");
    assert_eq!(register(teacher).await.refusal(), "role_refused");
    let answer = register(form("sofia", "Sofia@school.example", &token)).await;
    assert_eq!(answer.status, 201, "{}", answer.text);
    let user = answer.json();
    assert_eq!((&user["confirmed"], &user["role"]["type"]), (&json!(true), &json!("student")));
    let again = register(form("sofia2", "sofia@school.example", &token)).await;
    assert_eq!((again.status.as_u16(), again.refusal().as_str()), (410, "link_dead"));
    assert_eq!(students(&app), ["maria teaches sofia"]);
    let signed_in = Api::of(&app, "sofia").await;
    assert_eq!(signed_in.get("/usersme").await.json()["id"], user["id"]);
    assert_eq!(signed_in.post("/invite", json!({ "email": "x@y.example" })).await.refusal(), "not_allowed");
    assert_eq!(maria.post("/invite", json!({ "email": "nobody" })).await.refusal(), "email_bad");
}

#[actix_web::test]
async fn invitations_of_a_blocked_or_former_teacher_are_invalid() {
    for change in ["blocked_at = now(), blocked_reason = 'spam'", "role = 'student'"] {
        let app = TestApp::start();
        app.teacher("maria").await;
        let (maria, api) = (Api::of(&app, "maria").await, Api::public(&app));
        let token = invited(&app, &maria, "sofia@school.example").await;
        assert_eq!(maria.post("/invite", json!({ "email": "nico@school.example" })).await.status, 200);
        app.sql(&format!("UPDATE people SET {change} WHERE username = 'maria'"));
        let refused = api.post("/auth/local/register", form("sofia", "sofia@school.example", &token)).await;
        assert_eq!(refused.refusal(), "link_dead", "{change}");
        let mails = app.mails().await;
        assert!(mails.iter().all(|mail| mail.address != "nico@school.example"), "{change}: it was not mailed yet");
    }
}

#[actix_web::test]
async fn an_invited_person_with_another_address_must_confirm_it() {
    let app = TestApp::start();
    app.teacher("maria").await;
    let (maria, api) = (Api::of(&app, "maria").await, Api::public(&app));
    let token = invited(&app, &maria, "sofia@school.example").await;
    let answer = api.post("/auth/local/register", form("sofia", "sofia@home.example", &token)).await;
    assert_eq!((answer.status.as_u16(), &answer.json()["confirmed"]), (201, &json!(false)));
    assert_eq!(students(&app), [""; 0]);
    let confirmation = app.mailed_token("sofia@home.example").await;
    assert_eq!(api.post("/auth/email-confirmation", json!({ "confirmation": confirmation })).await.status, 200);
    assert_eq!(students(&app), ["maria teaches sofia"]);
}

#[actix_web::test]
async fn an_invitation_reveals_no_account_and_expires() {
    let app = TestApp::start();
    app.teacher("maria").await;
    app.person("sofia", Role::Student).await;
    let (maria, api) = (Api::of(&app, "maria").await, Api::public(&app));
    let known = maria.post("/invite", json!({ "email": "sofia@school.example" })).await;
    let unknown = maria.post("/invite", json!({ "email": "nobody@school.example" })).await;
    assert_eq!((known.status, &known.text), (unknown.status, &unknown.text));
    let token = invited(&app, &maria, "late@school.example").await;
    app.sql("UPDATE invitations SET created_at = created_at - interval '8 days'");
    let late = api.post("/auth/local/register", form("late", "late@school.example", &token)).await;
    assert_eq!(late.refusal(), "link_dead");
    let forged = api.post("/auth/local/register", form("late", "late@school.example", "no such thing")).await;
    assert_eq!(forged.refusal(), "link_dead");
    assert!(app.texts("SELECT token_hash::text AS text FROM invitation_links").iter().all(|row| !row.contains(&token)));
}

#[actix_web::test]
async fn strangers_at_the_same_address_do_not_use_up_a_teachers_invitations() {
    let app = TestApp::start();
    app.teacher("maria").await;
    let (maria, api) = (Api::of(&app, "maria").await, Api::public(&app));
    let mut asked = 0;
    let refused = loop {
        asked += 1;
        let answer = api.post("/auth/forgot-password", json!({ "id": format!("nobody{asked}") })).await;
        if answer.status != 200 {
            break answer.refusal();
        }
        assert!(asked < 400, "strangers have a limit");
    };
    assert_eq!(refused, "too_many_mails");
    for number in 0..200 {
        let answer = maria.post("/invite", json!({ "email": format!("pupil{number}@home.example") })).await;
        assert_eq!(answer.status, 200, "the {number}th: {}", answer.text);
    }
    // No mailbox is flooded by that, and no teacher invites without limit.
    let to_one = (0..20).map(|_| maria.post("/invite", json!({ "email": "Pupil0@home.example" })));
    let answers: Vec<_> = futures_util::future::join_all(to_one).await.iter().map(|one| one.status.as_u16()).collect();
    assert_eq!(answers.iter().filter(|status| **status == 200).count(), 4, "{answers:?}");
    let mut sent = 200;
    while maria.post("/invite", json!({ "email": format!("other{sent}@home.example") })).await.status == 200 {
        sent += 1;
        assert!(sent < 3000, "there is a limit");
    }
    assert!(sent >= 900, "{sent}");
}
