//! SQL and header injection in text fields.

use lyceum::access::Role;
use reqwest::Method;
use serde_json::json;

use crate::support::{
    app::{PASSWORD, TestApp},
    http::{Answer, Api, Browser},
};

const SQL: &[&str] = &[
    "' OR '1'='1",
    "maria' --",
    "'; DROP TABLE people; --",
    "\") OR (\"\"=\"",
    "maria' UNION SELECT password_hash FROM people --",
    "'||(SELECT pg_sleep(30))||'",
    "$1",
    "\\'; --",
    "%",
    "_____",
];

#[actix_web::test]
async fn sql_in_text_fields_is_not_executed() {
    let app = TestApp::start();
    app.person("alice", Role::Administrator).await;
    app.teacher("maria").await;
    let (public, maria, alice) = (Api::public(&app), Api::of(&app, "maria").await, Api::of(&app, "alice").await);
    for words in SQL {
        let sign_in = json!({ "identifier": words, "password": words });
        assert_eq!(public.post("/auth/local", sign_in).await.refusal(), "sign_in_wrong", "{words}");
        assert_eq!(public.post("/auth/forgot-password", json!({ "id": words })).await.status, 200, "{words}");
        assert_eq!(public.get(&format!("/codes/{}", escaped(words))).await.status, 404, "{words}");
        assert_eq!(maria.get(&format!("/sessions/{}", escaped(words))).await.refusal(), "session_unknown", "{words}");
        assert_eq!(maria.get(&format!("/sessions?state={}", escaped(words))).await.refusal(), "body_bad", "{words}");
        let found = alice.get(&format!("/people?search={}", escaped(words))).await;
        assert_eq!((found.status.as_u16(), &found.json()["total"]), (200, &json!(0)), "{words}");
        let made = maria.post("/experiences", json!({ "Title": words, "Discription": words })).await;
        assert_eq!((made.status.as_u16(), &made.json()["Title"]), (201, &json!(words)));
    }
    assert!(app.mails().await.is_empty(), "nobody was meant");
    assert_eq!(maria.get("/experiences").await.json().as_array().map(Vec::len), Some(SQL.len()));
}

fn escaped(words: &str) -> String {
    words.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

#[actix_web::test]
async fn text_fields_cannot_inject_headers() {
    let app = TestApp::start();
    app.teacher("maria").await;
    let (public, maria) = (Api::public(&app), Api::of(&app, "maria").await);
    for email in ["a@b.org\r\nBcc: everyone@b.org", "a@b.org\nBcc: x", "a@b.org, c@d.org", "<a@b.org>", "a@b.org\0"] {
        assert_eq!(maria.post("/invite", json!({ "email": email })).await.refusal(), "email_bad", "{email:?}");
        let new = json!({ "username": "zoe", "email": email, "name": "Zoe", "password": PASSWORD });
        assert_eq!(public.post("/auth/local/register", new).await.refusal(), "email_bad", "{email:?}");
    }
    for name in ["Zoe\r\nBcc: everyone@b.org", "Zoe\n", "Zoe\u{2028}Bcc"] {
        let new = json!({ "username": "zoe", "email": "zoe@b.org", "name": name, "password": PASSWORD });
        assert_eq!(public.post("/auth/local/register", new).await.refusal(), "name_bad", "{name:?}");
    }
    assert!(app.mails().await.is_empty());

    // A link in a mail never leads to the host that the request names.
    let request =
        public.request(Method::POST, "/auth/forgot-password").json(&json!({ "email": "maria@school.example" }));
    let forged = request.header("host", "evil.example").header("x-forwarded-host", "evil.example");
    assert_eq!(Answer::of(forged).await.status, 200);
    let mails = app.mails().await;
    assert!(mails.iter().all(|mail| !mail.written.text.contains("evil") && !mail.written.html.contains("evil")));
    assert_eq!(mails.len(), 1);

    let browser = Browser::new(&app);
    for path in ["/signin?next=%0D%0Aset-cookie:%20a=b", "/join?code=%0D%0Ax:%20y", "/%0D%0Aset-cookie:%20a=b"] {
        let answer = browser.get(path).await;
        assert!(answer.header("x").is_empty() && !answer.header("set-cookie").contains("a=b"), "{path}");
        assert!(!answer.header("location").contains(['\r', '\n']), "{path}");
    }
}

#[actix_web::test]
async fn a_page_of_another_origin_cannot_use_a_cookie() {
    let app = TestApp::start();
    app.teacher("maria").await;
    let maria = Browser::of(&app, "maria").await;
    for (method, path, body) in [
        (Method::PUT, "/updateme", json!({ "password": "a brand new secret" })),
        (Method::PUT, "/profile", json!({ "firstName": "Mallory" })),
        (Method::POST, "/auth/logout", json!({})),
        (Method::POST, "/auth/logout-everywhere", json!({})),
        (Method::POST, "/invite", json!({ "email": "mallory@evil.example" })),
    ] {
        for origin in [None, Some("https://evil.example"), Some("null"), Some("http://127.0.0.1:1")] {
            let answer = maria.call(method.clone(), path, origin, body.clone()).await;
            assert_eq!(
                (answer.status.as_u16(), answer.refusal().as_str()),
                (403, "origin_foreign"),
                "{path} {origin:?}"
            );
        }
    }
    for path in ["/signout", "/profile", "/profile/password"] {
        assert_eq!(maria.send_raw(path, &[("form_token", "00"), ("name", "Mallory")]).await.status, 403, "{path}");
    }
    let page = maria.get("/profile").await;
    assert!(page.text.contains("maria@school.example") && !page.text.contains("Mallory"), "{}", page.text);
}

#[actix_web::test]
async fn fields_of_the_wrong_type_are_named_and_unknown_fields_ignored() {
    let app = TestApp::start();
    app.teacher("maria").await;
    let maria = Api::of(&app, "maria").await;
    for (body, path) in
        [(json!({ "sessionTitle": 7 }), "sessionTitle"), (json!({ "capacity": "many" }), "capacity"), (json!([1]), ".")]
    {
        let answer = maria.post("/sessions", body).await;
        assert_eq!((answer.status.as_u16(), answer.refusal().as_str()), (400, "body_bad"), "{}", answer.text);
        assert_eq!(answer.json()["error"]["details"][0]["path"], path, "{}", answer.text);
    }
    let forged = json!({ "name": "Maria R", "role": "administrator", "confirmed": false, "blocked": true, "id": "x" });
    let user = maria.put("/updateme", forged).await.json();
    assert_eq!((&user["name"], &user["role"]["type"]), (&json!("Maria R"), &json!("teacher")));
    assert_eq!((&user["blocked"], &user["confirmed"]), (&json!(false), &json!(true)));
}
