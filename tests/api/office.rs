//! `/office`: office files become PDFs. A script stands in for LibreOffice; `tests/process/office.rs` has the real one.

use std::{fs, os::unix::fs::PermissionsExt, time::Duration};

use lyceum::{
    clock,
    domain::{Settings, files},
    outbound::office::{OfficeConverter, OfficeLimits},
    web::Door,
    worker,
};
use reqwest::Method;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::support::{
    app::{TestApp, settings},
    files::file,
    http::{Answer, Api},
};

/// The beginning of a presentation, as ZIP programs write it.
const PPTX: &[u8] = b"PK\x03\x04\x14\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\x13\0\0\0[Content_Types].xml<Types/>";

/// The beginning of one of before 2007.
const PPT: &[u8] = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0\0\0\0";

const MINUTE: Duration = Duration::from_secs(60);

/// A school whose converter is this shell script, and its folder.
async fn school(script: &str, time: Duration) -> (TestApp, Api, TempDir) {
    let folder = tempfile::tempdir().expect("a folder");
    let program = folder.path().join("converter");
    fs::write(&program, format!("#!/bin/sh\n{script}\n")).expect("it is ours");
    fs::set_permissions(&program, fs::Permissions::from_mode(0o700)).expect("it is ours");
    let office_limits = OfficeLimits { time, ..OfficeLimits::default() };
    let app = TestApp::start_with(
        Settings { office: OfficeConverter::Program(program), office_limits, ..settings() },
        Door::default(),
    );
    app.teacher("maria").await;
    let maria = Api::of(&app, "maria").await;
    (app, maria, folder)
}

/// Has the jobs done that are due.
async fn work(app: &TestApp, now: clock::Time) {
    worker::run_due_jobs(&app.school, &app.mailer, || now).await.expect("the database answers");
}

async fn bring(api: &Api, name: &str, bytes: &[u8]) -> Answer {
    Answer::of(file(api.request(Method::POST, "/office"), name, bytes)).await
}

/// Brings a file, which must be accepted, has the jobs done, and returns what came of it.
async fn converted(app: &TestApp, api: &Api, name: &str) -> Value {
    let bytes = if name.ends_with(".ppt") { PPT } else { PPTX };
    let answer = bring(api, name, bytes).await;
    assert_eq!(answer.status, 202, "{}", answer.text);
    assert_eq!((&answer.json()["state"], &answer.json()["before"]), (&json!("waiting"), &json!(0)));
    work(app, clock::now()).await;
    let path = format!("/office/{}", answer.json()["id"].as_str().expect("an id"));
    api.get(&path).await.json()
}

#[actix_web::test]
async fn an_office_file_becomes_a_pdf_and_the_original_is_not_kept() {
    let (app, maria, _folder) = school("printf %%PDF-1.7 > $3", Duration::from_secs(60)).await;
    let done = converted(&app, &maria, "Moons of Jupiter.pptx").await;
    assert_eq!((&done["state"], &done["media"]["name"]), (&json!("done"), &json!("Moons of Jupiter.pdf")), "{done}");
    assert_eq!(done["media"]["mime"], "application/pdf");
    let url = done["media"]["url"].as_str().expect("an address");
    assert_eq!(maria.get(url).await.text, "%PDF-1.7");
    assert_eq!(app.texts("SELECT name AS text FROM files"), [url.trim_start_matches("/files/")]);
    let left = app.texts("SELECT coalesce(file, 'none') AS text FROM conversions");
    assert_eq!(left, ["none"]);
    // It is the teacher's as if they had brought it: a lesson takes it.
    let lesson = maria.plan("Moons").await;
    let items = format!("/sessions/{}/items", lesson["id"].as_str().expect("an id"));
    assert_eq!(maria.post(&items, json!({ "media": done["media"]["id"] })).await.status, 201);
    app.teacher("mario").await;
    let path = format!("/office/{}", done["id"].as_str().expect("an id"));
    assert_eq!(Api::of(&app, "mario").await.get(&path).await.refusal(), "conversion_unknown");
}

#[actix_web::test]
async fn an_old_presentation_is_read_as_one() {
    // The converter is told the filter for the format, so that LibreOffice does not guess.
    let (app, maria, folder) = school("echo $1 > ${0%/*}/asked; printf %%PDF-1.7 > $3", MINUTE).await;
    let done = converted(&app, &maria, "Moons.ppt").await;
    assert_eq!((&done["state"], &done["media"]["name"]), (&json!("done"), &json!("Moons.pdf")), "{done}");
    let asked = fs::read_to_string(folder.path().join("asked")).expect("it was called");
    assert_eq!(asked, "ppt\n");
    let (app, maria, _folder) = school("exit 3", MINUTE).await;
    let failed = converted(&app, &maria, "Moons.ppt").await;
    assert_eq!((&failed["state"], &failed["error"]["code"]), (&json!("failed"), &json!("office_failed")));
}

