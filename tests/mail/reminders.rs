//! Reminders before lessons: to the students who are expected, once, and not to those who have ended them.

use std::sync::Arc;

use chrono::Duration;
use lyceum::{
    access::Role,
    clock::{self, Time},
    config::Encryption,
    outbound::Mail,
    worker,
};
use reqwest::Method;
use serde_json::{Value, json};

use super::mailer;
use crate::support::{
    app::TestApp,
    http::{Answer, Api, Browser},
    mail_server::MailServer,
};

/// A teacher with one student of her own, and a lesson in two days.
struct School {
    app: TestApp,
    maria: Api,
    session: String,
    starts: Time,
}

impl School {
    async fn start() -> Self {
        let app = TestApp::start();
        let maria = app.teacher("maria").await;
        let sofia = app.person("sofia", Role::Student).await;
        app.person("other", Role::Student).await;
        app.sql(&format!("INSERT INTO students (teacher_id, student_id, since) VALUES ('{maria}', '{sofia}', now())"));
        let maria = Api::of(&app, "maria").await;
        let starts = clock::now() + Duration::days(2);
        let new = json!({ "sessionTitle": "Bones", "dateTimeOfSession": starts.to_rfc3339() });
        let planned = maria.post("/sessions", new).await;
        assert_eq!(planned.status, 201, "{}", planned.text);
        let session = planned.json()["id"].as_str().expect("an id").to_owned();
        let starts = app.texts(
            "SELECT to_char(starts_at AT TIME ZONE 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.US\"Z\"') AS text FROM sessions",
        );
        let starts = starts[0].parse().expect("a time");
        Self { app, maria, session, starts }
    }

    fn before(&self, minutes: i64) -> Time {
        self.starts - Duration::minutes(minutes)
    }

    async fn mails_before(&self, minutes: i64) -> Vec<Mail> {
        self.app.mails_at(self.before(minutes)).await
    }
}

/// The token of the link that ends reminders.
fn unsubscribe_path(mail: &Mail) -> String {
    let link = mail.written.unsubscribe.as_deref().expect("a link");
    link.strip_prefix("https://school.example").expect("our address").to_owned()
}

#[actix_web::test]
async fn own_students_are_reminded_a_day_and_fifteen_minutes_before() {
    let school = School::start().await;
    assert!(school.mails_before(24 * 60 + 1).await.is_empty(), "it is not time yet");
    let sent = school.mails_before(24 * 60).await;
    let to: Vec<_> = sent.iter().map(|mail| mail.address.as_str()).collect();
    assert_eq!(to, ["sofia@school.example"]);
    assert!(sent[0].written.subject.starts_with("Bones: "), "{}", sent[0].written.subject);
    let code = school.app.texts("SELECT code AS text FROM sessions").remove(0);
    assert!(
        sent[0].written.text.contains(&format!("https://school.example/join/{code}\n")),
        "{}",
        sent[0].written.text
    );
    assert!(sent[0].written.text.contains("Maria") && sent[0].written.text.contains("Europe/Athens"));
    assert_eq!(school.mails_before(16).await.len(), 1);
    assert_eq!(school.mails_before(15).await.len(), 2);
    assert_eq!(school.mails_before(1).await.len(), 2, "each is sent once");
    assert_eq!(school.mails_before(-1).await.len(), 2);
}

#[actix_web::test]
async fn two_workers_send_a_reminder_once_and_with_the_headers_of_one_click() {
    let school = School::start().await;
    let mut server = MailServer::open();
    let mailer = Arc::new(mailer(&server.settings(Encryption::None)));
    let now = school.before(24 * 60);
    let works = (0..4).map(|_| worker::run_due_jobs(&school.app.school, &mailer, move || now));
    for done in futures_util::future::join_all(works).await {
        done.expect("the database answers");
    }
    // Another node, after a restart.
    let node = school.app.second_node();
    worker::run_due_jobs(&node.school, &mailer, || now).await.expect("the database answers");
    assert_eq!(school.app.texts("SELECT concat_ws(' ', kind, state) AS text FROM jobs"), ["reminder done"]);
    let got: Value = server.next();
    assert_eq!(got["to"], json!(["sofia@school.example"]));
    let text = got["text"].as_str().expect("text").replace("\r\n ", " ");
    assert!(text.contains("List-Unsubscribe: <https://school.example/unsubscribe/"), "{text}");
    assert!(text.contains("List-Unsubscribe-Post: List-Unsubscribe=One-Click"), "{text}");
}

