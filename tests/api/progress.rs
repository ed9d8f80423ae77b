//! Students' progress: how it is summed up, what it shows, and who may see it.

use lyceum::{access::Role, clock, db::settings as rows, domain::retention};
use serde_json::{Value, json};

use crate::support::{
    http::Api,
    progress::{Class, marks},
};

fn mark(presence: &str, minutes: i64) -> (String, i64) {
    (presence.to_owned(), minutes * 60)
}

#[actix_web::test]
async fn visits_add_up_and_a_visit_cut_off_ends_at_the_last_sign_of_life() {
    let class = Class::start().await;
    let twice = class.past("Twice", "", 5).await;
    class.attended(&twice, 1, Some(class.ana), &[(0, Some(10)), (20, Some(30))]);
    let overlapping = class.past("On two devices", "", 6).await;
    class.attended(&overlapping, 1, Some(class.ana), &[(5, Some(20)), (10, Some(25)), (25, Some(30))]);
    let early = class.past("Early and late", "", 7).await;
    class.attended(&early, 1, Some(class.ana), &[(-15, Some(5)), (35, Some(55))]);
    let killed = class.past("Killed", "", 8).await;
    class.attended(&killed, 1, Some(class.ana), &[(10, None)]);
    class.app.sql(&format!("UPDATE sessions SET alive_at = started_at + interval '22 minutes' WHERE id = '{killed}'"));
    let report = class.report(class.ana, "").await;
    let latest_first = [mark("attended", 12), mark("attended", 10), mark("attended", 25), mark("attended", 20)];
    assert_eq!(marks(&report), latest_first);
    let together = &report["together"];
    assert_eq!((&together["attended"], &together["missed"]), (&json!(4), &json!(0)));
    assert_eq!((&together["seconds"], &together["lessonSeconds"]), (&json!(67 * 60), &json!(160 * 60)));
    assert_eq!(report["lessons"][0]["sessionTitle"], "Killed");
}

#[actix_web::test]
async fn only_own_students_can_miss_a_lesson_and_others_are_only_counted() {
    let class = Class::start().await;
    let carla = class.app.person("carla", Role::Student).await;
    let stranger = class.app.person("stranger", Role::Student).await;
    let (first, second) = (class.past("First", "", 5).await, class.past("Second", "", 12).await);
    class.add_student(carla, "2026-01-08");
    for (seat, who) in [(1, Some(class.ana)), (2, None), (3, None), (4, Some(stranger))] {
        class.attended(&first, seat, who, &[(0, Some(40))]);
    }
    class.attended(&second, 1, Some(carla), &[(0, Some(20))]);
    // A streaming program is no person.
    class.attended(&second, 2, None, &[(0, Some(40))]);
    class.app.sql("UPDATE participants SET stream = TRUE WHERE seat = 2");
    class.app.sql(&format!("UPDATE participants SET stream = FALSE WHERE session_id = '{first}'"));
    let told = class.progress("").await;
    let names: Vec<_> = told["students"].as_array().expect("rows").iter().map(|row| &row["student"]["name"]).collect();
    assert_eq!((names, &told["total"]), (vec![&json!("Ana"), &json!("Ben"), &json!("Carla")], &json!(3)));
    let rows = &told["students"];
    assert_eq!(marks(&rows[0]), [mark("attended", 40), mark("missed", 0)]);
    assert_eq!(marks(&rows[1]), [mark("missed", 0), mark("missed", 0)]);
    assert_eq!(marks(&rows[2]), [mark("before", 0), mark("attended", 20)]);
    assert_eq!(rows[2]["together"]["missed"], 0, "it was before her time");
    let crowd = |at: usize| (told["lessons"][at]["students"].clone(), told["lessons"][at]["others"].clone());
    assert_eq!(crowd(0), (json!(1), json!(3)));
    assert_eq!(crowd(1), (json!(1), json!(0)));
    assert!(!told.to_string().contains("Somebody") && !told.to_string().contains(&stranger.to_string()), "{told}");
}

