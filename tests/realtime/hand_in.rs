//! Hand-ins over HTTP and WebSocket, with a real database and storage.

use image::ImageFormat;
use lyceum::{domain::hand_ins::Scanner, web::Door};
use serde_json::{Value, json};

use super::Lesson;
use crate::support::{
    app::{TestApp, settings},
    client::Client,
    files::picture,
    http::{Browser, client},
};

const PDF: &[u8] = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF";

/// Hands in a file; returns the status and the reply or the refusal's code.
async fn hand_in(app: &TestApp, joined: &Value, name: &str, bytes: &[u8]) -> (u16, Value) {
    let resume = joined["resume"].as_str().expect("a resume token");
    let url = format!("{}/api/hand-ins?name={name}", app.url);
    let answer = client().post(url).bearer_auth(resume).body(bytes.to_vec()).send().await.expect("it answers");
    let status = answer.status().as_u16();
    let reply: Value = answer.json().await.expect("JSON");
    (status, if status == 201 { reply } else { reply["error"]["code"].clone() })
}

/// The names in a ZIP's central directory (APPNOTE 4.3.12).
fn names_in(archive: &[u8]) -> Vec<String> {
    let heads = archive.windows(4).enumerate().filter(|(_, window)| window == b"PK\x01\x02");
    let name = |(at, _)| {
        let length = u16::from_le_bytes([archive[at + 28], archive[at + 29]]);
        String::from_utf8_lossy(&archive[at + 46..at + 46 + usize::from(length)]).into_owned()
    };
    heads.map(name).collect()
}

async fn open(lesson: &Lesson) -> Client {
    let mut teacher = lesson.start().await;
    let request = json!({ "title": "Your volcano", "kinds": ["picture", "pdf", "text"] });
    teacher.ask("on.handInOpen", request).await.expect("it is asked");
    teacher
}

#[actix_web::test]
async fn a_guest_hands_in_files_and_the_teacher_shows_and_downloads_them() {
    let lesson = Lesson::planned(json!({ "retention": "keep" })).await;
    let (mut early, waiting) = Client::guest(&lesson.app.url, &lesson.code, "Early").await;
    let mut teacher = open(&lesson).await;
    let (mut maria, joined) = Client::guest(&lesson.app.url, &lesson.code, "Maria").await;
    let cone = picture(40, 30, ImageFormat::Png);
    let (status, made) = hand_in(&lesson.app, &joined, "my%20volcano.png", &cone).await;
    assert_eq!(status, 201, "{made}");
    let told = teacher.hear("on.handInAdd").await[0].clone();
    assert_eq!(
        (&told["username"], &told["kind"], &told["name"]),
        (&json!("Maria"), &json!("picture"), &json!("my volcano.png"))
    );
    assert_eq!(maria.hear("on.handInAdd").await[0]["handInId"], made["handInId"], "the student has it, too");
    let file = client().get(format!("{}{}", lesson.app.url, told["url"].as_str().expect("a path")));
    assert_eq!(file.send().await.expect("it answers").status(), 200);
    assert_eq!(hand_in(&lesson.app, &joined, "plan.pdf", PDF).await.0, 201);
    maria.ask("on.handInText", json!({ "text": "Made of paper" })).await.expect("it is kept");
    for (name, bytes, why) in [
        ("virus.exe", &b"MZ\x90\0"[..], (415, "file_kind_bad")),
        ("pdf.pdf", b"PK\x03\x04", (415, "file_kind_bad")),
        ("page.svg", b"<svg onload=\"alert(1)\"/>", (415, "file_kind_bad")),
        ("film.mp4", b"\0\0\0\x18ftypisom\0\0\x02\0isomiso2", (415, "hand_in_kind_bad")),
        ("empty.png", b"", (400, "upload_empty")),
    ] {
        let refused = hand_in(&lesson.app, &joined, name, bytes).await;
        assert_eq!(refused, (why.0, json!(why.1)), "{name}");
    }
    let large = vec![b'%'; 9_000_000];
    assert_eq!(hand_in(&lesson.app, &joined, "large.pdf", &large).await, (413, json!("upload_too_big")));
    let forged = json!({ "resume": "forged" });
    assert_eq!(hand_in(&lesson.app, &forged, "a.pdf", PDF).await, (403, json!("resume_unknown")));
    early.try_ask("on.participantLeave", json!({})).await;
    assert_eq!(hand_in(&lesson.app, &waiting, "a.pdf", PDF).await, (409, json!("not_joined")), "one who has left");

    teacher.ask("on.handInShow", json!({ "handInId": made["handInId"] })).await.expect("it is there");
    let screen = maria.hear_where("on.screenTurn", |data| !data["screen"].is_null()).await["screen"].clone();
    assert_eq!((&screen["slide"]["kind"], &screen["slide"]["width"]), (&json!("photo"), &json!(40)));

    let zip = format!("{}/api/sessions/{}/hand-ins.zip", lesson.app.url, lesson.id);
    let archive = client().get(&zip).bearer_auth(&lesson.token).send().await.expect("it answers");
    assert_eq!(archive.headers()["content-type"], "application/zip");
    let bytes = archive.bytes().await.expect("all of it");
    assert_eq!(names_in(&bytes), ["Maria - my volcano.png", "Maria - plan.pdf", "Maria - text.txt"]);
    let holds = |content: &[u8]| bytes.windows(content.len()).any(|window| window == content);
    assert!(holds(PDF) && holds(b"Made of paper"), "the files are as they came");
    let other = lesson.app.account("mario", "teacher").await;
    assert_eq!(client().get(&zip).bearer_auth(&other).send().await.expect("it answers").status(), 404);

    teacher.ask("on.sessionTerminate", json!({})).await.expect("it ends");
    assert_eq!(hand_in(&lesson.app, &joined, "late.pdf", PDF).await, (410, json!("lesson_ended")));
    assert_eq!(lesson.app.texts("SELECT kind AS text FROM hand_ins ORDER BY 1"), ["pdf", "picture", "text"], "kept");

    let anna = Browser::of(&lesson.app, "anna").await;
    let page = anna.get(&format!("/dashboard/sessions/{}", lesson.id)).await.text;
    for text in
        ["<h3>Maria</h3>", "alt=\"my volcano.png\"", ">plan.pdf</a>", "Made of paper", "/hand-ins.zip\" download"]
    {
        assert!(page.contains(text), "{text}: {page}");
    }
    let list = anna.get("/dashboard").await.text;
    assert!(list.contains("Who was there · Hand-ins"), "{list}");
}

