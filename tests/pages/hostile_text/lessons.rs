//! Experiences and lessons with code in every field, a lesson among guests with such names, and students' progress in them.

use std::time::Duration;

use lyceum::access::Role;
use reqwest::Url;
use serde_json::json;

use super::{
    Writer,
    corpus::{CORPUS, as_file, as_markdown},
    text,
};
use crate::support::{client::Client, http::Browser, timeouts::PATIENCE};

/// Each of these pages shows all texts.
const LISTS: [&str; 7] = [
    "/dashboard",
    "/dashboard/experiences",
    "/dashboard/sessions/new",
    "/admin/experiences",
    "/admin/audit?deed=experience-created",
    "/admin/audit?deed=session-created",
    "/admin/audit?deed=stream-key-issued",
];

#[actix_web::test]
async fn hostile_texts_in_experiences_and_lessons_are_shown_as_text() {
    let writer = Writer::begin().await;
    let guest = Browser::new(&writer.app);
    for words in CORPUS {
        let made = writer.prepare(words).await;
        let options = [words, as_markdown(words)].map(str::to_owned);
        let parts = options.into_iter().chain([as_file(words), format!("{words} or not")]);
        let parts: Vec<_> = parts.collect();
        writer.reads(&format!("/dashboard/experiences/{}", made.experience), &parts).await;
        writer.reads(&format!("/admin/experiences/{}", made.experience), &parts).await;
        let session = format!("/dashboard/sessions/{}", made.session);
        writer.reads(&session, [words]).await;
        writer.reads(&format!("{session}/edit"), [words]).await;
        Writer::reads_by(&guest, &format!("/join/{}", made.code), [words]).await;
    }
    for path in LISTS {
        writer.reads(path, CORPUS).await;
    }
    // Three of each, and fifty on a page.
    writer.reads("/admin/audit?deed=file-brought", CORPUS[14..].iter().map(|words| as_file(words))).await;
}

#[actix_web::test]
async fn hostile_guest_names_are_shown_as_text_during_and_after_a_lesson() {
    let writer = Writer::begin().await;
    writer.app.sql("UPDATE settings SET guest_days = 30");
    let title = "<title><x-caught>";
    let body = json!({ "sessionTitle": title, "description": title, "dateTimeOfSession": "2030-01-07T09:00:00Z" });
    let session = writer.post("/sessions", body).await;
    let (id, code) = (text(&session, "id"), text(&session, "sessionCode"));
    let page = format!("/dashboard/sessions/{id}");
    writer.press(&page, &format!("{page}/start")).await;
    let mut guests = Vec::new();
    for words in CORPUS {
        guests.push(Client::guest(&writer.app.url, &code, words).await);
    }
    writer.reads("/admin/live", [title]).await;
    writer.reads(&format!("/admin/live/{id}"), [title]).await;
    // The room writes attendances with a delay.
    let all_are_written = async {
        while writer.app.texts("SELECT participant_id::text AS text FROM attendances").len() < CORPUS.len() {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(PATIENCE, all_are_written).await.expect("the attendances are written");
    writer.reads(&page, CORPUS.iter().chain([&title])).await;
    writer.press(&page, &format!("{page}/end")).await;
    writer.reads(&page, CORPUS.iter().chain([&title])).await;
}

#[actix_web::test]
async fn hostile_titles_and_series_are_shown_as_text_in_progress() {
    let writer = Writer::begin().await;
    let student = writer.app.person("nico", Role::Student).await;
    let teaches = "INSERT INTO students SELECT id, '{student}', now() FROM people WHERE username = 'writer'";
    writer.app.sql(&teaches.replace("{student}", &student.to_string()));
    for words in CORPUS {
        let body = json!({ "sessionTitle": words, "series": words, "dateTimeOfSession": "2030-01-07T09:00:00Z" });
        let page = format!("/dashboard/sessions/{}", text(&writer.post("/sessions", body).await, "id"));
        writer.press(&page, &format!("{page}/start")).await;
        writer.press(&page, &format!("{page}/end")).await;
    }
    writer.reads("/dashboard", CORPUS).await;
    writer.reads("/dashboard/progress", CORPUS).await;
    for words in CORPUS {
        let query = Url::parse_with_params("http://a", [("series", words)]).expect("an address");
        let query = query.query().expect("there is one");
        writer.reads(&format!("/dashboard/students/{student}?{query}"), [words]).await;
        writer.reads(&format!("/dashboard/progress?{query}"), [words]).await;
    }
}
