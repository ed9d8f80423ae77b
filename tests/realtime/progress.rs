//! What a lesson with quizzes leaves behind, over real sockets: the scores of the teacher's own students, if the teacher has
//! chosen to keep them, and nobody else's.

use serde_json::{Value, json};

use super::Lesson;
use crate::support::{client::Client, progress::marks, timeouts::until};

/// A live lesson with two quizzes, planned with these settings: the lesson, its teacher, and the quizzes' ids.
async fn with_quizzes(settings: Value) -> (Lesson, Client, [Value; 2]) {
    let lesson = Lesson::planned(settings).await;
    let token = Some(lesson.token.as_str());
    let quiz = |question: &str| json!({"kind": "quiz", "question": question, "options": ["Cold", "Hot"], "answer": 1});
    let content = json!([quiz("How hot is lava?"), quiz("And magma?"), quiz("Never asked?")]);
    let (status, made) =
        lesson.app.post("/experiences", token, json!({"Title": "Volcanoes", "content": content})).await;
    assert_eq!(status, 201, "{made}");
    let path = format!("/sessions/{}", lesson.id);
    lesson.app.ask(reqwest::Method::PUT, &path, token, Some(json!({"experiences": made["id"]}))).await;
    let teacher = lesson.start().await;
    let quizzes = [made["content"][0]["id"].clone(), made["content"][1]["id"].clone()];
    (lesson, teacher, quizzes)
}

/// A student of the teacher: their token and their id.
async fn student(lesson: &Lesson, username: &str) -> (String, String) {
    let token = lesson.app.account(username, "student").await;
    lesson.app.sql(&format!(
        "INSERT INTO students SELECT t.id, s.id, '2026-01-01' FROM people t, people s
         WHERE t.username = 'anna' AND s.username = '{username}'"
    ));
    let id = lesson.app.texts(&format!("SELECT id::text AS text FROM people WHERE username = '{username}'")).remove(0);
    (token, id)
}

async fn come(lesson: &Lesson, token: &str) -> Client {
    Client::join(&lesson.app.url, json!({"sessionId": lesson.code, "token": token})).await.0
}

/// Sofia answers one right, leaves, comes back and answers one wrong. Theo does not answer; Ana and a stranger do. Then the
/// lesson ends.
async fn play(lesson: &Lesson, mut teacher: Client, [first, second]: [Value; 2]) -> (String, String) {
    let (sofia_token, sofia) = student(lesson, "sofia").await;
    let (theo_token, theo) = student(lesson, "theo").await;
    let stranger_token = lesson.app.account("stranger", "student").await;
    let choose = |quiz: &Value, choice: u8| json!({"quizId": quiz, "choice": choice});
    let mut sofia_there = come(lesson, &sofia_token).await;
    let _theo = come(lesson, &theo_token).await;
    let mut stranger = come(lesson, &stranger_token).await;
    let (mut ana, _) = Client::guest(&lesson.app.url, &lesson.code, "Ana").await;
    teacher.ask("on.quizOpen", json!({"quizId": first})).await.expect("it is opened");
    for one in [&mut sofia_there, &mut stranger, &mut ana] {
        one.ask("on.quizAnswer", choose(&first, 1)).await.expect("it counts");
    }
    sofia_there.try_ask("on.participantLeave", json!({})).await;
    drop(sofia_there);
    let mut sofia_there = come(lesson, &sofia_token).await;
    teacher.ask("on.quizReveal", json!({"quizId": first})).await.expect("it is shown");
    teacher.ask("on.screenTurn", json!({"page": 1})).await.expect("there are three");
    sofia_there.hear_where("on.screenTurn", |data| data["screen"]["page"] == 1).await;
    teacher.ask("on.quizOpen", json!({"quizId": second})).await.expect("it is opened");
    sofia_there.ask("on.quizAnswer", choose(&second, 0)).await.expect("it counts");
    teacher.ask("on.sessionTerminate", json!({})).await.expect("it ends");
    (sofia, theo)
}

#[actix_web::test]
async fn quiz_scores_of_own_students_are_kept_on_request() {
    let (lesson, teacher, quizzes) = with_quizzes(json!({"keepResults": true, "series": "Earth"})).await;
    let (sofia, theo) = play(&lesson, teacher, quizzes).await;
    assert!(lesson.app.texts("SELECT choice::text AS text FROM quiz_answers").is_empty(), "what they chose is gone");
    assert_eq!(lesson.app.texts("SELECT asked::text AS text FROM results").len(), 2, "of nobody else");
    let report = async |id: &str| {
        let path = format!("/students/{id}/progress?series=Earth");
        let (status, report) = lesson.app.get(&path, Some(&lesson.token)).await;
        assert_eq!(status, 200, "{report}");
        report
    };
    let of_sofia = report(&sofia).await;
    assert_eq!(of_sofia["marks"][0]["quizzes"], json!({"asked": 2, "answered": 2, "right": 1}));
    assert_eq!(marks(&of_sofia)[0].0, "attended");
    assert!(of_sofia["together"]["seconds"].as_i64() <= of_sofia["together"]["lessonSeconds"].as_i64(), "{of_sofia}");
    assert_eq!(report(&theo).await["marks"][0]["quizzes"], json!({"asked": 2, "answered": 0, "right": 0}));
    let (_, told) = lesson.app.get("/progress", Some(&lesson.token)).await;
    assert_eq!((&told["lessons"][0]["students"], &told["lessons"][0]["others"]), (&json!(2), &json!(2)));
}

#[actix_web::test]
async fn quiz_answers_are_deleted_by_default() {
    for settings in [json!({}), json!({"retention": "keep"})] {
        let (lesson, teacher, quizzes) = with_quizzes(settings).await;
        let (sofia, _) = play(&lesson, teacher, quizzes).await;
        assert!(lesson.app.texts("SELECT asked::text AS text FROM results").is_empty());
        let (_, report) = lesson.app.get(&format!("/students/{sofia}/progress"), Some(&lesson.token)).await;
        assert_eq!((&report["marks"][0]["quizzes"], marks(&report)[0].0.as_str()), (&Value::Null, "attended"));
    }
}

#[actix_web::test]
async fn a_reopened_lesson_keeps_the_scores_of_answers_that_are_deleted() {
    for (settings, answers) in
        [(json!({"keepResults": true}), 0), (json!({"keepResults": true, "retention": "keep"}), 4)]
    {
        let (lesson, teacher, quizzes) = with_quizzes(settings).await;
        let (sofia, theo) = play(&lesson, teacher, quizzes).await;
        assert_eq!(lesson.app.texts("SELECT choice::text AS text FROM quiz_answers").len(), answers);
        let token = Some(lesson.token.as_str());
        // The room may still be closing.
        until("the lesson is live again", async || {
            match lesson.app.post(&format!("/sessions/{}/reopen", lesson.id), token, json!({})).await {
                (200, _) => Ok(()),
                refused => Err(refused),
            }
        })
        .await;
        let (mut teacher, _) = lesson.teacher().await;
        teacher.ask("on.sessionTerminate", json!({})).await.expect("it ends again");
        for (student, score) in [
            (sofia, json!({"asked": 2, "answered": 2, "right": 1})),
            (theo, json!({"asked": 2, "answered": 0, "right": 0})),
        ] {
            let (_, report) = lesson.app.get(&format!("/students/{student}/progress"), token).await;
            assert_eq!(report["marks"][0]["quizzes"], score, "{answers} answers: {report}");
        }
    }
}
