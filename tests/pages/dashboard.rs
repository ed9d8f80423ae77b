//! A teacher's lessons, and the actions on a lesson.

use lyceum::access::Role;
use serde_json::json;

use crate::support::{
    app::{PASSWORD, TestApp},
    http::{Api, Browser},
};

#[actix_web::test]
async fn lessons_are_grouped_by_state_and_a_new_teacher_gets_a_hint() {
    let app = TestApp::start();
    app.teacher("maria").await;
    let (maria, api) = (Browser::of(&app, "maria").await, Api::of(&app, "maria").await);
    assert!(maria.get("/dashboard").await.text.contains("Plan your first lesson"));
    for title in ["Fractions", "Decimals", "Percentages"] {
        let session = api.plan(title).await;
        let page = format!("/dashboard/sessions/{}", session["id"].as_str().expect("an id"));
        if title != "Fractions" {
            maria.send(&page, &format!("{page}/start"), &[]).await;
        }
        if title == "Percentages" {
            maria.send(&page, &format!("{page}/end"), &[]).await;
        }
    }
    let list = maria.get("/dashboard").await.text;
    let at = |text: &str| list.find(text).unwrap_or_else(|| panic!("{text} is missing: {list}"));
    let order = [at("Live now"), at("Decimals"), at(">Planned<"), at("Fractions"), at(">Ended<"), at("Percentages")];
    assert!(order.is_sorted(), "{order:?}");
}

#[actix_web::test]
async fn a_lessons_page_begins_with_what_its_teacher_does() {
    let app = TestApp::start();
    app.teacher("maria").await;
    let (maria, api) = (Browser::of(&app, "maria").await, Api::of(&app, "maria").await);
    let session = api.plan("Fractions").await;
    let page = maria.get(&format!("/dashboard/sessions/{}", session["id"].as_str().expect("an id"))).await.text;
    let at = |text: &str| page.find(text).unwrap_or_else(|| panic!("{text} is missing: {page}"));
    let order = [at(">Start the lesson<"), at("data-refresh-from"), at(">Settings<"), at(">Streaming programs<")];
    assert!(order.is_sorted(), "{order:?}");
    assert!(page.contains("<details class=\"card screen streams\">"), "it is folded away: {page}");
    assert!(page.contains("Invite your students"), "{page}");
}

#[actix_web::test]
async fn each_role_begins_at_its_own_page_and_can_join_from_the_menu() {
    let app = TestApp::start();
    let guest = Browser::new(&app);
    assert!(guest.get("/").await.text.contains("<a href=\"/join\">Join</a>"));
    for (username, role, begins) in [
        ("robin", Role::Administrator, "/admin"),
        ("maria", Role::Teacher, "/dashboard"),
        ("sofia", Role::Student, "/lessons"),
    ] {
        app.person(username, role).await;
        let browser = Browser::new(&app);
        let fields = [("identifier", username), ("password", PASSWORD)];
        let signed_in = browser.send("/signin", "/signin", &fields).await;
        assert_eq!(signed_in.redirect_target(), begins);
        let page = browser.get(begins).await.text;
        assert!(page.contains("<a href=\"/join\">Join</a>"), "{username}: {page}");
        assert!(page.contains(&format!("class=\"brand\" href=\"{begins}\"")), "{username}: {page}");
    }
}

#[actix_web::test]
async fn another_teachers_lesson_is_not_found() {
    let app = TestApp::start();
    app.teacher("maria").await;
    app.teacher("ben").await;
    let session = Api::of(&app, "maria").await.plan("Fractions").await;
    let page = format!("/dashboard/sessions/{}", session["id"].as_str().expect("an id"));
    let ben = Browser::of(&app, "ben").await;
    for path in [page.clone(), format!("{page}/edit")] {
        assert_eq!(ben.get(&path).await.status, 404);
    }
    for act in ["start", "end", "delete", "edit"] {
        let fields =
            [("title", "Mine"), ("capacity", "3"), ("date", "2130-01-07"), ("time", "09:00"), ("time_zone", "UTC")];
        assert_eq!(ben.send("/dashboard", &format!("{page}/{act}"), &fields).await.status, 404, "{act}");
    }
}

