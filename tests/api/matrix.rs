//! Who may call what: one line for each route of the server; a test fails if one is missing.

pub mod table;

use lyceum::{access::Role, web::routes};
use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{
    app::{PASSWORD, TestApp},
    files::file,
    http::{Answer, Api, Browser, form_token},
};
use table::{
    API,
    Expected::{No, SignIn, Yes},
    Line, OTHERS, PAGES, STREAMS,
};

#[test]
fn no_route_is_missing_from_the_table() {
    let tested = |lines: &[Line]| {
        let mut routes: Vec<_> = lines.iter().map(|(method, path, _)| (*method, *path)).collect();
        routes.sort_unstable();
        routes
    };
    let sorted = |routes: Vec<(&'static str, &'static str)>| {
        let mut routes = routes;
        routes.sort_unstable();
        routes
    };
    assert_eq!(tested(API), sorted([routes::API, routes::SHARED, routes::CODES].concat()));
    assert_eq!(tested(PAGES), sorted(routes::PAGES.to_vec()));
    assert_eq!(tested(OTHERS), sorted(routes::OTHERS.to_vec()));
    assert_eq!(tested(STREAMS), sorted(routes::STREAMS.to_vec()));
}

/// The password that `/updateme` sets.
const NEW: &str = "nothing of the kind";

const ROLES: [Option<(&str, Role)>; 4] =
    [None, Some(("sofia", Role::Student)), Some(("tess", Role::Teacher)), Some(("alice", Role::Administrator))];

/// A student of every teacher who can have some, if this path names a student.
async fn student(app: &TestApp, path: &str) -> String {
    if !path.contains("{student}") {
        return String::new();
    }
    if app.texts("SELECT username AS text FROM people WHERE username = 'nia'").is_empty() {
        app.person("nia", Role::Student).await;
    }
    app.sql(
        "INSERT INTO students SELECT t.id, s.id, now() FROM people t, people s
         WHERE t.role <> 'student' AND s.username = 'nia' ON CONFLICT DO NOTHING",
    );
    app.texts("SELECT id::text AS text FROM people WHERE username = 'nia'").remove(0)
}

/// An API client of a new person with this role, or of the public.
async fn caller(app: &TestApp, who: Option<(&str, Role)>) -> Api {
    match who {
        Some((username, role)) => {
            app.person(username, role).await;
            Api::of(app, username).await
        }
        None => Api::public(app),
    }
}

async fn refresh_token(app: &TestApp, username: &str) -> Value {
    let credentials = json!({ "identifier": username, "password": PASSWORD });
    Api::public(app).post("/auth/local", credentials).await.json()["refreshToken"].take()
}

