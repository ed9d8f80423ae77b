//! Whiteboards over real sockets: what one draws the others see, also those who come later.

use reqwest::Method;
use serde_json::{Value, json};
use tokio_tungstenite::tungstenite::Message;

use super::Lesson;
use crate::support::{
    client::Client,
    http::{Answer, Api, Browser},
};

pub fn note(seat: &Value, counter: u32, text: &str) -> Value {
    json!({"op": "put", "element": {"id": [seat, counter], "shape": {"kind": "note", "w": 300, "h": 300},
        "place": {"x": 10, "y": 20, "sx": 1000, "sy": 1000}, "style": {"colour": 5, "width": 1}, "text": text}})
}

pub fn change(page: &Value, operations: Vec<Value>) -> Value {
    json!({"page": page, "operations": operations})
}

/// A live lesson with one whiteboard on which everyone may draw, and its page.
async fn with_board() -> (Lesson, Client, Value) {
    let (lesson, mut teacher) = Lesson::live().await;
    let page = teacher.ask("on.boardAdd", json!({"template": "squared"})).await.expect("it is added")["page"].clone();
    teacher.ask("on.drawingAllow", json!({"drawing": "everyone"})).await.expect("all may");
    (lesson, teacher, page)
}

async fn content(lesson: &Lesson, joined: &Value, page: &Value, tag: &str) -> Answer {
    let api = Api::with(&lesson.app, joined["resume"].as_str().expect("a token"));
    let path = format!("/boards/{}/pages/{page}", lesson.id);
    Answer::of(api.request(Method::GET, &path).header("if-none-match", tag)).await
}

#[actix_web::test]
async fn what_one_draws_is_seen_by_all_and_by_those_who_come_later() {
    let (lesson, mut teacher, page) = with_board().await;
    let (mut maria, joined) = Client::guest(&lesson.app.url, &lesson.code, "Maria").await;
    assert_eq!(joined["room"]["boardPages"], json!([{"page": page, "template": "squared"}]));
    assert_eq!(joined["room"]["drawing"], "everyone");
    let put = note(&joined["room"]["seat"], 1, "Magma");
    let kept = maria.ask("on.boardChange", change(&page, vec![put.clone()])).await.expect("she may");
    let told = teacher.hear("on.boardChange").await;
    assert_eq!(told, json!({"page": page, "number": kept["number"], "operations": [put]}));
    teacher.ask("on.boardShow", json!({"page": page})).await.expect("it is shown");

    let (_late, late) = Client::guest(&lesson.app.url, &lesson.code, "Late").await;
    assert_eq!(late["room"]["boardShown"], page);
    let answer = content(&lesson, &late, &page, "\"0\"").await;
    assert_eq!((answer.status.as_u16(), answer.header("etag")), (200, "\"1\""), "{}", answer.text);
    assert_eq!(answer.json()["elements"], json!([{"number": 1, "element": put["element"]}]));
    assert_eq!(content(&lesson, &late, &page, "\"1\"").await.status, 304);
    assert_eq!(content(&lesson, &late, &json!(9), "").await.refusal(), "board_unknown");
    assert_eq!(content(&lesson, &json!({"resume": "nobody's"}), &page, "").await.refusal(), "resume_unknown");
}

#[actix_web::test]
async fn lines_appear_while_they_are_drawn_by_those_who_may() {
    let (lesson, mut teacher, _) = with_board().await;
    let (mut maria, joined) = Client::guest(&lesson.app.url, &lesson.code, "Maria").await;
    let (mut ben, _) = Client::guest(&lesson.app.url, &lesson.code, "Ben").await;
    let seat = joined["room"]["seat"].as_u64().expect("a seat") as u8;
    let live = [3, 1, 0, 2, 7, 0, 0, 0, 4, 1, 2, 2, 128];
    maria.send(Message::binary(live.to_vec())).await;
    for other in [&mut teacher, &mut ben] {
        assert_eq!(next_line(other).await, [&[3, seat, 0, 12, 0], &live[1..]].concat());
    }
    for odd in [vec![3], vec![3; 20], [&live[..10], &[0xff; 9]].concat()] {
        maria.send(Message::binary(odd)).await;
        assert_eq!(maria.hear("on.refused").await["code"], "ink_bad");
    }
    // One who may not draw is not seen drawing: the next line that others see is the teacher's.
    teacher.ask("on.drawingAllow", json!({"drawing": "nobody"})).await.expect("nobody may");
    maria.send(Message::binary(live.to_vec())).await;
    maria.ask("on.snapshot", json!({})).await.expect("the frame before has arrived");
    teacher.send(Message::binary(live.to_vec())).await;
    let line = next_line(&mut ben).await;
    assert!(line[1] != seat && line[5..] == live[1..], "{line:?}");
}

/// The next frame of ink.
async fn next_line(client: &mut Client) -> Vec<u8> {
    loop {
        let frame = client.poses().await;
        if frame[0] == 3 {
            return frame;
        }
    }
}

