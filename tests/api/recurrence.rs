//! Lessons that repeat: each is a session of its own, and edits are about one, the following, or all.

use serde_json::{Value, json};

use crate::support::{
    app::TestApp,
    http::{Api, Browser},
};

/// A weekly lesson on Mondays at 09:00 in Athens, over the change of the clocks in March.
async fn mondays(api: &Api, count: u32) -> Value {
    let answer = api
        .post(
            "/sessions",
            json!({
                "sessionTitle": "Algebra", "dateTimeOfSession": "2030-03-18T07:00:00Z", "timeZone": "Europe/Athens",
                "recurrence": format!("FREQ=WEEKLY;BYDAY=MO;COUNT={count}"),
            }),
        )
        .await;
    assert_eq!(answer.status, 201, "{}", answer.text);
    answer.json()
}

/// The titles and times of all lessons, the first one first.
async fn lessons(api: &Api) -> Vec<String> {
    let list = api.get("/sessions").await.json();
    let tell = |one: &Value| {
        format!(
            "{} {}",
            one["dateTimeOfSession"].as_str().expect("a time"),
            one["sessionTitle"].as_str().expect("a title")
        )
    };
    let mut all: Vec<_> = list.as_array().expect("a list").iter().map(tell).collect();
    all.reverse();
    all
}

/// The path of the lesson on this day.
async fn on(api: &Api, day: &str) -> String {
    let list = api.get("/sessions").await.json();
    let found = list
        .as_array()
        .expect("a list")
        .iter()
        .find(|one| one["dateTimeOfSession"].as_str().expect("a time").starts_with(day));
    format!(
        "/sessions/{}",
        found.unwrap_or_else(|| panic!("no lesson on {day}: {list}"))["id"].as_str().expect("an id")
    )
}

#[actix_web::test]
async fn a_weekly_lesson_at_nine_stays_at_nine_when_clocks_change() {
    let app = TestApp::start();
    app.teacher("maria").await;
    let maria = Api::of(&app, "maria").await;
    let first = mondays(&maria, 3).await;
    assert_eq!((&first["recurrence"], &first["series"]), (&json!("FREQ=WEEKLY;BYDAY=MO;COUNT=3"), &json!("Algebra")));
    // Clocks in Athens go forward on 31 March 2030.
    let all = ["2030-03-18T07:00:00Z Algebra", "2030-03-25T07:00:00Z Algebra", "2030-04-01T06:00:00Z Algebra"];
    assert_eq!(lessons(&maria).await, all);
    let codes = app.texts("SELECT DISTINCT code AS text FROM sessions");
    assert_eq!(codes.len(), 3, "each has a code of its own");
    assert_eq!(Api::public(&app).get(&format!("/codes/{}", codes[2])).await.status, 200, "each is listed");
}

#[actix_web::test]
async fn one_lesson_is_moved_alone_and_stays_there_when_all_are_renamed() {
    let app = TestApp::start();
    app.teacher("maria").await;
    let maria = Api::of(&app, "maria").await;
    mondays(&maria, 3).await;
    let second = on(&maria, "2030-03-25").await;
    assert_eq!(maria.put(&second, json!({ "dateTimeOfSession": "2030-03-26T08:00:00Z" })).await.status, 200);
    let third = on(&maria, "2030-04-01").await;
    assert_eq!(maria.put(&third, json!({ "sessionTitle": "Geometry", "scope": "all" })).await.status, 200);
    let all = ["2030-03-18T07:00:00Z Geometry", "2030-03-26T08:00:00Z Geometry", "2030-04-01T06:00:00Z Geometry"];
    assert_eq!(lessons(&maria).await, all);
}

#[actix_web::test]
async fn this_and_the_following_move_to_another_day_and_keep_their_codes() {
    let app = TestApp::start();
    app.teacher("maria").await;
    let maria = Api::of(&app, "maria").await;
    mondays(&maria, 4).await;
    let codes = "SELECT code AS text FROM sessions ORDER BY starts_at";
    let before = app.texts(codes);
    let second = on(&maria, "2030-03-25").await;
    // On Tuesdays at 10:00.
    let change = json!({ "dateTimeOfSession": "2030-03-26T08:00:00Z", "scope": "following" });
    let answer = maria.put(&second, change).await;
    assert_eq!(
        (answer.status.as_u16(), &answer.json()["recurrence"]),
        (200, &json!("FREQ=WEEKLY;BYDAY=TU;COUNT=3")),
        "{}",
        answer.text
    );
    let all = [
        "2030-03-18T07:00:00Z Algebra",
        "2030-03-26T08:00:00Z Algebra",
        "2030-04-02T07:00:00Z Algebra",
        "2030-04-09T07:00:00Z Algebra",
    ];
    assert_eq!(lessons(&maria).await, all);
    assert_eq!(app.texts(codes), before);
    let first = maria.get(&on(&maria, "2030-03-18").await).await.json();
    assert_eq!(first["recurrence"], "FREQ=WEEKLY;BYDAY=MO;UNTIL=20300324", "those before end there");
    // A later edit of all concerns those of the new rule only.
    assert_eq!(maria.put(&second, json!({ "sessionTitle": "Geometry", "scope": "all" })).await.status, 200);
    assert_eq!(lessons(&maria).await.iter().filter(|one| one.ends_with("Geometry")).count(), 3);
}

