//! The private calendar feeds of teachers and students.

use lyceum::access::Role;
use serde_json::json;

use crate::support::{
    app::TestApp,
    http::{Answer, Api, Browser},
};

/// Where this person's feed is, as their profile shows it, on the tested server.
async fn feed_of(app: &TestApp, username: &str) -> String {
    let page = Browser::of(app, username).await.get("/profile").await.text.replace("&#x2f;", "/");
    let (_, rest) = page.split_once("value=\"https://school.example/calendar/").expect("the profile shows it");
    format!("/calendar/{}", rest.split_once('"').expect("it ends").0)
}

/// The lines of a feed, unfolded.
fn unfolded(feed: &Answer) -> String {
    assert_eq!(
        (feed.status.as_u16(), feed.header("content-type")),
        (200, "text/calendar; charset=utf-8"),
        "{}",
        feed.text
    );
    feed.text.replace("\r\n ", "").replace("\r\n", "\n")
}

#[actix_web::test]
async fn a_feed_shows_the_lessons_of_a_teacher_and_of_their_student_and_nobody_elses() {
    let app = TestApp::start();
    let maria = app.teacher("maria").await;
    app.teacher("mario").await;
    let nia = app.person("nia", Role::Student).await;
    app.sql(&format!("INSERT INTO students VALUES ('{maria}', '{nia}', now())"));
    let api = Api::of(&app, "maria").await;
    let draft = json!({ "sessionTitle": "Algebra", "dateTimeOfSession": "2027-03-22T07:00:00Z", "timeZone": "Europe/Athens",
                        "recurrence": "FREQ=WEEKLY;COUNT=2" });
    let session = api.post("/sessions", draft).await.json();
    let public = Api::public(&app);
    for reader in ["maria", "nia"] {
        let text = unfolded(&public.get(&feed_of(&app, reader).await).await);
        assert_eq!(text.matches("BEGIN:VEVENT").count(), 2, "{text}");
        // Clocks in Athens go forward on 28 March 2027.
        for line in [
            "TZID=Europe/Athens:20270322T090000",
            "TZID=Europe/Athens:20270329T090000",
            "BEGIN:VTIMEZONE",
            "SEQUENCE:0",
            "STATUS:CONFIRMED",
        ] {
            assert!(text.contains(line), "{line}: {text}");
        }
        assert!(text.contains(&format!(
            "URL:https://school.example/join/{}",
            session["sessionCode"].as_str().expect("a code")
        )));
    }
    assert!(!unfolded(&public.get(&feed_of(&app, "mario").await).await).contains("VEVENT"));
}

#[actix_web::test]
async fn a_change_counts_up_and_a_deleted_lesson_is_cancelled() {
    let app = TestApp::start();
    app.teacher("maria").await;
    let api = Api::of(&app, "maria").await;
    let draft =
        json!({ "sessionTitle": "Algebra", "dateTimeOfSession": "2027-03-22T07:00:00Z", "timeZone": "Europe/Athens" });
    let path = format!("/sessions/{}", api.post("/sessions", draft).await.json()["id"].as_str().expect("an id"));
    let feed = feed_of(&app, "maria").await;
    assert_eq!(api.put(&path, json!({ "dateTimeOfSession": "2027-03-22T08:00:00Z" })).await.status, 200);
    let text = unfolded(&api.get(&feed).await);
    assert!(text.contains("SEQUENCE:1\n") && text.contains(":20270322T100000\n"), "{text}");
    assert_eq!(api.delete(&path).await.status, 200);
    let text = unfolded(&api.get(&feed).await);
    assert!(text.contains("SEQUENCE:2\n") && text.contains("STATUS:CANCELLED\n") && !text.contains("URL:"), "{text}");
}

#[actix_web::test]
async fn a_reset_kills_the_old_address_at_once() {
    let app = TestApp::start();
    app.teacher("maria").await;
    let maria = Browser::of(&app, "maria").await;
    let (public, old) = (Api::public(&app), feed_of(&app, "maria").await);
    assert_eq!(feed_of(&app, "maria").await, old, "it stays until it is reset");
    assert_eq!(maria.send("/profile", "/profile/calendar", &[]).await.redirect_target(), "/profile");
    assert_eq!(public.get(&old).await.status, 410);
    assert_eq!(public.get(&feed_of(&app, "maria").await).await.status, 200);
    assert_eq!(public.get("/calendar/nonsense.ics").await.status, 410);
}
