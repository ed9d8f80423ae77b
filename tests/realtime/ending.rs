//! The end of a lesson, as those in it and those at its door see it.

use std::time::Duration;

use diesel::prelude::*;
use lyceum::db::schema::{attendances, messages, sessions};
use serde_json::json;

use super::Lesson;
use crate::support::client::Client;

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
        // Two attendances, the teacher's and the student's, and both have ended.
        let open = attendances::table.filter(attendances::left_at.is_null()).count();
        let counts = lesson.read(|connection| {
            Ok((attendances::table.count().get_result::<i64>(connection)?, open.get_result::<i64>(connection)?))
        });
        assert_eq!(counts, (2, 0));
    }
}
