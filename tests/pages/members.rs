//! Who may become a teacher by signing up, and how administrators add people and correct their details.

use chrono::Duration;
use lyceum::{access::Role, clock, domain::retention};
use serde_json::json;

use crate::support::{
    app::{PASSWORD, TestApp},
    http::{Api, Browser},
};

const FIELDS: [(&str, &str); 4] =
    [("name", "Maria Papadaki"), ("email", "maria@school.example"), ("username", "maria"), ("password", PASSWORD)];

async fn school() -> (TestApp, Browser, Api) {
    let app = TestApp::start();
    app.person("head", Role::Administrator).await;
    let (page, api) = (Browser::of(&app, "head").await, Api::of(&app, "head").await);
    (app, page, api)
}

/// Chooses who may become a teacher by signing up.
async fn choose(head: &Browser, policy: &str, domains: &str) {
    let page = head.get("/admin/settings").await.text;
    let version =
        page.split_once("name=\"version\" value=\"").and_then(|(_, rest)| rest.split('"').next()).expect("one");
    let fields = [
        ("language_en", "on"),
        ("language_el", "on"),
        ("attendance_days", ""),
        ("sign_up", policy),
        ("sign_up_domains", domains),
        ("version", version),
    ];
    let answer = head.send("/admin/settings", "/admin/settings", &fields).await;
    assert_eq!(answer.redirect_target(), "/admin/settings", "{}", answer.text);
}

#[actix_web::test]
async fn by_default_teachers_are_invited() {
    let app = TestApp::start();
    let default = "SELECT column_default AS text FROM information_schema.columns
                   WHERE table_name = 'settings' AND column_name = 'sign_up'";
    assert_eq!(app.texts(default), ["'invitation'::text"]);
}

#[actix_web::test]
async fn without_an_invitation_nobody_becomes_a_teacher_where_teachers_are_invited() {
    let (app, head, _) = school().await;
    choose(&head, "invitation", "").await;
    let stranger = Browser::new(&app);
    assert!(!stranger.get("/").await.text.contains("/register"));
    assert!(!stranger.get("/signin").await.text.contains("/register"));
    let page = stranger.get("/register").await.text;
    assert!(page.contains("Teachers join this school by invitation") && !page.contains("name=\"username\""), "{page}");
    let refused = stranger.send("/signin", "/register", &FIELDS).await;
    assert_eq!(refused.status, 403, "{}", refused.text);
    let body = json!({ "username": "zoe", "email": "zoe@school.example", "name": "Zoe", "password": PASSWORD });
    assert_eq!(Api::public(&app).post("/auth/local/register", body).await.refusal(), "sign_up_by_invitation");
    assert!(app.mails().await.is_empty());

    choose(&head, "open", "").await;
    assert!(stranger.get("/").await.text.contains("href=\"/register\""));
}

#[actix_web::test]
async fn teachers_sign_up_with_an_address_of_the_schools_domain() {
    let (app, head, _) = school().await;
    choose(&head, "domain", "School.Example, other.example").await;
    let sign_up = async |email: &str| {
        let mut fields = FIELDS;
        fields[1].1 = email;
        Browser::new(&app).send("/register", "/register", &fields).await
    };
    let refused = sign_up("maria@school.example.evil.org").await;
    assert!(refused.status == 403 && refused.text.contains("that your school gave you"), "{}", refused.text);
    assert!(sign_up("maria@SCHOOL.example").await.redirect_target().starts_with("/confirm"));
}

#[actix_web::test]
async fn an_approved_teacher_signs_in_and_another_waits() {
    let (app, head, _) = school().await;
    choose(&head, "approval", "").await;
    let maria = Browser::new(&app);
    maria.send("/register", "/register", &FIELDS).await;
    let path = format!("/confirm/{}", app.mailed_token("maria@school.example").await);
    maria.send(&path, &path, &[]).await;
    let sign_in = async || maria.send("/signin", "/signin", &[("identifier", "maria"), ("password", PASSWORD)]).await;
    let waits = sign_in().await;
    assert!(waits.status == 403 && waits.text.contains("has not approved your account yet"), "{}", waits.text);

    assert!(head.get("/admin").await.text.contains("1 account is waiting for approval"));
    let list = head.get("/admin/people?waiting=true").await.text;
    assert!(list.contains("Maria Papadaki") && list.contains("1 person"), "{list}");
    let id = app.texts("SELECT id::text AS text FROM people WHERE username = 'maria'").remove(0);
    let page = format!("/admin/people/{id}");
    assert_eq!(head.send(&page, &format!("{page}/approve"), &[]).await.redirect_target(), page);
    assert_eq!(sign_in().await.redirect_target(), "/dashboard");
    let mails = app.mails().await;
    assert!(mails.last().is_some_and(|mail| mail.written.subject.contains("is approved")), "{mails:?}");
    app.trail_has("Head | person-approved | Maria Papadaki").await;
}

