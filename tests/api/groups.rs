//! Groups of students, as programs manage them.

use lyceum::access::Role;
use serde_json::{Value, json};

use crate::support::{app::TestApp, http::Api};

async fn group(api: &Api, name: &str, students: &str) -> Value {
    let answer = api.post("/groups", json!({ "name": name, "students": students })).await;
    assert_eq!(answer.status, 201, "{}", answer.text);
    answer.json()
}

fn id(of: &Value) -> String {
    of["id"].as_str().expect("an id").to_owned()
}

fn names(group: &Value) -> Vec<&str> {
    let students = group["students"].as_array().expect("a list");
    students.iter().map(|student| student["name"].as_str().expect("a name")).collect()
}

struct School {
    app: TestApp,
    maria: Api,
    ben: Api,
}

impl School {
    async fn start() -> Self {
        let app = TestApp::start();
        app.teacher("maria").await;
        app.teacher("ben").await;
        let (maria, ben) = (Api::of(&app, "maria").await, Api::of(&app, "ben").await);
        Self { app, maria, ben }
    }
}

#[actix_web::test]
async fn a_group_is_made_from_a_list_all_or_nothing() {
    let School { app, maria, .. } = School::start().await;
    let made = group(&maria, "6A", "Zoe\tzoe@school.example\t+30 691 234 5678\nAna\nΆννα Παπά").await;
    assert_eq!(names(&made), ["Ana", "Zoe", "Άννα Παπά"]);
    assert_eq!(made["students"][1]["phoneNumber"], "+306912345678");
    assert_eq!(made["teachers"][0]["username"], "maria");
    let bad = format!("Ana\n{}\nBen", "x".repeat(41));
    assert_eq!(maria.post("/groups", json!({ "name": "6B", "students": bad })).await.refusal(), "names_bad");
    let ten_thousand = "Ana\n".repeat(10_000);
    assert_eq!(maria.post("/groups", json!({ "name": "6B", "students": ten_thousand })).await.refusal(), "names_many");
    assert_eq!(app.texts("SELECT name AS text FROM groups"), ["6A"], "nothing of the others was saved");
    let path = format!("/groups/{}", id(&made));
    assert_eq!(maria.post(&format!("{path}/students"), json!({ "students": bad })).await.refusal(), "names_bad");
    let checked = maria.post("/groups/check", json!({ "students": "ana\nBen\nBen", "group": made["id"] })).await.json();
    let doubts: Vec<_> = checked["students"].as_array().expect("a list").iter().map(|one| &one["doubt"]).collect();
    assert_eq!(doubts, ["known", "twice", "twice"]);
    let five = maria.post(&format!("{path}/students"), json!({ "students": "Ana\nAna\nAna\nAna\nAna" })).await.json();
    assert_eq!(names(&five).iter().filter(|name| **name == "Ana").count(), 6, "people may have the same name");
}

#[actix_web::test]
async fn colleagues_share_a_group_and_others_do_not_see_it() {
    let School { app, maria, ben } = School::start().await;
    app.person("sofia", Role::Student).await;
    let made = group(&maria, "6A", "Ana").await;
    let path = format!("/groups/{}", id(&made));
    assert_eq!(ben.get(&path).await.refusal(), "group_unknown");
    assert_eq!(ben.delete(&path).await.refusal(), "group_unknown");
    let place = format!("/group-students/{}", id(&made["students"][0]));
    assert_eq!(ben.post(&format!("{place}/link"), json!({})).await.refusal(), "student_unknown");
    assert_eq!(maria.post(&format!("{path}/leave"), json!({})).await.refusal(), "group_teacher_last");
    let share = format!("{path}/share");
    let with = |who: &str| maria.post(&share, json!({ "identifier": who }));
    assert_eq!(with("sofia").await.refusal(), "teacher_unknown");
    assert_eq!(with("BEN").await.status, 200);
    assert_eq!(ben.put(&path, json!({ "name": "6B", "archived": true })).await.json()["name"], "6B");
    assert_eq!(maria.post(&format!("{path}/leave"), json!({})).await.status, 200);
    assert_eq!(maria.get(&path).await.refusal(), "group_unknown");
    let all = ben.get("/groups").await.json();
    assert_eq!((&all["groups"][0]["archived"], &all["groups"][0]["students"]), (&json!(true), &json!(1)));
    assert_eq!(ben.post(&format!("{path}/students"), json!({ "students": "Zoe" })).await.refusal(), "group_archived");
    assert_eq!(ben.delete(&path).await.status, 200);
    assert_eq!(app.texts("SELECT name AS text FROM group_students"), Vec::<String>::new());
}

