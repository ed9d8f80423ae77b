//! Students of a group: their personal links, waiting for the next lesson, and lessons that are for groups.

use lyceum::access::Role;
use serde_json::{Value, json};

use crate::support::{
    app::TestApp,
    client::Client,
    http::{Answer, Api, Browser},
};

struct Group {
    app: TestApp,
    maria: Api,
    id: String,
    /// The students' ids, and the tokens of their links.
    places: Vec<String>,
    tokens: Vec<String>,
}

impl Group {
    /// A group of Maria's with Ana and Ben.
    async fn start() -> Self {
        let app = TestApp::start();
        app.teacher("maria").await;
        let maria = Api::of(&app, "maria").await;
        Self::of(app, maria, "6A").await
    }

    async fn of(app: TestApp, maria: Api, name: &str) -> Self {
        let made = maria.post("/groups", json!({ "name": name, "students": "Ana\nBen" })).await.json();
        let id = made["id"].as_str().expect("an id").to_owned();
        let links = maria.get(&format!("/groups/{id}/links")).await.json()["links"].clone();
        let texts = |key: &str| {
            let all = links.as_array().expect("a list").iter().map(|link| link[key].as_str().expect("a text"));
            all.map(|text| text.rsplit('/').next().expect("a part").to_owned()).collect::<Vec<_>>()
        };
        Self { app, maria, id, places: texts("student"), tokens: texts("link") }
    }

    /// A browser in which this student's link was opened.
    async fn browser(&self, student: usize) -> Browser {
        let browser = Browser::new(&self.app);
        let opened = browser.get(&format!("/{}", self.tokens[student])).await;
        assert_eq!(opened.redirect_target(), "/limbo");
        browser
    }

    async fn limbo(&self, browser: &Browser) -> Client {
        let (cookies, url) = (browser.cookies(), &self.app.url);
        let headers = [("origin", url.as_str()), ("cookie", cookies.as_str())];
        Client::try_connect_to("/ws/limbo", url, &headers).await.expect("a WebSocket")
    }

    async fn lesson_socket(&self, browser: &Browser) -> Client {
        let (cookies, url) = (browser.cookies(), &self.app.url);
        let headers = [("origin", url.as_str()), ("cookie", cookies.as_str())];
        Client::try_connect(url, &headers).await.expect("a WebSocket")
    }

    async fn start_lesson(&self) -> Value {
        let started = self.maria.post(&format!("/groups/{}/start", self.id), json!({})).await;
        assert_eq!(started.status, 201, "{}", started.text);
        started.json()
    }
}

#[actix_web::test]
async fn those_in_limbo_are_told_of_the_start_and_enter_by_their_link() {
    let group = Group::start().await;
    let ana = group.browser(0).await;
    let page = ana.get("/limbo").await;
    assert!(page.status == 200 && page.text.contains("Ana") && !page.text.contains(&group.tokens[0]), "{}", page.text);
    let mut limbo = group.limbo(&ana).await;
    assert_eq!(limbo.hear("on.limbo").await, json!({ "lesson": null, "next": null }));
    let planned = json!({
        "sessionTitle": "Moons", "dateTimeOfSession": "2130-01-07T09:00:00Z", "groups": [group.id], "byCode": false,
    });
    let planned = group.maria.post("/sessions", planned).await.json();
    assert_eq!(limbo.hear("on.limbo").await["next"]["sessionTitle"], "Moons");
    let lesson = group.start_lesson().await;
    let mut told = limbo.hear("on.limbo").await;
    while told["lesson"].is_null() {
        told = limbo.hear("on.limbo").await;
    }
    assert_eq!(told["lesson"]["sessionCode"], lesson["sessionCode"]);
    let to = format!("/join/{}", lesson["sessionCode"].as_str().expect("a code"));
    assert_eq!(ana.get("/limbo").await.redirect_target(), to, "who comes later is led into it");
    assert_eq!(ana.get(&to).await.status, 200);
    let mut room = group.lesson_socket(&ana).await;
    let joined = room.ask("on.sessionJoin", json!({ "sessionId": lesson["sessionCode"] })).await.expect("it is hers");
    assert_eq!((&joined["username"], &joined["role"]), (&json!("Ana"), &json!("student")));
    // From a second place it is the same seat.
    let mut again = group.lesson_socket(&ana).await;
    let seat = again.ask("on.sessionJoin", json!({ "sessionId": lesson["sessionCode"] })).await.expect("it is hers");
    assert_eq!(seat["participantId"], joined["participantId"]);
    assert_eq!(room.closed().await.0, 4003);
    assert!(planned["byCode"] == false);
}