#[actix_web::test]
async fn administrators_add_and_invite_several_people_at_once() {
    let (app, head, api) = school().await;
    choose(&head, "invitation", "").await;
    let form = "/admin/people/add";
    let wrong = head
        .send(form, form, &[("role", "teacher"), ("people", "Ana Lima, ana@x.example\nBen\nhead@school.example")])
        .await;
    assert_eq!(wrong.status, 400);
    assert!(wrong.text.contains("Line 2:") && wrong.text.contains("Ana Lima, ana@x.example"), "{}", wrong.text);
    let taken = head.send(form, form, &[("role", "teacher"), ("people", "head@school.example")]).await;
    assert_eq!(taken.status, 409);
    assert_eq!(app.texts("SELECT username AS text FROM people"), ["head"], "nobody was added");

    let people = "Ana Lima, ana@x.example\nben@x.example";
    let added = head.send(form, form, &[("role", "teacher"), ("people", people)]).await;
    assert_eq!(added.redirect_target(), "/admin/people", "{}", added.text);
    // Ana has an account, and chooses her password.
    let path = format!("/reset-password/{}", app.mailed_token("ana@x.example").await);
    let ana = Browser::new(&app);
    assert_eq!(ana.send(&path, &path, &[("password", PASSWORD)]).await.redirect_target(), "/dashboard");
    assert_eq!(ana.get("/dashboard").await.status, 200, "choosing it has signed her in");
    // Ben is found among the people before he has signed up.
    for (query, found) in
        [("", true), ("?role=teacher&search=BEN%40", true), ("?role=student", false), ("?search=ana", false)]
    {
        let list = head.get(&format!("/admin/people{query}")).await.text;
        assert_eq!(list.contains("ben@x.example"), found, "{query}: {list}");
    }
    // Ben signs up by his invitation, and is nobody's student.
    let path = format!("/invitation/{}", app.mailed_token("ben@x.example").await);
    let ben = Browser::new(&app);
    assert!(ben.get(&path).await.text.contains("You will be a teacher at"));
    let mails = app.mails().await;
    assert!(mails.iter().any(|mail| mail.written.subject.starts_with("Head has invited you to teach at")), "{mails:?}");
    let fields = [("name", "Ben Roth"), ("email", "ben@x.example"), ("username", "ben"), ("password", PASSWORD)];
    assert_eq!(ben.send(&path, &path, &fields).await.redirect_target(), "/dashboard");
    assert!(!head.get("/admin/people").await.text.contains("Invited, not signed up yet"));
    assert!(app.texts("SELECT student_id::text AS text FROM students").is_empty());
    assert_eq!(app.texts("SELECT role AS text FROM people WHERE username = 'ben'"), ["teacher"]);

    let pupils = json!({ "role": "student", "people": "Cy Doe <cy@x.example>" });
    assert_eq!(api.post("/people", pupils).await.json(), json!({ "accounts": 1, "invitations": 0 }));
    let heads = json!({ "role": "administrator", "people": "dee@x.example" });
    assert_eq!(api.post("/people", heads).await.refusal(), "role_refused");
    assert_eq!(api.post("/people", json!({ "role": "student", "people": "" })).await.refusal(), "people_bad");
    app.trail_has("Head | account-made | Cy Doe | student").await;
}

#[actix_web::test]
async fn a_changed_address_is_theirs_once_they_have_confirmed_it() {
    let (app, head, api) = school().await;
    let maria = app.teacher("maria").await;
    let page = format!("/admin/people/{maria}");
    let edit = format!("{page}/edit");
    let wrong = head.send(&page, &edit, &[("name", "Maria"), ("email", "head@school.example")]).await;
    assert!(wrong.status == 409 && wrong.text.contains("value=\"head@school.example\""), "{}", wrong.text);
    let fields = [("name", "Maria Rossi"), ("email", "rossi@x.example")];
    assert_eq!(head.send(&page, &edit, &fields).await.redirect_target(), page);
    assert!(head.get(&page).await.text.contains("rossi@x.example is not confirmed yet"));
    let person = api.get(&format!("/people/{maria}")).await.json();
    assert_eq!((&person["email"], &person["name"]), (&json!("maria@school.example"), &json!("Maria Rossi")));

    let path = format!("/confirm-address/{}", app.mailed_token("rossi@x.example").await);
    let hers = Browser::new(&app);
    assert!(hers.get(&path).await.text.contains("rossi@x.example"));
    assert_eq!(hers.send(&path, &path, &[]).await.redirect_target(), "/signin");
    assert_eq!(hers.get(&path).await.status, 410);
    let credentials = [("identifier", "rossi@x.example"), ("password", PASSWORD)];
    assert_eq!(hers.send("/signin", "/signin", &credentials).await.redirect_target(), "/dashboard");
    let unknown = "/people/01a1f7aa-a99e-76a1-87aa-e33b999bfa2c";
    let details = json!({ "name": "Nobody", "email": "nobody@x.example" });
    assert_eq!(api.put(unknown, details).await.refusal(), "person_unknown");
    app.trail_has("Head | person-changed | Maria Rossi").await;
    app.trail_has("Maria Rossi | address-confirmed").await;
}

