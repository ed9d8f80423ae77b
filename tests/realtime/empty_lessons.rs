//! Lessons in which nobody is.

use diesel::prelude::*;
use lyceum::{
    db::schema::{messages, sessions},
    domain::{Settings, settings::ConfigOverrides},
    web::Door,
};
use serde_json::json;

use super::Lesson;
use crate::support::{
    app::{TestApp, settings},
    program::eventually,
};

#[actix_web::test]
async fn an_empty_lesson_ends_by_itself_after_everyone_left() {
    let settings = Settings {
        given: ConfigOverrides { empty_room: Some(Some(chrono::Duration::zero())), ..settings().given },
        ..settings()
    };
    let lesson = Lesson::planned_on(TestApp::start_with(settings, Door::default()), json!({})).await;
    let mut teacher = lesson.start().await;
    teacher.ask("on.message", json!({"message": "Is anybody there?"})).await.expect("said");
    drop(teacher);
    eventually("the end", || {
        let state = lesson.read(|connection| sessions::table.select(sessions::state).first::<String>(connection));
        (state == "ended").then_some(())
    });
    assert_eq!(lesson.read(|connection| messages::table.count().get_result::<i64>(connection)), 0);
    assert!(lesson.app.trail().contains(&"nobody | session-ended | Volcanoes".to_owned()), "it was the server");
}

#[actix_web::test]
async fn a_lesson_that_was_started_from_outside_and_to_which_nobody_came_ends_by_itself() {
    let settings = Settings {
        given: ConfigOverrides { empty_room: Some(Some(chrono::Duration::zero())), ..settings().given },
        ..settings()
    };
    let lesson = Lesson::planned_on(TestApp::start_with(settings, Door::default()), json!({})).await;
    lesson.start_from_outside().await;
    eventually("the end", || {
        let state = lesson.read(|connection| sessions::table.select(sessions::state).first::<String>(connection));
        (state == "ended").then_some(())
    });
}
