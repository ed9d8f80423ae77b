//! Lessons over real WebSockets.

pub mod board;
mod busy_database;
mod capacity;
mod empty_lessons;
mod ended_logins;
mod ending;
mod groups;
mod guest_seats;
mod hand_in;
mod hostile;
mod kept;
mod lesson;
mod live_overview;
mod poll;
mod progress;
mod screen;
mod slides;
mod slow_clients;
mod teardown;

use std::sync::Arc;

use diesel::{PgConnection, QueryResult};
use serde_json::{Value, json};

use crate::support::{app::TestApp, client::Client, http::Browser};

/// A teacher's session, on a server of its own.
pub struct Lesson {
    pub app: Arc<TestApp>,
    pub id: String,
    pub code: String,
    /// The teacher's access token.
    pub token: String,
}

impl Lesson {
    /// Plans a session, with further settings.
    pub async fn planned(settings: Value) -> Self {
        Self::planned_on(TestApp::start(), settings).await
    }

    /// The same on a given server.
    pub async fn planned_on(app: TestApp, settings: Value) -> Self {
        let token = app.account("anna", "teacher").await;
        Self::plan(Arc::new(app), token, settings).await
    }

    async fn plan(app: Arc<TestApp>, token: String, settings: Value) -> Self {
        let mut session = json!({"sessionTitle": "Volcanoes", "dateTimeOfSession": "2026-11-20T09:00:00Z"});
        let further = settings.as_object().expect("settings are an object").clone();
        session.as_object_mut().expect("an object").extend(further);
        let (status, planned) = app.post("/sessions", Some(&token), session).await;
        assert_eq!(status, 201, "{planned}");
        let text = |name: &str| planned[name].as_str().expect("a text").to_owned();
        Self { id: text("id"), code: text("sessionCode"), app, token }
    }

    /// A live lesson and its teacher's client.
    pub async fn live() -> (Self, Client) {
        let lesson = Self::planned(json!({})).await;
        let teacher = lesson.start().await;
        (lesson, teacher)
    }

    /// Another teacher's live session on the same server: its code, and the teacher's client.
    pub async fn on(app: &Arc<TestApp>) -> (String, Client) {
        let token = app.account("other", "teacher").await;
        let lesson = Self::plan(Arc::clone(app), token, json!({})).await;
        (lesson.code.clone(), lesson.start().await)
    }

    pub async fn teacher(&self) -> (Client, Value) {
        Client::join(&self.app.url, json!({"sessionId": self.code, "token": self.token})).await
    }

    /// The teacher joins and starts the lesson.
    pub async fn start(&self) -> Client {
        let (mut teacher, _) = self.teacher().await;
        teacher.ask("on.sessionCreate", json!({})).await.expect("the teacher starts");
        teacher
    }

    async fn identity(&self) -> lyceum::access::Identity {
        let identity =
            lyceum::domain::logins::identify(&self.app.school, &self.token).await.expect("the database answers");
        identity.expect("the teacher is signed in")
    }

    /// The cookie of the teacher's browser.
    pub async fn cookie(&self) -> String {
        Browser::of(&self.app, "anna").await.cookies()
    }

    /// Starts the lesson as the dashboard's button does.
    pub async fn start_from_outside(&self) {
        let id = self.id.parse().expect("an id");
        lyceum::domain::lifecycle::start(&self.app.school, &self.identity().await, id).await.expect("it starts");
    }

    /// Ends the lesson as the dashboard's button does; returns the refusal's status.
    pub async fn end_from_outside(&self) -> u16 {
        let id = self.id.parse().expect("an id");
        match lyceum::domain::lifecycle::end(&self.app.school, &self.identity().await, id, None).await {
            Err(lyceum::error::Failure::Refused(refusal)) => refusal.status(),
            other => panic!("{other:?}"),
        }
    }

    /// The session card.
    pub async fn card(&self) -> Value {
        self.app.get(&format!("/codes/{}", self.code), None).await.1
    }

    /// Queries the tables.
    pub fn read<T>(&self, query: impl FnOnce(&mut PgConnection) -> QueryResult<T>) -> T {
        self.app.pool.run_blocking(|connection| Ok(query(connection)?)).expect("the tables can be read")
    }
}