#[actix_web::test]
async fn the_school_fills_in_its_help_privacy_and_contact() {
    let (app, head, _) = school().await;
    let stranger = Browser::new(&app);
    assert_eq!(stranger.get("/privacy").await.status, 404);
    assert!(!stranger.get("/").await.text.contains("href=\"&#x2f;privacy\""));
    let page = head.get("/admin/settings").await.text;
    let version =
        page.split_once("name=\"version\" value=\"").and_then(|(_, rest)| rest.split('"').next()).expect("one");
    let fields = [
        ("language_en", "on"),
        ("privacy_text", "# What we keep\n\n**Nothing.**\n\n<script>alert(1)</script>"),
        ("version", version),
    ];
    assert_eq!(head.send("/admin/settings", "/admin/settings", &fields).await.redirect_target(), "/admin/settings");
    assert!(stranger.get("/").await.text.contains("href=\"&#x2f;privacy\""));
    let shown = stranger.get("/privacy").await.text;
    assert!(shown.contains("<strong>Nothing.</strong>") && !shown.contains("<script>alert"), "{shown}");
    assert_eq!(stranger.get("/help").await.status, 404);
}

#[actix_web::test]
async fn the_username_of_a_sign_up_that_waits_is_given_to_nobody_else() {
    let (app, head, _) = school().await;
    let sign_up = [("name", "Ana"), ("email", "ana@home.example"), ("username", "Ana"), ("password", PASSWORD)];
    let ana = Browser::new(&app);
    assert!(ana.send("/register", "/register", &sign_up).await.redirect_target().starts_with("/confirm"));
    let fields =
        [("role", "teacher"), ("people", "Ana Lima, ana@x.example\nAna Roth, ana@y.example\nA, a_a@z.example")];
    assert_eq!(head.send("/admin/people/add", "/admin/people/add", &fields).await.redirect_target(), "/admin/people");
    let path = format!("/confirm/{}", app.mailed_token("ana@home.example").await);
    assert_eq!(ana.send(&path, &path, &[]).await.redirect_target(), "/signin");
    let names = app.texts("SELECT username AS text FROM people WHERE username <> 'head' ORDER BY lower(username)");
    assert_eq!(names, ["a_a", "Ana", "ana2", "ana3"]);
}

/// Has an administrator add Ana at an address that is somebody else's. Returns the page of her account, and the token of the link
/// that the other got.
async fn add_ana_at_a_wrong_address(app: &TestApp, head: &Browser) -> (String, String) {
    let fields = [("role", "teacher"), ("people", "Ana Lima, ana@schol.example")];
    assert_eq!(head.send("/admin/people/add", "/admin/people/add", &fields).await.redirect_target(), "/admin/people");
    let strangers = app.mailed_token("ana@schol.example").await;
    let id = app.texts("SELECT id::text AS text FROM people WHERE username = 'ana'").remove(0);
    (format!("/admin/people/{id}"), strangers)
}

async fn correct_anas_address(head: &Browser, page: &str) {
    let fields = [("name", "Ana Lima"), ("email", "ana@school.example")];
    assert_eq!(head.send(page, &format!("{page}/edit"), &fields).await.redirect_target(), page);
}

#[actix_web::test]
async fn a_person_added_at_a_wrong_address_chooses_their_password_at_the_right_one() {
    let (app, head, _) = school().await;
    let (page, strangers) = add_ana_at_a_wrong_address(&app, &head).await;
    let strangers = format!("/reset-password/{strangers}");
    let stranger = Browser::new(&app);
    assert_eq!(stranger.get(&strangers).await.status, 200);
    correct_anas_address(&head, &page).await;
    assert_eq!(stranger.get(&strangers).await.status, 410, "the mail went to somebody else");

    // The stranger asks for another link while the old address is still the account's.
    let asked = [("identifier", "ana@schol.example")];
    assert_eq!(stranger.send("/forgot-password", "/forgot-password", &asked).await.status, 200);
    let again = format!("/reset-password/{}", app.mailed_token("ana@schol.example").await);
    let path = format!("/confirm-address/{}", app.mailed_token("ana@school.example").await);
    let ana = Browser::new(&app);
    let choose = ana.send(&path, &path, &[]).await.redirect_target().to_owned();
    assert!(choose.starts_with("/reset-password/"), "{choose}");
    assert_eq!(stranger.get(&again).await.status, 410);
    assert!(ana.get(&choose).await.text.contains("name=\"password\""));
    assert_eq!(ana.send(&choose, &choose, &[("password", PASSWORD)]).await.redirect_target(), "/dashboard");
}