#[actix_web::test]
async fn what_is_handed_in_takes_the_teachers_space() {
    let lesson = Lesson::planned(json!({})).await;
    let _teacher = open(&lesson).await;
    let (_maria, joined) = Client::guest(&lesson.app.url, &lesson.code, "Maria").await;
    assert_eq!(hand_in(&lesson.app, &joined, "plan.pdf", PDF).await.0, 201);
    // The quota of the tests is 20 MB.
    lesson.app.sql(&format!("UPDATE hand_ins SET size = {}", 20_000_000 - PDF.len()));
    let larger = [PDF, b" "].concat();
    assert_eq!(hand_in(&lesson.app, &joined, "larger.pdf", &larger).await, (409, json!("hand_ins_many")));
    assert_eq!(hand_in(&lesson.app, &joined, "fits.pdf", PDF).await.0, 201, "the last that fits");
}

#[actix_web::test]
async fn what_was_handed_in_goes_with_its_lesson_and_with_its_person() {
    let lesson = Lesson::planned(json!({})).await;
    let mut teacher = open(&lesson).await;
    let token = lesson.app.account("sofia", "student").await;
    let (mut sofia, joined) = Client::join(&lesson.app.url, json!({ "sessionId": lesson.code, "token": token })).await;
    assert_eq!(hand_in(&lesson.app, &joined, "plan.pdf", PDF).await.0, 201);
    sofia.ask("on.handInText", json!({ "text": "Mine" })).await.expect("it is kept");
    let export = lesson.app.get("/users/me/export", Some(&token)).await.1;
    assert_eq!(export["handIns"].as_array().map(Vec::len), Some(2), "{export}");
    let erased = json!({ "password": crate::support::app::PASSWORD });
    assert_eq!(lesson.app.post("/users/me/erase", Some(&token), erased).await.0, 200);
    teacher.hear("on.handInDelete").await;
    assert_eq!(lesson.app.texts("SELECT kind AS text FROM hand_ins"), Vec::<String>::new());
    let (mut ana, _) = Client::guest(&lesson.app.url, &lesson.code, "Ana").await;
    ana.ask("on.handInText", json!({ "text": "Hers" })).await.expect("it is kept");
    teacher.ask("on.sessionTerminate", json!({})).await.expect("it ends");
    assert_eq!(lesson.app.texts("SELECT kind AS text FROM hand_ins"), Vec::<String>::new());
}

#[actix_web::test]
async fn the_operators_scanner_refuses_a_file_and_one_that_does_not_start_refuses_all() {
    let scanned_by = |program: &str, arguments: &[&str]| {
        let arguments = arguments.iter().map(|argument| (*argument).to_owned()).collect();
        let scanner = Some(Scanner { program: program.into(), arguments });
        TestApp::start_with(lyceum::domain::Settings { scanner, ..settings() }, Door::default())
    };
    let infected = [b"%PDF-1.4 ".as_slice(), b"EICAR"].concat();
    // As a scanner does: its answer is how it ends.
    let script = ["-c", "! grep -q EICAR \"$0\""];
    for (app, clean) in [(scanned_by("sh", &script), 201), (scanned_by("/no/such/scanner", &[]), 422)] {
        let lesson = Lesson::planned_on(app, json!({})).await;
        let _teacher = open(&lesson).await;
        let (_maria, joined) = Client::guest(&lesson.app.url, &lesson.code, "Maria").await;
        assert_eq!(hand_in(&lesson.app, &joined, "bad.pdf", &infected).await, (422, json!("file_infected")));
        assert_eq!(hand_in(&lesson.app, &joined, "good.pdf", PDF).await.0, clean);
    }
}
