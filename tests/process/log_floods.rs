//! What strangers and participants send does not fill the log.

use serde_json::json;

use super::{
    connections::{ask, connect},
    lesson::Running,
};
use crate::{
    media::{attacks::hello, voice::Pupil},
    support::program::Data,
};

#[actix_web::test]
async fn greetings_and_garbage_make_few_lines() {
    let data = Data::prepared();
    let (running, _teacher) = Running::begin(&data).await;
    let join = json!({"sessionId": running.code, "username": "Maria"});
    let mut maria = Pupil::enters(&running.url, join, b'm').await;
    maria.speaks().await;
    let before = running.server.logged().lines().count();
    let mut sent = 0;
    for number in 0..450 {
        let hello = hello(number);
        sent += hello.len();
        maria.voice.slips(&hello);
    }
    assert!(sent > 35_000, "{sent}");
    for _ in 0..100 {
        let mut stream = connect([127, 0, 0, 9], running.server.address).expect("it listens");
        ask(&mut stream, "/\u{0}\u{1} \r\n\u{2}:\u{3}");
    }
    // What was sent before this answer has been read.
    maria.client.ask("on.message", json!({"message": "Still here"})).await.expect("the lesson goes on");
    let logged = running.server.logged();
    let new: Vec<_> = logged.lines().skip(before).filter(|line| !line.contains("lyceum::")).collect();
    assert!(new.len() < 10, "{} lines, such as {:?}", new.len(), &new[..10.min(new.len())]);
    running.server.stop();
}
