//! The end of a lesson, as those in it and those at its door see it.

use std::time::Duration;

use diesel::prelude::*;
use lyceum::db::schema::{attendances, messages, sessions};
use serde_json::json;

use super::Lesson;
use crate::support::{
    client::Client,
    http::{Api, Browser},
};

#[actix_web::test]
async fn a_join_that_meets_the_end_of_the_lesson_is_answered() {
    for _ in 0..5 {
        let (lesson, mut teacher) = Lesson::live().await;
        let mut guests = Vec::new();
        for _ in 0..40 {
            guests.push(Client::connect(&lesson.app.url).await);
        }
        let joins = guests.iter_mut().enumerate().map(async |(number, guest)| {
            // Spread over the time in which the room stops.
            tokio::time::sleep(Duration::from_micros(500) * u32::try_from(number).expect("small")).await;
            let name = format!("Guest {number}");
            guest.try_ask("on.sessionJoin", json!({"sessionId": lesson.code, "username": name})).await
        });
        let end = teacher.ask("on.sessionTerminate", json!({}));
        let (ended, answers) = futures_util::future::join(end, futures_util::future::join_all(joins)).await;
        ended.expect("ended");
        for (guest, answer) in guests.iter_mut().zip(answers) {
            match answer {
                // Busy while the end is being written: it may fail, and then the lesson goes on.
                Some(Err(refusal)) => assert!(["lesson_ended", "busy"].contains(&&*refusal), "{refusal}"),
                // In just before the end.
                Some(Ok(_)) | None => assert_eq!(guest.closed().await, (4001, "ended".into())),
            }
        }
    }
}

#[actix_web::test]
async fn ending_a_lesson_tells_everyone_and_deletes_the_chat() {
    for (retention, lines) in [("during session", 0), ("keep", 1)] {
        let lesson = Lesson::planned(json!({"retention": retention})).await;
        let mut teacher = lesson.start().await;
        let (mut student, _) = Client::guest(&lesson.app.url, &lesson.code, "Maria").await;
        student.ask("on.message", json!({"message": "hello"})).await.expect("said");
        teacher.ask("on.sessionTerminate", json!({})).await.expect("ended");
        let left = lesson.read(|connection| messages::table.count().get_result::<i64>(connection));
        assert_eq!(left, lines, "{retention}");
        student.hear("on.sessionTerminate").await;
        for client in [&mut student, &mut teacher] {
            assert_eq!(client.closed().await, (4001, "ended".into()));
        }
        let mut late = Client::connect(&lesson.app.url).await;
        let refused = late.ask("on.sessionJoin", json!({"sessionId": lesson.code, "username": "Late"})).await;
        assert_eq!(refused, Err("lesson_ended".into()));
        let state = lesson.read(|connection| sessions::table.select(sessions::state).first::<String>(connection));
        assert_eq!(state, "ended");
        // The guest's attendance is gone, and the teacher's has ended.
        let open = attendances::table.filter(attendances::left_at.is_null()).count();
        let counts = lesson.read(|connection| {
            Ok((attendances::table.count().get_result::<i64>(connection)?, open.get_result::<i64>(connection)?))
        });
        assert_eq!(counts, (1, 0));
    }
}

#[actix_web::test]
async fn by_default_a_guest_leaves_nothing_but_a_number_behind() {
    let (lesson, mut teacher) = Lesson::live().await;
    let device = lyceum::ids::DeviceId::fresh();
    let (mut guest, joined) = Client::guest(&lesson.app.url, &lesson.code, "Persephone").await;
    lesson.app.sql(&format!("UPDATE participants SET device = '{device}' WHERE name = 'Persephone'"));
    guest.ask("on.message", json!({"message": "hello"})).await.expect("said");
    let session = lesson.app.texts("SELECT id::text AS text FROM sessions").remove(0);
    let maria = Browser::of(&lesson.app, "anna").await;
    let page = format!("/dashboard/sessions/{session}");
    assert!(maria.get(&page).await.text.contains("Persephone"), "while she is there");
    teacher.ask("on.sessionTerminate", json!({})).await.expect("ended");
    let tables = lesson.app.texts(
        "SELECT table_name::text AS text FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE'",
    );
    assert!(tables.len() > 20, "{tables:?}");
    for table in tables {
        let rows = lesson.app.texts(&format!("SELECT t::text AS text FROM {table} t"));
        let traces = rows.iter().find(|row| row.contains("Persephone") || row.contains(&device.to_string()));
        assert_eq!(traces, None, "in {table}");
    }
    let visits = "SELECT p.name AS text FROM attendances JOIN participants p ON p.id = participant_id";
    assert_eq!(lesson.app.texts(visits).len(), 1, "the teacher's");
    let when = "SELECT count(*)::text AS text FROM participants p JOIN sessions s ON s.id = p.session_id
        WHERE p.person_id IS NULL AND p.joined_at = s.started_at AND p.admitted_at = s.started_at";
    assert_eq!(lesson.app.texts(when), ["1"]);
    let told = maria.get(&page).await.text;
    assert!(told.contains("Guests (1)") && told.contains("2 people") && !told.contains("Persephone"), "{told}");

    // If it was ended by mistake, she comes as somebody new.
    Api::of(&lesson.app, "anna").await.post(&format!("/sessions/{session}/reopen"), json!({})).await;
    let mut again = Client::connect(&lesson.app.url).await;
    let back = json!({"sessionId": lesson.code, "resume": joined["resume"]});
    assert_eq!(again.ask("on.sessionJoin", back).await, Err("resume_unknown".into()));
    Client::guest(&lesson.app.url, &lesson.code, "Persephone").await;
}

#[actix_web::test]
async fn guests_are_remembered_as_long_as_the_school_chooses() {
    let (lesson, mut teacher) = Lesson::live().await;
    lesson.app.sql("UPDATE settings SET guest_days = 1");
    Client::guest(&lesson.app.url, &lesson.code, "Persephone").await;
    teacher.ask("on.sessionTerminate", json!({})).await.expect("ended");
    let session = lesson.app.texts("SELECT id::text AS text FROM sessions").remove(0);
    let page = Browser::of(&lesson.app, "anna").await.get(&format!("/dashboard/sessions/{session}")).await.text;
    assert!(page.contains("Persephone") && !page.contains("Guests ("), "{page}");
}
