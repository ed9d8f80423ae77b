//! The form for planning a lesson.

use serde_json::json;

use crate::support::{
    app::TestApp,
    http::{Api, Browser},
};

const FIELDS: [(&str, &str); 6] = [
    ("title", "The moons of Jupiter"),
    ("date", "2130-01-07"),
    ("time", "09:00"),
    ("time_zone", "Europe/Athens"),
    ("capacity", "30"),
    ("guests_allowed", "on"),
];

fn with<'a>(name: &'a str, value: &'a str) -> Vec<(&'a str, &'a str)> {
    FIELDS.into_iter().filter(|(field, _)| *field != name).chain([(name, value)]).collect()
}

#[actix_web::test]
async fn a_teacher_plans_a_lesson_and_is_shown_its_code_its_link_and_its_qr_code() {
    let app = TestApp::start();
    app.teacher("maria").await;
    let maria = Browser::of(&app, "maria").await;
    let answer = maria.send("/dashboard/sessions/new", "/dashboard/sessions", &FIELDS).await;
    let page = maria.get(answer.redirect_target()).await;
    let session = Api::of(&app, "maria").await.get("/sessions").await.json()[0].clone();
    assert_eq!(session["dateTimeOfSession"], "2130-01-07T07:00:00Z");
    assert_eq!(
        (&session["guestsAllowed"], &session["waitingRoom"], &session["retention"]),
        (&json!(true), &json!(false), &json!("during session"))
    );
    let code = session["sessionCode"].as_str().expect("a code");
    for shown in [
        "Lesson planned.",
        "The moons of Jupiter",
        "Saturday 7 January 2130, 09:00",
        "<svg class=\"qr\"",
        &format!("{}/join/{code}", app.url),
    ] {
        assert!(page.text.replace("&#x2f;", "/").contains(shown), "{shown} is missing: {}", page.text);
    }
    assert_eq!(read_by_a_phone(&page.text), format!("{}/join/{code}", app.url));
    // The message appears only once.
    assert!(!maria.get(answer.redirect_target()).await.text.contains("Lesson planned."));
}

/// The text in the page's QR code.
fn read_by_a_phone(page: &str) -> String {
    /// Pixels per module.
    const SCALE: usize = 5;
    let between = |from: &str, to: &str| {
        let (_, rest) = page.split_once(from).expect(from);
        rest.split_once(to).expect(to).0
    };
    let side: usize = between("class=\"qr\" aria-hidden=\"true\" viewBox=\"0 0 ", " ").parse().expect("a number");
    let mut dark = vec![false; side * side];
    // Each run of dark modules is "M{x} {y}h{length}v1h-{length}z".
    for run in between("<path fill=\"#000\" d=\"", "\"").split('z').filter(|run| !run.is_empty()) {
        let numbers: Vec<usize> = run.split(['M', ' ', 'h', 'v']).filter_map(|number| number.parse().ok()).collect();
        let [x, y, length, 1] = numbers[..] else { panic!("{run} is no run of modules") };
        dark[y * side + x..][..length].fill(true);
    }
    let pixel = |x: usize, y: usize| if dark[y / SCALE * side + x / SCALE] { 0 } else { 255 };
    let mut seen = rqrr::PreparedImage::prepare_from_greyscale(side * SCALE, side * SCALE, pixel);
    let codes = seen.detect_grids();
    assert_eq!(codes.len(), 1, "one code is seen");
    codes[0].decode().expect("it can be read").1
}

#[actix_web::test]
async fn refusals_appear_at_their_field_and_input_is_kept() {
    let app = TestApp::start();
    app.teacher("maria").await;
    let maria = Browser::of(&app, "maria").await;
    for (name, value, field, sentence) in [
        ("title", "  ", "title", "Please enter a title."),
        ("capacity", "5000", "capacity", "between 1 and 1,000"),
        ("capacity", "many", "capacity", "between 1 and 1,000"),
        // Clocks in Athens skip from 03:00 to 04:00.
        ("date", "2030-03-31", "time", "does not exist in this time zone"),
        ("date", "nonsense", "time", "does not exist in this time zone"),
        ("time_zone", "Mars/Olympus", "time_zone", "This time zone does not exist."),
        ("experience", "01a1f7aa-a99e-76a1-87aa-e33b999bfa2c", "experience", "This material does not exist."),
    ] {
        let mut fields = with(name, value);
        fields.push(("description", "Bring <paper>"));
        if name == "date" {
            fields.retain(|(field, _)| *field != "time");
            fields.push(("time", "03:30"));
        }
        let page = maria.send("/dashboard/sessions/new", "/dashboard/sessions", &fields).await;
        assert!(page.status.is_client_error(), "{name}: {}", page.status);
        assert!(page.text.contains(sentence), "{name}: {}", page.text);
        assert!(
            page.text.contains(&format!("aria-describedby=\"{field}-wrong\""))
                && page.text.contains(&format!("id=\"{field}-wrong\"")),
            "{name}"
        );
        assert!(page.text.contains("Bring &lt;paper&gt;"), "{name}");
        assert!(name == "title" || page.text.contains("value=\"The moons of Jupiter\""), "{name}");
    }
    assert_eq!(Api::of(&app, "maria").await.get("/sessions").await.json(), json!([]));
}

