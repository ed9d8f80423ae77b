//! Polls over real WebSockets and with a real database.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::Lesson;
use crate::support::{app::TestApp, client::Client, http::Browser};

/// All rows of all tables, each as JSON with its place in the table and the transaction that wrote it.
fn rows(app: &TestApp) -> Vec<(String, String)> {
    let tables = app.texts(
        "SELECT table_name::text AS text FROM information_schema.tables
         WHERE table_schema = 'public' AND table_type = 'BASE TABLE'",
    );
    let mut all = Vec::new();
    for table in tables {
        let rows = app.texts(&format!("SELECT to_jsonb(t)::text AS text FROM \"{table}\" t ORDER BY ctid"));
        all.extend(rows.into_iter().map(|row| (table.clone(), row)));
    }
    all
}

fn receipt(who: usize) -> String {
    // As if they were random: not in the order of the voters.
    format!("{:x}{:030}", (who * 7 + 3) % 16, who * 7919 % 1009)
}

/// Asks a poll. Returns its id.
async fn ask(teacher: &mut Client, question: Value) -> Value {
    teacher.ask("on.pollAsk", question).await.expect("it is asked")["pollId"].clone()
}

#[actix_web::test]
async fn an_anonymous_vote_cannot_be_traced_in_the_database() {
    let lesson = Lesson::planned(json!({ "retention": "keep" })).await;
    let mut teacher = lesson.start().await;
    let question = json!({ "question": "How are you?", "kind": "text", "anonymous": true });
    let poll = ask(&mut teacher, question).await;
    let (mut class, mut people) = (Vec::new(), Vec::new());
    for who in 0..8 {
        let (guest, joined) = Client::guest(&lesson.app.url, &lesson.code, &format!("Guest {who}")).await;
        people.push(joined["participantId"].as_str().expect("an id").to_owned());
        class.push(guest);
    }
    // One after the other, so that each vote is a transaction of its own.
    for (who, guest) in class.iter_mut().enumerate() {
        let vote = json!({ "pollId": poll, "answer": { "text": format!("secret {who}") }, "receipt": receipt(who) });
        guest.ask("on.pollVote", vote).await.expect("it counts");
    }
    let change = json!({ "pollId": poll, "answer": { "text": "secret 8" }, "receipt": receipt(0) });
    class[0].ask("on.pollVote", change).await.expect("it can be changed");

    let all = rows(&lesson.app);
    let with = |text: &str| all.iter().filter(|(_, row)| row.contains(text)).collect::<Vec<_>>();
    let voters: Vec<_> = all.iter().filter(|(table, _)| table == "poll_voters").collect();
    assert_eq!(voters.len(), 8, "who has voted is known");
    assert!(
        voters.iter().all(|(_, row)| serde_json::from_str::<BTreeMap<String, Value>>(row).expect("a row").len() == 2),
        "a poll and a participant, and nothing that could be compared: {voters:?}"
    );
    assert!(with("secret 0").is_empty(), "a vote that was changed is gone");
    let holding: Vec<_> = (1..9).flat_map(|number| with(&format!("secret {number}"))).collect();
    assert!(holding.iter().all(|row| *row == holding[0]), "all answers are in one row: {holding:?}");
    let (table, row) = holding[0];
    assert_eq!(table, "polls");
    for (who, person) in people.iter().enumerate() {
        assert!(!row.contains(person.as_str()), "the row names a voter");
        assert!(with(&receipt(who)).is_empty(), "a receipt is known to its voter only");
    }
    let ballots = serde_json::from_str::<Value>(row).expect("a row")["ballots"].clone();
    let ballots: Vec<_> =
        ballots.as_object().expect("by receipts").iter().map(|(key, answer)| (key.clone(), answer.clone())).collect();
    assert!(ballots.is_sorted_by(|one, two| one.0 < two.0), "their order is that of their hashes");
    let voted: Vec<_> =
        (0..8).map(|who| json!({ "text": format!("secret {}", if who == 0 { 8 } else { who }) })).collect();
    let kept: Vec<_> = ballots.into_iter().map(|(_, answer)| answer).collect();
    assert_ne!(kept, voted, "the order of the answers is that of the votes");

    teacher.ask("on.pollClose", json!({ "pollId": poll })).await.expect("it is open");
    assert!(!rows(&lesson.app).iter().any(|(table, _)| table == "poll_voters"), "who has voted is forgotten");
}

