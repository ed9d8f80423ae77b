//! The mails of a school without a mail server: they are stored as files, and administrators read them.

use std::sync::Arc;

use lyceum::{
    access::Role,
    clock,
    domain::Settings,
    outbound::{Mailer, mail::Directory},
    web::Door,
    worker,
};
use serde_json::json;

use crate::support::{
    app::{TestApp, settings},
    http::{Api, Browser},
};

const PAGE: &str = "/admin/mails";

/// A school that stores its mails in this folder.
async fn school(folder: &tempfile::TempDir) -> (TestApp, Arc<Mailer>) {
    let mail_folder = Some(folder.path().to_owned());
    let app = TestApp::start_with(Settings { mail_folder, ..settings() }, Door::default());
    let from = "Lyceum <lyceum@school.example>".parse().expect("a mailbox");
    let mailer = Directory::open(folder.path().to_owned(), from).map(Mailer::Directory).expect("the test owns it");
    app.person("head", Role::Administrator).await;
    (app, Arc::new(mailer))
}

async fn forgets(app: &TestApp, mailer: &Arc<Mailer>, username: &str) {
    let asked = Api::public(app).post("/auth/forgot-password", json!({ "id": username })).await;
    assert_eq!(asked.status, 200, "{}", asked.text);
    worker::run_due_jobs(&app.school, mailer, clock::now).await.expect("the database answers");
}

/// The path of the latest mail's page, from the list.
fn latest(list: &str) -> String {
    let (_, rest) = list.split_once("href=\"/admin/mails/sent/").expect("a mail is listed");
    format!("{PAGE}/sent/{}", rest.split('"').next().expect("it ends"))
}

#[actix_web::test]
async fn only_administrators_read_sent_mails_and_reading_is_recorded() {
    let folder = tempfile::tempdir().expect("a temporary directory");
    let (app, mailer) = school(&folder).await;
    app.teacher("maria").await;
    let (head, maria) = (Browser::of(&app, "head").await, Browser::of(&app, "maria").await);
    assert!(head.get(PAGE).await.text.contains("No emails have been sent yet."));
    app.sql("UPDATE people SET name = 'Maria <b>Rossi</b>' WHERE username = 'maria'");
    forgets(&app, &mailer, "maria").await;
    let list = head.get(PAGE).await.text;
    assert!(list.contains("This is for testing only."), "{list}");
    assert!(list.contains("Choose a new password") && list.contains("maria@school.example"), "{list}");
    assert!(!list.contains("<b>Rossi") && !list.contains("/reset-password/"), "{list}");

    let page = latest(&list);
    let read = head.get(&page).await;
    assert_eq!(read.status, 200, "{}", read.text);
    let (_, link) =
        read.text.split_once("<a href=\"https:&#x2f;&#x2f;school.example&#x2f;reset-password&#x2f;").expect("a link");
    let token = &link[..32];
    assert!(read.text.contains(" sandbox src=") && read.text.contains("This is for testing only."), "{}", read.text);
    let framed = head.get(&format!("{page}/html")).await;
    assert!(framed.text.contains(&format!("https://school.example/reset-password/{token}")), "{}", framed.text);
    let policy = framed.header("content-security-policy");
    assert!(policy.contains("default-src 'none'") && policy.ends_with("; sandbox"), "{policy}");
    assert!(policy.contains("frame-ancestors 'self'") && !policy.contains("script"), "{policy}");
    assert_eq!((framed.header("x-frame-options"), framed.header("cache-control")), ("SAMEORIGIN", "no-store"));
    assert_eq!(read.header("x-frame-options"), "DENY");
    // Reading it several times counts as one look.
    let looks =
        |app: &TestApp| app.trail().iter().filter(|line| line.contains("mail-read")).cloned().collect::<Vec<_>>();
    assert_eq!(looks(&app), ["Head | mail-read | maria@school.example"]);

    for path in [PAGE.to_owned(), page.clone(), format!("{page}/html")] {
        assert_eq!(maria.get(&path).await.status, 403, "{path}");
        assert!(Browser::new(&app).get(&path).await.redirect_target().starts_with("/signin"), "{path}");
    }
    assert_eq!(looks(&app).len(), 1, "who may not read has not");
}

