//! What a lesson that keeps its chat and answers shows its teacher afterwards, and nobody else.

use reqwest::Method;
use serde_json::{Value, json};

use super::Lesson;
use crate::support::{
    app::TestApp,
    client::Client,
    http::{Api, Browser},
};

/// A lesson of these settings that has ended, in which Maria wrote a message and answered a quiz wrong.
async fn ended(settings: Value) -> Lesson {
    let lesson = Lesson::planned(settings).await;
    let token = Some(lesson.token.as_str());
    let quiz = json!({ "kind": "quiz", "question": "How hot is lava?", "options": ["Cold", "Hot"], "answer": 1 });
    let (_, made) = lesson.app.post("/experiences", token, json!({ "Title": "Volcanoes", "content": [quiz] })).await;
    let path = format!("/sessions/{}", lesson.id);
    lesson.app.ask(Method::PUT, &path, token, Some(json!({ "experiences": made["id"] }))).await;
    let mut teacher = lesson.start().await;
    let (mut maria, _) = Client::guest(&lesson.app.url, &lesson.code, "Maria").await;
    maria.ask("on.message", json!({ "message": "=Is it 50% <hot>?" })).await.expect("it is kept");
    let choice = json!({ "quizId": made["content"][0]["id"], "choice": 0 });
    teacher.ask("on.quizOpen", json!({ "quizId": made["content"][0]["id"] })).await.expect("it is opened");
    maria.ask("on.quizAnswer", choice).await.expect("it counts");
    teacher.ask("on.sessionTerminate", json!({})).await.expect("it ends");
    lesson
}

async fn browser(app: &TestApp) -> Browser {
    Browser::of(app, "anna").await
}

#[actix_web::test]
async fn kept_chat_and_answers_are_read_searched_and_downloaded_after_the_lesson() {
    let lesson = ended(json!({ "retention": "keep" })).await;
    let (app, api) = (&lesson.app, Api::with(&lesson.app, &lesson.token));
    let path = format!("/sessions/{}", lesson.id);
    let found = async |query: &str| {
        let chat = api.get(&format!("{path}/chat{query}")).await.json();
        let answers = api.get(&format!("{path}/answers{query}")).await.json();
        (chat.as_array().map_or(0, Vec::len), answers.as_array().map_or(0, Vec::len), chat, answers)
    };
    let (_, _, chat, answers) = found("").await;
    assert_eq!((&chat[0]["username"], &chat[0]["message"]), (&json!("Maria"), &json!("=Is it 50% <hot>?")));
    assert_eq!((&answers[0]["question"], &answers[0]["answer"]), (&json!("How hot is lava?"), &json!(1)));
    let answer = &answers[0]["answers"][0];
    assert_eq!((&answer["username"], &answer["choice"], &answer["right"]), (&json!("Maria"), &json!(0), &json!(false)));
    for (query, lines, questions) in
        [("?find=maria", 1, 1), ("?find=50%25", 1, 0), ("?find=LAVA", 0, 1), ("?find=5_0", 0, 0)]
    {
        let (chat, answers, ..) = found(query).await;
        assert_eq!((chat, answers), (lines, questions), "{query}");
    }
    let long = format!("{path}/chat?find={}", "a".repeat(201));
    assert_eq!(api.get(&long).await.refusal(), "search_too_long");

    let (anna, page) = (browser(app).await, format!("/dashboard{path}"));
    let shown = anna.get(&page).await.text;
    for text in ["=Is it 50% &lt;hot&gt;?", "How hot is lava?", "1 answer", "Maria", "Download the chat"] {
        assert!(shown.contains(text), "{text}: {shown}");
    }
    assert!(anna.get(&format!("{page}?find=nobody")).await.text.contains("Nothing found."));
    let list = anna.get("/dashboard").await.text;
    assert!(list.contains("Who was there · Quiz answers · Chat"), "{list}");
    app.sql("UPDATE people SET time_zone = 'Europe/Athens' WHERE username = 'anna'");
    let table = anna.get(&format!("{page}/chat.csv")).await;
    assert!(table.text.contains("\"Time (Europe/Athens)\",\"Name\""), "{}", table.text);
    assert!(table.text.contains("\"Maria\",\"'=Is it 50% <hot>?\""), "{}", table.text);
    let (day, title) = (
        app.texts("SELECT to_char(started_at AT TIME ZONE 'Europe/Athens', 'YYYY-MM-DD') AS text FROM sessions")
            .remove(0),
        app.texts("SELECT replace(title, ' ', '-') AS text FROM sessions").remove(0),
    );
    // RFC 8187 lets a hyphen stand, and need not.
    let file = |what: &str| {
        let name = format!("{title}_{day}_{what}.csv").replace('-', "%2D");
        format!("attachment; filename*=UTF-8''{name}")
    };
    assert_eq!(table.header("content-disposition"), file("chat"));
    app.sql("UPDATE messages SET body = '', deleted_at = now()");
    let table = anna.get(&format!("{page}/chat.csv")).await;
    assert!(table.text.contains("\"Maria\",\"This message was deleted.\""), "{}", table.text);
    let table = anna.get(&format!("{page}/attendance.csv")).await;
    assert!(shown.contains("attendance.csv"), "{shown}");
    assert!(table.text.contains("\"Joined (Europe/Athens)\",\"Left (Europe/Athens)\""), "{}", table.text);
    assert!(table.text.contains("\"Guests (1)\",\"guest\"") && !table.text.contains("Maria"), "{}", table.text);
    assert_eq!(table.header("content-disposition"), file("attendance"));
    let table = anna.get(&format!("{page}/answers.csv")).await;
    assert!(table.text.contains("\"How hot is lava?\",\"Maria\",\"Cold\",\"wrong\""), "{}", table.text);

    app.teacher("ben").await;
    let ben = Api::of(app, "ben").await;
    assert_eq!(Browser::of(app, "ben").await.get(&format!("{page}/attendance.csv")).await.status, 404);
    for kind in ["chat", "answers"] {
        assert_eq!(ben.get(&format!("{path}/{kind}")).await.refusal(), "session_unknown");
        assert_eq!(Browser::of(app, "ben").await.get(&format!("{page}/{kind}.csv")).await.status, 404);
    }
    // The answer stays when its question is deleted.
    app.sql("DELETE FROM items");
    assert!(anna.get(&page).await.text.contains("A question that was deleted"));
}

