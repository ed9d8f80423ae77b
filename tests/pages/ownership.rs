//! What belongs to one person is unreachable for others: another teacher and an administrator try every route with an id of
//! Maria's things. To them it does not exist, and it stays unchanged.

use lyceum::{access::Role, web::routes};
use reqwest::Method;
use serde_json::json;

use crate::{
    api::{Expected, LINES, PAGE_LINES},
    support::{
        app::TestApp,
        files::{file, picture},
        http::{Answer, Api, Browser, form_token},
    },
};

/// The path parameters that name something with an owner.
const OWNED: [&str; 5] = ["{id}", "{key}", "{experience}", "{item}", "{student}"];

/// The ids of one teacher's things, in the order of [`OWNED`].
pub type Things = [String; 5];

/// A lesson with a whiteboard, a stream key for it, an experience with an image, that image's item, and a student.
pub async fn things(app: &TestApp, who: &Api, username: &str, student: &str) -> Things {
    let id = |value: &serde_json::Value| value["id"].as_str().expect("an id").to_owned();
    let session = id(&who.plan("Fractions").await);
    who.put(&format!("/sessions/{session}"), json!({ "retention": "keep" })).await;
    app.sql(&format!(
        "INSERT INTO board_pages (session_id, page, template, number, cleared, hidden)
         VALUES ('{session}', 1, 'plain', 0, 0, '{{}}')"
    ));
    let keys = format!("/sessions/{session}/stream-keys");
    let key = id(&who.post(&keys, json!({ "kind": "view", "name": "A player" })).await.json());
    let photo = file(who.request(Method::POST, "/upload"), "leaf.png", &picture(64, 48, image::ImageFormat::Png));
    let content = json!([{ "kind": "photo", "media": Answer::of(photo).await.json()[0]["id"] }]);
    let made = who.post("/experiences", json!({ "Title": "Leaves", "content": content })).await.json();
    let student = app.person(student, Role::Student).await.to_string();
    app.sql(&format!("INSERT INTO students SELECT id, '{student}', now() FROM people WHERE username = '{username}'"));
    [session, key, id(&made), id(&made["content"][0]), student]
}

pub fn filled(path: &str, things: &Things) -> String {
    OWNED.iter().zip(things).fold(path.replace("{page}", "1"), |path, (name, id)| path.replace(name, id))
}

/// Whether a teacher may call it, for their own things.
pub fn owned(path: &str, fates: &[Expected; 4]) -> bool {
    fates[2] == Expected::Yes && OWNED.iter().any(|name| path.contains(name))
}

/// All rows that could be changed.
fn rows(app: &TestApp) -> Vec<String> {
    let tables = ["sessions", "stream_keys", "experiences", "items", "uploads", "students", "people"];
    let all = |table: &&str| {
        app.texts(&format!(
            "SELECT '{table}: ' || coalesce(string_agg(t::text, ' ' ORDER BY t::text), '') AS text FROM {table} t"
        ))
    };
    tables.iter().flat_map(all).collect()
}

const UNKNOWN: [&str; 5] =
    ["session_unknown", "stream_key_unknown", "experience_unknown", "student_unknown", "content_unknown"];

#[actix_web::test]
async fn no_api_call_reaches_anothers_things() {
    let app = TestApp::start();
    app.teacher("maria").await;
    let maria = Api::of(&app, "maria").await;
    let hers = things(&app, &maria, "maria", "nia").await;
    let mut tried = 0;
    for (username, role) in [("ben", Role::Teacher), ("head", Role::Administrator)] {
        app.person(username, role).await;
        let other = Api::of(&app, username).await;
        let own = things(&app, &other, username, &format!("{username}s")).await;
        let before = rows(&app);
        let body =
            json!({ "sessionTitle": "Mine", "Title": "Mine", "series": "Mine", "kind": "publish", "name": "Mine" });
        // With all ids hers, and with her item in something that is the caller's own.
        let mixed = [own[0].clone(), hers[1].clone(), own[2].clone(), hers[3].clone(), hers[4].clone()];
        for (method, path, _) in LINES.iter().filter(|(_, path, fates)| owned(path, fates)) {
            for (prefix, things) in [("", &hers), ("/api", &hers), ("/api", &mixed)] {
                // An administrator reads every experience; and this call has only their own ids.
                let reads = *method == "GET" && *path == "/experiences/{experience}" && username == "head";
                if reads || filled(path, things) == filled(path, &own) {
                    continue;
                }
                let to = format!("{prefix}{}", filled(path, things));
                let request = other.request(Method::from_bytes(method.as_bytes()).expect("a method"), &to);
                let answer = Answer::of(if *method == "GET" { request } else { request.json(&body) }).await;
                let code = answer.refusal();
                assert!(
                    answer.status == 404 && UNKNOWN.contains(&code.as_str()),
                    "{method} {to} by {username}: {code}"
                );
                tried += 1;
            }
        }
        // Naming her things in a body does not work, either.
        let media = app.texts(&format!("SELECT upload_id::text AS text FROM items WHERE id = '{}'", hers[3])).remove(0);
        let (session, experience) = (format!("/sessions/{}", own[0]), format!("/experiences/{}", own[2]));
        for (path, body, code) in [
            (&session, json!({ "experiences": hers[2] }), "experience_unknown"),
            (&session, json!({ "experiences": { "id": hers[2] } }), "experience_unknown"),
            (&experience, json!({ "content": [{ "kind": "photo", "media": media }] }), "content_bad"),
        ] {
            assert_eq!(other.put(path, body.clone()).await.refusal(), code, "{path} by {username}: {body}");
        }
        assert_eq!(rows(&app), before, "{username} has changed nothing");
    }
    assert!(tried > 40, "{tried}");
    // All of it exists for her.
    for (_, path, _) in LINES.iter().filter(|(method, path, fates)| *method == "GET" && owned(path, fates)) {
        let answer = maria.get(&filled(path, &hers)).await;
        assert_eq!(answer.status, 200, "{path}: {}", answer.text);
    }
}

