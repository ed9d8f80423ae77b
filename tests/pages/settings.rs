//! The settings of administrators, and that they take effect at once.

use chrono::Duration;
use lyceum::{
    access::Role,
    clock,
    domain::{Settings, retention, settings::ConfigOverrides},
    web::Door,
};
use serde_json::json;

use crate::support::{
    app::{TestApp, settings},
    files::file,
    http::{Answer, Api, Browser},
};

const PAGE: &str = "/admin/settings";

/// A school whose configuration overrides no setting.
fn free() -> TestApp {
    TestApp::start_with(Settings { given: ConfigOverrides::default(), ..settings() }, Door::default())
}

const USUAL: [(&str, &str); 16] = [
    ("school_name", ""),
    ("language_en", "on"),
    ("sign_up", "open"),
    ("capacity", "300"),
    ("highest_capacity", "1000"),
    ("upload_mb", "200"),
    ("quota_mb", "2000"),
    ("empty_room_minutes", "10"),
    ("cameras", "asked"),
    ("screens", "asked"),
    ("attendance_days", ""),
    ("guest_days", "0"),
    ("audit_days", "365"),
    ("address_days", "7"),
    ("registration_days", "7"),
    ("version", "0"),
];

/// The usual settings with these changes.
fn with_changes<'a>(changes: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let changed = |name: &str| changes.iter().any(|(one, _)| *one == name);
    USUAL.iter().copied().filter(|(name, _)| !changed(name)).chain(changes.iter().copied()).collect()
}

#[actix_web::test]
async fn changed_settings_apply_at_once() {
    let app = free();
    app.person("head", Role::Administrator).await;
    app.teacher("maria").await;
    let (head, maria) = (Browser::of(&app, "head").await, Api::of(&app, "maria").await);
    let large = maria.plan("Many fractions").await;
    let page = head.get(PAGE).await.text;
    assert!(page.contains("value=\"2000\"") && page.contains("name=\"language_el\" checked"), "{page}");
    assert!(page.contains("<title>Settings · Lyceum</title>") && !page.contains("disabled"), "{page}");
    let wanted = with_changes(&[
        ("school_name", "Hill <School>"),
        ("capacity", "25"),
        ("highest_capacity", "40"),
        ("keep_chat", "on"),
        ("upload_mb", "1"),
        ("quota_mb", "3"),
        ("empty_room_minutes", "0"),
    ]);
    assert_eq!(head.send(PAGE, PAGE, &wanted).await.redirect_target(), PAGE);
    let page = head.get(PAGE).await.text;
    assert!(page.contains("Settings saved."), "{page}");
    assert!(page.contains("<title>Settings · Hill &lt;School&gt;</title>") && page.contains("value=\"25\""), "{page}");
    assert!(Browser::new(&app).get("/").await.text.contains("Hill &lt;School&gt;"), "everyone reads it");
    assert_eq!(app.school.current_settings().languages, ["en"]);
    assert_eq!((app.school.upload_limit(), app.school.quota()), (1_000_000, 3_000_000));
    assert_eq!(app.school.empty_room(), None);

    let form = Browser::of(&app, "maria").await.get("/dashboard/sessions/new").await.text;
    assert!(form.contains("max=\"40\" value=\"25\"") && form.contains("name=\"keep_chat\" checked"), "{form}");
    let draft = |capacity: u32| json!({ "sessionTitle": "Fractions", "dateTimeOfSession": "2030-01-07T09:00:00Z", "capacity": capacity });
    assert_eq!(maria.post("/sessions", draft(41)).await.refusal(), "capacity_too_high");
    assert_eq!(maria.post("/sessions", draft(40)).await.status, 201);
    let session = format!("/sessions/{}", large["id"].as_str().expect("an id"));
    let moved = maria.put(&session, json!({ "sessionTitle": "More fractions", "capacity": 300 })).await;
    assert_eq!(moved.status, 200, "what was planned before may stay as large: {}", moved.text);
    assert_eq!(maria.put(&session, json!({ "capacity": 299 })).await.refusal(), "capacity_too_high");

    maria.post("/auth/forgot-password", json!({ "email": "maria@school.example" })).await;
    let mails = app.mails().await;
    assert!(mails[0].written.html.contains("Hill &lt;School&gt;"), "{}", mails[0].written.html);
    let changed: Vec<_> = app.trail().into_iter().filter(|line| line.contains("setting-changed")).collect();
    assert_eq!(changed.len(), 8, "{changed:#?}");
    assert!(changed.contains(&"Head | setting-changed | highest_capacity | 1000 → 40".to_owned()), "{changed:#?}");
}