#[actix_web::test]
async fn a_lesson_that_keeps_nothing_offers_nothing() {
    let lesson = ended(json!({})).await;
    let api = Api::with(&lesson.app, &lesson.token);
    for kind in ["chat", "answers"] {
        assert_eq!(api.get(&format!("/sessions/{}/{kind}", lesson.id)).await.refusal(), "nothing_kept");
    }
    let page = browser(&lesson.app).await.get(&format!("/dashboard/sessions/{}", lesson.id)).await.text;
    assert!(!page.contains("id=\"find\"") && !page.contains("chat.csv") && !page.contains("answers.csv"), "{page}");
    let list = browser(&lesson.app).await.get("/dashboard").await.text;
    assert!(list.contains("Who was there<"), "{list}");
}

#[actix_web::test]
async fn the_teacher_chooses_at_the_end_whether_chat_and_answers_are_kept() {
    for (planned, chosen) in [("during session", true), ("keep", false)] {
        let lesson = Lesson::planned(json!({ "retention": planned })).await;
        let mut teacher = lesson.start().await;
        let (mut maria, joined) = Client::guest(&lesson.app.url, &lesson.code, "Maria").await;
        assert_eq!(joined["room"]["keepsChat"], planned == "keep");
        maria.ask("on.message", json!({ "message": "Is it hot?" })).await.expect("it is kept");
        teacher.ask("on.sessionTerminate", json!({ "keepChat": chosen })).await.expect("it ends");
        let end = maria.hear("on.sessionTerminate").await;
        assert_eq!(end["keepsChat"], chosen, "{end}");
        assert!(end["endedAt"].is_string(), "{end}");
        let messages = lesson.app.texts("SELECT body AS text FROM messages");
        assert_eq!(messages, if chosen { vec!["Is it hot?"] } else { vec![] });
        let page = browser(&lesson.app).await.get(&format!("/dashboard/sessions/{}", lesson.id)).await.text;
        assert_eq!(page.contains("Is it hot?"), chosen, "{page}");
        let shown = if chosen { "<dd>kept</dd>" } else { "<dd>deleted</dd>" };
        assert!(page.contains(shown), "{page}");
        let guests =
            if chosen { "Their names stay with what they wrote" } else { "Their names and times are deleted." };
        assert!(page.contains(guests), "{page}");
        assert_eq!(page.contains("href=\"#answers\""), chosen, "the first button leads to what came of it: {page}");
    }
}

