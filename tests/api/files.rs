//! `POST /upload`, and `/files`, where browsers load uploads.

use image::ImageFormat;
use lyceum::{
    access::Role,
    clock,
    domain::{Settings, files},
    outbound::Storage,
    web::Door,
};
use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{
    app::{TestApp, settings},
    decompression_bombs,
    files::{file, film, film_of, form, picture},
    http::{Answer, Api},
    s3_server::S3Server,
};

async fn upload(api: &Api, name: &str, bytes: &[u8]) -> Answer {
    Answer::of(file(api.request(Method::POST, "/upload"), name, bytes)).await
}

/// Uploads a file, which must be accepted.
async fn uploaded(api: &Api, name: &str, bytes: &[u8]) -> Value {
    let answer = upload(api, name, bytes).await;
    assert_eq!(answer.status, 201, "{}", answer.text);
    answer.json()[0].clone()
}

async fn school() -> (TestApp, Api) {
    let app = TestApp::start();
    app.teacher("maria").await;
    let maria = Api::of(&app, "maria").await;
    (app, maria)
}

#[actix_web::test]
async fn an_uploaded_image_has_the_designs_fields_and_can_be_loaded() {
    let (app, maria) = school().await;
    let photo = picture(1200, 800, ImageFormat::Jpeg);
    let request = maria.request(Method::POST, "/api/upload");
    let fields = [("alternativeText", "A gradient"), ("caption", "Dawn")];
    let answer = Answer::of(form(request, &fields, &[("../Dawn.jpg", &photo)])).await;
    assert_eq!(answer.status, 201, "{}", answer.text);
    let media = &answer.json()[0];
    for (field, value) in [
        ("name", json!("Dawn.jpg")),
        ("alternativeText", json!("A gradient")),
        ("caption", json!("Dawn")),
        ("width", json!(1200)),
        ("height", json!(800)),
        ("ext", json!(".jpg")),
        ("mime", json!("image/jpeg")),
        ("provider_metadata", json!({})),
        ("related", json!([])),
    ] {
        assert_eq!(media[field], value, "{field}");
    }
    assert_eq!(media["created_by"], media["updated_by"]);
    assert_eq!(
        (&media["formats"]["thumbnail"]["width"], &media["formats"]["thumbnail"]["height"]),
        (&json!(400), &json!(267))
    );
    let url = media["url"].as_str().expect("an address");
    assert_eq!(url, format!("/files/{}.jpg", media["hash"].as_str().expect("a hash")));
    let public = Api::public(&app);
    for url in [url, media["formats"]["thumbnail"]["url"].as_str().expect("an address")] {
        let response = public.request(Method::GET, url).send().await.expect("the server answers");
        assert_eq!(response.status(), 200);
        assert_eq!(response.headers()["content-type"], "image/jpeg");
        let bytes = response.bytes().await.expect("a file");
        image::load_from_memory(&bytes).expect("it is an image");
    }
}

