//! Signing up by the API, and confirming the address.

use chrono::Duration;
use lyceum::clock;
use serde_json::{Value, json};

use crate::support::{
    app::{PASSWORD, TestApp},
    http::{Answer, Api},
    mails::token,
};

fn form(username: &str, email: &str) -> Value {
    json!({ "username": username, "email": email, "password": PASSWORD, "name": "Maria Papadaki" })
}

async fn sign_in(api: &Api, identifier: &str) -> Answer {
    api.post("/auth/local", json!({ "identifier": identifier, "password": PASSWORD })).await
}

#[actix_web::test]
async fn a_teacher_signs_up_confirms_the_address_and_signs_in() {
    for prefix in ["", "/api"] {
        let app = TestApp::start();
        let api = Api::public(&app);
        let mut new = form("maria", "Maria@School.example");
        for (ignored, value) in
            [("confirmed", json!(true)), ("blocked", json!(true)), ("provider", json!("x")), ("role", json!("teacher"))]
        {
            new[ignored] = value;
        }
        let answer = api.post(&format!("{prefix}/auth/local/register"), new).await;
        assert_eq!(answer.status, 201, "{}", answer.text);
        let user = answer.json();
        for field in
            ["id", "username", "email", "provider", "confirmed", "blocked", "role", "Avatar", "name", "sessions"]
        {
            assert!(!user[field].is_null(), "no {field}");
        }
        assert_eq!((&user["confirmed"], &user["blocked"]), (&json!(false), &json!(false)));
        assert_eq!((&user["role"]["type"], &user["provider"]), (&json!("teacher"), &json!("local")));
        assert!(!answer.text.contains("$2b$") && !answer.text.contains(PASSWORD), "{}", answer.text);

        let refused = sign_in(&api, "maria").await;
        assert_eq!((refused.status.as_u16(), refused.refusal().as_str()), (403, "unconfirmed"));
        let token = app.mailed_token("Maria@School.example").await;
        let confirm = format!("{prefix}/auth/email-confirmation");
        let answer = api.post(&confirm, json!({ "confirmation": token })).await;
        assert_eq!((answer.status.as_u16(), answer.json()["code"].as_u64()), (200, Some(0)), "{}", answer.text);
        let again = api.post(&confirm, json!({ "confirmation": token })).await;
        assert_eq!((again.status.as_u16(), again.refusal().as_str()), (410, "link_dead"));

        let answer = sign_in(&api, "maria@school.example").await;
        assert_eq!(answer.status, 200, "{}", answer.text);
        let me = answer.json()["user"].clone();
        assert_eq!((&me["id"], &me["confirmed"], &me["name"]), (&user["id"], &json!(true), &json!("Maria Papadaki")));
    }
}

#[actix_web::test]
async fn invalid_fields_get_their_refusals() {
    let app = TestApp::start();
    let api = Api::public(&app);
    app.teacher("ben").await;
    for (field, value, status, code) in [
        ("username", "a b", 400, "username_bad"),
        ("username", "BEN", 409, "username_taken"),
        ("email", "nobody", 400, "email_bad"),
        ("email", "a@b.org\r\nBcc: all@school.example", 400, "email_bad"),
        ("name", " ", 400, "name_empty"),
        ("name", "a\u{202e}b", 400, "name_bad"),
        ("password", "short", 400, "password_too_short"),
        ("password", "Password123", 400, "password_common"),
        ("password", "maria@school.example", 400, "password_common"),
        ("password", &"é".repeat(40), 400, "password_too_long"),
        ("role", "student", 403, "role_refused"),
        ("role", "administrator", 403, "role_refused"),
    ] {
        let mut new = form("maria", "maria@school.example");
        new[field] = json!(value);
        let answer = api.post("/auth/local/register", new).await;
        assert_eq!((answer.status.as_u16(), answer.refusal().as_str()), (status, code), "{field}: {value:?}");
    }
    for missing in ["username", "email", "name", "password"] {
        let mut new = form("maria", "maria@school.example");
        new.as_object_mut().expect("an object").remove(missing);
        assert_eq!(api.post("/auth/local/register", new).await.refusal(), "body_bad", "{missing}");
    }
    assert!(app.mails().await.is_empty());
}