#[actix_web::test]
async fn a_lesson_that_was_not_started_in_time_shows_when_it_was_planned() {
    let app = TestApp::start();
    app.teacher("maria").await;
    let (maria, api) = (Browser::of(&app, "maria").await, Api::of(&app, "maria").await);
    for (year, told) in
        [("2020", "planned for Tuesday 7 January 2020, 11:00"), ("2130", ">Saturday 7 January 2130, 11:00")]
    {
        let planned = json!({ "sessionTitle": "Fractions", "dateTimeOfSession": format!("{year}-01-07T09:00:00Z") });
        let planned = api.post("/sessions", planned).await.json();
        for path in ["/dashboard".to_owned(), format!("/dashboard/sessions/{}", planned["id"].as_str().expect("an id"))]
        {
            let page = maria.get(&path).await.text;
            assert!(page.contains(told) && !page.contains(" ago"), "{page}");
        }
    }
}

#[actix_web::test]
async fn a_refused_action_redirects_back_with_the_reason() {
    let app = TestApp::start();
    app.teacher("maria").await;
    let (maria, api) = (Browser::of(&app, "maria").await, Api::of(&app, "maria").await);
    let page = format!("/dashboard/sessions/{}", api.plan("Fractions").await["id"].as_str().expect("an id"));
    let early = maria.send(&page, &format!("{page}/end"), &[]).await;
    assert_eq!(early.redirect_target(), page);
    assert!(maria.get(&page).await.text.contains("The lesson has not started yet."));
    maria.send(&page, &format!("{page}/start"), &[]).await.redirect_target();
    for (act, told) in [
        ("start", "The lesson has already started."),
        ("delete", "The lesson is live. End it first."),
        ("end", "The lesson has ended. See below who was there."),
        ("end", "The lesson has ended."),
        ("start", "The lesson has ended."),
    ] {
        assert_eq!(maria.send(&page, &format!("{page}/{act}"), &[]).await.redirect_target(), page, "{act}");
        assert!(maria.get(&page).await.text.contains(told), "{act}: {told}");
    }
    assert_eq!(maria.send(&page, &format!("{page}/delete"), &[]).await.redirect_target(), "/dashboard");
    assert_eq!(maria.get(&page).await.status, 404);
}

#[actix_web::test]
async fn attendances_are_shown_in_the_teachers_time_zone() {
    let app = TestApp::start();
    app.teacher("maria").await;
    let (maria, api) = (Browser::of(&app, "maria").await, Api::of(&app, "maria").await);
    let session = api.plan("Fractions").await;
    let id = session["id"].as_str().expect("an id");
    let anna = "00000000-0000-7000-8000-000000000001";
    app.sql(&format!("UPDATE sessions SET state = 'ended', started_at = '2026-11-16 07:00Z', ended_at = '2026-11-16 07:45Z' WHERE id = '{id}'"));
    app.sql(&format!(
        "INSERT INTO participants (id, session_id, seat, name, role, avatar, joined_at)
         VALUES ('{anna}', '{id}', 1, 'Anna <3', 'student', '{{}}', '2026-11-16 07:01Z')"
    ));
    app.sql(&format!(
        "INSERT INTO attendances (id, participant_id, joined_at, left_at) VALUES
         (gen_random_uuid(), '{anna}', '2026-11-16 07:01Z', '2026-11-16 07:11Z'),
         (gen_random_uuid(), '{anna}', '2026-11-16 07:20Z', NULL)"
    ));
    let page = maria.get(&format!("/dashboard/sessions/{id}")).await.text;
    for shown in [
        "Anna &lt;3",
        "guest",
        ">09:01<",
        ">09:45<",
        "35 min",
        "in 2 visits",
        "lasted 45 min",
        "1 person",
        "Europe&#x2f;Athens",
    ] {
        assert!(page.contains(shown), "{shown} is missing: {page}");
    }
}