#[actix_web::test]
async fn a_lesson_can_join_a_series_after_its_end() {
    let class = Class::start().await;
    class.past("One", "Planet Earth", 5).await;
    class.past("Two", "  planet   EARTH ", 6).await;
    let third = class.past("Three", "", 7).await;
    class.past("Four", "Fractions", 8).await;
    let titles = |told: &Value| -> Vec<String> {
        let lessons = told["lessons"].as_array().expect("lessons");
        lessons.iter().map(|lesson| lesson["sessionTitle"].as_str().expect("a title").to_owned()).collect()
    };
    assert_eq!(titles(&class.progress("?series=Planet%20Earth").await), ["One", "Two"]);
    let path = format!("/sessions/{third}/series");
    let given = class.tess.put(&path, json!({ "series": "PLANET earth" })).await;
    assert_eq!((given.status.as_u16(), &given.json()["series"]), (200, &json!("Planet Earth")));
    assert_eq!(titles(&class.progress("?series=Planet%20Earth").await), ["One", "Two", "Three"]);
    assert_eq!(titles(&class.report(class.ana, "?series=Planet%20Earth").await), ["Three", "Two", "One"]);
    assert_eq!(titles(&class.progress("").await).len(), 4);
    assert!(titles(&class.progress("?series=Nothing").await).is_empty());
    let all = class.tess.get("/series").await.json();
    assert_eq!(all, json!([{ "series": "Fractions", "lessons": 1 }, { "series": "Planet Earth", "lessons": 3 }]));
    for (wrong, code) in [("a".repeat(61), "series_too_long"), ("a\u{7}b".to_owned(), "text_bad")] {
        assert_eq!(class.tess.put(&path, json!({ "series": wrong })).await.refusal(), code);
    }
    for wrong in ["/progress?series=%00", "/progress?series=a%07b"] {
        assert_eq!(class.tess.get(wrong).await.refusal(), "text_bad", "{wrong}");
    }
    let none = class.tess.put(&path, json!({ "series": null })).await.json();
    assert_eq!(none["series"], Value::Null);
    let changed = class.tess.put(&format!("/sessions/{third}"), json!({ "sessionTitle": "Other" })).await;
    assert_eq!(changed.refusal(), "lesson_ended", "nothing else of it changes");
}

#[actix_web::test]
async fn an_edit_without_series_and_keep_results_leaves_both_unchanged() {
    let class = Class::start().await;
    let wanted = json!({
        "sessionTitle": "One", "series": "Earth", "keepResults": true, "dateTimeOfSession": "2030-01-07T09:00:00Z",
    });
    let session = class.tess.post("/sessions", wanted).await.json();
    assert_eq!((&session["series"], &session["keepResults"]), (&json!("Earth"), &json!(true)));
    let path = format!("/sessions/{}", session["id"].as_str().expect("an id"));
    let edited = class.tess.put(&path, json!({ "sessionTitle": "Two" })).await.json();
    assert_eq!((&edited["series"], &edited["keepResults"]), (&json!("Earth"), &json!(true)));
    let edited = class.tess.put(&path, json!({ "series": "", "keepResults": false })).await.json();
    assert_eq!((&edited["series"], &edited["keepResults"]), (&Value::Null, &json!(false)));
    let plain = class.tess.plan("Three").await;
    assert_eq!((&plain["series"], &plain["keepResults"]), (&Value::Null, &json!(false)), "by default nothing is kept");
}

#[actix_web::test]
async fn another_teacher_can_neither_see_nor_change_progress() {
    let class = Class::start().await;
    let session = class.past("One", "Earth", 5).await;
    class.attended(&session, 1, Some(class.ana), &[(0, Some(40))]);
    class.scored(&session, 1, [2, 2, 1]);
    class.app.teacher("otto").await;
    let otto = Api::of(&class.app, "otto").await;
    let path = format!("/students/{}/progress", class.ana);
    assert_eq!(otto.get(&path).await.refusal(), "student_unknown");
    assert_eq!(otto.get("/students/nonsense/progress").await.refusal(), "student_unknown");
    let nothing = json!({ "lessons": [], "students": [], "total": 0 });
    assert_eq!(otto.get("/progress").await.json(), nothing);
    assert_eq!(otto.get("/progress?series=Earth").await.json(), nothing);
    assert_eq!(otto.get("/students").await.json(), json!({ "students": [], "total": 0 }));
    assert_eq!(otto.get("/series").await.json(), json!([]));
    let refused = otto.put(&format!("/sessions/{session}/series"), json!({ "series": "Mine" })).await;
    assert_eq!((refused.status.as_u16(), refused.refusal().as_str()), (404, "session_unknown"));
    // Ana may be a student of both; each teacher sees their own lessons.
    class.app.sql(&format!(
        "INSERT INTO students SELECT id, '{}', '2026-01-01' FROM people WHERE username = 'otto'",
        class.ana
    ));
    let seen = otto.get(&path).await.json();
    assert_eq!((&seen["lessons"], &seen["together"]["attended"]), (&json!([]), &json!(0)));
    assert_eq!(marks(&class.report(class.ana, "").await), [mark("attended", 40)]);
}

