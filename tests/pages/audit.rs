//! The audit trail: lines are written with their change, administrators read them, and nobody changes them.

use std::process::Command;

use image::ImageFormat;
use lyceum::{
    access::Role,
    clock,
    db::{
        audit::{self, AuditAction},
        embedded,
    },
    domain::{Settings, retention},
    web::Door,
};
use reqwest::Method;
use serde_json::json;

use crate::support::{
    app::{TestApp, settings},
    client::Client,
    files::{file, picture},
    http::{Answer, Api, Browser},
    timeouts::until,
};

mod every_action;

const PAGE: &str = "/admin/audit";

impl TestApp {
    /// The lines of the trail, oldest first: author, action, subject and details.
    pub fn trail(&self) -> Vec<String> {
        self.texts(
            "SELECT concat_ws(' | ', coalesce(person, 'nobody'), deed, about, detail) AS text
             FROM audit JOIN audit_words ON line = audit.id ORDER BY at, id",
        )
    }

    /// Waits for a line that is written concurrently with an answer.
    pub async fn trail_has(&self, line: &str) {
        until(line, async || {
            let trail = self.trail();
            if trail.iter().any(|one| one == line) { Ok(()) } else { Err(trail) }
        })
        .await;
    }
}

#[actix_web::test]
async fn actions_appear_in_the_trail_with_their_author() {
    let app = TestApp::start();
    app.person("head", Role::Administrator).await;
    let sofia = app.person("sofia", Role::Student).await;
    app.teacher("maria").await;
    let (head, maria) = (Api::of(&app, "head").await, Api::of(&app, "maria").await);
    head.put(&format!("/people/{sofia}/role"), json!({ "role": "teacher" })).await;
    head.put(&format!("/people/{sofia}/block"), json!({ "reason": "They shout." })).await;
    head.delete(&format!("/people/{sofia}/block")).await;
    head.post(&format!("/people/{sofia}/reset-access"), json!({})).await;
    let session = maria.plan("Fractions").await;
    let dashboard = Browser::of(&app, "maria").await;
    let lesson = format!("/dashboard/sessions/{}", session["id"].as_str().expect("an id"));
    let key = dashboard.send(&lesson, &format!("{lesson}/stream-keys"), &[("name", "OBS"), ("kind", "publish")]).await;
    assert_eq!(key.status, 200, "{}", key.text);
    for act in ["start", "end", "delete"] {
        assert!(dashboard.send(&lesson, &format!("{lesson}/{act}"), &[]).await.status.is_redirection(), "{act}");
    }
    let planets = maria.prepare("Planets").await;
    maria.delete(&format!("/experiences/{}", planets["id"].as_str().expect("an id"))).await;
    maria.post("/invite", json!({ "email": "zoe@home.example" })).await;
    maria.put("/updateme", json!({ "password": "another good secret" })).await;
    assert_eq!(
        app.trail(),
        [
            "nobody | account-made | Head | administrator",
            "nobody | account-made | Sofia | student",
            "nobody | account-made | Maria | teacher",
            "Head | signed-in",
            "Maria | signed-in",
            "Head | role-changed | Sofia | student → teacher",
            "Head | person-blocked | Sofia | They shout.",
            "Head | person-unblocked | Sofia",
            "Head | access-reset | Sofia",
            "Maria | session-created | Fractions",
            "Maria | signed-in",
            "Maria | stream-key-issued | Fractions | OBS",
            "Maria | session-started | Fractions",
            "Maria | session-ended | Fractions",
            "Maria | session-deleted | Fractions",
            "Maria | experience-created | Planets",
            "Maria | experience-deleted | Planets",
            "Maria | invitation-sent | zoe@home.example",
            "Maria | password-changed",
        ]
    );
    let from = app.texts("SELECT DISTINCT address AS text FROM audit_words WHERE address IS NOT NULL");
    assert_eq!(from, ["127.0.0.1"]);
}