#[actix_web::test]
async fn a_thousand_strokes_a_second_are_refused_and_nobody_is_disturbed() {
    let (lesson, mut teacher, page) = with_board().await;
    let (mut flood, joined) = Client::guest(&lesson.app.url, &lesson.code, "Flood").await;
    let (mut maria, hers) = Client::guest(&lesson.app.url, &lesson.code, "Maria").await;
    let seat = &joined["room"]["seat"];
    let many = |from: u32| (from..from + 50).map(|counter| note(seat, counter, "")).collect();
    let mut refused = 0;
    for batch in 0..20 {
        match flood.ask("on.boardChange", change(&page, many(batch * 50))).await {
            Ok(_) => {}
            Err(code) => {
                assert_eq!(code, "too_fast");
                refused += 1;
            }
        }
    }
    assert!((1..20).contains(&refused), "{refused}");
    let put = note(&hers["room"]["seat"], 1, "Calm");
    maria.ask("on.boardChange", change(&page, vec![put.clone()])).await.expect("she may");
    teacher.hear_where("on.boardChange", |data| data["operations"][0] == put).await;
}

#[actix_web::test]
async fn hostile_strokes_are_refused_and_disturb_nobody() {
    let (lesson, mut teacher, page) = with_board().await;
    let (mut hostile, joined) = Client::guest(&lesson.app.url, &lesson.code, "Hostile").await;
    let (mut maria, hers) = Client::guest(&lesson.app.url, &lesson.code, "Maria").await;
    let (seat, her_seat) = (&joined["room"]["seat"], &hers["room"]["seat"]);
    let put = note(her_seat, 1, "Calm");
    let kept = maria.ask("on.boardChange", change(&page, vec![put.clone()])).await.expect("she may");
    let stroke = |points: &str, x: Value| {
        json!({"op": "put", "element": {"id": [seat, 1], "shape": {"kind": "pen", "points": points},
            "place": {"x": x, "y": 0, "sx": 1000, "sy": 1000}, "style": {"colour": 0, "width": 1}}})
    };
    let one = "AACA";
    for (operation, code) in [
        (stroke("", json!(0)), "ink_bad"),
        // Numbers without an end, and a coordinate that leaves the board.
        (stroke("////////", json!(0)), "ink_bad"),
        (stroke("/v//fwCA", json!(0)), "ink_bad"),
        (stroke("NaN!", json!(0)), "data_bad"),
        (stroke(one, json!(1_048_577)), "ink_bad"),
        (stroke(one, json!(i32::MIN)), "ink_bad"),
        // What JSON makes of a number that is none, and what no integer holds.
        (stroke(one, Value::Null), "data_bad"),
        (stroke(one, json!(1e99)), "data_bad"),
        (stroke(one, json!(0.5)), "data_bad"),
        // An undo of another's, with the number it has and with one it has not.
        (json!({"op": "delete", "id": [her_seat, 1]}), "not_yours"),
        (json!({"op": "clear", "until": 0}), "not_allowed"),
    ] {
        let mut asked = change(&page, vec![operation.clone()]);
        assert_eq!(hostile.ask("on.boardChange", asked.clone()).await, Err(code.into()), "{operation}");
        asked["expects"] = json!([kept["number"]]);
        assert_eq!(hostile.ask("on.boardChange", asked).await, Err(code.into()), "{operation}");
    }
    // A million points are more than a frame holds: only their sender is gone, and may come back.
    let million = change(&page, vec![stroke(&one.repeat(1_000_000), json!(0))]);
    hostile.text(json!({"event": "on.boardChange", "data": million}).to_string()).await;
    let (code, _) = hostile.closed().await;
    assert!(matches!(code, 1009 | 1006), "{code}");
    let data = json!({"sessionId": lesson.code, "resume": joined["resume"]});
    let (mut hostile, _) = Client::join(&lesson.app.url, data).await;
    let good = stroke(one, json!(5));
    hostile.ask("on.boardChange", change(&page, vec![good.clone()])).await.expect("a good one is drawn");
    teacher.hear_where("on.boardChange", |data| data["operations"][0] == good).await;
    let answer = content(&lesson, &hers, &page, "").await.json();
    let drawn: Vec<_> = answer["elements"].as_array().expect("a list").iter().map(|made| &made["element"]).collect();
    assert_eq!(drawn, [&put["element"], &good["element"]]);
}