#[actix_web::test]
async fn each_role_may_call_what_the_table_says_at_the_root_and_under_api() {
    let app = TestApp::start();
    let mut newcomers = 0;
    for (column, who) in ROLES.into_iter().enumerate() {
        let api = caller(&app, who).await;
        for (method, path, fates) in API {
            for prefix in ["", "/api"] {
                // A new person each time, because some are erased.
                let other = match path.contains("{person}") {
                    true => app.person(&format!("other{newcomers}"), Role::Student).await.to_string(),
                    false => String::new(),
                };
                let mut path = format!("{prefix}{path}");
                let plans = fates[column] == Yes && (path.contains("{id}") || path.contains("{code}"));
                // Callers who may plan get a session of their own, because another teacher's is unknown to them.
                let session = if plans && column >= 2 { api.plan("Fractions").await } else { json!({}) };
                path = path.replace("{id}", session["id"].as_str().unwrap_or("01a1f7aa-a99e-76a1-87aa-e33b999bfa2c"));
                path = path.replace("{code}", session["sessionCode"].as_str().unwrap_or("AB29Z"));
                path = path.replace("{meeting}", "AB29Z");
                path = path.replace("{key}", "01a1f7aa-a99e-76a1-87aa-e33b999bfa2c");
                path = path.replace("{conversion}", "01a1f7aa-a99e-76a1-87aa-e33b999bfa2c");
                path = path.replace("{item}", "01a1f7aa-a99e-76a1-87aa-e33b999bfa2c");
                path = path.replace("{person}", &other);
                path = path.replace("{student}", &student(&app, &path).await);
                let made = if plans && column >= 2 { api.prepare("Planets").await } else { json!({}) };
                path =
                    path.replace("{experience}", made["id"].as_str().unwrap_or("01a1f7aa-a99e-76a1-87aa-e33b999bfa2c"));
                let group = if column >= 2 && (path.contains("{group}") || path.contains("{place}")) {
                    api.post("/groups", json!({ "name": "6A", "students": "Zoe" })).await.json()
                } else {
                    json!({})
                };
                let unknown = "01a1f7aa-a99e-76a1-87aa-e33b999bfa2c";
                path = path.replace("{group}", group["id"].as_str().unwrap_or(unknown));
                path = path.replace("{place}", group["students"][0]["id"].as_str().unwrap_or(unknown));
                newcomers += 1;
                let newcomer = format!("new-{newcomers}");
                let renewal = match who {
                    Some((username, _)) if path.ends_with("/auth/refresh") => refresh_token(&app, username).await,
                    _ => json!("a.b.c"),
                };
                let body = json!({
                    "role": "teacher", "reason": "They shout.", "kind": "publish", "refreshToken": renewal, "name": "OBS", "identifier": "nobody", "password": NEW,
                    "username": newcomer, "fullname": "Zoe", "email": format!("{newcomer}@school.example"),
                    "confirmation": "00112233445566778899aabbccddeeff",
                    "code": "00112233445566778899aabbccddeeff", "Title": "Planets", "meeting_id": "AB29Z", "sessionTitle": "Fractions",
                    "dateTimeOfSession": "2030-01-07T09:00:00Z", "start": "2030-01-07T10:00",
                    "people": format!("Zoe, {newcomer}-added@school.example"), "students": "Zoe", "group": group["id"].as_str().unwrap_or(unknown),
                });
                // Routes that end a login get a login of their own, with the password that `/updateme` has set.
                let own = match who {
                    Some((username, _)) if path.contains("/logout") => Some(Api::sign_in(&app, username, NEW).await),
                    _ => None,
                };
                let caller = own.as_ref().unwrap_or(&api);
                let request = caller.request(Method::from_bytes(method.as_bytes()).expect("a method"), &path);
                let request = match *method {
                    "GET" => request,
                    _ if path.ends_with("/erase") => request.json(&json!({ "password": "not theirs at all" })),
                    _ if path.ends_with("/office") => file(request, "notes.pptx", b"PK none"),
                    _ if path.ends_with("/upload") => file(request, "notes.pdf", b"%PDF-1.7 none"),
                    _ => request.json(&body),
                };
                let answer = Answer::of(request).await;
                let fate = match answer.status.as_u16() {
                    401 if answer.refusal() == "sign_in_needed" => SignIn,
                    403 if ["not_allowed", "resume_unknown"].contains(&answer.refusal().as_str()) => No,
                    403 if path.ends_with("/users/me/erase") => {
                        assert_eq!(answer.refusal(), "password_wrong", "{method} {path}");
                        Yes
                    }
                    404 => {
                        let known = [
                            "code_unknown",
                            "stream_key_unknown",
                            "experience_unknown",
                            "content_unknown",
                            "conversion_unknown",
                            "device_unknown",
                            "nothing_kept",
                            "person_unknown",
                            "teacher_unknown",
                            "group_unknown",
                        ]
                        .contains(&answer.refusal().as_str());
                        assert!(known, "{method} {path}: {}", answer.text);
                        Yes
                    }
                    // The file that they bring is not theirs.
                    400 if path.ends_with("/items") => {
                        assert_eq!(answer.refusal(), "content_bad", "{method} {path}");
                        Yes
                    }
                    // Nobody has installed LibreOffice.
                    415 => {
                        assert_eq!(answer.refusal(), "office_missing", "{method} {path}");
                        Yes
                    }
                    // The lesson is theirs to close, once it has started.
                    409 => {
                        let known = ["not_live", "sign_in_link_role", "group_teacher_last"]
                            .contains(&answer.refusal().as_str());
                        assert!(known, "{method} {path}: {}", answer.text);
                        Yes
                    }
                    410 => {
                        assert_eq!(answer.refusal(), "link_dead", "{method} {path}");
                        Yes
                    }
                    401 => {
                        assert_eq!(answer.refusal(), "sign_in_wrong", "{method} {path}");
                        Yes
                    }
                    status => {
                        assert!((200..300).contains(&status), "{method} {path}: {}", answer.text);
                        Yes
                    }
                };
                assert_eq!(fate, fates[column], "{method} {path} by {who:?}: {}", answer.text);
            }
        }
    }
}

