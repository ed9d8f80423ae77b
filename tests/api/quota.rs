//! The total size of a teacher's uploads, and what remains of a refused one.

use std::path::Path;

use futures_util::future::join_all;
use image::{DynamicImage, Rgb, RgbImage, codecs::jpeg::JpegEncoder};
use lyceum::{
    domain::Settings,
    outbound::{Storage, storage::FileName},
    web::Door,
};
use reqwest::Method;
use serde_json::json;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

use crate::support::{
    app::{TestApp, settings},
    files::{file, film, form},
    http::{Answer, Api, Browser, form_token},
    program::eventually,
    timeouts::within,
};

/// A school that stores its files in this folder: a file may have 8 MB, and a teacher's files 20 MB together.
async fn school(folder: &Path) -> (TestApp, Api) {
    let storage = Storage::folder(folder).expect("the test owns it");
    let app = TestApp::start_with(Settings { storage, ..settings() }, Door::default());
    app.teacher("maria").await;
    let maria = Api::of(&app, "maria").await;
    (app, maria)
}

/// All files in the folder, including those that are still arriving.
fn files_in(folder: &Path) -> Vec<String> {
    let mut names = Vec::new();
    for entry in std::fs::read_dir(folder).expect("the test owns it").map(|entry| entry.expect("an entry")) {
        let name = entry.file_name().into_string().expect("it is ASCII");
        if entry.path().is_dir() {
            names.extend(files_in(&entry.path()).into_iter().map(|inner| format!("{name}/{inner}")));
        } else {
            names.push(name);
        }
    }
    names.sort();
    names
}

async fn upload(api: &Api, name: &str, bytes: &[u8]) -> Answer {
    Answer::of(file(api.request(Method::POST, "/upload"), name, bytes)).await
}

/// A noisy image in low quality: encoded again, it takes several times as much.
fn rough(side: u32) -> Vec<u8> {
    let mut state = 7_u32;
    let mut next = || {
        state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (state >> 24) as u8
    };
    let picture = DynamicImage::ImageRgb8(RgbImage::from_fn(side, side, |_, _| Rgb([next(), next(), next()])));
    let mut bytes = Vec::new();
    picture.write_with_encoder(JpegEncoder::new_with_quality(&mut bytes, 5)).expect("an image can be encoded");
    bytes
}

#[actix_web::test]
async fn an_upload_beyond_the_quota_leaves_no_file_behind() {
    let folder = tempfile::tempdir().expect("a folder");
    let (app, maria) = school(folder.path()).await;
    for size in [7_900_000, 7_900_000 - 1, 3_900_000] {
        assert_eq!(upload(&maria, "film.mp4", &film(size)).await.status, 201);
    }
    let before = files_in(folder.path());
    assert_eq!(before.len(), 3);
    // The image fits as it is uploaded, but not as it is encoded again.
    let picture = rough(1200);
    assert!(picture.len() < 250_000, "{}", picture.len());
    assert_eq!(upload(&maria, "rough.jpg", &picture).await.refusal(), "quota_full");
    // This one does not fit from the start.
    assert_eq!(upload(&maria, "film.mp4", &film(400_000)).await.refusal(), "quota_full");
    assert_eq!(files_in(folder.path()), before);
    assert_eq!(app.texts("SELECT name AS text FROM files ORDER BY name"), before);
    assert_eq!(app.texts("SELECT count(*)::text AS text FROM uploads"), ["3"]);
}

/// An upload request for this file, as bytes on the wire.
fn on_the_wire(api: &Api, bytes: &[u8]) -> Vec<u8> {
    let request = file(api.request(Method::POST, "/upload"), "film.mp4", bytes).build().expect("a request");
    let body = request.body().and_then(|body| body.as_bytes()).expect("it is in memory");
    let mut wire = format!("POST /upload HTTP/1.1\r\nhost: lyceum\r\ncontent-length: {}\r\n", body.len()).into_bytes();
    for (name, value) in request.headers() {
        wire.extend([name.as_str().as_bytes(), b": ", value.as_bytes(), b"\r\n"].concat());
    }
    wire.extend(b"connection: close\r\n\r\n");
    wire.extend(body);
    wire
}