#[actix_web::test]
async fn polls_and_votes_are_there_after_the_room_is_opened_again_and_gone_with_the_lesson() {
    for keeps in [false, true] {
        let settings = if keeps { json!({ "retention": "keep" }) } else { json!({}) };
        let lesson = Lesson::planned(settings).await;
        let mut teacher = lesson.start().await;
        let (mut maria, joined) = Client::guest(&lesson.app.url, &lesson.code, "Maria").await;
        let quiz = json!({ "question": "1 + 1", "kind": "number", "right": { "number": 2.0 }, "points": 3 });
        let named = ask(&mut teacher, quiz).await;
        maria.ask("on.pollVote", json!({ "pollId": named, "answer": { "number": 2 } })).await.expect("it counts");
        let secret = ask(&mut teacher, json!({ "question": "Tired?", "kind": "yesNo", "anonymous": true })).await;
        let vote = json!({ "pollId": secret, "answer": { "choices": [0] }, "receipt": receipt(1) });
        maria.ask("on.pollVote", vote.clone()).await.expect("it counts");
        let id = lesson.id.parse().expect("an id");
        let kept = lesson.read(|connection| lyceum::db::poll::load(connection, id));
        assert_eq!(kept.len(), 5, "two polls, each with a vote, and one of them closed: {kept:?}");
        teacher.ask("on.pollShow", json!({ "pollId": named, "shown": true })).await.expect("it is there");
        let shown = maria.hear_where("on.pollChange", |data| data["poll"]["shown"] == true).await;
        assert_eq!(
            shown["poll"]["results"],
            json!({ "votes": 1, "numbers": [{ "from": 2.0, "to": 2.0, "count": 1 }], "average": 2.0, "right": 1 })
        );
        let snapshot = maria.ask("on.snapshot", json!({})).await.expect("the room");
        assert_eq!((&snapshot["ownVote"], &snapshot["polls"]), (&json!({ "answer": { "number": 2.0 } }), &Value::Null));
        let refused = maria.ask("on.pollVote", vote).await;
        assert_eq!(refused, Err("poll_closed".into()), "the window of {joined:?}");
        teacher.ask("on.sessionTerminate", json!({})).await.expect("it ends");
        let left = rows(&lesson.app).into_iter().filter(|(table, _)| table.starts_with("poll")).count();
        assert_eq!(left, if keeps { 3 } else { 0 }, "kept as the session says");
    }
}

#[actix_web::test]
async fn the_teacher_reads_kept_polls_after_the_lesson_and_progress_counts_those_with_a_right_answer() {
    let lesson = Lesson::planned(json!({ "retention": "keep", "keepResults": true })).await;
    let token = lesson.app.account("sofia", "student").await;
    lesson.app.sql(
        "INSERT INTO students SELECT t.id, s.id, '2026-01-01' FROM people t, people s
         WHERE t.username = 'anna' AND s.username = 'sofia'",
    );
    let mut teacher = lesson.start().await;
    let (mut sofia, _) = Client::join(&lesson.app.url, json!({ "sessionId": lesson.code, "token": token })).await;
    let (mut maria, _) = Client::guest(&lesson.app.url, &lesson.code, "=Maria").await;
    let right = |choice: u8| json!({ "choices": [choice] });
    for (choice, anonymous) in [(0, false), (1, false), (0, true)] {
        let question = json!({ "question": format!("Question {choice}?"), "kind": "single", "options": ["<b>Tea</b>", "Lava"],
                               "right": right(choice), "anonymous": anonymous });
        let poll = ask(&mut teacher, question).await;
        for (i, who) in [&mut sofia, &mut maria].into_iter().enumerate() {
            let vote = json!({ "pollId": poll, "answer": right(0), "receipt": receipt(i) });
            who.ask("on.pollVote", vote).await.expect("it counts");
        }
    }
    // Nobody votes in this one: it counts for nobody.
    ask(&mut teacher, json!({ "question": "1 + 1", "kind": "number", "right": { "number": 2 } })).await;
    teacher.ask("on.sessionTerminate", json!({})).await.expect("it ends");

    let (app, path) = (&lesson.app, format!("/sessions/{}", lesson.id));
    let (status, polls) = app.get(&format!("{path}/polls"), Some(&lesson.token)).await;
    assert_eq!((status, polls.as_array().map(Vec::len)), (200, Some(4)), "{polls}");
    assert_eq!(polls[1]["results"], json!({ "votes": 2, "counts": [2, 0], "right": 0 }));
    let votes = polls[1]["votes"].as_array().expect("the votes");
    let of_sofia = votes.iter().find(|vote| vote["username"] == "sofia").expect("her vote");
    assert_eq!((&of_sofia["right"], &of_sofia["answer"]), (&json!(false), &right(0)));
    assert_eq!((&polls[2]["votes"], &polls[2]["results"]["votes"]), (&json!([]), &json!(2)));
    assert_eq!(app.get(&format!("{path}/polls"), Some(&token)).await.0, 403);
    let anna = Browser::of(app, "anna").await;
    let page = anna.get(&format!("/dashboard{path}")).await.text;
    for text in ["Question 0?", "&lt;b&gt;Tea&lt;&#x2f;b&gt;", "2 votes", "anonymous", "Download the polls"] {
        assert!(page.contains(text), "{text}: {page}");
    }
    let table = anna.get(&format!("/dashboard{path}/polls.csv")).await.text;
    assert!(table.contains("\"Question 1?\",\"'=Maria\",\"<b>Tea</b>\",\"wrong\",\"2"), "{table}");
    assert!(table.contains("\"Question 0?\",\"anonymous\",\"<b>Tea</b>\",\"correct\",\"\""), "{table}");
    let scores = app.texts("SELECT asked || ' ' || answered || ' ' || correct AS text FROM results");
    assert_eq!(scores, ["2 2 1"], "of the teacher's own student, in the named ones");
    let export = app.get("/users/me/export", Some(&token)).await.1;
    assert_eq!(export["votes"].as_array().map(Vec::len), Some(2), "{export}");
}