#[actix_web::test]
async fn a_school_with_one_language_sends_mails_in_it() {
    let app = free();
    app.person("head", Role::Administrator).await;
    app.teacher("maria").await;
    let but_english = USUAL.iter().copied().filter(|(name, _)| *name != "language_en");
    let greek: Vec<_> = but_english.chain([("language_el", "on")]).collect();
    assert_eq!(Browser::of(&app, "head").await.send(PAGE, PAGE, &greek).await.redirect_target(), PAGE);
    Api::public(&app).post("/auth/forgot-password", json!({ "email": "maria@school.example" })).await;
    assert_eq!(app.mails().await[0].written.subject, "Ορίστε νέο κωδικό πρόσβασης");
}

#[actix_web::test]
async fn administrators_set_the_days_without_lessons() {
    let app = free();
    app.person("head", Role::Administrator).await;
    app.teacher("maria").await;
    let (head, maria) = (Browser::of(&app, "head").await, Api::of(&app, "maria").await);
    let days = "2030-12-24 – 2031-01-06 Christmas\r\n\r\n2030-03-25 National <day>";
    assert_eq!(head.send(PAGE, PAGE, &with_changes(&[("holidays", days)])).await.redirect_target(), PAGE);
    let page = head.get(PAGE).await.text;
    assert!(page.contains("2030-12-24 2031-01-06 Christmas\n2030-03-25 2030-03-25 National &lt;day&gt;"), "{page}");
    let shown = maria.get("/calendar?from=2030-03-01&to=2030-04-01").await.json();
    assert_eq!(shown["holidays"], json!([{ "from": "2030-03-25", "to": "2030-03-25", "name": "National <day>" }]));
}

#[actix_web::test]
async fn invalid_settings_are_refused_and_input_is_kept() {
    let app = free();
    app.person("head", Role::Administrator).await;
    let head = Browser::of(&app, "head").await;
    for (field, value) in [
        ("school_name", "a\u{7}b"),
        ("capacity", "1001"),
        ("highest_capacity", "many"),
        ("upload_mb", "0"),
        ("quota_mb", "-1"),
        ("empty_room_minutes", "10081"),
        ("attendance_days", "0"),
        ("guest_days", "-1"),
        ("audit_days", "29"),
        ("address_days", "0"),
        ("cameras", "some"),
        ("registration_days", ""),
        ("holidays", "Christmas"),
    ] {
        let answer = head.send(PAGE, PAGE, &with_changes(&[("school_name", "Hill School"), (field, value)])).await;
        let shown = if field == "highest_capacity" { "capacity" } else { field };
        assert_eq!(answer.status, 400, "{field}");
        assert!(answer.text.contains(&format!("id=\"{shown}-wrong\"")), "{field}: {}", answer.text);
        assert!(field == "school_name" || answer.text.contains("value=\"Hill School\""), "{}", answer.text);
    }
    let none: Vec<_> = USUAL.iter().copied().filter(|(name, _)| *name != "language_en").collect();
    let answer = head.send(PAGE, PAGE, &none).await;
    assert!(answer.status == 400 && answer.text.contains("at least one of the available languages"), "{}", answer.text);
    assert_eq!(app.school.name(), "Lyceum");
    assert!(!app.trail().iter().any(|line| line.contains("setting-changed")));
}