#[actix_web::test]
async fn a_conversion_that_fails_says_why_and_leaves_nothing() {
    for (script, time, code) in [
        ("exec sleep 600", 100, "office_slow"),
        ("exit 3", 60_000, "office_failed"),
        ("kill -SEGV $$", 60_000, "office_failed"),
        ("printf hello > $3", 60_000, "office_failed"),
        ("printf %%PDF-1.7 > $3; head -c 9000000 /dev/zero >> $3", 60_000, "upload_too_big"),
    ] {
        let (app, maria, _folder) = school(script, Duration::from_millis(time)).await;
        let failed = converted(&app, &maria, "Moons.pptx").await;
        assert_eq!((&failed["state"], &failed["error"]["code"]), (&json!("failed"), &json!(code)), "{script}");
        assert!(app.texts("SELECT name AS text FROM files").is_empty(), "{script}");
        assert!(app.texts("SELECT name AS text FROM uploads").is_empty(), "{script}");
        let jobs = app.texts("SELECT state AS text FROM jobs WHERE kind = 'convert_office'");
        assert_eq!(jobs, ["done"], "it is not tried again");
    }
}

#[actix_web::test]
async fn a_file_that_is_not_what_its_name_says_is_refused_before_anything_reads_it() {
    let (app, maria, _folder) = school("printf %%PDF-1.7 > $3", Duration::from_secs(60)).await;
    for (name, bytes, code) in [
        ("Moons.pptx", b"MZ\x90".as_slice(), "office_bad"),
        ("Moons.pptx", b"%PDF-1.7", "office_bad"),
        ("Moons.odp", PPTX, "office_bad"),
        ("Moons.pptm", PPTX, "office_bad"),
        ("Moons.ppt", PPTX, "office_bad"),
        ("Moons.ppt", b"MZ\x90", "office_bad"),
        ("Moons.pptx", PPT, "office_bad"),
        ("Moons.zip", PPTX, "office_bad"),
        ("Moons.pptx", b"", "upload_empty"),
    ] {
        assert_eq!(bring(&maria, name, bytes).await.refusal(), code, "{name}");
    }
    assert!(app.texts("SELECT kind AS text FROM jobs").is_empty());
    // The other door takes no office files.
    let answer = Answer::of(file(maria.request(Method::POST, "/upload"), "Moons.pptx", PPTX)).await;
    assert_eq!(answer.refusal(), "file_kind_bad");
}

#[actix_web::test]
async fn without_libreoffice_an_office_file_is_refused_with_the_reason() {
    let app = TestApp::start();
    app.teacher("maria").await;
    let maria = Api::of(&app, "maria").await;
    let answer = bring(&maria, "Moons.pptx", PPTX).await;
    assert_eq!((answer.status.as_u16(), answer.refusal().as_str()), (415, "office_missing"));
    assert!(answer.json()["message"].as_str().is_some_and(|words| words.contains("Save it as PDF")));
}

#[actix_web::test]
async fn three_files_of_one_person_wait_one_after_the_other() {
    let (app, maria, _folder) = school("printf %%PDF-1.7 > $3", Duration::from_secs(60)).await;
    let mut waiting = Vec::new();
    for before in 0..3 {
        let answer = bring(&maria, &format!("{before}.pptx"), PPTX).await;
        assert_eq!(answer.json()["before"], before, "{}", answer.text);
        waiting.push(format!("/office/{}", answer.json()["id"].as_str().expect("an id")));
    }
    assert_eq!(bring(&maria, "4.pptx", PPTX).await.refusal(), "busy");
    // What waits is not tidied away.
    let soon = clock::now() + chrono::Duration::hours(2);
    files::remove_unused(&app.school, soon).await.expect("it is tidied");
    work(&app, clock::now()).await;
    for path in &waiting {
        assert_eq!(maria.get(path).await.json()["state"], "done");
    }
    // A day later nobody asks any more.
    work(&app, clock::now() + chrono::Duration::hours(25)).await;
    assert!(app.texts("SELECT id::text AS text FROM conversions").is_empty());
}
