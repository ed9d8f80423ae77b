//! A lesson takes no more students than it has places, however many come at once.

use futures_util::future::join_all;
use serde_json::json;

use super::Lesson;
use crate::support::client::Client;

#[actix_web::test]
async fn fifty_who_come_at_once_fill_ten_places() {
    let lesson = Lesson::planned(json!({ "capacity": 10 })).await;
    let _teacher = lesson.start().await;
    let mut guests = Vec::new();
    for _ in 0..50 {
        guests.push(Client::connect(&lesson.app.url).await);
    }
    let joins = guests.iter_mut().enumerate().map(|(number, guest)| {
        guest.ask("on.sessionJoin", json!({"sessionId": lesson.code, "username": format!("Guest {number}")}))
    });
    let (mut came, mut refused) = (0, 0);
    for joined in join_all(joins).await {
        match joined {
            Ok(_) => came += 1,
            Err(code) => {
                assert_eq!(code, "room_full");
                refused += 1;
            }
        }
    }
    assert_eq!((came, refused), (10, 40));
    let inside = "SELECT a.id::text AS text FROM attendances a JOIN participants p ON p.id = a.participant_id
                  WHERE a.left_at IS NULL AND p.role = 'student'";
    assert_eq!(lesson.app.texts(inside).len(), 10);
}