#[actix_web::test]
async fn bad_votes_are_refused_with_the_reason_and_the_next_good_one_counts_once() {
    let (lesson, mut teacher) = Lesson::live().await;
    let (mut maria, _) = Client::guest(&lesson.app.url, &lesson.code, "Maria").await;
    let word = ask(&mut teacher, json!({ "question": "A volcano in one word?", "kind": "text" })).await;
    for (answer, code) in [
        (json!({ "text": "a".repeat(10_000) }), "answer_too_long"),
        (json!({ "text": "  " }), "answer_unfit"),
        (json!({ "text": "a\u{0}b" }), "text_bad"),
        (json!({ "choices": [0] }), "answer_unfit"),
        (json!({ "text": 5 }), "data_bad"),
        (json!({}), "data_bad"),
        (Value::Null, "data_bad"),
    ] {
        let refused = maria.ask("on.pollVote", json!({ "pollId": word, "answer": answer })).await;
        assert_eq!(refused, Err(code.into()), "{answer}");
    }
    let markup = json!({ "text": "<script>alert(1)</script>" });
    maria.ask("on.pollVote", json!({ "pollId": word, "answer": markup })).await.expect("markup is text");
    let told = teacher.hear_where("on.pollResults", |polls| polls[0]["results"]["votes"] == 1).await;
    assert_eq!(told[0]["results"]["texts"], json!([{ "text": "<script>alert(1)</script>", "count": 1 }]));

    let choice = json!({ "question": "Hot?", "kind": "single", "options": ["Lava", "Ash"] });
    let choice = ask(&mut teacher, choice).await;
    let vote = |chosen: Value| json!({ "pollId": choice, "answer": { "choices": chosen } });
    for chosen in [json!([2]), json!([255]), json!([0, 1]), json!([])] {
        assert_eq!(maria.ask("on.pollVote", vote(chosen.clone())).await, Err("answer_unfit".into()), "{chosen}");
    }
    for chosen in [json!([-1]), json!([256]), json!([0.5]), json!(["Lava"])] {
        assert_eq!(maria.ask("on.pollVote", vote(chosen.clone())).await, Err("data_bad".into()), "{chosen}");
    }
    for chosen in [0, 1, 1] {
        maria.ask("on.pollVote", vote(json!([chosen]))).await.expect("it is open");
    }
    teacher.ask("on.pollClose", json!({ "pollId": choice })).await.expect("it is open");
    assert_eq!(maria.ask("on.pollVote", vote(json!([0]))).await, Err("poll_closed".into()), "after the end");
    assert_eq!(maria.ask("on.pollVote", json!({ "pollId": word, "answer": markup })).await, Err("poll_closed".into()));
    let room = teacher.ask("on.snapshot", json!({})).await.expect("the room");
    let results: Vec<_> = room["polls"].as_array().expect("both").iter().map(|poll| &poll["results"]).collect();
    assert_eq!((&results[0]["votes"], results[1]), (&json!(1), &json!({ "votes": 1, "counts": [0, 1] })), "one vote");
    assert_eq!(lesson.app.texts("SELECT answer::text AS text FROM poll_votes").len(), 2);
}