#[actix_web::test]
async fn a_lesson_can_be_edited_but_not_moved_while_live() {
    let app = TestApp::start();
    app.teacher("maria").await;
    let (maria, api) = (Browser::of(&app, "maria").await, Api::of(&app, "maria").await);
    let session = api.plan("Fractions").await;
    let page = format!("/dashboard/sessions/{}", session["id"].as_str().expect("an id"));
    let edit = format!("{page}/edit");
    assert_eq!(maria.send(&edit, &edit, &with("waiting_room", "on")).await.redirect_target(), page);
    let changed = api.get(&page.replace("/dashboard", "")).await.json();
    assert_eq!(
        (&changed["sessionTitle"], &changed["waitingRoom"], &changed["capacity"]),
        (&json!("The moons of Jupiter"), &json!(true), &json!(30))
    );

    let started = maria.send(&page, &format!("{page}/start"), &[]).await;
    assert!(started.redirect_target().starts_with("/join/"), "who starts a lesson is led into its room");
    let form = maria.get(&edit).await;
    assert!(form.text.contains("disabled") && form.text.contains("its time cannot change"));
    // A browser does not send disabled fields.
    assert_eq!(maria.send(&edit, &edit, &[("title", "Live moons"), ("capacity", "31")]).await.redirect_target(), page);
    let live = api.get(&page.replace("/dashboard", "")).await.json();
    assert_eq!(
        (&live["sessionTitle"], &live["dateTimeOfSession"]),
        (&json!("Live moons"), &changed["dateTimeOfSession"])
    );

    assert_eq!(maria.send(&page, &format!("{page}/end"), &[]).await.redirect_target(), page);
    assert_eq!(maria.get(&edit).await.redirect_target(), page);
    assert!(maria.get(&page).await.text.contains("The lesson has ended."));
}

#[actix_web::test]
async fn an_experience_is_added_and_can_be_chosen_for_a_lesson() {
    let app = TestApp::start();
    app.teacher("maria").await;
    let maria = Browser::of(&app, "maria").await;
    let wrong = maria
        .send("/dashboard/experiences", "/dashboard/experiences", &[("title", ""), ("description", "All eight")])
        .await;
    assert!(wrong.status == 400 && wrong.text.contains("Please enter a title.") && wrong.text.contains("All eight"));
    let added =
        maria.send("/dashboard/experiences", "/dashboard/experiences", &[("title", "Planets"), ("public", "on")]).await;
    assert!(maria.get(added.redirect_target()).await.text.contains("Material added."));
    let experience = Api::of(&app, "maria").await.get("/experiences").await.json()[0].clone();
    assert_eq!(experience["public"], true);
    let id = experience["id"].as_str().expect("an id");
    assert!(maria.get("/dashboard/sessions/new").await.text.contains(&format!("<option value=\"{id}\"")));
    let planned = maria.send("/dashboard/sessions/new", "/dashboard/sessions", &with("experience", id)).await;
    assert!(maria.get(planned.redirect_target()).await.text.contains("Planets"));
}

#[actix_web::test]
async fn one_button_starts_a_lesson_and_leads_into_it() {
    let app = TestApp::start();
    app.teacher("maria").await;
    let maria = Browser::of(&app, "maria").await;
    let answer = maria.send("/dashboard", "/dashboard/sessions/now", &[]).await;
    let session = Api::of(&app, "maria").await.get("/sessions").await.json()[0].clone();
    assert_eq!(session["state"], "live");
    assert!(session["sessionTitle"].as_str().is_some_and(|title| title.starts_with("Lesson on ")), "{session}");
    assert_eq!(answer.redirect_target(), format!("/join/{}", session["sessionCode"].as_str().expect("a code")));
}

