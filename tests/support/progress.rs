//! A class whose lessons have ended: the tables contain what rooms would have written.

use lyceum::{access::Role, ids::PersonId};
use serde_json::{Value, json};

use super::{app::TestApp, http::Api};

pub struct Class {
    pub app: TestApp,
    pub tess: Api,
    pub teacher: PersonId,
    /// Both are Tess's students since New Year 2026.
    pub ana: PersonId,
    pub ben: PersonId,
}

impl Class {
    pub async fn start() -> Self {
        let app = TestApp::start();
        let teacher = app.teacher("tess").await;
        let (ana, ben) = (app.person("ana", Role::Student).await, app.person("ben", Role::Student).await);
        let tess = Api::of(&app, "tess").await;
        let class = Self { app, tess, teacher, ana, ben };
        class.add_student(ana, "2026-01-01");
        class.add_student(ben, "2026-01-01");
        class
    }

    /// Makes a person a student of Tess since this day.
    pub fn add_student(&self, student: PersonId, since: &str) {
        self.app.sql(&format!("INSERT INTO students VALUES ('{}', '{student}', '{since}T00:00:00Z')", self.teacher));
    }

    /// A lesson of 40 minutes from nine o'clock on this day of January 2026 that has ended; returns the session's id.
    pub async fn past(&self, title: &str, series: &str, day: u32) -> String {
        let wanted = json!({
            "sessionTitle": title, "series": series, "dateTimeOfSession": format!("2026-01-{day:02}T09:00:00Z"),
        });
        let answer = self.tess.post("/sessions", wanted).await;
        assert_eq!(answer.status, 201, "{}", answer.text);
        let id = answer.json()["id"].as_str().expect("an id").to_owned();
        self.app.sql(&format!(
            "UPDATE sessions SET state = 'ended', started_at = '2026-01-{day:02}T09:00:00Z',
             ended_at = '2026-01-{day:02}T09:40:00Z' WHERE id = '{id}'"
        ));
        id
    }

    /// Records visits from one minute to another, counted from the start of the lesson; by a guest if `who` is `None`. A visit
    /// without an end was cut off by a crash.
    pub fn attended(&self, session: &str, seat: u32, who: Option<PersonId>, visits: &[(i32, Option<i32>)]) {
        let who = who.map_or_else(|| "NULL".to_owned(), |who| format!("'{who}'"));
        let minute = |minute: i32| format!("s.started_at + interval '{minute} minutes'");
        self.app.sql(&format!(
            "INSERT INTO participants (id, session_id, person_id, seat, name, role, avatar, joined_at, admitted_at)
             SELECT gen_random_uuid(), s.id, {who}, {seat}, 'Somebody', 'student', '{{}}', s.started_at, s.started_at
             FROM sessions s WHERE s.id = '{session}'"
        ));
        for (joined, left) in visits {
            let left = left.map_or_else(|| "NULL".to_owned(), minute);
            self.app.sql(&format!(
                "INSERT INTO attendances (id, participant_id, joined_at, left_at)
                 SELECT gen_random_uuid(), p.id, {}, {left} FROM participants p JOIN sessions s ON s.id = p.session_id
                 WHERE s.id = '{session}' AND p.seat = {seat}",
                minute(*joined)
            ));
        }
    }

    /// Records a score in the lesson's quizzes.
    pub fn scored(&self, session: &str, seat: u32, [asked, answered, correct]: [u32; 3]) {
        self.app.sql(&format!(
            "INSERT INTO results SELECT p.id, {asked}, {answered}, {correct} FROM participants p
             WHERE p.session_id = '{session}' AND p.seat = {seat}"
        ));
    }

    /// The API's report about one student, with this query.
    pub async fn report(&self, student: PersonId, query: &str) -> Value {
        let answer = self.tess.get(&format!("/students/{student}/progress{query}")).await;
        assert_eq!(answer.status, 200, "{}", answer.text);
        answer.json()
    }

    /// The API's overview of all students.
    pub async fn progress(&self, query: &str) -> Value {
        let answer = self.tess.get(&format!("/progress{query}")).await;
        assert_eq!(answer.status, 200, "{}", answer.text);
        answer.json()
    }
}

/// The marks of a report or of a student in the overview: presence and seconds.
pub fn marks(of: &Value) -> Vec<(String, i64)> {
    let marks = of["marks"].as_array().expect("marks").iter();
    let told = |mark: &Value| {
        (mark["presence"].as_str().expect("a word").to_owned(), mark["seconds"].as_i64().expect("seconds"))
    };
    marks.map(told).collect()
}