#[actix_web::test]
async fn a_lesson_for_a_group_is_not_for_others() {
    let group = Group::start().await;
    group.app.person("sofia", Role::Student).await;
    let other = Group::of(group.app, group.maria, "6B").await;
    let mine = other.start_lesson().await;
    let code = mine["sessionCode"].clone();
    let mut guest = Client::connect(&other.app.url).await;
    let join = json!({ "sessionId": code, "username": "Tom" });
    assert_eq!(guest.ask("on.sessionJoin", join).await, Err("group_other".into()));
    let sofia = Api::of(&other.app, "sofia").await;
    let join = json!({ "sessionId": code, "token": sofia.token() });
    assert_eq!(guest.ask("on.sessionJoin", join.clone()).await, Err("group_other".into()));
    let page = Browser::new(&other.app).get(&format!("/join/{}", code.as_str().expect("a code"))).await;
    assert!(page.status == 403 && page.text.contains("another group"), "{}", page.text);
    let stranger = other.maria.post("/groups", json!({ "name": "6C", "students": "Zoe" })).await.json();
    let links = other.maria.get(&format!("/groups/{}/links", stranger["id"].as_str().expect("an id"))).await.json();
    let zoe = Browser::new(&other.app);
    zoe.get(&format!("/{}", links["links"][0]["link"].as_str().expect("a link").rsplit('/').next().expect("a token")))
        .await;
    let mut socket = other.lesson_socket(&zoe).await;
    assert_eq!(
        socket.ask("on.sessionJoin", json!({ "sessionId": code, "username": "Zoe" })).await,
        Err("group_other".into())
    );
    // An account that has a place in the group may come.
    other.app.sql(&format!(
        "UPDATE group_students SET person_id = (SELECT id FROM people WHERE username = 'sofia') WHERE id = '{}'",
        other.places[1]
    ));
    guest.ask("on.sessionJoin", join).await.expect("she is in the group");
    // For both.
    let both = json!({ "sessionTitle": "Open", "dateTimeOfSession": "2130-01-07T09:00:00Z", "groups": [other.id] });
    let both = other.maria.post("/sessions", both).await.json();
    Client::guest(&other.app.url, both["sessionCode"].as_str().expect("a code"), "Tom").await;
    let nobody = json!({ "sessionTitle": "None", "dateTimeOfSession": "2130-01-07T09:00:00Z", "byCode": false });
    assert_eq!(other.maria.post("/sessions", nobody).await.refusal(), "audience_empty");
}

#[actix_web::test]
async fn a_reset_link_is_dead_at_once_also_in_a_lesson_and_in_limbo() {
    let group = Group::start().await;
    let (ana, ben) = (group.browser(0).await, group.browser(1).await);
    let mut waiting = group.limbo(&ben).await;
    waiting.hear("on.limbo").await;
    let lesson = group.start_lesson().await;
    let join = json!({ "sessionId": lesson["sessionCode"] });
    let mut room = group.lesson_socket(&ana).await;
    let joined = room.ask("on.sessionJoin", join.clone()).await.expect("it is hers");
    for place in &group.places {
        assert_eq!(group.maria.post(&format!("/group-students/{place}/link"), json!({})).await.status, 200);
    }
    assert_eq!(room.closed().await.0, 4009);
    waiting.hear("on.limboChange").await;
    let mut again = group.lesson_socket(&ana).await;
    let resume = json!({ "sessionId": lesson["sessionCode"], "resume": joined["resume"] });
    assert_eq!(again.ask("on.sessionJoin", resume).await, Err("group_other".into()));
    assert_eq!(again.ask("on.sessionJoin", join).await, Err("group_other".into()));
    let dead = Browser::new(&group.app).get(&format!("/{}", group.tokens[0])).await;
    assert_eq!(dead.status, 404);
    assert_eq!(ana.get("/limbo").await.status, 404);
}