#[actix_web::test]
async fn a_stale_settings_form_does_not_undo_anothers_change() {
    let app = free();
    app.person("head", Role::Administrator).await;
    app.person("deputy", Role::Administrator).await;
    let (head, deputy) = (Browser::of(&app, "head").await, Browser::of(&app, "deputy").await);
    for browser in [&head, &deputy] {
        assert!(browser.get(PAGE).await.text.contains("name=\"version\" value=\"0\""));
    }
    let first = with_changes(&[("school_name", "Hill School"), ("quota_mb", "3000"), ("language_el", "on")]);
    assert_eq!(head.send(PAGE, PAGE, &first).await.redirect_target(), PAGE);
    let typed = with_changes(&[("capacity", "25"), ("language_el", "on"), ("keep_chat", "on")]);
    let answer = deputy.send(PAGE, PAGE, &typed).await;
    assert_eq!(answer.status, 409);
    let page = &answer.text;
    assert!(page.contains("Somebody else has changed the settings."), "{page}");
    assert!(
        page.contains("value=\"25\"") && page.contains("name=\"keep_chat\" checked"),
        "what was typed stays: {page}"
    );
    for (field, now) in [("school_name", "Hill School"), ("quota_mb", "3000"), ("capacity", "300")] {
        assert!(page.contains(&format!("id=\"{field}-now\">Now: {now}<")), "{field}: {page}");
    }
    assert_eq!(page.matches("Now: ").count(), 4, "and that the chat is not kept: {page}");
    assert_eq!((app.school.name().as_str(), app.school.current_settings().capacity), ("Hill School", 300));
    // A form without a version counts as having seen none.
    let unseen: Vec<_> = typed.iter().copied().filter(|(name, _)| *name != "version").collect();
    assert_eq!(deputy.send(PAGE, PAGE, &unseen).await.status, 409);

    // They have seen it now, and decide.
    assert!(page.contains("name=\"version\" value=\"1\""), "{page}");
    let decided =
        with_changes(&[("school_name", "Hill School"), ("language_el", "on"), ("capacity", "25"), ("version", "1")]);
    assert_eq!(deputy.send(PAGE, PAGE, &decided).await.redirect_target(), PAGE);
    let choices = app.school.current_settings();
    assert_eq!((choices.name(), choices.capacity, choices.quota_mb), ("Hill School", 25, 2000));

    // Saving the current values changes nothing that another administrator must see first.
    let same = [&decided[..], &[("version", "2")]].concat();
    let same: Vec<_> = same.into_iter().filter(|field| *field != ("version", "1")).collect();
    for browser in [&head, &deputy] {
        assert_eq!(browser.send(PAGE, PAGE, &same).await.redirect_target(), PAGE);
    }
    // An invalid value is reported first, and does not count as having seen the rest.
    let wrong = head.send(PAGE, PAGE, &with_changes(&[("quota_mb", "0")])).await;
    assert!(wrong.status == 400 && wrong.text.contains("name=\"version\" value=\"0\""), "{}", wrong.text);
}

#[actix_web::test]
async fn configuration_overrides_settings() {
    let app = TestApp::start();
    app.person("head", Role::Administrator).await;
    let head = Browser::of(&app, "head").await;
    let page = head.get(PAGE).await.text;
    assert!(page.contains("value=\"8\" disabled") && page.contains("value=\"20\" disabled"), "{page}");
    assert_eq!(head.send(PAGE, PAGE, &with_changes(&[("upload_mb", "5000")])).await.redirect_target(), PAGE);
    assert_eq!((app.school.upload_limit(), app.school.quota()), (8_000_000, 20_000_000));
}