#[actix_web::test]
async fn a_deleted_or_moved_lesson_has_no_reminder() {
    let school = School::start().await;
    // Queued, and moved before it is sent.
    let queue = |now: Time| {
        let queue = move |connection: &mut diesel::PgConnection| lyceum::domain::reminders::queue_due(connection, now);
        school.app.pool.run_blocking(queue).expect("the database answers");
    };
    queue(school.before(24 * 60));
    school.app.sql("UPDATE sessions SET starts_at = starts_at + interval '3 days'");
    assert!(school.mails_before(24 * 60).await.is_empty(), "it was moved");
    assert_eq!(school.mails_before(-2 * 24 * 60).await.len(), 1, "a day before the new time");
    queue(school.starts + Duration::days(3) - Duration::minutes(15));
    let path = format!("/sessions/{}", school.session);
    // The worker has ended her login of some days ago.
    let maria = Api::of(&school.app, "maria").await;
    assert!(maria.delete(&path).await.status.is_success());
    assert_eq!(school.mails_before(-3 * 24 * 60 + 14).await.len(), 1, "it was deleted");
    assert_eq!(school.app.texts("SELECT state AS text FROM jobs GROUP BY state"), ["done"]);
}

#[actix_web::test]
async fn one_click_without_signing_in_ends_reminders() {
    let school = School::start().await;
    let sent = school.mails_before(24 * 60).await;
    let path = unsubscribe_path(&sent[0]);
    let api = Api::public(&school.app);
    let page = api.get(&path).await;
    assert!(page.status == 200 && page.text.contains("No more reminders?"), "{}", page.text);
    assert_eq!(
        school.app.texts("SELECT person_id::text AS text FROM reminder_choices"),
        [""; 0],
        "a scanner ends nothing"
    );
    // As a mail program sends it (RFC 8058, 3.2).
    let click = api.request(Method::POST, &path).header("content-type", "application/x-www-form-urlencoded");
    let answer = Answer::of(click.body("List-Unsubscribe=One-Click")).await;
    assert!(answer.status == 200 && answer.text.contains("Reminders have ended"), "{}", answer.text);
    assert_eq!(school.mails_before(15).await.len(), 1, "no other follows");
    let wrong = format!("/unsubscribe/{}", "0".repeat(32));
    assert_eq!(api.request(Method::POST, &wrong).send().await.expect("an answer").status(), 410);
    // The profile turns them on again.
    let sofia = Browser::of(&school.app, "sofia").await;
    let saved = sofia.send("/profile", "/profile/reminders", &[("by_mail", "on")]).await;
    assert_eq!(saved.redirect_target(), "/profile");
    assert_eq!(school.mails_before(14).await.len(), 2);
}

#[actix_web::test]
async fn a_lesson_for_a_group_reminds_the_accounts_of_its_students_at_the_teachers_times() {
    let school = School::start().await;
    let group = school.maria.post("/groups", json!({ "name": "6A", "students": "Other" })).await.json();
    let group = group["id"].as_str().expect("an id");
    school.app.sql("UPDATE group_students SET person_id = (SELECT id FROM people WHERE username = 'other')");
    school
        .app
        .sql(&format!("INSERT INTO session_groups (session_id, group_id) VALUES ('{}', '{group}')", school.session));
    let maria = Browser::of(&school.app, "maria").await;
    maria.send("/profile", "/profile/reminders", &[("by_mail", "on"), ("hour", "on")]).await;
    assert!(school.mails_before(61).await.is_empty());
    let sent = school.mails_before(60).await;
    let to: Vec<_> = sent.iter().map(|mail| mail.address.as_str()).collect();
    assert_eq!(to, ["other@school.example"]);
    assert_eq!(school.mails_before(10).await.len(), 1);
}
