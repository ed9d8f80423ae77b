//! What people write in any script, and what they paste.

use serde_json::{Value, json};

use crate::support::{
    app::TestApp,
    client::Client,
    http::{Api, Browser},
};

async fn school() -> (TestApp, Api) {
    let app = TestApp::start();
    app.teacher("maria").await;
    let maria = Api::of(&app, "maria").await;
    (app, maria)
}

fn escaped(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

fn names(snapshot: &Value) -> Vec<&str> {
    let people = snapshot["participants"].as_array().expect("a list");
    people.iter().filter_map(|one| one["username"].as_str()).collect()
}

/// Starts a lesson; returns its teacher's client and its code.
async fn lesson(app: &TestApp, maria: &Api) -> (Client, String) {
    let code = maria.plan("Scripts").await["sessionCode"].as_str().expect("a code").to_owned();
    let (mut teacher, _) = Client::join(&app.url, json!({ "sessionId": code, "token": maria.token() })).await;
    teacher.ask("on.sessionCreate", json!({})).await.expect("she starts it");
    (teacher, code)
}

#[actix_web::test]
async fn names_titles_and_messages_are_taken_as_written() {
    let (app, maria) = school().await;
    assert_eq!(maria.plan("می‌خواهم").await["sessionTitle"], "می‌خواهم");
    let (mut teacher, code) = lesson(&app, &maria).await;
    let mut guests = Vec::new();
    for name in ["ශ්‍රී", "👩‍🚀 Zoe", "അവന്‍"] {
        let (mut guest, _) = Client::guest(&app.url, &code, name).await;
        let snapshot = guest.ask("on.snapshot", json!({})).await.expect("the room");
        assert!(names(&snapshot).contains(&name), "{name}: {snapshot}");
        let said = json!({ "message": format!("{name} says 👨‍👩‍👧‍👦") });
        guest.ask("on.message", said.clone()).await.expect("it is kept");
        assert_eq!(teacher.hear("on.message").await[0]["message"], said["message"]);
        guests.push(guest);
    }
}

#[actix_web::test]
async fn pasted_messages_and_names_are_cleaned() {
    let (app, maria) = school().await;
    let (mut teacher, code) = lesson(&app, &maria).await;
    let (mut guest, _) = Client::guest(&app.url, &code, "\u{2068}Zoe\u{2069}\u{200b}").await;
    let snapshot = guest.ask("on.snapshot", json!({})).await.expect("the room");
    assert!(names(&snapshot).contains(&"Zoe"), "{snapshot}");
    for (pasted, kept) in [
        ("a\u{200b}b", "ab"),
        ("שלום\u{200f}", "שלום"),
        ("a\r\nb", "a\nb"),
        ("\u{feff}\u{202a}+30 210\u{202c}", "+30 210"),
    ] {
        guest.ask("on.message", json!({ "message": pasted })).await.expect("it is kept");
        assert_eq!(teacher.hear("on.message").await[0]["message"], kept, "{pasted:?}");
    }
    assert_eq!(guest.ask("on.message", json!({ "message": "\u{200b}\u{feff}" })).await, Err("message_empty".into()));
    let planned =
        json!({ "sessionTitle": "\u{feff}Pasted\u{200b} title\r\n", "dateTimeOfSession": "2030-01-07T09:00:00Z" });
    assert_eq!(maria.post("/sessions", planned).await.json()["sessionTitle"], "Pasted title");
}

#[actix_web::test]
async fn a_pasted_code_leads_to_its_lesson() {
    let (app, maria) = school().await;
    let session = maria.plan("Volcanoes").await;
    let code = session["sessionCode"].as_str().expect("a code");
    let wide: String = code.chars().map(|c| char::from_u32(u32::from(c) + 0xfee0).expect("a letter")).collect();
    let (begin, end) = code.split_at(2);
    let greek = code.replace('A', "Α").replace('B', "Β").replace('E', "Ε");
    let guest = Browser::new(&app);
    for typed in [
        wide,
        format!("{begin}\u{a0}{end}"),
        format!("{begin}\u{200b}{end}"),
        format!("\u{feff}{code}\u{200e}"),
        format!("{begin}\u{2011}{end}"),
        greek,
    ] {
        let card = Api::public(&app).get(&format!("/codes/{}", escaped(&typed))).await;
        assert_eq!((card.status.as_u16(), &card.json()["id"]), (200, &session["id"]), "{typed:?}");
        for path in [format!("/join/{}", escaped(&typed)), format!("/join/{}/", escaped(&typed))] {
            let page = guest.get(&path).await;
            let page = if page.status.is_redirection() { guest.get(page.redirect_target()).await } else { page };
            assert!(page.status == 200 && page.text.contains("Volcanoes"), "{typed:?}: {}", page.text);
        }
    }
}

#[actix_web::test]
async fn a_password_matches_however_its_accents_are_typed() {
    let (app, _) = school().await;
    let (composed, decomposed) = ("καλή μέρα παιδιά", "καλη\u{301} με\u{301}ρα παιδια\u{301}");
    let sign_in = |password: &str| {
        let body = json!({ "identifier": "maria", "password": password });
        let api = Api::public(&app);
        async move { api.post("/auth/local", body).await.status.as_u16() }
    };
    let maria = Api::of(&app, "maria").await;
    let change = json!({ "password": composed });
    assert_eq!(maria.put("/updateme", change).await.status, 200);
    assert_eq!((sign_in(composed).await, sign_in(decomposed).await), (200, 200));
    assert_eq!(sign_in("καλη μερα παιδια").await, 401);

    // A hash from before passwords were normalised.
    let old = bcrypt_of(decomposed);
    app.sql(&format!("UPDATE people SET password_hash = '{old}' WHERE username = 'maria'"));
    assert_eq!(sign_in(composed).await, 200);
    let now = app.texts("SELECT password_hash AS text FROM people WHERE username = 'maria'");
    assert_ne!(now, [old], "it is renewed");
    assert_eq!((sign_in(composed).await, sign_in(decomposed).await), (200, 200));
}

/// The bcrypt hash of these bytes, at the cost of the tests.
fn bcrypt_of(password: &str) -> String {
    bcrypt::hash(password, 4).expect("it is hashed")
}