/// An answer without the values that are generated for each: the id, the avatar, the username and the address.
fn shape(answer: &Answer) -> (u16, Vec<String>, Value) {
    let mut user = answer.json();
    for own in ["id", "Avatar", "username", "email"] {
        user[own] = json!(user[own].is_string());
    }
    let mut headers: Vec<_> = answer.headers.keys().map(ToString::to_string).collect();
    headers.sort();
    (answer.status.as_u16(), headers, user)
}

#[actix_web::test]
async fn only_the_owner_of_an_address_learns_whether_it_has_an_account() {
    let app = TestApp::start();
    app.teacher("ben").await;
    let api = Api::public(&app);
    let register =
        |username: &'static str, email: &'static str| api.post("/auth/local/register", form(username, email));
    let (free, taken) = (register("one", "free@school.example").await, register("two", "Ben@school.example").await);
    assert_eq!(shape(&free), shape(&taken));
    // Neither a taken username, nor a sign-in, nor asking for another mail tells it.
    let (free, taken) = (register("one", "x@school.example").await, register("two", "y@school.example").await);
    assert_eq!((free.refusal().as_str(), &free.text), ("username_taken", &taken.text));
    let (free, taken) = (sign_in(&api, "one").await, sign_in(&api, "two").await);
    assert_eq!((free.refusal().as_str(), &free.text), ("unconfirmed", &taken.text));
    for [free, taken] in [["one", "two"], ["free@school.example", "ben@school.example"]] {
        let again = |identifier: &str| api.post("/auth/send-email-confirmation", json!({ "email": identifier }));
        let (free, taken, nobody) = (again(free).await, again(taken).await, again("nobody").await);
        assert_eq!((free.status.as_u16(), &free.text, &free.text), (200, &taken.text, &nobody.text));
    }

    let mails = app.mails().await;
    assert_eq!(mails.len(), 6, "{mails:?}");
    for mail in &mails {
        match mail.address.as_str() {
            "free@school.example" => assert!(mail.written.text.contains("/confirm/"), "{mail:?}"),
            "ben@school.example" => {
                let text = mail.written.text.split_whitespace().collect::<Vec<_>>().join(" ");
                assert!(
                    text.contains("You already have an account") && text.contains("your username is ben."),
                    "{text}"
                );
                assert!(!mail.written.text.contains("/confirm/"), "{mail:?}");
            }
            other => panic!("a mail to {other}"),
        }
    }
}

#[actix_web::test]
async fn a_stranger_who_signs_up_with_my_address_learns_nothing_by_signing_in() {
    let app = TestApp::start();
    app.teacher("ben").await;
    let api = Api::public(&app);
    for (username, email) in [("one", "free@school.example"), ("two", "ben@school.example")] {
        let mut new = form(username, email);
        new["password"] = json!("the stranger's own");
        assert_eq!(api.post("/auth/local/register", new).await.status, 201);
        for identifier in [username, email] {
            let answer =
                api.post("/auth/local", json!({ "identifier": identifier, "password": "the stranger's own" })).await;
            assert_eq!((answer.status.as_u16(), answer.refusal().as_str()), (403, "unconfirmed"), "{identifier}");
        }
    }
    assert_eq!(sign_in(&api, "ben@school.example").await.status, 200, "the owner comes in as before");
}