#[actix_web::test]
async fn whiteboards_end_with_their_lesson_unless_it_is_kept() {
    for (retention, elements) in [("during session", 0), ("keep", 1)] {
        let lesson = Lesson::planned(json!({"retention": retention})).await;
        let mut teacher = lesson.start().await;
        let seat = teacher.ask("on.snapshot", json!({})).await.expect("the room")["seat"].clone();
        let page = teacher.ask("on.boardAdd", json!({"template": "plain"})).await.expect("added")["page"].clone();
        teacher.ask("on.drawingAllow", json!({"drawing": "everyone"})).await.expect("all may");
        let operations = vec![note(&seat, 1, "Ash"), note(&seat, 2, ""), json!({"op": "delete", "id": [seat, 2]})];
        teacher.ask("on.boardChange", change(&page, operations)).await.expect("it is drawn");
        teacher.ask("on.sessionTerminate", json!({})).await.expect("it ends");
        let kept = lesson.app.texts("SELECT element->>'text' AS text FROM board_elements WHERE NOT deleted");
        assert_eq!(kept.len(), elements, "{retention}");
        assert_eq!(lesson.app.texts("SELECT drawing AS text FROM sessions"), ["nobody"]);
    }
}

#[actix_web::test]
async fn the_teacher_sees_the_whiteboards_of_a_kept_lesson_after_it() {
    let lesson = Lesson::planned(json!({"retention": "keep"})).await;
    let mut teacher = lesson.start().await;
    let (mut maria, joined) = Client::guest(&lesson.app.url, &lesson.code, "Maria").await;
    let (mut rude, hidden) = Client::guest(&lesson.app.url, &lesson.code, "Rude").await;
    teacher.ask("on.drawingAllow", json!({"drawing": "everyone"})).await.expect("all may");
    let mut pages = Vec::new();
    for template in ["squared", "music", "plain", "lined"] {
        let added = teacher.ask("on.boardAdd", json!({"template": template})).await.expect("it is added");
        pages.push(added["page"].clone());
    }
    let [first, second, cleared, removed] = [0, 1, 2, 3].map(|i| pages[i].clone());
    let (seat, rude_seat) = (&joined["room"]["seat"], &hidden["room"]["seat"]);
    let low = json!({"op": "move", "id": [seat, 1], "place": {"x": 10, "y": 900, "sx": 1000, "sy": 1000}});
    let ash = vec![note(seat, 1, "Ash & <b>"), note(seat, 2, "Lava"), note(seat, 3, "gone"), low];
    maria.ask("on.boardChange", change(&first, ash)).await.expect("she may");
    maria.ask("on.boardChange", change(&first, vec![json!({"op": "delete", "id": [seat, 3]})])).await.expect("hers");
    rude.ask("on.boardChange", change(&first, vec![note(rude_seat, 1, "Rude word")])).await.expect("he may");
    teacher
        .ask("on.boardChange", change(&first, vec![json!({"op": "hide", "seat": rude_seat, "hidden": true})]))
        .await
        .expect("she hides it");
    for (page, counter) in [(&second, 11), (&cleared, 12), (&removed, 13)] {
        maria.ask("on.boardChange", change(page, vec![note(seat, counter, "One")])).await.expect("she may");
    }
    let all = json!({"op": "clear", "until": 1});
    teacher.ask("on.boardChange", change(&cleared, vec![all])).await.expect("she clears it");
    teacher.ask("on.boardRemove", json!({"page": removed})).await.expect("it is deleted");
    teacher.ask("on.boardName", json!({"page": second, "name": "Song"})).await.expect("it is named");
    teacher.ask("on.sessionTerminate", json!({})).await.expect("it ends");

    let api = Api::with(&lesson.app, &lesson.token);
    let path = format!("/sessions/{}/boards", lesson.id);
    let boards = api.get(&path).await.json();
    let list = json!([
        {"page": first, "name": "", "template": "squared", "over": null, "elements": 2, "texts": ["Lava", "Ash & <b>"]},
        {"page": second, "name": "Song", "template": "music", "over": null, "elements": 1, "texts": ["One"]},
    ]);
    assert_eq!(boards, list);
    let content = api.get(&format!("{path}/{first}")).await.json();
    let texts: Vec<_> = content["elements"].as_array().expect("a list").iter().map(|e| &e["element"]["text"]).collect();
    assert_eq!(texts, ["Ash & <b>", "Lava"], "as they were drawn, without what was deleted or hidden");
    assert_eq!(api.get(&format!("{path}/{removed}")).await.refusal(), "board_unknown");
    let other = Api::with(&lesson.app, &lesson.app.account("boris", "teacher").await);
    for path in [path.clone(), format!("{path}/{first}")] {
        assert_eq!(other.get(&path).await.refusal(), "session_unknown");
    }
    let anna = Browser::of(&lesson.app, "anna").await;
    let page = anna.get(&format!("/dashboard/sessions/{}", lesson.id)).await.text;
    for text in ["<h3>Whiteboard 1</h3>", "<h3>Song</h3>", "<li>Ash &amp; &lt;b&gt;</li>", "data-template=\"music\""] {
        assert!(page.contains(text), "{text}: {page}");
    }
    assert!(!page.contains("Rude word"), "{page}");
    assert!(anna.get("/dashboard").await.text.contains("Who was there · Whiteboards"));
    // The lesson goes, and they go with it.
    lesson.app.sql("DELETE FROM sessions");
    assert_eq!(lesson.app.texts("SELECT element->>'text' AS text FROM board_elements"), Vec::<String>::new());
}
