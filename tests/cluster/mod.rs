//! Two nodes of one school: they share a database and a bus.

mod nodes;
mod rooms;

use std::sync::Arc;

use serde_json::{Value, json};

use crate::{realtime::Lesson, support::app::TestApp};

/// A planned lesson, whose room nobody has opened yet, and another node beside its own.
async fn lesson_on_two_nodes(settings: Value) -> (Lesson, Arc<TestApp>) {
    let lesson = Lesson::planned(settings).await;
    let other = Arc::new(lesson.app.second_node());
    (lesson, other)
}

/// The card of a lesson, as a node knows it.
async fn card(app: &TestApp, code: &str) -> Result<Value, String> {
    let (status, body) = app.get(&format!("/codes/{code}"), None).await;
    if status == 200 { Ok(body) } else { Err(body["error"]["code"].as_str().expect("a code").to_owned()) }
}

fn join(code: &str, name: &str) -> Value {
    json!({ "sessionId": code, "username": name })
}