#[actix_web::test]
async fn each_role_sees_the_pages_that_the_table_says() {
    let app = TestApp::start();
    app.teacher("maria").await;
    let maria = Api::of(&app, "maria").await;
    for (column, who) in ROLES.into_iter().enumerate() {
        let (browser, api) = match who {
            Some((username, role)) => {
                app.person(username, role).await;
                (Browser::of(&app, username).await, Some(Api::of(&app, username).await))
            }
            None => (Browser::new(&app), None),
        };
        let token = form_token(&browser.get(if who.is_some() { "/" } else { "/signin" }).await.text).expect("a form");
        for (at, (method, path, fates)) in PAGES.iter().enumerate() {
            let other = match path.contains("{person}") {
                true => app.person(&format!("other{column}-{at}"), Role::Student).await.to_string(),
                false => String::new(),
            };
            let own = match &api {
                Some(api) if column >= 2 && path.contains('{') => api.plan("Fractions").await,
                _ => json!({}),
            };
            let path = path.replace("{id}", own["id"].as_str().unwrap_or("01a1f7aa-a99e-76a1-87aa-e33b999bfa2c"));
            let path = path.replace("{key}", "01a1f7aa-a99e-76a1-87aa-e33b999bfa2c");
            let made = match &api {
                // The administrator has no experience of their own here: the page shows another person's private one.
                _ if path.starts_with("/admin/experiences/") => maria.prepare("Planets").await,
                Some(api) if column >= 2 && path.contains("{experience}") => api.prepare("Planets").await,
                _ => json!({}),
            };
            let unknown = "01a1f7aa-a99e-76a1-87aa-e33b999bfa2c";
            let path = path.replace("{experience}", made["id"].as_str().unwrap_or(unknown));
            let path = path.replace("{item}", made["content"][0]["id"].as_str().unwrap_or(unknown));
            let path = path.replace("{code}", own["sessionCode"].as_str().unwrap_or("AB29Z"));
            let path = path.replace("{token}", "00112233445566778899aabbccddeeff");
            let path = path.replace("{token:[2-9A-HJKMNP-Za-hjkmnp-z]{12}}", "abcdefghjkmn");
            let group = match &api {
                Some(api) if column >= 2 && (path.contains("{group}") || path.contains("{place}")) => {
                    api.post("/groups", json!({ "name": "6A", "students": "Zoe" })).await.json()
                }
                _ => json!({}),
            };
            let of_group = group["id"].as_str().unwrap_or(unknown);
            let path = path.replace("{group}", of_group);
            let path = path.replace("{place}", group["students"][0]["id"].as_str().unwrap_or(unknown));
            let path = path.replace("{person}", &other).replace("{mail}", unknown);
            let path = path.replace("{student}", &student(&app, &path).await);
            let newcomer = format!("new-{column}");
            let address = format!("{newcomer}@school.example");
            // Signing out ends the login that a form's token is for.
            let token = match path.starts_with("/signout") {
                true => form_token(&browser.get("/join").await.text).expect("a form"),
                false => token.clone(),
            };
            let fields = [
                ("form_token", token.as_str()),
                ("username", newcomer.as_str()),
                ("email", address.as_str()),
                ("title", "Fractions"),
                ("text", "Eight of them."),
                ("skin", "#aabbcc"),
                ("eyes_colour", "#aabbcc"),
                ("eyes_size", "100"),
                ("eyes_placement", "0"),
                ("mouth_shape", "smile"),
                ("mouth_colour", "#aabbcc"),
                ("mouth_size", "100"),
                ("mouth_position", "0"),
                ("mouth_rotation", "0"),
                ("hairstyle", "bun"),
                ("hair_colour", "#aabbcc"),
                ("hat", "none"),
                ("glasses", "round"),
                ("date", "2130-01-07"),
                ("time", "09:00"),
                ("time_zone", "UTC"),
                ("capacity", "30"),
                ("kind", "view"),
                ("name", "A player"),
                ("identifier", newcomer.as_str()),
                ("current_password", PASSWORD),
                ("password", NEW),
                ("role", "student"),
                ("language", "en"),
                ("reason", "They shout."),
                ("group", of_group),
                ("to", of_group),
                ("people", "Zoe, zoe-added@school.example"),
                ("version", "0"),
                ("language_en", "on"),
                ("language_el", "on"),
            ];
            let answer = if *method == "GET" {
                browser.get(&path).await
            } else if ["/files", "/groups/check", "/groups/save"].iter().any(|end| path.ends_with(end)) {
                browser.upload(&path, &token, "notes.pdf", b"%PDF-1.7 none").await
            } else {
                browser.send_raw(&path, &fields).await
            };
            let fate = match answer.status.as_u16() {
                303 if answer.redirect_target().starts_with("/signin") => SignIn,
                403 if path == "/profile/erase" => Yes,
                403 => No,
                // Unknown mail, unknown code or wrong password: the request passed the permission check.
                404 if path.starts_with("/admin/mails/sent/") => Yes,
                404 if ["/join/", "/l/", "/limbo", "/abcd"].iter().any(|start| path.starts_with(start)) => Yes,
                // The group has no name.
                400 if path.ends_with("/groups/save") => Yes,
                // This lesson keeps nothing.
                404 if path.ends_with(".csv") || ["/help", "/privacy", "/contact"].contains(&path.as_str()) => Yes,
                401 if path == "/signin" => Yes,
                410 if path.starts_with("/confirm") || path.starts_with("/reset-password/") => Yes,
                410 if ["/invitation/", "/welcome/", "/calendar/", "/unsubscribe/"]
                    .iter()
                    .any(|start| path.starts_with(start)) =>
                {
                    Yes
                }
                status => {
                    assert!((200..400).contains(&status), "{method} {path}: {status}");
                    Yes
                }
            };
            assert_eq!(fate, fates[column], "{method} {path} by {who:?}: {}", answer.text);
        }
    }
}