#[actix_web::test]
async fn uploads_at_the_same_time_do_not_exceed_the_quota_together() {
    let folder = tempfile::tempdir().expect("a folder");
    let (app, maria) = school(folder.path()).await;
    let address = app.url.strip_prefix("http://").expect("plain HTTP").to_owned();
    let half = 3_000_000;
    let mut coming = Vec::new();
    for size in [7_900_000, 7_900_001, 7_900_002] {
        let wire = on_the_wire(&maria, &film(size));
        let mut stream = TcpStream::connect(&address).await.expect("the server listens");
        stream.write_all(&wire[..half]).await.expect("it takes the first half");
        coming.push((stream, wire));
    }
    // Now each has been checked against the quota, and each fitted.
    let arriving = || files_in(folder.path()).iter().filter(|name| name.starts_with("arriving/")).count();
    eventually("three that come in", || (arriving() == 3).then_some(()));
    let rest = coming.into_iter().map(|(mut stream, wire)| async move {
        stream.write_all(&wire[half..]).await.expect("it takes the rest");
        let mut answer = String::new();
        within("an answer", stream.read_to_string(&mut answer)).await.expect("it answers");
        answer.split(' ').nth(1).expect("a status").to_owned()
    });
    let mut answers = join_all(rest).await;
    answers.sort();
    assert_eq!(answers, ["201", "201", "409"]);
    assert_eq!(
        files_in(folder.path()),
        app.texts("SELECT file AS text FROM uploads ORDER BY file"),
        "and no third one"
    );
    let used = app.texts("SELECT sum(size)::text AS text FROM uploads").remove(0);
    assert!(used.parse::<u64>().expect("a number") <= 20_000_000, "{used}");
}

#[actix_web::test]
async fn slow_pictures_of_some_people_hold_up_nobody_else() {
    let folder = tempfile::tempdir().expect("a folder");
    let (app, maria) = school(folder.path()).await;
    app.teacher("ben").await;
    app.teacher("zoe").await;
    let address = app.url.strip_prefix("http://").expect("plain HTTP").to_owned();
    let (picture, mut slow) = (rough(900), Vec::new());
    for teacher in [maria, Api::of(&app, "ben").await] {
        for _ in 0..3 {
            let wire = on_the_wire(&teacher, &picture);
            let mut stream = TcpStream::connect(&address).await.expect("the server listens");
            stream.write_all(&wire[..wire.len() / 2]).await.expect("it takes the first half");
            slow.push((stream, wire));
        }
    }
    let arriving = || files_in(folder.path()).iter().filter(|name| name.starts_with("arriving/")).count();
    eventually("six that come in", || (arriving() == 6).then_some(()));
    let zoe = Api::of(&app, "zoe").await;
    assert_eq!(within("her picture", upload(&zoe, "photo.jpg", &picture)).await.status, 201);
    for (mut stream, wire) in slow {
        stream.write_all(&wire[wire.len() / 2..]).await.expect("it takes the rest");
        let mut answer = String::new();
        within("an answer", stream.read_to_string(&mut answer)).await.expect("it answers");
        assert!(answer.starts_with("HTTP/1.1 201"), "{answer}");
    }
    assert!(files_in(folder.path()).iter().all(|name| !name.starts_with("arriving/")), "nothing is left of them");
}

#[actix_web::test]
async fn files_of_a_refused_request_do_not_count_towards_the_quota() {
    let folder = tempfile::tempdir().expect("a folder");
    let (app, maria) = school(folder.path()).await;
    let counted = || app.texts("SELECT name AS text FROM uploads");
    let (first, script) = (film(6000), b"<script>alert(1)</script>");
    let request = maria.request(Method::POST, "/upload");
    let refused = Answer::of(form(request, &[], &[("first.mp4", &first), ("script.mp4", script)])).await;
    assert_eq!(refused.refusal(), "file_kind_bad");
    assert!(counted().is_empty(), "{:?}", counted());

    let texts: Vec<_> = (0..100).map(|_| json!({ "kind": "text", "text": "Lava" })).collect();
    let made = maria.post("/experiences", json!({ "Title": "Volcanoes", "content": texts })).await.json();
    let browser = Browser::of(&app, "maria").await;
    let page = format!("/dashboard/experiences/{}", made["id"].as_str().expect("an id"));
    let token = form_token(&browser.get(&page).await.text).expect("a form");
    browser.upload(&format!("{page}/files"), &token, "first.mp4", &first).await.redirect_target();
    assert!(browser.get(&page).await.text.contains("A material can have at most 100 items."));
    assert!(counted().is_empty(), "{:?}", counted());
    assert_eq!(upload(&maria, "first.mp4", &first).await.status, 201, "it may come again");
}

#[actix_web::test]
async fn files_that_the_storage_fails_to_keep_do_not_count_towards_the_quota() {
    let folder = tempfile::tempdir().expect("a folder");
    let (app, maria) = school(folder.path()).await;
    let bytes = film(5000);
    // A folder is in the way of the file.
    let name = FileName::of(&bytes, "mp4");
    let in_the_way = folder.path().join(name.as_str()).join("in the way");
    std::fs::create_dir_all(&in_the_way).expect("the test owns it");
    let answer = upload(&maria, "film.mp4", &bytes).await;
    assert_eq!(answer.status, 503, "{}", answer.text);
    assert!(app.texts("SELECT name AS text FROM uploads").is_empty());
    std::fs::remove_dir_all(folder.path().join(name.as_str())).expect("the test owns it");
    let brought = upload(&maria, "film.mp4", &bytes).await;
    assert_eq!(brought.status, 201, "{}", brought.text);
    assert_eq!(brought.json()[0]["url"], json!(format!("/files/{}", name.as_str())));
}