#[actix_web::test]
async fn a_failed_sign_in_is_recorded_without_the_typed_text() {
    let app = TestApp::start();
    app.teacher("maria").await;
    let api = Api::public(&app);
    for identifier in ["maria", "my secret password"] {
        let credentials = json!({ "identifier": identifier, "password": "not this one" });
        assert_eq!(api.post("/auth/local", credentials).await.refusal(), "sign_in_wrong");
    }
    app.trail_has("nobody | sign-in-failed | Maria | sign_in_wrong").await;
    app.trail_has("nobody | sign-in-failed | sign_in_wrong").await;
    assert!(!app.trail().iter().any(|line| line.contains("secret") || line.contains("not this one")));
}

#[actix_web::test]
async fn a_change_that_fails_leaves_no_line() {
    let app = TestApp::start();
    let head = app.person("head", Role::Administrator).await;
    let api = Api::of(&app, "head").await;
    let before = app.trail();
    api.put(&format!("/people/{head}/role"), json!({ "role": "student" })).await;
    api.put("/people/01a1f7aa-a99e-76a1-87aa-e33b999bfa2c/role", json!({ "role": "student" })).await;
    api.post("/people/01a1f7aa-a99e-76a1-87aa-e33b999bfa2c/reset-access", json!({})).await;
    assert_eq!(api.post("/sessions", json!({ "sessionTitle": "" })).await.status, 400);
    assert_eq!(app.trail(), before);
}

#[actix_web::test]
async fn lines_cannot_be_changed_or_deleted_before_they_expire() {
    let app = TestApp::start();
    app.teacher("maria").await;
    let psql = embedded::program(None, None, "psql").expect("PostgreSQL contains psql");
    let say = |statement: &str| {
        let mut command = Command::new(&psql);
        command.args(["--no-psqlrc", "-v", "ON_ERROR_STOP=1", "-d", &app.database.url, "-c", statement]);
        let output = command.output().expect("it starts");
        (output.status.success(), String::from_utf8_lossy(&output.stderr).into_owned())
    };
    let before = app.trail();
    for statement in [
        "UPDATE audit SET deed = 'signed-in'",
        "UPDATE audit SET at = at - interval '3 years'",
        "DELETE FROM audit",
        "TRUNCATE audit CASCADE",
        "INSERT INTO audit SELECT * FROM audit ON CONFLICT (id) DO UPDATE SET deed = 'signed-in'",
        // Nor its texts.
        "UPDATE audit_words SET about = 'Somebody else'",
        "UPDATE audit_words SET person = 'Mallory', detail = NULL",
        "UPDATE audit_words SET line = gen_random_uuid()",
        "DELETE FROM audit_words",
        "TRUNCATE audit_words",
    ] {
        let (went, said) = say(statement);
        assert!(!went && said.contains("only ever added to"), "{statement}: {said}");
    }
    assert_eq!(app.trail(), before);
    let line = "WITH line AS (INSERT INTO audit (id, at, deed)
                    VALUES (gen_random_uuid(), now() - interval '366 days', 'signed-in') RETURNING id)
                INSERT INTO audit_words (line, person) SELECT id, 'Maria' FROM line";
    assert!(say(line).0);
    let (went, said) = say("DELETE FROM audit WHERE at < now() - interval '1 year'");
    assert!(went, "what is past its time may go, with its words: {said}");
    assert_eq!(app.trail(), before);
    let (went, said) = say("UPDATE audit_words SET about = NULL, address = NULL");
    assert!(went, "a name may be forgotten: {said}");
}

#[actix_web::test]
async fn only_expired_lines_are_deleted() {
    let app = TestApp::start();
    app.teacher("maria").await;
    for days in [400, 364, 40] {
        app.sql(&format!(
            "WITH line AS (INSERT INTO audit (id, at, deed) VALUES
                 (gen_random_uuid(), now() - interval '{days} days', 'signed-in') RETURNING id)
             INSERT INTO audit_words (line, detail) SELECT id, '{days} days ago' FROM line"
        ));
    }
    retention::purge(&app.school, clock::now()).await.expect("the database answers");
    let left = app.texts("SELECT detail AS text FROM audit_words ORDER BY detail");
    assert_eq!(left, ["364 days ago", "40 days ago", "teacher"]);
    app.sql("UPDATE settings SET audit_days = 30");
    retention::purge(&app.school, clock::now()).await.expect("the database answers");
    assert_eq!(app.texts("SELECT detail AS text FROM audit_words"), ["teacher"]);
}