#[actix_web::test]
async fn expired_attendances_are_deleted_except_of_authors_of_kept_messages() {
    let app = free();
    let (maria, mila) = (app.teacher("maria").await, app.person("mila", Role::Student).await);
    let session = Api::of(&app, "maria").await.plan("Fractions").await["id"].as_str().expect("an id").to_owned();
    app.sql(&format!(
        "UPDATE sessions SET state = 'ended', ended_at = now() - interval '11 days' WHERE id = '{session}'"
    ));
    app.sql(&format!(
        "INSERT INTO participants (id, session_id, person_id, seat, name, role, avatar, joined_at) VALUES
             ('00000000-0000-0000-0000-000000000001', '{session}', '{maria}', 0, 'Maria', 'teacher', '{{}}', now()),
             ('00000000-0000-0000-0000-000000000002', '{session}', '{mila}', 1, 'Mila', 'student', '{{}}', now())"
    ));
    for seat in [1, 2] {
        app.sql(&format!(
            "INSERT INTO attendances (id, participant_id, joined_at) VALUES
             (gen_random_uuid(), '00000000-0000-0000-0000-00000000000{seat}', now())"
        ));
    }
    app.sql(&format!(
        "INSERT INTO messages (id, session_id, participant_id, body, sent_at) VALUES
         (gen_random_uuid(), '{session}', '00000000-0000-0000-0000-000000000001', 'Hello', now())"
    ));
    let left = || app.texts("SELECT name AS text FROM participants ORDER BY name");
    retention::purge(&app.school, clock::now()).await.expect("the database answers");
    assert_eq!(left(), ["Maria", "Mila"], "for ever, until someone says otherwise");
    app.person("head", Role::Administrator).await;
    let head = Browser::of(&app, "head").await;
    assert_eq!(head.send(PAGE, PAGE, &with_changes(&[("attendance_days", "10")])).await.redirect_target(), PAGE);
    retention::purge(&app.school, clock::now() - Duration::days(2)).await.expect("the database answers");
    assert_eq!(left(), ["Maria", "Mila"], "not yet");
    retention::purge(&app.school, clock::now()).await.expect("the database answers");
    assert_eq!(left(), ["Maria"]);
    assert_eq!(app.texts("SELECT id::text AS text FROM attendances"), Vec::<String>::new());
}

#[actix_web::test]
async fn unconfirmed_registrations_expire() {
    let app = free();
    let api = Api::public(&app);
    let sign_up = json!({ "username": "zoe", "email": "zoe@home.example", "name": "Zoe", "password": "a good secret" });
    assert_eq!(api.post("/auth/local/register", sign_up).await.status, 201);
    let waiting = || app.texts("SELECT username AS text FROM registrations");
    retention::purge(&app.school, clock::now() + Duration::days(6)).await.expect("the database answers");
    assert_eq!(waiting(), ["zoe"]);
    retention::purge(&app.school, clock::now() + Duration::days(8)).await.expect("the database answers");
    assert_eq!(waiting(), Vec::<String>::new());
}