#[actix_web::test]
async fn a_mail_that_failed_is_listed_with_its_address_and_the_reason() {
    let folder = tempfile::tempdir().expect("a temporary directory");
    let (app, mailer) = school(&folder).await;
    let maria = app.teacher("maria").await;
    // An address from before the mailer's rules counted at the door.
    app.sql("UPDATE people SET email = 'a..b@docomo.ne.example' WHERE username = 'maria'");
    for who in ["maria", "a..b@docomo.ne.example", &maria.to_string()] {
        forgets(&app, &mailer, who).await;
    }
    let head = Browser::of(&app, "head").await;
    Api::of(&app, "head").await.post("/invite", json!({ "email": "friend@school.example" })).await;
    let list = head.get(PAGE).await.text;
    assert_eq!(list.matches("<span>a..b@docomo.ne.example</span>").count(), 3, "{list}");
    assert!(list.contains("The part before the @ has a character that it cannot have"), "{list}");
    assert!(list.contains("<span>friend@school.example</span>"), "{list}");
}

#[actix_web::test]
async fn no_path_leads_out_of_the_mail_folder() {
    let folder = tempfile::tempdir().expect("a temporary directory");
    let (app, mailer) = school(&folder).await;
    forgets(&app, &mailer, "head").await;
    let inner = folder.path().join("inner");
    std::fs::create_dir(&inner).expect("the test owns it");
    std::fs::write(folder.path().join("secret.key"), "not for anybody").expect("the test owns it");
    std::fs::write(folder.path().join("secret.eml"), "Subject: not for anybody\r\n\r\nnor this")
        .expect("the test owns it");
    let head = Browser::of(&app, "head").await;
    let list = head.get(PAGE).await.text;
    assert!(!list.contains("not for anybody"), "{list}");
    let id = latest(&list).rsplit('/').next().expect("an id").to_owned();
    for path in [
        "secret",
        "secret.eml",
        "..%2fsecret",
        "..%2f..%2fetc%2fpasswd",
        "%2e%2e%2fsecret.key",
        "%00",
        "inner",
        "nonsense",
    ]
    .map(str::to_owned)
    .into_iter()
    .chain([format!("inner%2f..%2f{id}"), format!("{id}.eml"), "01a1f7aa-a99e-76a1-87aa-e33b999bfa2c".to_owned()])
    {
        for end in ["", "/html"] {
            let answer = head.get(&format!("{PAGE}/sent/{path}{end}")).await;
            assert_eq!(answer.status, 404, "{path}{end}: {}", answer.text);
        }
    }
}

#[actix_web::test]
async fn many_mails_are_listed_page_by_page_and_erased_people_are_in_none() {
    let folder = tempfile::tempdir().expect("a temporary directory");
    let (app, mailer) = school(&folder).await;
    for number in 0..55 {
        app.teacher(&format!("teacher{number:02}")).await;
    }
    let api = Api::of(&app, "head").await;
    let ids = app.texts("SELECT id::text AS text FROM people WHERE role = 'teacher' ORDER BY username");
    for id in &ids {
        assert_eq!(api.post(&format!("/people/{id}/reset-access"), json!({})).await.status, 200);
        worker::run_due_jobs(&app.school, &mailer, clock::now).await.expect("the database answers");
    }
    let head = Browser::of(&app, "head").await;
    let numbers = |text: &str| {
        let parts = text.split("&lt;teacher").skip(1);
        parts.filter_map(|rest| rest.get(..2)?.parse::<u32>().ok()).collect::<Vec<_>>()
    };
    let first = head.get(PAGE).await.text;
    assert_eq!(numbers(&first), (5..55).rev().collect::<Vec<_>>(), "{first}");
    let (_, rest) = first.split_once("?before=").expect("there are more");
    let second = head.get(&format!("{PAGE}?before={}", rest.split('"').next().expect("it ends"))).await.text;
    assert_eq!(numbers(&second), [4, 3, 2, 1, 0], "{second}");
    assert_eq!(head.get(&format!("{PAGE}?before=nonsense")).await.status, 200);

    assert!(api.delete(&format!("/people/{}", ids[54])).await.status.is_success());
    worker::run_due_jobs(&app.school, &mailer, clock::now).await.expect("the database answers");
    assert!(!head.get(PAGE).await.text.contains("teacher54"));
}

#[actix_web::test]
async fn with_a_mail_server_there_are_no_stored_mails() {
    let app = TestApp::start();
    app.person("head", Role::Administrator).await;
    let head = Browser::of(&app, "head").await;
    let page = head.get(PAGE).await.text;
    assert!(page.contains("are on the mail server") && !page.contains("This is for testing only."), "{page}");
    assert_eq!(head.get(&format!("{PAGE}/sent/01a1f7aa-a99e-76a1-87aa-e33b999bfa2c")).await.status, 404);
}