#[actix_web::test]
async fn erased_attendees_are_shown_in_the_readers_language() {
    let app = TestApp::start();
    app.teacher("maria").await;
    let session = Api::of(&app, "maria").await.plan("Fractions").await;
    let page = format!("/dashboard/sessions/{}", session["id"].as_str().expect("an id"));
    app.sql("UPDATE sessions SET state = 'ended', started_at = '2026-11-16 07:00Z', ended_at = '2026-11-16 07:45Z'");
    app.sql(
        "INSERT INTO participants (id, session_id, seat, name, role, avatar, joined_at)
         SELECT gen_random_uuid(), id, 1, '', 'student', '{}', '2026-11-16 07:01Z' FROM sessions",
    );
    app.sql(
        "INSERT INTO attendances (id, participant_id, joined_at, left_at)
         SELECT gen_random_uuid(), id, joined_at, '2026-11-16 07:11Z' FROM participants",
    );
    for (language, told, guest) in
        [("en", "Deleted account", "guest</span>"), ("el", "Διαγραμμένος λογαριασμός", "επισκέπτης</span>")]
    {
        app.sql(&format!("UPDATE people SET language = '{language}'"));
        let page = Browser::of(&app, "maria").await.get(&page).await.text;
        assert!(page.contains(told) && !page.contains(guest), "{language}: {page}");
    }
}

#[actix_web::test]
async fn a_lesson_ended_by_mistake_is_reopened_within_an_hour_with_its_code() {
    let app = TestApp::start();
    app.teacher("maria").await;
    let (maria, api) = (Browser::of(&app, "maria").await, Api::of(&app, "maria").await);
    let session = api.plan("Fractions").await;
    let (id, code) = (session["id"].as_str().expect("an id"), session["sessionCode"].as_str().expect("a code"));
    let page = format!("/dashboard/sessions/{id}");
    let reopen = format!("{page}/reopen");
    assert_eq!(api.post(&format!("/sessions/{id}/reopen"), serde_json::json!({})).await.refusal(), "not_live");
    for act in ["start", "end"] {
        maria.send(&page, &format!("{page}/{act}"), &[]).await;
    }
    let ended = maria.get(&page).await.text;
    let button = "<button class=\"secondary\" type=\"submit\">Reopen the lesson</button>";
    assert!(ended.contains(button), "it is not what a teacher does next: {ended}");
    assert_eq!(api.get(&format!("/codes/{code}")).await.status, 410);
    assert_eq!(maria.send(&page, &reopen, &[]).await.redirect_target(), page);
    assert!(maria.get(&page).await.text.contains("live again"));
    let card = api.get(&format!("/codes/{code}")).await.json();
    assert_eq!((&card["state"], card["startedAt"].is_string()), (&serde_json::json!("live"), true), "{card}");
    let join = serde_json::json!({ "sessionId": code, "token": api.token() });
    let (_teacher, joined) = crate::support::client::Client::join(&app.url, join).await;
    assert_eq!(joined["role"], "teacher");

    maria.send(&page, &format!("{page}/end"), &[]).await;
    app.sql("UPDATE sessions SET ended_at = now() - interval '61 minutes'");
    assert!(!maria.get(&page).await.text.contains("Reopen the lesson"));
    assert_eq!(api.post(&format!("/sessions/{id}/reopen"), serde_json::json!({})).await.refusal(), "reopen_late");
    app.teacher("ben").await;
    let ben = Api::of(&app, "ben").await;
    assert_eq!(ben.post(&format!("/sessions/{id}/reopen"), serde_json::json!({})).await.refusal(), "session_unknown");
}
