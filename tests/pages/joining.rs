//! The pages for joining a lesson.

use lyceum::access::Role;
use serde_json::{Value, json};

use crate::support::{
    app::TestApp,
    client::Client,
    http::{Api, Browser},
    timeouts::until_refused,
};

/// The data that the lesson's script finds in its page.
fn page_data(html: &str) -> Value {
    let (_, rest) = html.split_once("<script type=\"application/json\" id=\"page\">").expect("the page's data");
    serde_json::from_str(rest.split_once("</script>").expect("its end").0).expect("JSON")
}

#[actix_web::test]
async fn a_code_is_accepted_in_any_spelling() {
    let app = TestApp::start();
    app.teacher("maria").await;
    let session = Api::of(&app, "maria").await.plan("Fractions").await;
    let code = session["sessionCode"].as_str().expect("a code");
    let guest = Browser::new(&app);
    let typed = format!("/join?code=+{}+{}", code[..2].to_lowercase(), &code[2..]);
    assert_eq!(guest.get(&typed).await.redirect_target(), format!("/join/{code}"));
    let wrong = guest.get("/join?code=AB0").await;
    assert!(
        wrong.status == 400 && wrong.text.contains("five letters and digits") && wrong.text.contains("value=\"AB0\"")
    );
}

#[actix_web::test]
async fn a_guest_gets_the_lesson_and_a_device_cookie() {
    let app = TestApp::start();
    app.teacher("maria").await;
    let session = Api::of(&app, "maria").await.plan("Fractions").await;
    let path = format!("/join/{}", session["sessionCode"].as_str().expect("a code"));
    let guest = Browser::new(&app);
    let page = guest.get(&path).await;
    assert_eq!(page.status, 200);
    let cookies: Vec<_> = page.headers.get_all("set-cookie").iter().filter_map(|value| value.to_str().ok()).collect();
    assert!(cookies.iter().any(|set| set.starts_with("lyceum_device=") && set.contains("HttpOnly")), "{cookies:?}");
    assert!(page.text.contains("<div id=\"app\">") && page.text.contains("needs JavaScript"));
    let data = page_data(&page.text);
    assert_eq!((&data["card"]["sessionTitle"], &data["you"]), (&json!("Fractions"), &Value::Null));
    assert_eq!((&data["guest_days"], &data["keeps_chat"]), (&json!(0), &json!(false)), "for how long the name is kept");
    let again = guest.get(&path).await;
    assert!(!again.headers.get_all("set-cookie").iter().any(|set| set.as_bytes().starts_with(b"lyceum_device")));
}

#[actix_web::test]
async fn a_signed_in_person_joins_without_entering_a_name() {
    let app = TestApp::start();
    app.teacher("maria").await;
    app.person("sofia", Role::Student).await;
    let session = Api::of(&app, "maria").await.plan("Fractions").await;
    let path = format!("/join/{}", session["sessionCode"].as_str().expect("a code"));
    assert!(page_data(&Browser::new(&app).get(&path).await.text).get("qr").is_none());
    for (username, name, role) in [("maria", "Maria", "teacher"), ("sofia", "Sofia", "student")] {
        let you = page_data(&Browser::of(&app, username).await.get(&path).await.text)["you"].clone();
        assert_eq!((&you["username"], &you["role"]), (&json!(name), &json!(role)));
        assert!(you["avatar"]["skinColour"].is_string());
    }
}

