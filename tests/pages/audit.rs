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

/// Performs each action that is possible by a page or by the API, and finds its line.
#[actix_web::test]
async fn every_action_is_recorded_in_the_trail() {
    let folder = tempfile::tempdir().expect("a temporary directory");
    let mail_folder = Some(folder.path().to_owned());
    let app = TestApp::start_with(Settings { mail_folder, ..settings() }, Door::default());
    app.person("head", Role::Administrator).await;
    app.teacher("maria").await;
    let sofia = app.person("sofia", Role::Student).await;
    let zoe = app.person("zoe", Role::Student).await;
    let (head, maria) = (Api::of(&app, "head").await, Api::of(&app, "maria").await);
    let (page, dashboard) = (Browser::of(&app, "head").await, Browser::of(&app, "maria").await);
    let student = Api::of(&app, "sofia").await;
    let fine = |answer: &Answer| assert!(answer.status.is_success() || answer.status.is_redirection(), "{answer:?}");
    let wrong = json!({ "identifier": "maria", "password": "not this one" });
    assert_eq!(Api::public(&app).post("/auth/local", wrong).await.status, 401);

    // One invitation is sent and accepted, and another is revoked.
    fine(&maria.post("/invite", json!({ "email": "sofia@home.example" })).await);
    let link = app.mailed_token("sofia@home.example").await;
    let sofias = Browser::of(&app, "sofia").await;
    fine(&sofias.send(&format!("/invitation/{link}"), &format!("/invitation/{link}/accept"), &[]).await);
    fine(&maria.post("/invite", json!({ "email": "nico@home.example" })).await);
    let open = app.texts("SELECT id::text AS text FROM invitations WHERE used_at IS NULL").remove(0);
    fine(&page.send("/admin/invitations", &format!("/admin/invitations/{open}/revoke"), &[]).await);

    // A session is planned, changed, started, ended and deleted, with a stream key.
    let session = maria.plan("Fractions").await;
    let id = session["id"].as_str().expect("an id");
    let lesson = format!("/dashboard/sessions/{id}");
    fine(&maria.put(&format!("/sessions/{id}"), json!({ "sessionTitle": "Halves" })).await);
    fine(&maria.put(&format!("/sessions/{id}/series"), json!({ "series": "Numbers" })).await);
    let key = [("name", "OBS"), ("kind", "publish")];
    fine(&dashboard.send(&lesson, &format!("{lesson}/stream-keys"), &key).await);
    let key = app.texts("SELECT id::text AS text FROM stream_keys").remove(0);
    fine(&dashboard.send(&lesson, &format!("{lesson}/stream-keys/{key}/delete"), &[]).await);
    fine(&dashboard.send(&lesson, &format!("{lesson}/start"), &[]).await);
    let code = session["sessionCode"].as_str().expect("a code");
    let (mut teacher, _) = Client::join(&app.url, json!({ "sessionId": code, "token": maria.token() })).await;
    let (_sofia, pupil) = Client::join(&app.url, json!({ "sessionId": code, "token": student.token() })).await;
    let (_guest, guest) = Client::guest(&app.url, code, "Ana").await;
    for who in [&pupil, &guest] {
        let whom = json!({ "participantId": who["participantId"] });
        teacher.ask("on.participantRemove", whom).await.expect("they are removed");
    }
    fine(&dashboard.send(&lesson, &format!("{lesson}/end"), &[]).await);
    until("the code is over", async || {
        let looked_up = maria.get(&format!("/codes/{code}")).await;
        if looked_up.status == 410 { Ok(()) } else { Err(looked_up.text) }
    })
    .await;
    for act in ["reopen", "end", "delete"] {
        fine(&dashboard.send(&lesson, &format!("{lesson}/{act}"), &[]).await);
    }

    // An experience is created, changed, published, hidden and deleted; a file is uploaded, and deleted with its item.
    let brought = file(maria.request(Method::POST, "/upload"), "leaf.png", &picture(64, 48, ImageFormat::Png));
    let leaf = Answer::of(brought).await.json()[0]["id"].clone();
    let content = json!([{ "kind": "photo", "media": leaf }]);
    let made = maria.post("/experiences", json!({ "Title": "Leaves", "content": content })).await;
    fine(&made);
    let at = format!("/experiences/{}", made.json()["id"].as_str().expect("an id"));
    fine(&maria.put(&at, json!({ "Title": "Leaves", "content": content, "public": true })).await);
    fine(&maria.put(&at, json!({ "Title": "Leaves", "content": [], "public": false })).await);
    fine(&maria.delete(&at).await);

    // Signing out on one device, and on all.
    fine(&Api::of(&app, "zoe").await.post("/auth/logout", json!({})).await);
    fine(&Api::of(&app, "zoe").await.post("/auth/logout-everywhere", json!({})).await);
    app.trail_has("Zoe | signed-out | everywhere").await;

    // Administrators change people, and people change themselves.
    fine(&student.put("/updateme", json!({ "name": "Sofia Berg" })).await);
    fine(&student.put("/updateme", json!({ "password": "another good secret" })).await);
    fine(&head.put(&format!("/people/{sofia}/role"), json!({ "role": "teacher" })).await);
    fine(&head.put(&format!("/people/{sofia}/block"), json!({ "reason": "They shout." })).await);
    fine(&head.delete(&format!("/people/{sofia}/block")).await);
    fine(&head.post(&format!("/people/{sofia}/reset-access"), json!({})).await);
    let details = json!({ "name": "Zoe Lund", "email": "lund@home.example" });
    fine(&head.put(&format!("/people/{zoe}"), details).await);
    app.sql("UPDATE people SET awaits_approval = true WHERE username = 'zoe'");
    fine(&head.post(&format!("/people/{zoe}/approve"), json!({})).await);
    app.trail_has("Head | person-changed | Zoe Lund").await;
    app.trail_has("Head | person-approved | Zoe Lund").await;
    fine(&head.get(&format!("/people/{zoe}/export")).await);
    fine(&head.delete(&format!("/people/{zoe}")).await);

    // An administrator changes settings, reads a mail and retries one.
    let form = page.get("/admin/settings").await.text;
    let version =
        form.split_once("name=\"version\" value=\"").and_then(|(_, rest)| rest.split('"').next()).expect("one");
    let wanted =
        [("school_name", "Hill School"), ("language_en", "on"), ("attendance_days", "100"), ("version", version)];
    fine(&page.send("/admin/settings", "/admin/settings", &wanted).await);
    let job = "01a1f7aa-a99e-76a1-87aa-e33b999bfa2c";
    app.sql(&format!(
        "INSERT INTO jobs (id, kind, payload, state, due_at, tries, error, created_at, ended_at)
         VALUES ('{job}', 'forgot', '{{\"identifier\": \"head\"}}', 'given up', now(), 25, 'away', now(), now())"
    ));
    fine(&page.send("/admin/mails", &format!("/admin/mails/{job}/again"), &[]).await);
    std::fs::write(folder.path().join(format!("{job}.eml")), "To: head@school.example\r\nSubject: Hello\r\n\r\nHello")
        .expect("the test owns it");
    fine(&page.get(&format!("/admin/mails/sent/{job}")).await);

    for line in [
        "nobody | account-made | Maria | teacher",
        "Maria | signed-in",
        "Maria | invitation-sent | sofia@home.example",
        "Sofia | invitation-accepted | sofia@home.example",
        "Head | invitation-revoked | nico@home.example",
        "Maria | session-created | Fractions",
        "Maria | session-changed | Halves",
        "Maria | stream-key-issued | Halves | OBS",
        "Maria | stream-key-revoked | Halves | OBS",
        "Maria | session-started | Halves",
        "Maria | session-participant-removed | Sofia | Halves",
        "Maria | session-participant-removed | Halves | guest",
        "Maria | session-ended | Halves",
        "Maria | session-reopened | Halves",
        "Maria | session-deleted | Halves",
        "Maria | file-brought | leaf.png",
        "Maria | experience-created | Leaves",
        "Maria | experience-changed | Leaves",
        "Maria | experience-published | Leaves",
        "Maria | experience-hidden | Leaves",
        "Maria | file-deleted | leaf.png",
        "Maria | experience-deleted | Leaves",
        "Sofia Berg | profile-changed",
        "Sofia Berg | password-changed",
        "Head | role-changed | Sofia Berg | student → teacher",
        "Head | person-blocked | Sofia Berg | They shout.",
        "Head | person-unblocked | Sofia Berg",
        "Head | access-reset | Sofia Berg",
        "Head | person-exported",
        "Head | person-erased",
        "Head | setting-changed | school_name | Lyceum → Hill School",
        "Head | mail-retried | forgot",
        "Head | mail-read | head@school.example",
        "nobody | sign-in-failed | Maria | sign_in_wrong",
    ] {
        app.trail_has(line).await;
    }
    // Two lines for the change and the series; one for both changes of the experience.
    let count = |deed: &str| app.trail().iter().filter(|line| line.contains(deed)).count();
    assert_eq!((count("| session-changed"), count("| experience-changed")), (2, 1));
    let known = app.texts("SELECT DISTINCT deed AS text FROM audit");
    let missing: Vec<_> =
        AuditAction::ALL.iter().filter(|deed| !known.iter().any(|one| one == deed.as_str())).collect();
    // These happen on the command line; `tests/process` covers them.
    assert_eq!(missing, [&AuditAction::KeyRotated, &AuditAction::BackedUp]);
    // Each action has its text on the page.
    let mut told = String::new();
    for deed in &known {
        told += &page.get(&format!("{PAGE}?deed={deed}")).await.text;
    }
    assert!(told.contains("removed a guest from the lesson <strong>Halves</strong>"), "{told}");
    assert!(told.contains("uploaded the file <strong>leaf.png</strong>") && !told.contains("did-"), "{told}");
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
