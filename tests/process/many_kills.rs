//! The server is killed again and again while a class writes: no line that was acknowledged is lost.

use futures_util::future::join_all;
use serde_json::json;

use super::lesson::{Running, all_lines, writes};
use crate::support::{client::Client, program::Data};

const KILLS: usize = 20;

#[actix_web::test]
#[ignore = "takes long: make test-long"]
async fn twenty_kills_lose_no_line_that_was_acknowledged() {
    let data = Data::prepared();
    let (mut running, mut teacher) = Running::begin(&data).await;
    let mut kept = Vec::new();
    for round in 0..KILLS {
        let mut students = Vec::new();
        for number in 0..8 {
            let name = format!("Student {round} {number}");
            let (student, _) = Client::guest(&running.url, &running.code, &name).await;
            students.push(tokio::task::spawn_local(writes(student, name)));
        }
        // Killed while they write, because they would never stop.
        for _ in 0..60 {
            teacher.hear("on.message").await;
        }
        running = running.again(&data).await;
        kept.extend(join_all(students).await.into_iter().flat_map(|lines| lines.expect("they wrote")));
        let login = json!({"sessionId": running.code, "token": running.token});
        (teacher, _) = Client::join(&running.url, login).await;
    }
    let snapshot = teacher.ask("on.snapshot", json!({})).await.expect("the room");
    let mut history = all_lines(&mut teacher, &snapshot).await;
    history.sort();
    let lost = kept.iter().filter(|id| history.binary_search(id).is_err()).count();
    println!("{KILLS} kills: {} lines were acknowledged, {lost} of them are lost", kept.len());
    assert!(kept.len() >= KILLS * 50, "{}", kept.len());
    assert_eq!(lost, 0);
    running.server.stop();
}
