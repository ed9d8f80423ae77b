//! Everyone's rights over their data: to get all that is held about them, and to be erased.

use image::ImageFormat;
use lyceum::{access::Role, ids::PersonId, outbound::storage::FileName};
use reqwest::Method;
use serde_json::{Value, json};

use crate::realtime::board::{change, note};
use crate::support::{
    app::{PASSWORD, TestApp},
    client::Client,
    files::{file, picture},
    http::{Answer, Api},
};

/// A text that everything naming her contains, in any case.
const HER: &str = "zerlina";

/// The rows of all tables, present and future, in which some column contains this text.
fn rows_with(app: &TestApp, text: &str) -> Vec<String> {
    let tables = app.texts(
        "SELECT table_name::text AS text FROM information_schema.tables
         WHERE table_schema = 'public' AND table_type = 'BASE TABLE'",
    );
    assert!(tables.len() > 15, "{tables:?}");
    let mut found = Vec::new();
    for table in tables {
        let columns = app.texts(&format!(
            "SELECT column_name::text AS text FROM information_schema.columns
             WHERE table_schema = 'public' AND table_name = '{table}'"
        ));
        for column in columns {
            let rows = app.texts(&format!(
                "SELECT '{table}.{column}: ' || \"{column}\"::text AS text FROM \"{table}\"
                 WHERE strpos(lower(\"{column}\"::text), lower('{text}')) > 0"
            ));
            found.extend(rows);
        }
    }
    found
}

/// The same for this id. The audit trail keeps it, but nothing tells any more whose it was (docs/adr/0021).
fn rows_of(app: &TestApp, person: PersonId) -> Vec<String> {
    let found = rows_with(app, &person.to_string());
    found.into_iter().filter(|row| !row.starts_with("audit.")).collect()
}

async fn upload(api: &Api, name: &str, bytes: &[u8]) -> Value {
    let answer = Answer::of(file(api.request(Method::POST, "/upload"), name, bytes)).await;
    assert_eq!(answer.status, 201, "{}", answer.text);
    answer.json()[0].clone()
}

async fn stored(app: &TestApp, media: &Value) -> bool {
    let url = media["url"].as_str().expect("an address");
    let name = FileName::parse(url.trim_start_matches("/files/")).expect("a file's name");
    app.school.settings.storage.size(&name).await.expect("the storage answers").is_some()
}

/// Plans a lesson that keeps its chat, and starts it. Returns the session and the teacher's client.
async fn teach(app: &TestApp, api: &Api, experience: &Value) -> (Value, Client) {
    let wanted = json!({
        "sessionTitle": "Volcanoes", "description": "With Zerlina", "dateTimeOfSession": "2030-01-07T09:00:00Z",
        "retention": "keep", "experiences": experience,
    });
    let session = api.post("/sessions", wanted).await.json();
    let join = json!({ "sessionId": session["sessionCode"], "token": api.token() });
    let (mut teacher, _) = Client::join(&app.url, join).await;
    teacher.ask("on.sessionCreate", json!({})).await.expect("the teacher starts");
    (session, teacher)
}

struct Stage {
    app: TestApp,
    zerlina: PersonId,
    hers: Api,
    /// Another teacher.
    mario: Api,
    alice: Api,
    /// A file that only she has, and one that Mario has, too.
    own: Value,
    shared: Value,
    experience: Value,
}

/// A school in which Zerlina has left data in every possible place.
async fn school_with_zerlina() -> Stage {
    let app = TestApp::start();
    let zerlina = app.teacher(HER).await;
    app.teacher("mario").await;
    app.person("alice", Role::Administrator).await;
    app.person("sofia", Role::Student).await;
    let (hers, mario, alice) = (Api::of(&app, HER).await, Api::of(&app, "mario").await, Api::of(&app, "alice").await);
    let (cone, plate) = (picture(40, 30, ImageFormat::Png), picture(30, 50, ImageFormat::Png));
    let own = upload(&hers, "Zerlina's cone.png", &cone).await;
    let shared = upload(&hers, "Zerlina's plate.png", &plate).await;
    upload(&mario, "plate.png", &plate).await;
    let content = json!([
        { "kind": "photo", "media": own["id"] },
        { "kind": "text", "text": "By Zerlina" },
        { "kind": "quiz", "question": "Who is Zerlina?", "options": ["I", "You"], "answer": 0 },
    ]);
    let answer = hers.post("/experiences", json!({ "Title": "Zerlina's", "public": true, "content": content })).await;
    assert_eq!(answer.status, 201, "{}", answer.text);
    let experience = answer.json()["id"].clone();
    let planned = hers.plan("Zerlina plans").await;
    let items = format!("/sessions/{}/items", planned["id"].as_str().expect("an id"));
    let brought = hers.post(&items, json!({ "media": own["id"] })).await.json();
    let notes = format!("/items/{}/notes", brought["itemId"].as_str().expect("an id"));
    assert_eq!(hers.put(&notes, json!({ "page": 0, "text": "Zerlina asks" })).await.status, 200);
    let keys = format!("/sessions/{}/stream-keys", planned["id"].as_str().expect("an id"));
    hers.post(&keys, json!({ "kind": "publish", "name": "Zerlina's OBS" })).await;
    hers.post("/invite", json!({ "email": "friend.of.zerlina@school.example" })).await;
    mario.post("/invite", json!({ "email": "Zerlina@school.example" })).await;
    // One mail is sent; the others wait.
    Api::public(&app).post("/auth/forgot-password", json!({ "email": "zerlina@school.example" })).await;
    app.mails().await;
    for who in ["ZERLINA", "zerlina@school.example"] {
        Api::public(&app).post("/auth/forgot-password", json!({ "identifier": who })).await;
    }
    let other = json!({ "username": "other", "email": "zerlina@school.example", "name": "Other", "password": PASSWORD,
                        "role": "teacher" });
    Api::public(&app).post("/auth/local/register", other).await;
    let students = app.texts("SELECT id::text AS text FROM people WHERE username = 'sofia'");
    app.sql(&format!("INSERT INTO students VALUES ('{zerlina}', '{}', now())", students[0]));
    let group = hers.post("/groups", json!({ "name": "6B", "students": "" })).await;
    assert_eq!(group.status, 201, "{}", group.text);
    app.sql("INSERT INTO groups VALUES ('01a1f7aa-a99e-76a1-87aa-e33b999bfa2d', '6A', now())");
    app.sql(&format!(
        "INSERT INTO group_students VALUES ('01a1f7aa-a99e-76a1-87aa-e33b999bfa2e', '01a1f7aa-a99e-76a1-87aa-e33b999bfa2d',
             'Zerlina', '{zerlina}', 'zerlina@home.example', '+306912345678', now(), 'zerlina', 'zerlina')"
    ));
    Stage { app, zerlina, hers, mario, alice, own, shared, experience }
}

#[actix_web::test]
async fn the_export_is_complete_and_the_erasure_leaves_nothing() {
    let Stage { app, zerlina, hers, mario, alice, own, shared, experience } = school_with_zerlina().await;
    let (her_lesson, mut she) = teach(&app, &hers, &experience).await;
    let code = her_lesson["sessionCode"].as_str().expect("a code").to_owned();
    let (mut guest, _) = Client::guest(&app.url, &code, "Ana").await;
    let (his_lesson, mut his) = teach(&app, &mario, &experience).await;
    // The description is Mario's own text.
    let path = format!("/sessions/{}", his_lesson["id"].as_str().expect("an id"));
    mario.put(&path, json!({ "description": "" })).await;
    let (mut in_his, seat) =
        Client::join(&app.url, json!({ "sessionId": his_lesson["sessionCode"], "token": hers.token() })).await;
    in_his.ask("on.message", json!({ "message": "Good morning" })).await.expect("it is kept");
    let board = his.ask("on.boardAdd", json!({ "template": "plain" })).await.expect("it is added")["page"].clone();
    his.ask("on.drawingAllow", json!({ "drawing": "everyone" })).await.expect("all may draw");
    let drawn = vec![note(&seat["room"]["seat"], 1, "Etna")];
    in_his.ask("on.boardChange", change(&board, drawn)).await.expect("it is kept");
    let (mut other, _) = Client::guest(&app.url, his_lesson["sessionCode"].as_str().expect("a code"), "Ben").await;
    let traces = rows_with(&app, HER);
    assert!(traces.len() > 15, "{traces:#?}");

    let path = format!("/people/{zerlina}");
    let held = alice.get(&format!("{path}/export")).await;
    assert_eq!(held.status, 200, "{}", held.text);
    let document = held.json();
    assert_eq!(document["account"]["email"], "zerlina@school.example");
    for (part, rows) in [
        ("sessions", 2),
        ("recurrences", 0),
        ("streamKeys", 1),
        ("attendance", 2),
        ("messages", 1),
        ("drawings", 1),
        ("experiences", 1),
        ("uploads", 2),
        ("lessonFiles", 1),
        ("slideNotes", 1),
        ("groups", 1),
        ("groupsTaught", 1),
        ("invitations", 2),
        ("registrations", 1),
        ("teachers", 0),
        ("students", 1),
        ("logins", 1),
        ("passwordLinks", 1),
    ] {
        assert_eq!(document[part].as_array().map(Vec::len), Some(rows), "{part}: {}", document[part]);
    }
    assert!(document["mails"].as_array().is_some_and(|mails| mails.len() >= 2), "{}", document["mails"]);
    assert!(document["avatar"]["skinColour"].is_string() && document["exportedAt"].is_string(), "{document}");
    assert!(!held.text.contains("$2b$") && !held.text.contains("hash"), "{}", held.text);
    assert_eq!(document["experiences"][0]["content"][1], json!({ "text": "By Zerlina" }));
    let own_document = hers.get("/users/me/export").await.json();
    assert_eq!(own_document["sessions"], document["sessions"]);

    assert_eq!(alice.delete(&path).await.status, 200);
    assert_eq!(in_his.closed().await.0, 4009);
    assert!([4001, 4009].contains(&she.closed().await.0));
    guest.hear("on.sessionTerminate").await;
    assert_eq!(guest.closed().await.0, 4001);
    let renamed = json!({ "participantId": seat["participantId"], "username": "" });
    assert_eq!(other.hear("on.participantRename").await, renamed);
    assert_eq!(his.hear("on.screenTurn").await, json!({ "screen": null }), "what she prepared is gone from his lesson");

    assert_eq!(rows_with(&app, HER), Vec::<String>::new());
    assert_eq!(rows_of(&app, zerlina), Vec::<String>::new());
    assert!(!stored(&app, &own).await && stored(&app, &shared).await, "what is Mario's as well stays");
    let mails = app.mails().await;
    assert!(mails.iter().all(|mail| mail.address.to_lowercase() != "zerlina@school.example"), "{mails:?}");
    assert_eq!(rows_with(&app, HER), Vec::<String>::new());
    assert_eq!(hers.get("/usersme").await.refusal(), "sign_in_needed");
    assert_eq!(alice.get(&path).await.refusal(), "person_unknown");
    assert_eq!(alice.delete(&path).await.refusal(), "person_unknown");
    assert_eq!(app.get(&format!("/codes/{code}"), None).await.0, 410, "her lesson has ended");

    // Her message in his lesson remains, without her name.
    let snapshot = other.ask("on.snapshot", json!({})).await.expect("the room");
    let line = &snapshot["messages"][0];
    assert_eq!((&line["message"], &line["username"]), (&json!("Good morning"), &renamed["username"]));
    let names = "SELECT p.name AS text FROM messages m JOIN participants p ON p.id = m.participant_id";
    assert_eq!(app.texts(names), [""]);
    let join = json!({ "sessionId": his_lesson["sessionCode"], "resume": seat["resume"] });
    assert_eq!(Client::connect(&app.url).await.ask("on.sessionJoin", join).await, Err("resume_unknown".into()));
}

#[test]
fn every_column_about_people_is_exported_and_erased() {
    // If you add a table with a reference to people, add its rows to `EXPORT` and `erase` in its file of src/db.
    const THOUGHT_OF: [&str; 22] = [
        "address_links.person_id",
        "calendar_feeds.person_id",
        "cancelled_sessions.teacher_id",
        "conversions.owner_id",
        "experiences.owner_id",
        "group_students.person_id",
        "group_teachers.person_id",
        "invitations.teacher_id",
        "logins.person_id",
        "participants.person_id",
        "recurrences.teacher_id",
        "registrations.invited_by",
        "reminder_choices.person_id",
        "reminders.person_id",
        "resets.person_id",
        "sessions.teacher_id",
        "sign_in_links.person_id",
        "slide_notes.person_id",
        "students.student_id",
        "students.teacher_id",
        "unsubscribe_links.person_id",
        "uploads.owner_id",
    ];
    let app = TestApp::start();
    let referring = app.texts(
        "SELECT k.table_name || '.' || k.column_name AS text
         FROM information_schema.referential_constraints r
         JOIN information_schema.key_column_usage k USING (constraint_name)
         JOIN information_schema.constraint_column_usage c USING (constraint_name)
         WHERE c.table_name = 'people' AND k.table_name <> 'people' ORDER BY 1",
    );
    assert_eq!(referring, THOUGHT_OF);
}

#[actix_web::test]
async fn the_last_administrator_cannot_be_erased_and_only_permitted_callers_erase() {
    let app = TestApp::start();
    let alice = app.person("alice", Role::Administrator).await;
    let api = Api::of(&app, "alice").await;
    assert_eq!(api.delete(&format!("/people/{alice}")).await.refusal(), "own_account");
    let own = |password: &'static str| json!({ "password": password });
    assert_eq!(api.post("/users/me/erase", own("not hers at all")).await.refusal(), "password_wrong");
    assert_eq!(api.post("/users/me/erase", own(PASSWORD)).await.refusal(), "last_administrator");
    assert_eq!(api.get("/usersme").await.status, 200, "nothing has happened to her");

    let bob = app.person("bob", Role::Administrator).await;
    let other = Api::of(&app, "bob").await;
    other.put(&format!("/people/{alice}/block"), json!({ "reason": "spam" })).await;
    assert_eq!(other.post("/users/me/erase", own(PASSWORD)).await.refusal(), "last_administrator", "Alice is blocked");
    other.delete(&format!("/people/{alice}/block")).await;
    assert_eq!(other.post("/users/me/erase", own(PASSWORD)).await.status, 200);
    assert_eq!(other.get("/usersme").await.refusal(), "sign_in_needed");
    let sign_in = json!({ "identifier": "bob", "password": PASSWORD });
    assert_eq!(Api::public(&app).post("/auth/local", sign_in).await.refusal(), "sign_in_wrong");
    assert_eq!(rows_of(&app, bob), Vec::<String>::new());
}
