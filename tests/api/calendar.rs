//! The calendar that pages and programs read, a range of days at a time, and where lessons are moved.

use serde_json::{Value, json};

use crate::support::{
    app::TestApp,
    http::{Api, Browser},
};

async fn plan(api: &Api, title: &str, at: &str, more: Value) -> String {
    let mut draft = json!({ "sessionTitle": title, "dateTimeOfSession": at, "timeZone": "Europe/Athens" });
    draft.as_object_mut().expect("an object").extend(more.as_object().expect("an object").clone());
    let answer = api.post("/sessions", draft).await;
    assert_eq!(answer.status, 201, "{}", answer.text);
    answer.json()["id"].as_str().expect("an id").to_owned()
}

/// The lessons of a range: start, title, and whether they overlap.
async fn lessons(api: &Api, from: &str, to: &str) -> Vec<String> {
    let answer = api.get(&format!("/calendar?from={from}&to={to}")).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    let tell = |one: &Value| {
        let mark = if one["overlaps"] == true { " !" } else { "" };
        format!("{} {}{mark}", one["start"].as_str().expect("a time"), one["sessionTitle"].as_str().expect("a title"))
    };
    answer.json()["lessons"].as_array().expect("a list").iter().map(tell).collect()
}

async fn maria(app: &TestApp) -> Api {
    let id = app.teacher("maria").await;
    app.sql(&format!("UPDATE people SET time_zone = 'Europe/Athens' WHERE id = '{id}'"));
    Api::of(app, "maria").await
}

#[actix_web::test]
async fn only_the_range_is_read_on_the_teachers_clock_with_clashes_and_holidays() {
    let app = TestApp::start();
    app.sql("UPDATE settings SET holidays = E'2030-03-25 National day\\n2030-12-24 2031-01-06 Christmas'");
    let app = app.second_node();
    let api = maria(&app).await;
    app.teacher("mario").await;
    let mario = Api::of(&app, "mario").await;
    plan(&api, "Late", "2030-02-28T21:30:00Z", json!({ "minutes": 90 })).await;
    plan(&api, "Algebra", "2030-03-04T07:00:00Z", json!({})).await;
    plan(&api, "Chess", "2030-03-04T07:30:00Z", json!({})).await;
    plan(&api, "After", "2030-03-04T08:30:00Z", json!({})).await;
    plan(&api, "April", "2030-03-31T21:00:00Z", json!({})).await;
    plan(&mario, "Elsewhere", "2030-03-04T07:00:00Z", json!({})).await;
    assert_eq!(
        lessons(&api, "2030-03-01", "2030-04-01").await,
        [
            "2030-02-28T23:30:00 Late",
            "2030-03-04T09:00:00 Algebra !",
            "2030-03-04T09:30:00 Chess !",
            "2030-03-04T10:30:00 After",
        ]
    );
    let found = api.get("/calendar?from=2030-03-01&to=2030-04-01").await.json();
    assert_eq!(found["timeZone"], "Europe/Athens");
    assert_eq!(found["holidays"], json!([{ "from": "2030-03-25", "to": "2030-03-25", "name": "National day" }]));
    for range in
        ["from=2030-03-01&to=2030-03-01", "from=2030-03-01&to=2031-03-01", "from=x&to=2030-03-02", "to=2000-01-01"]
    {
        assert_eq!(api.get(&format!("/calendar?{range}")).await.refusal(), "time_bad", "{range}");
    }
}

#[actix_web::test]
async fn a_lesson_is_moved_on_the_calendar_and_with_it_those_that_follow() {
    let app = TestApp::start();
    let api = maria(&app).await;
    // Clocks in Athens go forward on 31 March 2030.
    let rule = json!({ "recurrence": "FREQ=WEEKLY;COUNT=4", "minutes": 45 });
    let first = plan(&api, "Algebra", "2030-03-18T07:00:00Z", rule).await;
    let to = json!({ "start": "2030-03-19T10:00:00", "minutes": 60, "scope": "all" });
    let answer = api.put(&format!("/sessions/{first}/time"), to).await;
    assert_eq!((answer.status.as_u16(), &answer.json()["id"]), (200, &json!(first)), "{}", answer.text);
    let days = ["03-19", "03-26", "04-02", "04-09"].map(|day| format!("2030-{day}T10:00:00 Algebra"));
    assert_eq!(lessons(&api, "2030-03-01", "2030-05-01").await, days);
    assert_eq!(api.get(&format!("/sessions/{first}")).await.json()["minutes"], 60);
    let chess = plan(&api, "Chess", "2030-03-20T07:00:00Z", json!({})).await;
    let answer = api.put(&format!("/sessions/{chess}/time"), json!({ "start": "2030-03-19T10:30" })).await;
    assert_eq!(answer.json()["overlaps"], json!(["Algebra"]), "it warns, and forbids nothing: {}", answer.text);
    let bad = |start: &str| json!({ "start": start });
    // Clocks skip this hour.
    for start in ["2030-03-31T03:30:00", "2030-02-29T09:00:00", "tomorrow"] {
        assert_eq!(api.put(&format!("/sessions/{chess}/time"), bad(start)).await.refusal(), "time_bad", "{start}");
    }
    // Of an hour that comes twice, the first counts; and 2032 has a 29 February.
    for (start, at) in
        [("2030-10-27T03:30:00", "2030-10-27T00:30:00Z"), ("2032-02-29T09:00:00", "2032-02-29T07:00:00Z")]
    {
        assert_eq!(api.put(&format!("/sessions/{chess}/time"), bad(start)).await.status, 200);
        assert_eq!(api.get(&format!("/sessions/{chess}")).await.json()["dateTimeOfSession"], at);
    }
    app.teacher("mario").await;
    let mario = Api::of(&app, "mario").await;
    let foreign = mario.put(&format!("/sessions/{chess}/time"), bad("2030-03-19T10:30")).await;
    assert_eq!(foreign.refusal(), "session_unknown");
}

#[actix_web::test]
async fn the_page_lists_a_month_without_a_script_and_a_lessons_page_warns_of_another() {
    let app = TestApp::start();
    let api = maria(&app).await;
    let first = plan(&api, "Algebra", "2130-03-06T07:00:00Z", json!({})).await;
    plan(&api, "Chess", "2130-03-06T07:30:00Z", json!({})).await;
    let browser = Browser::of(&app, "maria").await;
    let page = browser.get("/dashboard/calendar?month=2130-03").await.text;
    assert!(page.contains("<h2>March 2130</h2>") && page.contains("Algebra"), "{page}");
    assert!(page.contains("another lesson at the same time") && page.contains("?month=2130-02"), "{page}");
    let page = browser.get("/dashboard/calendar?month=2130-04").await.text;
    assert!(page.contains("No lessons in this month."), "{page}");
    assert_eq!(browser.get("/dashboard/calendar?month=nonsense").await.status, 200);
    let page = browser.get(&format!("/dashboard/sessions/{first}")).await.text;
    assert!(page.contains("You have another lesson at this time:") && page.contains("Chess"), "{page}");
}