#[actix_web::test]
async fn a_login_cannot_open_a_stream() {
    let app = TestApp::start();
    app.person("tess", Role::Teacher).await;
    let teacher = Api::of(&app, "tess").await;
    let code = teacher.plan("Fractions").await["sessionCode"].as_str().expect("a code").to_owned();
    for (method, path, fates) in STREAMS {
        let path = path.replace("{code}", &code).replace("{stream}", "01a1f7aa-a99e-76a1-87aa-e33b999bfa2c");
        let kind = if *method == "PATCH" { "application/trickle-ice-sdpfrag" } else { "application/sdp" };
        let fragment = "a=ice-ufrag:EsAw\r\na=ice-pwd:P2uYro0UCOQ4zxjKXaWCBui1\r\n";
        let request = teacher.request(Method::from_bytes(method.as_bytes()).expect("a method"), &path);
        let answer = Answer::of(request.header("content-type", kind).header("if-match", "*").body(fragment)).await;
        if fates[2] == Yes {
            assert!(answer.status.is_success(), "{method} {path}: {}", answer.status);
        } else {
            assert_eq!(
                (answer.status.as_u16(), answer.refusal().as_str()),
                (401, "stream_key_wrong"),
                "{method} {path}"
            );
            assert_eq!(answer.header("www-authenticate"), "Bearer");
        }
        assert_eq!(answer.header("access-control-allow-origin"), "*", "{method} {path}");
    }
}

#[actix_web::test]
async fn other_routes_are_public_and_their_refusals_carry_security_headers() {
    let app = TestApp::start();
    app.teacher("maria").await;
    let maria = Api::of(&app, "maria").await;
    let brought = file(maria.request(Method::POST, "/upload"), "notes.pdf", b"%PDF-1.7 none");
    let brought = Answer::of(brought).await.json()[0]["url"].as_str().expect("an address").to_owned();
    let name = brought.rsplit('/').next().expect("a name");
    let style = Browser::new(&app).get("/").await.text;
    let style =
        style.split_once("href=\"/assets/").map_or("none.css", |(_, rest)| rest.split('"').next().expect("it ends"));
    for (column, who) in ROLES.into_iter().enumerate() {
        let api = caller(&app, who).await;
        for (_, path, fates) in OTHERS {
            let to = path.replace("{name}", name).replace("{path:.*}", style).replace("{page}", "1");
            let to = to.replace("{session}", "0199d0c4-0000-7000-8000-000000000002");
            // A program that offers our subprotocol but sends no WebSocket handshake.
            let request = api.request(Method::GET, &to).header("sec-websocket-protocol", "lyceum.v1");
            let answer = Answer::of(request).await;
            let fate = match (answer.status.as_u16(), *path) {
                (200, _) => Yes,
                (403, "/boards/{session}/pages/{page}") if answer.refusal() == "resume_unknown" => No,
                (400, "/ws" | "/meeting/socket") if answer.refusal() == "handshake_bad" => Yes,
                (403, "/ws/limbo") if answer.refusal() == "origin_foreign" => No,
                // The client may not be built.
                (404, "/assets/{path:.*}") if style == "none.css" => Yes,
                (status, _) => panic!("{path} by {who:?}: {status} {}", answer.text),
            };
            assert_eq!(fate, fates[column], "{path} by {who:?}");
        }
    }
    let part = maria.request(Method::GET, &brought).header("range", "bytes=1000-");
    let part = Answer::of(part).await;
    assert_eq!((part.status.as_u16(), part.refusal().as_str()), (416, "range_bad"));
    assert_eq!(part.header("content-range"), "bytes */13");
    for answer in [
        part,
        maria.get("/files/none").await,
        maria.get("/assets/none.js").await,
        maria.get("/ws").await,
        maria.delete(&brought).await,
        maria.delete("/ws").await,
        maria.delete("/assets/none.js").await,
    ] {
        assert!(!answer.refusal().is_empty(), "{answer:?}");
        for (name, value) in [
            ("x-content-type-options", "nosniff"),
            ("x-frame-options", "DENY"),
            ("referrer-policy", "same-origin"),
            ("cross-origin-resource-policy", "same-origin"),
            ("cache-control", "no-store"),
        ] {
            assert_eq!(answer.header(name), value, "{answer:?}");
        }
        assert!(answer.header("content-security-policy").contains("default-src 'self'"), "{answer:?}");
    }
}