#[actix_web::test]
async fn each_refusal_to_join_is_explained() {
    let app = TestApp::start();
    app.teacher("maria").await;
    let (maria, api) = (Browser::of(&app, "maria").await, Api::of(&app, "maria").await);
    let guest = Browser::new(&app);

    let unknown = guest.get("/join/ZZZZZ").await;
    assert!(
        unknown.status == 404
            && unknown.text.contains("There is no lesson with the code")
            && unknown.text.contains("name=\"code\"")
    );
    assert_eq!(guest.get("/join/what-is-this").await.status, 404);

    let closed = api.plan("Members only").await;
    api.put(&format!("/sessions/{}", closed["id"].as_str().expect("an id")), json!({ "guestsAllowed": false })).await;
    let code = closed["sessionCode"].as_str().expect("a code");
    let refused = guest.get(&format!("/join/{code}")).await;
    assert_eq!(refused.status, 403);
    assert!(refused.text.contains(&format!("/signin?next=/join/{code}")), "{}", refused.text);
    assert_eq!(maria.get(&format!("/join/{code}")).await.status, 200);

    let over = api.plan("Yesterday's news").await;
    let page = format!("/dashboard/sessions/{}", over["id"].as_str().expect("an id"));
    maria.send(&page, &format!("{page}/start"), &[]).await;
    maria.send(&page, &format!("{page}/end"), &[]).await;
    let ended = guest.get(&format!("/join/{}", over["sessionCode"].as_str().expect("a code"))).await;
    assert!(ended.status == 410 && ended.text.contains("The lesson has ended"), "{}", ended.text);

    let slow = until_refused(|| guest.get("/join/ZZZZZ"), |page| page.status == 429).await;
    assert!(slow.text.contains("Too many wrong codes"));
}

#[actix_web::test]
async fn people_waiting_for_a_deleted_lesson_are_told() {
    let app = TestApp::start();
    app.teacher("maria").await;
    let api = Api::of(&app, "maria").await;
    let session = api.plan("Fractions").await;
    let (mut guest, joined) = Client::guest(&app.url, session["sessionCode"].as_str().expect("a code"), "Early").await;
    assert!(joined.get("room").is_none());
    api.delete(&format!("/sessions/{}", session["id"].as_str().expect("an id"))).await;
    assert_eq!(guest.closed().await.1, "ended");
}

#[actix_web::test]
async fn the_lessons_page_shows_who_waits_before_and_after_the_start_and_starting_leads_into_the_room() {
    let app = TestApp::start();
    app.teacher("maria").await;
    app.teacher("luigi").await;
    let (api, maria) = (Api::of(&app, "maria").await, Browser::of(&app, "maria").await);
    let session = api.plan("Fractions").await;
    let (id, code) = (session["id"].as_str().expect("an id"), session["sessionCode"].as_str().expect("a code"));
    api.put(&format!("/sessions/{id}"), json!({ "waitingRoom": true })).await;
    let page = format!("/dashboard/sessions/{id}");
    assert!(!maria.get(&page).await.text.contains("waiting</h2>"));
    let (mut ana, _) = Client::guest(&app.url, code, "Ana & co").await;
    let shown = maria.get(&page).await.text;
    assert!(shown.contains("One person is waiting") && shown.contains("<bdi>Ana &amp; co</bdi>"), "{shown}");
    assert!(shown.contains("Start the lesson, then let them in.") && shown.contains("data-chime"));
    // What the script fetches again and again is only this part.
    let part = format!("{page}/waiting");
    assert!(shown.contains(&format!("data-refresh-from=\"{part}\"")), "{shown}");
    let fetched = maria.get(&part).await.text;
    assert!(fetched.contains("<bdi>Ana &amp; co</bdi>") && fetched.contains("data-refresh"), "{fetched}");
    assert!(!fetched.contains("<html") && !fetched.contains("data:image"), "{fetched}");
    for path in [&page, &part] {
        assert_eq!(Browser::of(&app, "luigi").await.get(path).await.status, 404);
    }
    let started = maria.send(&page, &format!("{page}/start"), &[]).await;
    assert_eq!(started.redirect_target(), format!("/join/{code}"));
    ana.hear("on.sessionCreate").await;
    let (_ben, joined) = Client::guest(&app.url, code, "Ben").await;
    assert!(joined.get("room").is_none());
    let shown = maria.get(&page).await.text;
    assert!(shown.contains("2 people are waiting") && shown.contains("<bdi>Ben</bdi>"), "{shown}");
    maria.send(&page, &format!("{page}/end"), &[]).await;
    assert!(!maria.get(&page).await.text.contains("data-chime"));
    assert!(!maria.get(&part).await.text.contains("data-refresh"), "nothing more is to come");
}