#[actix_web::test]
async fn a_deleted_lesson_stays_deleted_when_all_are_changed() {
    let app = TestApp::start();
    app.teacher("maria").await;
    let maria = Api::of(&app, "maria").await;
    mondays(&maria, 4).await;
    assert_eq!(maria.delete(&on(&maria, "2030-03-25").await).await.status, 200);
    let first = on(&maria, "2030-03-18").await;
    assert_eq!(
        maria.put(&first, json!({ "dateTimeOfSession": "2030-03-18T08:30:00Z", "scope": "all" })).await.status,
        200
    );
    let all = ["2030-03-18T08:30:00Z Algebra", "2030-04-01T07:30:00Z Algebra", "2030-04-08T07:30:00Z Algebra"];
    assert_eq!(lessons(&maria).await, all);
    assert_eq!(maria.delete(&format!("{}?scope=following", on(&maria, "2030-04-01").await)).await.status, 200);
    assert_eq!(lessons(&maria).await.len(), 1);
    assert_eq!(maria.delete(&format!("{first}?scope=all")).await.status, 200);
    assert_eq!(lessons(&maria).await, Vec::<String>::new());
    assert_eq!(app.texts("SELECT count(*)::text AS text FROM recurrences"), ["0"]);
}

#[actix_web::test]
async fn a_rule_can_become_longer_shorter_or_another_and_a_single_lesson_can_begin_to_repeat() {
    let app = TestApp::start();
    app.teacher("maria").await;
    let maria = Api::of(&app, "maria").await;
    let single =
        json!({ "sessionTitle": "Chess", "dateTimeOfSession": "2030-03-18T07:00:00Z", "timeZone": "Europe/Athens" });
    maria.post("/sessions", single).await;
    let path = on(&maria, "2030-03-18").await;
    let change = |rule: &str, scope: &str| json!({ "recurrence": rule, "scope": scope });
    assert_eq!(maria.put(&path, json!({ "sessionTitle": "Chess", "scope": "all" })).await.refusal(), "scope_bad");
    assert_eq!(maria.put(&path, change("FREQ=DAILY;COUNT=2", "")).await.status, 200);
    assert_eq!(lessons(&maria).await.len(), 2);
    assert_eq!(maria.put(&path, change("FREQ=DAILY;COUNT=3", "")).await.refusal(), "scope_bad", "it repeats already");
    assert_eq!(maria.put(&path, change("FREQ=DAILY;COUNT=3", "all")).await.status, 200);
    assert_eq!(lessons(&maria).await.len(), 3);
    assert_eq!(maria.put(&path, change("FREQ=WEEKLY;BYDAY=MO;COUNT=2", "all")).await.status, 200);
    assert_eq!(lessons(&maria).await, ["2030-03-18T07:00:00Z Chess", "2030-03-25T07:00:00Z Chess"]);
}

#[actix_web::test]
async fn rules_that_never_end_or_never_begin_are_refused() {
    let app = TestApp::start();
    app.teacher("maria").await;
    let maria = Api::of(&app, "maria").await;
    for (rule, code) in [
        ("FREQ=DAILY", "recurrence_endless"),
        ("FREQ=MONTHLY;INTERVAL=12;BYMONTHDAY=30;UNTIL=20320101", "recurrence_never"),
        ("FREQ=DAILY;COUNT=301", "recurrence_long"),
        ("every day", "recurrence_bad"),
    ] {
        let draft =
            json!({ "sessionTitle": "Algebra", "dateTimeOfSession": "2030-02-18T07:00:00Z", "recurrence": rule });
        assert_eq!(maria.post("/sessions", draft).await.refusal(), code);
    }
    assert_eq!(lessons(&maria).await, Vec::<String>::new(), "nothing was planned");
}

#[actix_web::test]
async fn lessons_that_repeat_skip_the_schools_holidays() {
    let app = TestApp::start();
    app.teacher("maria").await;
    app.sql("UPDATE settings SET holidays = '2030-03-25 2030-03-25 National day'");
    let app = app.second_node();
    let maria = Api::of(&app, "maria").await;
    mondays(&maria, 3).await;
    assert_eq!(lessons(&maria).await, ["2030-03-18T07:00:00Z Algebra", "2030-04-01T06:00:00Z Algebra"]);
}

#[actix_web::test]
async fn a_teacher_plans_and_changes_a_weekly_lesson_on_the_page() {
    let app = TestApp::start();
    app.teacher("maria").await;
    let (maria, api) = (Browser::of(&app, "maria").await, Api::of(&app, "maria").await);
    let fields = [
        ("title", "Algebra"),
        ("date", "2130-01-02"),
        ("time", "09:00"),
        ("time_zone", "Europe/Athens"),
        ("capacity", "30"),
        ("repeat", "weekly"),
        ("day_mo", "on"),
        ("day_we", "on"),
        ("ends", "count"),
        ("count", "4"),
    ];
    let planned = maria.send("/dashboard/sessions/new", "/dashboard/sessions", &fields).await;
    let page = maria.get(planned.redirect_target()).await.text;
    assert!(page.contains("Every week (Monday, Wednesday), 4 times"), "{page}");
    assert_eq!(lessons(&api).await.len(), 4);
    let edit = format!("{}/edit", planned.redirect_target());
    let mut change = fields.to_vec();
    change[0].1 = "Geometry";
    change.push(("scope", "all"));
    assert!(maria.send(&edit, &edit, &change).await.status.is_redirection());
    assert!(lessons(&api).await.iter().all(|one| one.ends_with("Geometry")));
    change.retain(|(name, _)| *name != "count");
    let wrong = maria.send(&edit, &edit, &change).await;
    assert!(wrong.status == 400 && wrong.text.contains("Please say when the repetition ends."), "{}", wrong.text);
    let delete = format!("{}/delete", planned.redirect_target());
    assert_eq!(
        maria.send(planned.redirect_target(), &delete, &[("scope", "all")]).await.redirect_target(),
        "/dashboard"
    );
    assert_eq!(lessons(&api).await, Vec::<String>::new());
}