#[actix_web::test]
async fn guest_names_expire_unless_their_messages_are_kept() {
    let app = free();
    let maria = app.teacher("maria").await;
    let session = Api::of(&app, "maria").await.plan("Fractions").await["id"].as_str().expect("an id").to_owned();
    app.sql(&format!(
        "UPDATE sessions SET state = 'ended', started_at = now() - interval '1 hour', ended_at = now() WHERE id = '{session}'"
    ));
    app.sql(&format!(
        "INSERT INTO participants (id, session_id, person_id, seat, name, role, avatar, device, joined_at, admitted_at) VALUES
             ('00000000-0000-0000-0000-000000000001', '{session}', '{maria}', 0, 'Maria', 'teacher', '{{}}', NULL, now(), now()),
             ('00000000-0000-0000-0000-000000000002', '{session}', NULL, 1, 'Mila Berg', 'student', '{{\"hat\": 1}}',
              gen_random_uuid(), now(), now()),
             ('00000000-0000-0000-0000-000000000003', '{session}', NULL, 2, 'Nico', 'student', '{{}}', NULL, now(), now())"
    ));
    app.sql(
        "INSERT INTO attendances (id, participant_id, joined_at, left_at)
         SELECT gen_random_uuid(), id, now() - interval '30 minutes', now() FROM participants",
    );
    app.sql(&format!(
        "INSERT INTO messages (id, session_id, participant_id, body, sent_at) VALUES
         (gen_random_uuid(), '{session}', '00000000-0000-0000-0000-000000000003', 'Hello', now())"
    ));
    let names = || app.texts("SELECT name AS text FROM participants ORDER BY seat");
    app.person("head", Role::Administrator).await;
    let head = Browser::of(&app, "head").await;
    assert_eq!(head.send(PAGE, PAGE, &with_changes(&[("guest_days", "30")])).await.redirect_target(), PAGE);
    retention::purge(&app.school, clock::now() + Duration::days(29)).await.expect("the database answers");
    assert_eq!(names(), ["Maria", "Mila Berg", "Nico"], "not yet");
    retention::purge(&app.school, clock::now() + Duration::days(31)).await.expect("the database answers");
    assert_eq!(names(), ["Maria", "", "Nico"], "he said something that the teacher keeps");
    let rows = "SELECT a::text AS text FROM participants a WHERE person_id IS NULL AND (device IS NOT NULL OR name = 'Mila Berg')";
    assert_eq!(app.texts(rows), Vec::<String>::new());
    assert!(!app.texts("SELECT avatar::text AS text FROM participants WHERE seat = 1")[0].contains("hat\": 1"));
    assert_eq!(app.texts("SELECT id::text AS text FROM attendances").len(), 1, "Maria's own");
    let page = Browser::of(&app, "maria").await.get(&format!("/dashboard/sessions/{session}")).await.text;
    assert!(page.contains("Guests (2)") && !page.contains("Mila"), "that they were there stays: {page}");

    app.sql("UPDATE participants SET name = 'Mila Berg' WHERE seat = 1");
    let longer = with_changes(&[("guest_days", "90"), ("version", "1")]);
    assert_eq!(head.send(PAGE, PAGE, &longer).await.redirect_target(), PAGE);
    retention::purge(&app.school, clock::now() + Duration::days(89)).await.expect("the database answers");
    assert_eq!(names()[1], "Mila Berg");
    retention::purge(&app.school, clock::now() + Duration::days(91)).await.expect("the database answers");
    assert_eq!(names()[1], "");
}

#[actix_web::test]
async fn addresses_in_the_trail_are_deleted_after_seven_days() {
    let app = free();
    app.person("head", Role::Administrator).await;
    let head = Browser::of(&app, "head").await;
    let addresses = || app.texts("SELECT address AS text FROM audit_words WHERE address IS NOT NULL").len();
    assert!(addresses() > 0, "the sign-in has one");
    retention::purge(&app.school, clock::now() + Duration::days(6)).await.expect("the database answers");
    assert!(addresses() > 0, "not yet");
    let longer = with_changes(&[("address_days", "30")]);
    assert_eq!(head.send(PAGE, PAGE, &longer).await.redirect_target(), PAGE);
    retention::purge(&app.school, clock::now() + Duration::days(29)).await.expect("the database answers");
    assert!(addresses() > 0, "the school has chosen so");
    let usual = with_changes(&[("version", "1")]);
    assert_eq!(head.send(PAGE, PAGE, &usual).await.redirect_target(), PAGE);
    let lines = app.trail().len();
    retention::purge(&app.school, clock::now() + Duration::days(8)).await.expect("the database answers");
    assert_eq!((addresses(), app.trail().len()), (0, lines), "the entries stay");
}

