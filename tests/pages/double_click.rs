//! A form whose button is pressed twice makes one thing, and leads to it.

use futures_util::future::join_all;
use image::ImageFormat;
use lyceum::access::Role;
use serde_json::json;

use crate::support::{
    app::{PASSWORD, TestApp},
    files::picture,
    http::{Answer, Api, Browser, form_token},
};

/// The hidden key of the form that is sent to `action`.
fn key(html: &str, action: &str) -> String {
    let (_, form) = html.split_once(&format!("action=\"{action}\"")).unwrap_or_else(|| panic!("no form for {action}"));
    let (form, _) = form.split_once("</form>").expect("it ends");
    let (_, rest) =
        form.split_once("name=\"idempotency_key\" value=\"").unwrap_or_else(|| panic!("{action} has no key"));
    rest.split_once('"').expect("it ends").0.to_owned()
}

/// Sends the form of a page several times at once.
async fn press_twice(browser: &Browser, page: &str, action: &str, fields: &[(&str, &str)]) -> Vec<Answer> {
    let shown = browser.get(page).await.text.replace("&#x2f;", "/");
    let (token, key) = (form_token(&shown).expect("a form"), key(&shown, action));
    let hidden = [("form_token", token.as_str()), ("idempotency_key", key.as_str())];
    let fields: Vec<_> = fields.iter().copied().chain(hidden).collect();
    join_all((0..3).map(|_| browser.send_raw(action, &fields))).await
}

fn count(app: &TestApp, table: &str) -> u32 {
    app.texts(&format!("SELECT count(*)::text AS text FROM {table}"))[0].parse().expect("a number")
}

#[actix_web::test]
async fn a_double_click_makes_one_thing_and_leads_to_it() {
    let app = TestApp::start();
    app.person("alice", Role::Administrator).await;
    let alice = Browser::of(&app, "alice").await;
    let material = Api::of(&app, "alice").await.prepare("Planets").await["id"].as_str().expect("an id").to_owned();
    let session = Api::of(&app, "alice").await.plan("Moons").await["id"].as_str().expect("an id").to_owned();
    let (material, session) = (format!("/dashboard/experiences/{material}"), format!("/dashboard/sessions/{session}"));
    let lesson = [
        ("title", "Volcanoes"),
        ("date", "2030-01-07"),
        ("time", "09:00"),
        ("time_zone", "Europe/Athens"),
        ("capacity", "30"),
        ("minutes", "60"),
    ];
    let (parts, keys) = (format!("{material}/parts"), format!("{session}/stream-keys"));
    for (page, action, fields, table) in [
        ("/dashboard/sessions/new", "/dashboard/sessions", &lesson[..], "sessions"),
        ("/dashboard", "/dashboard/sessions/now", &[], "sessions"),
        ("/dashboard/experiences", "/dashboard/experiences", &[("title", "Stars")], "experiences"),
        (&material, &parts, &[("text", "Eight of them.")], "items"),
        (&session, &keys, &[("kind", "publish"), ("name", "OBS")], "stream_keys"),
        ("/dashboard/students", "/dashboard/students", &[("email", "friend@school.example")], "invitations"),
        (
            "/admin/people/add",
            "/admin/people/add",
            &[("people", "Cy, cy@school.example"), ("role", "teacher")],
            "people",
        ),
    ] {
        let before = count(&app, table);
        let answers = press_twice(&alice, page, action, fields).await;
        assert_eq!(count(&app, table), before + 1, "{action}");
        for answer in &answers {
            assert!(answer.status.is_success() || answer.status.is_redirection(), "{action}: {}", answer.text);
            assert_eq!(answer.header("location"), answers[0].header("location"), "{action}");
        }
    }
    // The same form, changed since: another lesson is meant.
    let before = count(&app, "sessions");
    let shown = alice.get("/dashboard/sessions/new").await.text;
    let (token, key) = (form_token(&shown).expect("a form"), key(&shown, "/dashboard/sessions"));
    for title in ["One", "Two"] {
        let hidden = [("title", title), ("form_token", &token), ("idempotency_key", &key)];
        let fields: Vec<_> = lesson[1..].iter().copied().chain(hidden).collect();
        alice.send_raw("/dashboard/sessions", &fields).await;
    }
    assert_eq!(count(&app, "sessions"), before + 2);
}

#[actix_web::test]
async fn a_double_click_on_sign_up_signs_up_one_person() {
    let app = TestApp::start();
    app.teacher("maria").await;
    let fields = [("name", "Zoe"), ("email", "zoe@school.example"), ("username", "zoe"), ("password", PASSWORD)];
    let stranger = Browser::new(&app);
    let answers = press_twice(&stranger, "/register", "/register", &fields).await;
    for answer in &answers {
        assert_eq!(answer.redirect_target(), answers[0].redirect_target());
        assert!(answer.redirect_target().starts_with("/confirm?for="), "{}", answer.text);
    }
    assert_eq!((count(&app, "registrations"), app.mails().await.len()), (1, 1));
    // Someone else does not get there with the same username.
    let fields = [("name", "Zoe"), ("email", "other@school.example"), ("username", "zoe"), ("password", PASSWORD)];
    for answer in press_twice(&Browser::new(&app), "/register", "/register", &fields).await {
        assert!(answer.status == 409 && answer.text.contains("This username is taken"), "{}", answer.text);
    }
}

#[actix_web::test]
async fn files_of_one_form_are_added_once_each() {
    let app = TestApp::start();
    app.teacher("maria").await;
    let maria = Browser::of(&app, "maria").await;
    let made = Api::of(&app, "maria").await.post("/experiences", json!({ "Title": "Planets" })).await.json();
    let page = format!("/dashboard/experiences/{}", made["id"].as_str().expect("an id"));
    let files = format!("{page}/files");
    let shown = maria.get(&page).await.text.replace("&#x2f;", "/");
    let (token, key) = (form_token(&shown).expect("a form"), key(&shown, &files));
    let fields = [("form_token", token.as_str()), ("idempotency_key", key.as_str())];
    let (cone, plate) = (picture(40, 30, ImageFormat::Png), picture(30, 50, ImageFormat::Png));
    // The script sends each file in a form of its own.
    for (name, bytes) in [("cone.png", &cone), ("plate.png", &plate), ("cone.png", &cone)] {
        let answer = maria.upload_with(&files, &fields, name, bytes).await;
        assert_eq!(answer.redirect_target(), page);
    }
    assert_eq!((count(&app, "uploads"), count(&app, "items")), (2, 2));
}