#[actix_web::test]
async fn a_third_place_is_refused_and_the_address_loses_its_token() {
    let group = Group::start().await;
    let ana = group.browser(0).await;
    let (mut one, mut two) = (group.limbo(&ana).await, group.limbo(&ana).await);
    one.hear("on.limbo").await;
    two.hear("on.limbo").await;
    let mut third = group.limbo(&ana).await;
    assert_eq!(third.hear("on.refused").await["code"], "link_open");
    let ben = group.browser(1).await;
    group.limbo(&ben).await.hear("on.limbo").await;
    let opened = Browser::new(&group.app).get(&format!("/{}", group.tokens[0].to_uppercase())).await;
    assert_eq!((opened.redirect_target(), opened.header("referrer-policy")), ("/limbo", "no-referrer"));
    assert!(opened.header("set-cookie").contains("HttpOnly"), "{}", opened.header("set-cookie"));
}

#[actix_web::test]
async fn a_token_of_someone_moved_removed_or_archived_leads_where_it_should() {
    let group = Group::start().await;
    let other = group.maria.post("/groups", json!({ "name": "6B" })).await.json();
    let (ana, ben) = (group.browser(0).await, group.browser(1).await);
    let place = |student: usize| format!("/group-students/{}", group.places[student]);
    group.maria.post(&format!("{}/move", place(0)), json!({ "group": other["id"] })).await;
    assert!(ana.get("/limbo").await.text.contains("6B"), "the link goes on in the other group");
    assert_eq!(group.maria.delete(&place(1)).await.status, 200);
    assert_eq!(ben.get("/limbo").await.status, 404);
    let path = format!("/groups/{}", other["id"].as_str().expect("an id"));
    group.maria.put(&path, json!({ "archived": true })).await;
    assert_eq!(ana.get("/limbo").await.status, 404);
    assert_eq!(group.maria.post(&format!("{path}/start"), json!({})).await.refusal(), "group_archived");
    group.maria.put(&path, json!({ "archived": false })).await;
    assert_eq!(ana.get("/limbo").await.status, 200);
}

#[actix_web::test]
async fn guessing_links_is_limited() {
    let group = Group::start().await;
    let browser = Browser::new(&group.app);
    let mut last = 0;
    for _ in 0..70 {
        last = browser.get("/abcdefghjkmn").await.status.as_u16();
    }
    assert_eq!(last, 429);
    assert_eq!(browser.get("/l/abcdefghjkmnabcdefghjk").await.status, 429);
}

#[actix_web::test]
async fn a_teachers_link_signs_in_until_it_is_replaced() {
    let group = Group::start().await;
    group.app.person("alice", Role::Administrator).await;
    let alice = Api::of(&group.app, "alice").await;
    let maria = group.app.texts("SELECT id::text AS text FROM people WHERE username = 'maria'").remove(0);
    let path = format!("/people/{maria}/link");
    let issue = async || {
        let link = alice.post(&path, json!({})).await.json()["link"].as_str().expect("a link").to_owned();
        link.split_once("/l/").expect("a token").1.to_owned()
    };
    let token = issue().await;
    let browser = Browser::new(&group.app);
    let opened = browser.get(&format!("/l/{token}?g={}", group.id)).await;
    assert_eq!(opened.redirect_target(), format!("/dashboard/groups/{}", group.id));
    let page = browser.get(&format!("/dashboard/groups/{}", group.id)).await;
    assert!(page.status == 200 && page.text.contains("6A"));
    assert!(
        group
            .app
            .texts("SELECT encode(link_hash, 'escape') AS text FROM sign_in_links")
            .iter()
            .all(|row| !row.contains(&token))
    );
    let next = issue().await;
    assert_eq!(Browser::new(&group.app).get(&format!("/l/{token}")).await.status, 404);
    assert!(browser.get("/dashboard").await.redirect_target().starts_with("/signin"), "its logins ended, too");
    assert_eq!(alice.delete(&path).await.status, 200);
    assert_eq!(Browser::new(&group.app).get(&format!("/l/{next}")).await.status, 404);
    let me = group.app.texts("SELECT id::text AS text FROM people WHERE username = 'alice'").remove(0);
    assert_eq!(alice.post(&format!("/people/{me}/link"), json!({})).await.refusal(), "sign_in_link_role");
}

