//! Pages and exports that hold every connection of the web cannot keep a lesson from being written.

use std::sync::mpsc;

use actix_web::rt;
use serde_json::json;

use super::Lesson;
use crate::support::timeouts::within;

#[actix_web::test]
async fn chat_is_kept_while_slow_queries_hold_all_connections_of_the_web() {
    let (lesson, mut teacher) = Lesson::live().await;
    let pool = &lesson.app.school.pool;
    let (mut held, mut queries) = (Vec::new(), Vec::new());
    for _ in 0..pool.state().most {
        let (release, released) = mpsc::channel::<()>();
        let (taken, wait) = tokio::sync::oneshot::channel();
        let (pool, query) = (pool.clone(), move |_: &mut diesel::PgConnection| {
            let _ = taken.send(());
            // It ends when the test lets go of the other side.
            let _ = released.recv();
            Ok(())
        });
        queries.push(rt::spawn(async move { pool.run(query).await }));
        within("a connection", wait).await.expect("the query runs");
        held.push(release);
    }
    assert_eq!((pool.state().open, pool.state().idle), (pool.state().most, 0), "the web has none left");

    teacher.ask("on.message", json!({"message": "Good morning"})).await.expect("it is kept");
    drop(held);
    for query in queries {
        query.await.expect("no panic").expect("it had a connection");
    }
    assert_eq!(lesson.app.texts("SELECT body AS text FROM messages"), ["Good morning"]);
}