#[actix_web::test]
async fn the_page_that_ends_a_lesson_asks_whether_chat_and_answers_are_kept() {
    for (planned, chosen) in [("during session", "yes"), ("keep", "no")] {
        let lesson = Lesson::planned(json!({ "retention": planned })).await;
        let _teacher = lesson.start().await;
        let (mut maria, _) = Client::guest(&lesson.app.url, &lesson.code, "Maria").await;
        maria.ask("on.message", json!({ "message": "Is it hot?" })).await.expect("it is kept");
        let (anna, page) = (browser(&lesson.app).await, format!("/dashboard/sessions/{}", lesson.id));
        let shown = anna.get(&page).await.text;
        let usual = format!("value=\"{}\" checked", if planned == "keep" { "yes" } else { "no" });
        assert!(shown.contains(&usual), "what was planned is chosen already: {shown}");
        anna.send(&page, &format!("{page}/end"), &[("keep", chosen)]).await;
        assert_eq!(anna.get(&page).await.text.contains("Is it hot?"), chosen == "yes");
    }
}

#[actix_web::test]
async fn a_class_is_told_when_the_teacher_decides_to_keep_what_it_writes() {
    let lesson = Lesson::planned(json!({})).await;
    let _teacher = lesson.start().await;
    let (mut maria, _) = Client::guest(&lesson.app.url, &lesson.code, "Maria").await;
    let path = format!("/sessions/{}", lesson.id);
    lesson.app.ask(Method::PUT, &path, Some(&lesson.token), Some(json!({ "retention": "keep" }))).await;
    assert_eq!(maria.hear("on.sessionRetention").await["keepsChat"], true);
}

#[actix_web::test]
async fn the_answers_of_many_people_are_shown_in_pages_and_their_chat_is_downloaded_whole() {
    let lesson = ended(json!({ "retention": "keep" })).await;
    let (app, page) = (&lesson.app, format!("/dashboard/sessions/{}", lesson.id));
    app.sql(
        "INSERT INTO participants (id, session_id, seat, name, role, avatar, joined_at, admitted_at)
         SELECT gen_random_uuid(), id, 100 + n, 'Guest ' || lpad(n::text, 3, '0'), 'student', '{}', now() + n * interval '1 s', now()
         FROM sessions, generate_series(1, 60) n",
    );
    app.sql(
        "INSERT INTO quiz_answers (participant_id, quiz, choice, answered_at)
         SELECT p.id, (SELECT quiz FROM quiz_answers LIMIT 1), 1, now() FROM participants p WHERE p.name LIKE 'Guest %'",
    );
    let anna = browser(app).await;
    let row = |name: &str| format!("<th scope=\"row\">{name}</th>");
    let first = anna.get(&page).await.text;
    // Maria came first, and chose otherwise.
    assert!(
        first.contains(&row("Maria")) && first.contains(&row("Guest 049")) && !first.contains("Guest 050"),
        "{first}"
    );
    assert!(first.contains("60 answers") && first.contains("people=50#answers"), "{first}");
    let second = anna.get(&format!("{page}?people=50")).await.text;
    assert!(second.contains(&row("Guest 050")) && second.contains(&row("Guest 060")), "{second}");
    assert!(!second.contains("Guest 049") && second.contains("60 answers"), "{second}");
    let found = anna.get(&format!("{page}?find=guest+055")).await.text;
    assert!(found.contains(&row("Guest 055")) && !found.contains("Guest 054") && found.contains("1 answer"), "{found}");
    let table = anna.get(&format!("{page}/answers.csv")).await.text;
    assert_eq!(table.lines().count(), 62, "the table has all of them");

    app.sql(
        "INSERT INTO messages (id, session_id, participant_id, body, sent_at)
         SELECT gen_random_uuid(), session_id, id, 'Line ' || n, now() FROM participants, generate_series(1, 20500) n
         WHERE name = 'Maria'",
    );
    let table = anna.get(&format!("{page}/chat.csv")).await.text;
    assert_eq!(table.lines().count(), 20_502, "with the title and Maria's own line");
}
