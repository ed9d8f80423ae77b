//! `/sessions`: planning, and who may reach a session.

use lyceum::access::Role;
use serde_json::{Value, json};

use crate::support::{app::TestApp, http::Api};

fn path(session: &Value) -> String {
    format!("/sessions/{}", session["id"].as_str().expect("an id"))
}

#[actix_web::test]
async fn a_teacher_plans_a_session_on_an_experience_and_gets_its_code() {
    let app = TestApp::start();
    let maria_id = app.teacher("maria").await;
    let maria = Api::of(&app, "maria").await;
    let experience = maria.post("/experiences", json!({ "Title": "Planets" })).await.json();
    let answer = maria
        .post("/api/sessions", json!({
            "sessionTitle": " The moons of Jupiter ", "description": "Bring paper", "dateTimeOfSession": "2030-01-07T11:00:00+02:00",
            "experiences": experience["id"], "waitingRoom": true, "retention": "keep", "capacity": 30,
            "created_by": "01a1f7aa-a99e-76a1-87aa-e33b999bfa2c", "state": "ended", "sessionCode": "AAAAA",
        }))
        .await;
    assert_eq!(answer.status, 201, "{}", answer.text);
    let session = answer.json();
    assert_eq!(session["sessionTitle"], "The moons of Jupiter");
    assert_eq!(session["dateTimeOfSession"], "2030-01-07T09:00:00Z");
    assert_eq!(session["timeZone"], "Europe/Athens");
    assert_eq!(session["experiences"]["Title"], "Planets");
    assert_eq!(
        (&session["state"], &session["guestsAllowed"], &session["waitingRoom"]),
        (&json!("planned"), &json!(true), &json!(true))
    );
    assert_eq!((&session["retention"], &session["capacity"]), (&json!("keep"), &json!(30)));
    assert_eq!((&session["user"], &session["created_by"]), (&json!(maria_id), &json!(maria_id)));
    let code = session["sessionCode"].as_str().expect("a code");
    assert!(code.len() == 5 && code != "AAAAA", "{code}");
    assert_eq!(maria.get(&path(&session)).await.json(), session);
}

#[actix_web::test]
async fn a_minimal_session_gets_the_default_settings() {
    let app = TestApp::start();
    app.teacher("maria").await;
    let session = Api::of(&app, "maria").await.plan("Fractions").await;
    for (setting, usual) in [
        ("capacity", json!(300)),
        ("retention", json!("during session")),
        ("guestsAllowed", json!(true)),
        ("waitingRoom", json!(false)),
        ("state", json!("planned")),
        ("timeZone", json!("Europe/Athens")),
        ("experiences", json!(null)),
    ] {
        assert_eq!(session[setting], usual, "{setting}");
    }
}

#[actix_web::test]
async fn invalid_sessions_get_their_refusals() {
    let app = TestApp::start();
    app.teacher("maria").await;
    app.teacher("ben").await;
    let (maria, ben) = (Api::of(&app, "maria").await, Api::of(&app, "ben").await);
    let bens = ben.post("/experiences", json!({ "Title": "Ben's own" })).await.json();
    let fine = json!({ "sessionTitle": "Fractions", "dateTimeOfSession": "2030-01-07T09:00:00Z" });
    for (field, value, code) in [
        ("sessionTitle", json!(" "), "title_empty"),
        ("sessionTitle", json!("x".repeat(201)), "title_too_long"),
        ("sessionTitle", json!("a\nb"), "text_bad"),
        ("description", json!("x".repeat(5001)), "description_too_long"),
        ("description", json!("\u{0}"), "text_bad"),
        ("dateTimeOfSession", json!("tomorrow"), "time_bad"),
        ("dateTimeOfSession", json!("2030-02-30T09:00:00Z"), "time_bad"),
        ("dateTimeOfSession", json!("1850-01-01T09:00:00Z"), "time_bad"),
        ("dateTimeOfSession", Value::Null, "time_bad"),
        ("timeZone", json!("Mars/Olympus"), "time_zone_unknown"),
        ("capacity", json!(0), "capacity_bad"),
        ("capacity", json!(1001), "capacity_bad"),
        ("capacity", json!(9_000_000_000_000_u64), "capacity_bad"),
        ("retention", json!("for ever"), "retention_bad"),
        ("experiences", json!("no id"), "experience_unknown"),
        ("experiences", bens["id"].clone(), "experience_unknown"),
        ("experiences", json!([bens["id"], bens["id"]]), "experiences_many"),
    ] {
        let mut body = fine.clone();
        body[field] = value.clone();
        let answer = maria.post("/sessions", body).await;
        assert_eq!(answer.refusal(), code, "{field}: {value}");
    }
    assert_eq!(maria.get("/sessions").await.json(), json!([]));
}

#[actix_web::test]
async fn only_its_teacher_may_reach_a_session() {
    let app = TestApp::start();
    app.teacher("maria").await;
    app.teacher("ben").await;
    app.person("alice", Role::Administrator).await;
    let maria = Api::of(&app, "maria").await;
    let session = maria.plan("Fractions").await;
    for username in ["ben", "alice"] {
        let other = Api::of(&app, username).await;
        let path = path(&session);
        for answer in [
            other.get(&path).await,
            other.put(&path, json!({ "sessionTitle": "Mine" })).await,
            other.delete(&path).await,
        ] {
            assert_eq!((answer.status.as_u16(), answer.refusal().as_str()), (404, "session_unknown"));
        }
        assert_eq!(other.get("/sessions").await.json(), json!([]));
    }
    assert_eq!(maria.get(&path(&session)).await.json(), session);
    assert_eq!(maria.get("/sessions/nonsense").await.refusal(), "session_unknown");
}

