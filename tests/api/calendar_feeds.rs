//! The private calendar feeds of teachers and students.

use std::{
    io::Write,
    path::Path,
    process::{Command, Stdio},
};

use lyceum::access::Role;
use serde_json::{Value, json};

use crate::support::{
    app::TestApp,
    http::{Answer, Api, Browser},
};

/// Where this person's feed is, as their profile shows it, on the tested server.
async fn feed_of(app: &TestApp, username: &str) -> String {
    feed_on(&Browser::of(app, username).await.get("/profile").await.text)
}

/// The feed that a page shows.
fn feed_on(page: &str) -> String {
    let page = page.replace("&#x2f;", "/");
    let (_, rest) = page.split_once("value=\"https://school.example/calendar/").expect("the page shows it");
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

/// What a program of another make understands of a feed.
fn understood(command: &mut Command, feed: &str) -> Value {
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().expect("it starts");
    child.stdin.take().expect("it is piped").write_all(feed.as_bytes()).expect("it reads");
    let output = child.wait_with_output().expect("it ends");
    assert!(output.status.success(), "{feed}");
    serde_json::from_slice(&output.stdout).expect("JSON")
}

/// The same for two programs, which must agree: icalendar, and ical.js, which knows no other time zones than those of the feed.
fn read_by_two(feed: &str) -> Value {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let support = root.join("tests/support");
    let mut python = Command::new("python3");
    python.arg(support.join("read_calendar.py")).env("PYTHONPATH", root.join(".tools/python"));
    let one = understood(&mut python, feed);
    assert_eq!(one, understood(Command::new("node").arg(support.join("read_calendar.mjs")), feed), "{feed}");
    one
}

#[actix_web::test]
async fn two_public_parsers_read_a_feed_alike() {
    let app = TestApp::start();
    app.teacher("maria").await;
    let api = Api::of(&app, "maria").await;
    let plan = async |title: &str, at: &str, zone: &str| {
        let draft = json!({ "sessionTitle": title, "description": "Bring;\npaper, \\ and Ζωή", "dateTimeOfSession": at,
                            "timeZone": zone, "minutes": 45 });
        let answer = api.post("/sessions", draft).await;
        assert_eq!(answer.status, 201, "{}", answer.text);
        format!("/sessions/{}", answer.json()["id"].as_str().expect("an id"))
    };
    // Before and after the clocks of Athens and New York go back, and in the hour that comes twice in Athens, both times.
    let moved = plan("Algebra 🎲", "2027-10-29T06:00:00Z", "Europe/Athens").await;
    plan("After", "2027-11-01T07:00:00Z", "Europe/Athens").await;
    plan("First", "2027-10-31T00:30:00Z", "Europe/Athens").await;
    plan("Second", "2027-10-31T01:30:00Z", "Europe/Athens").await;
    plan("Far", "2027-11-08T14:00:00Z", "America/New_York").await;
    plan("Leap", "2028-02-29T09:00:00Z", "UTC").await;
    let gone = plan(&"Long ".repeat(20), "2027-10-30T06:00:00Z", "Europe/Athens").await;
    assert_eq!(api.put(&moved, json!({ "dateTimeOfSession": "2027-10-29T07:00:00Z" })).await.status, 200);
    assert_eq!(api.put(&moved, json!({ "minutes": 60 })).await.status, 200);
    assert_eq!(api.delete(&gone).await.status, 200);
    let feed = api.get(&feed_of(&app, "maria").await).await;
    let read = read_by_two(&feed.text);
    assert_eq!(read["zones"], json!(["America/New_York", "Europe/Athens"]));
    let events = read["events"].as_array().expect("a list");
    let tell = |one: &Value| {
        let part = |name: &str| one[name].as_str().expect("a text").to_owned();
        let title = part("summary").chars().take(9).collect::<String>();
        format!("{} {} {title} {} {}", part("start"), part("end"), one["sequence"], part("status"))
    };
    assert_eq!(
        events.iter().map(tell).collect::<Vec<_>>(),
        [
            "2027-10-29T07:00:00Z 2027-10-29T08:00:00Z Algebra 🎲 2 CONFIRMED",
            "2027-10-30T06:00:00Z 2027-10-30T06:45:00Z Long Long 1 CANCELLED",
            "2027-10-31T00:30:00Z 2027-10-31T01:15:00Z First 0 CONFIRMED",
            "2027-10-31T01:30:00Z 2027-10-31T02:15:00Z Second 0 CONFIRMED",
            "2027-11-01T07:00:00Z 2027-11-01T07:45:00Z After 0 CONFIRMED",
            "2027-11-08T14:00:00Z 2027-11-08T14:45:00Z Far 0 CONFIRMED",
            "2028-02-29T09:00:00Z 2028-02-29T09:45:00Z Leap 0 CONFIRMED",
        ]
    );
    assert_eq!(events[0]["description"], "Bring;\npaper, \\ and Ζωή");
    assert!(events[0]["url"].as_str().expect("a text").starts_with("https://school.example/join/"));
}

#[actix_web::test]
async fn a_group_and_its_students_have_feeds_that_can_be_reset() {
    let app = TestApp::start();
    app.teacher("maria").await;
    app.teacher("mario").await;
    let (api, maria) = (Api::of(&app, "maria").await, Browser::of(&app, "maria").await);
    let group = api.post("/groups", json!({ "name": "6A", "students": "Zoe" })).await.json();
    let page = format!("/dashboard/groups/{}", group["id"].as_str().expect("an id"));
    let draft =
        json!({ "sessionTitle": "Algebra", "dateTimeOfSession": "2027-03-22T07:00:00Z", "groups": [group["id"]] });
    let lesson = api.post("/sessions", draft).await.json();
    api.post("/sessions", json!({ "sessionTitle": "Other", "dateTimeOfSession": "2027-03-23T07:00:00Z" })).await;
    let public = Api::public(&app);
    let old = feed_on(&maria.get(&page).await.text);
    let text = unfolded(&public.get(&old).await);
    assert!(
        text.contains("SUMMARY:Algebra\n") && !text.contains("Other") && text.contains("X-WR-CALNAME:6A"),
        "{text}"
    );

    let links = api.get(&format!("/groups/{}/links", group["id"].as_str().expect("an id"))).await.json();
    let link = links[0]["link"].as_str().or(links["links"][0]["link"].as_str()).expect("a link").to_owned();
    let zoe = Browser::new(&app);
    let (_, token) = link.rsplit_once('/').expect("a path");
    assert_eq!(zoe.get(&format!("/{token}")).await.redirect_target(), "/limbo");
    let of_zoe = feed_on(&zoe.get("/limbo").await.text);
    assert_ne!(of_zoe, old);
    assert_eq!(api.delete(&format!("/sessions/{}", lesson["id"].as_str().expect("an id"))).await.status, 200);
    for feed in [&old, &of_zoe] {
        let text = unfolded(&public.get(feed).await);
        assert!(text.contains("SUMMARY:Algebra\n") && text.contains("STATUS:CANCELLED\n"), "{text}");
    }

    assert_eq!(zoe.send("/limbo", "/limbo/calendar", &[]).await.redirect_target(), "/limbo");
    assert_eq!((public.get(&of_zoe).await.status.as_u16(), public.get(&old).await.status.as_u16()), (410, 200));
    assert_eq!(maria.send(&page, &format!("{page}/calendar"), &[]).await.redirect_target(), page);
    assert_eq!(public.get(&old).await.status, 410);
    let mario = Browser::of(&app, "mario").await;
    assert_eq!(mario.send("/dashboard", &format!("{page}/calendar"), &[]).await.status, 404);
}