#[actix_web::test]
async fn erasing_a_person_removes_their_name_but_keeps_the_lines() {
    let app = TestApp::start();
    app.person("head", Role::Administrator).await;
    let sofia = app.person("sofia", Role::Student).await;
    let head = Api::of(&app, "head").await;
    Api::of(&app, "sofia").await;
    head.put(&format!("/people/{sofia}/block"), json!({ "reason": "Sofia shouts." })).await;
    head.post("/invite", json!({ "email": "Sofia@school.example" })).await;
    app.pool.run_blocking(|connection| audit::remove_names(connection, sofia)).expect("the database answers");
    let trail = app.trail();
    assert_eq!(trail.len(), 6, "{trail:#?}");
    assert!(!trail.iter().any(|line| line.to_lowercase().contains("sofia")), "{trail:#?}");
    let page = Browser::of(&app, "head").await.get(PAGE).await.text;
    assert_eq!(page.matches("Deleted account").count(), 4, "{page}");
}

#[actix_web::test]
async fn an_administrator_filters_by_person_action_and_time_and_turns_pages() {
    let app = TestApp::start();
    app.person("head", Role::Administrator).await;
    app.teacher("maria").await;
    let (head, maria) = (Browser::of(&app, "head").await, Api::of(&app, "maria").await);
    maria.plan("<b>Fractions</b>").await;
    let count = |text: &str| text.matches("<li class=\"lesson\">").count();
    let all = head.get(PAGE).await.text;
    assert_eq!(count(&all), 5, "{all}");
    assert!(all.contains("&lt;b&gt;Fractions&lt;/b&gt;") && all.contains("from 127.0.0.1"), "{all}");
    for (query, lines) in [
        ("person=maria", 3),
        ("person=MARIA@school.example", 3),
        ("person=mar", 3),
        ("person=%25", 0),
        ("person=%00", 0),
        ("person=nobody", 0),
        ("deed=signed-in", 2),
        ("deed=signed-in&person=maria", 1),
        ("deed=nonsense", 5),
        ("from=2020-01-01", 5),
        ("from=2100-01-01", 0),
        ("until=2020-01-01", 0),
        ("until=2100-01-01&from=2020-01-01&person=head", 2),
        ("before=01a1f7aa-a99e-76a1-87aa-e33b999bfa2c", 0),
    ] {
        let answer = head.get(&format!("{PAGE}?{query}")).await;
        assert_eq!((answer.status.as_u16(), count(&answer.text)), (200, lines), "{query}: {}", answer.text);
    }
    let wrong = head.get(&format!("{PAGE}?from=yesterday")).await;
    assert!(wrong.status == 400 && wrong.text.contains("does not exist"), "{}", wrong.text);

    for number in 0..70 {
        maria.plan(&format!("Lesson {number}")).await;
    }
    let mut seen = Vec::new();
    let mut page = PAGE.to_owned();
    loop {
        let text = head.get(&page).await.text;
        seen.extend(
            text.split("<strong>Lesson ").skip(1).filter_map(|rest| rest.split('<').next()?.parse::<u32>().ok()),
        );
        let Some((_, rest)) = text.split_once("&amp;before=") else { break };
        let id = rest.split('"').next().expect("it ends");
        page = format!("{PAGE}?before={id}");
    }
    assert_eq!(seen, (0..70).rev().collect::<Vec<_>>(), "each once, the latest first");
    assert_eq!(Browser::of(&app, "maria").await.get(PAGE).await.status, 403);
}

#[actix_web::test]
async fn a_password_chosen_with_a_link_is_recorded_with_the_address() {
    let app = TestApp::start();
    app.teacher("maria").await;
    let api = Api::public(&app);
    api.post("/auth/forgot-password", json!({ "email": "maria@school.example" })).await;
    let code = app.mailed_token("maria@school.example").await;
    let new = api.post("/auth/reset-password", json!({ "code": code, "password": "a brand new secret" })).await;
    assert_eq!(new.status, 200, "{}", new.text);
    app.trail_has("Maria | password-changed").await;
}