#[actix_web::test]
async fn an_expired_link_can_be_requested_again() {
    let app = TestApp::start();
    let api = Api::public(&app);
    api.post("/auth/local/register", form("maria", "maria@school.example")).await;
    // It was written half an hour ago and has just expired.
    let mails = app.mails_at(clock::now() + Duration::seconds(1)).await;
    app.sql("UPDATE confirmations SET expires_at = expires_at - interval '30 minutes 1 second'");
    let confirm = |token: String| api.post("/auth/email-confirmation", json!({ "confirmation": token }));
    assert_eq!(confirm(token(&mails[0])).await.refusal(), "link_dead");
    for whom in ["maria", "MARIA@school.example", "nobody@school.example"] {
        assert_eq!(api.post("/auth/send-email-confirmation", json!({ "email": whom })).await.status, 200);
    }
    let mails = app.mails().await;
    assert_eq!(mails.len(), 3);
    assert!(mails[1].written.text.contains("within 30 minutes"), "{}", mails[1].written.text);
    assert_eq!(confirm(token(&mails[1])).await.status, 200);
    assert_eq!(confirm(token(&mails[2])).await.refusal(), "link_dead", "the account is confirmed");
    for never in ["", "zz", "00112233445566778899aabbccddeeff", "' OR 1=1 --"] {
        assert_eq!(confirm(never.to_owned()).await.refusal(), "link_dead", "{never:?}");
    }
}

#[actix_web::test]
async fn of_two_sign_ups_with_one_address_the_mailbox_owner_gets_the_account() {
    let app = TestApp::start();
    let api = Api::public(&app);
    for username in ["stranger", "maria"] {
        api.post("/auth/local/register", form(username, "maria@school.example")).await;
    }
    let mails = app.mails().await;
    let hers = mails.iter().find(|mail| mail.written.text.contains("maria.")).expect("a mail that names maria");
    let other =
        mails.iter().find(|mail| mail.written.text.contains("stranger.")).expect("and one that names the other");
    let confirm = |token: String| api.post("/auth/email-confirmation", json!({ "confirmation": token }));
    assert_eq!(confirm(token(hers)).await.status, 200);
    let late = confirm(token(other)).await;
    assert_eq!((late.status.as_u16(), late.refusal().as_str()), (409, "account_exists"));
    assert_eq!(sign_in(&api, "maria").await.status, 200);
}

#[actix_web::test]
async fn mails_to_one_address_are_limited() {
    let app = TestApp::start();
    let api = Api::public(&app);
    api.post("/auth/local/register", form("maria", "maria@school.example")).await;
    let mut last = String::new();
    for _ in 0..6 {
        let answer = api.post("/auth/send-email-confirmation", json!({ "email": "maria@school.example" })).await;
        last = if answer.status == 200 { String::new() } else { answer.refusal() };
    }
    assert_eq!(last, "too_many_mails");
    let other = api.post("/auth/send-email-confirmation", json!({ "email": "nobody@school.example" })).await;
    assert_eq!(other.status, 200);
    assert!(app.mails().await.len() <= 5);
}

#[actix_web::test]
async fn the_database_stores_no_link_token_and_no_recipient_after_the_mail() {
    let app = TestApp::start();
    let api = Api::public(&app);
    api.post("/auth/local/register", form("maria", "maria@school.example")).await;
    api.post("/auth/send-email-confirmation", json!({ "email": "maria@school.example" })).await;
    let token = app.mailed_token("maria@school.example").await;
    let rows = app.texts("SELECT row_to_json(confirmations)::text AS text FROM confirmations");
    assert!(rows.len() == 2 && rows.iter().all(|row| !row.contains(&token)), "{rows:?}");
    let jobs = app.texts("SELECT row_to_json(jobs)::text AS text FROM jobs");
    assert_eq!(jobs.len(), 2);
    for job in jobs {
        assert!(job.contains("\"state\":\"done\"") && !job.contains("maria") && !job.contains(&token), "{job}");
    }
}

#[actix_web::test]
async fn an_unconfirmed_registration_expires_and_frees_its_username() {
    let app = TestApp::start();
    let api = Api::public(&app);
    api.post("/auth/local/register", form("maria", "maria@school.example")).await;
    let again = || api.post("/auth/local/register", form("maria", "m@school.example"));
    assert_eq!(again().await.refusal(), "username_taken");
    app.sql("UPDATE registrations SET created_at = created_at - interval '8 days'");
    assert_eq!(again().await.status, 201);
    assert_eq!(app.texts("SELECT email AS text FROM registrations"), ["m@school.example"]);
}
