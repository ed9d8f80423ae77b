//! Hostile texts as names of people, reasons for blocking, addresses of invitations, the name of the school, and in the forms and
//! searches of people who are signed in.

use lyceum::access::Role;
use reqwest::Method;
use serde_json::json;

use super::{
    Writer,
    corpus::{CORPUS, as_address},
    forms::{Form, encoded, refill, visits},
    html::Page,
    text,
};
use crate::support::http::Browser;

#[actix_web::test]
async fn hostile_names_and_reasons_are_shown_as_text() {
    let writer = Writer::begin().await;
    let email = |i: usize| format!("pupil-{i}@home.example");
    for (i, words) in CORPUS.into_iter().enumerate() {
        let guest = Browser::new(&writer.app);
        writer.ask(Method::PUT, "/updateme", json!({ "name": words })).await;
        writer.reads("/profile", [words]).await;
        let code = text(&writer.api.plan("Fractions").await, "sessionCode");
        // A script shows the teacher's name there.
        Writer::reads_by(&guest, &format!("/join/{code}"), [""; 0]).await;
        writer.post("/invite", json!({ "email": email(i) })).await;
        let mail = writer.reads_mail(&email(i), [format!("{words} has invited you to join their class")]).await;
        let (_, token) = mail.split_once("/invitation/").expect("a link");
        let path = format!("/invitation/{}", &token[..32]);
        Writer::reads_by(&guest, &path, [words]).await;
        let username = format!("pupil-{i}");
        let form = Form::of(&Page::read(&guest.get(&path).await.text), &path, &path);
        let form = form.with("name", words).with("username", &username).with("password", "a kite and a string");
        let welcome = form.send(&guest).await;
        assert!(welcome.text.contains("you are signed in."), "{words}: {}", welcome.text);
        let found = writer.api.get(&format!("/people?search={}", email(i))).await.json();
        let student = text(&found["people"][0], "id");
        let reason = format!("because {words}");
        writer.ask(Method::PUT, &format!("/people/{student}/block"), json!({ "reason": reason })).await;
        writer.reads(&format!("/admin/people/{student}"), [words, &reason]).await;
        writer.reads(&format!("/dashboard/students/{student}"), [words]).await;
    }
    for path in [
        "/admin/people",
        "/admin/people?blocked=true",
        "/dashboard/students",
        "/admin/audit?deed=account-made",
        "/admin/audit?deed=person-blocked",
    ] {
        writer.reads(path, CORPUS).await;
    }
    writer.reads("/admin/audit?deed=person-blocked", CORPUS.map(|words| format!("because {words}"))).await;
    writer.reads("/admin/mails", CORPUS.map(|words| format!("{words} has invited you to"))).await;
}

#[actix_web::test]
async fn hostile_email_addresses_are_shown_as_text() {
    let writer = Writer::begin().await;
    for email in CORPUS.map(as_address) {
        writer.post("/invite", json!({ "email": email })).await;
    }
    writer.deliver().await;
    for path in ["/admin/invitations", "/admin/audit?deed=invitation-sent"] {
        writer.reads(path, CORPUS.map(as_address)).await;
    }
    writer.reads("/admin/mails", [""; 0]).await;
}

#[actix_web::test]
async fn members_refused_forms_show_hostile_input_as_text() {
    let writer = Writer::begin().await;
    let made = writer.prepare("Volcanoes").await;
    let student = writer.app.person("nico", Role::Student).await;
    let [prepared, planned] = [("experiences", &made.experience), ("sessions", &made.session)]
        .map(|(kind, id)| format!("/dashboard/{kind}/{id}"));
    let person = format!("/admin/people/{student}");
    // Only a lesson that has ended has the form for its series here.
    for act in ["start", "end"] {
        writer.press(&planned, &format!("{planned}/{act}")).await;
    }
    let (parts, series, block) = (format!("{prepared}/parts"), format!("{planned}/series"), format!("{person}/block"));
    for (page, action, silent) in [
        ("/profile", "/profile", false),
        ("/dashboard/sessions/new", "/dashboard/sessions", false),
        ("/dashboard/experiences", "/dashboard/experiences", false),
        (prepared.as_str(), prepared.as_str(), false),
        (&prepared, &parts, false),
        (&planned, &series, true),
        ("/dashboard/students", "/dashboard/students", false),
        (&person, &block, false),
        ("/admin/people", "/admin/people", false),
        ("/admin/experiences", "/admin/experiences", false),
        ("/admin/audit", "/admin/audit", false),
        ("/admin/settings", "/admin/settings", false),
    ] {
        refill(&writer.browser, page, action, silent).await;
    }
    let all = encoded();
    for path in [
        format!("/admin/people?role={all}"),
        format!("/admin/invitations?state={all}"),
        format!("/admin/audit?deed={all}&before={all}"),
        format!("/admin/mails?before={all}"),
        format!("/dashboard?offset={all}"),
        format!("/dashboard/progress?series={all}"),
        format!("/dashboard/students/{student}?series={all}"),
    ] {
        visits(&writer.browser, &path).await;
    }
}

#[actix_web::test]
async fn a_hostile_school_name_is_shown_as_text_on_pages_and_in_mails() {
    let writer = Writer::begin().await;
    let guest = Browser::new(&writer.app);
    let page = "/admin/settings";
    for (i, words) in CORPUS.into_iter().enumerate() {
        let form = Form::of(&Page::read(&writer.browser.get(page).await.text), page, page);
        let saved = form.with("school_name", words).send(&writer.browser).await;
        assert!(saved.text.contains("Settings saved."), "{words}: {}", saved.text);
        Page::read(&saved.text).shows(page, [words]);
        Writer::reads_by(&guest, "/signin", [words]).await;
        let email = format!("last-{i}@home.example");
        writer.post("/invite", json!({ "email": email })).await;
        writer.reads_mail(&email, [words]).await;
    }
}