#[actix_web::test]
async fn confirming_a_changed_address_signs_everybody_out() {
    let (app, head, _) = school().await;
    let (page, strangers) = add_ana_at_a_wrong_address(&app, &head).await;
    let strangers = format!("/reset-password/{strangers}");
    let stranger = Browser::new(&app);
    let chosen = stranger.send(&strangers, &strangers, &[("password", PASSWORD)]).await;
    assert_eq!(chosen.redirect_target(), "/dashboard");
    correct_anas_address(&head, &page).await;
    assert_eq!(stranger.get("/dashboard").await.status, 200);
    let path = format!("/confirm-address/{}", app.mailed_token("ana@school.example").await);
    assert_eq!(Browser::new(&app).send(&path, &path, &[]).await.redirect_target(), "/signin");
    assert_eq!(stranger.get("/dashboard").await.redirect_target(), "/signin?next=/dashboard");
}

#[actix_web::test]
async fn an_invited_student_may_correct_to_an_address_of_another_domain() {
    let (app, head, _) = school().await;
    app.teacher("maria").await;
    choose(&head, "domain", "school.example").await;
    let maria = Api::of(&app, "maria").await;
    assert_eq!(maria.post("/invite", json!({ "email": "sofia@school.example" })).await.status, 200);
    let path = format!("/invitation/{}", app.mailed_token("sofia@school.example").await);
    let sofia = Browser::new(&app);
    let fields = [("name", "Sofia"), ("email", "sofia@hme.example"), ("username", "sofia"), ("password", PASSWORD)];
    let page = sofia.send(&path, &path, &fields).await.redirect_target().to_owned();
    let id = page.strip_prefix("/confirm?for=").expect("it waits").to_owned();
    let correction = [("identifier", id.as_str()), ("email", "sofia@home.example")];
    assert_eq!(sofia.send(&page, "/confirm/address", &correction).await.redirect_target(), page);
    let path = format!("/confirm/{}", app.mailed_token("sofia@home.example").await);
    assert_eq!(sofia.send(&path, &path, &[]).await.redirect_target(), "/signin");
    assert_eq!(
        app.texts("SELECT role AS text FROM people WHERE username = 'sofia' AND NOT awaits_approval"),
        ["student"]
    );

    // A teacher without an invitation stays within the school's domains.
    let maria = Browser::new(&app);
    let mut fields = FIELDS;
    fields[1].1 = "zoe@school.example";
    fields[2].1 = "zoe";
    let page = maria.send("/register", "/register", &fields).await.redirect_target().to_owned();
    let id = page.strip_prefix("/confirm?for=").expect("it waits").to_owned();
    let correction = [("identifier", id.as_str()), ("email", "zoe@home.example")];
    assert_eq!(maria.send(&page, "/confirm/address", &correction).await.status, 403);
}

#[actix_web::test]
async fn an_address_that_nobody_confirms_is_forgotten_with_its_link() {
    let (app, head, _) = school().await;
    let (maria, ben) = (app.teacher("maria").await, app.teacher("ben").await);
    for (who, email) in [(maria, "rossi@x.example"), (ben, "roth@x.example")] {
        let page = format!("/admin/people/{who}");
        let fields = [("name", "A person"), ("email", email)];
        assert_eq!(head.send(&page, &format!("{page}/edit"), &fields).await.redirect_target(), page);
    }
    let waiting = || app.texts("SELECT new_email AS text FROM people WHERE new_email IS NOT NULL ORDER BY 1");
    // Without a link, because the mail has not been written yet.
    retention::purge(&app.school, clock::now()).await.expect("the database answers");
    assert_eq!(waiting(), ["rossi@x.example", "roth@x.example"]);
    app.mails().await;
    app.sql(&format!("UPDATE address_links SET expires_at = now() WHERE person_id = '{maria}'"));
    retention::purge(&app.school, clock::now()).await.expect("the database answers");
    assert_eq!(waiting(), ["roth@x.example"]);
    assert_eq!(app.texts("SELECT email AS text FROM address_links"), ["roth@x.example"]);
    // A mail that could never be sent leaves no link.
    app.sql("DELETE FROM address_links");
    retention::purge(&app.school, clock::now() + Duration::days(8)).await.expect("the database answers");
    assert_eq!(waiting(), Vec::<String>::new());
}