#[actix_web::test]
async fn a_lesson_that_is_started_at_once_is_named_after_the_teachers_clock() {
    let app = TestApp::start();
    for (username, profile, browsers, expected) in [
        ("maria", "UTC", "Pacific/Kiritimati", "Pacific/Kiritimati"),
        ("ben", "Europe/Athens", "Pacific/Kiritimati", "Europe/Athens"),
        ("eva", "UTC", "Mars/Olympus", "UTC"),
    ] {
        app.teacher(username).await;
        app.sql(&format!("UPDATE people SET time_zone = '{profile}' WHERE username = '{username}'"));
        let browser = Browser::of(&app, username).await;
        app.sql(&format!("UPDATE people SET time_zone = '{profile}' WHERE username = '{username}'"));
        browser.send("/dashboard", "/dashboard/sessions/now", &[("time_zone", browsers)]).await;
        let session = Api::of(&app, username).await.get("/sessions").await.json()[0].clone();
        let started = app.texts(&format!(
            "SELECT to_char(starts_at AT TIME ZONE '{expected}', 'YYYY, HH24:MI') AS text FROM sessions
             WHERE id = '{}'",
            session["id"].as_str().expect("an id")
        ));
        let title = session["sessionTitle"].as_str().expect("a title");
        assert!(title.ends_with(&started[0]), "{title}: {started:?}");
        assert_eq!(session["timeZone"], expected);
    }
}

#[actix_web::test]
async fn a_lesson_is_copied_with_its_settings() {
    let app = TestApp::start();
    app.teacher("maria").await;
    app.teacher("ben").await;
    let (maria, api) = (Browser::of(&app, "maria").await, Api::of(&app, "maria").await);
    let wanted = json!({ "sessionTitle": "Fractions", "dateTimeOfSession": "2130-01-07T09:00:00Z", "minutes": 45,
                         "waitingRoom": true, "capacity": 17, "series": "Numbers" });
    let session = api.post("/sessions", wanted).await.json();
    let copy = format!("/dashboard/sessions/new?copy={}", session["id"].as_str().expect("an id"));
    let form = maria.get(&copy).await.text;
    for shown in
        ["value=\"Fractions\"", "value=\"45\"", "value=\"17\"", "value=\"Numbers\"", "name=\"waiting_room\" checked"]
    {
        assert!(form.contains(shown), "{shown}: {form}");
    }
    assert!(!form.contains("2130-01-07") && form.contains("action=\"/dashboard/sessions\""), "{form}");
    assert_eq!(Browser::of(&app, "ben").await.get(&copy).await.status, 404);
}

#[actix_web::test]
async fn a_lesson_has_a_length() {
    let app = TestApp::start();
    app.teacher("maria").await;
    let maria = Browser::of(&app, "maria").await;
    let wrong = maria.send("/dashboard/sessions/new", "/dashboard/sessions", &with("minutes", "4")).await;
    assert!(wrong.status == 400 && wrong.text.contains("id=\"minutes-wrong\""), "{}", wrong.text);
    let answer = maria.send("/dashboard/sessions/new", "/dashboard/sessions", &with("minutes", "90")).await;
    let page = maria.get(answer.redirect_target()).await.text;
    assert!(page.contains("09:00–10:30") && page.contains("1 h 30 min"), "{page}");
    let api = Api::of(&app, "maria").await;
    assert_eq!(api.plan("Decimals").await["minutes"], 60);
    let wrong = json!({ "sessionTitle": "Long", "dateTimeOfSession": "2030-01-07T09:00:00Z", "minutes": 1441 });
    assert_eq!(api.post("/sessions", wrong).await.refusal(), "length_bad");
}

#[actix_web::test]
async fn a_time_in_the_past_needs_to_be_confirmed() {
    let app = TestApp::start();
    app.teacher("maria").await;
    let maria = Browser::of(&app, "maria").await;
    let past = with("date", "2020-01-07");
    let asked = maria.send("/dashboard/sessions/new", "/dashboard/sessions", &past).await;
    assert!(asked.status == 400 && asked.text.contains("name=\"past\""), "{}", asked.text);
    let confirmed: Vec<_> = past.iter().copied().chain([("past", "on")]).collect();
    let answer = maria.send("/dashboard/sessions/new", "/dashboard/sessions", &confirmed).await;
    let page = answer.redirect_target().to_owned();
    // Another change of it does not ask again.
    let edit = format!("{page}/edit");
    let renamed: Vec<_> =
        past.iter().map(|(name, value)| (*name, if *name == "title" { "Moons" } else { *value })).collect();
    assert_eq!(maria.send(&edit, &edit, &renamed).await.redirect_target(), page);
}
