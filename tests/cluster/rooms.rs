//! A room is on one node, and is opened once.

use std::sync::Arc;

use lyceum::{
    access::Role,
    cluster::registry::Find,
    domain::{lifecycle, logins, waiting},
    error::{Failure, Refusal},
    room::messages::{Change, RoomChanged, RoomGeneration},
};
use serde_json::json;

use super::{card, join, lesson_on_two_nodes};
use crate::{
    realtime::Lesson,
    support::{client::Client, http::Api, timeouts::until},
};

const GUESTS: usize = 40;

#[actix_web::test]
async fn a_room_is_on_the_node_that_wanted_it_first() {
    let (lesson, other) = lesson_on_two_nodes(json!({})).await;
    let (_first, _) = Client::guest(&lesson.app.url, &lesson.code, "Ada").await;
    let mut second = Client::connect(&other.url).await;
    assert_eq!(second.ask("on.sessionJoin", join(&lesson.code, "Ben")).await, Err("lesson_elsewhere".into()));
    Client::guest(&lesson.app.url, &lesson.code, "Ben").await;
}

#[actix_web::test]
async fn a_node_that_could_not_open_a_room_leaves_it_to_the_others() {
    let (lesson, other) = lesson_on_two_nodes(json!({})).await;
    lesson.app.sql("UPDATE sessions SET state = 'ended'");
    let mut first = Client::connect(&lesson.app.url).await;
    assert_eq!(first.ask("on.sessionJoin", join(&lesson.code, "Ada")).await, Err("lesson_ended".into()));
    lesson.app.sql("UPDATE sessions SET state = 'planned'");
    until("the other node opens the room", async || {
        Client::connect(&other.url).await.ask("on.sessionJoin", join(&lesson.code, "Ada")).await
    })
    .await;
}

#[actix_web::test]
async fn two_nodes_that_want_a_room_at_once_open_one() {
    let (lesson, other) = lesson_on_two_nodes(json!({})).await;
    let (mut one, mut two) = (Client::connect(&lesson.app.url).await, Client::connect(&other.url).await);
    let joined = tokio::join!(
        one.ask("on.sessionJoin", join(&lesson.code, "Ada")),
        two.ask("on.sessionJoin", join(&lesson.code, "Ben")),
    );
    match joined {
        (Ok(_), Err(refusal)) | (Err(refusal), Ok(_)) => assert_eq!(refusal, "lesson_elsewhere"),
        other => panic!("one of them has the room: {other:?}"),
    }
}

#[actix_web::test]
async fn concurrent_joins_open_a_room_once_and_keep_all_attendances() {
    let lesson = Lesson::planned(json!({})).await;
    // As after a crash: the lesson is live, and its room is not open.
    lesson.app.sql("UPDATE sessions SET state = 'live', started_at = now(), alive_at = now()");
    // More than there are connections to the database: if each of them loaded the room, the last ones would do so after the first
    // ones are in.
    let mut guests = Vec::new();
    for _ in 0..GUESTS {
        guests.push(Client::connect(&lesson.app.url).await);
    }
    let joins = guests.iter_mut().enumerate().map(async |(number, guest)| {
        guest.ask("on.sessionJoin", join(&lesson.code, &format!("Guest {number}"))).await.expect("they come in");
    });
    futures_util::future::join_all(joins).await;
    let open = lesson.app.texts("SELECT id::text AS text FROM attendances WHERE left_at IS NULL");
    assert_eq!(open.len(), GUESTS, "a second loading would have ended some");
}

#[actix_web::test]
async fn a_lesson_is_started_and_ended_from_the_node_that_does_not_have_its_room() {
    let (lesson, other) = lesson_on_two_nodes(json!({})).await;
    let (mut student, _) = Client::guest(&lesson.app.url, &lesson.code, "Ada").await;
    let id = lesson.id.parse().expect("an id");
    let identity = logins::identify(&other.school, &lesson.token).await.expect("the database answers");
    let teacher = identity.expect("the teacher is signed in");
    let waiting = waiting::of(&other.school, &teacher, id).await.expect("the room's node answers");
    assert_eq!(waiting.iter().map(|one| one.username.as_str()).collect::<Vec<_>>(), ["Ada"]);
    lifecycle::start(&other.school, &teacher, id).await.expect("it starts");
    student.hear("on.sessionEnter").await;
    for node in [&*lesson.app, &*other] {
        let card = card(node, &lesson.code).await.expect("it is known");
        assert_eq!((card["state"].as_str(), card["startedAt"].is_string()), (Some("live"), true), "{card}");
    }
    let again = lifecycle::start(&other.school, &teacher, id).await;
    assert!(matches!(again, Err(Failure::Refused(Refusal::AlreadyLive))), "the room's refusal comes back: {again:?}");
    lifecycle::end(&other.school, &teacher, id, Some(true)).await.expect("it ends");
    assert_eq!(student.hear("on.sessionTerminate").await["keepsChat"], true, "as the other node chose");
    for node in [&*lesson.app, &*other] {
        assert_eq!(card(node, &lesson.code).await, Err("lesson_ended".to_owned()));
    }
}

#[actix_web::test]
async fn an_administrator_sees_and_ends_a_lesson_on_another_node() {
    let (lesson, _teacher) = Lesson::live().await;
    let other = lesson.app.second_node();
    let (mut student, _) = Client::guest(&lesson.app.url, &lesson.code, "Ada").await;
    other.person("alice", Role::Administrator).await;
    let alice = Api::of(&other, "alice").await;
    let seen = alice.get("/live").await.json();
    assert_eq!(seen["lessons"][0]["room"]["people"], 2, "{seen}");
    let sound = alice.get(&format!("/live/{}", lesson.id)).await;
    assert_eq!(sound.status, 200, "{}", sound.text);
    let ended = alice.post(&format!("/live/{}/close", lesson.id), json!({})).await;
    assert!(ended.status.is_success(), "{}", ended.text);
    student.hear("on.sessionTerminate").await;
}

#[actix_web::test]
async fn a_node_that_joins_later_knows_which_rooms_are_open_and_one_that_leaves_frees_its_own() {
    let (lesson, _teacher) = Lesson::live().await;
    let other = Arc::new(lesson.app.second_node());
    let mut guest = Client::connect(&other.url).await;
    assert_eq!(guest.ask("on.sessionJoin", join(&lesson.code, "Ben")).await, Err("lesson_elsewhere".into()));
    let (code, teacher) = Lesson::on(&other).await;
    let mut guest = Client::connect(&lesson.app.url).await;
    assert_eq!(guest.ask("on.sessionJoin", join(&code, "Ben")).await, Err("lesson_elsewhere".into()));
    drop(teacher);
    drop(other);
    until("the first node takes over", async || {
        Client::connect(&lesson.app.url).await.ask("on.sessionJoin", join(&code, "Ben")).await
    })
    .await;
}

#[actix_web::test]
async fn a_late_message_of_a_former_room_does_not_close_the_current_one() {
    let (lesson, _teacher) = Lesson::live().await;
    let session = lesson.id.parse().expect("an id");
    let rooms = &lesson.app.school.rooms;
    let late = RoomChanged { session, generation: RoomGeneration::default(), change: Change::Idle };
    rooms.send(late).await.expect("the registry runs");
    assert!(rooms.send(Find(session)).await.expect("the registry runs").is_some(), "its room is still found");
    let (_, joined) = Client::guest(&lesson.app.url, &lesson.code, "Ada").await;
    assert!(joined["room"].is_object(), "she is in the room: {joined}");
}