#[actix_web::test]
async fn files_support_ranges_and_caching_and_never_run() {
    let (app, maria) = school().await;
    let media = uploaded(&maria, "film.mp4", &film(10_000)).await;
    assert_eq!((&media["mime"], &media["width"], &media["formats"]), (&json!("video/mp4"), &Value::Null, &json!({})));
    let url = media["url"].as_str().expect("an address").to_owned();
    let public = Api::public(&app);
    let get = |headers: &[(&'static str, String)]| {
        let request =
            headers.iter().fold(public.request(Method::GET, &url), |all, (name, value)| all.header(*name, value));
        async move { request.send().await.expect("the server answers") }
    };
    let whole = get(&[]).await;
    for (name, value) in [
        ("content-length", "10000"),
        ("accept-ranges", "bytes"),
        ("x-content-type-options", "nosniff"),
        ("content-disposition", "inline"),
        ("cache-control", "private, max-age=31536000, immutable"),
    ] {
        assert_eq!(whole.headers()[name], value, "{name}");
    }
    let policy = whole.headers()["content-security-policy"].to_str().expect("it is ASCII");
    assert!(policy.contains("default-src 'none'") && policy.ends_with("sandbox"), "{policy}");
    let tag = whole.headers()["etag"].to_str().expect("it is ASCII").to_owned();
    assert_eq!(whole.bytes().await.expect("a file"), film(10_000));
    assert_eq!(get(&[("if-none-match", tag.clone())]).await.status(), 304);
    for (range, told, part) in [
        ("bytes=0-3", "bytes 0-3/10000", 0..4),
        ("bytes=4-", "bytes 4-9999/10000", 4..10_000),
        ("bytes=-5", "bytes 9995-9999/10000", 9995..10_000),
        ("bytes=9990-20000", "bytes 9990-9999/10000", 9990..10_000),
    ] {
        let answer = get(&[("range", range.to_owned()), ("if-range", tag.clone())]).await;
        assert_eq!(answer.status(), 206, "{range}");
        assert_eq!(answer.headers()["content-range"], told, "{range}");
        assert_eq!(answer.bytes().await.expect("a part"), film(10_000)[part], "{range}");
    }
    let beyond = get(&[("range", "bytes=10000-".to_owned())]).await;
    assert_eq!(beyond.status(), 416);
    assert_eq!(beyond.headers()["content-range"], "bytes */10000");
    let other = get(&[("range", "bytes=0-3".to_owned()), ("if-range", "\"another\"".to_owned())]).await;
    assert_eq!(other.status(), 200);
    let pdf = uploaded(&maria, "slides.pdf", b"%PDF-1.7\n<script>alert(1)</script>").await;
    let answer = public.get(pdf["url"].as_str().expect("an address")).await;
    assert_eq!(
        (answer.header("content-type"), answer.header("content-disposition")),
        ("application/pdf", "attachment")
    );
}

#[actix_web::test]
async fn no_path_leads_out_of_the_storage() {
    let app = TestApp::start();
    let public = Api::public(&app);
    let hash = "a".repeat(64);
    for path in [
        "/files/".to_owned(),
        "/files/..%2f..%2fetc%2fpasswd".to_owned(),
        format!("/files/{hash}"),
        format!("/files/{hash}.html"),
        format!("/files/{hash}.jpg"),
        format!("/files/{hash}.jpg%00"),
        format!("/files/..%2f{hash}.jpg"),
    ] {
        assert_eq!(public.get(&path).await.status, 404, "{path}");
    }
}

#[actix_web::test]
async fn a_files_type_comes_from_its_bytes_not_its_name() {
    let (_app, maria) = school().await;
    let (bomb, archive) = (
        decompression_bombs::png(20_000, 20_000, decompression_bombs::BLACK_OR_WHITE),
        decompression_bombs::archive(50_000_000),
    );
    let gzip = decompression_bombs::gzip(50_000_000);
    for (name, bytes, status, code) in [
        ("photo.jpg", &b"<!doctype html><script>alert(1)</script>"[..], 415, "file_kind_bad"),
        ("photo.png", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", 415, "file_kind_bad"),
        (
            "drawing.svg",
            b"<?xml version='1.0'?><svg xmlns='http://www.w3.org/2000/svg'><script/></svg>",
            415,
            "file_kind_bad",
        ),
        ("slides.pdf", b"#!/bin/sh\nrm -rf ~", 415, "file_kind_bad"),
        ("slides.pdf", b"<script>/*\n%PDF-1.7 */alert(1)</script>", 415, "file_kind_bad"),
        ("film.mp4", b"\x7fELF\x02\x01\x01", 415, "file_kind_bad"),
        ("photo.png", &archive, 415, "file_kind_bad"),
        ("slides.pdf", &archive, 415, "file_kind_bad"),
        ("slides.pdf", &gzip, 415, "file_kind_bad"),
        ("photo.jpg", b"\xff\xd8\xff\xe0 no picture", 400, "picture_bad"),
        ("photo.heic", b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", 415, "picture_heif"),
        ("photo.avif", b"\0\0\0\x18ftypavif\0\0\0\0mif1avif", 415, "picture_heif"),
        ("film.mp4", b"\0\0\0\x18ftypisom\0\0\x02\0isomiso2", 400, "video_bad"),
        ("film.mov", &film_of(b"apcn", 3000), 415, "video_prores"),
        ("photo.png", &bomb, 413, "picture_too_large"),
        ("photo.png", b"", 400, "upload_empty"),
        ("film.mp4", &film(8_000_001), 413, "upload_too_big"),
    ] {
        let answer = upload(&maria, name, bytes).await;
        assert_eq!((answer.status.as_u16(), answer.refusal().as_str()), (status, code), "{name}");
    }
    // A page hidden in an image is gone.
    let mut both = picture(40, 30, ImageFormat::Jpeg);
    both.extend(b"<script>alert(1)</script>");
    let media = uploaded(&maria, "page.html", &both).await;
    let kept = maria.request(Method::GET, media["url"].as_str().expect("an address")).send().await.expect("an answer");
    assert_eq!(kept.headers()["content-type"], "image/jpeg");
    let kept = kept.bytes().await.expect("a file");
    assert!(!kept.windows(7).any(|part| part == b"<script"));
}

#[actix_web::test]
async fn files_as_phones_and_cameras_write_them_are_taken() {
    let (_app, maria) = school().await;
    let video = include_bytes!("../files/video-brand-xavc.mp4");
    let media = uploaded(&maria, "clip.mp4", video).await;
    let answer = maria.request(Method::GET, media["url"].as_str().expect("an address")).send().await;
    let answer = answer.expect("the server answers");
    assert_eq!(answer.headers()["content-type"], "video/mp4");
    assert_eq!(answer.bytes().await.expect("a file"), video[..]);
    let turned = uploaded(&maria, "photo.jpg", include_bytes!("../files/exif-long.jpg")).await;
    assert_eq!((&turned["width"], &turned["height"]), (&json!(80), &json!(120)));
    let wide = uploaded(&maria, "wide.jpg", include_bytes!("../files/display-p3.jpg")).await;
    for url in [&wide["url"], &wide["formats"]["thumbnail"]["url"]] {
        let answer = maria.request(Method::GET, url.as_str().expect("an address")).send().await.expect("an answer");
        let picture = image::load_from_memory(&answer.bytes().await.expect("a file")).expect("an image").to_rgb8();
        let seen = picture.get_pixel(picture.width() / 2, picture.height() / 2).0;
        assert!(seen.iter().zip([217, 42, 52]).all(|(one, other)| one.abs_diff(other) <= 4), "{seen:?}");
    }
}

#[actix_web::test]
async fn uploads_beyond_the_quota_are_refused() {
    let (app, maria) = school().await;
    uploaded(&maria, "one.mp4", &film(7_900_000)).await;
    uploaded(&maria, "two.mp4", &film(7_800_000)).await;
    assert_eq!(upload(&maria, "three.mp4", &film(7_700_000)).await.refusal(), "quota_full");
    uploaded(&maria, "four.mp4", &film(1_000_000)).await;
    app.teacher("ben").await;
    let ben = Api::of(&app, "ben").await;
    uploaded(&ben, "three.mp4", &film(7_700_000)).await;
}

#[actix_web::test]
async fn only_teachers_may_upload_files() {
    let app = TestApp::start();
    app.person("sofia", Role::Student).await;
    let photo = picture(20, 20, ImageFormat::Png);
    assert_eq!(upload(&Api::public(&app), "a.png", &photo).await.refusal(), "sign_in_needed");
    assert_eq!(upload(&Api::of(&app, "sofia").await, "a.png", &photo).await.refusal(), "not_allowed");
}

#[actix_web::test]
async fn unused_files_are_removed_and_used_files_stay() {
    let (app, maria) = school().await;
    let used = uploaded(&maria, "used.png", &picture(500, 300, ImageFormat::Png)).await;
    let unused = uploaded(&maria, "unused.mp4", &film(2000)).await;
    let deleted = uploaded(&maria, "deleted.mp4", &film(3000)).await;
    let content = |media: &Value| json!([{ "kind": "photo", "media": media["id"] }]);
    let kept = maria.post("/experiences", json!({ "Title": "Kept", "content": content(&used) })).await;
    assert_eq!(kept.status, 201, "{}", kept.text);
    let lost = maria.post("/experiences", json!({ "Title": "Lost", "content": content(&deleted) })).await.json();
    assert_eq!(maria.delete(&format!("/experiences/{}", lost["id"].as_str().expect("an id"))).await.status, 200);
    let status = |media: &Value| {
        let request = maria.request(Method::GET, media["url"].as_str().expect("an address"));
        async move { request.send().await.expect("the server answers").status().as_u16() }
    };
    assert_eq!(
        files::remove_unused(&app.school, clock::now()).await.expect("it is tidied"),
        0,
        "nothing is old enough"
    );
    let soon = clock::now() + chrono::Duration::hours(2);
    assert_eq!(files::remove_unused(&app.school, soon).await.expect("it is tidied"), 1);
    assert_eq!((status(&used).await, status(&unused).await, status(&deleted).await), (200, 200, 404));
    let worn = uploaded(&maria, "worn.png", &picture(40, 40, ImageFormat::Png)).await;
    let look = json!({ "Avatar": { "textureUrl": worn["url"] } });
    assert_eq!(maria.put("/updateme", look).await.status, 200);
    let tomorrow = clock::now() + chrono::Duration::hours(25);
    assert_eq!(files::remove_unused(&app.school, tomorrow).await.expect("it is tidied"), 1);
    assert_eq!((status(&used).await, status(&unused).await, status(&worn).await), (200, 404, 200));
    // Uploading the same file again counts as new.
    let again = uploaded(&maria, "again.mp4", &film(2000)).await;
    assert_eq!((&again["url"], status(&again).await), (&unused["url"], 200));
    assert_eq!(files::remove_unused(&app.school, tomorrow).await.expect("it is tidied"), 1, "it is not used either");
}

/// The status that a browser gets when it loads the file.
async fn load(api: &Api, media: &Value) -> u16 {
    let request = api.request(Method::GET, media["url"].as_str().expect("an address"));
    request.send().await.expect("the server answers").status().as_u16()
}

async fn wear(api: &Api, media: &Value) {
    let look = json!({ "Avatar": { "textureUrl": media["url"] } });
    assert_eq!(api.put("/updateme", look).await.status, 200);
}

#[actix_web::test]
async fn a_file_in_anothers_avatar_exists_only_while_its_owner_uses_it() {
    let (app, maria) = school().await;
    app.person("sofia", Role::Student).await;
    let sofia = Api::of(&app, "sofia").await;
    let tomorrow = clock::now() + chrono::Duration::hours(25);
    let badge = uploaded(&maria, "badge.png", &picture(64, 48, ImageFormat::Png)).await;
    let content = json!([{ "kind": "photo", "media": badge["id"] }]);
    let made = maria.post("/experiences", json!({ "Title": "Badges", "content": content })).await.json();
    wear(&sofia, &badge).await;
    assert_eq!(files::remove_unused(&app.school, tomorrow).await.expect("it is tidied"), 0);
    assert_eq!(load(&maria, &badge).await, 200);

    // Her student's avatar does not keep the file, nor count it against her quota.
    let path = format!("/experiences/{}", made["id"].as_str().expect("an id"));
    assert_eq!(maria.delete(&path).await.status, 200);
    assert!(app.texts("SELECT name AS text FROM uploads").is_empty());
    assert_eq!(files::remove_unused(&app.school, tomorrow).await.expect("it is tidied"), 1);
    assert_eq!(load(&maria, &badge).await, 404);

    // A student who uploads it and uses it keeps it.
    let again = uploaded(&maria, "badge.png", &picture(64, 48, ImageFormat::Png)).await;
    assert_eq!(again["url"], badge["url"]);
    wear(&maria, &again).await;
    assert_eq!(files::remove_unused(&app.school, tomorrow).await.expect("it is tidied"), 0);
    assert_eq!(load(&sofia, &badge).await, 200);
}

#[actix_web::test]
async fn files_can_be_stored_in_a_bucket() {
    let s3 = S3Server::open().await;
    let storage = Storage::bucket(&s3.bucket()).expect("it is a bucket");
    let app = TestApp::start_with(Settings { storage, ..settings() }, Door::default());
    app.teacher("maria").await;
    let maria = Api::of(&app, "maria").await;
    let photo = uploaded(&maria, "dawn.jpg", &picture(900, 600, ImageFormat::Jpeg)).await;
    // A file larger than one part of a multipart upload.
    let media = uploaded(&maria, "film.mp4", &film(7_000_000)).await;
    assert_eq!(upload(&maria, "photo.jpg", b"<script>").await.refusal(), "file_kind_bad");
    assert_eq!(upload(&maria, "film.mp4", &film(8_000_001)).await.refusal(), "upload_too_big");
    let url = media["url"].as_str().expect("an address");
    let answer = maria.request(Method::GET, url).send().await.expect("the server answers");
    assert_eq!(answer.bytes().await.expect("a file"), film(7_000_000));
    let part = maria.request(Method::GET, url).header("range", "bytes=6999990-").send().await.expect("it answers");
    assert_eq!(
        (part.status().as_u16(), part.bytes().await.expect("a part")),
        (206, film(7_000_000)[6_999_990..].to_vec().into())
    );
    let thumbnail = photo["formats"]["thumbnail"]["url"].as_str().expect("an address");
    let small = maria.request(Method::GET, thumbnail).send().await.expect("the server answers");
    image::load_from_memory(&small.bytes().await.expect("a file")).expect("it is an image");
    let later = clock::now() + chrono::Duration::hours(25);
    assert_eq!(files::remove_unused(&app.school, later).await.expect("it is tidied"), 3);
    assert_eq!(maria.get(url).await.status, 404);
}

#[actix_web::test]
async fn file_names_are_read_however_a_program_writes_them() {
    let (_app, maria) = school().await;
    let cone = picture(40, 30, ImageFormat::Png);
    for (disposition, name) in [
        (&b"form-data; name=\"files\"; filename*=UTF-8''%E2%82%AC.png"[..], "€.png"),
        (b"form-data; name=files; filename=\"=?utf-8?B?4oKsLnBuZw==?=\"; filename*=utf-8''%E2%82%AC.png", "€.png"),
        (b"form-data; name=files; filename=\"=?utf-8?B?4oKsLnBuZw==?=\"", "€.png"),
        (b"form-data; name=\"files\"; filename=\"\xe9t\xe9.png\"", "été.png"),
        (b"form-data; name=\"files\"; filename=\"C:\\pictures\\cone.png\"", "cone.png"),
    ] {
        let head = [b"--x\r\nContent-Disposition: ", disposition, b"\r\nContent-Type: image/png\r\n\r\n"].concat();
        let body = [&head[..], &cone, b"\r\n--x--\r\n"].concat();
        let request = maria.request(Method::POST, "/upload").header("content-type", "multipart/form-data; boundary=x");
        let answer = Answer::of(request.body(body)).await;
        assert_eq!(answer.status, 201, "{name}: {}", answer.text);
        assert_eq!(answer.json()[0]["name"], name);
    }
}

#[actix_web::test]
async fn invalid_multipart_bodies_are_refused_and_the_connection_stays_open() {
    let (_app, maria) = school().await;
    let broken = "--x\r\nContent-Disposition: form-data; name=\"\u{3}\"\r\n\r\nno\r\n--x--\r\n";
    for (kind, body) in [
        ("application/json", "{}"),
        ("multipart/form-data", "no boundary"),
        ("multipart/form-data; boundary=x", "no part"),
        ("multipart/form-data; boundary=x", broken),
    ] {
        let request = maria.request(Method::POST, "/upload").header("content-type", kind).body(body);
        assert_eq!(Answer::of(request).await.refusal(), "body_bad", "{kind} {body:?}");
    }
    let bare = Answer::of(maria.request(Method::POST, "/upload")).await;
    assert_eq!(bare.refusal(), "body_bad");
}
