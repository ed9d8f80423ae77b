//! A whiteboard when the server dies.

use futures_util::future::join;
use serde_json::{Value, json};

use super::lesson::Running;
use crate::{
    realtime::board::{change, note},
    support::{
        client::Client,
        http::{Answer, client},
        program::Data,
    },
};

/// Draws until the server is gone; returns the counters of what was acknowledged.
async fn draws(mut student: Client, seat: Value, page: Value) -> Vec<u32> {
    let mut kept = Vec::new();
    for counter in 1.. {
        match student.try_ask("on.boardChange", change(&page, vec![note(&seat, counter, "")])).await {
            Some(Ok(_)) => kept.push(counter),
            Some(Err(code)) => assert_eq!(code, "too_fast"),
            None => break,
        }
    }
    kept
}

#[actix_web::test]
async fn after_a_kill_a_whiteboard_is_as_it_was_acknowledged() {
    let data = Data::prepared();
    let (running, mut teacher) = Running::begin(&data).await;
    let own = teacher.ask("on.snapshot", json!({})).await.expect("the room")["seat"].clone();
    let page = teacher.ask("on.boardAdd", json!({"template": "music"})).await.expect("added")["page"].clone();
    teacher.ask("on.drawingAllow", json!({"drawing": "everyone"})).await.expect("all may");
    teacher.ask("on.boardShow", json!({"page": page})).await.expect("it is shown");
    let operations = vec![
        note(&own, 1, "Lava"),
        note(&own, 2, "gone"),
        json!({"op": "move", "id": [own, 1], "place": {"x": 77, "y": -5, "sx": 2000, "sy": 500}}),
        json!({"op": "write", "id": [own, 1], "text": "Magma"}),
        json!({"op": "style", "id": [own, 1], "style": {"colour": 7, "width": 3, "filled": true}}),
        json!({"op": "group", "id": [own, 1], "group": 4}),
        json!({"op": "delete", "id": [own, 2]}),
        json!({"op": "hide", "seat": 999, "hidden": true}),
    ];
    teacher.ask("on.boardChange", change(&page, operations)).await.expect("it is drawn");
    let (student, joined) = Client::guest(&running.url, &running.code, "Maria").await;
    let drawing = draws(student, joined["room"]["seat"].clone(), page.clone());
    // Killed while she draws, because she would never stop.
    let killing = async {
        for _ in 0..30 {
            teacher.hear_where("on.boardChange", |data| data["number"].as_u64() > Some(8)).await;
        }
        running.again(&data).await
    };
    let (kept, running) = join(drawing, killing).await;

    let (_late, late) = Client::guest(&running.url, &running.code, "Late").await;
    assert_eq!((&late["room"]["boardShown"], &late["room"]["drawing"]), (&page, &json!("everyone")));
    assert_eq!(late["room"]["boardPages"], json!([{"page": page, "template": "music"}]));
    let address = format!("{}/boards/{}/pages/{page}", running.url, late["session"]["id"].as_str().expect("an id"));
    let token = late["resume"].as_str().expect("a token");
    let content = Answer::of(client().get(address).bearer_auth(token)).await.json();
    let elements = content["elements"].as_array().expect("elements");
    assert_eq!(
        elements[0]["element"],
        json!({"id": [own, 1], "shape": {"kind": "note", "w": 300, "h": 300},
        "place": {"x": 77, "y": -5, "sx": 2000, "sy": 500}, "style": {"colour": 7, "width": 3, "filled": true},
        "text": "Magma", "group": 4})
    );
    assert_eq!(content["hidden"], json!([999]));
    assert!(kept.len() >= 30 && content["number"].as_u64() >= Some(8 + kept.len() as u64), "{}", content["number"]);
    let drawn: Vec<_> = elements.iter().filter(|made| made["element"]["id"][0] != own).collect();
    for counter in kept {
        let there = drawn.iter().any(|made| made["element"]["id"][1] == counter);
        assert!(there, "what was answered is lost: {counter}");
    }
    running.server.stop();
}