#[actix_web::test]
async fn an_edit_changes_the_named_fields_and_the_session_card() {
    let app = TestApp::start();
    app.teacher("maria").await;
    let maria = Api::of(&app, "maria").await;
    let experience = maria.post("/experiences", json!({ "Title": "Planets" })).await.json();
    let session = maria.plan("Fractions").await;
    let changed = maria
        .put(
            &path(&session),
            json!({ "sessionTitle": "Decimals", "experiences": { "id": experience["id"] }, "guestsAllowed": false }),
        )
        .await;
    assert_eq!(changed.status, 200, "{}", changed.text);
    let changed = changed.json();
    assert_eq!((&changed["sessionTitle"], &changed["experiences"]["Title"]), (&json!("Decimals"), &json!("Planets")));
    assert_eq!(
        (&changed["dateTimeOfSession"], &changed["sessionCode"]),
        (&session["dateTimeOfSession"], &session["sessionCode"])
    );
    let card = maria.get(&format!("/codes/{}", session["sessionCode"].as_str().expect("a code"))).await.json();
    assert_eq!((&card["sessionTitle"], &card["guestsAllowed"]), (&json!("Decimals"), &json!(false)));
    let cleared = maria.put(&path(&session), json!({ "experiences": null })).await.json();
    assert_eq!((&cleared["experiences"], &cleared["sessionTitle"]), (&Value::Null, &json!("Decimals")));
}

#[actix_web::test]
async fn live_sessions_cannot_move_or_be_deleted_and_ended_ones_cannot_change() {
    let app = TestApp::start();
    let teacher = app.teacher("maria").await;
    let maria = Api::of(&app, "maria").await;
    let session = maria.plan("Fractions").await;
    let id = session["id"].as_str().and_then(|id| id.parse().ok()).expect("an id");
    let by = lyceum::access::Identity {
        person: teacher,
        login: lyceum::ids::LoginId::fresh(),
        role: Role::Teacher,
        name: "Maria".to_owned(),
        from: None,
        once: None,
    };
    lyceum::domain::lifecycle::start(&app.school, &by, id).await.expect("it starts");
    assert_eq!(maria.get("/sessions?state=live").await.json()[0]["id"], session["id"]);
    assert_eq!(maria.delete(&path(&session)).await.refusal(), "session_live");
    let later = json!({ "dateTimeOfSession": "2031-01-07T09:00:00Z" });
    assert_eq!(maria.put(&path(&session), later.clone()).await.refusal(), "session_live");
    let retitled = maria.put(&path(&session), json!({ "sessionTitle": "Fractions, live" })).await.json();
    assert_eq!((&retitled["sessionTitle"], &retitled["state"]), (&json!("Fractions, live"), &json!("live")));
    let code = format!("/codes/{}", session["sessionCode"].as_str().expect("a code"));
    assert_eq!(maria.get(&code).await.json()["state"], "live");
    lyceum::domain::lifecycle::end(&app.school, &by, id, None).await.expect("it ends");
    assert_eq!(maria.put(&path(&session), later).await.refusal(), "lesson_ended");
    assert_eq!(maria.get("/sessions?state=live").await.json(), json!([]));
    assert_eq!(maria.get("/sessions?state=ended").await.json()[0]["id"], session["id"]);
    assert_eq!(maria.get("/sessions?state=sometime").await.refusal(), "body_bad");
}

#[actix_web::test]
async fn a_deleted_session_is_gone_with_its_code() {
    let app = TestApp::start();
    app.teacher("maria").await;
    let maria = Api::of(&app, "maria").await;
    let session = maria.plan("Fractions").await;
    let answer = maria.delete(&path(&session)).await;
    assert_eq!((answer.status.as_u16(), answer.json()["code"].as_u64()), (200, Some(0)));
    assert_eq!(maria.get(&path(&session)).await.refusal(), "session_unknown");
    assert_eq!(maria.delete(&path(&session)).await.refusal(), "session_unknown");
    let code = session["sessionCode"].as_str().expect("a code");
    assert_eq!(maria.get(&format!("/codes/{code}")).await.refusal(), "code_unknown");
}

#[actix_web::test]
async fn a_teacher_has_a_bounded_number_of_lessons_that_have_not_ended() {
    let app = TestApp::start();
    app.teacher("maria").await;
    let maria = Api::of(&app, "maria").await;
    app.sql(
        "INSERT INTO sessions (id, teacher_id, title, description, starts_at, time_zone, code, state)
         SELECT gen_random_uuid(), people.id, 'Lesson ' || n, '', now(), 'UTC',
                concat(2 + n % 8, 2 + n / 8 % 8, 2 + n / 64 % 8, 2 + n / 512, 'A'), 'planned'
         FROM generate_series(1, 2000) n, people",
    );
    let draft = json!({ "sessionTitle": "One more", "dateTimeOfSession": "2030-01-07T09:00:00Z" });
    assert_eq!(maria.post("/sessions", draft.clone()).await.refusal(), "sessions_full");
    app.sql("DELETE FROM sessions WHERE title = 'Lesson 7'");
    assert_eq!(maria.post("/sessions", draft).await.status, 201);
    let user = maria.get("/usersme").await;
    assert_eq!(user.json()["sessions"].as_array().map(Vec::len), Some(100), "the latest");
}