#[actix_web::test]
async fn no_page_reaches_anothers_things() {
    let app = TestApp::start();
    app.teacher("maria").await;
    let maria = Api::of(&app, "maria").await;
    let hers = things(&app, &maria, "maria", "nia").await;
    let fields = [
        ("title", "Mine"),
        ("text", "Mine"),
        ("name", "Mine"),
        ("kind", "view"),
        ("series", "Mine"),
        ("date", "2130-01-07"),
        ("time", "09:00"),
        ("time_zone", "UTC"),
        ("capacity", "30"),
        ("to", "up"),
    ];
    let mut tried = 0;
    for (username, role) in [("ben", Role::Teacher), ("head", Role::Administrator)] {
        app.person(username, role).await;
        let api = Api::of(&app, username).await;
        let own = things(&app, &api, username, &format!("{username}s")).await;
        let other = Browser::of(&app, username).await;
        let token = form_token(&other.get("/profile").await.text).expect("a form");
        let before = rows(&app);
        let mixed = [own[0].clone(), hers[1].clone(), own[2].clone(), hers[3].clone(), hers[4].clone()];
        for (method, path, _) in PAGE_LINES.iter().filter(|(_, path, fates)| owned(path, fates)) {
            for things in [&hers, &mixed] {
                let to = filled(path, things);
                // An administrator reads every experience; and this call has only their own ids.
                let reads = *method == "GET" && *path == "/dashboard/experiences/{experience}" && username == "head";
                if reads || to == filled(path, &own) || path.starts_with("/admin/") {
                    continue;
                }
                let answer = if *method == "GET" {
                    other.get(&to).await
                } else if path.ends_with("/files") {
                    other.upload(&to, &token, "notes.pdf", b"%PDF-1.7 none").await
                } else {
                    let fields: Vec<_> = fields.into_iter().chain([("form_token", token.as_str())]).collect();
                    other.send_raw(&to, &fields).await
                };
                // An item that is not in the caller's own lesson or experience is reported on that page.
                let within = to.contains(&own[0]) || to.contains(&own[2]);
                let back = *method == "POST" && within && answer.status == 303;
                assert!(back || answer.status == 404, "{method} {to} by {username}: {}", answer.text);
                tried += 1;
            }
        }
        assert_eq!(rows(&app), before, "{username} has changed nothing");
    }
    assert!(tried > 40, "{tried}");
    let maria = Browser::of(&app, "maria").await;
    for (_, path, _) in PAGE_LINES.iter().filter(|(method, path, fates)| *method == "GET" && owned(path, fates)) {
        let answer = maria.get(&filled(path, &hers)).await;
        assert_eq!(answer.status, 200, "{path}: {}", answer.text);
    }
    // No route has another parameter name for something with an owner.
    let names = |path: &str| {
        path.split('{').skip(1).filter_map(|rest| Some(rest.split_once('}')?.0.to_owned())).collect::<Vec<_>>()
    };
    let known = [
        "token",
        "person",
        "mail",
        "code",
        "stream",
        "name",
        "device",
        "page",
        "conversion",
        "session",
        "path:.*",
        // The length of a personal link.
        "12",
        // Several teachers share a group: `api::groups` tests who reaches it.
        "group",
        "place",
        // `media::meeting` tests who may end a meeting.
        "meeting",
    ];
    for (_, path) in
        [routes::API, routes::SHARED, routes::CODES, routes::PAGES, routes::STREAMS, routes::OTHERS].concat()
    {
        for name in names(path) {
            assert!(known.contains(&name.as_str()) || OWNED.contains(&format!("{{{name}}}").as_str()), "{path}");
        }
    }
}