#[actix_web::test]
async fn limits_for_files_and_lessons_apply_to_teachers() {
    let app = free();
    app.person("head", Role::Administrator).await;
    app.teacher("maria").await;
    let (head, maria) = (Browser::of(&app, "head").await, Api::of(&app, "maria").await);
    let bring = async |name: &str, size: usize| {
        let mut bytes = format!("%PDF-1.7 {name}").into_bytes();
        bytes.resize(size, b' ');
        let answer = Answer::of(file(maria.request(reqwest::Method::POST, "/upload"), name, &bytes)).await;
        if answer.status == 201 { String::new() } else { answer.refusal() }
    };
    assert_eq!(bring("before.pdf", 1_100_000).await, "");
    let wanted = with_changes(&[("upload_mb", "1"), ("quota_mb", "3"), ("capacity", "25"), ("keep_chat", "on")]);
    assert_eq!(head.send(PAGE, PAGE, &wanted).await.redirect_target(), PAGE);
    assert_eq!(bring("large.pdf", 1_100_000).await, "upload_too_big");
    assert_eq!(bring("one.pdf", 990_000).await, "");
    assert_eq!(bring("two.pdf", 990_000).await, "quota_full");
    assert_eq!(bring("three.pdf", 500_000).await, "", "with what there was before it fits");
    let session = maria.plan("Fractions").await;
    assert_eq!((&session["capacity"], &session["retention"]), (&json!(25), &json!("keep")));
}

#[actix_web::test]
async fn languages_that_are_not_offered_are_not_used() {
    let app = free();
    app.person("head", Role::Administrator).await;
    app.teacher("maria").await;
    app.sql("UPDATE people SET language = 'el' WHERE username = 'maria'");
    let (head, maria) = (Browser::of(&app, "head").await, Browser::of(&app, "maria").await);
    let greek = Browser::that_accepts(&app, "el");
    let page = greek.get("/").await.text;
    assert!(page.contains("<html lang=\"el\">") && page.contains("name=\"language\" value=\"en\""), "{page}");
    // Without Greek.
    assert_eq!(head.send(PAGE, PAGE, &with_changes(&[])).await.redirect_target(), PAGE);
    for (browser, path) in [(&greek, "/"), (&maria, "/dashboard")] {
        let page = browser.get(path).await.text;
        assert!(page.contains("<html lang=\"en\">") && !page.contains("name=\"language\""), "{page}");
    }
    let asked = greek.send("/", "/language", &[("language", "el"), ("next", "/")]).await;
    assert!(asked.status.is_redirection() && greek.get("/").await.text.contains("<html lang=\"en\">"));
}

#[actix_web::test]
async fn retention_of_trail_and_registrations_follows_the_settings() {
    let app = free();
    app.person("head", Role::Administrator).await;
    let head = Browser::of(&app, "head").await;
    let sign_up = json!({ "username": "zoe", "email": "zoe@home.example", "name": "Zoe", "password": "a good secret" });
    assert_eq!(Api::public(&app).post("/auth/local/register", sign_up).await.status, 201);
    app.sql("INSERT INTO audit (id, at, deed) VALUES (gen_random_uuid(), now() - interval '40 days', 'signed-in')");
    let left = || {
        app.texts(
            "SELECT concat_ws(' ', (SELECT count(*) FROM registrations), (SELECT count(*) FROM audit WHERE at < now() - interval '1 day')) AS text",
        )
    };
    let in_two_days = clock::now() + Duration::days(2);
    retention::purge(&app.school, in_two_days).await.expect("the database answers");
    assert_eq!(left(), ["1 1"]);
    let wanted = with_changes(&[("registration_days", "1"), ("audit_days", "30")]);
    assert_eq!(head.send(PAGE, PAGE, &wanted).await.redirect_target(), PAGE);
    retention::purge(&app.school, in_two_days).await.expect("the database answers");
    assert_eq!(left(), ["0 0"]);
}

#[actix_web::test]
async fn each_change_of_a_school_text_is_recorded() {
    let app = free();
    app.person("head", Role::Administrator).await;
    let head = Browser::of(&app, "head").await;
    let begins = "Write to the office of the school before eight: ";
    let texts = ["123", "789"].map(|number| format!("{begins}{number}"));
    for (version, text) in [("0", &texts[0]), ("1", &texts[1])] {
        let wanted = with_changes(&[("help_text", text), ("version", version)]);
        assert_eq!(head.send(PAGE, PAGE, &wanted).await.redirect_target(), PAGE);
    }
    let lines: Vec<_> = app.trail().into_iter().filter(|line| line.contains("| help_text |")).collect();
    assert_eq!(lines.len(), 2, "both have one length and one beginning: {lines:?}");
}