#[actix_web::test]
async fn administrators_keep_a_group_whose_last_teacher_is_erased() {
    let School { app, maria, ben } = School::start().await;
    app.person("alice", Role::Administrator).await;
    let alice = Api::of(&app, "alice").await;
    let made = group(&maria, "6A", "Ana").await;
    let teacher = app.texts("SELECT id::text AS text FROM people WHERE username = 'maria'").remove(0);
    assert_eq!(alice.delete(&format!("/people/{teacher}")).await.status, 200);
    let all = alice.get("/groups").await.json();
    assert_eq!((&all["groups"][0]["name"], &all["groups"][0]["orphaned"]), (&json!("6A"), &json!(true)));
    assert_eq!(ben.get("/groups").await.json()["groups"], json!([]));
    let path = format!("/groups/{}", id(&made));
    let shared = alice.post(&format!("{path}/share"), json!({ "identifier": "ben" })).await.json();
    assert_eq!(names(&shared), ["Ana"]);
    assert_eq!(ben.get(&path).await.status, 200);
    assert_eq!(alice.get("/groups").await.json()["groups"], json!([]), "somebody teaches it again");
}

#[actix_web::test]
async fn students_are_changed_moved_removed_and_joined_to_an_account() {
    let School { app, maria, ben } = School::start().await;
    let sofia = app.person("sofia", Role::Student).await;
    let (one, other) = (group(&maria, "6A", "Ana\nSofia").await, group(&maria, "6B", "").await);
    let theirs = group(&ben, "6C", "").await;
    let (ana, place) = (id(&one["students"][0]), id(&one["students"][1]));
    let (ana, place) = (format!("/group-students/{ana}"), format!("/group-students/{place}"));
    let changed =
        maria.put(&ana, json!({ "name": "Anna", "email": "anna@school.example", "phoneNumber": "123" })).await;
    assert_eq!(changed.refusal(), "phone_bad");
    assert_eq!(maria.put(&ana, json!({ "name": "Anna", "email": "anna@school.example" })).await.status, 200);
    let to = |group: &Value| json!({ "group": group["id"] });
    assert_eq!(maria.post(&format!("{ana}/move"), to(&theirs)).await.refusal(), "group_unknown");
    assert_eq!(maria.post(&format!("{ana}/move"), to(&other)).await.status, 200);
    assert_eq!(names(&maria.get(&format!("/groups/{}", id(&other))).await.json()), ["Anna"]);
    let account = json!({ "identifier": "sofia" });
    assert_eq!(maria.post(&format!("{place}/account"), account.clone()).await.refusal(), "person_unknown");
    let teacher = app.texts("SELECT id::text AS text FROM people WHERE username = 'maria'").remove(0);
    app.sql(&format!("INSERT INTO students VALUES ('{teacher}', '{sofia}', now())"));
    assert_eq!(maria.post(&format!("{place}/account"), account.clone()).await.status, 200);
    assert_eq!(maria.post(&format!("{place}/account"), account).await.refusal(), "group_student_twice");
    let whole = maria.get(&format!("/groups/{}", id(&one))).await.json();
    assert_eq!(whole["students"][0]["person"], sofia.to_string());
    assert_eq!(maria.delete(&ana).await.status, 200);
    assert_eq!(maria.delete(&ana).await.refusal(), "student_unknown");
}

#[actix_web::test]
async fn the_database_has_no_token_and_a_reset_makes_another_link() {
    let School { app, maria, .. } = School::start().await;
    let made = group(&maria, "6A", "Ana\nBen").await;
    let path = format!("/groups/{}/links", id(&made));
    let links = maria.get(&path).await.json()["links"].clone();
    let token = |of: &Value| of["link"].as_str().expect("a link").rsplit('/').next().expect("a token").to_owned();
    let (ana, ben) = (token(&links[0]), token(&links[1]));
    assert!(ana.len() == 12 && ana != ben, "{links}");
    assert_eq!(maria.get(&path).await.json()["links"], links, "the sheet can be printed again");
    for column in ["link_hash", "link_seed"] {
        let rows = app.texts(&format!("SELECT encode({column}, 'escape') AS text FROM group_students"));
        assert!(rows.iter().all(|row| !row.contains(&ana)), "{column}");
    }
    let reset = maria.post(&format!("/group-students/{}/link", id(&made["students"][0])), json!({})).await.json();
    assert_ne!(token(&reset), ana);
    let after = maria.get(&path).await.json()["links"].clone();
    assert_eq!((token(&after[0]), token(&after[1])), (token(&reset), ben));
}