#[actix_web::test]
async fn progress_counts_students_without_an_account_and_forgets_those_who_are_removed() {
    let group = Group::start().await;
    let ana = group.browser(0).await;
    let lesson = group.start_lesson().await;
    let mut room = group.lesson_socket(&ana).await;
    room.ask("on.sessionJoin", json!({ "sessionId": lesson["sessionCode"] })).await.expect("it is hers");
    let join = json!({ "sessionId": lesson["sessionCode"], "token": group.maria.token() });
    let (mut teacher, _) = Client::join(&group.app.url, join).await;
    teacher.ask("on.sessionTerminate", json!({})).await.expect("she ends it");
    let path = format!("/groups/{}/progress", group.id);
    let progress = group.maria.get(&path).await.json();
    let row = |at: usize| (progress["students"][at]["attended"].clone(), progress["students"][at]["missed"].clone());
    assert_eq!((row(0), row(1)), ((json!(1), json!(0)), (json!(0), json!(1))), "{progress}");
    let csv = Browser::of(&group.app, "maria").await.get(&format!("/dashboard{path}.csv")).await;
    assert!(csv.text.contains("\"Ana\",\"1\",\"1\""), "{}", csv.text);
    let names = "SELECT name AS text FROM participants WHERE role = 'student'";
    assert_eq!(group.app.texts(names), ["Ana"], "not forgotten as guests are");
    group.maria.delete(&format!("/group-students/{}", group.places[0])).await;
    assert_eq!(group.app.texts(names), [""]);
    let progress = group.maria.get(&path).await.json();
    assert_eq!(progress["students"].as_array().map(Vec::len), Some(1), "{progress}");
}

#[actix_web::test]
async fn a_student_who_gets_an_account_keeps_what_they_have_attended() {
    let group = Group::start().await;
    let sofia = group.app.person("sofia", Role::Student).await;
    let ana = group.browser(0).await;
    let lesson = group.start_lesson().await;
    let mut room = group.lesson_socket(&ana).await;
    room.ask("on.sessionJoin", json!({ "sessionId": lesson["sessionCode"] })).await.expect("it is hers");
    let join = json!({ "sessionId": lesson["sessionCode"], "token": group.maria.token() });
    let (mut teacher, _) = Client::join(&group.app.url, join).await;
    teacher.ask("on.sessionTerminate", json!({})).await.expect("she ends it");
    group.app.sql(&format!("INSERT INTO students SELECT id, '{sofia}', now() FROM people WHERE username = 'maria'"));
    let path = format!("/group-students/{}/account", group.places[0]);
    assert_eq!(group.maria.post(&path, json!({ "identifier": "sofia" })).await.status, 200);
    let progress = group.maria.get(&format!("/groups/{}/progress", group.id)).await.json();
    assert_eq!(progress["students"][0]["attended"], 1);
    let own = Api::of(&group.app, "sofia").await.get("/users/me/lessons").await;
    assert!(own.text.contains(lesson["session"].as_str().expect("an id")), "{}", own.text);
    // Her link goes on, with the name of her account.
    let next = group.start_lesson().await;
    let mut room = group.lesson_socket(&ana).await;
    let joined = room.ask("on.sessionJoin", json!({ "sessionId": next["sessionCode"] })).await.expect("it is hers");
    assert_eq!(joined["username"], "Sofia");
}

#[actix_web::test]
async fn an_invitation_has_a_message() {
    let group = Group::start().await;
    let made = group.maria.post("/room", json!({ "message": "Film night!\nBring popcorn." })).await;
    assert_eq!((made.status.as_u16(), &made.json()["status"]), (201, &json!("success")));
    let link = made.json()["joinLink"].as_str().expect("a link").to_owned();
    let code = link.rsplit('/').next().expect("a code");
    let read = Api::public(&group.app).get(&format!("/room?id={code}")).await;
    assert_eq!(read.json()["message"], "Film night!\nBring popcorn.");
    assert_eq!(Api::public(&group.app).get("/room?id=ABCDE").await.refusal(), "code_unknown");
    let page = Browser::new(&group.app).get(&format!("/join/{code}")).await;
    assert!(page.text.contains("Bring popcorn."), "shown before joining");
    let session = group.app.texts("SELECT id::text AS text FROM sessions").remove(0);
    group.maria.put(&format!("/sessions/{session}"), json!({ "guestsAllowed": false })).await;
    let page: Answer = Browser::new(&group.app).get(&format!("/join/{code}")).await;
    assert!(page.text.contains("Bring popcorn.") && page.text.contains("/signin?next="), "{}", page.text);
}