#[actix_web::test]
async fn students_are_listed_fifty_per_page() {
    let class = Class::start().await;
    class.app.sql(
        "INSERT INTO people (id, username, email, password_hash, name, role, avatar)
         SELECT gen_random_uuid(), 's' || n, 's' || n || '@school.example', '', 'Student ' || lpad(n::text, 3, '0'),
             'student', '{}' FROM generate_series(1, 60) n",
    );
    class.app.sql(&format!(
        "INSERT INTO students SELECT '{}', id, now() FROM people WHERE name LIKE 'Student %'",
        class.teacher
    ));
    for path in ["/students", "/progress"] {
        let first = class.tess.get(path).await.json();
        assert_eq!((first["students"].as_array().map(Vec::len), &first["total"]), (Some(50), &json!(62)), "{path}");
        let rest = class.tess.get(&format!("{path}?offset=50")).await.json();
        assert_eq!(rest["students"].as_array().map(Vec::len), Some(12), "{path}");
        let beyond = class.tess.get(&format!("{path}?offset=2000000000")).await.json();
        assert_eq!(beyond["students"], json!([]), "{path}");
    }
}

#[actix_web::test]
async fn an_erased_student_is_only_counted_as_an_attendee() {
    let class = Class::start().await;
    let session = class.past("One", "", 5).await;
    class.attended(&session, 1, Some(class.ana), &[(0, Some(40))]);
    class.scored(&session, 1, [3, 2, 1]);
    class.app.person("alice", Role::Administrator).await;
    let alice = Api::of(&class.app, "alice").await;
    let held = alice.get(&format!("/people/{}/export", class.ana)).await.json();
    assert_eq!(held["results"], json!([{ "session": session, "asked": 3, "answered": 2, "right": 1 }]));
    let report = class.report(class.ana, "").await;
    assert_eq!(report["together"]["quizzes"], json!({ "asked": 3, "answered": 2, "right": 1 }));
    assert_eq!(alice.delete(&format!("/people/{}", class.ana)).await.status, 200);
    assert_eq!(class.app.texts("SELECT asked::text AS text FROM results"), Vec::<String>::new());
    let path = format!("/students/{}/progress", class.ana);
    assert_eq!(class.tess.get(&path).await.refusal(), "student_unknown");
    let told = class.progress("").await;
    assert_eq!((&told["total"], &told["lessons"][0]["others"]), (&json!(1), &json!(1)));
    assert!(!told.to_string().to_lowercase().contains("ana"), "{told}");
}

#[actix_web::test]
async fn expired_attendances_are_unknown_and_not_missed() {
    let class = Class::start().await;
    let session = class.past("One", "", 5).await;
    class.attended(&session, 1, Some(class.ana), &[(0, Some(40))]);
    class.scored(&session, 1, [1, 1, 1]);
    // Participants whose messages are kept remain, but their results do not.
    class.app.sql(
        "INSERT INTO messages (id, session_id, participant_id, body, sent_at)
         SELECT gen_random_uuid(), session_id, id, 'Hello', joined_at FROM participants",
    );
    let forget = |connection: &mut diesel::PgConnection| rows::delete_expired_attendances(connection, 3, clock::now());
    class.app.pool.run_blocking(forget).expect("the database answers");
    retention::purge(&class.app.school, clock::now()).await.expect("the database answers");
    assert_eq!(class.app.texts("SELECT asked::text AS text FROM results"), Vec::<String>::new());
    assert_eq!(class.app.texts("SELECT name AS text FROM participants"), ["Somebody"]);
    let told = class.progress("").await;
    assert_eq!(told["lessons"][0]["students"], Value::Null);
    for row in told["students"].as_array().expect("rows") {
        assert_eq!(marks(row), [mark("unknown", 0)]);
        assert_eq!((&row["together"]["missed"], &row["together"]["quizzes"]), (&json!(0), &Value::Null));
    }
}
